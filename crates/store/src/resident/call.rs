//! Calls to residents: one for each number of a building that is moved out.

use std::collections::HashMap;

use domain::id::{EvacuationId, GroupId, ResidentCallId, ResidentNumberId};
use domain::message::{Channel, MessageState};
use domain::resident::ResidentAnswer;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use self::row::Column;
use crate::filter::{carried, due};
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "resident_call")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) evacuation: Uuid,
        pub(crate) list: Uuid,
        pub(crate) number: Uuid,
        pub(crate) door: Option<String>,
        pub(crate) attempt: Uuid,
        pub(crate) made: i16,
        pub(crate) channel: Option<String>,
        pub(crate) state: String,
        pub(crate) carrier_id: Option<String>,
        pub(crate) error: Option<String>,
        pub(crate) answer: Option<String>,
        pub(crate) answered_at: Option<i64>,
        pub(crate) began_at: Option<i64>,
        pub(crate) next_at: Option<i64>,
        pub(crate) claimed_until: Option<i64>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The call of one number in one evacuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidentCall {
    /// Identity.
    pub id: ResidentCallId,
    /// The evacuation.
    pub evacuation: EvacuationId,
    /// Its building there.
    pub group: GroupId,
    /// The number.
    pub number: ResidentNumberId,
    /// The door, where one was registered.
    pub door: Option<String>,
    /// The key of the attempt that is on its way, or was the last one: asked again under it after a crash.
    pub attempt: Uuid,
    /// Attempts that were made.
    pub made: usize,
    /// By which way the last one went.
    pub channel: Option<Channel>,
    /// Where the last one stands.
    pub state: MessageState,
    /// The carrier's own id of it.
    pub carrier_id: Option<String>,
    /// What went wrong; no number in it.
    pub error: Option<String>,
    /// What was answered last, and when.
    pub answer: Option<(ResidentAnswer, Timestamp)>,
    /// When the first attempt was made.
    pub began_at: Option<Timestamp>,
    /// When the next attempt is due.
    pub next_at: Option<Timestamp>,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
}

/// Answers of one building.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AnswerSum {
    /// Numbers that are called.
    pub called: u32,
    /// Those that have left.
    pub left: u32,
    /// Those that need help.
    pub needs_help: u32,
}

/// Writes calls down; the call of a number that is there stays as it is. Says how many are new.
///
/// # Errors
/// When the database fails.
pub async fn place(write: &Write, calls: &[ResidentCall]) -> Result<u64, StoreError> {
    let mut new = 0;
    for chunk in calls.chunks(1_000) {
        let once = OnConflict::columns([Column::Evacuation, Column::Number]).do_nothing().to_owned();
        let rows = chunk.iter().map(active);
        new += row::Entity::insert_many(rows).on_conflict(once).exec_without_returning(write.tx()).await?;
    }
    Ok(new)
}

/// Takes calls whose next attempt is due. What does not come back within `lease` is due again.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    write: &Write,
    now: Timestamp,
    lease: SignedDuration,
    limit: u64,
) -> Result<Vec<ResidentCall>, StoreError> {
    let found = row::Entity::find()
        .filter(due(Column::NextAt, Column::ClaimedUntil, now))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(write.tx())
        .await?;
    let until = now.saturating_add(lease).unwrap_or(now).as_millisecond();
    row::Entity::update_many()
        .col_expr(Column::ClaimedUntil, Expr::value(until))
        .filter(Column::Id.is_in(found.iter().map(|row| row.id)))
        .exec(write.tx())
        .await?;
    found.into_iter().map(from_row).collect()
}

/// Calls as they are now, held until the transaction ends, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, ids: &[ResidentCallId]) -> Result<Vec<ResidentCall>, StoreError> {
    let found = row::Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).order_by_asc(Column::Id);
    found.lock_exclusive().all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// Writes held calls back, and gives their claims up unless `claimed_until` says how long they are held further.
