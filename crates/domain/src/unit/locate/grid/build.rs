//! How the grid is built: once per tree version, in a fraction of a second.

use super::super::super::boundary::{Bounds, Position, Ring};
use super::{Edge, Grid, Rows, WHOLE};

/// Cells per piece, about.
const CELLS_PER_PIECE: u64 = 4;

/// A grid is not worth its memory where boxes overlap, or edges run across rows, more often than this on average.
const TANGLED: u64 = 32;

impl Grid {
    /// A grid over `pieces`, which stand in the order in which they are to be asked, with their boxes.
    /// `None` where there is nothing to index or the borders are too tangled.
    pub(in super::super) fn new(pieces: &[(Bounds, &[Ring])]) -> Option<Self> {
        let bounds = pieces.iter().map(|(bounds, _)| *bounds).reduce(Bounds::joined)?;
        let (columns, lines, shift) = layout(bounds, pieces.len() as u64);
        let mut grid = Self {
            bounds,
            shift,
            columns,
            cell_starts: Vec::new(),
            entries: Vec::new(),
            rows: Vec::with_capacity(pieces.len()),
            row_starts: Vec::new(),
            edges: Vec::new(),
        };
        let cells = columns as usize * lines as usize;
        grid.edges.reserve_exact(grid.places(pieces, cells as u64)?);
        let mut answered = vec![false; cells];
        let mut found: Vec<(u32, u32)> = Vec::new();
        for (piece, (bounds, rings)) in (0..).zip(pieces) {
            grid.add(piece, *bounds, rings, &mut answered, &mut found);
        }
        grid.fill(cells, &found);
        grid.edges.shrink_to_fit();
        grid.row_starts.shrink_to_fit();
        Some(grid)
    }

    /// How many places in rows the edges take; `None` where hostile or broken borders would make the grid huge.
    fn places(&self, pieces: &[(Bounds, &[Ring])], cells: u64) -> Option<usize> {
        let span = |low: u32, high: u32| u64::from(high - low) + 1;
        let (mut boxes, mut edges, mut places) = (0, 0, 0);
        for (bounds, rings) in pieces {
            let (min, max) = (self.cell(bounds.min), self.cell(bounds.max));
            boxes += span(min.0, max.0) * span(min.1, max.1);
            for (a, b) in rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))) {
                let (a, b) = (self.cell(*a).1, self.cell(*b).1);
                edges += 1;
                places += span(a.min(b), a.max(b));
            }
        }
        let few = |count: u64, of: u64| count <= (TANGLED * of).min(u64::from(u32::MAX));
        let pieces = pieces.len() as u64;
        (few(boxes, cells + pieces) && few(places, edges + pieces)).then_some(places as usize)
    }

    /// Takes in the edges of a piece and the cells that it reaches into and that no earlier piece covers whole.
    fn add(&mut self, piece: u32, bounds: Bounds, rings: &[Ring], answered: &mut [bool], found: &mut Vec<(u32, u32)>) {
        let (min, max) = (self.cell(bounds.min), self.cell(bounds.max));
        let width = (max.0 - min.0 + 1) as usize;
        let height = (max.1 - min.1 + 1) as usize;
        let mut crossed = vec![false; width * height];
        let mut by_row: Vec<Vec<Edge>> = vec![Vec::new(); height];
        for ring in rings {
            for (&a, &b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
                let edge = Edge { low, high };
                for row in self.cell(low).1..=self.cell(high).1 {
                    let line = (row - min.1) as usize;
                    let (from, to) = self.columns_crossed(edge, row);
                    crossed[line * width..][(from - min.0) as usize..=(to - min.0) as usize].fill(true);
                    if low.y != high.y {
                        by_row[line].push(edge);
                    }
                }
            }
        }
        self.rows.push(Rows { first: min.1, starts: self.row_starts.len() as u32 });
        for edges in by_row {
            self.row_starts.push(self.edges.len() as u32);
            self.edges.extend(edges);
        }
        self.row_starts.push(self.edges.len() as u32);
        for (line, row) in (min.1..=max.1).enumerate() {
            for (place, column) in (min.0..=max.0).enumerate() {
                let cell = row * self.columns + column;
                if answered[cell as usize] {
                    continue;
                }
                if crossed[line * width + place] {
                    found.push((cell, piece));
                } else if self.holds(piece, row, self.corner(column, row)) {
                    found.push((cell, piece | WHOLE));
                    answered[cell as usize] = true;
                }
            }
        }
    }

    /// First and last column in which the edge may touch the row; one step too many rather than too few.
    fn columns_crossed(&self, Edge { low, high }: Edge, row: u32) -> (u32, u32) {
        let bottom = i64::from(self.corner(0, row).y);
        let x_at = |y: i64| {
            let (dx, dy) = (i64::from(high.x) - i64::from(low.x), i64::from(high.y) - i64::from(low.y));
            let up = y.clamp(low.y.into(), high.y.into()) - i64::from(low.y);
            if dy == 0 { i64::from(low.x) } else { i64::from(low.x) + (dx * up).div_euclid(dy) }
        };
        let (a, b) = if low.y == high.y {
            (i64::from(low.x), i64::from(high.x))
        } else {
            (x_at(bottom), x_at(bottom + (1_i64 << self.shift)))
        };
        let column = |x: i64| {
            let x = x.clamp(low.x.min(high.x).into(), low.x.max(high.x).into()) as i32;
            self.cell(Position { x, y: low.y }).0
        };
        (column(a.min(b) - 1), column(a.max(b) + 1))
    }

    /// Sorts what was found by cell; within a cell the order stays.
    fn fill(&mut self, cells: usize, found: &[(u32, u32)]) {
        let mut starts = vec![0_u32; cells + 1];
        for &(cell, _) in found {
            starts[cell as usize + 1] += 1;
        }
        for cell in 0..cells {
            starts[cell + 1] += starts[cell];
        }
        let mut next = starts.clone();
        self.entries = vec![0; found.len()];
        for &(cell, entry) in found {
            self.entries[next[cell as usize] as usize] = entry;
            next[cell as usize] += 1;
        }
        self.cell_starts = starts;
    }
}

/// Columns, rows, and the power of two that a cell is wide and high.
fn layout(bounds: Bounds, pieces: u64) -> (u32, u32, u32) {
    let steps = |from: i32, to: i32| (i64::from(to) - i64::from(from)) as u64;
    let (width, height) = (steps(bounds.min.x, bounds.max.x), steps(bounds.min.y, bounds.max.y));
    let cells = |shift: &u32| ((width >> shift) + 1) * ((height >> shift) + 1);
    let shift = (0..31).find(|shift| cells(shift) <= pieces * CELLS_PER_PIECE).unwrap_or(31);
    ((width >> shift) as u32 + 1, (height >> shift) as u32 + 1, shift)
}
