//! Calls as they are shown: posts and units, no names.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Target};
use domain::callout::{Board, Call, CallState, Counts, Step, Unless};
use domain::id::{CallId, CalloutId, PostingId, UnitId};
use domain::unit::{Unit, UnitNumber};
use jiff::Timestamp;
use store::account::PostingRow;
use store::callout::{self, Attempt, CallRow, Callout, Cut, Handover, Knock, Tally};
use store::warning::Warning;

use crate::{Service, ServiceError};

/// Most calls on one page.
const PAGE_MAX: u64 = 500;

/// Which calls of a round are asked for.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// At this unit or below; the top of what the actor sees when missing.
    pub unit: Option<UnitId>,
    /// In these states; empty for all.
    pub states: Vec<CallState>,
    /// Only those that the unit above has on its list.
    pub escalated: bool,
    /// After this one: its first attempt and id.
    pub after: Option<(Option<Timestamp>, CallId)>,
    /// How many.
    pub limit: u64,
}

/// A call as its own post sees it.
#[derive(Debug, Clone)]
pub struct MyCall {
    /// The call.
    pub call: CallRow,
    /// Its round.
    pub callout: Callout,
    /// What it is about.
    pub warning: Option<Warning>,
}

impl Service {
    /// The round, where it concerns what the actor may see, and the unit at which its board begins for her.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it does not, or the unit is none of hers.
    pub async fn visible_round(
        &self,
        actor: &Actor,
        id: CalloutId,
        unit: Option<UnitId>,
    ) -> Result<(Callout, Unit), ServiceError> {
        let missing = || ServiceError::NotFound("callout");
        let scope = self.warning_scope(actor)?;
        let round = self.store().callout(id).await?.ok_or_else(missing)?;
        let tree = self.tree();
        let covers = |unit: &Unit| scope.covers(&Target::at(&unit.path));
        if let Some(unit) = unit {
            let unit = tree.by_id(unit).filter(|unit| covers(unit)).ok_or(ServiceError::NotFound("unit"))?;
            return Ok((round, unit.clone()));
        }
        let units = callout::units(self.store().read(), id).await?;
        let concerned = units.iter().any(|(_, path)| scope.touches(path));
        let top = scope.subtrees.iter().min_by_key(|path| path.depth()).filter(|_| concerned).ok_or_else(missing)?;
        // The board begins where her part and the round's first meet: at the lower one of the two.
        let single = units.first().filter(|(_, path)| units.len() == 1 && top.contains(path)).map(|(id, _)| *id);
        let start = single.and_then(|id| tree.by_id(id)).or_else(|| tree.by_number(top.numbers().last()?));
        Ok((round, start.ok_or_else(missing)?.clone()))
    }

    /// Calls of a round, the longest without an answer first.
    ///
    /// # Errors
    /// As [`visible_round`](Self::visible_round).
    pub async fn list_calls(
        &self,
        actor: &Actor,
        id: CalloutId,
        filter: &CallFilter,
    ) -> Result<(Callout, Vec<CallRow>), ServiceError> {
        let (round, unit) = self.visible_round(actor, id, filter.unit).await?;
        let cut = Cut {
            within: Some(unit.path),
            states: filter.states.clone(),
            escalated: filter.escalated,
            after: filter.after,
            limit: filter.limit.clamp(1, PAGE_MAX),
        };
        let calls = self.store().calls(id, &cut).await?;
        Ok((round, calls))
    }

    /// One call with everything that was tried.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none that the actor may see.
    pub async fn show_call(&self, actor: &Actor, id: CallId) -> Result<(CallRow, Callout, Vec<Attempt>), ServiceError> {
        let missing = || ServiceError::NotFound("call");
        let call = self.store().call(id).await?.ok_or_else(missing)?;
        let scope = actor.scope(self.titles(), Permission::ViewWarnings);
        let target = Target::at(&call.path);
        if !scope.covers(&target) && !is_own(&call, actor) {
            return Err(missing());
        }
        let round = self.store().callout(call.callout).await?.ok_or_else(missing)?;
        let mut attempts = callout::attempts_of(self.store().read(), &[id]).await?;
        Ok((call, round, attempts.remove(&id).unwrap_or_default()))
    }

