//! Warnings as they came in, and the units that they are for.

use domain::access::Scope;
use domain::callout::Ending;
use domain::colour::WarningColour;
use domain::id::{AccountId, UnitId, WarningId};
use domain::names::Names;
use domain::unit::UnitPath;
use domain::warned::{Signature, WarnedOf};
use jiff::Timestamp;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use serde_json::Value;

use self::row::Column;
use crate::filter::within;
use crate::value::{names, names_text, time};
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "warning")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) sender: String,
        pub(crate) identifier: String,
        pub(crate) sent_at: i64,
        pub(crate) status: String,
        pub(crate) message: String,
        pub(crate) way: String,
        pub(crate) official: bool,
        pub(crate) colour: Option<String>,
        pub(crate) event: String,
        pub(crate) headline: String,
        pub(crate) instruction: String,
        pub(crate) issuer: Option<String>,
        pub(crate) effective_at: i64,
        pub(crate) expires_at: Option<i64>,
        pub(crate) notes: String,
        pub(crate) ending: Option<String>,
        pub(crate) ended_at: Option<i64>,
        pub(crate) ended_by: Option<Uuid>,
        pub(crate) received_at: i64,
        pub(crate) received_from: Option<Uuid>,
        pub(crate) document: Vec<u8>,
        pub(crate) hazard: Option<String>,
        pub(crate) signature: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod area {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "warning_unit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) warning: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        pub(crate) path: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A warning as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Identity here.
    pub id: WarningId,
    /// CAP sender and identifier: unique together.
    pub sender: String,
    /// What its sender calls it.
    pub identifier: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// CAP status, in small letters.
    pub status: String,
    /// CAP message type, in small letters.
    pub message: String,
    /// How it came: `push`, `feed` or `file`.
    pub way: String,
    /// Whether its word starts calls.
    pub official: bool,
    /// Its colour, where it has one.
    pub colour: Option<WarningColour>,
    /// What it warns of.
    pub hazard: WarnedOf,
    /// The event, by language.
    pub event: Names,
    /// The line, by language.
    pub headline: Names,
    /// What to do, by language.
    pub instruction: Names,
    /// The issuing body, in words.
    pub issuer: Option<String>,
    /// From when it counts.
    pub effective_at: Timestamp,
    /// Until when.
    pub expires_at: Option<Timestamp>,
    /// What a reader must know about the units.
    pub notes: Value,
    /// Why it does not count any more, when, and by which other warning.
    pub ended: Option<Ended>,
    /// When it came in.
    pub received_at: Timestamp,
    /// Who handed it in.
    pub received_from: Option<AccountId>,
    /// What is known of its signature; none where it has none.
    pub signature: Option<Signature>,
}

/// Why a warning does not count any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Why.
    pub ending: Ending,
    /// When.
    pub at: Timestamp,
    /// The warning that ended it.
    pub by: Option<WarningId>,
}

