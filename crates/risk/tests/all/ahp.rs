//! AHP: laws of weights and consistency, the doubted judgement, refusals.

use proptest::prelude::*;
use risk::ahp::{Analysis, CR_BELOW, Judgements, RandomIndices, analyse};
use risk::refusal::code;
use serde_json::json;

fn analysed(rows: &[Vec<f64>]) -> Analysis {
    let tables = RandomIndices::shipped().expect("the tables");
    analyse(&Judgements::new(rows).expect("judgements"), tables.named(None).expect("the default")).expect("weights")
}

/// The upper triangle, row by row, as a whole matrix.
fn matrix(size: usize, upper: &[f64]) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![1.0; size]; size];
    let pairs = (0..size).flat_map(|row| (row + 1..size).map(move |column| (row, column)));
    for ((row, column), judgement) in pairs.zip(upper) {
        (rows[row][column], rows[column][row]) = (*judgement, 1.0 / judgement);
    }
    rows
}

#[test]
fn one_and_two_criteria_cannot_contradict() {
    let one = analysed(&matrix(1, &[]));
    assert_eq!((one.weights, one.ci, one.ri, one.cr, one.consistent), (vec![1.0], 0.0, 0.0, 0.0, true));
    let two = analysed(&matrix(2, &[3.0]));
    assert_eq!((two.ci, two.ri, two.cr, two.consistent), (0.0, 0.0, 0.0, true));
    assert!((two.weights[0] - 0.75).abs() < 1e-12, "{:?}", two.weights);
}

#[test]
fn the_judgement_that_was_turned_round_is_doubted() {
    // Weights 8 : 4 : 2 : 1, but the second was judged as the third's seventh instead of its double.
    let mut rows = matrix(4, &[2.0, 4.0, 8.0, 2.0, 4.0, 2.0]);
    (rows[1][2], rows[2][1]) = (1.0 / 7.0, 7.0);
    let found = analysed(&rows);
    assert!(!found.consistent && found.cr >= CR_BELOW, "{found:?}");
    let doubt = found.doubt.expect("a doubt");
    assert_eq!((doubt.row, doubt.column, doubt.judged), (2, 1, 7.0));
    assert!((doubt.implied - 0.5).abs() < 1e-9 && doubt.cr_with_implied < 1e-9, "{doubt:?}");
}

#[test]
fn the_house_of_saaty_is_doubted_where_he_doubts_it() {
    // Saaty 1990: neighbourhood against condition, judged 6, is the judgement to revise.
    let found = risk::evaluate(include_str!("../golden/ahp_saaty1990_house.json")).expect("weights");
    assert_eq!(found["doubt"]["pair"], json!(["nbrhd", "condition"]), "{}", found["doubt"]);
    assert_eq!(found["doubt"]["judged"], json!(6.0));
    assert!(found["doubt"]["CR_with_implied"].as_f64().is_some_and(|cr| cr < CR_BELOW), "{}", found["doubt"]);
}

#[test]
fn rounded_counterparts_become_exact() {
    let rounded = analysed(&[vec![1.0, 3.0], vec![0.33, 1.0]]);
    assert_eq!(rounded, analysed(&[vec![1.0, 3.0], vec![1.0 / 3.0, 1.0]]));
}

#[test]
fn the_table_is_named_and_ends() {
    let tables = RandomIndices::shipped().expect("the tables");
    let table = tables.named(Some("Saaty 1980")).expect("the table");
    assert_eq!([3, 8, 10].map(|size| table.of(size).expect("an index")), [0.58, 1.41, 1.49]);
    assert_eq!(table.of(11).expect_err("no index").code, code::TOO_LARGE);
    let refusal = tables.named(Some("mine")).expect_err("no table");
    assert_eq!(
        (refusal.code, refusal.path.as_str(), refusal.found.as_str()),
        (code::UNKNOWN_NAME, "/RI_table", "`mine`")
    );
}

