//! Which way round a ring runs.

use crate::unit::boundary::{Position, Ring};

/// Whether a ring runs counter-clockwise; one without area counts as if it did.
pub fn is_left(ring: &[Position]) -> bool {
    let Some(mut a) = ring.last().copied() else { return true };
    let mut twice = 0_i128;
    for &b in ring {
        twice += i128::from(a.x) * i128::from(b.y) - i128::from(b.x) * i128::from(a.y);
        a = b;
    }
    twice >= 0
}

/// The ring counter-clockwise (`left`) or clockwise, beginning where it did.
pub fn turned(mut ring: Ring, left: bool) -> Ring {
    if is_left(&ring) != left
        && let Some((_, rest)) = ring.split_first_mut()
    {
        rest.reverse();
    }
    ring
}
