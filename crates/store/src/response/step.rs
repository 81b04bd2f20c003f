//! What happened to responses: added, never changed but for the signature.

use domain::id::{AccountId, PostingId, ResponseId, ResponseStepId, WarningId};
use domain::response::{ResponseLevel, StepKind, Stops};
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::row::step::{ActiveModel, Column, Entity, Model};
use crate::value::time;
use crate::{Store, StoreError, Write};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Identity; its reason stands in the free texts under it.
    pub id: ResponseStepId,
    /// The response.
    pub response: ResponseId,
    /// What happened.
    pub kind: StepKind,
    /// The level proposed or decided.
    pub level: Option<ResponseLevel>,
    /// The row of the plan that asked.
    pub trigger: Option<String>,
    /// The warning that asked.
    pub warning: Option<WarningId>,
    /// The answer to the question of a red warning.
    pub stops: Option<Stops>,
    /// Whose decision it is.
    pub decided_by: Option<(PostingId, AccountId)>,
    /// Who wrote it down for them.
    pub recorded_by: Option<AccountId>,
    /// When it was decided, as said.
    pub decided_at: Timestamp,
    /// When it was recorded: lags count up to here.
    pub recorded_at: Timestamp,
    /// When whose decision it is signed what was written down.
    pub signed_at: Option<Timestamp>,
    /// From the warning to the record.
    pub lag: Option<SignedDuration>,
    /// What the row allows.
    pub target: Option<SignedDuration>,
}

/// Adds steps.
///
/// # Errors
/// When the database fails.
pub async fn add_steps(write: &Write, steps: &[Step]) -> Result<(), StoreError> {
    let span = |span: Option<SignedDuration>| span.map(|span| i64::try_from(span.as_millis()).unwrap_or(i64::MAX));
    for chunk in steps.chunks(1_000) {
        let rows = chunk.iter().map(|step| ActiveModel {
            id: Set(step.id.0),
            response: Set(step.response.0),
            kind: Set(step.kind.word().to_owned()),
            level: Set(step.level.map(|level| level.word().to_owned())),
            trigger_row: Set(step.trigger.clone()),
            warning: Set(step.warning.map(|id| id.0)),
            stop_gatherings: Set(step.stops.map(|stops| stops.gatherings)),
            stop_classes: Set(step.stops.map(|stops| stops.classes)),
            stop_business: Set(step.stops.map(|stops| stops.business)),
            posting: Set(step.decided_by.map(|(posting, _)| posting.0)),
            account: Set(step.decided_by.map(|(_, account)| account.0)),
            recorded_by: Set(step.recorded_by.map(|id| id.0)),
            decided_at: Set(step.decided_at.as_millisecond()),
            recorded_at: Set(step.recorded_at.as_millisecond()),
            signed_at: Set(step.signed_at.map(Timestamp::as_millisecond)),
            lag: Set(span(step.lag)),
            target: Set(span(step.target)),
        });
        Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// A step as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_step(write: &Write, id: ResponseStepId) -> Result<Option<Step>, StoreError> {
    Entity::find_by_id(id.0).lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

/// Writes the signature under a step that has none.
///
/// # Errors
/// When the database fails.
pub async fn sign(write: &Write, id: ResponseStepId, now: Timestamp) -> Result<bool, StoreError> {
    let result = Entity::update_many()
        .col_expr(Column::SignedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::SignedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// The responses with a decision of this account that was written down and waits for its signature.
pub(super) fn unsigned(account: AccountId) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::Response)
        .filter(Column::Account.eq(account.0))
        .filter(Column::RecordedBy.is_not_null())
        .filter(Column::SignedAt.is_null())
        .into_query()
}

impl Store {
    /// The steps of responses, the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn response_steps(&self, responses: &[ResponseId]) -> Result<Vec<Step>, StoreError> {
        let mut steps = Vec::new();
        for chunk in responses.chunks(1_000) {
            let query = Entity::find()
                .filter(Column::Response.is_in(chunk.iter().map(|id| id.0)))
                .order_by_asc(Column::RecordedAt)
                .order_by_asc(Column::Id);
            for row in query.all(self.read()).await? {
                steps.push(from_row(row)?);
            }
        }
        Ok(steps)
    }
}

fn from_row(row: Model) -> Result<Step, StoreError> {
    let damaged = |column, value: String| StoreError::damaged("response_step", column, value);
    let at = |column, value| time("response_step", column, value);
    let level = match row.level {
        Some(word) => Some(ResponseLevel::from_word(&word).ok_or_else(|| damaged("level", word))?),
        None => None,
    };
    let stops = match (row.stop_gatherings, row.stop_classes, row.stop_business) {
        (Some(gatherings), Some(classes), Some(business)) => Some(Stops { gatherings, classes, business }),
        _ => None,
    };
    Ok(Step {
        id: ResponseStepId(row.id),
        response: ResponseId(row.response),
        kind: StepKind::from_word(&row.kind).ok_or_else(|| damaged("kind", row.kind))?,
        level,
        trigger: row.trigger_row,
        warning: row.warning.map(WarningId),
        stops,
        decided_by: row.posting.zip(row.account).map(|(posting, account)| (PostingId(posting), AccountId(account))),
        recorded_by: row.recorded_by.map(AccountId),
        decided_at: at("decided_at", row.decided_at)?,
        recorded_at: at("recorded_at", row.recorded_at)?,
        signed_at: row.signed_at.map(|millis| at("signed_at", millis)).transpose()?,
        lag: row.lag.map(SignedDuration::from_millis),
        target: row.target.map(SignedDuration::from_millis),
    })
}