#[test]
fn each_wrong_judgement_is_found_where_it_stands() {
    let refused = |rows: &[Vec<f64>]| {
        let refusal = Judgements::new(rows).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(refused(&[]), (code::EMPTY, "/matrix".to_owned()));
    assert_eq!(refused(&[vec![1.0, 2.0]]), (code::SHAPE, "/matrix/0".to_owned()));
    assert_eq!(refused(&[vec![2.0]]), (code::CONTRADICTION, "/matrix/0/0".to_owned()));
    assert_eq!(refused(&[vec![1.0, f64::NAN], vec![1.0, 1.0]]), (code::NOT_FINITE, "/matrix/0/1".to_owned()));
    assert_eq!(refused(&[vec![1.0, -2.0], vec![-0.5, 1.0]]), (code::OUT_OF_RANGE, "/matrix/0/1".to_owned()));
    assert_eq!(refused(&[vec![1.0, 3.0], vec![0.5, 1.0]]), (code::CONTRADICTION, "/matrix/1/0".to_owned()));
}

#[test]
fn a_case_says_which_pair_is_doubted_and_where_a_word_is_wrong() {
    let case = |matrix: serde_json::Value| json!({ "method": "AHP", "inputs": { "matrix": matrix, "names": ["fire", "flood", "crowd"] } });
    let found =
        risk::evaluate(&case(json!([[1, 5, "1/5"], ["1/5", 1, 5], [5, "1/5", 1]])).to_string()).expect("weights");
    assert_eq!(found["consistent"], false);
    assert_eq!(found["doubt"]["pair"].as_array().map(Vec::len), Some(2), "{found}");
    let refusal =
        risk::evaluate(&case(json!([[1, 5, "x"], ["1/5", 1, 5], [5, "1/5", 1]])).to_string()).expect_err("no number");
    assert_eq!(
        (refusal.code, refusal.path.as_str(), refusal.found.as_str()),
        (code::MALFORMED, "/inputs/matrix/0/2", "`\"x\"`")
    );
}

#[test]
fn the_names_of_criteria_decide_which_matrix_is_whose() {
    let hierarchy = |inputs: serde_json::Value| {
        let mut inputs = inputs;
        inputs["alternatives"] = json!(["one", "other"]);
        inputs["criteria_matrix"] = json!([[1, 9], ["1/9", 1]]);
        risk::evaluate(&json!({ "method": "AHP-hierarchy", "inputs": inputs }).to_string())
    };
    let (prefers, dislikes) = (json!([[1, 4], ["1/4", 1]]), json!([[1, "1/4"], [4, 1]]));
    let local = json!({ "near": dislikes, "safe": prefers });
    let found = hierarchy(json!({ "criteria": ["safe", "near"], "local": local })).expect("weights");
    assert!(
        (found["global_weights"][0].as_f64().expect("a weight") - (0.9 * 0.8 + 0.1 * 0.2)).abs() < 1e-12,
        "{found}"
    );
    let refusal = hierarchy(json!({ "criteria": ["safe", "far"], "local": local })).expect_err("a name too many");
    assert_eq!((refusal.code, refusal.path.as_str()), (code::UNKNOWN_NAME, "/inputs/local/near"));
    let many = json!({ "method": "AHP-hierarchy", "inputs": { "criteria_matrix": [[1]],
        "alternatives": vec!["one"; 11], "local": { "near/far": vec![vec![1; 11]; 11] } } });
    let refusal = risk::evaluate(&many.to_string()).expect_err("too many alternatives");
    assert_eq!((refusal.code, refusal.path.as_str()), (code::TOO_LARGE, "/inputs/local/near~1far"));
    let refusal = hierarchy(json!({ "local": { "near": dislikes } })).expect_err("a matrix too few");
    assert_eq!((refusal.code, refusal.path.as_str()), (code::SHAPE, "/inputs/local"));
}

proptest! {
    #[test]
    fn judgements_that_agree_give_back_their_weights(values in prop::collection::vec(1.0_f64..9.0, 3..=10)) {
        let rows: Vec<Vec<f64>> = values.iter().map(|one| values.iter().map(|other| one / other).collect()).collect();
        let found = analysed(&rows);
        let sum: f64 = values.iter().sum();
        for (weight, value) in found.weights.iter().zip(&values) {
            prop_assert!((weight - value / sum).abs() < 1e-12);
        }
        prop_assert!(found.consistent && found.cr < 1e-9 && found.doubt.is_none());
    }

    #[test]
    fn weights_are_positive_with_the_sum_one_and_lambda_is_at_least_n(
        (size, upper) in (3_usize..=10).prop_flat_map(|size| {
            (Just(size), prop::collection::vec(prop_oneof![0.001_f64..1.0, 1.0_f64..1_000.0], size * (size - 1) / 2))
        })
    ) {
        let found = analysed(&matrix(size, &upper));
        for weights in [&found.weights, &found.geometric, &found.column_mean] {
            prop_assert!(weights.iter().all(|weight| *weight > 0.0));
            prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
        prop_assert!(found.lambda_max >= size as f64 - 1e-9 && found.cr.is_finite());
        if let Some(doubt) = found.doubt {
            prop_assert!(doubt.cr_with_implied <= found.cr + 1e-9 && doubt.implied > 0.0);
        }
    }

    #[test]
    fn weights_are_an_eigenvector(upper in prop::collection::vec(prop_oneof![0.001_f64..1.0, 1.0_f64..1_000.0], 10)) {
        let rows = matrix(5, &upper);
        let found = analysed(&rows);
        for (row, weight) in rows.iter().zip(&found.weights) {
            let image: f64 = row.iter().zip(&found.weights).map(|(judgement, weight)| judgement * weight).sum();
            prop_assert!((image / (found.lambda_max * weight) - 1.0).abs() < 1e-9);
        }
    }
}
