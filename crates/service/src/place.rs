//! Places: buildings, stairwells, garages, schools, shops.

use std::collections::HashMap;

use domain::id::{ImportId, PlaceId};
use domain::journal::{Kind, NewEntry};
use domain::names::Names;
use domain::place::Place;
use geojson::Geometry;
use jiff::Timestamp;
use serde_json::json;
use store::{import, journal};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// One place as a file gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPlace {
    /// Row (feature) in the file.
    pub row: u64,
    /// Its code; a known one is replaced.
    pub code: String,
    /// What it is.
    pub kind: String,
    /// Its names.
    pub names: Names,
    /// Code of the place that it is part of.
    pub parent: Option<String>,
    /// Code of the unit that it stands in.
    pub unit: String,
    /// Point or polygon, WGS-84 degrees.
    pub geometry: Geometry,
}

impl Service {
    /// Makes or replaces places, on behalf of the operator; all rows or none. Says how many.
    ///
    /// # Errors
    /// When a unit or parent is unknown, or the database fails.
    pub async fn import_places(&self, file: &str, rows: Vec<NewPlace>, now: Timestamp) -> Result<usize, ServiceError> {
        let tree = self.tree();
        let mut ids: HashMap<String, PlaceId> = self.store().place_ids().await?.into_iter().collect();
        for new in &rows {
            ids.entry(new.code.clone()).or_insert_with(|| PlaceId(Uuid::now_v7()));
        }
        let mut places = Vec::with_capacity(rows.len());
        for new in rows {
            let unknown = |field, value: &str| {
                let detail = format!("row {}: `{field}` names `{value}`, which is not known", new.row);
                ServiceError::invalid(field, "unknown", detail)
            };
            let unit = tree.by_code(&new.unit).ok_or_else(|| unknown("unit", &new.unit))?;
            let parent = match &new.parent {
                Some(code) => Some(*ids.get(code).ok_or_else(|| unknown("parent", code))?),
                None => None,
            };
            let id = *ids.get(&new.code).ok_or_else(|| unknown("id", &new.code))?;
            let place = Place {
                id,
                code: new.code,
                kind: new.kind,
                names: new.names,
                parent,
                unit: unit.id,
                geometry: new.geometry,
            };
            places.push((place, unit.path.clone()));
        }
        let id = ImportId(Uuid::now_v7());
        let write = self.store().write().await?;
        import::begin(&write, id, "places", file, now).await?;
        store::place::save(&write, &places).await?;
        import::finish(&write, id, places.len() as u64, now).await?;
        let entry =
            NewEntry { payload: json!({ "rows": places.len() }), ..NewEntry::about(Kind::PlacesImported, id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(places.len())
    }
}
