//! Most phones of a unit cannot be reached: the network is down there, and somebody must go at once, not after the
//! minutes of the ladder.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::callout::{CallState, is_blackout};
use domain::id::{CallId, CalloutId, UnitId};
use domain::job::{Job, NewJob};
use domain::journal::{Kind, NewEntry};
use domain::names::Names;
use domain::unit::UnitPath;
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, CallRow, Knock};
use store::message::Message;
use store::{Write, job, journal};

use super::knock::ordered;
use super::knock_notice::told;
use super::ring::Rang;
use super::silent::above_of;
use crate::{Service, ServiceError};

/// A message about a unit whose phones cannot be reached.
#[derive(Debug)]
pub struct BlackoutNotice {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number.
    pub to: String,
    /// The unit.
    pub unit: Names,
    /// Its posts, and how many of them no carrier reaches.
    pub posts: (u32, u32),
}

impl Service {
    /// Notes each unit above these calls that has gone dark in its round, once, and puts a message for its posts and for
    /// those of the unit above into the queue: send to the doors, use the radio. Who does so for which post is written
    /// down in the same transaction, and each of them is told too.
    pub(super) async fn note_blackouts(
        &self,
        write: &Write,
        calls: &[CallRow],
        rang: &HashMap<CallId, &Rang>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let tree = self.tree();
        let mut above: BTreeMap<(CalloutId, UnitId), UnitPath> = BTreeMap::new();
        for call in calls.iter().filter(|call| call.call.state == CallState::Unreached) {
            // Where nobody's number is known, nothing was sent, and that says nothing of the network.
            let tried = rang.get(&call.id).is_some_and(|rang| !rang.sent.is_empty());
            let parent = above_of(&tree, call.unit);
            if let Some(parent) = parent.filter(|_| tried) {
                above.insert((call.callout, parent.id), parent.path.clone());
            }
        }
        // The smallest unit first: whoever is nearest goes.
        let mut above: Vec<_> = above.into_iter().collect();
        above.sort_by_key(|(_, path)| std::cmp::Reverse(path.depth()));
        let (mut entries, mut jobs) = (Vec::new(), Vec::new());
        let mut knocks: Vec<Knock> = Vec::new();
        for ((callout, unit), path) in above {
            let (posts, unreached) = callout::unreached_below(write.tx(), callout, &path).await?;
            let known = journal::happened_at(write, &Kind::CalloutBlackout.word(), callout.0, unit).await?;
            if !is_blackout(posts, unreached) {
                continue;
            }
            // Also for those that are found out of reach later than the others.
            knocks.extend(self.send_into_dark(write, callout, (unit, &path), now).await?);
            if known {
                continue;
            }
            let mut hear = BTreeSet::from_iter(self.who_hears(write, callout, &path, now).await?);
            if let Some(parent) = above_of(&tree, unit) {
                // The unit's own posts may be in the dark with it.
                hear.extend(self.who_hears(write, callout, &parent.path, now).await?);
            }
            let blackout = |recipient| Job::Blackout { callout, unit, recipient };
            jobs.extend(hear.into_iter().map(|recipient| NewJob { job: blackout(recipient), not_before: now }));
            let payload = json!({ "posts": posts, "unreached": unreached });
            let about = NewEntry::about(Kind::CalloutBlackout, callout.0, now);
            entries.push(NewEntry { unit: Some((unit, path)), payload, ..about });
        }
        jobs.extend(told(&knocks));
        entries.extend(knocks.iter().map(|knock| ordered(knock, now)));
        job::insert(write, &jobs, now).await?;
        journal::append(write, &entries).await?;
        Ok(())
    }

    /// The message of such a job; `None` when the phones are reached again, the round has ended, or it went already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_blackout_notice(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<BlackoutNotice>, ServiceError> {
        let &Job::Blackout { callout, unit, recipient } = job else { return Ok(None) };
        let tree = self.tree();
        let (Some(round), Some(unit)) = (self.store().callout(callout).await?, tree.by_id(unit)) else {
            return Ok(None);
        };
        let posts = callout::unreached_below(self.store().read(), callout, &unit.path).await?;
        if round.ended.is_some() || !is_blackout(posts.0, posts.1) {
            return Ok(None);
        }
        let begun = self.begin_text(job, (recipient, callout.0), created_at, now).await?;
        Ok(begun.map(|(message, to)| BlackoutNotice { message, to, unit: unit.names.clone(), posts }))
    }
}
