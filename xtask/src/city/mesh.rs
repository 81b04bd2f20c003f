//! The shared net of corners. Faces are rings of corner numbers; a cut that lands on an edge
//! records the edge as split, and every face that still names the whole edge learns of the new
//! corner when it is next expanded. So neighbours always share identical corners, and a parent
//! is the sum of its leaves with shared edges cancelled: exact, whatever the rounding.

use std::collections::HashMap;

/// Corner numbers of one closed ring, counter-clockwise, first not repeated.
pub(crate) type Ring = Vec<u32>;

/// All corners, and where edges were split after they were first drawn.
#[derive(Default)]
pub(crate) struct Mesh {
    points: Vec<[i32; 2]>,
    known: HashMap<[i32; 2], u32>,
    splits: HashMap<(u32, u32), u32>,
}

impl Mesh {
    /// The corner at a point, new or known.
    pub(crate) fn corner(&mut self, point: [i32; 2]) -> u32 {
        *self.known.entry(point).or_insert_with(|| {
            self.points.push(point);
            (self.points.len() - 1) as u32
        })
    }

    /// Whether a corner already stands at this point.
    pub(crate) fn is_taken(&self, point: [i32; 2]) -> bool {
        self.known.contains_key(&point)
    }

    /// Where a corner is, in micro-degrees.
    pub(crate) fn point(&self, corner: u32) -> [i32; 2] {
        self.points[corner as usize]
    }

    /// Splits the edge between two corners at a new point.
    pub(crate) fn split(&mut self, a: u32, b: u32, point: [i32; 2]) -> u32 {
        let corner = self.corner(point);
        self.splits.insert((a.min(b), a.max(b)), corner);
        corner
    }

    /// The ring with every corner that was put on its edges since.
    pub(crate) fn expand(&self, ring: &[u32]) -> Ring {
        let mut out = Vec::with_capacity(ring.len() + 4);
        for (at, &a) in ring.iter().enumerate() {
            out.push(a);
            self.expand_edge(a, ring[(at + 1) % ring.len()], &mut out);
        }
        out
    }

    fn expand_edge(&self, a: u32, b: u32, out: &mut Ring) {
        if let Some(&middle) = self.splits.get(&(a.min(b), a.max(b))) {
            self.expand_edge(a, middle, out);
            out.push(middle);
            self.expand_edge(middle, b, out);
        }
    }

    /// The points of a ring.
    pub(crate) fn points(&self, ring: &[u32]) -> Vec<[i32; 2]> {
        ring.iter().map(|&corner| self.point(corner)).collect()
    }

    /// Area of a ring in square micro-degrees.
    pub(crate) fn area(&self, ring: &[u32]) -> f64 {
        city::Ring(self.points(ring)).doubled_area() as f64 / 2.0
    }
}
