//! Places: buildings, stairwells, garages, schools, shops.

use domain::id::{PlaceId, UnitId};
use domain::place::Place;
use domain::unit::UnitPath;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::place;
use crate::filter::within;
use crate::value::{names, names_text};
use crate::{Store, StoreError, Write};

/// Makes or replaces places (known by id), each with the path of its unit.
///
/// # Errors
/// When the database fails.
pub async fn save(write: &Write, places: &[(Place, UnitPath)]) -> Result<(), StoreError> {
    for chunk in places.chunks(2_000) {
        let rows = chunk.iter().map(|(new, path)| place::ActiveModel {
            id: Set(new.id.0),
            code: Set(new.code.clone()),
            kind: Set(new.kind.clone()),
            names: Set(names_text(&new.names)),
            parent: Set(new.parent.map(|id| id.0)),
            unit: Set(new.unit.0),
            path: Set(path.as_str().to_owned()),
            geometry: Set(new.geometry.to_string()),
        });
        let replace = OnConflict::column(place::Column::Id)
            .update_columns([
                place::Column::Code,
                place::Column::Kind,
                place::Column::Names,
                place::Column::Parent,
                place::Column::Unit,
                place::Column::Path,
                place::Column::Geometry,
            ])
            .to_owned();
        place::Entity::insert_many(rows)
            .on_conflict(replace)
            .exec_without_returning(write.tx())
            .await
            .map_err(StoreError::from_insert)?;
    }
    Ok(())
}

impl Store {
    /// Places in a unit and below it, by code, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_within(&self, path: &UnitPath, limit: u64) -> Result<Vec<Place>, StoreError> {
        let rows = place::Entity::find()
            .filter(place::Column::Path.gte(path.as_str()))
            .filter(place::Column::Path.lt(path.upper_bound()))
            .order_by_asc(place::Column::Code)
            .limit(limit)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Places in a unit and below it, by code, those after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_after(
        &self,
        path: &UnitPath,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Place>, StoreError> {
        let mut query = place::Entity::find().filter(within(place::Column::Path, path));
        if let Some(after) = after {
            query = query.filter(place::Column::Code.gt(after));
        }
        let rows = query.order_by_asc(place::Column::Code).limit(limit).all(self.read()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// One place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place(&self, id: PlaceId) -> Result<Option<Place>, StoreError> {
        let row = place::Entity::find_by_id(id.0).one(self.read()).await?;
        row.map(from_row).transpose()
    }

    /// Ids of the places with these codes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_ids(&self) -> Result<Vec<(String, PlaceId)>, StoreError> {
        let rows: Vec<(String, uuid::Uuid)> = place::Entity::find()
            .select_only()
            .columns([place::Column::Code, place::Column::Id])
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|(code, id)| (code, PlaceId(id))).collect())
    }
}

fn from_row(row: place::Model) -> Result<Place, StoreError> {
    Ok(Place {
        id: PlaceId(row.id),
        geometry: row.geometry.parse().map_err(|_| StoreError::damaged("place", "geometry", row.geometry.clone()))?,
        code: row.code,
        kind: row.kind,
        names: names("place", &row.names)?,
        parent: row.parent.map(PlaceId),
        unit: UnitId(row.unit),
    })
}
