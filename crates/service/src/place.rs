//! Places: buildings, stairwells, garages, schools, shops.

use std::collections::HashMap;

use domain::id::{ImportId, PlaceId};
use domain::journal::{Kind, NewEntry};
use domain::place::Place;
use domain::unit::boundary::Position;
use domain::unit::{Unit, UnitTree};
use geo::InteriorPoint;
use jiff::Timestamp;
use serde_json::json;
use store::{import, journal};
use uuid::Uuid;

use crate::exchange::PlaceRow;
use crate::{Service, ServiceError};

impl Service {
    /// Makes or replaces places, on behalf of the operator; all rows or none. Says how many.
    ///
    /// # Errors
    /// When a unit or parent is unknown, or the database fails.
    pub async fn import_places(&self, file: &str, rows: Vec<PlaceRow>, now: Timestamp) -> Result<usize, ServiceError> {
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
            let unit = match &new.unit_code {
                Some(code) => tree.by_code(code).ok_or_else(|| unknown("unit", code))?,
                None => standing_in(&tree, &new).ok_or_else(|| unknown("unit", ""))?,
            };
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

/// The unit that answers for the ground under a place.
fn standing_in<'t>(tree: &'t UnitTree, place: &PlaceRow) -> Option<&'t Unit> {
    let geometry = geo::Geometry::<f64>::try_from(&place.geometry).ok()?;
    let middle = geometry.interior_point()?;
    let located = tree.locate(Position::from_degrees(middle.x(), middle.y())?)?;
    Some(located.unit)
}
