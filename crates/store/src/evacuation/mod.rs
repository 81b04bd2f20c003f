//! Evacuations (转移): what was ordered, households by building, doors.

mod door;
mod going_on;
mod group;
pub(crate) mod row;

use domain::access::Scope;
use domain::evacuation::{Peril, Return};
use domain::id::{AccountId, EvacuationId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use self::row::evacuation::{ActiveModel, Column, Entity, Model};
use crate::filter::within;
use crate::value::time;
use crate::{Store, StoreError, Write};

pub use door::{Door, doors_of, forget_doors, mark_doors};
pub use going_on::{emptied, sent_from};
pub use group::{Group, add_groups, groups_of, hold_groups, put_groups};

/// The evacuation of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evacuation {
    /// Identity.
    pub id: EvacuationId,
    /// Which unit.
    pub unit: UnitId,
    /// Its path.
    pub path: UnitPath,
    /// The response that ordered it.
    pub cause: Option<Uuid>,
    /// What people flee from.
    pub peril: Peril,
    /// The post that organises it.
    pub organiser: Option<PostingId>,
    /// When everybody should be out.
    pub due_at: Option<Timestamp>,
    /// Before which nobody returns.
    pub no_return_before: Option<Timestamp>,
    /// Whether it was ordered before it was reported (先转移后报告).
    pub move_first: bool,
    /// When the unit above was told.
    pub told_at: Option<Timestamp>,
    /// When it was ordered.
    pub opened_at: Timestamp,
    /// By whom; none when a response did.
    pub opened_by: Option<AccountId>,
    /// Whether people may go home, and when that was decided.
    pub home: (Return, Option<Timestamp>),
    /// When the rain ended, as somebody said who decided about the return.
    pub rain_ended_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
}

