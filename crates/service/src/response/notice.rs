//! Messages about responses to the posts that decide.

use domain::id::AccountId;
use domain::job::{Job, NewJob};
use domain::names::Names;
use jiff::{SignedDuration, Timestamp};
use store::message::Message;
use store::response::{ResponseRow, Step};

use crate::{Service, ServiceError};

/// When somebody is reminded of a spoken decision that waits for a signature: after the first hour, and after a day.
const REMINDED: [SignedDuration; 2] = [SignedDuration::from_hours(1), SignedDuration::from_hours(24)];

/// A message about a response.
#[derive(Debug)]
pub struct ResponseNotice {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number.
    pub to: String,
    /// The body that responds.
    pub unit: Names,
    /// The plan.
    pub plan: Names,
    /// Minutes since the warning, or since the decision was written down.
    pub minutes: i64,
}

/// The reminders of a decision that was written down for somebody; none for one that was made here.
pub(super) fn reminders(step: &Step) -> Vec<NewJob> {
    let Some((_, recipient)) = step.decided_by.filter(|_| step.recorded_by.is_some()) else { return Vec::new() };
    let reminder = |(times, pause): (u8, SignedDuration)| NewJob {
        job: Job::Unsigned { response: step.response, step: step.id, times, recipient },
        not_before: step.recorded_at.saturating_add(pause).unwrap_or(step.recorded_at),
    };
    (1..).zip(REMINDED).map(reminder).collect()
}

impl Service {
    /// The message of such a job; `None` when it was signed meanwhile, or went already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_unsigned_notice(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<ResponseNotice>, ServiceError> {
        let &Job::Unsigned { response, step, recipient, .. } = job else { return Ok(None) };
        let Some(row) = self.store().response(response).await? else { return Ok(None) };
        let steps = self.store().response_steps(&[response]).await?;
        let Some(waits) = steps.iter().find(|one| one.id == step && one.signed_at.is_none()) else { return Ok(None) };
        self.begin_response_notice((job, recipient, waits.recorded_at), &row, created_at, now).await
    }

    /// A message to one phone about a response; `None` without a number, or when it went already.
    pub(super) async fn begin_response_notice(
        &self,
        (job, recipient, since): (&Job, AccountId, Timestamp),
        row: &ResponseRow,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<ResponseNotice>, ServiceError> {
        let begun = self.begin_text(job, (recipient, row.id.0), created_at, now).await?;
        let minutes = now.duration_since(since).as_mins();
        let plan = self.plans().get(&row.plan).map(|plan| plan.names.clone()).unwrap_or_default();
        let unit = self.name_of(row.unit.0);
        Ok(begun.map(|(message, to)| ResponseNotice { message, to, unit, plan, minutes }))
    }
}
