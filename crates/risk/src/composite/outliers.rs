//! Outliers by moments.

use super::{Outliers, Treatment};

/// Draws outliers in or takes logarithms where the moments ask for it, and says which.
pub(super) fn treat(column: &mut [Option<f64>], rule: Outliers) -> Treatment {
    let original: Vec<f64> = column.iter().flatten().copied().collect();
    if passes(&original, rule) {
        return Treatment::None;
    }
    let mut values = original.clone();
    let drawn_in = |values: &[f64]| values.iter().zip(&original).filter(|(now, before)| now != before).count();
    while !passes(&values, rule) {
        let mut next = values.clone();
        // Of a tie all are drawn in or none: equal values must not come to differ.
        if !draw_in(&mut next) || drawn_in(&next) > rule.points {
            break;
        }
        values = next;
    }
    let treatment = if passes(&values, rule) {
        Treatment::DrawnIn { points: drawn_in(&values) }
    } else {
        logarithms(&mut values, &original);
        Treatment::Logarithm
    };
    for (value, treated) in column.iter_mut().flatten().zip(values) {
        *value = treated;
    }
    treatment
}

/// Draws the outermost values, ties together, to the next ones, on the side of the longer tail. False where all are equal.
fn draw_in(values: &mut [f64]) -> bool {
    let (skewness, _) = moments(values);
    let outer = |a: f64, b: f64| if skewness >= 0.0 { a.max(b) } else { a.min(b) };
    let Some(extreme) = values.iter().copied().reduce(outer) else { return false };
    let Some(next) = values.iter().copied().filter(|value| *value != extreme).reduce(outer) else { return false };
    values.iter_mut().filter(|value| **value == extreme).for_each(|value| *value = next);
    true
}

fn logarithms(values: &mut [f64], original: &[f64]) {
    let low = original.iter().copied().fold(f64::INFINITY, f64::min);
    let high = original.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shift = (high - low) / 100.0;
    for (value, before) in values.iter_mut().zip(original) {
        *value = (before - low + shift).ln();
    }
}

/// Whether one of the two moments is within its threshold; too few or constant values have none to judge.
fn passes(values: &[f64], rule: Outliers) -> bool {
    if values.len() < 4 {
        return true;
    }
    let (skewness, kurtosis) = moments(values);
    !(skewness.abs() > rule.skewness && kurtosis > rule.kurtosis)
}

/// Sample skewness G1 and excess kurtosis G2.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let power = |exponent| values.iter().map(|value| (value - mean).powi(exponent)).sum::<f64>();
    let second = power(2);
    let skewness = n.sqrt() * power(3) / second.powf(1.5) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let raw = n * power(4) / (second * second);
    let kurtosis = ((n + 1.0) * (raw - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    (skewness, kurtosis)
}
