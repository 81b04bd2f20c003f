//! Unit numbers and paths.

use domain::unit::path::UNIT_NUMBER_MAX;
use domain::unit::{UnitNumber, UnitPath};
use proptest::prelude::*;

fn path(numbers: &[u32]) -> UnitPath {
    let (first, rest) = numbers.split_first().unwrap();
    rest.iter().fold(UnitPath::root(UnitNumber(*first)), |path, &number| path.child(UnitNumber(number)))
}

/// Numbers near each other and at both ends, so that paths are often related.
fn paths() -> impl Strategy<Value = UnitPath> {
    let number = prop_oneof![4 => 0..3_u32, 1 => 30..34_u32, 1 => UNIT_NUMBER_MAX - 1..=UNIT_NUMBER_MAX];
    prop::collection::vec(number, 1..5).prop_map(|numbers| path(&numbers))
}

#[test]
fn segments_of_the_smallest_and_largest_numbers() {
    assert_eq!(UnitNumber(0).segment(), "00000");
    assert_eq!(UnitNumber(32).segment(), "00010");
    assert_eq!(UnitNumber(UNIT_NUMBER_MAX).segment(), "zzzzz");
}

#[test]
fn malformed_paths_are_not_read() {
    let malformed =
        ["", "/", "00000", "0000/", "000000/", "0000i/", "0000A/", "00000//", "/00000/", "00000/ 0000/", "零0/"];
    for text in malformed {
        assert_eq!(UnitPath::parse(text), None, "`{text}`");
    }
}

proptest! {
    #[test]
    fn a_subtree_is_a_range_of_bytes(a in paths(), b in paths()) {
        let in_range = a.as_str().as_bytes() <= b.as_str().as_bytes()
            && b.as_str().as_bytes() < a.upper_bound().as_bytes();
        prop_assert_eq!(a.contains(&b), in_range);
    }

    #[test]
    fn a_path_contains_exactly_the_paths_that_begin_with_its_numbers(a in paths(), b in paths()) {
        let numbers = |path: &UnitPath| path.numbers().collect::<Vec<_>>();
        prop_assert_eq!(a.contains(&b), numbers(&b).starts_with(&numbers(&a)));
    }

    #[test]
    fn a_path_reads_back(path in paths()) {
        prop_assert_eq!(UnitPath::parse(path.as_str()), Some(path));
    }

    #[test]
    fn any_text_that_reads_as_a_path_is_that_path(text in "[0-9a-zA-Z/]{0,20}") {
        if let Some(path) = UnitPath::parse(&text) {
            let again = path.numbers().map(|number| format!("{}/", number.segment())).collect::<String>();
            prop_assert_eq!(again, text);
        }
    }

    #[test]
    fn numbers_sort_as_their_segments(a in 0..=UNIT_NUMBER_MAX, b in 0..=UNIT_NUMBER_MAX) {
        prop_assert_eq!(a.cmp(&b), UnitNumber(a).segment().cmp(&UnitNumber(b).segment()));
    }

    #[test]
    fn depth_counts_the_units_above(path in paths()) {
        prop_assert_eq!(path.depth(), path.numbers().count() - 1);
    }

    #[test]
    fn a_moved_subtree_keeps_what_is_below(from in paths(), to in paths(), below in 0..40_u32) {
        let child = from.child(UnitNumber(below));
        prop_assert_eq!(child.rebased(&from, &to), Some(to.child(UnitNumber(below))));
    }

    #[test]
    fn only_what_is_below_moves(path in paths(), from in paths(), to in paths()) {
        prop_assert_eq!(path.rebased(&from, &to).is_some(), from.contains(&path));
    }
}
