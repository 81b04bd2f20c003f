//! Laws of the metrics.

use forecast::metrics::{Refused, area, poisson};
use proptest::prelude::*;

#[test]
fn the_best_map_has_an_efficiency_of_one() {
    let events = [0, 3, 0, 1, 0, 0, 2, 0];
    let scored = area(&events.map(f64::from), &events, 0.25).expect("a score");
    assert_eq!((scored.hits, scored.best_hits, scored.pei), (5.0, 5.0, 1.0));
    assert_eq!(scored.pai, 5.0 / 6.0 / 0.25);
}

#[test]
fn a_map_without_differences_is_chance() {
    let scored = area(&[0.5; 30], &[1; 30], 0.1).expect("a score");
    assert!((scored.pai - 1.0).abs() < 1e-12, "{scored:?}");
}

#[test]
fn what_cannot_be_scored_is_refused() {
    assert_eq!(area(&[], &[], 0.1), Err(Refused::Empty { list: "score" }));
    assert_eq!(area(&[1.0], &[1, 2], 0.1), Err(Refused::Length { list: "events", found: 2, wanted: 1 }));
    assert_eq!(area(&[1.0, 2.0], &[0, 0], 0.1), Err(Refused::NoEvents));
    for fraction in [0.0, -0.1, 1.1, f64::NAN] {
        let refused = area(&[1.0], &[1], fraction);
        assert!(matches!(refused, Err(Refused::Value { list: "area_fraction", index: None, .. })), "{refused:?}");
    }
    let refused = area(&[1.0, f64::NAN], &[1, 1], 0.5);
    assert!(matches!(refused, Err(Refused::Value { list: "score", index: Some(1), .. })), "{refused:?}");
    for mean in [-1.0, f64::NAN, f64::INFINITY, 1e7] {
        assert!(matches!(poisson(1, mean), Err(Refused::Value { list: "lam", .. })), "{mean}");
    }
    assert!(poisson(1, 0.0).is_err(), "an infinite score");
}

#[test]
fn a_count_that_was_held_certain_costs_nothing() {
    let scored = poisson(0, 0.0).expect("a score");
    assert_eq!((scored.log_score, scored.rps, scored.pit_lower, scored.pit_upper), (0.0, 0.0, 0.0, 1.0));
}

/// By the definition, over all counts up to a large one.
fn rps_by_definition(count: u32, mean: f64) -> f64 {
    let (mut probability, mut cumulative, mut sum) = ((-mean).exp(), 0.0, 0.0);
    for k in 0..2_000_u32 {
        cumulative += probability;
        sum += (cumulative - if count <= k { 1.0 } else { 0.0_f64 }).powi(2);
        probability *= mean / f64::from(k + 1);
    }
    sum
}

proptest! {
    #[test]
    fn the_order_of_the_cells_decides_nothing(
        cells in prop::collection::vec((0_u8..4, 0_u32..5), 1..40),
        fraction in 0.01_f64..=1.0,
        turn in 0_usize..40,
    ) {
        let of = |cells: &[(u8, u32)]| {
            let scores: Vec<f64> = cells.iter().map(|cell| f64::from(cell.0)).collect();
            let events: Vec<u32> = cells.iter().map(|cell| cell.1).collect();
            area(&scores, &events, fraction)
        };
        let mut turned = cells.clone();
        turned.rotate_left(turn % cells.len());
        let (one, other) = (of(&cells), of(&turned));
        prop_assert_eq!(&one, &other);
        if let Ok(scored) = one {
            prop_assert!(scored.hits <= scored.best_hits + 1e-9 && scored.hit_rate <= 1.0 + 1e-12);
        }
    }

    #[test]
    fn rps_is_what_its_definition_says(count in 0_u32..600, mean in 0.01_f64..500.0) {
        let found = poisson(count, mean).expect("a score").rps;
        let wanted = rps_by_definition(count, mean);
        prop_assert!((found - wanted).abs() < 1e-8 * wanted.max(1.0), "{} {}", found, wanted);
    }

    #[test]
    fn scores_are_numbers_at_any_size(count in any::<u32>(), mean in 0.0_f64..=1e6) {
        if let Ok(scored) = poisson(count, mean) {
            prop_assert!(scored.log_score >= -1e-9 && scored.log_score.is_finite());
            prop_assert!(scored.rps >= 0.0 && scored.rps.is_finite());
            prop_assert!(0.0 <= scored.pit_lower && scored.pit_lower <= scored.pit_upper && scored.pit_upper <= 1.0);
        }
    }
}
