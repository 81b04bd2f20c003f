//! Feeds of warnings: where they are, how they fare, and what became of their entries.

use domain::feed::EntryOutcome;
use domain::id::WarningId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
};
use uuid::Uuid;

use self::row::Column;
use crate::value::time;
use crate::{Store, StoreError, Write, filter};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "warning_feed")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) name: String,
        pub(crate) address: String,
        pub(crate) senders: String,
        pub(crate) authenticated: bool,
        pub(crate) every_s: i32,
        pub(crate) version: i32,
        pub(crate) paused_at: Option<i64>,
        pub(crate) etag: Option<String>,
        pub(crate) last_modified: Option<String>,
        pub(crate) next_at: i64,
        pub(crate) failures: i32,
        pub(crate) last_error: Option<String>,
        pub(crate) tried_at: Option<i64>,
        pub(crate) ok_at: Option<i64>,
        pub(crate) claimed_by: Option<Uuid>,
        pub(crate) claimed_until: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod part {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "warning_feed_entry")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) feed: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) key: String,
        pub(crate) title: Option<String>,
        pub(crate) outcome: String,
        pub(crate) reason: Option<String>,
        pub(crate) tries: i32,
        pub(crate) warning: Option<Uuid>,
        pub(crate) seen_at: i64,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Identity.
    pub id: Uuid,
    /// What the operator calls it.
    pub name: String,
    /// Where it is. May hold a key.
    pub address: String,
    /// Senders whose orange and red start calls when the way is authenticated.
    pub senders: Vec<String>,
    /// Whether the way is authenticated.
    pub authenticated: bool,
    /// How often it is asked, seconds.
    pub every_s: u32,
    /// Counts changes by persons.
    pub version: i32,
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// What the source said of the copy that was read last.
    pub etag: Option<String>,
    /// The same, by time.
    pub last_modified: Option<String>,
    /// When it is asked next.
    pub next_at: Timestamp,
    /// Failures in a row.
    pub failures: i32,
    /// What happened last, where it failed.
    pub last_error: Option<String>,
    /// When it was asked last.
    pub tried_at: Option<Timestamp>,
    /// When it answered last.
    pub ok_at: Option<Timestamp>,
}

/// A feed that this worker asks until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The feed.
    pub feed: Feed,
    /// Names this claim.
    pub claim: Uuid,
}

/// An entry as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What makes it one.
    pub key: String,
    /// Its name.
    pub title: Option<String>,
    /// What became of it.
    pub outcome: EntryOutcome,
    /// Why, where it was not taken.
    pub reason: Option<String>,
    /// How often it was tried.
    pub tries: i32,
    /// The warning that it is here.
    pub warning: Option<WarningId>,
    /// When it was seen first.
    pub seen_at: Timestamp,
    /// When its outcome changed last.
    pub changed_at: Timestamp,
}

/// The feed as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: Uuid) -> Result<Option<Feed>, StoreError> {
    row::Entity::find_by_id(id).lock_exclusive().one(write.tx()).await?.map(read).transpose()
}

/// Puts a feed in, or what a person set of it over the one that is there.
///
/// # Errors
/// [`StoreError::Duplicate`] when another feed has the address.
pub async fn put(write: &Write, feed: &Feed, new: bool) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(feed.id),
        name: Set(feed.name.clone()),
        address: Set(feed.address.clone()),
        senders: Set(serde_json::to_string(&feed.senders).unwrap_or_default()),
        authenticated: Set(feed.authenticated),
        every_s: Set(i32::try_from(feed.every_s).unwrap_or(i32::MAX)),
        version: Set(feed.version),
        paused_at: Set(feed.paused_at.map(Timestamp::as_millisecond)),
        etag: Set(feed.etag.clone()),
        last_modified: Set(feed.last_modified.clone()),
        next_at: Set(feed.next_at.as_millisecond()),
        failures: Set(feed.failures),
        last_error: Set(feed.last_error.clone()),
        tried_at: Set(feed.tried_at.map(Timestamp::as_millisecond)),
        ok_at: Set(feed.ok_at.map(Timestamp::as_millisecond)),
        claimed_by: Set(None),
        claimed_until: Set(None),
    };
    if new {
        row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    } else {
        row::Entity::update(row).exec(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Lets a feed be asked at once.
///
/// # Errors
/// When the database fails.
pub async fn wake(write: &Write, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    let at = now.as_millisecond();
    let query = row::Entity::update_many().col_expr(Column::NextAt, Expr::value(at)).filter(Column::Id.eq(id));
    query.exec(write.tx()).await?;
    Ok(())
}

/// Takes a feed away with what is remembered of its entries; its warnings stay.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, id: Uuid) -> Result<(), StoreError> {
    part::Entity::delete_many().filter(part::Column::Feed.eq(id)).exec(write.tx()).await?;
    row::Entity::delete_by_id(id).exec(write.tx()).await?;
    Ok(())
}

/// Claims feeds that are due, until `now` + `lease`.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    write: &Write,
    now: Timestamp,
    lease: SignedDuration,
    limit: u64,
) -> Result<Vec<Claimed>, StoreError> {
    let rows = row::Entity::find()
        .filter(due(now))
        .order_by_asc(Column::NextAt)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(write.tx())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let claim = Uuid::new_v4();
    row::Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(claim))
        .col_expr(Column::ClaimedUntil, Expr::value(now.saturating_add(lease).unwrap_or(now).as_millisecond()))
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(write.tx())
        .await?;
    rows.into_iter().map(|row| Ok(Claimed { feed: read(row)?, claim })).collect()
}

fn due(now: Timestamp) -> Condition {
    filter::due(Column::NextAt, Column::ClaimedUntil, now).add(Column::PausedAt.is_null())
}

