//! The edges around one polygon, and the ground beside a stretch that does not cross them.

use rstar::AABB;

use super::edge::{Edge, Point};
use crate::geometry::winding;
use crate::unit::boundary::{Bounds, Ring};

/// Whether the ground just left of the middle of a stretch lies inside, and the ground just right of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beside {
    pub(super) left: bool,
    pub(super) right: bool,
}

/// The edges of an exterior ring and its holes, ring after ring.
pub(super) fn of_polygon(rings: &[Ring]) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(rings.iter().map(Vec::len).sum());
    for (number, ring) in rings.iter().enumerate() {
        let points = ring.iter().map(|p| [2 * i64::from(p.x), 2 * i64::from(p.y)]).collect();
        push_ring(&mut edges, points, number == 0);
    }
    edges
}

/// Adds the edges of a ring, turned so that it runs counter-clockwise (`left`) or clockwise. Repeated points fall out.
pub(super) fn push_ring(edges: &mut Vec<Edge>, mut points: Vec<Point>, left: bool) {
    if winding::turns_left(points.iter().copied()) != left {
        points.reverse();
    }
    let ends = points.iter().cycle().skip(1);
    let all = points.iter().zip(ends).map(|(&from, &to)| Edge { from, to });
    edges.extend(all.filter(|edge| edge.from != edge.to));
}

/// The smallest box around the edges; `None` where there are none.
pub(super) fn around(edges: &[Edge]) -> Option<AABB<Point>> {
    (!edges.is_empty()).then(|| AABB::from_points(edges.iter().map(|edge| &edge.from)))
}

/// The same box in half steps.
pub(super) fn halved(bounds: &Bounds) -> AABB<Point> {
    let corner = |x: i32, y: i32| [2 * i64::from(x), 2 * i64::from(y)];
    AABB::from_corners(corner(bounds.min.x, bounds.min.y), corner(bounds.max.x, bounds.max.y))
}

/// What lies beside the middle of a stretch, which may run along the edges and does not cross them. Those edges are
/// needed that a ray from the middle to the east may meet, in any order.
pub(super) fn beside(edges: impl Iterator<Item = Edge>, stretch: Edge) -> Beside {
    let middle = stretch.middle();
    let mut inside = false;
    for edge in edges {
        if edge.spans(middle) && edge.side(middle) == 0 {
            let left = edge.runs_with(&stretch);
            return Beside { left, right: !left };
        }
        inside ^= edge.is_east_of(middle);
    }
    Beside { left: inside, right: inside }
}
