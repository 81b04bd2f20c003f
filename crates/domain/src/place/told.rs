//! What another register says of a place, and what of it is taken over.
//!
//! A place that came from OpenStreetMap is looked at by people here: they correct its name, its kind, a number of
//! floors. When the map is read again, whatever they corrected stays, and whatever nobody touched follows the map. That
//! takes the values that the map gave before: a value that still is the one of then was touched by nobody.

use std::fmt::Write as _;

use geojson::Geometry;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Place, PlaceFields, PlaceKinds};
use crate::names::Names;

/// Whom to name wherever a place with this key of another register is shown; nobody where that register asks for none.
pub fn attribution(key: &str) -> Option<&'static str> {
    key.starts_with("osm:").then_some("© OpenStreetMap contributors, https://www.openstreetmap.org/copyright")
}

/// What the other register said of a place when it was last read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Its kind.
    pub kind: String,
    /// Its names.
    pub names: Names,
    /// Fields of its kind.
    pub fields: PlaceFields,
    /// Digest of its point or outline: enough to know it again.
    pub shape: String,
}

/// One place of another register.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignPlace {
    /// By which it is known again, such as `osm:way/123`.
    pub key: String,
    /// A key of the table of kinds.
    pub kind: String,
    /// At least one name.
    pub names: Names,
    /// Fields of its kind.
    pub fields: PlaceFields,
    /// Point or polygons, WGS-84 degrees.
    pub geometry: Geometry,
}

impl ForeignPlace {
    /// What to remember of it.
    pub fn told(&self) -> Told {
        Told {
            kind: self.kind.clone(),
            names: self.names.clone(),
            fields: self.fields.clone(),
            shape: digest(&self.geometry),
        }
    }

    /// The place as it is after the other register was read again: what is still as `before` told it follows, what
    /// somebody here changed stays. Fields that the kind does not have are dropped.
    pub fn applied_to(&self, place: &Place, before: &Told, kinds: &PlaceKinds) -> Place {
        let mut after = place.clone();
        if place.kind == before.kind {
            after.kind.clone_from(&self.kind);
        }
        if place.names == before.names {
            after.names = self.names.clone();
        }
        if digest(&place.geometry) == before.shape {
            after.geometry = self.geometry.clone();
        }
        let ids = before.fields.iter().chain(self.fields.iter()).map(|(id, _)| id);
        for id in ids.filter(|id| place.fields.get(id) == before.fields.get(id)) {
            after.fields.follow(id, &self.fields);
        }
        after.fields = after.fields.kept_for(kinds, &after.kind);
        after
    }
}

fn digest(geometry: &Geometry) -> String {
    let digest = Sha256::digest(geometry.to_string().as_bytes());
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use geojson::GeometryValue;
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::id::{PlaceId, UnitId};

    fn point(lon: f64) -> Geometry {
        Geometry::new(GeometryValue::new_point([lon, 34.75]))
    }

    fn foreign(kind: &str, name: &str, fields: &Value, lon: f64) -> ForeignPlace {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let given = fields.as_object().expect("an object").iter().map(|(id, value)| (id.as_str(), value));
        let fields = PlaceFields::checked(&kinds, kind, given).expect("fields");
        let key = "osm:way/1".to_owned();
        ForeignPlace { key, kind: kind.to_owned(), names: Names::zh(name), fields, geometry: point(lon) }
    }

    fn taken(from: &ForeignPlace) -> Place {
        let (id, unit) = (PlaceId(Uuid::nil()), UnitId(Uuid::nil()));
        let new = Place::new(id, &from.key, &from.kind, from.names.clone(), unit, from.geometry.clone());
        Place { fields: from.fields.clone(), ..new }
    }

    #[test]
    fn what_nobody_touched_follows_and_what_somebody_corrected_stays() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let first = foreign("building", "旧名", &json!({ "floors_above": 6, "floors_below": 1 }), 113.6);
        let next = foreign("building", "新名", &json!({ "floors_above": 7, "built_year": 1998 }), 113.7);
        let place = taken(&first);
        let followed = next.applied_to(&place, &first.told(), &kinds);
        assert_eq!(followed, taken(&next));
        let corrected = foreign("building", "旧名", &json!({ "floors_above": 5, "floors_below": 1 }), 113.65);
        let corrected = Place { names: Names::zh("平安一号楼"), ..taken(&corrected) };
        let kept = next.applied_to(&corrected, &first.told(), &kinds);
        assert_eq!((&kept.names, &kept.geometry), (&corrected.names, &corrected.geometry));
        assert_eq!(kept.fields.get("floors_above"), corrected.fields.get("floors_above"));
        assert_eq!(
            (kept.fields.get("floors_below"), kept.fields.get("built_year")),
            (None, next.fields.get("built_year"))
        );
    }

    #[test]
    fn read_again_unchanged_it_changes_nothing() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let same = foreign("school", "小学", &json!({ "capacity": 900 }), 113.6051234);
        let place = taken(&same);
        assert_eq!(same.applied_to(&place, &same.told(), &kinds), place);
        let stored: Geometry = place.geometry.to_string().parse().expect("a geometry");
        assert_eq!(digest(&stored), same.told().shape, "a shape is known again after it was stored");
    }

    #[test]
    fn a_corrected_kind_drops_the_fields_that_it_does_not_have() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let first = foreign("building", "楼", &json!({ "structure": "frame", "floors_above": 3 }), 113.6);
        let school = Place { kind: "school".to_owned(), ..taken(&first) };
        let after = first.applied_to(&school, &first.told(), &kinds);
        assert_eq!((after.kind.as_str(), after.fields.get("structure")), ("school", None));
        assert_eq!(after.fields.get("floors_above"), first.fields.get("floors_above"));
    }
}