/// Writes evacuations down that were ordered.
///
/// # Errors
/// [`StoreError::Duplicate`] when an id is in use.
pub async fn open(write: &Write, all: &[Evacuation]) -> Result<(), StoreError> {
    for chunk in all.chunks(1_000) {
        let rows = chunk.iter().map(active);
        Entity::insert_many(rows).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// An evacuation as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: EvacuationId) -> Result<Option<Evacuation>, StoreError> {
    Entity::find_by_id(id.0).lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

/// Writes a held evacuation back.
///
/// # Errors
/// When the database fails.
pub async fn put(write: &Write, evacuation: &Evacuation) -> Result<(), StoreError> {
    Entity::update(active(evacuation)).exec(write.tx()).await?;
    Ok(())
}

/// Says that the residents of evacuations are called as far as their numbers are known.
///
/// # Errors
/// When the database fails.
pub async fn called(write: &Write, ids: &[EvacuationId], now: Timestamp) -> Result<(), StoreError> {
    for chunk in ids.chunks(1_000) {
        Entity::update_many()
            .col_expr(Column::ResidentsAt, Expr::value(now.as_millisecond()))
            .filter(Column::Id.is_in(chunk.iter().map(|id| id.0)))
            .exec(write.tx())
            .await?;
    }
    Ok(())
}

/// Says that the doors of an evacuation are deleted.
///
/// # Errors
/// When the database fails.
pub async fn swept(write: &Write, id: EvacuationId, now: Timestamp) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::SweptAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Which evacuations are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In this unit or below.
    pub within: Option<UnitPath>,
    /// Only those that go on.
    pub open: bool,
    /// Ordered before this one: its time and id.
    pub before: Option<(Timestamp, EvacuationId)>,
    /// At most so many.
    pub limit: u64,
}

impl Store {
    /// The evacuation with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evacuation(&self, id: EvacuationId) -> Result<Option<Evacuation>, StoreError> {
        Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Evacuations of units that a scope covers, and of those above them: whoever works in a grid sees that of the
    /// community. The latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evacuations(&self, scope: &Scope, wanted: &Wanted) -> Result<Vec<Evacuation>, StoreError> {
        let seen = scope.subtrees.iter().flat_map(|path| {
            let above = path.lineage().map(|path| path.as_str().to_owned());
            [within(Column::Path, path), Condition::all().add(Column::Path.is_in(above))]
        });
        // An empty `any` would be true: nothing granted must mean nothing seen.
        let mut query = Entity::find().filter(seen.fold(Condition::any().add(Column::OpenedAt.lt(0)), Condition::add));
        if let Some(path) = &wanted.within {
            query = query.filter(within(Column::Path, path));
        }
        if wanted.open {
            query = query.filter(Column::EndedAt.is_null());
        }
        if let Some((at, id)) = wanted.before {
            let same = Condition::all().add(Column::OpenedAt.eq(at.as_millisecond())).add(Column::Id.lt(id.0));
            query = query.filter(Condition::any().add(Column::OpenedAt.lt(at.as_millisecond())).add(same));
        }
        let query = query.order_by_desc(Column::OpenedAt).order_by_desc(Column::Id).limit(wanted.limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Whether an evacuation goes on in a unit on the way from the top to `path`, or below it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evacuates_at(&self, path: &UnitPath) -> Result<bool, StoreError> {
        let open: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Path)
            .filter(Column::EndedAt.is_null())
            .into_tuple()
            .all(self.read())
            .await?;
        let touches =
            |text: &String| UnitPath::parse(text).is_some_and(|one| one.contains(path) || path.contains(&one));
        Ok(open.iter().any(touches))
    }

    /// Evacuations that go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_evacuations(&self) -> Result<Vec<Evacuation>, StoreError> {
        let open = Entity::find().filter(Column::EndedAt.is_null()).order_by_asc(Column::OpenedAt);
        open.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Evacuations that go on and whose residents were not looked for since `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evacuations_to_call(&self, before: Timestamp) -> Result<Vec<Evacuation>, StoreError> {
        let never = Condition::any().add(Column::ResidentsAt.is_null());
        let long_ago = never.add(Column::ResidentsAt.lte(before.as_millisecond()));
        let open = Entity::find().filter(Column::EndedAt.is_null()).filter(long_ago).order_by_asc(Column::OpenedAt);
        open.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Evacuations that ended at or before `ended` and whose doors are still there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evacuations_to_sweep(&self, ended: Timestamp) -> Result<Vec<Evacuation>, StoreError> {
        let rows = Entity::find()
            .filter(Column::EndedAt.lte(ended.as_millisecond()))
            .filter(Column::SweptAt.is_null())
            .order_by_asc(Column::EndedAt)
            .limit(500);
        rows.all(self.read()).await?.into_iter().map(from_row).collect()
    }
}

fn active(one: &Evacuation) -> ActiveModel {
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    ActiveModel {
        id: Set(one.id.0),
        unit: Set(one.unit.0),
        path: Set(one.path.as_str().to_owned()),
        cause: Set(one.cause),
        peril: Set(one.peril.word().to_owned()),
        organiser: Set(one.organiser.map(|id| id.0)),
        due_at: Set(millis(one.due_at)),
        no_return_before: Set(millis(one.no_return_before)),
        move_first: Set(one.move_first),
        told_at: Set(millis(one.told_at)),
        opened_at: Set(one.opened_at.as_millisecond()),
        opened_by: Set(one.opened_by.map(|id| id.0)),
        home: Set(one.home.0.word().to_owned()),
        home_at: Set(millis(one.home.1)),
        rain_ended_at: Set(millis(one.rain_ended_at)),
        ended_at: Set(millis(one.ended_at)),
        changed_at: Set(one.changed_at.as_millisecond()),
        ..Default::default()
    }
}

fn from_row(row: Model) -> Result<Evacuation, StoreError> {
    let at = |column, millis: i64| time("evacuation", column, millis);
    let maybe = |column, millis: Option<i64>| millis.map(|millis| at(column, millis)).transpose();
    let home = Return::from_word(&row.home).ok_or_else(|| StoreError::damaged("evacuation", "home", row.home))?;
    Ok(Evacuation {
        id: EvacuationId(row.id),
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("evacuation", "path", row.path))?,
        cause: row.cause,
        peril: Peril::from_word(&row.peril).ok_or_else(|| StoreError::damaged("evacuation", "peril", row.peril))?,
        organiser: row.organiser.map(PostingId),
        due_at: maybe("due_at", row.due_at)?,
        no_return_before: maybe("no_return_before", row.no_return_before)?,
        move_first: row.move_first,
        told_at: maybe("told_at", row.told_at)?,
        opened_at: at("opened_at", row.opened_at)?,
        opened_by: row.opened_by.map(AccountId),
        home: (home, maybe("home_at", row.home_at)?),
        rain_ended_at: maybe("rain_ended_at", row.rain_ended_at)?,
        ended_at: maybe("ended_at", row.ended_at)?,
        changed_at: at("changed_at", row.changed_at)?,
    })
}
