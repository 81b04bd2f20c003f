//! Tasks of responses.

use domain::access::Scope;
use domain::id::{AccountId, PostingId, ResponseId, TaskId, UnitId};
use domain::names::Names;
use domain::response::{ItemKind, Task, TaskState};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::row::task::{ActiveModel, Column, Entity, Model};
use crate::filter::within;
use crate::value::{count, names, names_text, time, uncount};
use crate::{Store, StoreError, Write};

/// A task as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow {
    /// Identity.
    pub id: TaskId,
    /// The response.
    pub response: ResponseId,
    /// Where it is done, with the path now.
    pub unit: (UnitId, UnitPath),
    /// Line of the plan.
    pub item: String,
    /// What is to be done, as the plan said then.
    pub names: Names,
    /// What the line asks for.
    pub kind: ItemKind,
    /// What the rules know of it.
    pub task: Task,
    /// Who reported last, under which posting.
    pub reported_by: Option<(AccountId, Option<PostingId>)>,
}

/// Puts tasks in; a line that a unit has already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn insert_tasks(write: &Write, tasks: &[TaskRow], now: Timestamp) -> Result<(), StoreError> {
    for chunk in tasks.chunks(1_000) {
        let rows = chunk.iter().map(|row| ActiveModel {
            id: Set(row.id.0),
            response: Set(row.response.0),
            unit: Set(row.unit.0.0),
            path: Set(row.unit.1.as_str().to_owned()),
            item: Set(row.item.clone()),
            names: Set(names_text(&row.names)),
            kind: Set(row.kind.word().to_owned()),
            state: Set(row.task.state.word().to_owned()),
            due_at: Set(row.task.due_at.as_millisecond()),
            done_at: Set(None),
            amount: Set(None),
            reported_by: Set(None),
            posting: Set(None),
            changed_at: Set(now.as_millisecond()),
        });
        let keep = OnConflict::columns([Column::Response, Column::Unit, Column::Item]).do_nothing().to_owned();
        Entity::insert_many(rows).on_conflict(keep).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// A task as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_task(write: &Write, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
    Entity::find_by_id(id.0).lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

/// Writes what was reported about a task.
///
/// # Errors
/// When the database fails.
pub async fn update_task(write: &Write, after: &TaskRow, now: Timestamp) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(after.task.state.word()))
        .col_expr(Column::DoneAt, Expr::value(after.task.done_at.map(Timestamp::as_millisecond)))
        .col_expr(Column::Amount, Expr::value(count(after.task.amount)))
        .col_expr(Column::ReportedBy, Expr::value(after.reported_by.map(|(account, _)| account.0)))
        .col_expr(Column::Posting, Expr::value(after.reported_by.and_then(|(_, posting)| posting).map(|id| id.0)))
        .col_expr(Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(after.id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Ends what is open of a response.
///
/// # Errors
/// When the database fails.
pub async fn end_tasks(write: &Write, response: ResponseId, now: Timestamp) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(TaskState::Ended.word()))
        .col_expr(Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Response.eq(response.0))
        .filter(Column::State.eq(TaskState::Open.word()))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Which tasks are asked for.
#[derive(Debug, Clone, Default)]
pub struct TaskCut {
    /// Of this response.
    pub response: Option<ResponseId>,
    /// In this unit and below.
    pub within: Option<UnitPath>,
    /// Only in these units themselves.
    pub units: Option<Vec<UnitId>>,
    /// Only in these states; all when empty.
    pub states: Vec<TaskState>,
    /// Only those after this one in the order of due instants.
    pub after: Option<(Timestamp, TaskId)>,
    /// At most so many.
    pub limit: u64,
}

/// How many tasks of a response are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskSum {
    /// The response.
    pub response: ResponseId,
    /// The state.
    pub state: TaskState,
    /// How many.
    pub tasks: u64,
    /// How many of them are past their instant.
    pub late: u64,
}

