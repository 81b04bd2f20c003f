//! How posts answered, round by round, and which had not when the harm began: by unit and title, nobody by name.

use std::collections::HashMap;

use domain::access::Actor;
use domain::exercise::{CallSum, PostSum, Scenario, Silence, SilentPosts};
use domain::id::{PostingId, UnitId};
use domain::names::Names;
use domain::unit::{Unit, UnitTree};
use jiff::Timestamp;
use service::callout::CallFilter;
use store::callout;

use crate::ExerciseError;
use crate::frames::{Round, Said};
use crate::report::{Lanes, PAGE, minutes};
use crate::stage::Stage;

/// Postings that are read at once.
const CHUNK: usize = 10_000;

/// The calls of an exercise.
#[derive(Default)]
pub(crate) struct Calls {
    pub(crate) rounds: Vec<Round>,
    /// Posts that had not said 已收到 when the harm began, of so many; none where the scenario knows of no harm.
    pub(crate) unreached: Option<(usize, usize)>,
    /// All of those posts; where the scenario knows of no harm, those silent at its end.
    pub(crate) silent: Vec<SilentPosts>,
    /// Every post over all rounds, as it stood then; none where nobody was called.
    pub(crate) posts: Option<PostSum>,
}

/// One post over all rounds.
struct Post {
    unit: UnitId,
    assumed: bool,
    /// Why it had not answered when the harm began; none where it had.
    silence: Option<Silence>,
    /// Whether it was on post by then.
    on_post: bool,
    /// Whether it ever answered.
    answered: bool,
}

pub(crate) async fn of(
    stage: &Stage,
    scenario: &Scenario,
    desk: &Actor,
    lanes: &Lanes,
) -> Result<Calls, ExerciseError> {
    let service = &stage.service;
    let tree = service.tree();
    let by = scenario.harm.as_ref().map_or(scenario.until, |harm| harm.by);
    let (mut rounds, mut posts) = (Vec::new(), HashMap::<PostingId, Post>::new());
    for round in service.store().callouts().await? {
        let mut filter = CallFilter { limit: PAGE, ..CallFilter::default() };
        let mut calls = Vec::new();
        loop {
            let (_, page) = service.list_calls(desk, round.id, &filter).await?;
            let Some(last) = page.last() else { break };
            filter.after = Some((last.call.first_at, last.id));
            let ids: Vec<_> = page.iter().map(|row| row.id).collect();
            // A call that has ended says no more whether a carrier had taken it; what was sent for it does.
            let reach = callout::reach_of(service.store().read(), &ids).await?;
            for row in &page {
                let said = Said {
                    lane: tree.by_id(row.unit).and_then(|unit| lanes.place(&unit.path)),
                    first_at: row.call.first_at,
                    reach: reach.get(&row.id).copied(),
                    received_at: row.call.received_at,
                    on_post_at: row.call.on_post_at,
                };
                let silence = if said.received_at.is_some_and(|at| at < by) { None } else { Some(said.why(by)) };
                let assumed = stage.cast.assumed_accounts.contains(&row.post.1);
                let new = Post { unit: row.unit, assumed, silence, on_post: false, answered: false };
                let post = posts.entry(row.post.0).or_insert(new);
                // An answer in any round counts, else the round in which most was done.
                post.silence = post.silence.min(silence);
                post.on_post |= said.on_post_at.is_some_and(|at| at < by);
                post.answered |= said.received_at.is_some();
                calls.push(said);
            }
        }
        rounds.push(Round { began_at: round.opened_at, calls });
    }
    let sum = stood(&posts);
    let unreached = scenario.harm.as_ref().map(|_| (sum.unreached(), sum.posts));
    let silent = silent(stage, &tree, &posts).await?;
    Ok(Calls { rounds, unreached, silent, posts: Some(sum) })
}

/// How the posts stood, in numbers.
fn stood(posts: &HashMap<PostingId, Post>) -> PostSum {
    let mut sum = PostSum { posts: posts.len(), ..PostSum::default() };
    for post in posts.values() {
        match post.silence {
            None => {
                sum.received += 1;
                sum.on_post += usize::from(post.on_post);
            }
            Some(why) if why.is_out_of_reach() => sum.out_of_reach += 1,
            Some(_) => sum.silent += 1,
        }
    }
    sum
}

/// The silent, those alike together, in the order of the tree's codes.
async fn silent(
    stage: &Stage,
    tree: &UnitTree,
    posts: &HashMap<PostingId, Post>,
) -> Result<Vec<SilentPosts>, ExerciseError> {
    let ids: Vec<_> = posts.iter().filter(|(_, post)| post.silence.is_some()).map(|(id, _)| *id).collect();
    let mut alike: HashMap<(UnitId, String, Silence), SilentPosts> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        for posting in stage.service.store().postings_by_id(chunk).await? {
            let Some(post) = posts.get(&posting.id) else { continue };
            let Some(why) = post.silence else { continue };
            let row = alike.entry((post.unit, posting.title, why)).or_insert_with_key(|(unit, title, why)| {
                let unit = tree.by_id(*unit);
                SilentPosts {
                    unit: unit.map(|unit| full_name(tree, unit)).unwrap_or_default(),
                    code: unit.and_then(|unit| unit.code.clone()),
                    title: title.clone(),
                    why: *why,
                    posts: 0,
                    assumed: 0,
                    answered_later: 0,
                }
            });
            row.posts += 1;
            row.assumed += usize::from(post.assumed);
            row.answered_later += usize::from(post.answered);
        }
    }
    let mut rows: Vec<_> = alike.into_values().collect();
    rows.sort_by_cached_key(|row| (row.code.clone(), row.unit.best("zh").to_owned(), row.title.clone(), row.why));
    Ok(rows)
}

/// Many communities have a first grid: its name stands behind that of the unit above.
pub(crate) fn full_name(tree: &UnitTree, unit: &Unit) -> Names {
    let above = unit.parent.and_then(|id| tree.by_id(id)).map(|above| above.names.clone()).unwrap_or_default();
    let own = unit.names.0.iter();
    let name = |(language, own): (&String, &String)| {
        let above = above.best(language);
        // Some carry it already.
        if own.contains(above) {
            return (language.clone(), own.clone());
        }
        (language.clone(), if language == "zh" { format!("{above}{own}") } else { format!("{own}, {above}") })
    };
    Names(own.map(name).collect())
}

/// A round in numbers.
pub(crate) fn sum(round: &Round) -> CallSum {
    let sorted = |moment: fn(&Said) -> Option<Timestamp>| {
        let mut moments: Vec<_> = round.calls.iter().filter_map(moment).collect();
        moments.sort_unstable();
        moments
    };
    let (received, on_post) = (sorted(|said| said.received_at), sorted(|said| said.on_post_at));
    let posts = round.calls.len();
    let half =
        |moments: &[Timestamp]| moments.get(posts.div_ceil(2).checked_sub(1)?).map(|at| minutes(round.began_at, *at));
    CallSum {
        began_at: round.began_at,
        posts,
        received: received.len(),
        on_post: on_post.len(),
        out_of_reach: round.calls.iter().filter(|said| said.is_out_of_reach(Timestamp::MAX)).count(),
        half_received_min: half(&received),
        half_on_post_min: half(&on_post),
    }
}
