//! The unit above hears of the silent: one message to each of its posts, not a storm.

use std::collections::{BTreeMap, HashMap};

use domain::callout::{CallState, Step};
use domain::id::{AccountId, CallId, CalloutId, UnitId};
use domain::job::{Job, NewJob};
use domain::names::Names;
use domain::unit::{Unit, UnitPath, UnitTree};
use jiff::{SignedDuration, Timestamp};
use store::callout::{CallRow, Cut, calls_at};
use store::message::Message;
use store::{Write, job};

use super::ring::Rang;
use crate::{Service, ServiceError};

/// Rungs at which it hears: it rings, stands in, or sends somebody to knock.
const HEARS: [Step; 3] = [Step::Parent, Step::DoorKnock, Step::ParentAgain];

/// How long the list is gathered before it is told: calls of one rung come due within moments.
const GATHER: SignedDuration = SignedDuration::from_secs(5);

/// A message about the silent posts below a unit.
#[derive(Debug)]
pub struct SilentNotice {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number.
    pub to: String,
    /// The unit.
    pub unit: Names,
    /// How many posts below it have not answered.
    pub silent: usize,
}

impl Service {
    /// Puts a message for the posts above into the queue, once for each unit, rung and post.
    pub(super) async fn tell_above(
        &self,
        write: &Write,
        calls: &[CallRow],
        rang: &HashMap<CallId, &Rang>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let tree = self.tree();
        let mut above: BTreeMap<(CalloutId, UnitId, Step), UnitPath> = BTreeMap::new();
        for call in calls.iter().filter(|call| call.call.state != CallState::OnPost) {
            let step = rang.get(&call.id).map(|rang| rang.step);
            let parent = above_of(&tree, call.unit);
            if let (Some(step), Some(parent)) = (step.filter(|step| HEARS.contains(step)), parent) {
                above.insert((call.callout, parent.id, step), parent.path.clone());
            }
        }
        let mut jobs = Vec::new();
        for ((callout, unit, step), path) in above {
            for recipient in self.who_hears(write, callout, &path, now).await? {
                let not_before = now.saturating_add(GATHER).unwrap_or(now);
                jobs.push(NewJob { job: Job::SilentList { callout, unit, step, recipient }, not_before });
            }
        }
        job::insert(write, &jobs, now).await?;
        Ok(())
    }

    /// The posts of a unit that are called in the round; where it is not part of the round, or has no post, whoever
    /// decides first there, else in the nearest unit above that has somebody.
    pub(super) async fn who_hears(
        &self,
        write: &Write,
        callout: CalloutId,
        path: &UnitPath,
        now: Timestamp,
    ) -> Result<Vec<AccountId>, ServiceError> {
        let called = calls_at(write.tx(), callout, std::slice::from_ref(path)).await?;
        if !called.is_empty() {
            return Ok(called.iter().map(|call| call.post.1).collect());
        }
        for unit in self.tree().lineage(path).into_iter().rev() {
            if let Some(first) = self.first_post_held(write, unit, now).await? {
                return Ok(vec![first.post.1]);
            }
        }
        Ok(Vec::new())
    }

    /// The message of such a job; `None` when everybody has answered, the round has ended, or it went already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_silent_notice(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<SilentNotice>, ServiceError> {
        let &Job::SilentList { callout, unit, recipient, .. } = job else { return Ok(None) };
        let tree = self.tree();
        let (Some(round), Some(unit)) = (self.store().callout(callout).await?, tree.by_id(unit)) else {
            return Ok(None);
        };
        let states = vec![CallState::Pending, CallState::Sent, CallState::Unreached];
        let cut = Cut { within: Some(unit.path.clone()), states, limit: 10_000, ..Cut::default() };
        let silent = self.store().calls(callout, &cut).await?.iter().filter(|call| call.unit != unit.id).count();
        if silent == 0 || round.ended.is_some() {
            return Ok(None);
        }
        let begun = self.begin_text(job, (recipient, callout.0), created_at, now).await?;
        Ok(begun.map(|(message, to)| SilentNotice { message, to, unit: unit.names.clone(), silent }))
    }
}

/// The unit above this one.
pub(super) fn above_of(tree: &UnitTree, unit: UnitId) -> Option<&Unit> {
    tree.by_id(tree.by_id(unit)?.parent?)
}
