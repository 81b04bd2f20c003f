//! Z-order cells: one integer per position such that near positions mostly have near integers.
//! A plain index over it answers bounding boxes without a spatial extension.

use crate::unit::boundary::{Bounds, Position};

/// The cell of a position: 31 bits of longitude and latitude each, interleaved; never negative.
pub fn cell(p: Position) -> i64 {
    (spread(offset(p.x)) | (spread(offset(p.y)) << 1)) as i64
}

/// A coordinate as 31 bits from 0 upward.
fn offset(value: i32) -> u64 {
    (i64::from(value) - i64::from(i32::MIN)) as u64 >> 1
}

/// Puts a zero bit before each of the lower 31 bits.
fn spread(value: u64) -> u64 {
    let mut v = value & 0x7fff_ffff;
    v = (v | (v << 16)) & 0x0000_ffff_0000_ffff;
    v = (v | (v << 8)) & 0x00ff_00ff_00ff_00ff;
    v = (v | (v << 4)) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | (v << 2)) & 0x3333_3333_3333_3333;
    (v | (v << 1)) & 0x5555_5555_5555_5555
}

/// Most ranges that a box is given as: each is one look into an index.
pub const RANGES_MAX: usize = 16;

/// A square of the quadtree: its lower corner in offset coordinates and the power of two of its side.
#[derive(Debug, Clone, Copy)]
struct Square {
    x: u64,
    y: u64,
    power: u32,
}

impl Square {
    const WORLD: Self = Self { x: 0, y: 0, power: 31 };

    fn range(self) -> (i64, i64) {
        let first = spread(self.x) | (spread(self.y) << 1);
        let last = first + ((1_u64 << (2 * self.power)) - 1);
        (first as i64, last as i64)
    }

    fn quarters(self) -> [Self; 4] {
        let power = self.power - 1;
        let half = 1 << power;
        [(0, 0), (half, 0), (0, half), (half, half)].map(|(dx, dy)| Self { x: self.x + dx, y: self.y + dy, power })
    }
}

/// Ranges of cells, at most [`RANGES_MAX`], that hold every position of the box. They may hold others too: rows that
/// an index finds by them still need the exact test.
pub fn ranges(bounds: Bounds) -> Vec<(i64, i64)> {
    let (low, high) = (bounds.min, bounds.max);
    let (x, y) = ((offset(low.x), offset(high.x)), (offset(low.y), offset(high.y)));
    if x.0 > x.1 || y.0 > y.1 {
        return Vec::new();
    }
    // The largest squares first: splitting them sheds the most that lies outside.
    let mut whole = Vec::new();
    let mut partly = std::collections::VecDeque::from([Square::WORLD]);
    while whole.len() + partly.len() <= 4 * RANGES_MAX {
        let Some(square) = partly.pop_front() else { break };
        let side = (1 << square.power) - 1;
        let inside = |low: u64, (from, to): (u64, u64)| from <= low && low + side <= to;
        if square.power == 0 || (inside(square.x, x) && inside(square.y, y)) {
            whole.push(square.range());
            continue;
        }
        let half = (1 << (square.power - 1)) - 1;
        let meets = |low: u64, (from, to): (u64, u64)| low <= to && from <= low + half;
        partly.extend(square.quarters().into_iter().filter(|part| meets(part.x, x) && meets(part.y, y)));
    }
    whole.extend(partly.into_iter().map(Square::range));
    whole.sort_unstable();
    join(whole, RANGES_MAX)
}

/// Joins what touches, then the nearest neighbours, until at most `most` are left; `ranges` are sorted.
pub fn join(mut ranges: Vec<(i64, i64)>, most: usize) -> Vec<(i64, i64)> {
    loop {
        let gaps = ranges.windows(2).map(|pair| pair[1].0 - pair[0].1);
        let Some((at, gap)) = gaps.enumerate().min_by_key(|(_, gap)| *gap) else { return ranges };
        if gap > 1 && ranges.len() <= most {
            return ranges;
        }
        let (_, last) = ranges.remove(at + 1);
        ranges[at].1 = last;
    }
}
