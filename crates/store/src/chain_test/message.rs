//! The messages of a test: one to each post by each way.

use std::collections::HashMap;

use domain::chain_test::works;
use domain::id::{AccountId, ChainTestId};
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use self::row::Column;
use super::post;
use crate::filter::carried;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "chain_test_message")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) post: Uuid,
        pub(crate) account: Uuid,
        pub(crate) channel: String,
        pub(crate) state: String,
        pub(crate) tries: i16,
        pub(crate) carrier_id: Option<String>,
        pub(crate) error: Option<String>,
        pub(crate) answered_at: Option<i64>,
        pub(crate) next_at: Option<i64>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One message to one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestMessage {
    /// The key under which the carrier is asked, once or again.
    pub id: Uuid,
    /// The post.
    pub post: Uuid,
    /// Whom it goes to.
    pub account: AccountId,
    /// By which way.
    pub channel: Channel,
    /// Where it stands.
    pub state: MessageState,
    /// How often the carrier was asked.
    pub tries: i16,
    /// The carrier's own id.
    pub carrier_id: Option<String>,
    /// What went wrong; no address in it.
    pub error: Option<String>,
    /// When somebody answered by this way.
    pub answered_at: Option<Timestamp>,
    /// When it is sent, or sent again.
    pub next_at: Option<Timestamp>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

impl TestMessage {
    /// Whether the way was seen to work.
    pub fn works(&self) -> bool {
        works(self.state, self.answered_at.is_some())
    }
}

pub(super) async fn insert(write: &Write, messages: &[TestMessage]) -> Result<(), StoreError> {
    for chunk in messages.chunks(1_000) {
        let once = OnConflict::columns([Column::Post, Column::Channel]).do_nothing().to_owned();
        let rows = chunk.iter().map(active);
        row::Entity::insert_many(rows).on_conflict(once).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Takes messages that are due; what does not come back within `lease` is due again.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    write: &Write,
    now: Timestamp,
    lease: SignedDuration,
    limit: u64,
) -> Result<Vec<TestMessage>, StoreError> {
    let found = row::Entity::find()
        .filter(Column::NextAt.lte(now.as_millisecond()))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(write.tx())
        .await?;
    let until = now.saturating_add(lease).unwrap_or(now);
    row::Entity::update_many()
        .col_expr(Column::State, Expr::value(MessageState::Sending.word()))
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .col_expr(Column::NextAt, Expr::value(until.as_millisecond()))
        .col_expr(Column::ChangedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.is_in(found.iter().map(|row| row.id)))
        .exec(write.tx())
        .await?;
    let sending =
        |row| from_row(row).map(|one| TestMessage { state: MessageState::Sending, tries: one.tries + 1, ..one });
    found.into_iter().map(sending).collect()
}

/// Messages as they are now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, ids: &[Uuid]) -> Result<Vec<TestMessage>, StoreError> {
    let found = row::Entity::find().filter(Column::Id.is_in(ids.iter().copied())).order_by_asc(Column::Id);
    found.lock_exclusive().all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// Writes down what became of a held message, and counts its way where it works from now on.
///
/// # Errors
/// When the database fails.
pub async fn end(write: &Write, before: &TestMessage, after: &TestMessage) -> Result<(), StoreError> {
    row::Entity::update(active(after)).exec_without_returning(write.tx()).await?;
    if after.works() && !before.works() {
        post::works(write, after.post).await?;
    }
    Ok(())
}

/// Writes an answer to a held message down, once.
///
/// # Errors
/// When the database fails.
pub async fn answer(write: &Write, message: &TestMessage, now: Timestamp) -> Result<(), StoreError> {
    // Nothing more is sent by a way that was answered by.
    let after = TestMessage { answered_at: Some(now), next_at: None, changed_at: now, ..message.clone() };
    end(write, message, &after).await
}

/// Nothing more of a test is sent.
pub(super) async fn stop(write: &Write, test: ChainTestId) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(Column::NextAt, Expr::value(None::<i64>))
        .filter(Column::Post.in_subquery(posts(test)))
        .filter(Column::NextAt.is_not_null())
        .exec(write.tx())
        .await?;
    Ok(())
}

pub(super) async fn forget(write: &Write, test: ChainTestId) -> Result<(), StoreError> {
    row::Entity::delete_many().filter(Column::Post.in_subquery(posts(test))).exec(write.tx()).await?;
    Ok(())
}

fn posts(test: ChainTestId) -> SelectStatement {
    let posts = post::row::Entity::find().select_only().column(post::row::Column::Id);
    posts.filter(post::row::Column::Test.eq(test.0)).into_query()
}

/// Messages of posts, by post.
///
/// # Errors
/// When the database fails.
pub async fn messages_of(store: &Store, posts: &[Uuid]) -> Result<HashMap<Uuid, Vec<TestMessage>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<TestMessage>> = HashMap::new();
    for chunk in posts.chunks(10_000) {
        let rows = row::Entity::find().filter(Column::Post.is_in(chunk.iter().copied())).order_by_asc(Column::Channel);
        for row in rows.all(store.read()).await? {
            found.entry(row.post).or_default().push(from_row(row)?);
        }
    }
    Ok(found)
}

