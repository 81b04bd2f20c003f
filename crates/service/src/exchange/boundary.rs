//! From polygons in degrees to a boundary on the grid.

use domain::geometry::winding::turned;
use domain::unit::Boundary;
use domain::unit::boundary::{Position, Ring};

use super::report::Report;

/// Rings of longitude and latitude (or x and y), closed or not.
pub(super) type Rings = Vec<Vec<(f64, f64)>>;

/// Polygons to a WGS-84 boundary: exteriors counter-clockwise, holes clockwise (RFC 7946), first
/// position kept, last one not repeated. `convert` brings a position to WGS-84 degrees. A position
/// that is not on Earth is reported, and the row has no boundary then.
pub(super) fn from_degrees(
    polygons: Vec<Rings>,
    convert: &dyn Fn(f64, f64) -> Option<(f64, f64)>,
    row: u64,
    code: &str,
    report: &mut Report,
) -> Option<Boundary> {
    let mut boundary = Boundary { polygons: Vec::with_capacity(polygons.len()) };
    for rings in polygons {
        let mut polygon = Vec::with_capacity(rings.len());
        for (number, points) in rings.iter().enumerate() {
            match ring(points, convert) {
                Ok(ring) if ring.len() >= 3 => polygon.push(turned(ring, number == 0)),
                Ok(ring) => {
                    let message =
                        format!("a ring of `{code}` has {} different positions of the 3 it needs", ring.len());
                    report.error(row, "boundary", code, "ring_too_short", message);
                    return None;
                }
                Err((x, y)) => {
                    let message = "a position is not on Earth: longitude is from -180 to 180, latitude from -90 to 90, longitude first";
                    report.error(row, "boundary", &format!("{x} {y}"), "position_out_of_range", message);
                    return None;
                }
            }
        }
        if !polygon.is_empty() {
            boundary.polygons.push(polygon);
        }
    }
    (!boundary.polygons.is_empty()).then_some(boundary)
}

fn ring(points: &[(f64, f64)], convert: &dyn Fn(f64, f64) -> Option<(f64, f64)>) -> Result<Ring, (f64, f64)> {
    let mut ring = Ring::with_capacity(points.len());
    for &(x, y) in points {
        let (lon, lat) = convert(x, y).ok_or((x, y))?;
        let position = Position::from_degrees(lon, lat).ok_or((x, y))?;
        if ring.last() != Some(&position) {
            ring.push(position);
        }
    }
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    Ok(ring)
}
