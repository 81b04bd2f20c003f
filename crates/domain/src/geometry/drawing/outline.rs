//! A drawn ring.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope, RTree};

use super::border::{self, Beside};
use super::edge::{Edge, Point};
use super::touch::Touches;
use super::{Overlap, unroll};
use crate::geometry::check::MOST_PAIRS;
use crate::unit::boundary::{Boundary, Bounds, Position, Ring};

/// The ground inside a ring, its edges found by their boxes.
#[derive(Debug)]
pub(super) struct Outline {
    edges: Vec<Edge>,
    bounds: AABB<Point>,
    index: RTree<GeomWithData<Rectangle<Point>, u32>>,
}

impl Outline {
    /// The ring; twice, east and west, where it goes over the date line, and none where it has no edge.
    pub(super) fn of(ring: &[Position]) -> impl Iterator<Item = Self> {
        unroll::copies(ring).into_iter().filter_map(Self::new)
    }

    /// A ring too tangled to be compared is its box: too much rather than too little.
    fn new(points: Vec<Point>) -> Option<Self> {
        let mut edges = Vec::with_capacity(points.len());
        border::push_ring(&mut edges, points, true);
        let entry =
            |(number, edge): (u32, &Edge)| GeomWithData::new(Rectangle::from_corners(edge.from, edge.to), number);
        let index = RTree::bulk_load((0..).zip(&edges).map(entry).collect());
        let outline = Self { bounds: border::around(&edges)?, edges, index };
        if outline.is_tangled() { Self::new(outline.corners()) } else { Some(outline) }
    }

    /// Whether boxes of edges meet each other so often that whoever looks for an edge would look for ever. No ring is that
    /// passed the check of rings; one over the date line cannot be checked.
    fn is_tangled(&self) -> bool {
        let mut meetings = self.edges.iter().flat_map(|edge| self.near(edge.bounds()));
        meetings.nth(MOST_PAIRS).is_some()
    }

    /// Those of the box around it.
    fn corners(&self) -> Vec<Point> {
        let ([west, south], [east, north]) = (self.bounds.lower(), self.bounds.upper());
        vec![[west, south], [east, south], [east, north], [west, north]]
    }

    pub(super) fn may_meet(&self, bounds: &Bounds) -> bool {
        let bounds = border::halved(bounds);
        self.near(bounds).next().is_some() || self.holds(bounds.lower())
    }

    pub(super) fn overlap(&self, boundary: &Boundary) -> Overlap {
        let (mut inside, mut outside) = (false, false);
        for rings in &boundary.polygons {
            match self.overlap_polygon(rings) {
                None => {}
                Some(Overlap::Apart) => outside = true,
                Some(Overlap::Whole) => inside = true,
                Some(Overlap::Partly) => return Overlap::Partly,
            }
        }
        Overlap::from_parts(inside, outside)
    }

    /// `None` where the rings have no edge.
    fn overlap_polygon(&self, rings: &[Ring]) -> Option<Overlap> {
        let unit = border::of_polygon(rings);
        let bounds = border::around(&unit)?;
        if self.near(bounds).next().is_none() {
            // No border runs through the box: one corner speaks for all of it.
            let whole = self.holds(bounds.lower());
            return Some(if whole { Overlap::Whole } else { Overlap::Apart });
        }
        let Some(mut touches) = self.touches(&unit) else { return Some(Overlap::Partly) };
        let mut near: Vec<u32> = self.near(bounds).collect();
        near.sort_unstable();
        let (mut inside, mut outside) = (false, false);
        for stretch in touches.along_drawn(near.into_iter().map(|number| (number, self.edges[number as usize]))) {
            let Beside { left, right } = border::beside(unit.iter().copied(), stretch);
            inside |= left;
            outside |= right;
            if inside && outside {
                return Some(Overlap::Partly);
            }
        }
        for stretch in touches.along_unit((0..).zip(unit)) {
            let inner = self.beside(stretch).left;
            inside |= inner;
            outside |= !inner;
            if inside && outside {
                break;
            }
        }
        Some(Overlap::from_parts(inside, outside))
    }

    /// `None` where the borders cross.
    fn touches(&self, unit: &[Edge]) -> Option<Touches> {
        let mut touches = Touches::default();
        for (number, edge) in (0..).zip(unit) {
            for drawn in self.near(edge.bounds()) {
                if !touches.add((number, *edge), (drawn, self.edges[drawn as usize])) {
                    return None;
                }
            }
        }
        Some(touches)
    }

    /// Numbers of the edges whose boxes meet the given one.
    fn near(&self, bounds: AABB<Point>) -> impl Iterator<Item = u32> {
        let meets = self.bounds.intersects(&bounds);
        let found = meets.then(|| self.index.locate_in_envelope_intersecting(&bounds));
        found.into_iter().flatten().map(|entry| entry.data)
    }

    fn beside(&self, stretch: Edge) -> Beside {
        let from = stretch.middle();
        let east = [self.bounds.upper()[0].max(from[0]), from[1]];
        let near = self.near(AABB::from_corners(from, east));
        border::beside(near.map(|number| self.edges[number as usize]), stretch)
    }

    /// Whether a point that is not on the border lies inside.
    fn holds(&self, p: Point) -> bool {
        self.beside(Edge { from: p, to: p }).left
    }
}