/// Puts a warning in, with the text as it came and its units.
///
/// # Errors
/// [`StoreError::Duplicate`] when this sender's identifier is known.
pub async fn insert(
    write: &Write,
    new: &Warning,
    document: &[u8],
    units: &[(UnitId, UnitPath)],
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(new.id.0),
        sender: Set(new.sender.clone()),
        identifier: Set(new.identifier.clone()),
        sent_at: Set(new.sent_at.as_millisecond()),
        status: Set(new.status.clone()),
        message: Set(new.message.clone()),
        way: Set(new.way.clone()),
        official: Set(new.official),
        colour: Set(new.colour.map(|colour| colour.word().to_owned())),
        event: Set(names_text(&new.event)),
        headline: Set(names_text(&new.headline)),
        instruction: Set(names_text(&new.instruction)),
        issuer: Set(new.issuer.clone()),
        effective_at: Set(new.effective_at.as_millisecond()),
        expires_at: Set(new.expires_at.map(Timestamp::as_millisecond)),
        notes: Set(new.notes.to_string()),
        ending: Set(new.ended.map(|ended| ended.ending.word().to_owned())),
        ended_at: Set(new.ended.map(|ended| ended.at.as_millisecond())),
        ended_by: Set(new.ended.and_then(|ended| ended.by).map(|id| id.0)),
        received_at: Set(new.received_at.as_millisecond()),
        received_from: Set(new.received_from.map(|id| id.0)),
        document: Set(document.to_vec()),
        hazard: Set(Some(new.hazard.word().to_owned())),
        signature: Set(new.signature.map(|signature| signature.word().to_owned())),
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    for chunk in units.chunks(1_000) {
        let rows = chunk.iter().map(|(unit, path)| area::ActiveModel {
            warning: Set(new.id.0),
            unit: Set(unit.0),
            path: Set(path.as_str().to_owned()),
        });
        area::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Ends a warning that still counts; says whether it did.
///
/// # Errors
/// When the database fails.
pub async fn end(write: &Write, id: WarningId, ended: Ended) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::Ending, Expr::value(ended.ending.word()))
        .col_expr(Column::EndedAt, Expr::value(ended.at.as_millisecond()))
        .col_expr(Column::EndedBy, Expr::value(ended.by.map(|id| id.0)))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Ending.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Marks a warning as one whose word starts calls; says whether it was none.
///
/// # Errors
/// When the database fails.
pub async fn vouch(write: &Write, id: WarningId) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::Official, Expr::value(true))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Official.eq(false))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Gives the name of a warning that nobody vouches for free. The new name has a space, as none of CAP has.
///
/// # Errors
/// When the database fails.
pub async fn unname(write: &Write, id: WarningId) -> Result<bool, StoreError> {
    let name = Expr::col(Column::Identifier).binary(BinOper::Custom("||"), Expr::value(format!(" unverified {id}")));
    let result = row::Entity::update_many()
        .col_expr(Column::Identifier, name)
        .filter(Column::Id.eq(id.0))
        .filter(Column::Official.eq(false))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// The warning of a sender with this identifier.
///
/// # Errors
/// When the database fails.
pub async fn by_name(db: &impl ConnectionTrait, sender: &str, identifier: &str) -> Result<Option<Warning>, StoreError> {
    let found = row::Entity::find().filter(Column::Sender.eq(sender)).filter(Column::Identifier.eq(identifier));
    found.one(db).await?.map(from_row).transpose()
}

/// The units of a warning, in path order.
///
/// # Errors
/// When the database fails.
pub async fn units(db: &impl ConnectionTrait, id: WarningId) -> Result<Vec<(UnitId, UnitPath)>, StoreError> {
    let rows = area::Entity::find().filter(area::Column::Warning.eq(id.0)).order_by_asc(area::Column::Path);
    let rows = rows.all(db).await?;
    rows.into_iter()
        .map(|row| {
            let path = UnitPath::parse(&row.path);
            Ok((UnitId(row.unit), path.ok_or_else(|| StoreError::damaged("warning_unit", "path", row.path))?))
        })
        .collect()
}

/// Official warnings for a unit, or for one above it, that have not ended by `now`.
///
/// # Errors
/// When the database fails.
pub async fn official_for(write: &Write, path: &UnitPath, now: Timestamp) -> Result<Vec<Warning>, StoreError> {
    let above = path.lineage().map(|path| path.as_str().to_owned());
    let of = area::Entity::find().select_only().column(area::Column::Warning).filter(area::Column::Path.is_in(above));
    let query = row::Entity::find()
        .filter(Column::Id.in_subquery(of.into_query()))
        .filter(Column::Official.eq(true))
        .filter(in_force(now));
    query.all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// Warnings that nobody ended and whose time is not over.
fn in_force(now: Timestamp) -> Condition {
    let lasts = Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(now.as_millisecond()));
    Condition::all().add(Column::Ending.is_null()).add(lasts)
}

/// Which warnings are asked for.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Only those that have not ended by this time.
    pub in_force_at: Option<Timestamp>,
    /// Only those received before this one: its time and id.
    pub before: Option<(Timestamp, WarningId)>,
    /// At most so many.
    pub limit: u64,
}

/// The warning with this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: WarningId) -> Result<Option<Warning>, StoreError> {
    row::Entity::find_by_id(id.0).one(db).await?.map(from_row).transpose()
}

