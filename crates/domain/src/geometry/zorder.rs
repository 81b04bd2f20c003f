//! Z-order cells: one integer per position such that near positions mostly have near integers.
//! A plain index over it answers bounding boxes without a spatial extension.

use crate::unit::boundary::Position;

/// The cell of a position: 31 bits of longitude and latitude each, interleaved; never negative.
pub fn cell(p: Position) -> i64 {
    let offset = |value: i32| (i64::from(value) - i64::from(i32::MIN)) as u64 >> 1;
    (spread(offset(p.x)) | (spread(offset(p.y)) << 1)) as i64
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
