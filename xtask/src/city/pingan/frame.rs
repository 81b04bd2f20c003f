//! Metres along and across the streets, for drawing inside a unit.

use super::super::exact;
use super::super::sweep::LON_SCALE;

/// Micro-degrees of latitude in a metre.
const PER_METRE: f64 = 1.0 / 0.111_195;

/// A local frame with its origin in the middle of a ring.
pub(crate) struct Frame<'a> {
    ring: &'a [[i32; 2]],
    origin: [f64; 2],
    axis: [f64; 2],
}

impl<'a> Frame<'a> {
    /// A frame along a direction in scaled degrees.
    pub(crate) fn new(ring: &'a [[i32; 2]], [x, y]: [f64; 2]) -> Self {
        let length = (x * x + y * y).sqrt();
        let axis = if x < 0.0 { [-x / length, -y / length] } else { [x / length, y / length] };
        Self { ring, origin: centroid(ring), axis }
    }

    /// The point so many metres along and across (left of along) from the middle.
    pub(crate) fn at(&self, along: f64, across: f64) -> [i32; 2] {
        let [x, y] = self.axis;
        let (east, north) = (along * x - across * y, along * y + across * x);
        [
            (self.origin[0] + east * PER_METRE / LON_SCALE).round() as i32,
            (self.origin[1] + north * PER_METRE).round() as i32,
        ]
    }

    /// A rectangle around a point of the frame, counter-clockwise.
    pub(crate) fn rectangle(&self, along: f64, across: f64, length: f64, depth: f64) -> [[i32; 2]; 4] {
        let (l, d) = (length / 2.0, depth / 2.0);
        [(-l, -d), (l, -d), (l, d), (-l, d)].map(|(dx, dy)| self.at(along + dx, across + dy))
    }

    /// The rectangle, shrunk until it lies inside the ring; `None` when even a tenth does not fit.
    pub(crate) fn fitting(&self, along: f64, across: f64, length: f64, depth: f64) -> Option<[[i32; 2]; 4]> {
        (0..10)
            .map(|step| 1.0 - f64::from(step) * 0.1)
            .map(|size| self.rectangle(along, across, length * size, depth * size.max(0.6)))
            .find(|shape| self.holds(shape))
    }

    /// Whether a shape lies strictly inside the ring.
    pub(crate) fn holds(&self, shape: &[[i32; 2]]) -> bool {
        let n = self.ring.len();
        shape.iter().enumerate().all(|(at, &a)| {
            let b = shape[(at + 1) % shape.len()];
            exact::contains(self.ring, a) && (0..n).all(|k| !exact::touch(a, b, self.ring[k], self.ring[(k + 1) % n]))
        })
    }
}

/// Centre of area of a ring.
fn centroid(ring: &[[i32; 2]]) -> [f64; 2] {
    let [ox, oy] = ring.first().map_or([0.0; 2], |p| p.map(f64::from));
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (at, a) in ring.iter().enumerate() {
        let b = ring[(at + 1) % ring.len()];
        let (ax, ay, bx, by) = (f64::from(a[0]) - ox, f64::from(a[1]) - oy, f64::from(b[0]) - ox, f64::from(b[1]) - oy);
        let cross = ax * by - bx * ay;
        area += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    [ox + x / (3.0 * area), oy + y / (3.0 * area)]
}
