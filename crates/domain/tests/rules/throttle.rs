//! Budgets of tries.

use domain::access::throttle::{Budget, UNKNOWN_DEVICE};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const BUDGET: Budget = Budget { tries: 3, refill_s: 10 };

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_600_000_000 + seconds).unwrap()
}

#[test]
fn a_budget_is_spent_and_says_how_long_to_wait() {
    let mut spent = None;
    for _ in 0..3 {
        spent = Some(BUDGET.spend(spent, at(0)).unwrap());
    }
    assert_eq!(BUDGET.spend(spent, at(0)), Err(10));
    assert_eq!(BUDGET.spend(spent, at(9)), Err(1));
    let spent = BUDGET.spend(spent, at(10)).unwrap();
    assert_eq!(BUDGET.spend(Some(spent), at(10)), Err(10), "one more, not three");
}

#[test]
fn what_was_spent_long_ago_counts_no_more() {
    let spent = BUDGET.spend(None, at(0)).unwrap();
    let later = BUDGET.spend(Some(spent), at(1_000)).unwrap();
    assert_eq!(later, at(1_010));
}

#[test]
fn a_budget_of_which_three_quarters_are_spent_is_pressed() {
    let budget = Budget { tries: 8, refill_s: 10 };
    assert_eq!(budget.pressed(None, at(0)), None);
    let mut spent = None;
    for number in 1..=8 {
        spent = Some(budget.spend(spent, at(0)).unwrap());
        assert_eq!(budget.pressed(spent, at(0)).is_some(), number >= 6, "{number} of 8");
    }
    let wait = i64::from(budget.pressed(spent, at(0)).unwrap());
    assert_eq!(budget.pressed(spent, at(wait - 1)), Some(1));
    assert_eq!(budget.pressed(spent, at(wait)), None, "what was promised holds");
}

proptest! {
    /// However the tries come, no more get through than the budget and the time allow.
    #[test]
    fn no_more_get_through_than_budget_and_time_allow(gaps in prop::collection::vec(0_i64..120, 1..200)) {
        let (mut spent, mut now, mut through) = (None, at(0), 0_i64);
        for gap in gaps {
            now += SignedDuration::from_secs(gap);
            if let Ok(until) = UNKNOWN_DEVICE.spend(spent, now) {
                spent = Some(until);
                through += 1;
            }
        }
        let passed = now.duration_since(at(0)).as_secs();
        prop_assert!(through <= i64::from(UNKNOWN_DEVICE.tries) + passed / i64::from(UNKNOWN_DEVICE.refill_s));
    }
}
