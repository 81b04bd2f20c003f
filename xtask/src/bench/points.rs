//! Random positions that are the same on every run.

use domain::unit::boundary::{Bounds, Position};

/// `count` positions spread evenly over the box, decided by `seed` alone (SplitMix64).
pub(super) fn inside(bounds: Bounds, count: usize, seed: u64) -> Vec<Position> {
    let mut state = seed;
    let mut next = |from: i32, to: i32| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let width = (i64::from(to) - i64::from(from) + 1) as u64;
        (i64::from(from) + ((z ^ (z >> 31)) % width) as i64) as i32
    };
    (0..count)
        .map(|_| Position { x: next(bounds.min.x, bounds.max.x), y: next(bounds.min.y, bounds.max.y) })
        .collect()
}
