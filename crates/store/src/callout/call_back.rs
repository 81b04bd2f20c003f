//! Confirmations that are called back.

use domain::callout::Found;
use domain::id::{AccountId, CallId, CalloutId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use self::row::Column;
use super::call::CallRow;
use crate::filter::within;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_back")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) call: Uuid,
        pub(crate) callout: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) drawn_at: i64,
        pub(crate) found: Option<String>,
        pub(crate) account: Option<Uuid>,
        pub(crate) posting: Option<Uuid>,
        pub(crate) called_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A confirmation that is called back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBack {
    /// The call.
    pub call: CallId,
    /// The unit of its post, and where that stands.
    pub unit: (UnitId, UnitPath),
    /// When it was drawn.
    pub drawn_at: Timestamp,
    /// What was found, and when.
    pub found: Option<(Found, Timestamp)>,
}

/// Draws calls; one that was drawn before stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn draw_back(write: &Write, calls: &[&CallRow], now: Timestamp) -> Result<(), StoreError> {
    if calls.is_empty() {
        return Ok(());
    }
    let rows = calls.iter().map(|call| row::ActiveModel {
        call: Set(call.id.0),
        callout: Set(call.callout.0),
        unit: Set(call.unit.0),
        path: Set(call.path.as_str().to_owned()),
        drawn_at: Set(now.as_millisecond()),
        found: Set(None),
        account: Set(None),
        posting: Set(None),
        called_at: Set(None),
    });
    let known = OnConflict::column(Column::Call).do_nothing().to_owned();
    row::Entity::insert_many(rows).on_conflict(known).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Writes down what a call-back found; says whether nobody had before.
///
/// # Errors
/// When the database fails.
pub async fn called_back(
    write: &Write,
    call: CallId,
    found: Found,
    by: (AccountId, PostingId),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::Found, Expr::value(found.word()))
        .col_expr(Column::Account, Expr::value(by.0.0))
        .col_expr(Column::Posting, Expr::value(by.1.0))
        .col_expr(Column::CalledAt, Expr::value(now.as_millisecond()))
        .filter(Column::Call.eq(call.0))
        .filter(Column::Found.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

impl Store {
    /// Confirmations of a round that are called back, in a unit and below: the earliest drawn first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn call_backs(&self, callout: CalloutId, path: &UnitPath) -> Result<Vec<CallBack>, StoreError> {
        let query = row::Entity::find().filter(Column::Callout.eq(callout.0)).filter(within(Column::Path, path));
        let query = query.order_by_asc(Column::DrawnAt).order_by_asc(Column::Call);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Whether a call was drawn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn call_back(&self, call: CallId) -> Result<Option<CallBack>, StoreError> {
        row::Entity::find_by_id(call.0).one(self.read()).await?.map(from_row).transpose()
    }
}

fn from_row(row: row::Model) -> Result<CallBack, StoreError> {
    let at = |column, value| time("call_back", column, value);
    let found = match (&row.found, row.called_at) {
        (Some(word), Some(called)) => {
            let found =
                Found::from_word(word).ok_or_else(|| StoreError::damaged("call_back", "found", word.clone()))?;
            Some((found, at("called_at", called)?))
        }
        _ => None,
    };
    let path = UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("call_back", "path", row.path))?;
    let drawn_at = at("drawn_at", row.drawn_at)?;
    Ok(CallBack { call: CallId(row.call), unit: (UnitId(row.unit), path), drawn_at, found })
}
