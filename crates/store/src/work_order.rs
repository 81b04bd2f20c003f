//! Orders of other systems, and what those are told about them.
//!
//! An order belongs to one hazard for good. Each state into which the hazard goes becomes a status: a row with a step
//! number of its own, written in the transaction of the change together with the job that sends it.

use domain::hazard::State;
use domain::id::HazardId;
use domain::job::{Job, NewJob};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use crate::entity::hazard;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod status;
mod tally;

pub use status::{Status, StatusState, queue_status, status, unsettled_before, update_status};
pub use tally::Tally;

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "work_order")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) system: String,
        pub(crate) number: String,
        pub(crate) hazard: Uuid,
        pub(crate) content: String,
        pub(crate) steps: i32,
        pub(crate) written: Option<String>,
        pub(crate) reported_at: i64,
        pub(crate) received_at: i64,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One order of another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Identity.
    pub id: Uuid,
    /// Key of the system.
    pub system: String,
    /// Its number there.
    pub number: String,
    /// The hazard that it became.
    pub hazard: HazardId,
    /// Digests of its fields, as JSON: what it said last.
    pub content: String,
    /// How many statuses were queued.
    pub steps: i32,
    /// The status in their words that they took last.
    pub written: Option<String>,
    /// When they took it down.
    pub reported_at: Timestamp,
    /// When it came.
    pub received_at: Timestamp,
    /// When it, or the state of its hazard, changed last.
    pub changed_at: Timestamp,
}

/// Writes a new order down.
///
/// # Errors
/// [`StoreError::Duplicate`] when the system's number is there already.
pub async fn insert(write: &Write, new: &Order) -> Result<(), StoreError> {
    let model = row::ActiveModel {
        id: Set(new.id),
        system: Set(new.system.clone()),
        number: Set(new.number.clone()),
        hazard: Set(new.hazard.0),
        content: Set(new.content.clone()),
        steps: Set(new.steps),
        written: Set(new.written.clone()),
        reported_at: Set(new.reported_at.as_millisecond()),
        received_at: Set(new.received_at.as_millisecond()),
        changed_at: Set(new.changed_at.as_millisecond()),
    };
    row::Entity::insert(model).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Takes over what the order says now.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else did meanwhile.
pub async fn amend(write: &Write, before: &Order, content: &str, now: Timestamp) -> Result<(), StoreError> {
    let result = row::Entity::update_many()
        .col_expr(row::Column::Content, Expr::value(content))
        .col_expr(row::Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(row::Column::Id.eq(before.id))
        .filter(row::Column::Content.eq(before.content.clone()))
        .exec(write.tx())
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes the status that the other system took.
///
/// # Errors
/// When the database fails.
pub async fn set_written(write: &Write, order: Uuid, word: &str) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Written, Expr::value(word))
        .filter(row::Column::Id.eq(order))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// The order with this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Order>, StoreError> {
    row::Entity::find_by_id(id).one(db).await?.map(read).transpose()
}

/// The orders about a hazard or about one that is part of it.
fn concerning(hazard: HazardId) -> Condition {
    let parts = hazard::Entity::find()
        .select_only()
        .column(hazard::Column::Id)
        .filter(hazard::Column::MergedInto.eq(hazard.0))
        .into_query();
    Condition::any().add(row::Column::Hazard.eq(hazard.0)).add(row::Column::Hazard.in_subquery(parts))
}

impl Store {
    /// The order that a system knows under this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order(&self, system: &str, number: &str) -> Result<Option<Order>, StoreError> {
        let found = row::Entity::find()
            .filter(row::Column::System.eq(system))
            .filter(row::Column::Number.eq(number))
            .one(self.read())
            .await?;
        found.map(read).transpose()
    }

    /// Orders of a system that changed at or after `since`, in the order of their changes, at most `limit`, after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn orders(
        &self,
        system: &str,
        since: Option<Timestamp>,
        after: Option<(Timestamp, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Order>, StoreError> {
        let mut query = row::Entity::find().filter(row::Column::System.eq(system));
        if let Some(since) = since {
            query = query.filter(row::Column::ChangedAt.gte(since.as_millisecond()));
        }
        if let Some((at, id)) = after {
            let same = row::Column::ChangedAt.eq(at.as_millisecond()).and(row::Column::Id.gt(id));
            query = query.filter(Condition::any().add(row::Column::ChangedAt.gt(at.as_millisecond())).add(same));
        }
        let rows = query
            .order_by_asc(row::Column::ChangedAt)
            .order_by_asc(row::Column::Id)
            .limit(limit)
            .all(self.read())
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: row::Model) -> Result<Order, StoreError> {
    Ok(Order {
        id: row.id,
        system: row.system,
        number: row.number,
        hazard: HazardId(row.hazard),
        content: row.content,
        steps: row.steps,
        written: row.written,
        reported_at: time("work_order", "reported_at", row.reported_at)?,
        received_at: time("work_order", "received_at", row.received_at)?,
        changed_at: time("work_order", "changed_at", row.changed_at)?,
    })
}

/// Gives every order about the hazard its next step; the orders with the numbers of those steps.
async fn count_up(write: &Write, hazard: HazardId, at: Timestamp) -> Result<Vec<(Uuid, i32)>, StoreError> {
    let counted = row::Entity::update_many()
        .col_expr(row::Column::Steps, Expr::col(row::Column::Steps).add(1))
        .col_expr(row::Column::ChangedAt, Expr::value(at.as_millisecond()))
        .filter(concerning(hazard))
        .exec(write.tx())
        .await?;
    if counted.rows_affected == 0 {
        return Ok(Vec::new());
    }
    let found = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Steps])
        .filter(concerning(hazard))
        .into_tuple()
        .all(write.tx())
        .await?;
    Ok(found)
}

fn job(order: Uuid, step: i32, at: Timestamp) -> NewJob {
    NewJob { job: Job::OrderStatus { order, step }, not_before: at }
}

/// The state as it is stored.
fn word(state: State) -> String {
    state.word().to_owned()
}
