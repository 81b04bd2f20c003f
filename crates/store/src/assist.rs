//! The assistance register: sealed entries by building, estimates, numbered prints.
//!
//! No function here reads entries of more than one building, but the one that finds what has expired, which reads ids.

use std::collections::HashMap;

use domain::assist::{Consent, PrintEnd};
use domain::id::{AccountId, AssistId, PlaceId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity_assist::{assist, assist_estimate, assist_print};
use crate::filter::within;
use crate::value::time;
use crate::{Store, StoreError, Write};

/// An entry. What it says is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Identity.
    pub id: AssistId,
    /// The building.
    pub place: PlaceId,
    /// The unit in which it stands.
    pub unit: UnitId,
    /// Its path.
    pub path: UnitPath,
    /// Call-name, door, help, phones: sealed.
    pub sealed: Vec<u8>,
    /// Who agreed.
    pub consent: Consent,
    /// SHA-256 of the secret of its link.
    pub secret_hash: Vec<u8>,
    /// Posts of the helpers.
    pub helpers: Vec<PostingId>,
    /// When it was made.
    pub registered_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A printed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Identity.
    pub id: Uuid,
    /// Its number, which stands on it.
    pub number: u32,
    /// The building.
    pub place: PlaceId,
    /// The unit in which it stands.
    pub unit: UnitId,
    /// Its path.
    pub path: UnitPath,
    /// How many entries stand on it.
    pub entries: u32,
    /// Who printed it.
    pub posting: Option<PostingId>,
    /// When.
    pub printed_at: Timestamp,
    /// What became of it, and when.
    pub closed: Option<(PrintEnd, Timestamp)>,
}

