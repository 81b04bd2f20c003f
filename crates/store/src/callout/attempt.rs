//! One message to one phone, written down before it leaves.

use std::collections::HashMap;

use domain::callout::Step;
use domain::id::{AccountId, CallId, CalloutId};
use domain::message::{Channel, MessageState};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use self::row::Column;
use super::call::row as call_row;
use crate::filter::carried;
use crate::value::time;
use crate::{Store, StoreError, Write, bulk};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_attempt")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) call: Uuid,
        pub(crate) step: String,
        pub(crate) channel: String,
        pub(crate) account: Uuid,
        pub(crate) state: String,
        pub(crate) tries: i16,
        pub(crate) carrier_id: Option<String>,
        pub(crate) error: Option<String>,
        pub(crate) began_at: i64,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One message to one phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The key under which the carrier is asked, once or again.
    pub id: Uuid,
    /// The call.
    pub call: CallId,
    /// The rung.
    pub step: Step,
    /// By which way.
    pub channel: Channel,
    /// Whom it goes to.
    pub account: AccountId,
    /// Where it stands.
    pub state: MessageState,
    /// How often the carrier was asked: more than once after a crash whose outcome is unknown.
    pub tries: i16,
    /// The carrier's own id.
    pub carrier_id: Option<String>,
    /// What went wrong; no address in it.
    pub error: Option<String>,
    /// When it was first asked.
    pub began_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// How far a call came: whether anything was sent for it, and whether a carrier took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// When the first message to a phone or mailbox was begun.
    pub tried_at: Timestamp,
    /// When the first one was begun that a carrier took; none where the network is at fault.
    pub taken_at: Option<Timestamp>,
}

/// Writes attempts down as being sent; one that is there is tried once more.
///
/// # Errors
/// When the database fails.
pub async fn open_attempts(write: &Write, attempts: &[Attempt]) -> Result<(), StoreError> {
    let again = [Column::State, Column::Tries, Column::ChangedAt];
    let itself = OnConflict::column(Column::Id).update_columns(again).to_owned();
    let rows: Vec<_> = attempts.iter().map(active).collect();
    bulk::insert(write, &rows, Some(&itself)).await
}

/// Writes down what carriers answered.
///
/// # Errors
/// When the database fails.
pub async fn end_attempts(write: &Write, attempts: &[Attempt]) -> Result<(), StoreError> {
    let rows: Vec<_> = attempts.iter().map(active).collect();
    let answered = [Column::State, Column::CarrierId, Column::Error, Column::ChangedAt];
    bulk::update(write, &rows, Column::Id, &answered).await
}

/// The attempts of calls, in order of time.
///
/// # Errors
/// When the database fails.
pub async fn attempts_of(
    db: &impl ConnectionTrait,
    calls: &[CallId],
) -> Result<HashMap<CallId, Vec<Attempt>>, StoreError> {
    let mut found: HashMap<CallId, Vec<Attempt>> = HashMap::new();
    for chunk in calls.chunks(10_000) {
        let rows = row::Entity::find()
            .filter(Column::Call.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(Column::BeganAt)
            .order_by_asc(Column::Id)
            .all(db)
            .await?;
        for row in rows {
            let attempt = from_row(row)?;
            found.entry(attempt.call).or_default().push(attempt);
        }
    }
    Ok(found)
}

/// How far calls came, for those for which anything was sent: what the attempts say, also of calls that have ended since.
///
/// # Errors
/// When the database fails.
pub async fn reach_of(db: &impl ConnectionTrait, calls: &[CallId]) -> Result<HashMap<CallId, Reach>, StoreError> {
    let mut found: HashMap<CallId, Reach> = HashMap::new();
    for chunk in calls.chunks(10_000) {
        let rows: Vec<(Uuid, String, i64)> = row::Entity::find()
            .select_only()
            .columns([Column::Call, Column::State])
            .column_as(Column::BeganAt.min(), "began")
            .filter(Column::Call.is_in(chunk.iter().map(|id| id.0)))
            .group_by(Column::Call)
            .group_by(Column::State)
            .into_tuple()
            .all(db)
            .await?;
        for (call, word, began) in rows {
            let began = time("call_attempt", "began_at", began)?;
            let state = MessageState::from_word(&word);
            let state = state.ok_or_else(|| StoreError::damaged("call_attempt", "state", word))?;
            let reach = found.entry(CallId(call)).or_insert(Reach { tried_at: began, taken_at: None });
            reach.tried_at = reach.tried_at.min(began);
            if state.is_taken() {
                reach.taken_at = Some(reach.taken_at.map_or(began, |at| at.min(began)));
            }
        }
    }
    Ok(found)
}

/// The attempt that the carrier of a channel knows under this id.
///
/// # Errors
/// When the database fails.
pub async fn by_carrier_id(
    db: &impl ConnectionTrait,
    channel: Channel,
    id: &str,
) -> Result<Option<Attempt>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.one(db).await?.map(from_row).transpose()
}

/// The same, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_by_carrier_id(write: &Write, channel: Channel, id: &str) -> Result<Option<Attempt>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

fn active(attempt: &Attempt) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(attempt.id),
        call: Set(attempt.call.0),
        step: Set(attempt.step.word().to_owned()),
        channel: Set(attempt.channel.word().to_owned()),
        account: Set(attempt.account.0),
        state: Set(attempt.state.word().to_owned()),
        tries: Set(attempt.tries),
        carrier_id: Set(attempt.carrier_id.clone()),
        error: Set(attempt.error.clone()),
        began_at: Set(attempt.began_at.as_millisecond()),
        changed_at: Set(attempt.changed_at.as_millisecond()),
    }
}

fn from_row(row: row::Model) -> Result<Attempt, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("call_attempt", column, text);
    Ok(Attempt {
        id: row.id,
        call: CallId(row.call),
        step: Step::from_word(&row.step).ok_or_else(|| damaged("step", &row.step))?,
        channel: Channel::from_word(&row.channel).ok_or_else(|| damaged("channel", &row.channel))?,
        account: AccountId(row.account),
        state: MessageState::from_word(&row.state).ok_or_else(|| damaged("state", &row.state))?,
        tries: row.tries,
        carrier_id: row.carrier_id,
        error: row.error,
        began_at: time("call_attempt", "began_at", row.began_at)?,
        changed_at: time("call_attempt", "changed_at", row.changed_at)?,
    })
}

impl Store {
    /// How many messages and calls to phones a round began, by the quarter of an hour: every zone's day begins at one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rings(&self, round: CalloutId) -> Result<Vec<(Timestamp, u32)>, StoreError> {
        // A parameter would make two different expressions of it.
        let quarter = || Expr::cust("call_attempt.began_at / 900000");
        let calls = call_row::Entity::find().select_only().column(call_row::Column::Id);
        let calls = calls.filter(call_row::Column::Callout.eq(round.0)).into_query();
        let rows: Vec<(i64, i64)> = row::Entity::find()
            .select_only()
            .column_as(quarter(), "quarter")
            .column_as(row::Column::Id.count(), "rings")
            .filter(row::Column::Call.in_subquery(calls))
            .filter(row::Column::Channel.is_in([Channel::Sms.word(), Channel::Voice.word()]))
            .group_by(quarter())
            .into_tuple()
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|(quarter, rings)| {
                let at = time("call_attempt", "began_at", quarter * 900_000)?;
                Ok((at, u32::try_from(rings).unwrap_or(u32::MAX)))
            })
            .collect()
    }
}
