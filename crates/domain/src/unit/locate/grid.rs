//! A uniform grid in front of the boundaries: most cells lie wholly inside one unit and answer at once.
//!
//! For each cell it holds the pieces that reach into it, the deepest first, up to the first one that
//! covers it whole. For each piece it holds the edges by row of cells, so that a test looks only at the
//! edges near the position, however long the border is. All arithmetic is exact: the answers are those
//! of `Boundary::contains`.

mod build;

use super::super::boundary::{Bounds, Position};

/// Marks an entry whose piece covers the cell whole.
const WHOLE: u32 = 1 << 31;

/// A border edge that is not level, from its lower to its upper end.
#[derive(Debug, Clone, Copy)]
struct Edge {
    low: Position,
    high: Position,
}

/// Where the edges of one piece stand: its first row, and the place of that row in `row_starts`.
#[derive(Debug, Clone, Copy)]
struct Rows {
    first: u32,
    starts: u32,
}

/// Cells over the box of all pieces.
#[derive(Debug)]
pub(super) struct Grid {
    bounds: Bounds,
    shift: u32,
    columns: u32,
    /// Per cell, row by row, where its entries begin; one more for the end.
    cell_starts: Vec<u32>,
    /// Numbers of pieces, some with [`WHOLE`].
    entries: Vec<u32>,
    rows: Vec<Rows>,
    row_starts: Vec<u32>,
    edges: Vec<Edge>,
}

impl Grid {
    /// The first piece that holds `p`.
    pub(super) fn first(&self, p: Position) -> Option<u32> {
        if !self.bounds.contains(p) {
            return None;
        }
        let (column, row) = self.cell(p);
        let cell = (row * self.columns + column) as usize;
        let entries = &self.entries[self.cell_starts[cell] as usize..self.cell_starts[cell + 1] as usize];
        let holds = |&&entry: &&u32| entry & WHOLE != 0 || self.holds(entry, row, p);
        entries.iter().find(holds).map(|entry| entry & !WHOLE)
    }

    /// Whether the piece holds `p`, which lies in `row`: crossings of a ray to the east, as `Boundary` counts them.
    fn holds(&self, piece: u32, row: u32, p: Position) -> bool {
        self.edges(piece, row).iter().fold(false, |inside, edge| inside ^ edge.is_east_of(p))
    }

    fn edges(&self, piece: u32, row: u32) -> &[Edge] {
        let rows = self.rows[piece as usize];
        let at = (rows.starts + (row - rows.first)) as usize;
        &self.edges[self.row_starts[at] as usize..self.row_starts[at + 1] as usize]
    }

    fn cell(&self, p: Position) -> (u32, u32) {
        let steps = |from: i32, to: i32| to.wrapping_sub(from) as u32;
        (steps(self.bounds.min.x, p.x) >> self.shift, steps(self.bounds.min.y, p.y) >> self.shift)
    }

    /// South-west corner of a cell.
    fn corner(&self, column: u32, row: u32) -> Position {
        let at = |min: i32, steps: u32| (i64::from(min) + (i64::from(steps) << self.shift)) as i32;
        Position { x: at(self.bounds.min.x, column), y: at(self.bounds.min.y, row) }
    }
}

impl Edge {
    /// Whether a ray from `p` to the east crosses the edge.
    fn is_east_of(self, p: Position) -> bool {
        let Self { low, high } = self;
        low.y <= p.y && p.y < high.y && {
            let cross = (i64::from(high.x) - i64::from(low.x)) * (i64::from(p.y) - i64::from(low.y))
                - (i64::from(p.x) - i64::from(low.x)) * (i64::from(high.y) - i64::from(low.y));
            cross > 0
        }
    }
}
