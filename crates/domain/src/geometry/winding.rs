//! Which way round a ring runs.

use crate::unit::boundary::{Position, Ring};

/// Whether a ring runs counter-clockwise; one without area counts as if it did.
pub fn is_left(ring: &[Position]) -> bool {
    turns_left(ring.iter().map(|p| [p.x.into(), p.y.into()]))
}

/// [`is_left`] for corners that may lie beyond the date line.
pub(super) fn turns_left(ring: impl Iterator<Item = [i64; 2]> + Clone) -> bool {
    let Some(mut a) = ring.clone().last() else { return true };
    let mut twice = 0_i128;
    for b in ring {
        twice += i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]);
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
