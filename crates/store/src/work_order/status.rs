//! Statuses: what another system is told about its order, step by step.

use domain::hazard::State;
use domain::id::HazardId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use self::row::Column;
use crate::value::time;
use crate::{Store, StoreError, Write};

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "work_order_status")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) work_order: Uuid,
        pub(crate) step: i32,
        pub(crate) hazard_state: String,
        pub(crate) at: i64,
        pub(crate) state: String,
        pub(crate) word: Option<String>,
        pub(crate) attempts: i32,
        pub(crate) answer: Option<String>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where the telling of one status stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusState {
    /// Not told yet; perhaps tried.
    Pending,
    /// Handed over; no answer yet.
    Sending,
    /// Taken by the other system.
    Sent,
    /// Given up.
    Failed,
    /// There was nothing to tell: they have no word for it, the word did not change, or a later one went first.
    PassedOver,
}

impl StatusState {
    const ALL: [Self; 5] = [Self::Pending, Self::Sending, Self::Sent, Self::Failed, Self::PassedOver];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::PassedOver => "passed_over",
        }
    }

    /// Whether nothing more happens to it.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::PassedOver)
    }
}

/// One status of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Identity; the other system is told it, so that it can recognise a repetition.
    pub id: Uuid,
    /// The order.
    pub order: Uuid,
    /// Its place among the statuses of the order.
    pub step: i32,
    /// The state into which the hazard went.
    pub hazard_state: State,
    /// When it went there.
    pub at: Timestamp,
    /// Where the telling stands.
    pub state: StatusState,
    /// The word that was told.
    pub word: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// What the other system answered last.
    pub answer: Option<String>,
}

/// Queues the state for the system of every order about the hazard, or about one that is part of it.
///
/// # Errors
/// When the database fails.
pub async fn queue_status(write: &Write, hazard: HazardId, state: State, at: Timestamp) -> Result<(), StoreError> {
    let orders = super::count_up(write, hazard, at).await?;
    if orders.is_empty() {
        return Ok(());
    }
    let rows = orders.iter().map(|&(order, step)| row::ActiveModel {
        id: Set(Uuid::now_v7()),
        work_order: Set(order),
        step: Set(step),
        hazard_state: Set(super::word(state)),
        at: Set(at.as_millisecond()),
        state: Set(StatusState::Pending.word().to_owned()),
        word: Set(None),
        attempts: Set(0),
        answer: Set(None),
        changed_at: Set(at.as_millisecond()),
    });
    row::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    let jobs: Vec<_> = orders.iter().map(|&(order, step)| super::job(order, step, at)).collect();
    crate::job::insert(write, &jobs, at).await
}

/// One status.
///
/// # Errors
/// When the database fails.
pub async fn status(db: &impl ConnectionTrait, order: Uuid, step: i32) -> Result<Option<Status>, StoreError> {
    let found = row::Entity::find().filter(Column::WorkOrder.eq(order)).filter(Column::Step.eq(step)).one(db).await?;
    found.map(read).transpose()
}

/// The steps before `step` that are not settled.
///
/// # Errors
/// When the database fails.
pub async fn unsettled_before(db: &impl ConnectionTrait, order: Uuid, step: i32) -> Result<Vec<i32>, StoreError> {
    let open = [StatusState::Pending.word(), StatusState::Sending.word()];
    let found = row::Entity::find()
        .select_only()
        .column(Column::Step)
        .filter(Column::WorkOrder.eq(order))
        .filter(Column::Step.lt(step))
        .filter(Column::State.is_in(open))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found)
}

/// Writes state, word, attempts and answer back, if the status still stands as `before`.
///
/// # Errors
/// [`StoreError::Stale`] when it does not.
pub async fn update_status(
    write: &Write,
    before: StatusState,
    status: &Status,
    now: Timestamp,
) -> Result<(), StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::State, Expr::value(status.state.word()))
        .col_expr(Column::Word, Expr::value(status.word.clone()))
        .col_expr(Column::Attempts, Expr::value(status.attempts))
        .col_expr(Column::Answer, Expr::value(status.answer.clone()))
        .col_expr(Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(status.id))
        .filter(Column::State.eq(before.word()))
        .exec(write.tx())
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

impl Store {
    /// Every status of an order, in its order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_statuses(&self, order: Uuid) -> Result<Vec<Status>, StoreError> {
        let rows =
            row::Entity::find().filter(Column::WorkOrder.eq(order)).order_by_asc(Column::Step).all(self.read()).await?;
        rows.into_iter().map(read).collect()
    }

    /// Whether a later status of the order was taken already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn later_status_sent(&self, order: Uuid, step: i32) -> Result<bool, StoreError> {
        let later = row::Entity::find()
            .filter(Column::WorkOrder.eq(order))
            .filter(Column::Step.gt(step))
            .filter(Column::State.eq(StatusState::Sent.word()))
            .one(self.read())
            .await?;
        Ok(later.is_some())
    }
}

fn read(row: row::Model) -> Result<Status, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("work_order_status", column, text);
    let state = StatusState::ALL.into_iter().find(|state| state.word() == row.state);
    Ok(Status {
        id: row.id,
        order: row.work_order,
        step: row.step,
        hazard_state: State::from_word(&row.hazard_state).ok_or_else(|| damaged("hazard_state", &row.hazard_state))?,
        at: time("work_order_status", "at", row.at)?,
        state: state.ok_or_else(|| damaged("state", &row.state))?,
        word: row.word,
        attempts: row.attempts,
        answer: row.answer,
    })
}