/// How many messages of a test are still to be sent.
///
/// # Errors
/// When the database fails.
pub async fn outstanding(store: &Store, test: ChainTestId) -> Result<u64, StoreError> {
    let due = row::Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "messages")
        .filter(Column::NextAt.is_not_null())
        .filter(Column::Post.in_subquery(posts(test)));
    let found: Option<i64> = due.into_tuple().one(store.read()).await?;
    Ok(found.unwrap_or(0).unsigned_abs())
}

/// Messages of these tests to these accounts by this way.
///
/// # Errors
/// When the database fails.
pub async fn messages_to(
    store: &Store,
    tests: &[ChainTestId],
    accounts: &[AccountId],
    channel: Channel,
) -> Result<Vec<Uuid>, StoreError> {
    let open = post::row::Entity::find().select_only().column(post::row::Column::Id);
    let open = open.filter(post::row::Column::Test.is_in(tests.iter().map(|id| id.0))).into_query();
    let found = row::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Account.is_in(accounts.iter().map(|id| id.0)))
        .filter(Column::Channel.eq(channel.word()))
        .filter(Column::Post.in_subquery(open));
    Ok(found.into_tuple().all(store.read()).await?)
}

/// The message that the carrier of a channel knows under this id.
///
/// # Errors
/// When the database fails.
pub async fn by_carrier_id(
    db: &impl ConnectionTrait,
    channel: Channel,
    id: &str,
) -> Result<Option<TestMessage>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.one(db).await?.map(from_row).transpose()
}

/// The same, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_by_carrier_id(write: &Write, channel: Channel, id: &str) -> Result<Option<TestMessage>, StoreError> {
    let found = row::Entity::find().filter(carried(Column::Channel, Column::CarrierId, (channel, id)));
    found.lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

impl Store {
    /// Whether a message is due: a look that needs no write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_test_message(&self, now: Timestamp) -> Result<bool, StoreError> {
        let due = row::Entity::find().select_only().column(Column::Id);
        let due = due.filter(Column::NextAt.lte(now.as_millisecond())).limit(1);
        let found: Option<Uuid> = due.into_tuple().one(self.read()).await?;
        Ok(found.is_some())
    }
}

fn active(message: &TestMessage) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(message.id),
        post: Set(message.post),
        account: Set(message.account.0),
        channel: Set(message.channel.word().to_owned()),
        state: Set(message.state.word().to_owned()),
        tries: Set(message.tries),
        carrier_id: Set(message.carrier_id.clone()),
        error: Set(message.error.clone()),
        answered_at: Set(message.answered_at.map(Timestamp::as_millisecond)),
        next_at: Set(message.next_at.map(Timestamp::as_millisecond)),
        changed_at: Set(message.changed_at.as_millisecond()),
    }
}

fn from_row(row: row::Model) -> Result<TestMessage, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("chain_test_message", column, text);
    let at = |column, millis: Option<i64>| millis.map(|millis| time("chain_test_message", column, millis)).transpose();
    Ok(TestMessage {
        id: row.id,
        post: row.post,
        account: AccountId(row.account),
        channel: Channel::from_word(&row.channel).ok_or_else(|| damaged("channel", &row.channel))?,
        state: MessageState::from_word(&row.state).ok_or_else(|| damaged("state", &row.state))?,
        tries: row.tries,
        carrier_id: row.carrier_id,
        error: row.error,
        answered_at: at("answered_at", row.answered_at)?,
        next_at: at("next_at", row.next_at)?,
        changed_at: time("chain_test_message", "changed_at", row.changed_at)?,
    })
}
