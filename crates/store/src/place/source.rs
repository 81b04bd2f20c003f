//! Places that were read from another register, known again by its key.

use std::collections::HashMap;

use domain::id::PlaceId;
use domain::place::{Place, Told};
use domain::unit::UnitPath;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{PlaceRow, active, from_row, path_of};
use crate::entity::place::{self, Column};
use crate::{Store, StoreError, Write};

/// A place that came from another register.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced {
    /// The place as it is here.
    pub place: Place,
    /// Path of its unit.
    pub path: UnitPath,
    /// What the other register said of it the last time.
    pub told: Told,
}

/// A place to write, with the key and the words of the other register.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcedRow {
    /// The place.
    pub row: PlaceRow,
    /// By which it is known again.
    pub key: String,
    /// What the other register says of it now.
    pub told: Told,
}

impl Store {
    /// The places with these keys of another register.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sourced_places(&self, keys: &[String]) -> Result<HashMap<String, Sourced>, StoreError> {
        let mut found = HashMap::new();
        for chunk in keys.chunks(1_000) {
            let rows = place::Entity::find().filter(Column::SourceKey.is_in(chunk.iter().map(String::as_str)));
            for row in rows.all(self.read()).await? {
                let (path, told) = (path_of(&row)?, told(row.source_told.as_deref())?);
                let Some(key) = row.source_key.clone() else { continue };
                found.insert(key, Sourced { place: from_row(row)?, path, told });
            }
        }
        Ok(found)
    }

    /// Keys in other registers of those of these places that came from one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn source_keys(&self, ids: &[PlaceId]) -> Result<HashMap<PlaceId, String>, StoreError> {
        let mut found = HashMap::new();
        for chunk in ids.chunks(1_000) {
            let rows: Vec<(uuid::Uuid, String)> = place::Entity::find()
                .select_only()
                .columns([Column::Id, Column::SourceKey])
                .filter(Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .filter(Column::SourceKey.is_not_null())
                .into_tuple()
                .all(self.read())
                .await?;
            found.extend(rows.into_iter().map(|(id, key)| (PlaceId(id), key)));
        }
        Ok(found)
    }
}

/// Puts new places of another register in.
///
/// # Errors
/// [`StoreError::Duplicate`] when a code or key is in use.
pub async fn insert_sourced(write: &Write, new: &[&SourcedRow]) -> Result<(), StoreError> {
    for chunk in new.chunks(1_000) {
        let rows = chunk.iter().map(|one| sourced(one));
        let insert = place::Entity::insert_many(rows);
        insert.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Writes a place of another register back.
///
/// # Errors
/// [`StoreError::Stale`] when it changed in between.
pub async fn update_sourced(write: &Write, after: &SourcedRow) -> Result<(), StoreError> {
    let result = place::Entity::update_many()
        .set(sourced(after))
        .filter(Column::Id.eq(after.row.place.id.0))
        .filter(Column::Version.eq(after.row.place.version - 1))
        .exec(write.tx())
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Remembers what the other register says of a place that stays as it is: its version counts no change.
///
/// # Errors
/// [`StoreError::Stale`] when the place changed in between.
pub async fn update_told(write: &Write, place: &Place, told: &Told) -> Result<(), StoreError> {
    let result = place::Entity::update_many()
        .col_expr(Column::SourceTold, Expr::value(told_text(told)))
        .filter(Column::Id.eq(place.id.0))
        .filter(Column::Version.eq(place.version))
        .exec(write.tx())
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

fn sourced(row: &SourcedRow) -> place::ActiveModel {
    let source_key = Set(Some(row.key.clone()));
    place::ActiveModel { source_key, source_told: Set(Some(told_text(&row.told))), ..active(&row.row) }
}

fn told_text(told: &Told) -> String {
    // Texts and maps of texts always have a JSON form.
    serde_json::to_string(told).unwrap_or_default()
}

fn told(text: Option<&str>) -> Result<Told, StoreError> {
    let text = text.unwrap_or_default();
    serde_json::from_str(text).map_err(|_| StoreError::damaged("place", "source_told", text))
}
