//! Rings over the date line, laid out flat beyond 180°.

use super::edge::Point;
use crate::unit::boundary::Position;

/// Once around the Earth, in halves of a grid step.
const AROUND: i64 = 2 * 3_600_000_000;

/// The ring as often as it meets the map from −180° to 180°: mostly once, twice where it goes over the date line.
///
/// Each edge takes the shorter way round. An edge of exactly 360° does not: somebody wrote it to mean the whole way.
pub(super) fn copies(ring: &[Position]) -> Vec<Vec<Point>> {
    let written = || ring.iter().map(|p| [2 * i64::from(p.x), 2 * i64::from(p.y)]);
    let turn = |step: i64| if (AROUND / 2 + 1..AROUND).contains(&step.abs()) { -step.signum() * AROUND } else { 0 };
    let mut shift = 0;
    let mut flat: Vec<Point> = Vec::with_capacity(ring.len());
    let mut before = ring.last().map_or(0, |p| 2 * i64::from(p.x));
    for [x, y] in written() {
        shift += turn(x - before);
        flat.push([x + shift, y]);
        before = x;
    }
    if shift != 0 {
        // It does not close: it runs around a pole.
        return vec![written().collect()];
    }
    let moved = |by: i64| flat.iter().map(|[x, y]| [x + by, *y]).collect::<Vec<Point>>();
    let meets = |copy: &Vec<Point>| {
        let (west, east) = copy.iter().fold((i64::MAX, i64::MIN), |(w, e), p| (w.min(p[0]), e.max(p[0])));
        west < AROUND / 2 && -AROUND / 2 < east
    };
    [-AROUND, 0, AROUND].map(moved).into_iter().filter(meets).collect()
}
