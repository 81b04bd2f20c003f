//! Boundaries beside and inside each other: overlaps of siblings, gaps, parts outside the parent.
//!
//! Most groups (a parent and its children) are settled without computing an area. Walk every
//! child with its inside to the left and the parent the other way round: where the children tile
//! the parent exactly, each edge is walked once in both directions, and nothing is left over. That the
//! converse holds is the winding number: if nothing is left over, the children's winding numbers add
//! up to the parent's everywhere, so each point of the parent lies in exactly one child. Only
//! groups with edges left over go through polygon overlay.

use std::collections::{BTreeMap, HashMap};

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use super::{error, warning};
use crate::geometry::winding::is_left;
use crate::unit::UnitTree;
use crate::unit::boundary::{Boundary, PER_DEGREE, Position, Ring};
use crate::unit::row::{Finding, UnitRow};

/// Overlaps up to this are slivers of rounding: square metres, and share of the smaller unit.
const OVERLAP_M2: f64 = 1.0;
const OVERLAP_SHARE: f64 = 1e-4;
/// Gaps in a parent and parts outside it up to this share are passed over.
const COVER_SHARE: f64 = 1e-3;
/// Overlaps reported for one group, and pairs compared; a hostile file could ask for billions.
const MOST_OVERLAPS: usize = 1_000;
const MOST_PAIRS: usize = 2_000_000;

/// A unit of the file (`row` ≥ 1) or of the tree (`row` 0).
#[derive(Clone, Copy)]
struct Node<'a> {
    row: u64,
    code: &'a str,
    boundary: &'a Boundary,
}

#[derive(Default)]
struct Group<'a> {
    parent: Option<Node<'a>>,
    children: Vec<Node<'a>>,
    /// Children without a usable boundary: then a gap says nothing.
    unknown: usize,
}

pub(super) fn check(
    rows: &[UnitRow],
    sound: &[bool],
    by_code: &HashMap<&str, usize>,
    tree: Option<&UnitTree>,
) -> Vec<Finding> {
    let groups: Vec<Group<'_>> = groups(rows, sound, by_code, tree).into_values().collect();
    groups.par_iter().filter(|group| !group.tiles_exactly()).flat_map_iter(Group::findings).collect()
}

/// Parents by code with their children; only groups that the file changes something in.
fn groups<'a>(
    rows: &'a [UnitRow],
    sound: &[bool],
    by_code: &HashMap<&'a str, usize>,
    tree: Option<&'a UnitTree>,
) -> BTreeMap<&'a str, Group<'a>> {
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    let node = |index: usize| {
        let row = &rows[index];
        let boundary = row.boundary.as_ref().filter(|_| sound[index])?;
        Some(Node { row: row.row, code: &row.code, boundary })
    };
    for (index, row) in rows.iter().enumerate().filter(|(index, row)| by_code[row.code.as_str()] == *index) {
        if tree.is_some_and(|tree| tree.by_code(&row.code).is_some()) {
            groups.entry(row.code.as_str()).or_default();
        }
        let Some(parent) = row.parent.as_deref() else { continue };
        let group = groups.entry(parent).or_default();
        match node(index) {
            Some(node) => group.children.push(node),
            None => group.unknown += 1,
        }
    }
    for (&code, group) in &mut groups {
        let in_tree = tree.and_then(|tree| Some((tree, tree.by_code(code)?)));
        group.parent = match by_code.get(code) {
            Some(&index) => node(index),
            None => in_tree.and_then(|(_, unit)| Some(Node { row: 0, code, boundary: unit.boundary.as_ref()? })),
        };
        let Some((tree, unit)) = in_tree else { continue };
        for child in tree.children(unit.id) {
            let code = child.code.as_deref().unwrap_or_default();
            if by_code.contains_key(code) {
                continue;
            }
            match &child.boundary {
                Some(boundary) => group.children.push(Node { row: 0, code, boundary }),
                None => group.unknown += 1,
            }
        }
    }
    groups
}

