//! Explanations, reliability, bands, flags and other methods, by hand.

use risk::composite::{Aggregation, Freshness, Limits, Missing, compute, explain, recompute};

use super::{data, definition, whole};

#[test]
fn a_place_without_hazard_has_no_risk_however_little_care_there_is() {
    let none = data(&[("fire", &[Some(0.0)]), ("flood", &[Some(0.0)]), ("care", &[Some(100.0)])]);
    let index = compute(&definition(Missing::Refuse), &none).expect("an index");
    assert_eq!((index.units[0].score, index.units[0].band.as_deref()), (Some(0.0), Some("blue")));
}

#[test]
fn scores_ranks_and_bands_are_as_by_hand() {
    let index = compute(&definition(Missing::Refuse), &whole()).expect("an index");
    // Hazard (20 + 3·60)/4 = 50 and lack 50; hazard (40 + 0)/4 = 10 and lack 80; 90 throughout: a tenth each.
    let by_hand = [5.0, 8.0_f64.sqrt(), 9.0];
    for (unit, score) in index.units.iter().zip(by_hand) {
        assert!((unit.score.expect("a score") - score).abs() < 1e-12, "{unit:?}");
    }
    assert_eq!(index.units.iter().map(|unit| unit.rank).collect::<Vec<_>>(), [Some(2), Some(3), Some(1)]);
    let bands: Vec<_> = index.units.iter().map(|unit| unit.band.as_deref()).collect();
    assert_eq!(bands, [Some("yellow"), Some("blue"), Some("red")]);
}

#[test]
fn the_largest_contribution_comes_first() {
    let one = explain(&definition(Missing::Refuse), &whole(), "b").expect("an explanation");
    // The mean flood is 50, b has none.
    assert_eq!(one.contributions[0].indicator, "flood");
    assert!(one.contributions[0].contribution < 0.0, "{one:?}");
}

#[test]
fn old_and_missing_values_lower_reliability_by_their_weight() {
    let mut definition = definition(Missing::LeaveOut { at_least: 0.25 });
    definition.freshness = Some(Freshness { fresh: 1.0, stale: 3.0 });
    let mut data =
        data(&[("fire", &[None, Some(1.0)]), ("flood", &[Some(1.0), Some(1.0)]), ("care", &[Some(1.0), Some(1.0)])]);
    data.ages.insert("care".to_owned(), vec![Some(2.0), Some(0.5)]);
    let index = compute(&definition, &data).expect("an index");
    // Shares in the index are 1/8, 3/8 and 4/8: fire is missing, care is half worth.
    let reliability: Vec<f64> = index.units.iter().map(|unit| unit.reliability).collect();
    assert_eq!(reliability, [0.375 + 0.25, 1.0]);
}

#[test]
fn flags_are_counted_from_the_threshold_on() {
    let mut definition = definition(Missing::Refuse);
    definition.flag_from = Some(9.0);
    let index = compute(&definition, &whole()).expect("an index");
    let counts: Vec<_> = index.units.iter().map(|unit| unit.flags["risk"]).collect();
    assert_eq!(counts, [Some(0), Some(0), Some(3)]);
    assert_eq!(index.units[2].flags["hazard"], Some(2));
}

#[test]
fn another_method_is_held_against_older_data() {
    let old = definition(Missing::Refuse);
    let mut new = old.clone();
    new.version = "2".to_owned();
    new.groups[0].aggregation = Aggregation::Arithmetic;
    let found = recompute(&old, &new, &whole()).expect("both");
    assert_eq!((found.old_version.as_str(), found.new_version.as_str()), ("1", "2"));
    // Only b has unequal parts, 1 and 8: their mean is 4.5 instead of the root of 8.
    let b = found.units[1].difference.expect("both scores");
    assert!((b - (4.5 - 8.0_f64.sqrt())).abs() < 1e-12, "{found:?}");
    assert_eq!((found.moved, found.other_band), (0, 1));
    assert!((found.rank_correlation.expect("a correlation") - 1.0).abs() < 1e-12, "{found:?}");
}

#[test]
fn the_same_method_differs_in_nothing() {
    let method = definition(Missing::Refuse);
    let found = recompute(&method, &method, &whole()).expect("both");
    assert_eq!((found.largest_difference, found.moved, found.other_band), (Some(0.0), 0, 0));
}

#[test]
fn values_beyond_fixed_limits_are_cut_off() {
    let mut definition = definition(Missing::Refuse);
    definition.indicators[0].limits = Limits::Fixed { low: 30.0, high: 50.0 };
    let index = compute(&definition, &whole()).expect("an index");
    let fire: Vec<_> = index.units.iter().map(|unit| unit.scores["fire"]).collect();
    assert_eq!(fire, [Some(0.0), Some(5.0), Some(10.0)]);
}

#[test]
fn the_complement_of_nothing_is_nothing_and_not_less_by_a_rounding() {
    let mut definition = definition(Missing::Refuse);
    definition.indicators[1].weight = 1.0;
    definition.groups[1].aggregation = Aggregation::ComplementGeometric;
    let none = data(&[("fire", &[Some(0.0)]), ("flood", &[Some(0.0)]), ("care", &[Some(100.0)])]);
    let index = compute(&definition, &none).expect("an index");
    assert_eq!(index.units[0].scores["hazard"], Some(0.0));
}
