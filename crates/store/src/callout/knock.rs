//! Tasks to reach silent posts by knocking or by radio.

use std::collections::HashMap;

use domain::callout::{KnockFound, KnockWay};
use domain::id::{AccountId, CallId, CalloutId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use self::row::Column;
use super::call::{CallRow, from_row as call_from_row, row as call_row};
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "knock")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) call: Uuid,
        pub(crate) callout: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) way: String,
        pub(crate) posting: Uuid,
        pub(crate) account: Uuid,
        pub(crate) ordered_at: i64,
        pub(crate) ordered_by: Option<Uuid>,
        pub(crate) due_at: i64,
        pub(crate) found: Option<String>,
        pub(crate) found_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody is to reach a silent post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// The call of that post.
    pub call: CallId,
    /// Its round.
    pub callout: CalloutId,
    /// The unit of the call, and where that stands.
    pub unit: (UnitId, UnitPath),
    /// By which way.
    pub way: KnockWay,
    /// Who does it: the post, and whose that is.
    pub owner: (PostingId, AccountId),
    /// When it was ordered.
    pub ordered_at: Timestamp,
    /// Who ordered it; none when a unit had gone dark.
    pub ordered_by: Option<AccountId>,
    /// When it is to be done.
    pub due_at: Timestamp,
    /// What was found, and when.
    pub found: Option<(KnockFound, Timestamp)>,
}

/// Writes a task down; it takes the place of the one that its call had.
///
/// # Errors
/// When the database fails.
pub async fn order_knock(write: &Write, knock: &Knock) -> Result<(), StoreError> {
    let anew = OnConflict::column(Column::Call)
        .update_columns([
            Column::Way,
            Column::Posting,
            Column::Account,
            Column::OrderedAt,
            Column::OrderedBy,
            Column::DueAt,
            Column::Found,
            Column::FoundAt,
        ])
        .to_owned();
    row::Entity::insert(active(knock)).on_conflict(anew).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Writes tasks down; the one that a call has stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn give_knocks(write: &Write, knocks: &[Knock]) -> Result<(), StoreError> {
    for chunk in knocks.chunks(500) {
        let known = OnConflict::column(Column::Call).do_nothing().to_owned();
        let rows = chunk.iter().map(active);
        row::Entity::insert_many(rows).on_conflict(known).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Writes down what was found; says whether that is new. *Nobody* does not take *there* back.
///
/// # Errors
/// When the database fails.
pub async fn knock_found(write: &Write, call: CallId, found: KnockFound, now: Timestamp) -> Result<bool, StoreError> {
    let mut open = Condition::any().add(Column::Found.is_null());
    if found == KnockFound::There {
        open = open.add(Column::Found.eq(KnockFound::Nobody.word()));
    }
    let result = row::Entity::update_many()
        .col_expr(Column::Found, Expr::value(found.word()))
        .col_expr(Column::FoundAt, Expr::value(now.as_millisecond()))
        .filter(Column::Call.eq(call.0))
        .filter(open)
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// The tasks of calls, for those that have one.
///
/// # Errors
/// When the database fails.
pub async fn knocks_of(db: &impl ConnectionTrait, calls: &[CallId]) -> Result<HashMap<CallId, Knock>, StoreError> {
    let mut found = HashMap::new();
    for chunk in calls.chunks(10_000) {
        let rows = row::Entity::find().filter(Column::Call.is_in(chunk.iter().map(|id| id.0)));
        for row in rows.all(db).await? {
            let knock = from_row(row)?;
            found.insert(knock.call, knock);
        }
    }
    Ok(found)
}

/// The calls of a round in these units themselves, in the order of their ids. By path: the index over rounds has paths.
///
/// # Errors
/// When the database fails.
pub async fn calls_at(
    db: &impl ConnectionTrait,
    callout: CalloutId,
    units: &[UnitPath],
) -> Result<Vec<CallRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in units.chunks(10_000) {
        let rows = call_row::Entity::find()
            .filter(call_row::Column::Callout.eq(callout.0))
            .filter(call_row::Column::Path.is_in(chunk.iter().map(UnitPath::as_str)))
            .order_by_asc(call_row::Column::Id);
        for row in rows.all(db).await? {
            found.push(call_from_row(row)?);
        }
    }
    Ok(found)
}

impl Store {
    /// The task of a call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn knock(&self, call: CallId) -> Result<Option<Knock>, StoreError> {
        row::Entity::find_by_id(call.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// The tasks of an account in these rounds, or in all that ever were, each with its call: the first due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_knocks(
        &self,
        account: AccountId,
        rounds: Option<&[CalloutId]>,
    ) -> Result<Vec<(Knock, CallRow)>, StoreError> {
        let mut query = row::Entity::find().filter(Column::Account.eq(account.0));
        if let Some(rounds) = rounds {
            query = query.filter(Column::Callout.is_in(rounds.iter().map(|id| id.0)));
        }
        let rows = query.order_by_asc(Column::DueAt).order_by_asc(Column::Call).all(self.read()).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.call).collect();
        let mut calls = HashMap::new();
        for chunk in ids.chunks(10_000) {
            let found = call_row::Entity::find().filter(call_row::Column::Id.is_in(chunk.iter().copied()));
            for row in found.all(self.read()).await? {
                calls.insert(row.id, call_from_row(row)?);
            }
        }
        let mut own = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(call) = calls.remove(&row.call) {
                own.push((from_row(row)?, call));
            }
        }
        Ok(own)
    }
}

fn active(knock: &Knock) -> row::ActiveModel {
    row::ActiveModel {
        call: Set(knock.call.0),
        callout: Set(knock.callout.0),
        unit: Set(knock.unit.0.0),
        path: Set(knock.unit.1.as_str().to_owned()),
        way: Set(knock.way.word().to_owned()),
        posting: Set(knock.owner.0.0),
        account: Set(knock.owner.1.0),
        ordered_at: Set(knock.ordered_at.as_millisecond()),
        ordered_by: Set(knock.ordered_by.map(|id| id.0)),
        due_at: Set(knock.due_at.as_millisecond()),
        found: Set(knock.found.map(|(found, _)| found.word().to_owned())),
        found_at: Set(knock.found.map(|(_, at)| at.as_millisecond())),
    }
}

fn from_row(row: row::Model) -> Result<Knock, StoreError> {
    let at = |column, millis| time("knock", column, millis);
    let damaged = |column, text: &str| StoreError::damaged("knock", column, text);
    let found = match (&row.found, row.found_at) {
        (Some(word), Some(millis)) => {
            let found = KnockFound::from_word(word).ok_or_else(|| damaged("found", word))?;
            Some((found, at("found_at", millis)?))
        }
        _ => None,
    };
    Ok(Knock {
        call: CallId(row.call),
        callout: CalloutId(row.callout),
        unit: (UnitId(row.unit), UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?),
        way: KnockWay::from_word(&row.way).ok_or_else(|| damaged("way", &row.way))?,
        owner: (PostingId(row.posting), AccountId(row.account)),
        ordered_at: at("ordered_at", row.ordered_at)?,
        ordered_by: row.ordered_by.map(AccountId),
        due_at: at("due_at", row.due_at)?,
        found,
    })
}
