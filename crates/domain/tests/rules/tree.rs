//! The tree in memory, beside the slow and obvious way.

use std::collections::BTreeMap;

use domain::unit::boundary::Position;
use domain::unit::{Unit, UnitKind, UnitNumber, UnitTree};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::common::{SIDE, rectangle, trees, unit};

fn present(tree: &UnitTree) -> impl Iterator<Item = &Unit> {
    tree.units().iter().filter(|unit| unit.valid_to.is_none())
}

/// The deepest present unit that holds the position; of siblings that overlap, the first in path order.
fn deepest(tree: &UnitTree, p: Position) -> Option<UnitNumber> {
    let holding = present(tree).filter(|unit| unit.boundary.as_ref().is_some_and(|boundary| boundary.contains(p)));
    holding.min_by_key(|unit| (u8::MAX - unit.kind.level(), unit.path.clone())).map(|unit| unit.number)
}

/// In and around the square in which boundaries lie.
fn positions() -> impl Strategy<Value = Position> {
    (-3..SIDE + 3, -3..SIDE + 3).prop_map(|(x, y)| Position { x, y })
}

fn numbers<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Vec<UnitNumber> {
    units.into_iter().map(|unit| unit.number).collect()
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"'’-".contains(*c)).collect::<String>().to_lowercase()
}

proptest! {
    #[test]
    fn the_deepest_unit_answers(tree in trees(40), positions in prop::collection::vec(positions(), 40)) {
        for p in positions {
            let located = tree.locate(p).filter(|located| !located.fallback);
            prop_assert_eq!(located.map(|located| located.unit.number), deepest(&tree, p), "{:?}", p);
        }
    }

    #[test]
    fn every_position_has_somebody_who_answers(tree in trees(20), x in any::<i32>(), y in any::<i32>()) {
        let p = Position { x, y };
        prop_assert!(tree.locate(p).is_some());
    }

    #[test]
    fn many_positions_are_located_as_one(tree in trees(30), positions in prop::collection::vec(positions(), 40)) {
        let together: Vec<_> = tree.locate_many(&positions).into_iter().map(|unit| unit.map(|unit| unit.number)).collect();
        let alone: Vec<_> = positions.iter().map(|&p| deepest(&tree, p)).collect();
        prop_assert_eq!(together, alone);
    }

    #[test]
    fn a_subtree_is_what_the_path_contains(tree in trees(40), of in any::<Index>()) {
        let path = &of.get(tree.units()).path;
        let mut below = numbers(present(&tree).filter(|unit| path.contains(&unit.path)));
        let mut found = numbers(tree.subtree(path));
        below.sort();
        found.sort();
        prop_assert_eq!(found, below);
    }

    #[test]
    fn what_a_unit_stands_in_at_a_level_is_in_its_lineage(tree in trees(40), of in any::<Index>(), level in 0..6_u8) {
        let path = &of.get(tree.units()).path;
        let expected = tree.units().iter().find(|above| above.path.contains(path) && above.kind.level() == level);
        prop_assert_eq!(tree.at_level(path, level).map(|unit| unit.number), expected.map(|unit| unit.number));
    }

    #[test]
    fn children_are_the_present_units_that_name_their_parent(tree in trees(40), of in any::<Index>()) {
        let id = of.get(tree.units()).id;
        let mut expected: Vec<&Unit> = present(&tree).filter(|unit| unit.parent == Some(id)).collect();
        expected.sort_by_key(|unit| (unit.code.clone(), unit.number));
        prop_assert_eq!(numbers(tree.children(id)), numbers(expected));
    }

    #[test]
    fn counts_below_count_the_subtree_without_its_top(tree in trees(40), of in any::<Index>()) {
        let top = of.get(tree.units());
        let mut expected: BTreeMap<u8, (u32, u32)> = BTreeMap::new();
        for unit in present(&tree).filter(|unit| top.path.contains(&unit.path) && unit.id != top.id) {
            let count = expected.entry(unit.kind as u8).or_default();
            if unit.fictional { count.1 += 1 } else { count.0 += 1 }
        }
        let found = tree.counts_below(&top.path).into_iter().map(|(kind, real, fictional)| (kind as u8, (real, fictional)));
        prop_assert_eq!(found.collect::<BTreeMap<_, _>>(), expected);
    }

    #[test]
    fn a_lineage_follows_the_parents(tree in trees(40), of in any::<Index>()) {
        let unit = of.get(tree.units());
        let mut up: Vec<&Unit> = std::iter::successors(Some(unit), |unit| tree.by_id(unit.parent?)).collect();
        up.reverse();
        prop_assert_eq!(numbers(tree.lineage(&unit.path)), numbers(up));
    }

    #[test]
    fn search_finds_every_name_that_contains_the_text(
        tree in trees(40),
        text in prop::sample::select(vec!["平安", "ping'an", "PING AN", "he ping", "安", "dongfeng", "grid", "nowhere"]),
        within in any::<Index>(),
    ) {
        let within = &within.get(tree.units()).path;
        let named = |unit: &&Unit| unit.names.0.values().any(|name| folded(name).contains(&folded(text)));
        let mut expected: Vec<&Unit> = present(&tree).filter(named).filter(|unit| within.contains(&unit.path)).collect();
        expected.sort_by_key(|unit| (unit.kind.level(), unit.code.clone()));
        prop_assert_eq!(numbers(tree.search(text, Some(within))), numbers(expected));
    }

    #[test]
    fn search_for_digits_finds_codes_that_begin_with_them(tree in trees(40), digits in "0{0,3}[0-3]") {
        let coded = |unit: &&Unit| unit.code.as_ref().is_some_and(|code| code.starts_with(&digits));
        let mut expected: Vec<&Unit> = present(&tree).filter(coded).collect();
        expected.sort_by_key(|unit| (unit.kind.level(), unit.code.clone()));
        prop_assert_eq!(numbers(tree.search(&digits, None)), numbers(expected));
    }

    #[test]
    fn units_are_found_by_each_of_their_keys(tree in trees(40)) {
        for unit in tree.units() {
            prop_assert_eq!(tree.by_id(unit.id).map(|unit| unit.number), Some(unit.number));
            prop_assert_eq!(tree.by_number(unit.number).map(|unit| unit.id), Some(unit.id));
            let by_code = tree.by_code(unit.code.as_ref().unwrap()).map(|unit| unit.number);
            prop_assert_eq!(by_code, unit.valid_to.is_none().then_some(unit.number));
        }
    }

    #[test]
    fn a_box_meets_the_units_whose_polygons_reach_into_it(tree in trees(40), a in positions(), b in positions(), level in 1..6_u8) {
        let (min, max) = (Position { x: a.x.min(b.x), y: a.y.min(b.y) }, Position { x: a.x.max(b.x), y: a.y.max(b.y) });
        let window = domain::unit::boundary::Bounds { min, max };
        let reaches = |unit: &&Unit| unit.boundary.iter().flat_map(|boundary| &boundary.polygons).any(|polygon| {
            let alone = domain::unit::Boundary { polygons: vec![polygon.clone()] };
            alone.bounds().is_some_and(|bounds| bounds.meets(&window))
        });
        let expected = numbers(present(&tree).filter(|unit| unit.kind.level() == level).filter(reaches));
        prop_assert_eq!(numbers(tree.meeting(level, min, max)), expected);
    }
}

