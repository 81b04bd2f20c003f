//! Outlets of units, and what they were told.

use domain::id::{CalloutId, OutletId, UnitId};
use domain::message::MessageState;
use domain::outlet::OutletKind;
use domain::unit::UnitPath;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use self::message::Column as Said;
use self::row::Column;
use crate::filter::{due, within};
use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outlet")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) kind: String,
        pub(crate) name: String,
        pub(crate) address: Option<Vec<u8>>,
        pub(crate) added_at: i64,
        pub(crate) removed_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod message {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outlet_message")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) callout: Uuid,
        pub(crate) outlet: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) priority: i16,
        pub(crate) posts: i32,
        pub(crate) state: String,
        pub(crate) tries: i16,
        pub(crate) error: Option<String>,
        pub(crate) next_at: Option<i64>,
        pub(crate) claimed_until: Option<i64>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A work group, loudspeaker, radio or satellite phone of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Identity.
    pub id: OutletId,
    /// Its unit.
    pub unit: UnitId,
    /// The unit's path.
    pub path: UnitPath,
    /// What it is.
    pub kind: OutletKind,
    /// What it is called.
    pub name: String,
    /// Its address and secret, encrypted.
    pub address: Vec<u8>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// What an outlet is told about a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletMessage {
    /// The key under which it is said, once or again.
    pub id: Uuid,
    /// The round.
    pub callout: CalloutId,
    /// The outlet.
    pub outlet: OutletId,
    /// The outlet's unit.
    pub unit: UnitId,
    /// The unit's path.
    pub path: UnitPath,
    /// 0 first: nearest to where the harm is expected.
    pub priority: i16,
    /// Posts of the unit and below that were called.
    pub posts: u32,
    /// Where it stands.
    pub state: MessageState,
    /// How often it was said: more than once after a failure, or a crash whose outcome is unknown.
    pub tries: i16,
    /// What went wrong; no address in it.
    pub error: Option<String>,
    /// When it is tried next; none when nothing is to be done.
    pub next_at: Option<Timestamp>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Adds an outlet.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, new: &Outlet) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(new.id.0),
        unit: Set(new.unit.0),
        path: Set(new.path.as_str().to_owned()),
        kind: Set(new.kind.word().to_owned()),
        name: Set(new.name.clone()),
        address: Set(Some(new.address.clone())),
        added_at: Set(new.added_at.as_millisecond()),
        removed_at: Set(None),
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Takes an outlet away, and its address with it; says whether it was there. What it is still to be told is dropped.
///
/// # Errors
/// When the database fails.
pub async fn remove(write: &Write, id: OutletId, now: Timestamp) -> Result<bool, StoreError> {
    let gone = row::Entity::update_many()
        .col_expr(Column::RemovedAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::Address, Expr::value(None::<Vec<u8>>))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RemovedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(gone.rows_affected == 1)
}

/// Writes down what outlets are to be told; what is there stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn place(write: &Write, messages: &[OutletMessage]) -> Result<(), StoreError> {
    for chunk in messages.chunks(1_000) {
        let known = OnConflict::columns([Said::Callout, Said::Outlet]).do_nothing().to_owned();
        let rows = chunk.iter().map(active);
        message::Entity::insert_many(rows).on_conflict(known).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Claims up to `limit` messages that are due, the nearest first, until `now` + `lease`.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    write: &Write,
    now: Timestamp,
    lease: SignedDuration,
    limit: u64,
) -> Result<Vec<OutletMessage>, StoreError> {
    let rows = message::Entity::find()
        .filter(due(Said::NextAt, Said::ClaimedUntil, now))
        .order_by_asc(Said::Priority)
        .order_by_asc(Said::NextAt)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(write.tx())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let until = now.saturating_add(lease).unwrap_or(now).as_millisecond();
    message::Entity::update_many()
        .col_expr(Said::ClaimedUntil, Expr::value(until))
        .filter(Said::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(write.tx())
        .await?;
    rows.into_iter().map(from_message).collect()
}

/// Writes a claimed message back: as being said, or with what became of it. `release` gives its claim up.
///
/// # Errors
/// When the database fails.
pub async fn put_back(write: &Write, message: &OutletMessage, release: bool) -> Result<(), StoreError> {
    let mut update = message::Entity::update_many()
        .col_expr(Said::State, Expr::value(message.state.word()))
        .col_expr(Said::Tries, Expr::value(message.tries))
        .col_expr(Said::Error, Expr::value(message.error.clone()))
        .col_expr(Said::NextAt, Expr::value(message.next_at.map(Timestamp::as_millisecond)))
        .col_expr(Said::ChangedAt, Expr::value(message.changed_at.as_millisecond()))
        .filter(Said::Id.eq(message.id));
    if release {
        update = update.col_expr(Said::ClaimedUntil, Expr::value(None::<i64>));
    }
    update.exec(write.tx()).await?;
    Ok(())
}

/// Ends every claim. Only where no other worker can be alive.
///
/// # Errors
/// When the database fails.
pub async fn release(write: &Write) -> Result<(), StoreError> {
    message::Entity::update_many()
        .col_expr(Said::ClaimedUntil, Expr::value(None::<i64>))
        .filter(Said::ClaimedUntil.is_not_null())
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Outlets of the units at `path` and below, in tree order.
///
/// # Errors
/// When the database fails.
pub async fn below(db: &impl ConnectionTrait, path: &UnitPath) -> Result<Vec<Outlet>, StoreError> {
    let rows = row::Entity::find()
        .filter(within(Column::Path, path))
        .filter(Column::RemovedAt.is_null())
        .order_by_asc(Column::Path)
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id);
    rows.all(db).await?.into_iter().map(from_row).collect()
}

/// The outlet with this id, unless it was taken away.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: OutletId) -> Result<Option<Outlet>, StoreError> {
    let found = row::Entity::find_by_id(id.0).filter(Column::RemovedAt.is_null());
    found.one(db).await?.map(from_row).transpose()
}

