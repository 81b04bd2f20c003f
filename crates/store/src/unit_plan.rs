//! Changes of units that take effect at a later date.

use domain::id::{AccountId, UnitId};
use domain::unit::change::UnitChange;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::unit_plan;
use crate::value::time;
use crate::{Store, StoreError, Write};

/// A change that waits for its date.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Identity.
    pub id: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// What to do.
    pub change: UnitChange,
    /// When.
    pub at: Timestamp,
    /// Who ordered it.
    pub actor: Option<AccountId>,
}

/// Plans a change under this id.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    write: &Write,
    (id, unit): (Uuid, UnitId),
    change: &UnitChange,
    at: Timestamp,
    actor: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let change =
        serde_json::to_string(change).map_err(|error| StoreError::damaged("unit_plan", "change", error.to_string()))?;
    let row = unit_plan::ActiveModel {
        id: Set(id),
        unit: Set(unit.0),
        at: Set(at.as_millisecond()),
        change: Set(change),
        actor: Set(Some(actor.0)),
        recorded_at: Set(now.as_millisecond()),
        failed: Set(None),
    };
    unit_plan::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Takes a plan away, to carry it out in the same write; `false` when another process was faster.
///
/// # Errors
/// When the database fails.
pub async fn take(write: &Write, id: Uuid) -> Result<bool, StoreError> {
    let result = unit_plan::Entity::delete_by_id(id).exec(write.tx()).await?;
    Ok(result.rows_affected == 1)
}

/// Marks a plan that the tree no longer allows.
///
/// # Errors
/// When the database fails.
pub async fn fail(write: &Write, id: Uuid, reason: &str) -> Result<(), StoreError> {
    unit_plan::Entity::update_many()
        .col_expr(unit_plan::Column::Failed, Expr::value(reason))
        .filter(unit_plan::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    Ok(())
}

impl Store {
    /// Plans whose date has come and that have not failed, in order of date.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn planned_changes(&self, now: Timestamp) -> Result<Vec<Planned>, StoreError> {
        let rows = unit_plan::Entity::find()
            .filter(unit_plan::Column::At.lte(now.as_millisecond()))
            .filter(unit_plan::Column::Failed.is_null())
            .order_by_asc(unit_plan::Column::At)
            .order_by_asc(unit_plan::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Planned {
                    id: row.id,
                    unit: UnitId(row.unit),
                    change: serde_json::from_str(&row.change)
                        .map_err(|_| StoreError::damaged("unit_plan", "change", row.change.clone()))?,
                    at: time("unit_plan", "at", row.at)?,
                    actor: row.actor.map(AccountId),
                })
            })
            .collect()
    }
}
