//! Duty rosters (值班表).

use domain::id::{PostingId, UnitId};
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::roster::Duty;
use store::{journal, roster};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// A new line of a roster.
#[derive(Debug, Clone)]
pub struct NewDuty {
    /// Who is on duty.
    pub posting: PostingId,
    /// `day` or `night`.
    pub kind: String,
    /// Start, local time `HH:MM`.
    pub starts: String,
    /// End, local time `HH:MM`.
    pub ends: String,
    /// Whether this posting leads the shift.
    pub leader: bool,
}

impl Service {
    /// Adds lines to the roster of a unit, on behalf of the operator.
    ///
    /// # Errors
    /// When the unit does not exist or a time is not `HH:MM`.
    pub async fn add_duties(&self, unit: UnitId, duties: &[NewDuty], now: Timestamp) -> Result<(), ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).ok_or(ServiceError::NotFound("unit"))?;
        for time in duties.iter().flat_map(|duty| [&duty.starts, &duty.ends]) {
            if jiff::civil::Time::strptime("%H:%M", time).is_err() {
                let detail = format!("`{time}` is not a time of day such as `08:30`");
                return Err(ServiceError::invalid("starts", "time_invalid", detail));
            }
        }
        let rows: Vec<Duty> = duties
            .iter()
            .map(|duty| Duty {
                id: Uuid::now_v7(),
                unit: unit.id,
                posting: duty.posting,
                kind: duty.kind.clone(),
                starts: duty.starts.clone(),
                ends: duty.ends.clone(),
                leader: duty.leader,
            })
            .collect();
        let write = self.store().write().await?;
        roster::insert(&write, &rows).await?;
        let entry = NewEntry {
            unit: Some((unit.id, unit.path.clone())),
            payload: json!({ "lines": rows.len() }),
            ..NewEntry::about(Kind::RosterSet, unit.id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }
}
