//! Recording that a deadline passed, so that live screens, statistics and audit see it.

use domain::hazard::EventKind;
use domain::journal::By;
use jiff::Timestamp;
use store::{hazard, journal};

use super::StepEntry;
use crate::{Service, ServiceError};

/// Most hazards looked at in one round.
const ROUND: u64 = 500;

impl Service {
    /// Records each open hazard whose deadline passed before `now` and that has not been recorded yet.
    /// Safe to run in several processes at once. Says how many were recorded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_overdue(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut recorded = 0;
        for id in self.store().hazards_newly_overdue(now, ROUND).await? {
            let Some(stored) = self.store().hazard(id).await? else { continue };
            let Some((_, due_at)) = stored.due else { continue };
            let write = self.store().write().await?;
            if hazard::record_overdue(&write, id, due_at, now).await? {
                let step = StepEntry {
                    hazard: &stored.hazard,
                    from: Some(&stored.hazard),
                    event: EventKind::Overdue,
                    by: By::default(),
                    command: None,
                    happened_at: due_at,
                    now,
                };
                journal::append(&write, &[step.entry(None)]).await?;
                write.commit().await?;
                recorded += 1;
            }
        }
        Ok(recorded)
    }
}
