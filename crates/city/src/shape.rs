/// A closed ring of WGS-84 micro-degrees, `[longitude, latitude]`; the first point is not repeated.
///
/// Exterior rings run counter-clockwise, holes clockwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring(pub Vec<[i32; 2]>);

impl Ring {
    /// Twice the signed area in square micro-degrees, exact; positive when counter-clockwise.
    #[must_use]
    pub fn doubled_area(&self) -> i128 {
        let Some(&[x0, y0]) = self.0.first() else {
            return 0;
        };
        let at = |p: [i32; 2]| (i128::from(p[0]) - i128::from(x0), i128::from(p[1]) - i128::from(y0));
        let next = self.0.iter().cycle().skip(1);
        self.0
            .iter()
            .zip(next)
            .map(|(&a, &b)| {
                let ((ax, ay), (bx, by)) = (at(a), at(b));
                ax * by - bx * ay
            })
            .sum()
    }
}

/// A polygon: the first ring is the exterior, the others are holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polygon {
    /// Exterior first, then holes.
    pub rings: Vec<Ring>,
}

impl Polygon {
    /// Twice the area in square micro-degrees, holes taken off, exact.
    #[must_use]
    pub fn doubled_area(&self) -> i128 {
        self.rings.iter().map(Ring::doubled_area).sum()
    }
}