impl Group<'_> {
    fn tiles_exactly(&self) -> bool {
        if self.children.is_empty() {
            return true;
        }
        let Some(parent) = &self.parent else { return self.children.len() == 1 };
        let mut edges: Vec<(Position, Position, i8)> = Vec::new();
        push_edges(&mut edges, parent.boundary, -1);
        for child in &self.children {
            push_edges(&mut edges, child.boundary, 1);
        }
        edges.sort_unstable();
        edges
            .chunk_by(|p, q| (p.0, p.1) == (q.0, q.1))
            .all(|same| same.iter().map(|edge| i64::from(edge.2)).sum::<i64>() == 0)
    }

    fn findings(&self) -> Vec<Finding> {
        // Overlay works on grid steps from the group's corner: whole numbers, which it keeps exactly.
        let Some(origin) = self.origin() else { return Vec::new() };
        let plane = Plane { origin };
        let shapes: Vec<MultiPolygon<f64>> = self.children.iter().map(|child| plane.shape(child.boundary)).collect();
        let areas: Vec<f64> = shapes.iter().map(|shape| plane.area_m2(shape)).collect();
        let union = geo::unary_union(&shapes);
        let mut findings = Vec::new();
        if areas.iter().sum::<f64>() - plane.area_m2(&union) > OVERLAP_M2 / 2.0 {
            self.overlaps(&plane, &shapes, &areas, &mut findings);
        }
        if let Some(parent) = &self.parent {
            let whole = plane.shape(parent.boundary);
            self.gap(parent, &plane, &whole, &union, &mut findings);
            self.outside(parent, &plane, &union.difference(&whole), (&shapes, &areas), &mut findings);
        }
        findings
    }

    fn origin(&self) -> Option<Position> {
        let boundaries = self.children.iter().chain(&self.parent);
        boundaries
            .filter_map(|node| node.boundary.bounds())
            .map(|bounds| bounds.min)
            .reduce(|a, b| Position { x: a.x.min(b.x), y: a.y.min(b.y) })
    }

    fn overlaps(&self, plane: &Plane, shapes: &[MultiPolygon<f64>], areas: &[f64], findings: &mut Vec<Finding>) {
        let corners = |node: &Node<'_>| {
            let bounds = node.boundary.bounds()?;
            let corner = |p: Position| [i64::from(p.x), i64::from(p.y)];
            Some(Rectangle::from_corners(corner(bounds.min), corner(bounds.max)))
        };
        let boxes = self.children.iter().enumerate().filter_map(|(i, node)| Some(GeomWithData::new(corners(node)?, i)));
        let tree = RTree::bulk_load(boxes.collect());
        let (mut pairs, mut found) = (0, 0);
        for (i, one) in self.children.iter().enumerate() {
            let Some(bounds) = corners(one) else { continue };
            let envelope = rstar::AABB::from_corners(bounds.lower(), bounds.upper());
            let mut others: Vec<usize> =
                tree.locate_in_envelope_intersecting(&envelope).map(|entry| entry.data).filter(|&j| j > i).collect();
            others.sort_unstable();
            for j in others.into_iter().filter(|&j| one.row > 0 || self.children[j].row > 0) {
                let other = &self.children[j];
                pairs += 1;
                if found >= MOST_OVERLAPS || pairs > MOST_PAIRS {
                    let message = format!("more units overlap beside `{}` than can be listed", one.code);
                    findings.push(error(one.row, "boundary", one.code, "too_many_overlaps", message));
                    return;
                }
                let area = plane.area_m2(&shapes[i].intersection(&shapes[j]));
                if area <= OVERLAP_M2 || area <= OVERLAP_SHARE * areas[i].min(areas[j]) {
                    continue;
                }
                found += 1;
                let message = format!("units `{}` and `{}` overlap by {area:.0} m²", one.code, other.code);
                findings.push(error(one.row.max(other.row), "boundary", other.code, "siblings_overlap", message));
            }
        }
    }

    fn gap(
        &self,
        parent: &Node<'_>,
        plane: &Plane,
        whole: &MultiPolygon<f64>,
        union: &MultiPolygon<f64>,
        findings: &mut Vec<Finding>,
    ) {
        if self.unknown > 0 {
            return;
        }
        let (gap, all) = (plane.area_m2(&whole.difference(union)), plane.area_m2(whole));
        if gap > COVER_SHARE * all {
            let message = format!(
                "the units under `{}` leave {gap:.0} m² of it ({:.1} %) to none of them",
                parent.code,
                100.0 * gap / all
            );
            findings.push(warning(parent.row, "boundary", parent.code, "gap_in_parent", message));
        }
    }

    fn outside(
        &self,
        parent: &Node<'_>,
        plane: &Plane,
        outside: &MultiPolygon<f64>,
        (shapes, areas): (&[MultiPolygon<f64>], &[f64]),
        findings: &mut Vec<Finding>,
    ) {
        let in_all = plane.area_m2(outside);
        for (child, (shape, &area)) in self.children.iter().zip(shapes.iter().zip(areas)) {
            if in_all <= COVER_SHARE * area {
                continue;
            }
            let part = plane.area_m2(&shape.intersection(outside));
            if part > COVER_SHARE * area {
                let message = format!(
                    "unit `{}` sticks out of its parent `{}` by {part:.0} m² ({:.1} % of it)",
                    child.code,
                    parent.code,
                    100.0 * part / area
                );
                findings.push(warning(child.row, "boundary", child.code, "outside_parent", message));
            }
        }
    }
}

