//! Places: buildings, stairwells, garages, schools, shops.

mod source;

use std::collections::HashMap;

use domain::id::{BodyId, PlaceId, UnitId};
use domain::place::{Place, PlaceFacts, PlaceFields};
use domain::unit::UnitPath;
use domain::unit::boundary::{Bounds, Position};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::place::{self, Column};
use crate::filter::within;
use crate::value::{count, names, names_text, time, uncount};
use crate::{Store, StoreError, Write};

pub use source::{Sourced, SourcedRow, insert_sourced, update_sourced, update_told};

/// A place as it is written: with the path of its unit and its middle.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// The place.
    pub place: Place,
    /// Path of its unit.
    pub path: UnitPath,
    /// Its middle, by which boxes find it.
    pub middle: Option<Position>,
}

/// What stays of a place that an import replaces.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceBefore {
    /// Its version.
    pub version: i32,
    /// Path of its unit.
    pub path: UnitPath,
    /// What was known because of its kind.
    pub fields: PlaceFields,
}

/// Which places of a unit.
#[derive(Debug, Clone, Default)]
pub struct PlaceFilter {
    /// Of these kinds; empty for all.
    pub kinds: Vec<String>,
    /// Whose name holds, or whose code begins with, this text.
    pub text: Option<String>,
    /// Whose middle lies in this box.
    pub bounds: Option<Bounds>,
    /// Also those that do not stand any more.
    pub retired: bool,
}

/// Makes or replaces places (known by id).
///
/// # Errors
/// [`StoreError::Duplicate`] when a code is in use.
pub async fn save(write: &Write, places: &[PlaceRow]) -> Result<(), StoreError> {
    for chunk in places.chunks(1_000) {
        let rows = chunk.iter().map(active);
        let replace = OnConflict::column(Column::Id)
            .update_columns([
                Column::Code,
                Column::Kind,
                Column::Names,
                Column::Parent,
                Column::Unit,
                Column::Path,
                Column::Geometry,
                Column::ElevationCm,
                Column::SillCm,
                Column::Households,
                Column::Body,
                Column::X,
                Column::Y,
                Column::RetiredAt,
                Column::Version,
                Column::Fields,
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

/// Puts a new place in.
///
/// # Errors
/// [`StoreError::Duplicate`] when its id or code is in use.
pub async fn insert(write: &Write, new: &PlaceRow) -> Result<(), StoreError> {
    let insert = place::Entity::insert(active(new));
    insert.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Writes a place back.
///
/// # Errors
/// [`StoreError::Stale`] when it changed in between, [`StoreError::Duplicate`] when its code is in use.
pub async fn update(write: &Write, after: &PlaceRow) -> Result<(), StoreError> {
    let result = place::Entity::update_many()
        .set(active(after))
        .filter(Column::Id.eq(after.place.id.0))
        .filter(Column::Version.eq(after.place.version - 1))
        .exec(write.tx())
        .await
        .map_err(StoreError::from_insert)?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Places of these kinds that stand in a unit or below it, by code.
///
/// # Errors
/// When the database fails.
pub async fn standing(
    db: &impl ConnectionTrait,
    path: &UnitPath,
    kinds: &[&str],
) -> Result<Vec<(Place, UnitPath)>, StoreError> {
    let rows = place::Entity::find()
        .filter(within(Column::Path, path))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(Column::RetiredAt.is_null())
        .order_by_asc(Column::Code);
    let rows = rows.all(db).await?;
    rows.into_iter().map(|row| Ok((from_row(row.clone())?, path_of(&row)?))).collect()
}

/// The places with these ids.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[PlaceId]) -> Result<HashMap<PlaceId, Place>, StoreError> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(1_000) {
        let rows = place::Entity::find().filter(Column::Id.is_in(chunk.iter().map(|id| id.0)));
        for row in rows.all(db).await? {
            let place = from_row(row)?;
            found.insert(place.id, place);
        }
    }
    Ok(found)
}

impl Store {
    /// Places that stand in a unit and below it, by code, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_within(&self, path: &UnitPath, limit: u64) -> Result<Vec<Place>, StoreError> {
        self.places_after(path, None, limit).await
    }

    /// Places that stand in a unit and below it, by code, those after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_after(
        &self,
        path: &UnitPath,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Place>, StoreError> {
        self.find_places(path, &PlaceFilter::default(), after, limit).await
    }

    /// Places of a unit and below it that a filter lets through, by code, those after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_places(
        &self,
        path: &UnitPath,
        filter: &PlaceFilter,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Place>, StoreError> {
        let mut query = place::Entity::find().filter(within(Column::Path, path)).filter(wanted(filter));
        if let Some(after) = after {
            query = query.filter(Column::Code.gt(after));
        }
        let rows = query.order_by_asc(Column::Code).limit(limit).all(self.read()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// How many places of each kind stand in a unit and below it, and how many households live in them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_places(&self, path: &UnitPath) -> Result<Vec<(String, u64, u64)>, StoreError> {
        let rows: Vec<(String, i64, Option<i64>)> = place::Entity::find()
            .select_only()
            .column(Column::Kind)
            .column_as(Column::Id.count(), "places")
            .expr_as(Expr::cust("cast(sum(households) as bigint)"), "households")
            .filter(within(Column::Path, path))
            .filter(Column::RetiredAt.is_null())
            .group_by(Column::Kind)
            .order_by_asc(Column::Kind)
            .into_tuple()
            .all(self.read())
            .await?;
        let whole = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(rows.into_iter().map(|(kind, n, households)| (kind, whole(n), whole(households.unwrap_or(0)))).collect())
    }

    /// One place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place(&self, id: PlaceId) -> Result<Option<Place>, StoreError> {
        let row = place::Entity::find_by_id(id.0).one(self.read()).await?;
        row.map(from_row).transpose()
    }

    /// The places with these ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_by_id(&self, ids: &[PlaceId]) -> Result<HashMap<PlaceId, Place>, StoreError> {
        by_ids(self.read(), ids).await
    }

    /// Ids of all places with their codes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_ids(&self) -> Result<Vec<(String, PlaceId)>, StoreError> {
        let rows: Vec<(String, uuid::Uuid)> = place::Entity::find()
            .select_only()
            .columns([Column::Code, Column::Id])
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|(code, id)| (code, PlaceId(id))).collect())
    }

    /// What an import that replaces places must know of them, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_before(&self) -> Result<HashMap<PlaceId, PlaceBefore>, StoreError> {
        let rows: Vec<(uuid::Uuid, i32, String, Option<String>)> = place::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Version, Column::Path, Column::Fields])
            .into_tuple()
            .all(self.read())
            .await?;
        let path = |text: String| UnitPath::parse(&text).ok_or_else(|| StoreError::damaged("place", "path", text));
        let before = |(id, version, text, known): (_, _, _, Option<String>)| {
            let known = PlaceBefore { version, path: path(text)?, fields: fields(known.as_deref())? };
            Ok((PlaceId(id), known))
        };
        rows.into_iter().map(before).collect()
    }
}

