//! Which calls are due. A claim is a lease: whoever dies loses it by time, and nothing else is lost.

use domain::id::CalloutId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::call::row::{Column, Entity};
use super::call::{CallRow, from_row};
use crate::{StoreError, Write};

/// Claims up to `limit` calls that are due, nearest to the harm first, until `now` + `lease`.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    write: &Write,
    now: Timestamp,
    lease: SignedDuration,
    limit: u64,
) -> Result<Vec<CallRow>, StoreError> {
    let at = now.as_millisecond();
    let free = Condition::any().add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lte(at));
    let rows = Entity::find()
        .filter(Column::NextAt.lte(at))
        .filter(free)
        .order_by_asc(Column::Priority)
        .order_by_asc(Column::NextAt)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(write.tx())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let until = now.saturating_add(lease).unwrap_or(now).as_millisecond();
    Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(Uuid::new_v4()))
        .col_expr(Column::ClaimedUntil, Expr::value(until))
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(write.tx())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Ends what is still silent in a round: nothing more goes out for it.
///
/// # Errors
/// When the database fails.
pub async fn end_calls(write: &Write, callout: CalloutId, now: Timestamp) -> Result<u64, StoreError> {
    use domain::callout::CallState::{Ended, Pending, Sent, Unreached};
    let silent = [Pending, Sent, Unreached].map(|state| state.word());
    Entity::update_many()
        .col_expr(Column::NextAt, Expr::value(None::<i64>))
        .filter(Column::Callout.eq(callout.0))
        .filter(Column::NextAt.is_not_null())
        .exec(write.tx())
        .await?;
    let result = Entity::update_many()
        .col_expr(Column::State, Expr::value(Ended.word()))
        .col_expr(Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Callout.eq(callout.0))
        .filter(Column::State.is_in(silent))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

/// Ends every claim; says how many. Only where no other worker can be alive.
///
/// # Errors
/// When the database fails.
pub async fn release(write: &Write) -> Result<u64, StoreError> {
    let result = Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(None::<Uuid>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<i64>))
        .filter(Column::ClaimedUntil.is_not_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}
