//! What an exercise has shown: lags, silent posts, late tasks, who was not reached in time. Never lives.

use std::collections::HashMap;

use domain::id::{PostingId, ResponseId};
use domain::names::Names;
use domain::response::{ItemKind, StepKind, TaskState};
use jiff::Timestamp;
use serde::Serialize;
use service::callout::CallFilter;
use service::response::{ResponseSheet, TaskFilter};
use store::response::ResponseCut;

use crate::scenario::{Assumed, Scenario};
use crate::stage::Stage;
use crate::{Course, ExerciseError};

/// Rows that are read at once.
const PAGE: u64 = 500;

/// The report of one course. Instants are UTC; durations are minutes.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Word of the scenario.
    pub scenario: String,
    /// What it is.
    pub names: Names,
    /// Where its facts come from.
    pub source: Names,
    /// Always `true`: nothing in it has happened.
    pub exercise: bool,
    /// Which course.
    pub course: Course,
    /// With which seed.
    pub seed: u64,
    /// How people were assumed to act.
    pub assumed: Assumed,
    /// Posts that the registers know, and posts that were assumed because a unit had none.
    pub posts: (usize, usize),
    /// From the first warning to each decision, the longest first.
    pub lags: Vec<Lag>,
    /// Calls by round, in the order of time; none in the course as it was.
    pub rounds: Vec<CallSum>,
    /// Posts that had not said 已收到 when the harm began, of so many.
    pub unreached_before_harm: Option<(usize, usize)>,
    /// Units that those posts stand in, up to 100.
    pub unreached_units: Vec<Names>,
    /// Tasks by kind.
    pub tasks: Vec<TaskSum>,
}

/// From a warning to its response.
#[derive(Debug, Clone, Serialize)]
pub struct Lag {
    /// Of which unit.
    pub unit: Names,
    /// Its code.
    pub code: Option<String>,
    /// Word of the plan.
    pub plan: String,
    /// When the warning was sent.
    pub warned_at: Timestamp,
    /// When it first came into force; none where nobody decided.
    pub decided_at: Option<Timestamp>,
    /// Minutes between the two, or to the end of the exercise.
    pub minutes: i64,
    /// When silence first climbed to the unit above.
    pub flagged_at: Option<Timestamp>,
    /// How often it climbed.
    pub escalations: usize,
}

/// How a round of calls went.
#[derive(Debug, Clone, Serialize)]
pub struct CallSum {
    /// When it began.
    pub began_at: Timestamp,
    /// Posts called.
    pub posts: usize,
    /// Of them, those that said 已收到.
    pub received: usize,
    /// And 已到岗.
    pub on_post: usize,
    /// Minutes after which half of all had said 已收到; none where half never did.
    pub half_received_min: Option<i64>,
    /// Minutes after which half of all were on post.
    pub half_on_post_min: Option<i64>,
}

/// How the tasks of one kind went.
#[derive(Debug, Clone, Serialize)]
pub struct TaskSum {
    /// Which kind.
    pub kind: ItemKind,
    /// All of them.
    pub tasks: usize,
    /// Done in time.
    pub in_time: usize,
    /// Done late.
    pub late: usize,
    /// Of all, those that were there before the harm began.
    pub before_harm: usize,
}

pub(crate) async fn of(
    stage: &Stage,
    scenario: &Scenario,
    course: Course,
    seed: u64,
    now: Timestamp,
) -> Result<Report, ExerciseError> {
    let desk = stage.service.actor_by_login(&stage.cast.desk, now).await?;
    let mut cut = ResponseCut { limit: PAGE, ..ResponseCut::default() };
    let mut sheets = Vec::new();
    loop {
        let page = stage.service.list_responses(&desk, None, None, cut.clone(), now).await?;
        let Some(last) = page.last() else { break };
        cut.before = Some((last.row.opened_at, last.row.id));
        sheets.extend(page);
    }
    let mut lags: Vec<_> = sheets.iter().map(|sheet| lag(stage, scenario, sheet)).collect();
    lags.sort_by_key(|lag| (std::cmp::Reverse(lag.minutes), lag.code.clone()));
    let activated: HashMap<ResponseId, Option<Timestamp>> =
        sheets.iter().map(|sheet| (sheet.row.id, sheet.row.activated_at)).collect();
    let calls = if course == Course::AsItWas { Calls::default() } else { calls(stage, scenario, &desk).await? };
    Ok(Report {
        scenario: scenario.id.clone(),
        names: scenario.names.clone(),
        source: scenario.source.clone(),
        exercise: true,
        course,
        seed,
        assumed: scenario.assumed,
        posts: (stage.cast.known, stage.cast.assumed),
        lags,
        rounds: calls.rounds,
        unreached_before_harm: calls.unreached,
        unreached_units: calls.units,
        tasks: tasks(stage, scenario, &desk, &activated).await?,
    })
}

