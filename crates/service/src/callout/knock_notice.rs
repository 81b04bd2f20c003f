//! Whoever is to reach silent posts is told at once, by every way to her: one message for all tasks of one moment, since a
//! unit that goes dark gives many.

use std::collections::BTreeSet;

use domain::callout::{KnockState, KnockWay};
use domain::job::{Job, NewJob};
use domain::message::Channel;
use domain::names::Names;
use jiff::Timestamp;
use jiff::civil::Time;
use store::callout::Knock;
use store::message::Message;
use store::warning::Warning;

use crate::{Service, ServiceError};

/// A message to the owner of tasks.
#[derive(Debug)]
pub struct KnockNotice {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number or mail address.
    pub to: String,
    /// The warning of the round.
    pub warning: Option<Warning>,
    /// By which way the first post is to be reached.
    pub way: KnockWay,
    /// Until when, local time.
    pub until: Time,
    /// The unit of that post.
    pub unit: Names,
    /// What that post is called.
    pub title: Names,
    /// How many posts in all.
    pub posts: usize,
}

/// The messages about new tasks. Who gives a task to herself knows of it.
pub(super) fn told(knocks: &[Knock]) -> Vec<NewJob> {
    let given = knocks.iter().filter(|knock| knock.ordered_by != Some(knock.owner.1));
    let owners: BTreeSet<_> = given.map(|knock| (knock.callout, knock.ordered_at, knock.owner.1)).collect();
    let by_each_way = |(callout, at, recipient)| {
        let job = |channel| Job::KnockOrdered { callout, at, channel, recipient };
        Channel::ALL.map(|channel| NewJob { job: job(channel), not_before: at })
    };
    owners.into_iter().flat_map(by_each_way).collect()
}

impl Service {
    /// The message of such a job; `None` when none of these tasks is open and hers any more, the round has ended, there is
    /// no way to her, or it went already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_knock_notice(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<KnockNotice>, ServiceError> {
        let &Job::KnockOrdered { callout, at, channel, recipient } = job else { return Ok(None) };
        let Some(round) = self.store().callout(callout).await? else { return Ok(None) };
        // It rings where the first calls of this colour ring.
        let rings = self.warnings()?.plan.ladder(round.colour).all_channels_at_once;
        if round.ended.is_some() || (channel == Channel::Voice && !rings) {
            return Ok(None);
        }
        let mut tasks = self.store().own_knocks(recipient, Some(&[callout])).await?;
        tasks.retain(|(knock, call)| {
            let state = KnockState::of(knock.found.map(|(found, _)| found), call.call.state, false);
            knock.ordered_at.as_millisecond() == at.as_millisecond() && state == KnockState::Open
        });
        let Some((first, call)) = tasks.first() else { return Ok(None) };
        let mut ways = self.ways_to(self.store(), &[recipient], &[channel]).await?;
        let Some(to) = ways.remove(&(recipient, channel)) else { return Ok(None) };
        let warning = self.warning_of(&round).await?;
        let posting = self.store().postings_by_id(&[call.post.0]).await?.pop();
        let title = posting.and_then(|posting| self.titles().get(&posting.title)).map(|title| title.names.clone());
        let begun = self.begin_message(job, channel, Some(callout.0), created_at, now).await?;
        Ok(begun.map(|message| KnockNotice {
            message,
            to,
            warning,
            way: first.way,
            until: self.zone().to_datetime(first.due_at).time(),
            unit: self.name_of(call.unit),
            title: title.unwrap_or_default(),
            posts: tasks.len(),
        }))
    }
}
