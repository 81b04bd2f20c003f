//! One boundary alone: short rings, rings that cross themselves, holes outside their exterior.
//!
//! All tests are exact, in integers on the 1e-7 degree grid. A ring may touch itself at a point:
//! it still says what is inside. Crossing, or running back along itself, is an error.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{RTree, RTreeObject};

use super::error;
use crate::unit::boundary::{Position, Ring};
use crate::unit::row::{Finding, UnitRow};

/// Pairs of edges looked at in one polygon before giving up: hostile rings could ask for billions.
pub(in crate::geometry) const MOST_PAIRS: usize = 4_000_000;
/// Corners looked at to place one polygon's holes, for the same reason.
const MOST_STEPS: usize = 100_000_000;
/// 180° in grid steps.
const HALF_AROUND: i64 = 1_800_000_000;
/// Below this many edges, comparing all pairs is faster than building a tree.
const FEW_EDGES: usize = 48;

pub(super) fn check(row: &UnitRow) -> Option<Finding> {
    let boundary = row.boundary.as_ref()?;
    let (code, what) = match boundary.polygons.iter().enumerate().find_map(|(i, rings)| Some((i, polygon(rings)?))) {
        Some((number, (code, what))) => (code, format!("boundary of `{}`, polygon {}: {what}", row.code, number + 1)),
        None if boundary.polygons.is_empty() => {
            ("boundary_empty", format!("boundary of `{}` has no position", row.code))
        }
        None => return None,
    };
    Some(error(row.row, "boundary", &row.code, code, what))
}

/// The first thing wrong with a polygon: code and words.
pub(super) fn polygon(rings: &[Ring]) -> Option<(&'static str, String)> {
    let rings: Vec<Ring> = rings.iter().map(without_repeats).collect();
    if let Some(short) = rings.iter().position(|ring| ring.len() < 3) {
        let count = rings[short].len();
        let what = format!("ring {} has {count} different positions of the 3 it needs", short + 1);
        return Some(("ring_too_short", what));
    }
    let Some(exterior) = rings.first() else { return Some(("ring_too_short", "it has no ring".to_owned())) };
    if width(exterior) > HALF_AROUND {
        let what = "it spans more than 180° of longitude: cut it in two at the date line".to_owned();
        return Some(("crosses_date_line", what));
    }
    crossing(&rings).or_else(|| hole_outside(exterior, &rings[1..]))
}

/// Grid steps from the western end of a ring to the eastern one.
fn width(ring: &Ring) -> i64 {
    let ends = ring.iter().fold((i32::MAX, i32::MIN), |(west, east), p| (west.min(p.x), east.max(p.x)));
    i64::from(ends.1) - i64::from(ends.0)
}

fn without_repeats(ring: &Ring) -> Ring {
    let mut ring = ring.clone();
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

/// An edge from `a` to `b`, and where its ring goes on.
#[derive(Clone, Copy)]
struct Edge {
    ring: u32,
    index: u32,
    a: Position,
    b: Position,
    next: Position,
}

impl Edge {
    /// Whether the boxes around two edges meet; edges whose boxes do not cannot cross.
    fn is_near(&self, other: &Self) -> bool {
        let meet = |a: (i32, i32), b: (i32, i32)| a.0.min(a.1) <= b.0.max(b.1) && b.0.min(b.1) <= a.0.max(a.1);
        meet((self.a.x, self.b.x), (other.a.x, other.b.x)) && meet((self.a.y, self.b.y), (other.a.y, other.b.y))
    }
}

impl RTreeObject for Edge {
    type Envelope = rstar::AABB<[i64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        let corner = |p: Position| [i64::from(p.x), i64::from(p.y)];
        rstar::AABB::from_corners(corner(self.a), corner(self.b))
    }
}

fn edges(rings: &[Ring]) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(rings.iter().map(Vec::len).sum());
    for (number, ring) in rings.iter().enumerate() {
        let n = ring.len();
        edges.extend((0..n).map(|i| Edge {
            ring: number as u32,
            index: i as u32,
            a: ring[i],
            b: ring[(i + 1) % n],
            next: ring[(i + 2) % n],
        }));
    }
    edges
}

fn crossing(rings: &[Ring]) -> Option<(&'static str, String)> {
    let edges = edges(rings);
    let too_complex =
        || Some(("boundary_too_complex", format!("its {} edges lie too close together to be checked", edges.len())));
    if edges.len() <= FEW_EDGES {
        let behind =
            |i: usize, p: &Edge| edges[i + 1..].iter().filter(|q| p.is_near(q)).find_map(|q| pair(p, q, rings));
        return edges.iter().enumerate().find_map(|(i, p)| behind(i, p));
    }
    let boxes = edges.iter().enumerate().map(|(i, edge)| {
        let bounds = edge.envelope();
        GeomWithData::new(Rectangle::from_corners(bounds.lower(), bounds.upper()), i)
    });
    let tree = RTree::bulk_load(boxes.collect());
    let mut pairs = 0;
    for (i, p) in edges.iter().enumerate() {
        for entry in tree.locate_in_envelope_intersecting(&p.envelope()) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return too_complex();
            }
            if entry.data > i
                && let Some(found) = pair(p, &edges[entry.data], rings)
            {
                return Some(found);
            }
        }
    }
    None
}

