//! Messages that leave the house, one row per recipient. No address stands here.

use domain::message::{Channel, MessageState};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use self::row::Column;
use crate::filter::carried;
use crate::value::time;
use crate::{StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) key: String,
        pub(crate) channel: String,
        pub(crate) subject: Option<Uuid>,
        pub(crate) state: String,
        pub(crate) attempts: i32,
        pub(crate) carrier_id: Option<String>,
        pub(crate) error: Option<String>,
        pub(crate) created_at: i64,
        pub(crate) expires_at: i64,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One message to one recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Identity; the carrier is told it, so that it can recognise a repetition.
    pub id: Uuid,
    /// The same message has the same key.
    pub key: String,
    /// By which way.
    pub channel: Channel,
    /// What it is about.
    pub subject: Option<Uuid>,
    /// Where it stands.
    pub state: MessageState,
    /// How often it was handed to the carrier.
    pub attempts: i32,
    /// The carrier's id for it.
    pub carrier_id: Option<String>,
    /// What went wrong last.
    pub error: Option<String>,
    /// After this it is not sent any more.
    pub expires_at: Timestamp,
}

/// Writes a message down unless one with its key is there; gives the one that is.
///
/// # Errors
/// When the database fails.
pub async fn open(write: &Write, new: &Message, now: Timestamp) -> Result<Message, StoreError> {
    let model = row::ActiveModel {
        id: Set(new.id),
        key: Set(new.key.clone()),
        channel: Set(new.channel.word().to_owned()),
        subject: Set(new.subject),
        state: Set(new.state.word().to_owned()),
        attempts: Set(new.attempts),
        carrier_id: Set(None),
        error: Set(None),
        created_at: Set(now.as_millisecond()),
        expires_at: Set(new.expires_at.as_millisecond()),
        changed_at: Set(now.as_millisecond()),
    };
    let known = OnConflict::column(Column::Key).do_nothing().to_owned();
    row::Entity::insert(model).on_conflict(known).exec_without_returning(write.tx()).await?;
    let found = by_key(write.tx(), &new.key).await?;
    found.ok_or_else(|| StoreError::damaged("message", "key", new.key.clone()))
}

/// The message with this key.
///
/// # Errors
/// When the database fails.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Message>, StoreError> {
    row::Entity::find().filter(Column::Key.eq(key)).one(db).await?.map(read).transpose()
}

/// The message that the carrier of `channel` knows under this id.
///
/// # Errors
/// When the database fails.
pub async fn by_carrier_id(
    db: &impl ConnectionTrait,
    channel: Channel,
    id: &str,
) -> Result<Option<Message>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.one(db).await?.map(read).transpose()
}

/// Every message about one thing.
///
/// # Errors
/// When the database fails.
pub async fn about(db: &impl ConnectionTrait, subject: Uuid) -> Result<Vec<Message>, StoreError> {
    row::Entity::find().filter(Column::Subject.eq(subject)).all(db).await?.into_iter().map(read).collect()
}

/// Writes state, attempts, carrier's id and error back, if the message still stands as `before`.
///
/// # Errors
/// [`StoreError::Stale`] when it does not.
pub async fn update(write: &Write, before: MessageState, message: &Message, now: Timestamp) -> Result<(), StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::State, Expr::value(message.state.word()))
        .col_expr(Column::Attempts, Expr::value(message.attempts))
        .col_expr(Column::CarrierId, Expr::value(message.carrier_id.clone()))
        .col_expr(Column::Error, Expr::value(message.error.clone()))
        .col_expr(Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(message.id))
        .filter(Column::State.eq(before.word()))
        .exec(write.tx())
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

fn read(row: row::Model) -> Result<Message, StoreError> {
    let channel = Channel::from_word(&row.channel);
    let state = MessageState::from_word(&row.state);
    Ok(Message {
        id: row.id,
        key: row.key,
        channel: channel.ok_or_else(|| StoreError::damaged("message", "channel", row.channel))?,
        subject: row.subject,
        state: state.ok_or_else(|| StoreError::damaged("message", "state", row.state))?,
        attempts: row.attempts,
        carrier_id: row.carrier_id,
        error: row.error,
        expires_at: time("message", "expires_at", row.expires_at)?,
    })
}
