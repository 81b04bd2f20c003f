//! Fuzzy comprehensive evaluation: two levels, membership functions, laws, refusals.

use proptest::prelude::*;
use risk::fuzzy::{Operator, Shape, evaluate, evaluate_groups};
use risk::refusal::code;
use serde_json::{Value, json};

const SCORES: [f64; 3] = [1.0, 2.0, 3.0];

#[test]
fn equal_grades_are_all_told() {
    // 0.1 + 0.2 + 0.3 + 0.3 and 0.1 + 0.1 + 0.3 + 0.4 are one number by hand, and two when added as binary fractions.
    let degrees = [vec![0.5, 0.2], vec![0.2, 0.1], vec![0.4, 0.5], vec![0.3, 0.5]];
    let found = evaluate(&[0.1, 0.2, 0.3, 0.4], &degrees, &[1.0, 2.0], Operator::MinBoundedSum).expect("a membership");
    assert_eq!(found.greatest, [0, 1], "{found:?}");
}

#[test]
fn the_average_uses_the_scores_of_the_grades() {
    let found = evaluate(&[1.0], &[vec![0.2, 0.3, 0.5]], &[90.0, 70.0, 50.0], Operator::ProdSum).expect("a membership");
    assert!((found.weighted_average - 64.0).abs() < 1e-12 && found.greatest == [2], "{found:?}");
}

#[test]
fn groups_become_the_rows_of_the_upper_level() {
    let groups =
        [(vec![0.5, 0.5], vec![vec![0.2, 0.8, 0.0], vec![0.4, 0.6, 0.0]]), (vec![1.0], vec![vec![0.0, 0.1, 0.9]])];
    let (whole, below) = evaluate_groups(&[0.6, 0.4], &groups, &SCORES, Operator::ProdSum).expect("a membership");
    for (found, wanted) in below[0].vector.iter().zip([0.3, 0.7, 0.0]) {
        assert!((found - wanted).abs() < 1e-12, "{below:?}");
    }
    for (found, wanted) in whole.vector.iter().zip([0.18, 0.46, 0.36]) {
        assert!((found - wanted).abs() < 1e-12, "{whole:?}");
    }
}

#[test]
fn a_case_may_have_groups_and_membership_functions() {
    let functions = json!([{ "falling": [0, 10] }, { "triangular": [0, 10, 20] }, { "rising": [10, 20] }]);
    let group = json!({ "weights": [1], "values": [5], "functions": [functions] });
    let case = json!({ "method": "fuzzy-comprehensive", "inputs": { "weights": [1], "groups": [group], "grade_scores": [10, 20, 30] } });
    let found = risk::evaluate(&case.to_string()).expect("a membership");
    assert_eq!(found["prod_sum"]["B"], json!([0.5, 0.5, 0.0]));
    assert_eq!(found["prod_sum"]["max_membership_grades"], json!([1, 2]));
    assert_eq!(found["prod_sum"]["weighted_average"], json!(15.0));
    assert_eq!(found["prod_sum"]["groups"][0]["B"], json!([0.5, 0.5, 0.0]));
}

#[test]
fn shapes_pass_through_their_corners() {
    let trapezoidal = Shape::Trapezoidal([0.0, 1.0, 2.0, 4.0]);
    let at = |shape: Shape, value: f64| shape.degree(value).expect("a degree");
    assert_eq!(
        [-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 9.0].map(|x| at(trapezoidal, x)),
        [0.0, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0]
    );
    assert_eq!([0.0, 1.0, 2.0].map(|x| at(Shape::Falling([0.0, 2.0]), x)), [1.0, 0.5, 0.0]);
    assert_eq!([0.0, 1.0, 2.0].map(|x| at(Shape::Rising([0.0, 2.0]), x)), [0.0, 0.5, 1.0]);
    // An upright side is 1 at its corner.
    assert_eq!([-0.1, 0.0, 1.0].map(|x| at(Shape::Triangular([0.0, 0.0, 2.0]), x)), [0.0, 1.0, 0.5]);
    assert_eq!([1.0, 2.0, 2.1].map(|x| at(Shape::Triangular([0.0, 2.0, 2.0]), x)), [0.5, 1.0, 0.0]);
    for broken in [Shape::Rising([1.0, 1.0]), Shape::Rising([2.0, 1.0]), Shape::Triangular([0.0, 2.0, f64::NAN])] {
        assert!(broken.degree(1.0).is_err(), "{broken:?}");
    }
    assert_eq!(trapezoidal.degree(f64::NAN).expect_err("no number").code, code::NOT_FINITE);
}

#[test]
fn what_belongs_nowhere_or_does_not_fit_is_refused() {
    let case = |inputs: Value| {
        let case = json!({ "method": "fuzzy-comprehensive", "inputs": inputs });
        let refusal = risk::evaluate(&case.to_string()).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    let place = |path: &str| format!("/inputs{path}");
    assert_eq!(case(json!({ "weights": [1], "R": [[0, 0]] })), (code::CONTRADICTION, place("/R")));
    assert_eq!(case(json!({ "weights": [1], "R": [[0.5, 1.5]] })), (code::OUT_OF_RANGE, place("/R/0/1")));
    assert_eq!(case(json!({ "weights": [0.5, 0.5], "R": [[0.5, 0.5]] })), (code::SHAPE, place("/weights")));
    assert_eq!(case(json!({ "weights": [1] })), (code::CONTRADICTION, place("")));
    assert_eq!(case(json!({ "weights": [1], "groups": [] })), (code::EMPTY, place("/groups")));
    let group = json!({ "weights": [1], "values": [1], "functions": [[{ "rising": [3, 2] }]] });
    assert_eq!(
        case(json!({ "weights": [1], "groups": [group] })),
        (code::CONTRADICTION, place("/groups/0/functions/0/0/1"))
    );
}

proptest! {
    #[test]
    fn more_is_known_more_belongs(
        (weights, degrees) in (1_usize..6).prop_flat_map(|factors| (
            prop::collection::vec(0.01_f64..1.0, factors),
            prop::collection::vec(prop::collection::vec(0.01_f64..=1.0, 3), factors),
        ))
    ) {
        let sum: f64 = weights.iter().sum();
        let weights: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let of = |operator| evaluate(&weights, &degrees, &SCORES, operator).expect("a membership");
        let [min_max, prod_max, min_sum, prod_sum] = Operator::ALL.map(of);
        for grade in 0..3 {
            prop_assert!(prod_max.vector[grade] <= min_max.vector[grade] + 1e-12);
            prop_assert!(prod_sum.vector[grade] <= min_sum.vector[grade] + 1e-12);
            prop_assert!(min_max.vector[grade] <= min_sum.vector[grade] + 1e-12);
        }
        for found in [min_max, prod_max, min_sum, prod_sum] {
            prop_assert!((found.normalised.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!((1.0..=3.0).contains(&(found.weighted_average - 1e-12).max(1.0)));
        }
    }

    #[test]
    fn degrees_stay_from_0_to_1(mut corners in prop::array::uniform4(prop::num::f64::NORMAL), value in prop::num::f64::NORMAL) {
        corners.sort_by(f64::total_cmp);
        let [a, b, c, d] = corners;
        for shape in [Shape::Falling([a, b]), Shape::Triangular([a, b, c]), Shape::Trapezoidal(corners), Shape::Rising([c, d])] {
            let degree = shape.degree(value);
            prop_assert!(degree.is_err() || degree.as_ref().is_ok_and(|degree| (0.0..=1.0).contains(degree)), "{:?}", degree);
        }
    }
}