/// Which side of the line from `a` to `b` the position lies on: 1 left, -1 right, 0 on it.
fn side(a: Position, b: Position, p: Position) -> i8 {
    let d = |to: i32, from: i32| i128::from(to) - i128::from(from);
    let cross = d(b.x, a.x) * d(p.y, a.y) - d(b.y, a.y) * d(p.x, a.x);
    cross.signum() as i8
}

/// Whether `p`, known to lie on the line of `edge`, lies strictly between its ends.
fn strictly_within(edge: &Edge, p: Position) -> bool {
    p != edge.a
        && p != edge.b
        && (edge.a.x.min(edge.b.x)..=edge.a.x.max(edge.b.x)).contains(&p.x)
        && (edge.a.y.min(edge.b.y)..=edge.a.y.max(edge.b.y)).contains(&p.y)
}

fn pair(p: &Edge, q: &Edge, rings: &[Ring]) -> Option<(&'static str, String)> {
    let crosses = if p.ring == q.ring {
        crosses_same(p, q) || crosses_at_vertex(p, q)
    } else {
        crosses_properly(p, q) || crosses_at_vertex(p, q)
    };
    if !crosses {
        return None;
    }
    let at = format!("near {:.7} {:.7}", q.a.lon(), q.a.lat());
    Some(if p.ring == q.ring {
        let message = format!(
            "ring {} crosses itself at its edges {} and {} of {}, {at}",
            p.ring + 1,
            p.index + 1,
            q.index + 1,
            rings[p.ring as usize].len()
        );
        ("ring_crosses_itself", message)
    } else if p.ring == 0 || q.ring == 0 {
        ("hole_outside", format!("hole {} crosses the exterior, {at}", p.ring.max(q.ring)))
    } else {
        ("holes_cross", format!("holes {} and {} cross, {at}", p.ring, q.ring))
    })
}

fn crosses_properly(p: &Edge, q: &Edge) -> bool {
    side(q.a, q.b, p.a) * side(q.a, q.b, p.b) < 0 && side(p.a, p.b, q.a) * side(p.a, p.b, q.b) < 0
}

/// Proper crossing, or lying on each other for a stretch.
fn crosses_same(p: &Edge, q: &Edge) -> bool {
    let (pa, pb) = (side(q.a, q.b, p.a), side(q.a, q.b, p.b));
    if pa != 0 || pb != 0 {
        return crosses_properly(p, q);
    }
    // One line: they share a stretch where an end of one lies strictly inside the other, or both
    // join the same two positions.
    strictly_within(q, p.a)
        || strictly_within(q, p.b)
        || strictly_within(p, q.a)
        || strictly_within(p, q.b)
        || (p.a == q.b && p.b == q.a)
        || (p.a == q.a && p.b == q.b)
}

/// Whether two chains cross where a vertex of one (the end of its edge) lies on the other.
fn crosses_at_vertex(p: &Edge, q: &Edge) -> bool {
    let through = |at: &Edge, line: &Edge| {
        side(line.a, line.b, at.b) == 0
            && strictly_within(line, at.b)
            && side(line.a, line.b, at.a) * side(line.a, line.b, at.next) < 0
    };
    if through(p, q) || through(q, p) {
        return true;
    }
    if p.b != q.b || [p.a, p.next].iter().any(|&d| same_direction(p.b, d, q.a) || same_direction(p.b, d, q.next)) {
        return false;
    }
    turns_between(p.b, q.a, p.a, q.next) != turns_between(p.b, q.a, p.next, q.next)
}

fn same_direction(from: Position, a: Position, b: Position) -> bool {
    let d = |to: i32, from: i32| i128::from(to) - i128::from(from);
    side(from, a, b) == 0 && d(a.x, from.x) * d(b.x, from.x) + d(a.y, from.y) * d(b.y, from.y) > 0
}

/// Whether, turning left around `at` from `start`, one meets `middle` before `end`.
fn turns_between(at: Position, start: Position, middle: Position, end: Position) -> bool {
    if side(at, start, end) >= 0 {
        side(at, start, middle) > 0 && side(at, middle, end) > 0
    } else {
        !(side(at, end, middle) >= 0 && side(at, middle, start) >= 0)
    }
}

/// Holes that lie beside their exterior, once it is known that they do not cross it.
fn hole_outside(exterior: &Ring, holes: &[Ring]) -> Option<(&'static str, String)> {
    let mut left = MOST_STEPS;
    for (number, hole) in holes.iter().enumerate() {
        // Positions on the exterior itself say nothing.
        for &p in hole {
            let Some(rest) = left.checked_sub(exterior.len()) else {
                return Some(("boundary_too_complex", format!("its {} holes are too many to be checked", holes.len())));
            };
            left = rest;
            match where_is(exterior, p) {
                None => {}
                Some(true) => break,
                Some(false) => {
                    let at = format!("near {:.7} {:.7}", p.lon(), p.lat());
                    return Some(("hole_outside", format!("hole {} lies outside the exterior, {at}", number + 1)));
                }
            }
        }
    }
    None
}

/// Inside or outside a ring; `None` on it.
fn where_is(ring: &Ring, p: Position) -> Option<bool> {
    let mut inside = false;
    let mut a = *ring.last()?;
    for &b in ring {
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        if low.y <= p.y && p.y <= high.y {
            let at = side(low, high, p);
            let within = a.x.min(b.x) <= p.x && p.x <= a.x.max(b.x);
            if at == 0 && within {
                return None;
            }
            if low.y <= p.y && p.y < high.y && at > 0 {
                inside = !inside;
            }
        }
        a = b;
    }
    Some(inside)
}