/// The row, as long as this claim holds it.
fn held(claimed: &Claimed) -> UpdateMany<row::Entity> {
    row::Entity::update_many().filter(Column::Id.eq(claimed.feed.id)).filter(Column::ClaimedBy.eq(claimed.claim))
}

/// Writes down how asking went, and lets the feed go. What a person set meanwhile stays.
///
/// # Errors
/// When the database fails.
pub async fn end(write: &Write, claimed: &Claimed) -> Result<(), StoreError> {
    let feed = &claimed.feed;
    held(claimed)
        .col_expr(Column::Etag, Expr::value(feed.etag.clone()))
        .col_expr(Column::LastModified, Expr::value(feed.last_modified.clone()))
        .col_expr(Column::NextAt, Expr::value(feed.next_at.as_millisecond()))
        .col_expr(Column::Failures, Expr::value(feed.failures))
        .col_expr(Column::LastError, Expr::value(feed.last_error.clone()))
        .col_expr(Column::TriedAt, Expr::value(feed.tried_at.map(Timestamp::as_millisecond)))
        .col_expr(Column::OkAt, Expr::value(feed.ok_at.map(Timestamp::as_millisecond)))
        .col_expr(Column::ClaimedBy, Expr::value(None::<Uuid>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<i64>))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Remembers what became of an entry.
///
/// # Errors
/// When the database fails.
pub async fn remember(write: &Write, feed: Uuid, entry: &Entry) -> Result<(), StoreError> {
    let row = part::ActiveModel {
        feed: Set(feed),
        key: Set(entry.key.clone()),
        title: Set(entry.title.clone()),
        outcome: Set(entry.outcome.word().to_owned()),
        reason: Set(entry.reason.clone()),
        tries: Set(entry.tries),
        warning: Set(entry.warning.map(|id| id.0)),
        seen_at: Set(entry.seen_at.as_millisecond()),
        changed_at: Set(entry.changed_at.as_millisecond()),
    };
    use part::Column as C;
    let again = OnConflict::columns([C::Feed, C::Key])
        .update_columns([C::Outcome, C::Reason, C::Tries, C::Warning, C::ChangedAt])
        .to_owned();
    part::Entity::insert(row).on_conflict(again).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Forgets settled entries that did not change since; gives how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(write: &Write, before: Timestamp) -> Result<u64, StoreError> {
    let old = part::Entity::delete_many().filter(part::Column::ChangedAt.lt(before.as_millisecond()));
    Ok(old.exec(write.tx()).await?.rows_affected)
}

impl Store {
    /// Every feed, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        let rows = row::Entity::find().order_by_asc(Column::Name).order_by_asc(Column::Id).all(self.read()).await?;
        rows.into_iter().map(read).collect()
    }

    /// One feed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed(&self, id: Uuid) -> Result<Option<Feed>, StoreError> {
        row::Entity::find_by_id(id).one(self.read()).await?.map(read).transpose()
    }

    /// Whether a feed is due: a look that needs no write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_feed(&self, now: Timestamp) -> Result<bool, StoreError> {
        Ok(row::Entity::find().filter(due(now)).limit(1).one(self.read()).await?.is_some())
    }

    /// What is remembered of these entries of a feed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_entries_of(&self, feed: Uuid, keys: &[String]) -> Result<Vec<Entry>, StoreError> {
        let mut found = Vec::new();
        for chunk in keys.chunks(500) {
            let query = part::Entity::find()
                .filter(part::Column::Feed.eq(feed))
                .filter(part::Column::Key.is_in(chunk.iter().cloned()));
            for row in query.all(self.read()).await? {
                found.push(read_entry(row)?);
            }
        }
        Ok(found)
    }

    /// Entries of a feed, those that changed last first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_entries(&self, feed: Uuid, limit: u64) -> Result<Vec<Entry>, StoreError> {
        let query = part::Entity::find()
            .filter(part::Column::Feed.eq(feed))
            .order_by_desc(part::Column::ChangedAt)
            .order_by_asc(part::Column::Key)
            .limit(limit);
        query.all(self.read()).await?.into_iter().map(read_entry).collect()
    }
}

fn read(row: row::Model) -> Result<Feed, StoreError> {
    let at = |column, value: Option<i64>| value.map(|value| time("warning_feed", column, value)).transpose();
    Ok(Feed {
        id: row.id,
        name: row.name,
        address: row.address,
        senders: serde_json::from_str(&row.senders)
            .map_err(|_| StoreError::damaged("warning_feed", "senders", row.senders))?,
        authenticated: row.authenticated,
        every_s: u32::try_from(row.every_s).unwrap_or_default(),
        version: row.version,
        paused_at: at("paused_at", row.paused_at)?,
        etag: row.etag,
        last_modified: row.last_modified,
        next_at: time("warning_feed", "next_at", row.next_at)?,
        failures: row.failures,
        last_error: row.last_error,
        tried_at: at("tried_at", row.tried_at)?,
        ok_at: at("ok_at", row.ok_at)?,
    })
}

fn read_entry(row: part::Model) -> Result<Entry, StoreError> {
    let outcome = EntryOutcome::from_word(&row.outcome);
    Ok(Entry {
        key: row.key,
        title: row.title,
        outcome: outcome.ok_or_else(|| StoreError::damaged("warning_feed_entry", "outcome", row.outcome))?,
        reason: row.reason,
        tries: row.tries,
        warning: row.warning.map(WarningId),
        seen_at: time("warning_feed_entry", "seen_at", row.seen_at)?,
        changed_at: time("warning_feed_entry", "changed_at", row.changed_at)?,
    })
}
