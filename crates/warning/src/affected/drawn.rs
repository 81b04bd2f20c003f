//! The units that drawn polygons and circles mean.
//!
//! A unit is concerned where its ground and a drawn area share ground. A border that only touches does not count: a polygon
//! drawn along a district would otherwise warn every neighbour. A unit that one drawn place covers whole stands for
//! everything below it. Of a unit that is covered in part, the concerned units below stand for it, down to the lowest.
//! It stands for itself where none below has a boundary, and where what is drawn meets none of them because it lies in a
//! gap between them. So no place drawn inside the city is without somebody to warn; of one that lies partly in a gap, the
//! units beside the gap are warned.
//!
//! The walk begins at the root. Checks of boundaries let a child stick out of its parent with a warning only, so a branch
//! is left when what is drawn is clear of the box around everything in it ([`UnitTree::extent`]), not when it is clear of
//! its top.
//!
//! A unit without boundary shares the fate of the unit above it: too many rather than too few.

use domain::geometry::drawing::{Overlap, Shape};
use domain::unit::{Unit, UnitTree};

use super::{Affected, Note};
use crate::alert::Places;

/// Adds the units that share ground with what is drawn.
pub(super) fn add<'t>(tree: &'t UnitTree, places: &Places, found: &mut Affected<'t>) {
    let polygons = places.polygons.iter().flat_map(|ring| Shape::ring(ring));
    let circles = places.circles.iter().map(|circle| Shape::circle(circle.centre, circle.radius_km * 1_000.0));
    let shapes: Vec<Shape> = polygons.chain(circles).collect();
    if shapes.is_empty() {
        return;
    }
    let before = found.units.len();
    if let Some(root) = tree.root() {
        let shapes: Vec<&Shape> = shapes.iter().collect();
        // Where the root has no boundary, nothing speaks against its lying there.
        Walk { tree, found: &mut *found }.visit(root, &shapes, Overlap::Partly);
    }
    if found.units.len() == before {
        found.notes.push(Note::DrawnElsewhere);
    }
}

struct Walk<'a, 't> {
    tree: &'t UnitTree,
    found: &'a mut Affected<'t>,
}

impl<'t> Walk<'_, 't> {
    /// `shapes` are those that may reach the unit above, `above` says how much of it they cover: all of it never.
    fn visit(&mut self, unit: &'t Unit, shapes: &[&Shape], above: Overlap) {
        let Some(extent) = self.tree.extent(unit) else {
            if above == Overlap::Partly {
                self.found.notes.push(Note::NoBoundary { unit: unit.code.clone().unwrap_or_default() });
                self.found.units.push(unit);
            }
            return;
        };
        let shapes: Vec<&Shape> = shapes.iter().copied().filter(|shape| shape.may_meet(&extent)).collect();
        let overlap = match &unit.boundary {
            Some(boundary) => most(shapes.iter().map(|shape| shape.overlap(boundary))),
            None => above,
        };
        // Below a unit without boundary one may stand that has none either, wherever the drawn boxes are.
        if overlap == Overlap::Apart && shapes.is_empty() {
            return;
        }
        let before = self.found.units.len();
        if overlap != Overlap::Whole && self.knows_below(unit) {
            for child in self.tree.children(unit.id) {
                self.visit(child, &shapes, overlap);
            }
        }
        let nothing_below = self.found.units.len() == before;
        if nothing_below && overlap != Overlap::Apart && unit.boundary.is_some() {
            self.found.units.push(unit);
        }
    }

    /// Whether a boundary is known below the unit.
    fn knows_below(&self, unit: &Unit) -> bool {
        self.tree.children(unit.id).any(|child| self.tree.extent(child).is_some())
    }
}

/// The most that one of several places covers.
fn most(overlaps: impl Iterator<Item = Overlap>) -> Overlap {
    let mut most = Overlap::Apart;
    for overlap in overlaps {
        most = most.max(overlap);
        if most == Overlap::Whole {
            break;
        }
    }
    most
}
