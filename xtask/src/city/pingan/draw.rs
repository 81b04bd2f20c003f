//! GeoJSON features, WGS-84 degrees with six decimals.

use serde_json::{Value, json};

/// What stands in the properties of every place.
pub(crate) struct Place<'a> {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) name_zh: String,
    pub(crate) name_en: String,
    pub(crate) parent: Option<&'a str>,
    /// Code of the grid or micro-grid it lies in.
    pub(crate) unit: &'a str,
    /// Storeys and households, for residential buildings.
    pub(crate) home: Option<(u32, u32)>,
}

/// A place with a polygon; the ring is closed here.
pub(crate) fn area(place: &Place<'_>, ring: &[[i32; 2]]) -> Value {
    let points: Vec<Value> = ring.iter().chain(ring.first()).map(|&p| degrees(p)).collect();
    feature(place, &json!({ "type": "Polygon", "coordinates": [points] }))
}

/// A place at a point.
pub(crate) fn point(place: &Place<'_>, at: [i32; 2]) -> Value {
    feature(place, &json!({ "type": "Point", "coordinates": degrees(at) }))
}

fn degrees(p: [i32; 2]) -> Value {
    json!(p.map(|v| f64::from(v) / 1e6))
}

fn feature(place: &Place<'_>, geometry: &Value) -> Value {
    let mut properties = json!({
        "id": place.id,
        "kind": place.kind,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "parent": place.parent,
        "unit": place.unit,
    });
    if let Some((floors, households)) = place.home {
        properties["floors"] = json!(floors);
        properties["households"] = json!(households);
    }
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}
