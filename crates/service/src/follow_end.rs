//! Follow links end 90 days after closing.

use jiff::{SignedDuration, Timestamp};
use store::follow;

use crate::{Service, ServiceError};

/// How long a link opens after its hazard was closed.
pub const FOLLOWED_AFTER_CLOSING: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Links ended in one transaction.
const ROUND: u64 = 1_000;

impl Service {
    /// Ends the links of hazards that were closed 90 days ago or earlier; says how many. Safe to run in several
    /// processes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_follow_links(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let closed = now.saturating_sub(FOLLOWED_AFTER_CLOSING).unwrap_or(now);
        let mut ended = 0;
        loop {
            let due = self.store().followed_closed_by(closed, ROUND).await?;
            if due.is_empty() {
                return Ok(ended);
            }
            let write = self.store().write().await?;
            let count = follow::end(&write, &due).await?;
            write.commit().await?;
            ended += usize::try_from(count).unwrap_or_default();
        }
    }
}
