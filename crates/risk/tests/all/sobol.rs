//! Sobol indices of functions that are known exactly.

use risk::sobol::indices;

#[test]
fn a_sum_shares_its_variance_as_the_squares_of_its_factors() {
    let found = indices(3, 4_096, 5, |x| x[0] + 2.0 * x[1] + 0.0 * x[2]).expect("indices");
    for (share, exact) in found.shares.iter().zip([0.2, 0.8, 0.0]) {
        assert!((share.first - exact).abs() < 0.005 && (share.total - exact).abs() < 0.005, "{found:?}");
    }
    assert!((found.mean - 1.5).abs() < 1e-3 && (found.variance - 5.0 / 12.0).abs() < 1e-3, "{found:?}");
}

#[test]
fn a_product_has_a_part_that_neither_factor_has_alone() {
    // Of (x − 1/2)(y − 1/2) all variance is in the interaction.
    let found = indices(2, 4_096, 5, |x| (x[0] - 0.5) * (x[1] - 0.5)).expect("indices");
    for share in &found.shares {
        assert!(share.first.abs() < 0.01 && (share.total - 1.0).abs() < 0.01, "{found:?}");
    }
}

#[test]
fn what_does_not_vary_has_no_shares() {
    let found = indices(2, 64, 1, |_| 7.0).expect("indices");
    assert!(found.shares.iter().all(|share| share.first == 0.0 && share.total == 0.0), "{found:?}");
}

#[test]
fn the_seed_decides() {
    let found = |seed| indices(2, 64, seed, |x| x[0] * x[1]).expect("indices");
    assert_eq!(found(1), found(1));
    assert_ne!(found(1), found(2));
}

#[test]
fn what_cannot_be_sampled_is_refused_with_its_place() {
    let refused = |inputs, points, value: f64| {
        let refusal = indices(inputs, points, 0, |_| value).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(refused(0, 64, 1.0), ("out_of_range", "/inputs".to_owned()));
    assert_eq!(refused(129, 64, 1.0), ("out_of_range", "/inputs".to_owned()));
    assert_eq!(refused(2, 1, 1.0), ("out_of_range", "/points".to_owned()));
    assert_eq!(refused(2, 1 << 17, 1.0), ("out_of_range", "/points".to_owned()));
    assert_eq!(refused(2, 64, f64::NAN), ("not_finite", "/f".to_owned()));
}
