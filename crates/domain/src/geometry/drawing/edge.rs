//! One straight piece of a border, and which side of it is which.

use rstar::AABB;

/// Longitude and latitude in halves of a grid step, so that the middle of two grid positions is a whole number too.
/// 64 bits, because a ring over the date line goes on beyond 180°.
pub(super) type Point = [i64; 2];

/// From one point to another one, with the inside to its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: Point,
    pub(super) to: Point,
}

impl Edge {
    /// The smallest box around it.
    pub(super) fn bounds(&self) -> AABB<Point> {
        AABB::from_corners(self.from, self.to)
    }

    /// On which side the point lies: 1 left, -1 right, 0 on the line.
    pub(super) fn side(&self, p: Point) -> i128 {
        let Self { from, to } = self;
        let d = |a: i64, b: i64| i128::from(a) - i128::from(b);
        (d(to[0], from[0]) * d(p[1], from[1]) - d(to[1], from[1]) * d(p[0], from[0])).signum()
    }

    /// Whether a point known to lie on the line lies between the ends, or on one.
    pub(super) fn spans(&self, p: Point) -> bool {
        let Self { from, to } = self;
        let between = |axis: usize| (from[axis].min(to[axis])..=from[axis].max(to[axis])).contains(&p[axis]);
        between(0) && between(1)
    }

    /// Whether a ray from the point to the east crosses it. The lower end belongs to it and the upper one does not, so
    /// that a ray through a corner counts once. The point must not lie on the edge.
    pub(super) fn is_east_of(&self, p: Point) -> bool {
        let rises = self.from[1] < self.to[1];
        let (low, high) = if rises { (self.from[1], self.to[1]) } else { (self.to[1], self.from[1]) };
        low <= p[1] && p[1] < high && (self.side(p) > 0) == rises
    }

    /// Whether both, known to lie on one line, run the same way.
    pub(super) fn runs_with(&self, other: &Self) -> bool {
        let along =
            |axis: usize| i128::from(self.to[axis] - self.from[axis]) * i128::from(other.to[axis] - other.from[axis]);
        along(0) + along(1) > 0
    }

    /// A grid position when both ends are.
    pub(super) fn middle(&self) -> Point {
        [(self.from[0] + self.to[0]) / 2, (self.from[1] + self.to[1]) / 2]
    }

    /// Number of half steps from its beginning to a point on it, across plus up: grows along the edge.
    pub(super) fn steps_to(&self, p: Point) -> u64 {
        self.from[0].abs_diff(p[0]) + self.from[1].abs_diff(p[1])
    }
}