///
/// # Errors
/// When the database fails.
pub async fn put(write: &Write, calls: &[ResidentCall], claimed_until: Option<Timestamp>) -> Result<(), StoreError> {
    for call in calls {
        let claimed_until = Set(claimed_until.map(Timestamp::as_millisecond));
        let row = row::ActiveModel { claimed_until, ..active(call) };
        row::Entity::update(row).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Deletes the calls of an evacuation; says how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_calls(write: &Write, evacuation: EvacuationId) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many().filter(Column::Evacuation.eq(evacuation.0)).exec(write.tx()).await?;
    Ok(gone.rows_affected)
}

/// Calls of an evacuation, those in need of help first.
///
/// # Errors
/// When the database fails.
pub async fn calls_of_evacuation(
    db: &impl ConnectionTrait,
    evacuation: EvacuationId,
    groups: &[GroupId],
) -> Result<Vec<ResidentCall>, StoreError> {
    let mut calls = Vec::new();
    for chunk in groups.chunks(500) {
        let rows = row::Entity::find()
            .filter(Column::Evacuation.eq(evacuation.0))
            .filter(Column::List.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(Column::Door)
            .order_by_asc(Column::Id);
        for row in rows.all(db).await? {
            calls.push(from_row(row)?);
        }
    }
    calls.sort_by_key(|call| call.answer.map(|(answer, _)| answer) != Some(ResidentAnswer::NeedsHelp));
    Ok(calls)
}

/// Calls of these numbers whose evacuations go on.
///
/// # Errors
/// When the database fails.
pub async fn calls_of_numbers(
    db: &impl ConnectionTrait,
    numbers: &[ResidentNumberId],
    evacuations: &[EvacuationId],
) -> Result<Vec<ResidentCall>, StoreError> {
    let found = row::Entity::find()
        .filter(Column::Number.is_in(numbers.iter().map(|id| id.0)))
        .filter(Column::Evacuation.is_in(evacuations.iter().map(|id| id.0)))
        .order_by_asc(Column::Id);
    found.all(db).await?.into_iter().map(from_row).collect()
}

/// Answers by building of these groups.
///
/// # Errors
/// When the database fails.
pub async fn answer_sums(
    db: &impl ConnectionTrait,
    groups: &[GroupId],
) -> Result<HashMap<GroupId, AnswerSum>, StoreError> {
    let mut sums: HashMap<GroupId, AnswerSum> = HashMap::new();
    for chunk in groups.chunks(500) {
        let rows = row::Entity::find()
            .select_only()
            .columns([Column::List, Column::Answer])
            .column_as(Column::Id.count(), "calls")
            .filter(Column::List.is_in(chunk.iter().map(|id| id.0)))
            .group_by(Column::List)
            .group_by(Column::Answer);
        let rows: Vec<(Uuid, Option<String>, i64)> = rows.into_tuple().all(db).await?;
        for (list, answer, calls) in rows {
            let (sum, calls) = (sums.entry(GroupId(list)).or_default(), u32::try_from(calls).unwrap_or(u32::MAX));
            sum.called += calls;
            match answer.as_deref().and_then(ResidentAnswer::from_word) {
                Some(ResidentAnswer::Left) => sum.left += calls,
                Some(ResidentAnswer::NeedsHelp) => sum.needs_help += calls,
                None => {}
            }
        }
    }
    Ok(sums)
}

/// The call whose last attempt the carrier of a channel knows under this id.
///
/// # Errors
/// When the database fails.
pub async fn by_carrier_id(
    db: &impl ConnectionTrait,
    channel: Channel,
    id: &str,
) -> Result<Option<ResidentCall>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.one(db).await?.map(from_row).transpose()
}

/// The same, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_by_carrier_id(write: &Write, channel: Channel, id: &str) -> Result<Option<ResidentCall>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

impl Store {
    /// Whether a call is due: a look that needs no write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_resident_call(&self, now: Timestamp) -> Result<bool, StoreError> {
        let found: Option<Uuid> = row::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(due(Column::NextAt, Column::ClaimedUntil, now))
            .limit(1)
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(found.is_some())
    }

    /// The call with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_call(&self, id: ResidentCallId) -> Result<Option<ResidentCall>, StoreError> {
        row::Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }
}

fn active(call: &ResidentCall) -> row::ActiveModel {
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    row::ActiveModel {
        id: Set(call.id.0),
        evacuation: Set(call.evacuation.0),
        list: Set(call.group.0),
        number: Set(call.number.0),
        door: Set(call.door.clone()),
        attempt: Set(call.attempt),
        made: Set(i16::try_from(call.made).unwrap_or(i16::MAX)),
        channel: Set(call.channel.map(|channel| channel.word().to_owned())),
        state: Set(call.state.word().to_owned()),
        carrier_id: Set(call.carrier_id.clone()),
        error: Set(call.error.clone()),
        answer: Set(call.answer.map(|(answer, _)| answer.word().to_owned())),
        answered_at: Set(millis(call.answer.map(|(_, at)| at))),
        began_at: Set(millis(call.began_at)),
        next_at: Set(millis(call.next_at)),
        claimed_until: Set(None),
        changed_at: Set(call.changed_at.as_millisecond()),
    }
}

fn from_row(row: row::Model) -> Result<ResidentCall, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("resident_call", column, text);
    let at = |column, millis: Option<i64>| millis.map(|millis| time("resident_call", column, millis)).transpose();
    let word = |text: &str| ResidentAnswer::from_word(text).ok_or_else(|| damaged("answer", text));
    let channel = |text: &str| Channel::from_word(text).ok_or_else(|| damaged("channel", text));
    let answer = row.answer.as_deref().map(word).transpose()?;
    Ok(ResidentCall {
        id: ResidentCallId(row.id),
        evacuation: EvacuationId(row.evacuation),
        group: GroupId(row.list),
        number: ResidentNumberId(row.number),
        door: row.door,
        attempt: row.attempt,
        made: usize::try_from(row.made).unwrap_or(0),
        channel: row.channel.as_deref().map(channel).transpose()?,
        state: MessageState::from_word(&row.state).ok_or_else(|| damaged("state", &row.state))?,
        carrier_id: row.carrier_id,
        error: row.error,
        answer: answer.zip(at("answered_at", row.answered_at)?),
        began_at: at("began_at", row.began_at)?,
        next_at: at("next_at", row.next_at)?,
        changed_at: time("resident_call", "changed_at", row.changed_at)?,
    })
}