fn wanted(filter: &PlaceFilter) -> Condition {
    let mut all = Condition::all();
    if !filter.retired {
        all = all.add(Column::RetiredAt.is_null());
    }
    if !filter.kinds.is_empty() {
        all = all.add(Column::Kind.is_in(filter.kinds.iter().map(String::as_str)));
    }
    if let Some(text) = &filter.text {
        let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = |pattern: String| LikeExpr::new(pattern).escape('\\');
        let either = Condition::any()
            .add(Expr::col(Column::Names).like(like(format!("%{plain}%"))))
            .add(Expr::col(Column::Code).like(like(format!("{plain}%"))));
        all = all.add(either);
    }
    if let Some(Bounds { min, max }) = filter.bounds {
        all = all.add(Column::X.between(min.x, max.x)).add(Column::Y.between(min.y, max.y));
    }
    all
}

fn active(new: &PlaceRow) -> place::ActiveModel {
    let PlaceRow { place, path, middle } = new;
    place::ActiveModel {
        id: Set(place.id.0),
        code: Set(place.code.clone()),
        kind: Set(place.kind.clone()),
        names: Set(names_text(&place.names)),
        parent: Set(place.parent.map(|id| id.0)),
        unit: Set(place.unit.0),
        path: Set(path.as_str().to_owned()),
        geometry: Set(place.geometry.to_string()),
        elevation_cm: Set(place.facts.elevation_cm),
        sill_cm: Set(place.facts.sill_cm),
        households: Set(count(place.facts.households)),
        body: Set(place.facts.body.map(|id| id.0)),
        x: Set(middle.map(|at| at.x)),
        y: Set(middle.map(|at| at.y)),
        retired_at: Set(place.retired_at.map(Timestamp::as_millisecond)),
        version: Set(place.version),
        fields: Set(fields_text(&place.fields)),
        // Only what reads the other register says where a place came from.
        source_key: NotSet,
        source_told: NotSet,
    }
}

fn path_of(row: &place::Model) -> Result<UnitPath, StoreError> {
    UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("place", "path", row.path.clone()))
}

pub(crate) fn from_row(row: place::Model) -> Result<Place, StoreError> {
    Ok(Place {
        id: PlaceId(row.id),
        geometry: row.geometry.parse().map_err(|_| StoreError::damaged("place", "geometry", row.geometry.clone()))?,
        code: row.code,
        kind: row.kind,
        names: names("place", &row.names)?,
        parent: row.parent.map(PlaceId),
        unit: UnitId(row.unit),
        facts: PlaceFacts {
            elevation_cm: row.elevation_cm,
            sill_cm: row.sill_cm,
            households: uncount(row.households),
            body: row.body.map(BodyId),
        },
        retired_at: row.retired_at.map(|at| time("place", "retired_at", at)).transpose()?,
        version: row.version,
        fields: fields(row.fields.as_deref())?,
    })
}

fn fields_text(fields: &PlaceFields) -> Option<String> {
    // A map of numbers, texts and booleans always has a JSON form.
    (!fields.is_empty()).then(|| serde_json::to_string(fields).unwrap_or_default())
}

fn fields(text: Option<&str>) -> Result<PlaceFields, StoreError> {
    let read = |text: &str| serde_json::from_str(text).map_err(|_| StoreError::damaged("place", "fields", text));
    text.map(read).transpose().map(Option::unwrap_or_default)
}
