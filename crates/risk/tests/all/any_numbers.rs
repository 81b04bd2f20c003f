//! Functions that take numbers refuse what they cannot compute, and never give what is no number.

use proptest::prelude::*;
use risk::ahp::{Judgements, RandomIndices, analyse, combine};
use risk::bands::BandSets;
use risk::entropy::entropy_weights;
use risk::fuzzy::{Operator, evaluate, evaluate_groups};
use risk::fuzzy_ahp::fuzzy_weights;
use risk::topsis::{Direction, Normalisation, topsis};
use rust_decimal::Decimal;

/// Numbers that occur, and those that must not do harm.
fn number() -> impl Strategy<Value = f64> {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, 5e-324, -0.0, 0.0, 1.0];
    prop_oneof![0.0_f64..=1.0, -10.0_f64..10.0, prop::num::f64::ANY, prop::sample::select(special.to_vec())]
}

/// Rows that may be ragged, or none.
fn rows() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let ragged = prop::collection::vec(prop::collection::vec(number(), 0..4), 0..4);
    let even = (1_usize..5, 1_usize..5)
        .prop_flat_map(|(rows, columns)| prop::collection::vec(prop::collection::vec(number(), columns), rows));
    prop_oneof![ragged, even]
}

fn finite<'a>(values: impl IntoIterator<Item = &'a f64>) -> bool {
    values.into_iter().all(|value| value.is_finite())
}

proptest! {
    #[test]
    fn weights_and_rankings(rows in rows(), weights in prop::collection::vec(number(), 0..5)) {
        if let Ok(found) = entropy_weights(&rows) {
            prop_assert!(finite(found.weights.iter().chain(&found.entropy).chain(found.shares.iter().flatten())));
        }
        let directions = vec![Direction::Cost; weights.len()];
        let equal = vec![1.0 / rows.first().map_or(1, Vec::len).max(1) as f64; weights.len()];
        for weights in [&weights, &equal] {
            for normalisation in [Normalisation::Vector, Normalisation::MinMax] {
                if let Ok(found) = topsis(&rows, weights, &directions, normalisation) {
                    prop_assert!(finite(found.closeness.iter().chain(found.weighted.iter().flatten())), "{:?}", found);
                }
            }
        }
    }

    #[test]
    fn judgements(rows in rows()) {
        let tables = RandomIndices::shipped().expect("the tables");
        let table = tables.named(None).expect("the default");
        if let Ok(judgements) = Judgements::new(&rows) {
            let found = analyse(&judgements, table).expect("weights");
            prop_assert!(finite(found.weights.iter().chain([&found.cr, &found.lambda_max])));
            let _ = combine(&judgements, std::slice::from_ref(&judgements), table);
        }
        let fuzzy: Vec<Vec<[f64; 3]>> = rows.iter().map(|row| row.iter().map(|one| [*one; 3]).collect()).collect();
        if let Ok(found) = fuzzy_weights(&fuzzy, table) {
            prop_assert!(finite(found.weights.iter().chain(found.fuzzy.iter().flatten())));
        }
    }

    #[test]
    fn memberships(rows in rows(), weights in prop::collection::vec(number(), 0..5), scores in prop::collection::vec(number(), 0..5)) {
        for operator in Operator::ALL {
            let found = [
                evaluate(&weights, &rows, &scores, operator),
                evaluate_groups(&[1.0], &[(weights.clone(), rows.clone())], &scores, operator).map(|(whole, _)| whole),
            ];
            for found in found.into_iter().flatten() {
                prop_assert!(finite(found.vector.iter().chain(&found.normalised).chain([&found.weighted_average])));
                prop_assert!(!found.greatest.is_empty());
            }
        }
    }

    #[test]
    fn bands(scores in prop::collection::vec((any::<i64>(), 0_u32..=28), 0..5)) {
        let scores: Vec<Decimal> = scores.into_iter().map(|(digits, scale)| Decimal::new(digits, scale)).collect();
        for set in BandSets::shipped().expect("the sets").sets {
            let _ = set.rate(&scores);
        }
    }
}
