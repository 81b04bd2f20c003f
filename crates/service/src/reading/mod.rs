//! Readings of gauges: taken under the gauge's own secret, held against thresholds, and no more than proposed. A warning
//! or a call follows only from what a person does.

mod decide;
mod gauge;
mod propose;
mod take;
mod weigh;

use domain::access::Actor;
use domain::reading::Table;
use jiff::{SignedDuration, Timestamp};

use crate::{Service, ServiceError};

pub use decide::ProposalSheet;
pub use gauge::GaugeOrder;
pub use take::{NewReading, RefusedReading, TakenReadings};

/// For how long readings are kept: longer than any window, and long enough to look back at a season.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 120);

impl Service {
    /// The thresholds in use.
    pub fn thresholds(&self) -> &Table {
        &self.inner.thresholds
    }

    /// Gauges that stand in what the actor sees, by name.
    ///
    /// # Errors
    /// When the actor may see no warnings.
    pub async fn list_gauges(&self, actor: &Actor) -> Result<Vec<store::gauge::Gauge>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        Ok(self.store().gauges(&scope).await?)
    }

    /// Forgets readings of long ago; gives how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_readings(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let write = self.store().write().await?;
        let gone = store::gauge::forget_readings(&write, now.saturating_sub(KEPT).unwrap_or(now)).await?;
        write.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