/// Adds an entry.
///
/// # Errors
/// [`StoreError::Duplicate`] when the id is in use.
pub async fn insert(write: &Write, entry: &Entry) -> Result<(), StoreError> {
    let row = assist::ActiveModel {
        id: Set(entry.id.0),
        place: Set(entry.place.0),
        unit: Set(entry.unit.0),
        path: Set(entry.path.as_str().to_owned()),
        sealed: Set(entry.sealed.clone()),
        consent: Set(entry.consent.word().to_owned()),
        secret_hash: Set(entry.secret_hash.clone()),
        helper_a: Set(entry.helpers.first().map(|id| id.0)),
        helper_b: Set(entry.helpers.get(1).map(|id| id.0)),
        registered_at: Set(entry.registered_at.as_millisecond()),
        expires_at: Set(entry.expires_at.as_millisecond()),
    };
    assist::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Names the helpers of an entry.
///
/// # Errors
/// When the database fails.
pub async fn set_helpers(write: &Write, id: AssistId, helpers: &[PostingId]) -> Result<(), StoreError> {
    assist::Entity::update_many()
        .col_expr(assist::Column::HelperA, Expr::value(helpers.first().map(|id| id.0)))
        .col_expr(assist::Column::HelperB, Expr::value(helpers.get(1).map(|id| id.0)))
        .filter(assist::Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Deletes an entry; says whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, id: AssistId) -> Result<bool, StoreError> {
    Ok(assist::Entity::delete_by_id(id.0).exec(write.tx()).await?.rows_affected == 1)
}

/// Sets how many households of a building are thought to need help.
///
/// # Errors
/// When the database fails.
pub async fn set_estimate(
    write: &Write,
    (place, unit, path): (PlaceId, UnitId, &UnitPath),
    estimated: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    use assist_estimate::Column;
    let row = assist_estimate::ActiveModel {
        place: Set(place.0),
        unit: Set(unit.0),
        path: Set(path.as_str().to_owned()),
        estimated: Set(i32::try_from(estimated).unwrap_or(i32::MAX)),
        changed_at: Set(now.as_millisecond()),
    };
    let again = OnConflict::column(Column::Place)
        .update_columns([Column::Unit, Column::Path, Column::Estimated, Column::ChangedAt])
        .to_owned();
    assist_estimate::Entity::insert(row).on_conflict(again).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Adds a print under the next number; gives it.
///
/// # Errors
/// [`StoreError::Duplicate`] when another print took the number first.
pub async fn add_print(write: &Write, print: &Print, by: AccountId) -> Result<u32, StoreError> {
    let highest: Option<Option<i32>> = assist_print::Entity::find()
        .select_only()
        .column_as(assist_print::Column::Number.max(), "n")
        .into_tuple()
        .one(write.tx())
        .await?;
    let number = highest.flatten().unwrap_or(0).saturating_add(1);
    let row = assist_print::ActiveModel {
        id: Set(print.id),
        number: Set(number),
        place: Set(print.place.0),
        unit: Set(print.unit.0),
        path: Set(print.path.as_str().to_owned()),
        entries: Set(i32::try_from(print.entries).unwrap_or(i32::MAX)),
        printed_by: Set(by.0),
        posting: Set(print.posting.map(|id| id.0)),
        printed_at: Set(print.printed_at.as_millisecond()),
        ending: Set(None),
        closed_at: Set(None),
    };
    assist_print::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(u32::try_from(number).unwrap_or(0))
}

/// Says what became of a print that is still out; says whether it was.
///
/// # Errors
/// When the database fails.
pub async fn close_print(write: &Write, id: Uuid, how: PrintEnd, now: Timestamp) -> Result<bool, StoreError> {
    let result = assist_print::Entity::update_many()
        .col_expr(assist_print::Column::Ending, Expr::value(how.word()))
        .col_expr(assist_print::Column::ClosedAt, Expr::value(now.as_millisecond()))
        .filter(assist_print::Column::Id.eq(id))
        .filter(assist_print::Column::Ending.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// The entries of one building that have not expired, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_place(db: &impl ConnectionTrait, place: PlaceId, now: Timestamp) -> Result<Vec<Entry>, StoreError> {
    let rows = assist::Entity::find()
        .filter(assist::Column::Place.eq(place.0))
        .filter(assist::Column::ExpiresAt.gt(now.as_millisecond()))
        .order_by_asc(assist::Column::RegisteredAt)
        .order_by_asc(assist::Column::Id);
    rows.all(db).await?.into_iter().map(from_row).collect()
}

impl Store {
    /// The entry with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assist(&self, id: AssistId) -> Result<Option<Entry>, StoreError> {
        assist::Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// The entry whose link has this secret.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assist_by_secret(&self, hash: &[u8]) -> Result<Option<Entry>, StoreError> {
        let found = assist::Entity::find().filter(assist::Column::SecretHash.eq(hash.to_vec()));
        found.one(self.read()).await?.map(from_row).transpose()
    }

    /// How many entries each of these buildings has: numbers alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assists_counted(
        &self,
        places: &[PlaceId],
        now: Timestamp,
    ) -> Result<HashMap<PlaceId, u32>, StoreError> {
        let mut counts = HashMap::new();
        for chunk in places.chunks(1_000) {
            let rows: Vec<(Uuid, i64)> = assist::Entity::find()
                .select_only()
                .column(assist::Column::Place)
                .column_as(assist::Column::Id.count(), "n")
                .filter(assist::Column::Place.is_in(chunk.iter().map(|id| id.0)))
                .filter(assist::Column::ExpiresAt.gt(now.as_millisecond()))
                .group_by(assist::Column::Place)
                .into_tuple()
                .all(self.read())
                .await?;
            counts.extend(rows.into_iter().map(|(id, n)| (PlaceId(id), u32::try_from(n).unwrap_or(u32::MAX))));
        }
        Ok(counts)
    }

    /// How many households of a building are thought to need help.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assist_estimate(&self, place: PlaceId) -> Result<Option<u32>, StoreError> {
        let row = assist_estimate::Entity::find_by_id(place.0).one(self.read()).await?;
        Ok(row.and_then(|row| u32::try_from(row.estimated).ok()))
    }

    /// Ids of entries that expired at or before `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assists_expired(&self, now: Timestamp, limit: u64) -> Result<Vec<AssistId>, StoreError> {
        let ids: Vec<Uuid> = assist::Entity::find()
            .select_only()
            .column(assist::Column::Id)
            .filter(assist::Column::ExpiresAt.lte(now.as_millisecond()))
            .order_by_asc(assist::Column::ExpiresAt)
            .limit(limit)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(ids.into_iter().map(AssistId).collect())
    }

    /// The print with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assist_print(&self, id: Uuid) -> Result<Option<Print>, StoreError> {
        assist_print::Entity::find_by_id(id).one(self.read()).await?.map(print_from_row).transpose()
    }

    /// Prints of a unit and below, the latest first: their numbers and what became of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assist_prints(&self, path: &UnitPath, limit: u64) -> Result<Vec<Print>, StoreError> {
        let rows = assist_print::Entity::find()
            .filter(within(assist_print::Column::Path, path))
            .order_by_desc(assist_print::Column::Number)
            .limit(limit);
        rows.all(self.read()).await?.into_iter().map(print_from_row).collect()
    }
}

fn from_row(row: assist::Model) -> Result<Entry, StoreError> {
    Ok(Entry {
        id: AssistId(row.id),
        place: PlaceId(row.place),
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("assist", "path", row.path))?,
        sealed: row.sealed,
        consent: Consent::from_word(&row.consent)
            .ok_or_else(|| StoreError::damaged("assist", "consent", row.consent))?,
        secret_hash: row.secret_hash,
        helpers: [row.helper_a, row.helper_b].into_iter().flatten().map(PostingId).collect(),
        registered_at: time("assist", "registered_at", row.registered_at)?,
        expires_at: time("assist", "expires_at", row.expires_at)?,
    })
}

fn print_from_row(row: assist_print::Model) -> Result<Print, StoreError> {
    let closed = match (row.ending, row.closed_at) {
        (Some(word), Some(at)) => {
            let how = PrintEnd::from_word(&word).ok_or_else(|| StoreError::damaged("assist_print", "ending", word))?;
            Some((how, time("assist_print", "closed_at", at)?))
        }
        _ => None,
    };
    Ok(Print {
        id: row.id,
        number: u32::try_from(row.number).unwrap_or(0),
        place: PlaceId(row.place),
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("assist_print", "path", row.path))?,
        entries: u32::try_from(row.entries).unwrap_or(0),
        posting: row.posting.map(PostingId),
        printed_at: time("assist_print", "printed_at", row.printed_at)?,
        closed,
    })
}
