//! Doors: a number and how it stands, nothing else.

use domain::evacuation::Stage;
use domain::id::{EvacuationId, GroupId};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::row::door::{ActiveModel, Column, Entity, Model};
use super::row::group;
use crate::value::time;
use crate::{StoreError, Write};

/// A door of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Its group.
    pub group: GroupId,
    /// Its number.
    pub door: String,
    /// How it stands.
    pub stage: Stage,
    /// When it was marked.
    pub changed_at: Timestamp,
}

/// Marks doors, in place of their marks before.
///
/// # Errors
/// When the database fails.
pub async fn mark_doors(write: &Write, doors: &[Door]) -> Result<(), StoreError> {
    for chunk in doors.chunks(1_000) {
        let rows = chunk.iter().map(|door| ActiveModel {
            list: Set(door.group.0),
            door: Set(door.door.clone()),
            stage: Set(door.stage.word().to_owned()),
            changed_at: Set(door.changed_at.as_millisecond()),
        });
        let again = OnConflict::columns([Column::List, Column::Door])
            .update_columns([Column::Stage, Column::ChangedAt])
            .to_owned();
        Entity::insert_many(rows).on_conflict(again).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// The marked doors of groups, by group and number.
///
/// # Errors
/// When the database fails.
pub async fn doors_of(db: &impl ConnectionTrait, groups: &[GroupId]) -> Result<Vec<Door>, StoreError> {
    let mut doors = Vec::new();
    for chunk in groups.chunks(500) {
        let rows = Entity::find()
            .filter(Column::List.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(Column::List)
            .order_by_asc(Column::Door);
        for row in rows.all(db).await? {
            doors.push(from_row(row)?);
        }
    }
    Ok(doors)
}

/// Deletes the doors of an evacuation; says how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_doors(write: &Write, evacuation: EvacuationId) -> Result<u64, StoreError> {
    let of = group::Entity::find()
        .select_only()
        .column(group::Column::Id)
        .filter(group::Column::Evacuation.eq(evacuation.0))
        .into_query();
    let result = Entity::delete_many().filter(Column::List.in_subquery(of)).exec(write.tx()).await?;
    Ok(result.rows_affected)
}

fn from_row(row: Model) -> Result<Door, StoreError> {
    Ok(Door {
        group: GroupId(row.list),
        stage: Stage::from_word(&row.stage)
            .ok_or_else(|| StoreError::damaged("evacuation_door", "stage", row.stage))?,
        changed_at: time("evacuation_door", "changed_at", row.changed_at)?,
        door: row.door,
    })
}
