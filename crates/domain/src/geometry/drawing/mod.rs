//! Areas that somebody drew, rings and circles, laid over the boundaries of units.
//!
//! What counts is ground: a unit and a drawn area meet where they share interior area. A common point or a common border
//! is not enough. What lies in a hole of a boundary is outside of it.
//!
//! Rings are compared exactly, on the integer grid. `geo` has the question too (`Relate`, and `BooleanOps` for the common
//! area), but answers it in floats: where borders run along each other, as drawn districts do, its rounded crossings may
//! leave a sliver or lose one, and it builds the whole arrangement of both shapes where one crossing settles the matter.
//!
//! The idea is that two borders which cross settle it at once: there is ground of the unit on either side of the drawn
//! border. Borders that do not cross can only touch, and touch only where one has a corner, that is, at whole numbers.
//! Cut there, both fall into stretches, and each stretch lies wholly within the other shape, wholly outside of it, or on
//! its border. So the ground beside the middle of each stretch tells everything: if the shapes share ground, its border
//! is made of such stretches with the common ground beside them.

mod border;
mod disc;
mod edge;
mod outline;
mod touch;
mod unroll;

use self::disc::Disc;
use self::outline::Outline;
use crate::unit::boundary::{Boundary, Bounds, Position};

/// How much of a unit lies in what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlap {
    /// Nothing; borders may touch.
    Apart,
    /// Some of it.
    Partly,
    /// All of it.
    Whole,
}

impl Overlap {
    /// From whether some of the unit lies inside, and some outside.
    fn from_parts(inside: bool, outside: bool) -> Self {
        match (inside, outside) {
            (true, true) => Self::Partly,
            (true, false) => Self::Whole,
            (false, _) => Self::Apart,
        }
    }
}

/// One drawn area.
#[derive(Debug)]
pub struct Shape(Kind);

#[derive(Debug)]
enum Kind {
    Outline(Outline),
    Disc(Disc),
}

impl Shape {
    /// The ground inside a ring, which runs either way and may go over the date line: each edge takes the shorter way
    /// round the Earth. Two shapes then, one on either side of it; mostly one, and none where the ring has no edge.
    /// A ring around a pole is read as it is written, in longitude and latitude. A ring whose edges lie in each other's
    /// way millions of times stands for its box.
    pub fn ring(ring: &[Position]) -> impl Iterator<Item = Self> {
        Outline::of(ring).map(|outline| Self(Kind::Outline(outline)))
    }

    /// Everything nearer than `radius_m` metres to a position, on the mean sphere, and the position itself. So a radius
    /// of 0 meets the unit that contains the position.
    pub fn circle(centre: Position, radius_m: f64) -> Self {
        Self(Kind::Disc(Disc::new(centre, radius_m)))
    }

    /// Whether it may reach into the box: `false` is certain, `true` is not.
    pub fn may_meet(&self, bounds: &Bounds) -> bool {
        match &self.0 {
            Kind::Outline(outline) => outline.may_meet(bounds),
            Kind::Disc(disc) => disc.may_meet(bounds),
        }
    }

    /// How much of the ground within the boundary lies in it.
    pub fn overlap(&self, boundary: &Boundary) -> Overlap {
        match &self.0 {
            Kind::Outline(outline) => outline.overlap(boundary),
            Kind::Disc(disc) => disc.overlap(boundary),
        }
    }
}
