//! Places: what persists. A hazard is an incident; the garage it happened in stays.

mod closure;
mod field;
mod kind;
mod told;

use geojson::Geometry;
use jiff::Timestamp;

use crate::id::{BodyId, PlaceId, UnitId};
use crate::names::Names;

pub use closure::{Closure, ClosureRefusal, ClosureState, Step, closes};
pub use field::{FieldChoice, FieldRefusal, FieldType, FieldValue, PlaceField, PlaceFields, TEXT_MAX_CHARS};
pub use kind::{HAZARD_MAX_CHARS, PlaceKind, PlaceKinds, is_hazard_word};
pub use told::{ForeignPlace, Told, attribution};

/// A building, stairwell, garage, school, shop or other fixed thing in a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Identity.
    pub id: PlaceId,
    /// Code in the register; unique.
    pub code: String,
    /// What it is: a key of [`PlaceKinds`]; older registers may hold other words.
    pub kind: String,
    /// Names by language.
    pub names: Names,
    /// The place it is part of (the building of a stairwell).
    pub parent: Option<PlaceId>,
    /// The unit it stands in.
    pub unit: UnitId,
    /// Point or polygon, WGS-84 degrees.
    pub geometry: Geometry,
    /// What else the register knows.
    pub facts: PlaceFacts,
    /// What it knows because of the kind.
    pub fields: PlaceFields,
    /// Since when it does not stand any more.
    pub retired_at: Option<Timestamp>,
    /// Counted up with each change.
    pub version: i32,
}

impl Place {
    /// A place that stands, of which no more is known.
    pub fn new(id: PlaceId, code: &str, kind: &str, names: Names, unit: UnitId, geometry: Geometry) -> Self {
        Self {
            id,
            code: code.to_owned(),
            kind: kind.to_owned(),
            names,
            parent: None,
            unit,
            geometry,
            facts: PlaceFacts::default(),
            fields: PlaceFields::default(),
            retired_at: None,
            version: 1,
        }
    }
}

/// What a register may know of a place. Nothing of it is required: unknown is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceFacts {
    /// Height of the ground, centimetres above the installation's datum.
    pub elevation_cm: Option<i32>,
    /// Height over which water must rise to run in, centimetres above the same datum.
    pub sill_cm: Option<i32>,
    /// How many households live in it.
    pub households: Option<u32>,
    /// Who answers for it.
    pub body: Option<BodyId>,
}

/// Heights that can be meant, centimetres: from 500 m below the datum to 9,000 m above it.
pub const HEIGHT_CM: std::ops::RangeInclusive<i32> = -50_000..=900_000;

/// Most households of one place.
pub const HOUSEHOLDS_MAX: u32 = 100_000;

/// Metres as centimetres, where they can be a height.
pub fn height_cm(metres: f64) -> Option<i32> {
    let range = HEIGHT_CM;
    let cm = (metres * 100.0).round();
    let fits = cm >= f64::from(*range.start()) && cm <= f64::from(*range.end());
    #[expect(clippy::cast_possible_truncation, reason = "it lies between two whole numbers of that size")]
    let cm = cm as i32;
    fits.then_some(cm)
}

/// Centimetres as metres.
pub fn metres(cm: i32) -> f64 {
    f64::from(cm) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_whole_centimetres_between_bounds() {
        assert_eq!(height_cm(88.126), Some(8_813));
        assert_eq!(height_cm(-1.5), Some(-150));
        assert_eq!([height_cm(9_001.0), height_cm(-501.0), height_cm(f64::NAN)], [None; 3]);
        assert_eq!(metres(8_813), 88.13);
    }
}
