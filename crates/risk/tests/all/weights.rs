//! Entropy weights, TOPSIS and fuzzy AHP: laws and refusals.

use proptest::prelude::*;
use risk::ahp::{Judgements, RandomIndices, analyse};
use risk::entropy::entropy_weights;
use risk::fuzzy_ahp::fuzzy_weights;
use risk::refusal::code;
use risk::topsis::{Direction, Normalisation, topsis};
use serde_json::{Value, json};

/// The fighter aircraft of Hwang and Yoon 1981: maximum speed, range, payload, cost, reliability, manoeuvrability.
const FIGHTERS: [[f64; 6]; 4] = [
    [2.0, 1500.0, 20000.0, 5.5, 5.0, 9.0],
    [2.5, 2700.0, 18000.0, 6.5, 3.0, 5.0],
    [1.8, 2000.0, 21000.0, 4.5, 7.0, 7.0],
    [2.2, 1800.0, 20000.0, 5.0, 5.0, 5.0],
];
const WEIGHTS: [f64; 6] = [0.2, 0.1, 0.1, 0.1, 0.2, 0.3];

fn fighters() -> Vec<Vec<f64>> {
    FIGHTERS.map(Vec::from).to_vec()
}

#[test]
fn a_column_without_differences_weighs_nothing_and_zeros_do_no_harm() {
    let found = entropy_weights(&[vec![0.0, 0.1, 1.0], vec![0.0, 0.1, 2.0], vec![5.0, 0.1, 3.0]]).expect("weights");
    assert_eq!((found.entropy[0], found.entropy[1], found.weights[1]), (0.0, 1.0, 0.0), "{found:?}");
    assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn what_has_no_entropy_is_refused() {
    let refused = |rows: &[Vec<f64>]| {
        let refusal = entropy_weights(rows).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(refused(&[]), (code::EMPTY, "/matrix".to_owned()));
    assert_eq!(refused(&[vec![], vec![]]), (code::EMPTY, "/matrix/0".to_owned()));
    assert_eq!(refused(&[vec![1.0]]), (code::SHAPE, "/matrix".to_owned()));
    assert_eq!(refused(&[vec![1.0, 2.0], vec![1.0]]), (code::SHAPE, "/matrix/1".to_owned()));
    assert_eq!(refused(&[vec![1.0], vec![-1.0]]), (code::OUT_OF_RANGE, "/matrix/1/0".to_owned()));
    assert_eq!(refused(&[vec![1.0], vec![f64::NAN]]), (code::NOT_FINITE, "/matrix/1/0".to_owned()));
    assert_eq!(refused(&[vec![f64::MAX], vec![f64::MAX]]), (code::NOT_FINITE, "/matrix/0/0".to_owned()));
    assert_eq!(refused(&[vec![1.0, 0.0], vec![2.0, 0.0]]), (code::OUT_OF_RANGE, "/matrix/0/1".to_owned()));
    assert_eq!(refused(&[vec![0.1, 3.0], vec![0.1, 3.0]]), (code::CONTRADICTION, "/matrix".to_owned()));
}

#[test]
fn another_normalisation_is_another_order() {
    let mut directions = [Direction::Benefit; 6];
    directions[3] = Direction::Cost;
    let of = |normalisation| topsis(&fighters(), &WEIGHTS, &directions, normalisation).expect("a ranking");
    let (vector, min_max) = (of(Normalisation::Vector), of(Normalisation::MinMax));
    assert_eq!(vector.order, [0, 2, 3, 1]);
    let differences = vector.closeness.iter().zip(&min_max.closeness).map(|(one, other)| (one - other).abs());
    // What pymcdm 1.4.0 differs by, whose default is min-max: the golden case says it.
    assert!((differences.fold(0.0, f64::max) - 0.097_641_836_065_026_85).abs() < 1e-12);
    assert_eq!(vector.order.iter().zip(&min_max.order).filter(|(one, other)| one != other).count(), 2);
}

#[test]
fn what_has_no_ranking_is_refused() {
    let case = |key: &str, value: Value| {
        let mut inputs = json!({ "matrix": [[1, 2], [3, 4]], "weights": [0.5, 0.5], "types": [1, -1] });
        inputs[key] = value;
        let refusal =
            risk::evaluate(&json!({ "method": "TOPSIS", "inputs": inputs }).to_string()).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(case("matrix", json!([])), (code::EMPTY, "/inputs/matrix".to_owned()));
    assert_eq!(case("matrix", json!([[1, 2], [1, 2]])), (code::CONTRADICTION, "/inputs/matrix".to_owned()));
    assert_eq!(case("matrix", json!([[1, 2], [1, null]])), (code::MALFORMED, "/inputs/matrix/1/1".to_owned()));
    assert_eq!(case("weights", json!([0.5, 0.4])), (code::OUT_OF_RANGE, "/inputs/weights".to_owned()));
    assert_eq!(case("weights", json!([1.5, -0.5])), (code::OUT_OF_RANGE, "/inputs/weights/0".to_owned()));
    assert_eq!(case("types", json!([1, 0])), (code::OUT_OF_RANGE, "/inputs/types/1".to_owned()));
    assert_eq!(case("types", json!([1])), (code::SHAPE, "/inputs/types".to_owned()));
    assert_eq!(case("normalization", json!("sum")), (code::MALFORMED, "/inputs/normalization".to_owned()));
    assert_eq!(case("wieghts", json!([1])), (code::MALFORMED, "/inputs/wieghts".to_owned()));
}

/// Fuzzy judgements from crisp ones of the upper triangle, each ± `spread` times.
fn fuzzy(size: usize, upper: &[f64], spread: f64) -> Vec<Vec<[f64; 3]>> {
    let mut rows = vec![vec![[1.0; 3]; size]; size];
    let pairs = (0..size).flat_map(|row| (row + 1..size).map(move |column| (row, column)));
    for ((row, column), likely) in pairs.zip(upper) {
        let [least, most] = [likely / spread, likely * spread];
        rows[row][column] = [least, *likely, most];
        rows[column][row] = [1.0 / most, 1.0 / likely, 1.0 / least];
    }
    rows
}

#[test]
fn fuzzy_weights_of_two_criteria_are_as_by_hand() {
    let tables = RandomIndices::shipped().expect("the tables");
    let rows = vec![vec![[1.0; 3], [2.0, 3.0, 4.0]], vec![[0.25, 1.0 / 3.0, 0.5], [1.0; 3]]];
    let found = fuzzy_weights(&rows, tables.named(None).expect("the default")).expect("weights");
    let (first, second) = ([2.0_f64.sqrt(), 3.0_f64.sqrt(), 2.0], [0.5, (1.0_f64 / 3.0).sqrt(), 0.5_f64.sqrt()]);
    let least = first[0] / (first[2] + second[2]);
    let most = first[2] / (first[0] + second[0]);
    for (part, wanted) in found.fuzzy[0].iter().zip([least, 0.75, most]) {
        assert!((part - wanted).abs() < 1e-12, "{found:?}");
    }
    assert!(found.weights[0] > found.weights[1] && found.likely.cr == 0.0);
}

#[test]
fn fuzzy_judgements_that_contradict_are_refused() {
    let tables = RandomIndices::shipped().expect("the tables");
    let refused = |above: [f64; 3], below: [f64; 3]| {
        let rows = vec![vec![[1.0; 3], above], vec![below, [1.0; 3]]];
        let refusal = fuzzy_weights(&rows, tables.named(None).expect("the default")).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    let below = [0.25, 1.0 / 3.0, 0.5];
    assert_eq!(refused([3.0, 2.0, 4.0], below), (code::OUT_OF_RANGE, "/matrix/0/1/1".to_owned()));
    assert_eq!(refused([2.0, 3.0, f64::NAN], below), (code::OUT_OF_RANGE, "/matrix/0/1/2".to_owned()));
    assert_eq!(refused([1.0, 3.0, 4.0], below), (code::CONTRADICTION, "/matrix/1/0".to_owned()));
}

proptest! {
    #[test]
    fn entropy_weights_do_not_depend_on_units(
        rows in prop::collection::vec(prop::collection::vec(0.1_f64..100.0, 3), 2..8),
        factor in 1e-3_f64..1e3,
    ) {
        let scaled: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0] * factor, row[1], row[2]]).collect();
        let (one, other) = (entropy_weights(&rows), entropy_weights(&scaled));
        if let (Ok(one), Ok(other)) = (one, other) {
            for (one, other) in one.weights.iter().zip(&other.weights) {
                prop_assert!((one - other).abs() < 1e-6, "{} {}", one, other);
            }
        }
    }

    #[test]
    fn closeness_is_from_0_to_1_and_the_dominating_alternative_is_first(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![-1e9_f64..1e9, -1e300_f64..1e300], 2), 1..8),
        weight in 0.0_f64..=1.0,
    ) {
        for normalisation in [Normalisation::Vector, Normalisation::MinMax] {
            let found = topsis(&rows, &[weight, 1.0 - weight], &[Direction::Benefit, Direction::Cost], normalisation);
            let Ok(found) = found else { continue };
            prop_assert!(found.closeness.iter().all(|closeness| (0.0..=1.0).contains(closeness)), "{:?}", found);
            let best = &rows[found.order[0]];
            let dominated = rows.iter().any(|row| row[0] > best[0] && row[1] < best[1]);
            let same = found.closeness.iter().filter(|one| **one == found.closeness[found.order[0]]).count() > 1;
            prop_assert!(!dominated || same, "{:?}", found);
        }
    }

    #[test]
    fn without_spread_fuzzy_weights_are_geometric_means(upper in prop::collection::vec(0.12_f64..9.0, 6)) {
        let tables = RandomIndices::shipped().expect("the tables");
        let table = tables.named(None).expect("the default");
        let rows = fuzzy(4, &upper, 1.0);
        let crisp: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|number| number[1]).collect()).collect();
        let crisp = analyse(&Judgements::new(&crisp).expect("judgements"), table).expect("weights");
        let found = fuzzy_weights(&rows, table).expect("weights");
        for (one, other) in found.weights.iter().zip(&crisp.geometric) {
            prop_assert!((one - other).abs() < 1e-12);
        }
        let spread = fuzzy_weights(&fuzzy(4, &upper, 2.0), table).expect("weights");
        prop_assert!(spread.fuzzy.iter().all(|[least, likely, most]| least < likely && likely < most));
        prop_assert!((spread.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