/// Edges with the inside to the left, both directions of one edge under one key with opposite signs.
fn push_edges(edges: &mut Vec<(Position, Position, i8)>, boundary: &Boundary, sign: i8) {
    for rings in &boundary.polygons {
        for (number, ring) in rings.iter().enumerate() {
            let turned = if is_left(ring) == (number == 0) { sign } else { -sign };
            let Some(mut a) = ring.last().copied() else { continue };
            for &b in ring {
                if a != b {
                    edges.push(if a < b { (a, b, turned) } else { (b, a, -turned) });
                }
                a = b;
            }
        }
    }
}

/// Grid steps from an origin, as floats.
struct Plane {
    origin: Position,
}

impl Plane {
    /// All polygons, exteriors counter-clockwise and holes clockwise, as `unary_union` wants them.
    fn shape(&self, boundary: &Boundary) -> MultiPolygon<f64> {
        let line = |ring: &Ring, left: bool| {
            let mut line: Vec<Coord<f64>> = ring.iter().chain(ring.first()).map(|&p| self.coord(p)).collect();
            if is_left(ring) != left {
                line.reverse();
            }
            LineString::new(line)
        };
        let polygons = boundary.polygons.iter().filter_map(|rings| {
            let (exterior, holes) = rings.split_first()?;
            Some(Polygon::new(line(exterior, true), holes.iter().map(|hole| line(hole, false)).collect()))
        });
        MultiPolygon::new(polygons.collect())
    }

    fn coord(&self, p: Position) -> Coord<f64> {
        Coord { x: f64::from(p.x) - f64::from(self.origin.x), y: f64::from(p.y) - f64::from(self.origin.y) }
    }

    /// Square metres on the sphere of equal area, as [`Boundary::area_m2`].
    fn area_m2(&self, shape: &MultiPolygon<f64>) -> f64 {
        let rings = |polygon: &Polygon<f64>| -> f64 {
            self.ring_m2(polygon.exterior()) - polygon.interiors().iter().map(|ring| self.ring_m2(ring)).sum::<f64>()
        };
        shape.iter().map(rings).sum()
    }

    fn ring_m2(&self, ring: &LineString<f64>) -> f64 {
        const RADIUS: f64 = 6_371_007.0;
        let sine = |y: f64| ((y + f64::from(self.origin.y)) / PER_DEGREE).to_radians().sin();
        // Taken from the origin's sine, so that small areas keep their digits.
        let zero = sine(0.0);
        let twice: f64 = ring
            .lines()
            .map(|edge| (edge.end.x - edge.start.x) * (sine(edge.start.y) + sine(edge.end.y) - 2.0 * zero))
            .sum();
        (twice / 2.0 / PER_DEGREE).to_radians().abs() * RADIUS * RADIUS
    }
}
