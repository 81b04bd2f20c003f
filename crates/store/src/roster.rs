//! Duty rosters (值班表): which posting is on duty in a unit, from when to when each day.

use domain::id::{PostingId, UnitId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::roster;
use crate::{Store, StoreError, Write};

/// One line of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Identity.
    pub id: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// Who is on duty.
    pub posting: PostingId,
    /// `day` or `night`.
    pub kind: String,
    /// Start, local time `HH:MM`.
    pub starts: String,
    /// End, local time `HH:MM`; before the start means on the next day.
    pub ends: String,
    /// Whether this posting leads the shift (带班领导).
    pub leader: bool,
}

/// Adds lines to rosters.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, duties: &[Duty]) -> Result<(), StoreError> {
    let rows = duties.iter().map(|duty| roster::ActiveModel {
        id: Set(duty.id),
        unit: Set(duty.unit.0),
        posting: Set(duty.posting.0),
        kind: Set(duty.kind.clone()),
        starts: Set(duty.starts.clone()),
        ends: Set(duty.ends.clone()),
        leader: Set(duty.leader),
    });
    roster::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    Ok(())
}

impl Store {
    /// The roster of one unit: leaders first, then by start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roster(&self, unit: UnitId) -> Result<Vec<Duty>, StoreError> {
        let rows = roster::Entity::find()
            .filter(roster::Column::Unit.eq(unit.0))
            .order_by_desc(roster::Column::Leader)
            .order_by_asc(roster::Column::Starts)
            .order_by_asc(roster::Column::Id)
            .all(self.read())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| Duty {
                id: row.id,
                unit: UnitId(row.unit),
                posting: PostingId(row.posting),
                kind: row.kind,
                starts: row.starts,
                ends: row.ends,
                leader: row.leader,
            })
            .collect())
    }
}
