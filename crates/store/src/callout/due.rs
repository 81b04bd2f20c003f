//! Which calls are due. A claim is a lease: whoever dies loses it by time, and nothing else is lost.

use domain::callout::{Call, CallState};
use domain::id::CalloutId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::call::row::{Column, Entity};
use super::call::{CallRow, from_row};
use crate::filter::due;
use crate::{Store, StoreError, Write};

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
    let rows = Entity::find()
        .filter(due(Column::NextAt, Column::ClaimedUntil, now))
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

/// Ends up to `limit` calls of an ended round: what is silent becomes *ended*, and nothing is due any more. Says how
/// many it was.
///
/// # Errors
/// When the database fails.
pub async fn end_calls(write: &Write, callout: CalloutId, limit: u64, now: Timestamp) -> Result<u64, StoreError> {
    let open = Entity::find()
        .filter(Column::Callout.eq(callout.0))
        .filter(still_open())
        .limit(limit)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(write.tx())
        .await?;
    let calls = open.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    let ended: Vec<_> =
        calls.into_iter().map(|row| CallRow { call: row.call.end(), next_at: None, changed_at: now, ..row }).collect();
    super::put_back(write, &ended).await?;
    Ok(ended.len() as u64)
}

/// Calls without an answer, or with something due.
fn still_open() -> Condition {
    let silent = CallState::ALL.into_iter().filter(|&state| Call { state, ..Call::new() }.is_silent());
    Condition::any().add(Column::State.is_in(silent.map(CallState::word))).add(Column::NextAt.is_not_null())
}

impl Store {
    /// Whether a call is due: a look that needs no write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_call(&self, now: Timestamp) -> Result<bool, StoreError> {
        let found: Option<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(due(Column::NextAt, Column::ClaimedUntil, now))
            .limit(1)
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(found.is_some())
    }

    /// Ended rounds in which calls are still open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rounds_to_sweep(&self) -> Result<Vec<CalloutId>, StoreError> {
        let ended = super::row::Entity::find()
            .select_only()
            .column(super::row::Column::Id)
            .filter(super::row::Column::Ending.is_not_null())
            .filter(super::row::Column::SweptAt.is_null());
        let ids: Vec<Uuid> = ended.into_tuple().all(self.read()).await?;
        Ok(ids.into_iter().map(CalloutId).collect())
    }
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