impl Store {
    /// Outlets of the units at `path` and below, in tree order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outlets(&self, path: &UnitPath) -> Result<Vec<Outlet>, StoreError> {
        below(self.read(), path).await
    }

    /// Outlets of these units alone, in tree order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outlets_at(&self, units: &[UnitId]) -> Result<Vec<Outlet>, StoreError> {
        let rows = row::Entity::find()
            .filter(Column::Unit.is_in(units.iter().map(|unit| unit.0)))
            .filter(Column::RemovedAt.is_null())
            .order_by_asc(Column::Path)
            .order_by_asc(Column::AddedAt)
            .order_by_asc(Column::Id);
        rows.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// The outlet with this id, unless it was taken away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outlet(&self, id: OutletId) -> Result<Option<Outlet>, StoreError> {
        by_id(self.read(), id).await
    }

    /// Outlets by id, those that were taken away too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outlets_by_id(&self, ids: &[OutletId]) -> Result<Vec<Outlet>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(10_000) {
            let rows = row::Entity::find().filter(Column::Id.is_in(chunk.iter().map(|id| id.0)));
            for row in rows.all(self.read()).await? {
                found.push(from_row(row)?);
            }
        }
        Ok(found)
    }

    /// What the outlets at `path` and below were told about a round, in tree order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outlet_messages(&self, callout: CalloutId, path: &UnitPath) -> Result<Vec<OutletMessage>, StoreError> {
        let rows = message::Entity::find()
            .filter(Said::Callout.eq(callout.0))
            .filter(within(Said::Path, path))
            .order_by_asc(Said::Path)
            .order_by_asc(Said::Id);
        rows.all(self.read()).await?.into_iter().map(from_message).collect()
    }

    /// Whether an outlet is to be told something: a look that needs no write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_outlet_message(&self, now: Timestamp) -> Result<bool, StoreError> {
        let found: Option<Uuid> = message::Entity::find()
            .select_only()
            .column(Said::Id)
            .filter(due(Said::NextAt, Said::ClaimedUntil, now))
            .limit(1)
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(found.is_some())
    }
}

fn active(message: &OutletMessage) -> message::ActiveModel {
    message::ActiveModel {
        id: Set(message.id),
        callout: Set(message.callout.0),
        outlet: Set(message.outlet.0),
        unit: Set(message.unit.0),
        path: Set(message.path.as_str().to_owned()),
        priority: Set(message.priority),
        posts: Set(i32::try_from(message.posts).unwrap_or(i32::MAX)),
        state: Set(message.state.word().to_owned()),
        tries: Set(message.tries),
        error: Set(message.error.clone()),
        next_at: Set(message.next_at.map(Timestamp::as_millisecond)),
        claimed_until: Set(None),
        changed_at: Set(message.changed_at.as_millisecond()),
    }
}

fn from_row(row: row::Model) -> Result<Outlet, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("outlet", column, text);
    Ok(Outlet {
        id: OutletId(row.id),
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?,
        kind: OutletKind::from_word(&row.kind).ok_or_else(|| damaged("kind", &row.kind))?,
        name: row.name,
        address: row.address.unwrap_or_default(),
        added_at: time("outlet", "added_at", row.added_at)?,
    })
}

fn from_message(row: message::Model) -> Result<OutletMessage, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("outlet_message", column, text);
    Ok(OutletMessage {
        id: row.id,
        callout: CalloutId(row.callout),
        outlet: OutletId(row.outlet),
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?,
        priority: row.priority,
        posts: u32::try_from(row.posts).unwrap_or(0),
        state: MessageState::from_word(&row.state).ok_or_else(|| damaged("state", &row.state))?,
        tries: row.tries,
        error: row.error,
        next_at: row.next_at.map(|at| time("outlet_message", "next_at", at)).transpose()?,
        changed_at: time("outlet_message", "changed_at", row.changed_at)?,
    })
}
