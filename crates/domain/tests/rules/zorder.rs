//! Boxes as ranges of cells: nothing inside is missed, and little outside is looked at.

use domain::geometry::zorder::{RANGES_MAX, cell, ranges};
use domain::unit::boundary::{Bounds, Position};
use proptest::prelude::*;

fn position() -> impl Strategy<Value = Position> {
    (-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32).prop_map(|(x, y)| Position { x, y })
}

/// A box of at most about a kilometre, and a position in it.
fn small() -> impl Strategy<Value = (Bounds, Position)> {
    let side = 1..100_000_i32;
    (position(), side.clone(), side, 0.0..=1.0_f64, 0.0..=1.0_f64).prop_map(|(min, w, h, u, v)| {
        let along = |side: i32, part: f64| (f64::from(side) * part) as i32;
        let max = Position { x: min.x + w, y: min.y + h };
        (Bounds { min, max }, Position { x: min.x + along(w, u), y: min.y + along(h, v) })
    })
}

fn held(ranges: &[(i64, i64)], p: Position) -> bool {
    ranges.iter().any(|&(from, to)| (from..=to).contains(&cell(p)))
}

proptest! {
    #[test]
    fn every_position_of_a_box_is_held(a in position(), b in position(), p in position()) {
        let min = Position { x: a.x.min(b.x), y: a.y.min(b.y) };
        let max = Position { x: a.x.max(b.x), y: a.y.max(b.y) };
        let inside = Position { x: p.x.clamp(min.x, max.x), y: p.y.clamp(min.y, max.y) };
        let ranges = ranges(Bounds { min, max });
        for p in [min, max, inside] {
            prop_assert!(held(&ranges, p));
        }
    }

    #[test]
    fn every_position_of_a_small_box_is_held((bounds, p) in small()) {
        prop_assert!(held(&ranges(bounds), p));
    }

    #[test]
    fn ranges_are_few_in_order_and_apart((bounds, _) in small()) {
        let ranges = ranges(bounds);
        prop_assert!((1..=RANGES_MAX).contains(&ranges.len()));
        prop_assert!(ranges.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
    }

    #[test]
    fn a_small_box_looks_at_little_beside_itself((bounds, _) in small()) {
        let looked: i128 = ranges(bounds).iter().map(|&(from, to)| i128::from(to - from + 1)).sum();
        let side = (bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y);
        let square = i128::from(side / 2 + 2).pow(2);
        prop_assert!(looked <= 8 * square, "{looked} cells for a square of {square}");
    }
}