#[test]
fn squares_all_over_each_other_are_still_told_apart() {
    let city = unit(0, UnitKind::City, None);
    let county = |number| Unit {
        boundary: Some(rectangle(0, 0, 1_000 + number as i32, 1_000)),
        ..unit(number, UnitKind::County, Some(&city))
    };
    let counties: Vec<Unit> = (1..400).map(county).collect();
    let tree = UnitTree::new(1, [vec![city.clone()], counties].concat());
    let located = |x| tree.locate(Position { x, y: 500 }).map(|located| located.unit.number.0);
    assert_eq!((located(500), located(1_200), located(2_000)), (Some(1), Some(201), Some(0)));
}

#[test]
fn an_empty_tree_has_nobody_who_answers() {
    let tree = UnitTree::new(0, Vec::new());
    assert!(tree.locate(Position { x: 0, y: 0 }).is_none());
}

#[test]
fn outside_every_boundary_the_root_answers_and_it_is_said() {
    let mut city = unit(0, UnitKind::City, None);
    city.boundary = Some(rectangle(0, 0, 10, 10));
    let tree = UnitTree::new(1, vec![city]);
    let located = |x| tree.locate(Position { x, y: 5 }).map(|located| (located.unit.number.0, located.fallback));
    assert_eq!(located(5), Some((0, false)));
    assert_eq!(located(50), Some((0, true)));
}
