//! Budgets of tries, shared by every process through the database.

use domain::access::throttle::Budget;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity_access::throttle;
use crate::value::time;
use crate::{StoreError, Write};

/// One thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What is counted, hashed.
    pub key: Vec<u8>,
    /// How often it may be tried.
    pub budget: Budget,
}

/// The time until which a lane is spent, without spending anything; `None` where it is full.
///
/// # Errors
/// When the database fails.
pub async fn spent_until(db: &impl ConnectionTrait, lane: &[u8]) -> Result<Option<Timestamp>, StoreError> {
    let row = throttle::Entity::find_by_id(lane.to_vec()).one(db).await?;
    row.map(|row| time("throttle", "spent_until", row.spent_until)).transpose()
}

/// Spends one try in every lane, or in none: then the seconds to wait are given.
///
/// # Errors
/// When the database fails.
pub async fn spend(write: &Write, lanes: &[Lane], now: Timestamp) -> Result<Result<(), u32>, StoreError> {
    if lanes.is_empty() {
        return Ok(Ok(()));
    }
    // In one order everywhere: two tries that share two lanes must not wait for each other.
    let mut lanes = lanes.to_vec();
    lanes.sort_by(|a, b| a.key.cmp(&b.key));
    let fresh = lanes
        .iter()
        .map(|lane| throttle::ActiveModel { lane: Set(lane.key.clone()), spent_until: Set(now.as_millisecond()) });
    // The row must be there to be locked.
    throttle::Entity::insert_many(fresh)
        .on_conflict(OnConflict::column(throttle::Column::Lane).do_nothing().to_owned())
        .exec_without_returning(write.tx())
        .await?;
    let rows = throttle::Entity::find()
        .filter(throttle::Column::Lane.is_in(lanes.iter().map(|lane| lane.key.clone())))
        .order_by_asc(throttle::Column::Lane)
        .lock_exclusive()
        .all(write.tx())
        .await?;
    let mut waits = Vec::new();
    let mut spent = Vec::new();
    for lane in &lanes {
        let until = match rows.iter().find(|row| row.lane == lane.key) {
            Some(row) => Some(time("throttle", "spent_until", row.spent_until)?),
            None => None,
        };
        match lane.budget.spend(until, now) {
            Ok(until) => spent.push((lane, until)),
            Err(seconds) => waits.push(seconds),
        }
    }
    if let Some(seconds) = waits.into_iter().reduce(std::cmp::max) {
        return Ok(Err(seconds));
    }
    for (lane, until) in spent {
        throttle::Entity::update_many()
            .col_expr(throttle::Column::SpentUntil, Expr::value(until.as_millisecond()))
            .filter(throttle::Column::Lane.eq(lane.key.clone()))
            .exec(write.tx())
            .await?;
    }
    Ok(Ok(()))
}

/// Gives one try back to every lane: it was a good one.
///
/// # Errors
/// When the database fails.
pub async fn give_back(write: &Write, lanes: &[Lane]) -> Result<(), StoreError> {
    let mut lanes = lanes.to_vec();
    lanes.sort_by(|a, b| a.key.cmp(&b.key));
    for lane in lanes {
        let cost = i64::try_from(lane.budget.refill().as_millis()).unwrap_or_default();
        throttle::Entity::update_many()
            .col_expr(throttle::Column::SpentUntil, Expr::col(throttle::Column::SpentUntil).sub(cost))
            .filter(throttle::Column::Lane.eq(lane.key))
            .exec(write.tx())
            .await?;
    }
    Ok(())
}

/// Forgets lanes that are full again; says how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(write: &Write, now: Timestamp) -> Result<u64, StoreError> {
    let result = throttle::Entity::delete_many()
        .filter(throttle::Column::SpentUntil.lte(now.as_millisecond()))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}
