//! Rounds of calls (叫应) and the calls in them.

mod attempt;
mod call;
mod call_back;
mod due;
mod handover;
mod knock;
mod post;

use domain::callout::Ending;
use domain::colour::WarningColour;
use domain::id::{AccountId, CalloutId, UnitId, WarningId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use self::row::Column;
use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) use attempt::row as attempt_row;
pub use attempt::{
    Attempt, Reach, attempts_of, by_carrier_id, end_attempts, hold_by_carrier_id, open_attempts, reach_of,
};
pub(crate) use call::row as call_row;
pub use call::{CallRow, Cut, Tally, hold_calls, place, put_back, redirect_call, report_calls, tally, unreached_below};
pub use call_back::{CallBack, called_back, draw_back};
pub use due::{claim, end_calls, release};
pub use handover::{Handover, hand_over, handovers_of, handovers_rung};
pub use knock::{Knock, calls_at, give_knocks, knock_found, knocks_of, order_knock};
pub use post::{DutyPost, duties_below, posts_at, posts_below};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "callout")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) warning: Option<Uuid>,
        pub(crate) colour: String,
        pub(crate) plan: String,
        pub(crate) opened_at: i64,
        pub(crate) opened_by: Option<Uuid>,
        pub(crate) placed_at: Option<i64>,
        pub(crate) calls: i32,
        pub(crate) ending: Option<String>,
        pub(crate) ended_at: Option<i64>,
        pub(crate) swept_at: Option<i64>,
        pub(crate) night_rings: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod area {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "callout_unit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) callout: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        pub(crate) path: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A round of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// Identity.
    pub id: CalloutId,
    /// The warning that it is about.
    pub warning: Option<WarningId>,
    /// Its colour.
    pub colour: WarningColour,
    /// Version of the table of ladders when it began.
    pub plan: String,
    /// When it began: the ladder of each call counts from its first attempt, the lag of the whole from here.
    pub opened_at: Timestamp,
    /// Who began it; none when the warning did by itself.
    pub opened_by: Option<AccountId>,
    /// When the last of its calls was written down; none while that goes on.
    pub placed_at: Option<Timestamp>,
    /// How many calls.
    pub calls: u32,
    /// Why it ended, and when.
    pub ended: Option<(Ending, Timestamp)>,
}

/// Begins a round of calls for units and everything below them.
///
/// # Errors
/// When the database fails.
pub async fn open(write: &Write, new: &Callout, units: &[(UnitId, UnitPath)]) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(new.id.0),
        warning: Set(new.warning.map(|id| id.0)),
        colour: Set(new.colour.word().to_owned()),
        plan: Set(new.plan.clone()),
        opened_at: Set(new.opened_at.as_millisecond()),
        opened_by: Set(new.opened_by.map(|id| id.0)),
        placed_at: Set(None),
        calls: Set(0),
        ending: Set(None),
        ended_at: Set(None),
        swept_at: Set(None),
        night_rings: Set(None),
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    for chunk in units.chunks(1_000) {
        let rows = chunk.iter().map(|(unit, path)| area::ActiveModel {
            callout: Set(new.id.0),
            unit: Set(unit.0),
            path: Set(path.as_str().to_owned()),
        });
        area::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// The units that a round was begun for, in path order.
///
/// # Errors
/// When the database fails.
pub async fn units(db: &impl ConnectionTrait, id: CalloutId) -> Result<Vec<(UnitId, UnitPath)>, StoreError> {
    let rows = area::Entity::find().filter(area::Column::Callout.eq(id.0)).order_by_asc(area::Column::Path);
    let path = |text: String| UnitPath::parse(&text).ok_or_else(|| StoreError::damaged("callout_unit", "path", text));
    rows.all(db).await?.into_iter().map(|row| Ok((UnitId(row.unit), path(row.path)?))).collect()
}

/// A round as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: CalloutId) -> Result<Option<Callout>, StoreError> {
    row::Entity::find_by_id(id.0).lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

/// Rounds as they are now: none of them ends before the transaction does. Others may hold them so at the same time.
///
/// # Errors
/// When the database fails.
pub async fn hold_shared(write: &Write, ids: &[CalloutId]) -> Result<Vec<Callout>, StoreError> {
    let rows = row::Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).order_by_asc(Column::Id);
    rows.lock_shared().all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// Rounds by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, ids: &[CalloutId]) -> Result<Vec<Callout>, StoreError> {
    let rows = row::Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    rows.all(db).await?.into_iter().map(from_row).collect()
}