impl Store {
    /// Tasks in the scope, those due first before the others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tasks(&self, scope: &Scope, cut: &TaskCut) -> Result<Vec<TaskRow>, StoreError> {
        let tops = scope.subtrees.iter().chain(scope.bodies.iter().map(|part| &part.path));
        let any = tops.fold(Condition::any(), |any, path| any.add(within(Column::Path, path)));
        let seen = if any.is_empty() { Condition::all().add(Expr::value(1).eq(0)) } else { any };
        let mut query = Entity::find().filter(seen);
        if let Some(response) = cut.response {
            query = query.filter(Column::Response.eq(response.0));
        }
        if let Some(path) = &cut.within {
            query = query.filter(within(Column::Path, path));
        }
        if let Some(units) = &cut.units {
            query = query.filter(Column::Unit.is_in(units.iter().map(|id| id.0)));
        }
        if !cut.states.is_empty() {
            query = query.filter(Column::State.is_in(cut.states.iter().map(|state| state.word())));
        }
        if let Some((at, id)) = cut.after {
            let at = at.as_millisecond();
            let same = Condition::all().add(Column::DueAt.eq(at)).add(Column::Id.gt(id.0));
            query = query.filter(Condition::any().add(Column::DueAt.gt(at)).add(same));
        }
        let query = query.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(cut.limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// The task with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn task(&self, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
        Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Tasks of responses, counted by state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn task_sums(&self, responses: &[ResponseId], now: Timestamp) -> Result<Vec<TaskSum>, StoreError> {
        let late = Expr::case(
            Condition::any()
                .add(Condition::all().add(Column::DoneAt.is_null()).add(Column::DueAt.lt(now.as_millisecond())))
                .add(Expr::col(Column::DoneAt).gt(Expr::col(Column::DueAt))),
            1,
        )
        .finally(0);
        let mut sums = Vec::new();
        for chunk in responses.chunks(1_000) {
            let rows: Vec<(uuid::Uuid, String, i64, Option<i64>)> = Entity::find()
                .select_only()
                .column(Column::Response)
                .column(Column::State)
                .column_as(Column::Id.count(), "tasks")
                .column_as(Expr::expr(late.clone()).sum(), "late")
                .filter(Column::Response.is_in(chunk.iter().map(|id| id.0)))
                .group_by(Column::Response)
                .group_by(Column::State)
                .into_tuple()
                .all(self.read())
                .await?;
            for (response, word, tasks, late) in rows {
                let state = TaskState::from_word(&word);
                sums.push(TaskSum {
                    response: ResponseId(response),
                    state: state.ok_or_else(|| StoreError::damaged("response_task", "state", word))?,
                    tasks: u64::try_from(tasks).unwrap_or_default(),
                    late: late.and_then(|late| u64::try_from(late).ok()).unwrap_or_default(),
                });
            }
        }
        Ok(sums)
    }
}

fn from_row(row: Model) -> Result<TaskRow, StoreError> {
    let damaged = |column, value: String| StoreError::damaged("response_task", column, value);
    let at = |column, value| time("response_task", column, value);
    let path = UnitPath::parse(&row.path).ok_or_else(|| damaged("path", row.path))?;
    Ok(TaskRow {
        id: TaskId(row.id),
        response: ResponseId(row.response),
        unit: (UnitId(row.unit), path),
        item: row.item,
        names: names("response_task", &row.names)?,
        kind: ItemKind::from_word(&row.kind).ok_or_else(|| damaged("kind", row.kind))?,
        task: Task {
            state: TaskState::from_word(&row.state).ok_or_else(|| damaged("state", row.state))?,
            due_at: at("due_at", row.due_at)?,
            done_at: row.done_at.map(|millis| at("done_at", millis)).transpose()?,
            amount: uncount(row.amount),
        },
        reported_by: row.reported_by.map(|account| (AccountId(account), row.posting.map(PostingId))),
    })
}