    /// The open calls of the actor, the strongest colour first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn my_calls(&self, actor: &Actor) -> Result<Vec<MyCall>, ServiceError> {
        let rounds = self.store().open_callouts().await?;
        let ids: Vec<_> = rounds.iter().map(|round| round.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut mine = Vec::new();
        let calls = self.store().calls_of(actor.account, &ids).await?;
        let handed = self.handovers_of(&calls).await?;
        for call in calls {
            // A deputy is asked when the post is silent, and not before; who takes over is asked at once.
            let takes_over = handed.get(&call.id).is_some_and(|handover| handover.to.1 == actor.account);
            let asked = call.post.1 == actor.account || takes_over || call.call.step >= Step::Deputy;
            if let Some(round) = rounds.iter().find(|round| asked && round.id == call.callout) {
                mine.push(self.my_call(call, round.clone()).await?);
            }
        }
        mine.sort_by_key(|one| (std::cmp::Reverse(one.callout.colour), one.callout.opened_at));
        Ok(mine)
    }

    pub(super) async fn my_call(&self, call: CallRow, callout: Callout) -> Result<MyCall, ServiceError> {
        let warning = self.warning_of(&callout).await?;
        Ok(MyCall { call, callout, warning })
    }

    /// What a round is about.
    pub(super) async fn warning_of(&self, round: &Callout) -> Result<Option<Warning>, ServiceError> {
        match round.warning {
            Some(id) => Ok(self.calls().warning(id).await?),
            None => Ok(None),
        }
    }

    pub(super) async fn round_of_call(&self, call: &CallRow) -> Result<Callout, ServiceError> {
        self.store().callout(call.callout).await?.ok_or(ServiceError::NotFound("callout"))
    }

    /// To whom calls went that were handed over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handovers_of(&self, calls: &[CallRow]) -> Result<HashMap<CallId, Handover>, ServiceError> {
        let ids: Vec<_> = calls.iter().map(|call| call.id).collect();
        Ok(callout::handovers_of(self.store().read(), &ids).await?)
    }

    /// The tasks to reach the posts of calls, for those that have one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn knocks_of(&self, calls: &[CallRow]) -> Result<HashMap<CallId, Knock>, ServiceError> {
        let ids: Vec<_> = calls.iter().map(|call| call.id).collect();
        Ok(callout::knocks_of(self.store().read(), &ids).await?)
    }

    /// Posts by id, for their titles and units.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_by_id(&self, ids: &[PostingId]) -> Result<Vec<PostingRow>, ServiceError> {
        Ok(self.store().postings_by_id(ids).await?)
    }

    /// The posts behind calls, for their titles.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_of_calls(&self, calls: &[CallRow]) -> Result<Vec<PostingRow>, ServiceError> {
        let ids: Vec<_> = calls.iter().map(|call| call.post.0).collect();
        Ok(self.store().postings_by_id(&ids).await?)
    }

    /// Whether the actor may report for this call.
    pub fn may_report(&self, actor: &Actor, call: &CallRow) -> bool {
        let target = Target::at(&call.path);
        is_own(call, actor) || actor.scope(self.titles(), Permission::RunCallout).covers(&target)
    }

    /// The next rung of a call and when it is due.
    pub fn next_step(&self, round: &Callout, call: &Call) -> Option<(Step, Timestamp)> {
        let ladder = self.warnings().ok()?.plan.ladder(round.colour);
        ladder.next(call).filter(|_| round.ended.is_none() && call.first_at.is_some())
    }

    /// What counts as confirmed in a round.
    ///
    /// # Errors
    /// When shipped data is damaged.
    pub fn counts_as(&self, round: &Callout) -> Result<Unless, ServiceError> {
        Ok(self.warnings()?.plan.ladder(round.colour).counts)
    }

    /// Counts units of a round anew and puts them on its board: some of them, or all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fill_board(
        &self,
        board: &mut Board,
        round: &Callout,
        units: Option<&[UnitNumber]>,
    ) -> Result<(), ServiceError> {
        let (tree, counts_as) = (self.tree(), self.counts_as(round)?);
        let paths: Option<Vec<_>> = units
            .map(|numbers| numbers.iter().filter_map(|number| Some(tree.by_number(*number)?.path.clone())).collect());
        let tallies = callout::tally(self.store().read(), round.id, paths.as_deref()).await?;
        for (number, counts) in added(&tallies) {
            let Some(unit) = tree.by_number(number) else { continue };
            let rule = self.warnings()?.plan.rule(unit.kind);
            let confirmed = rule.is_met(counts.confirmed(counts_as), counts.posts);
            board.set(number, &unit.path, counts, confirmed);
        }
        Ok(())
    }
}

fn added(tallies: &[Tally]) -> HashMap<UnitNumber, Counts> {
    let mut counts: HashMap<UnitNumber, Counts> = HashMap::new();
    for tally in tallies {
        counts.entry(tally.number).or_default().add_calls(tally.state, tally.step, tally.calls, tally.moved);
    }
    counts
}

fn is_own(call: &CallRow, actor: &Actor) -> bool {
    [Some(call.post), call.deputy].into_iter().flatten().any(|post| post.1 == actor.account)
}
