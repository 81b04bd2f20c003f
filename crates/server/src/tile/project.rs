//! Web Mercator and cutting to a tile.

use std::f64::consts::PI;

use domain::unit::boundary::Position;

/// Units along a tile's edge.
pub(super) const EXTENT: u32 = 4096;

/// How far geometry reaches over the edge, so that outlines do not show it.
const BUFFER: f64 = 64.0;

/// A point in tile units, y downwards.
pub(super) type Point = [f64; 2];

/// Maps positions into one tile.
pub(super) struct Projection {
    scale: f64,
    x: f64,
    y: f64,
}

impl Projection {
    pub(super) fn new(z: u8, x: u32, y: u32) -> Self {
        let extent = f64::from(EXTENT);
        Self { scale: extent * f64::from(1_u32 << z), x: f64::from(x) * extent, y: f64::from(y) * extent }
    }

    pub(super) fn point(&self, p: Position) -> Point {
        let mercator = p.lat().to_radians().sin().atanh();
        [(p.lon() / 360.0 + 0.5) * self.scale - self.x, (0.5 - mercator / (2.0 * PI)) * self.scale - self.y]
    }

    fn position(&self, [x, y]: Point) -> Position {
        let lon = ((x + self.x) / self.scale - 0.5) * 360.0;
        let lat = ((0.5 - (y + self.y) / self.scale) * 2.0 * PI).sinh().atan().to_degrees();
        // Inside the square of the projection both are in range; its rim may lie a rounding outside.
        Position::from_degrees(lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0)).unwrap_or(Position { x: 0, y: 0 })
    }

    /// South-west and north-east corner of the tile with its buffer.
    pub(super) fn window(&self) -> (Position, Position) {
        let far = f64::from(EXTENT) + BUFFER;
        (self.position([-BUFFER, far]), self.position([far, -BUFFER]))
    }
}

/// Whether the point lies in the tile proper.
pub(super) fn inside([x, y]: Point) -> bool {
    let extent = f64::from(EXTENT);
    (0.0..extent).contains(&x) && (0.0..extent).contains(&y)
}

/// The ring cut to the tile with its buffer (Sutherland–Hodgman, one edge of the window at a time),
/// then rounded, with repeated points left out. Shorter than three points where nothing is left.
///
/// Written here because the crates at hand cut by general polygon overlay, a hundred times slower.
pub(super) fn cut(mut ring: Vec<Point>) -> Vec<Point> {
    let far = f64::from(EXTENT) + BUFFER;
    for (axis, limit, below) in [(0, -BUFFER, false), (0, far, true), (1, -BUFFER, false), (1, far, true)] {
        let keeps = |p: &Point| if below { p[axis] <= limit } else { p[axis] >= limit };
        if ring.iter().all(keeps) {
            continue;
        }
        ring = cut_at(&ring, axis, limit, keeps);
    }
    let mut rounded: Vec<Point> = Vec::with_capacity(ring.len());
    for p in ring {
        let p = [p[0].round(), p[1].round()];
        if rounded.last() != Some(&p) {
            rounded.push(p);
        }
    }
    while rounded.len() > 1 && rounded.first() == rounded.last() {
        rounded.pop();
    }
    rounded
}

fn cut_at(ring: &[Point], axis: usize, limit: f64, keeps: impl Fn(&Point) -> bool) -> Vec<Point> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let Some(mut previous) = ring.last() else { return kept };
    for current in ring {
        if keeps(previous) != keeps(current) {
            let t = (limit - previous[axis]) / (current[axis] - previous[axis]);
            let other = 1 - axis;
            let mut crossing = [limit; 2];
            crossing[other] = previous[other] + t * (current[other] - previous[other]);
            kept.push(crossing);
        }
        if keeps(current) {
            kept.push(*current);
        }
        previous = current;
    }
    kept
}

/// Twice the signed area; positive is clockwise on a screen, as the format asks of outer rings.
pub(super) fn doubled_area(ring: &[Point]) -> f64 {
    let Some(mut previous) = ring.last() else { return 0.0 };
    let mut sum = 0.0;
    for current in ring {
        sum += previous[0] * current[1] - current[0] * previous[1];
        previous = current;
    }
    sum
}
