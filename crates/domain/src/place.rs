//! Places: what persists. A hazard is an incident; the garage it happened in stays.

use geojson::Geometry;

use crate::id::{PlaceId, UnitId};
use crate::names::Names;

/// A building, stairwell, garage, school, shop or other fixed thing in a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Identity.
    pub id: PlaceId,
    /// Code in the register; unique.
    pub code: String,
    /// What it is: `building`, `stairwell`, `underground_garage`, `school`, `shop` …
    pub kind: String,
    /// Names by language.
    pub names: Names,
    /// The place it is part of (the building of a stairwell).
    pub parent: Option<PlaceId>,
    /// The unit it stands in.
    pub unit: UnitId,
    /// Point or polygon, WGS-84 degrees.
    pub geometry: Geometry,
}