/// Says that all calls are written down.
///
/// # Errors
/// When the database fails.
pub async fn placed(write: &Write, id: CalloutId, calls: u32, now: Timestamp) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(Column::PlacedAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::Calls, Expr::value(i32::try_from(calls).unwrap_or(i32::MAX)))
        .filter(Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Has PostgreSQL count the calls, by whose numbers it plans. It would do so by itself within a minute or two; until then
/// it takes the calls of a city for a handful, and reads them all where it should look a few up.
///
/// # Errors
/// When the database fails.
pub async fn count_for_plans(write: &Write) -> Result<(), StoreError> {
    if write.tx().get_database_backend() == DbBackend::Postgres {
        write.tx().execute_unprepared("analyze \"call\"").await?;
    }
    Ok(())
}

/// Ends a round; says whether it went on until now. Its calls end with [`end_calls`].
///
/// # Errors
/// When the database fails.
pub async fn end(write: &Write, id: CalloutId, ending: Ending, now: Timestamp) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::Ending, Expr::value(ending.word()))
        .col_expr(Column::EndedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Ending.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Says that no call of an ended round is open any more, and how often it rang at night.
///
/// # Errors
/// When the database fails.
pub async fn swept(write: &Write, id: CalloutId, night_rings: u32, now: Timestamp) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(Column::SweptAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::NightRings, Expr::value(i32::try_from(night_rings).unwrap_or(i32::MAX)))
        .filter(Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Puts a round under a later warning that says the same.
///
/// # Errors
/// When the database fails.
pub async fn follow(write: &Write, id: CalloutId, warning: WarningId) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(Column::Warning, Expr::value(warning.0))
        .filter(Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Rounds of a warning, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_warning(db: &impl ConnectionTrait, id: WarningId) -> Result<Vec<Callout>, StoreError> {
    let rows = row::Entity::find().filter(Column::Warning.eq(id.0)).order_by_asc(Column::OpenedAt);
    rows.all(db).await?.into_iter().map(from_row).collect()
}

impl Store {
    /// The round with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn callout(&self, id: CalloutId) -> Result<Option<Callout>, StoreError> {
        row::Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Whether a round of calls goes on anywhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_open_callout(&self) -> Result<bool, StoreError> {
        Ok(row::Entity::find().filter(Column::EndedAt.is_null()).limit(1).one(self.read()).await?.is_some())
    }

    /// Every round, the oldest first: for the report of an exercise, whose world has few.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn callouts(&self) -> Result<Vec<Callout>, StoreError> {
        let rows = row::Entity::find().order_by_asc(Column::OpenedAt);
        rows.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// The oldest round that goes on and whose calls are not all written down.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unplaced_callout(&self) -> Result<Option<Callout>, StoreError> {
        let found = row::Entity::find()
            .filter(Column::PlacedAt.is_null())
            .filter(Column::Ending.is_null())
            .order_by_asc(Column::OpenedAt);
        found.one(self.read()).await?.map(from_row).transpose()
    }

    /// Rounds that go on, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_callouts(&self) -> Result<Vec<Callout>, StoreError> {
        let rows = row::Entity::find().filter(Column::Ending.is_null()).order_by_asc(Column::OpenedAt);
        rows.all(self.read()).await?.into_iter().map(from_row).collect()
    }
}

fn from_row(row: row::Model) -> Result<Callout, StoreError> {
    let at = |column, millis| time("callout", column, millis);
    let ended = match (row.ending, row.ended_at) {
        (Some(word), Some(millis)) => {
            let ending = Ending::from_word(&word).ok_or_else(|| StoreError::damaged("callout", "ending", word))?;
            Some((ending, at("ended_at", millis)?))
        }
        _ => None,
    };
    let colour = WarningColour::from_word(&row.colour);
    Ok(Callout {
        id: CalloutId(row.id),
        warning: row.warning.map(WarningId),
        colour: colour.ok_or_else(|| StoreError::damaged("callout", "colour", row.colour))?,
        plan: row.plan,
        opened_at: at("opened_at", row.opened_at)?,
        opened_by: row.opened_by.map(AccountId),
        placed_at: row.placed_at.map(|millis| at("placed_at", millis)).transpose()?,
        calls: u32::try_from(row.calls).unwrap_or(0),
        ended,
    })
}
