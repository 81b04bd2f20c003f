//! From our integer boundaries to the types of `geo` and GeoJSON, and back.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::unit::boundary::{Boundary, Position, Ring};

fn line(ring: &Ring) -> LineString<f64> {
    ring.iter().chain(ring.first()).map(|p| Coord { x: p.lon(), y: p.lat() }).collect()
}

/// One polygon in degrees, rings closed.
pub fn polygon(rings: &[Ring]) -> Polygon<f64> {
    let mut lines = rings.iter().map(line);
    let exterior = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(exterior, lines.collect())
}

/// All polygons in degrees, rings closed.
pub fn multi_polygon(boundary: &Boundary) -> MultiPolygon<f64> {
    MultiPolygon::new(boundary.polygons.iter().map(|rings| polygon(rings)).collect())
}

/// From degrees. `None` where a coordinate is not finite or out of range, or a ring has fewer
/// than three different positions. Positions that fall together on the grid are merged.
pub fn boundary(polygons: &MultiPolygon<f64>) -> Option<Boundary> {
    let ring = |line: &LineString<f64>| -> Option<Ring> {
        let mut ring = Ring::with_capacity(line.0.len());
        for coord in &line.0 {
            let position = Position::from_degrees(coord.x, coord.y)?;
            if ring.last() != Some(&position) {
                ring.push(position);
            }
        }
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        (ring.len() >= 3).then_some(ring)
    };
    let polygons = polygons
        .iter()
        .map(|polygon| {
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect::<Option<Vec<Ring>>>()
        })
        .collect::<Option<Vec<_>>>()?;
    (!polygons.is_empty()).then_some(Boundary { polygons })
}

/// GeoJSON geometry (`MultiPolygon`) in degrees, rounded to 1e-7.
pub fn geojson(boundary: &Boundary) -> geojson::Geometry {
    geojson::Geometry::new(geojson::GeometryValue::from(&multi_polygon(boundary)))
}

/// From a GeoJSON polygon or multipolygon in degrees; `None` for other types and for malformed rings.
pub fn from_geojson(geometry: &geojson::Geometry) -> Option<Boundary> {
    match geo::Geometry::<f64>::try_from(geometry).ok()? {
        geo::Geometry::Polygon(polygon) => boundary(&MultiPolygon::new(vec![polygon])),
        geo::Geometry::MultiPolygon(polygons) => boundary(&polygons),
        _ => None,
    }
}
