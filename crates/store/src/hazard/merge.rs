//! Merging: two rows at once.

use std::collections::BTreeMap;

use domain::hazard::Hazard;
use domain::id::HazardId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::part_read;
use super::row::{Stored, from_row};
use crate::entity::hazard;
use crate::{StoreError, Write};

/// Locks the rows in the order of their ids, so that two merges cannot wait for each other; gives their versions.
///
/// # Errors
/// When the database fails.
pub async fn lock(write: &Write, ids: &[HazardId]) -> Result<BTreeMap<HazardId, i32>, StoreError> {
    // SQLite has one writer; there the clause is left out of the statement.
    let rows = hazard::Entity::find()
        .filter(hazard::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(hazard::Column::Id)
        .lock_exclusive()
        .all(write.tx())
        .await?;
    Ok(rows.into_iter().map(|row| (HazardId(row.id), row.version)).collect())
}

/// What was part of `from` becomes part of `to`; gives the hazards that moved, as they stand then.
///
/// # Errors
/// When the database fails.
pub async fn repoint(write: &Write, from: HazardId, to: HazardId) -> Result<Vec<Hazard>, StoreError> {
    let rows = hazard::Entity::find().filter(hazard::Column::MergedInto.eq(from.0)).all(write.tx()).await?;
    let mut rows = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    part_read::fill(write.tx(), &mut rows).await?;
    let mut moved = Vec::with_capacity(rows.len());
    for Stored { mut hazard, .. } in rows {
        hazard.merged_into = Some(to);
        hazard.version += 1;
        hazard::Entity::update_many()
            .set(hazard::ActiveModel {
                merged_into: Set(Some(to.0)),
                version: Set(hazard.version),
                ..Default::default()
            })
            .filter(hazard::Column::Id.eq(hazard.id.0))
            .exec(write.tx())
            .await?;
        moved.push(hazard);
    }
    Ok(moved)
}
