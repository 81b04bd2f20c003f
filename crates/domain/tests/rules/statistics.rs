//! Small counts are not shown.

use domain::unit::statistics::{Shown, shown};
use proptest::prelude::*;

#[test]
fn one_to_four_are_held_back() {
    for count in 1..=4 {
        assert_eq!(shown(count), Shown::Suppressed, "{count}");
    }
}

#[test]
fn nobody_is_shown_as_nobody() {
    assert_eq!(shown(0), Shown::Count(0));
}

proptest! {
    #[test]
    fn from_five_on_the_count_is_shown(count in 5..=u32::MAX) {
        prop_assert_eq!(shown(count), Shown::Count(count));
    }
}
