//! Random trees: any kinds in order, some units closed, some without boundary, siblings that overlap.

use domain::names::Names;
use domain::unit::boundary::Boundary;
use domain::unit::{Unit, UnitKind, UnitTree};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{rectangle, ring, t0, unit};

/// Boundaries lie in the square from 0 to this; small, so that borders and corners are hit often.
pub(crate) const SIDE: i32 = 64;

const NAMES: [(&str, &str); 5] = [
    ("平安社区", "Ping'an Community"),
    ("和平路", "He Ping Lu"),
    ("安康网格", "Ankang-Grid"),
    ("东风渠", "DONGFENG"),
    ("平安里", "Ping An Li"),
];

#[derive(Debug)]
struct Seed {
    parent: Index,
    kind: Index,
    name: Index,
    closed: bool,
    fictional: bool,
    boundary: Option<Boundary>,
}

/// A rectangle, a triangle, a rectangle with a hole, or two of them.
fn shapes() -> impl Strategy<Value = Boundary> {
    let piece = (0..SIDE - 8, 0..SIDE - 8, 4..40_i32, 4..40_i32, 0..3_u8).prop_map(|(x, y, width, height, form)| {
        let (east, north) = ((x + width).min(SIDE), (y + height).min(SIDE));
        let outer = rectangle(x, y, east, north).polygons.remove(0);
        match form {
            0 => outer,
            1 => vec![ring(&[(x, y), (east, y), (x, north)])],
            _ => vec![outer[0].clone(), ring(&[(x + 1, y + 1), (x + 1, y + 3), (x + 3, y + 3), (x + 3, y + 1)])],
        }
    });
    vec(piece, 1..3).prop_map(|polygons| Boundary { polygons })
}

fn seeds() -> impl Strategy<Value = Seed> {
    let picks = (any::<Index>(), any::<Index>(), any::<Index>());
    (picks, prop::bool::weighted(0.15), prop::bool::weighted(0.2), option::weighted(0.85, shapes())).prop_map(
        |((parent, kind, name), closed, fictional, boundary)| Seed { parent, kind, name, closed, fictional, boundary },
    )
}

fn grow(seeds: Vec<Seed>) -> Vec<Unit> {
    let mut units = vec![unit(0, UnitKind::City, None)];
    let mut closing = vec![false];
    for (number, seed) in (1..).zip(seeds) {
        let above: Vec<usize> = (0..units.len()).filter(|&i| units[i].kind != UnitKind::MicroGrid).collect();
        let parent = &units[*seed.parent.get(&above)];
        let below: Vec<UnitKind> = UnitKind::ALL.into_iter().filter(|&kind| parent.kind.may_contain(kind)).collect();
        let (zh, en) = *seed.name.get(&NAMES);
        units.push(Unit {
            names: Names::zh_en(zh, en),
            fictional: seed.fictional,
            boundary: seed.boundary,
            ..unit(number, *seed.kind.get(&below), Some(parent))
        });
        closing.push(seed.closed);
    }
    // Only a unit that has nothing present below it can have been closed.
    for index in (1..units.len()).rev() {
        let id = units[index].id;
        let empty = units.iter().all(|other| other.parent != Some(id) || other.valid_to.is_some());
        if closing[index] && empty {
            units[index].valid_to = Some(t0());
            units[index].successor = units[index].parent;
        }
    }
    units
}

/// Units of a random tree, parents first; the first is the root and has no boundary.
pub(crate) fn models(most: usize) -> impl Strategy<Value = Vec<Unit>> {
    vec(seeds(), 1..most).prop_map(grow)
}

/// A random tree.
pub(crate) fn trees(most: usize) -> impl Strategy<Value = UnitTree> {
    models(most).prop_map(|units| UnitTree::new(1, units))
}
