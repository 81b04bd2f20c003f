//! Who is called: one call for each post on duty; where no roster says who that is, the first post of the unit.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::callout::Call;
use domain::colour::WarningColour;
use domain::duty::{self, Line, Substitute};
use domain::id::{AccountId, CallId, PostingId, UnitId};
use domain::journal::{Kind, NewEntry};
use domain::unit::{Unit, UnitKind, UnitPath};
use jiff::{Span, Timestamp};
use serde_json::json;
use store::callout::{self, CallRow, Callout, DutyPost};
use store::journal;
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Calls that are written down in one transaction: well below the second for which a tail may wait.
const CHUNK: usize = 5_000;

/// A post that is called, without its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledPost {
    /// Its unit.
    pub unit: UnitId,
    /// Key of its title.
    pub title: String,
    /// Whether it leads the shift.
    pub leader: bool,
}

impl Service {
    /// Writes down the calls of the oldest round that lacks some; says how many. Nothing is lost when it breaks off:
    /// what is there stays, and the next look writes the rest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_calls(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let Some(round) = self.calls().unplaced_callout().await? else { return Ok(0) };
        self.refresh_tree().await?;
        let calls = self.calls_for(&round, now).await?;
        let total = calls.len();
        for chunk in calls.chunks(CHUNK) {
            let write = self.calls().write().await?;
            callout::place(&write, chunk).await?;
            let payload = json!({ "callout": round.id, "placed": chunk.len() });
            let entry = NewEntry { payload, ..NewEntry::about(Kind::CalloutPlaced, round.id.0, now) };
            journal::append(&write, &[entry]).await?;
            write.commit().await?;
        }
        let write = self.calls().write().await?;
        callout::placed(&write, round.id, u32::try_from(total).unwrap_or(u32::MAX), now).await?;
        self.place_outlets(&write, &round, &calls, now).await?;
        let payload = json!({ "callout": round.id, "calls": total });
        let entry = NewEntry { payload, ..NewEntry::about(Kind::CalloutPlaced, round.id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        // A round without anybody is one too: the board says that nobody is there.
        Ok(total.max(1))
    }

    async fn calls_for(&self, round: &Callout, now: Timestamp) -> Result<Vec<CallRow>, ServiceError> {
        let tree = self.tree();
        let mut calls = Vec::new();
        for (_, path) in callout::units(self.calls().read(), round.id).await? {
            let posts = callout::posts_below(self.calls(), &path, now).await?;
            let on_duty = self.on_duty_below(&path, now).await?;
            let by_unit = by_unit(&posts);
            let known: HashMap<PostingId, AccountId> = posts.iter().map(|post| (post.posting, post.account)).collect();
            for unit in tree.subtree(&path) {
                let off = by_unit.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
                let chosen = self.chosen(on_duty.get(&unit.id), off, &known);
                for (place, &(post, leader)) in chosen.iter().enumerate() {
                    let deputy = deputy(&chosen, place, off, self);
                    calls.push(new_call(round, unit, post, leader, deputy, now));
                }
            }
        }
        // Nearest to the residents first: how deep the water will be is not known yet.
        calls.sort_by_key(|call| call.priority);
        let mut seen = HashSet::new();
        calls.retain(|call| seen.insert((call.unit, call.post.0)));
        Ok(calls)
    }

    /// Who is called in a unit, above it and below it, as a warning would call them now: the nearest to the top first.
    pub(crate) async fn called_posts(&self, path: &UnitPath, now: Timestamp) -> Result<Vec<CalledPost>, ServiceError> {
        let tree = self.tree();
        let mut found = Vec::new();
        for above in tree.lineage(path).into_iter().filter(|unit| unit.path != *path) {
            let posts = callout::posts_at(self.store(), above.id, now).await?;
            let first = posts.iter().filter_map(|post| Some((self.titles().get(&post.title)?.called?, post)));
            let first = first.min_by_key(|(rank, _)| *rank).map(|(_, post)| post.title.clone());
            found.extend(first.map(|title| CalledPost { unit: above.id, title, leader: false }));
        }
        let posts = callout::posts_below(self.store(), path, now).await?;
        let on_duty = self.on_duty_below(path, now).await?;
        let (units, known) = (by_unit(&posts), posts.iter().map(|post| (post.posting, post.account)).collect());
        for unit in tree.subtree(path) {
            let off = units.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            for ((posting, _), leader) in self.chosen(on_duty.get(&unit.id), off, &known) {
                let title = posts.iter().find(|post| post.posting == posting).map(|post| post.title.clone());
                found.push(CalledPost { unit: unit.id, title: title.unwrap_or_default(), leader });
            }
        }
        Ok(found)
    }

    /// Who of a unit is called, and whether the post leads: everybody on duty; somebody off shift is rung only where
    /// nobody is on.
    fn chosen(
        &self,
        on_duty: Option<&Vec<(PostingId, bool)>>,
        off: &[&DutyPost],
        known: &HashMap<PostingId, AccountId>,
    ) -> Vec<((PostingId, AccountId), bool)> {
        let on = on_duty.into_iter().flatten();
        let on: Vec<_> = on.filter_map(|&(id, leader)| Some(((id, *known.get(&id)?), leader))).collect();
        if !on.is_empty() {
            return on;
        }
        let first = off.iter().filter_map(|post| Some((self.titles().get(&post.title)?.called?, *post)));
        first.min_by_key(|(rank, _)| *rank).map(|(_, post)| ((post.posting, post.account), false)).into_iter().collect()
    }

    /// Posts on duty now, by unit, leaders first.
    async fn on_duty_below(
        &self,
        path: &UnitPath,
        now: Timestamp,
    ) -> Result<HashMap<UnitId, Vec<(PostingId, bool)>>, ServiceError> {
        let duties = callout::duties_below(self.calls(), path).await?;
        let today = self.zone().to_datetime(now).date();
        let (from, to) = (today.saturating_sub(Span::new().days(3)), today.saturating_add(Span::new().days(3)));
        let ids: Vec<_> = duties.iter().map(|duty| duty.line.id).collect();
        let substitutes = self.calls().substitutes(&ids, from, to).await?;
        let planned = duties.iter().map(|duty| duty.line.posting);
        let posts: Vec<_> = planned.chain(substitutes.iter().filter_map(|change| change.posting)).collect();
        let terms = self.calls().posting_terms(&posts).await?;
        let mut changed: HashMap<Uuid, Vec<Substitute>> = HashMap::new();
        for change in substitutes {
            changed.entry(change.line).or_default().push(change);
        }
        let mut lines: BTreeMap<UnitId, Vec<Line>> = BTreeMap::new();
        for duty in duties {
            lines.entry(duty.line.unit).or_default().push(duty.line);
        }
        let mut found = HashMap::with_capacity(lines.len());
        for (unit, lines) in lines {
            let own: Vec<_> = lines.iter().filter_map(|line| changed.get(&line.id)).flatten().cloned().collect();
            let watches = duty::on_duty(&lines, &own, &terms, self.zone(), now);
            found.insert(unit, watches.into_iter().map(|watch| (watch.posting, watch.leader)).collect());
        }
        Ok(found)
    }
}

fn by_unit(posts: &[DutyPost]) -> HashMap<UnitId, Vec<&DutyPost>> {
    let mut units: HashMap<UnitId, Vec<&DutyPost>> = HashMap::new();
    for post in posts {
        units.entry(post.unit).or_default().push(post);
    }
    units
}

/// Who is asked when a post is silent: the next one on duty, else the next one of the unit, never the same person.
fn deputy(
    chosen: &[((PostingId, AccountId), bool)],
    place: usize,
    off: &[&DutyPost],
    service: &Service,
) -> Option<(PostingId, AccountId)> {
    let (own, _) = chosen[place];
    let others = chosen.iter().cycle().skip(place + 1).take(chosen.len().saturating_sub(1)).map(|(post, _)| *post);
    let called =
        off.iter().filter(|post| service.titles().get(&post.title).is_some_and(|title| title.called.is_some()));
    others.chain(called.map(|post| (post.posting, post.account))).find(|(_, account)| *account != own.1)
}

/// The strongest colour first, and in it the units nearest to the residents.
pub(crate) fn priority(colour: WarningColour, kind: UnitKind) -> i16 {
    let weaker = WarningColour::ALL.iter().filter(|other| **other > colour).count();
    10 * i16::try_from(weaker).unwrap_or(0) + i16::from(5_u8.saturating_sub(kind.level()))
}

fn new_call(
    round: &Callout,
    unit: &Unit,
    post: (PostingId, AccountId),
    leader: bool,
    deputy: Option<(PostingId, AccountId)>,
    now: Timestamp,
) -> CallRow {
    CallRow {
        id: CallId(Uuid::now_v7()),
        callout: round.id,
        unit: unit.id,
        number: unit.number,
        path: unit.path.clone(),
        post,
        deputy,
        leader,
        call: Call::new(),
        priority: priority(round.colour, unit.kind),
        next_at: Some(now),
        how: None,
        reported_by: None,
        changed_at: now,
    }
}