impl Store {
    /// The warning with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warning(&self, id: WarningId) -> Result<Option<Warning>, StoreError> {
        by_id(self.read(), id).await
    }

    /// A warning as it came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warning_document(&self, id: WarningId) -> Result<Option<Vec<u8>>, StoreError> {
        let found = row::Entity::find_by_id(id.0).select_only().column(Column::Document).into_tuple();
        Ok(found.one(self.read()).await?)
    }

    /// Warnings for a unit in the scope, above it or below it, the latest first. A warning for no unit here concerns
    /// whoever sees the whole tree.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warnings(&self, scope: &Scope, page: &Page) -> Result<Vec<Warning>, StoreError> {
        let mut query = row::Entity::find().filter(concerning(scope));
        if let Some(now) = page.in_force_at {
            query = query.filter(in_force(now));
        }
        if let Some((at, id)) = page.before {
            let at = at.as_millisecond();
            let same = Condition::all().add(Column::ReceivedAt.eq(at)).add(Column::Id.lt(id.0));
            query = query.filter(Condition::any().add(Column::ReceivedAt.lt(at)).add(same));
        }
        let query = query.order_by_desc(Column::ReceivedAt).order_by_desc(Column::Id).limit(page.limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Warnings whose time is over and which nobody has ended yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warnings_over(&self, now: Timestamp, limit: u64) -> Result<Vec<Warning>, StoreError> {
        let query = row::Entity::find()
            .filter(Column::Ending.is_null())
            .filter(Column::ExpiresAt.lte(now.as_millisecond()))
            .order_by_asc(Column::ExpiresAt)
            .limit(limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }
}

/// Warnings that touch the scope.
fn concerning(scope: &Scope) -> Condition {
    let mut any = Condition::any();
    for path in scope.subtrees.iter().chain(scope.bodies.iter().map(|part| &part.path)) {
        // Of a unit above, the path begins the path of the scope.
        let above = path.lineage().map(|path| path.as_str().to_owned());
        let touching = Condition::any().add(within(area::Column::Path, path)).add(area::Column::Path.is_in(above));
        let of = area::Entity::find().select_only().column(area::Column::Warning).filter(touching).into_query();
        any = any.add(Column::Id.in_subquery(of));
        if path.depth() == 0 {
            let of_none = area::Entity::find()
                .select_only()
                .expr(Expr::value(1))
                .filter(Expr::col((area::Entity, area::Column::Warning)).equals((row::Entity, Column::Id)));
            any = any.add(Expr::exists(of_none.into_query()).not());
        }
    }
    if any.is_empty() { Condition::all().add(Expr::value(1).eq(0)) } else { any }
}

fn signature(word: Option<String>) -> Result<Option<Signature>, StoreError> {
    let known =
        |word: String| Signature::from_word(&word).ok_or_else(|| StoreError::damaged("warning", "signature", word));
    word.map(known).transpose()
}

fn from_row(row: row::Model) -> Result<Warning, StoreError> {
    let at = |column, value| time("warning", column, value);
    let colour = match &row.colour {
        Some(word) => {
            let colour = WarningColour::from_word(word);
            Some(colour.ok_or_else(|| StoreError::damaged("warning", "colour", word.clone()))?)
        }
        None => None,
    };
    let hazard = match &row.hazard {
        Some(word) => {
            WarnedOf::from_word(word).ok_or_else(|| StoreError::damaged("warning", "hazard", word.clone()))?
        }
        // Taken before it was kept.
        None => WarnedOf::Other,
    };
    let ended = match (row.ending, row.ended_at) {
        (Some(word), Some(millis)) => {
            let ending = Ending::from_word(&word).ok_or_else(|| StoreError::damaged("warning", "ending", word))?;
            Some(Ended { ending, at: at("ended_at", millis)?, by: row.ended_by.map(WarningId) })
        }
        _ => None,
    };
    Ok(Warning {
        id: WarningId(row.id),
        sender: row.sender,
        identifier: row.identifier,
        sent_at: at("sent_at", row.sent_at)?,
        status: row.status,
        message: row.message,
        way: row.way,
        official: row.official,
        colour,
        hazard,
        event: names("warning", &row.event)?,
        headline: names("warning", &row.headline)?,
        instruction: names("warning", &row.instruction)?,
        issuer: row.issuer,
        effective_at: at("effective_at", row.effective_at)?,
        expires_at: row.expires_at.map(|millis| at("expires_at", millis)).transpose()?,
        notes: serde_json::from_str(&row.notes).map_err(|_| StoreError::damaged("warning", "notes", row.notes))?,
        ended,
        received_at: at("received_at", row.received_at)?,
        received_from: row.received_from.map(AccountId),
        signature: signature(row.signature)?,
    })
}
