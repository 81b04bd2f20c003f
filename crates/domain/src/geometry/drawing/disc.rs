//! A drawn circle.
//!
//! How far away a unit is follows [`Position::distance_m`], on the mean sphere, from the point of its border that is
//! nearest in a flat map around the centre. Taking that map's nearest point makes a distance *d* too long by at most
//! ½ (*d*/*R* · tan *latitude*)² of itself, at 35° 0.2 m in 30 km and 6 m in 100 km, and less where edges are short. The
//! Earth differs from the sphere by more: up to 0.5 %.

use std::f64::consts::PI;

use super::Overlap;
use crate::unit::boundary::{Boundary, Bounds, Position};

const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Everything nearer to a position than a distance, and the position.
#[derive(Debug)]
pub(super) struct Disc {
    centre: Position,
    radius_m: f64,
    bounds: Bounds,
}

impl Disc {
    pub(super) fn new(centre: Position, radius_m: f64) -> Self {
        Self { centre, radius_m, bounds: bounds(centre, radius_m) }
    }

    pub(super) fn may_meet(&self, bounds: &Bounds) -> bool {
        self.bounds.meets(bounds)
    }

    pub(super) fn overlap(&self, boundary: &Boundary) -> Overlap {
        let (mut inside, mut outside) = (false, false);
        for &corner in boundary.polygons.iter().flatten().flatten() {
            let within = self.holds(corner);
            inside |= within;
            outside |= !within;
            if inside && outside {
                return Overlap::Partly;
            }
        }
        // Corners all outside say nothing yet: the disc may lie in the middle of the unit, or over one of its edges.
        if !inside && (boundary.contains(self.centre) || self.meets_an_edge(boundary)) {
            return Overlap::Partly;
        }
        Overlap::from_parts(inside, outside)
    }

    fn meets_an_edge(&self, boundary: &Boundary) -> bool {
        let rings = boundary.polygons.iter().flatten();
        rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).any(|(&a, &b)| {
            let end = |p: Position| Bounds { min: p, max: p };
            self.bounds.meets(&end(a).joined(end(b))) && self.holds(self.nearest(a, b))
        })
    }

    fn holds(&self, p: Position) -> bool {
        self.centre.distance_m(p) < self.radius_m
    }

    /// The point between two positions that is nearest to the centre in a flat map around it.
    fn nearest(&self, a: Position, b: Position) -> Position {
        let narrow = self.centre.lat().to_radians().cos();
        let flat = |p: Position| {
            let east = (p.lon() - self.centre.lon() + 540.0).rem_euclid(360.0) - 180.0;
            (east * narrow, p.lat() - self.centre.lat())
        };
        let (from, to) = (flat(a), flat(b));
        let along = (to.0 - from.0, to.1 - from.1);
        let share = -(from.0 * along.0 + from.1 * along.1) / (along.0 * along.0 + along.1 * along.1);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        let between = |a: i32, b: i32| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as i32;
        Position { x: between(a.x, b.x), y: between(a.y, b.y) }
    }
}

/// A box around the disc, a little too large; all longitudes where it goes over the date line or a pole.
fn bounds(centre: Position, radius_m: f64) -> Bounds {
    let angle = (radius_m / EARTH_RADIUS_M * 1.001 + 1e-8).clamp(0.0, PI);
    let (south, north) = (centre.lat() - angle.to_degrees(), centre.lat() + angle.to_degrees());
    let wide = (angle.sin() / centre.lat().to_radians().cos()).asin().to_degrees();
    let (west, east) = (centre.lon() - wide, centre.lon() + wide);
    let all_around = south <= -90.0 || north >= 90.0 || west < -180.0 || east > 180.0;
    let (west, east) = if all_around { (-180.0, 180.0) } else { (west, east) };
    // Both are in range, so neither falls back.
    let corner = |lon: f64, lat: f64| Position::from_degrees(lon, lat.clamp(-90.0, 90.0)).unwrap_or(centre);
    Bounds { min: corner(west, south), max: corner(east, north) }
}
