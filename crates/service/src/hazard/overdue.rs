//! What time alone does: deadlines that pass, suspensions that end.

use domain::deadline::Step;
use domain::hazard::{Around, Command, Doer, EventKind, Hazard};
use jiff::Timestamp;
use store::hazard::Stored;
use store::{StoreError, hazard, journal};

use super::StepEntry;
use crate::{Service, ServiceError};

/// Most hazards looked at in one round.
const ROUND: u64 = 500;

impl Service {
    /// Records each open hazard whose deadline passed before `now` and that has not been recorded yet, and lets
    /// the level above join; a suspension that is over ends. Safe to run in several processes at once. Says how
    /// many hazards were touched.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_overdue(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut recorded = 0;
        for id in self.store().hazards_newly_overdue(now, ROUND).await? {
            let Some(stored) = self.store().hazard(id).await? else { continue };
            let Some((step, due_at)) = stored.due else { continue };
            let done = match step {
                Step::Resume => self.resume(&stored, now).await,
                _ => self.pass(&stored, due_at, now).await,
            };
            match done {
                Ok(true) => recorded += 1,
                // Somebody took a step, or another process was faster.
                Ok(false) | Err(ServiceError::Store(StoreError::Stale)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(recorded)
    }

    /// The deadline passed: said so once, and the level above is an owner from now on.
    async fn pass(&self, stored: &Stored, due_at: Timestamp, now: Timestamp) -> Result<bool, ServiceError> {
        let before = &stored.hazard;
        let deadlines = self.store().deadlines(before.id).await?;
        let write = self.store().write().await?;
        let mut entries = vec![self.told(before, before, EventKind::Overdue, due_at, now)];
        if let Some(above) = self.above(before) {
            let after = Hazard { escalated_to: Some(above), version: before.version + 1, ..before.clone() };
            hazard::update(&write, &after, &deadlines, now).await?;
            entries.push(self.told(&after, before, EventKind::Escalated, due_at, now));
        }
        if !hazard::record_overdue(&write, before.id, due_at, now).await? {
            return Ok(false);
        }
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(true)
    }

    /// The suspension is over.
    async fn resume(&self, stored: &Stored, now: Timestamp) -> Result<bool, ServiceError> {
        let before = &stored.hazard;
        let around = Around { now, above: None, other: None };
        let (after, event) = before.apply(&Command::Resume, Doer::default(), &around)?;
        let deadlines = self.store().deadlines(before.id).await?;
        let deadlines = self.rules().after(deadlines, after.grading(), event, now)?;
        let write = self.store().write().await?;
        hazard::update(&write, &after, &deadlines, now).await?;
        journal::append(&write, &[self.told(&after, before, event, now, now)]).await?;
        write.commit().await?;
        Ok(true)
    }

    fn told(
        &self,
        after: &Hazard,
        before: &Hazard,
        event: EventKind,
        happened_at: Timestamp,
        now: Timestamp,
    ) -> domain::journal::NewEntry {
        let about = StepEntry::new(after, event, self.rules().stamp(), now);
        StepEntry { from: Some(before), happened_at, ..about }.entry(None)
    }
}
