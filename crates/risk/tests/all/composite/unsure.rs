//! Spread and sensitivity.

use risk::composite::{Aggregation, Data, Definition, Limits, Missing, Transform};
use risk::uncertainty::{Factor, Mean, Normalisation, Variation, sensitivity, spread};

use super::{data, definition, group, indicator, whole};

fn usual(seed: u64) -> Variation {
    Variation::usual(256, seed, &Missing::Refuse)
}

fn weights_alone(weight_spread: f64) -> Variation {
    Variation { runs: 256, seed: 1, weight_spread, normalisations: Vec::new(), means: Vec::new(), missing: Vec::new() }
}

/// On so many threads.
fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

#[test]
fn the_same_seed_gives_the_same_numbers_on_any_number_of_threads() {
    let (definition, data) = (definition(Missing::Refuse), whole());
    let both = || {
        (
            spread(&definition, &data, &usual(7)).expect("runs"),
            sensitivity(&definition, &data, &usual(7)).expect("runs"),
        )
    };
    assert_eq!(on(1, both), on(3, both));
    assert_ne!(both().0, spread(&definition, &data, &usual(8)).expect("runs"));
}

#[test]
fn without_choices_nothing_spreads() {
    let (definition, data) = (definition(Missing::Refuse), whole());
    for unit in spread(&definition, &data, &weights_alone(0.0)).expect("runs").units {
        let scores = unit.scores.expect("scores");
        assert_eq!((Some(scores.low), Some(scores.high), unit.same_band), (unit.score, unit.score, Some(1.0)));
    }
    let found = sensitivity(&definition, &data, &weights_alone(0.0)).expect("runs");
    assert_eq!((found.factors.len(), found.mean_shift, found.variance), (0, 0.0, 0.0));
}

#[test]
fn a_unit_that_is_first_in_everything_stays_first() {
    let found = spread(&definition(Missing::Refuse), &whole(), &usual(3)).expect("runs");
    let ranks = found.units[2].ranks.expect("ranks");
    assert_eq!((ranks.low, ranks.middle, ranks.high), (1, 1, 1));
}

#[test]
fn weights_alone_explain_all_when_they_alone_vary() {
    let (definition, data) = two_sided();
    let found = sensitivity(&definition, &data, &weights_alone(0.4)).expect("runs");
    assert_eq!(found.factors.len(), 1);
    let share = found.factors[0].share;
    assert_eq!(found.factors[0].factor, Factor::Weights);
    assert!(found.mean_shift > 0.0 && (share.first - 1.0).abs() < 1e-9, "{found:?}");
    // Two samples of one factor: the total is the variance itself, estimated once more.
    assert!((share.total - 1.0).abs() < 0.25, "{found:?}");
}

#[test]
fn weights_spread_as_far_as_asked() {
    let (definition, data) = two_sided();
    let variation = Variation { runs: 4_096, ..weights_alone(0.2) };
    let found = spread(&definition, &data, &variation).expect("runs");
    // Unit b scores ten times the share of its one indicator: nine of ten runs lie within 1.645 standard deviations of 1.
    let scores = found.units[1].scores.expect("scores");
    assert!((scores.middle - 5.0).abs() < 0.1, "{scores:?}");
    assert!((scores.high - scores.low - 2.0 * 1.645).abs() < 0.2, "{scores:?}");
}

#[test]
fn units_that_some_rules_leave_out_are_counted_where_they_are_not() {
    let gap =
        data(&[("fire", &[None, Some(9.0)]), ("flood", &[Some(1.0), Some(2.0)]), ("care", &[Some(1.0), Some(2.0)])]);
    let missing = vec![Missing::Whole, Missing::Mean];
    let found = spread(&definition(Missing::Whole), &gap, &Variation { missing, ..weights_alone(0.0) }).expect("runs");
    assert_eq!(found.units.iter().map(|unit| unit.computed).collect::<Vec<_>>(), [128, 256]);
    assert_eq!((found.units[0].score, found.units[0].same_band), (None, None));
}

#[test]
fn what_is_out_of_range_is_refused_with_its_place() {
    let (definition, data) = (definition(Missing::Refuse), whole());
    let refused = |variation| spread(&definition, &data, &variation).expect_err("a refusal").path;
    assert_eq!(refused(weights_alone(1.5)), "/variation/weight_spread");
    assert_eq!(refused(Variation { runs: 1, ..weights_alone(0.1) }), "/variation/runs");
    assert_eq!(refused(Variation { runs: 70_000, ..weights_alone(0.1) }), "/variation/runs");
}

#[test]
fn more_scores_than_are_kept_are_refused() {
    let mut many = whole();
    many.units = (0..400).map(|unit| unit.to_string()).collect();
    let variation = Variation { runs: 65_536, ..weights_alone(0.1) };
    let refusal = spread(&definition(Missing::Refuse), &many, &variation).expect_err("a refusal");
    assert_eq!((refusal.code, refusal.path.as_str()), ("too_large", "/variation/runs"));
}

#[test]
fn an_indicator_whose_lowest_value_has_no_logarithm_keeps_its_limits() {
    let mut logarithms = definition(Missing::Refuse);
    logarithms.indicators[0].transform = Transform::Log;
    logarithms.indicators[0].limits = Limits::Fixed { low: 1.0, high: 100.0 };
    // 0 is cut off at 1, and 10 lies half way to 100.
    let zero = data(&[
        ("fire", &[Some(0.0), Some(10.0)]),
        ("flood", &[Some(1.0), Some(2.0)]),
        ("care", &[Some(1.0), Some(2.0)]),
    ]);
    spread(&logarithms, &zero, &usual(1)).expect("runs of the usual choices");
    sensitivity(&logarithms, &zero, &usual(1)).expect("runs of the usual choices");
    let normalisations = vec![Normalisation::Observed];
    let variation = Variation { normalisations, means: vec![Mean::Arithmetic], ..weights_alone(0.0) };
    let found = spread(&logarithms, &zero, &variation).expect("runs");
    // A quarter of half the weight at 5; the others at 10.
    let score = found.units[1].scores.expect("scores").middle;
    assert!((score - 9.375).abs() < 1e-12, "{score}");
}

#[test]
fn an_indicator_that_does_not_vary_keeps_its_limits() {
    let constant =
        data(&[("fire", &[Some(5.0); 2]), ("flood", &[Some(1.0), Some(2.0)]), ("care", &[Some(1.0), Some(2.0)])]);
    let normalisations = vec![Normalisation::Observed];
    let variation = Variation { normalisations, means: vec![Mean::Arithmetic], ..weights_alone(0.0) };
    let found = spread(&definition(Missing::Refuse), &constant, &variation).expect("runs");
    // Fire stays at 0.5 with a quarter of half the weight; the others are 0 and 10.
    let scores: Vec<f64> = found.units.iter().map(|unit| unit.scores.expect("scores").middle).collect();
    assert!((scores[0] - 0.0625).abs() < 1e-12 && (scores[1] - 8.8125).abs() < 1e-12, "{scores:?}");
}

/// Two indicators of the same weight in one group; each unit is high in one of them.
fn two_sided() -> (Definition, Data) {
    let mut made = definition(Missing::Refuse);
    made.groups = vec![group("risk", None, 1.0, Aggregation::Arithmetic)];
    made.indicators = vec![indicator("fire", "risk", 1.0), indicator("flood", "risk", 1.0)];
    (made, data(&[("fire", &[Some(99.0), Some(0.0)]), ("flood", &[Some(0.0), Some(100.0)])]))
}