fn lag(stage: &Stage, scenario: &Scenario, sheet: &ResponseSheet) -> Lag {
    let tree = stage.service.tree();
    let unit = tree.by_id(sheet.row.unit.0);
    let climbed = sheet.steps.iter().filter(|step| step.kind == StepKind::Escalated);
    let end = sheet.row.activated_at.unwrap_or(scenario.until);
    Lag {
        unit: unit.map(|unit| unit.names.clone()).unwrap_or_default(),
        code: unit.and_then(|unit| unit.code.clone()),
        plan: sheet.row.plan.clone(),
        warned_at: sheet.row.opened_at,
        decided_at: sheet.row.activated_at,
        minutes: minutes(sheet.row.opened_at, end),
        flagged_at: climbed.clone().map(|step| step.recorded_at).min(),
        escalations: climbed.count(),
    }
}

fn minutes(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_mins()
}

#[derive(Default)]
struct Calls {
    rounds: Vec<CallSum>,
    unreached: Option<(usize, usize)>,
    units: Vec<Names>,
}

async fn calls(stage: &Stage, scenario: &Scenario, desk: &domain::access::Actor) -> Result<Calls, ExerciseError> {
    let service = &stage.service;
    let (mut rounds, mut reached) = (Vec::new(), HashMap::<PostingId, (bool, Names)>::new());
    for round in service.store().callouts().await? {
        let mut filter = CallFilter { limit: PAGE, ..CallFilter::default() };
        let (mut received, mut on_post, mut posts) = (Vec::new(), Vec::new(), 0);
        loop {
            let (_, page) = service.list_calls(desk, round.id, &filter).await?;
            let Some(last) = page.last() else { break };
            filter.after = Some((last.call.first_at, last.id));
            for row in &page {
                posts += 1;
                received.extend(row.call.received_at);
                on_post.extend(row.call.on_post_at);
                let by = scenario.harm.as_ref().map_or(scenario.until, |harm| harm.by);
                let in_time = row.call.received_at.is_some_and(|at| at < by);
                let names = || service.tree().by_id(row.unit).map(|unit| unit.names.clone()).unwrap_or_default();
                let post = reached.entry(row.post.0).or_insert_with(|| (false, names()));
                post.0 |= in_time;
            }
        }
        rounds.push(CallSum {
            began_at: round.opened_at,
            posts,
            received: received.len(),
            on_post: on_post.len(),
            half_received_min: half(received, posts, round.opened_at),
            half_on_post_min: half(on_post, posts, round.opened_at),
        });
    }
    let mut units: Vec<_> = reached.values().filter(|(reached, _)| !reached).map(|(_, names)| names.clone()).collect();
    let unreached = scenario.harm.as_ref().map(|_| (units.len(), reached.len()));
    units.sort_by(|a, b| a.best("zh").cmp(b.best("zh")));
    units.truncate(100);
    Ok(Calls { rounds, unreached, units })
}

/// Minutes until half of all had said it.
fn half(mut said: Vec<Timestamp>, posts: usize, from: Timestamp) -> Option<i64> {
    said.sort_unstable();
    said.get((posts.div_ceil(2)).checked_sub(1)?).map(|at| minutes(from, *at))
}

async fn tasks(
    stage: &Stage,
    scenario: &Scenario,
    desk: &domain::access::Actor,
    activated: &HashMap<ResponseId, Option<Timestamp>>,
) -> Result<Vec<TaskSum>, ExerciseError> {
    let mut sums: Vec<TaskSum> = Vec::new();
    let mut filter = TaskFilter { limit: PAGE, ..TaskFilter::default() };
    loop {
        let page = stage.service.list_tasks(desk, &filter).await?;
        let Some(last) = page.last() else { return Ok(sums) };
        filter.after = Some((last.row.task.due_at, last.row.id));
        for sheet in &page {
            let (kind, task) = (sheet.row.kind, &sheet.row.task);
            let place = sums.iter().position(|sum| sum.kind == kind).unwrap_or_else(|| {
                sums.push(TaskSum { kind, tasks: 0, in_time: 0, late: 0, before_harm: 0 });
                sums.len() - 1
            });
            let done = task.done_at.filter(|_| task.state == TaskState::Done);
            let sum = &mut sums[place];
            sum.tasks += 1;
            sum.in_time += usize::from(done.is_some_and(|at| at <= task.due_at));
            sum.late += usize::from(done.is_some_and(|at| at > task.due_at));
            let there = activated.get(&sheet.row.response).copied().flatten();
            let harm = scenario.harm.as_ref().map(|harm| harm.by);
            sum.before_harm += usize::from(matches!((there, harm), (Some(there), Some(harm)) if there < harm));
        }
    }
}
