//! GeoJSON features, WGS-84 degrees with six decimals. Typed, so that the order of the fields
//! never depends on how a JSON library was built.

use std::collections::BTreeMap;

use domain::place::FieldValue;
use serde::Serialize;

/// One feature.
#[derive(Serialize)]
pub(crate) struct Feature {
    r#type: &'static str,
    properties: Place,
    geometry: Geometry,
}

/// What stands in the properties of every place.
#[derive(Serialize)]
pub(crate) struct Place {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) name_zh: String,
    pub(crate) name_en: String,
    /// The building of a stairwell, the school of its playground.
    pub(crate) parent: Option<String>,
    /// Code of the grid or micro-grid it lies in.
    pub(crate) unit: String,
    /// Storeys, for residential buildings.
    #[serde(rename = "field:floors_above", skip_serializing_if = "Option::is_none")]
    pub(crate) floors: Option<u32>,
    /// Households, for residential buildings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) households: Option<u32>,
    /// Height of the ground, metres; invented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) elevation_m: Option<f64>,
    /// Height over which water runs in, metres; invented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sill_m: Option<f64>,
    /// Code of the body that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) responsible_body: Option<&'static str>,
    /// Other fields of its kind, by column; invented.
    #[serde(flatten)]
    pub(crate) fields: BTreeMap<&'static str, FieldValue>,
}

impl Place {
    /// A place with nothing but a name.
    pub(crate) fn new(
        id: impl Into<String>,
        kind: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
        unit: &str,
    ) -> Self {
        Self {
            id: id.into(),
            kind,
            name_zh: zh.into(),
            name_en: en.into(),
            parent: None,
            unit: unit.into(),
            floors: None,
            households: None,
            elevation_m: None,
            sill_m: None,
            responsible_body: None,
            fields: BTreeMap::new(),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon([Vec<[f64; 2]>; 1]),
    Point([f64; 2]),
}

/// A place with a polygon; the ring is closed here.
pub(crate) fn area(place: Place, ring: &[[i32; 2]]) -> Feature {
    let points = ring.iter().chain(ring.first()).map(|&p| degrees(p)).collect();
    Feature { r#type: "Feature", properties: place, geometry: Geometry::Polygon([points]) }
}

/// A place at a point.
pub(crate) fn point(place: Place, at: [i32; 2]) -> Feature {
    Feature { r#type: "Feature", properties: place, geometry: Geometry::Point(degrees(at)) }
}

fn degrees(p: [i32; 2]) -> [f64; 2] {
    p.map(|v| f64::from(v) / 1e6)
}
