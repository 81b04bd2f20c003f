//! Values of one criterion, made comparable.

use super::{Direction, Normalisation, ends};
use crate::check::finite;
use crate::refusal::Refusal;

/// The column by that normalisation.
pub(super) fn column(
    values: &[f64],
    direction: Direction,
    normalisation: Normalisation,
    path: &str,
) -> Result<Vec<f64>, Refusal> {
    match normalisation {
        Normalisation::Vector => Ok(vector(values)),
        Normalisation::MinMax => min_max(values, direction, path),
    }
}

/// Divided by the largest first, so that no square leaves the range of numbers.
fn vector(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest == 0.0 {
        return vec![0.0; values.len()];
    }
    let norm = values.iter().map(|value| (value / largest).powi(2)).sum::<f64>().sqrt();
    values.iter().map(|value| value / largest / norm).collect()
}

fn min_max(values: &[f64], direction: Direction, path: &str) -> Result<Vec<f64>, Refusal> {
    let (least, most) = ends(values);
    let range = finite(most - least, path)?;
    if range == 0.0 {
        return Ok(vec![0.0; values.len()]);
    }
    let of = |value: &f64| match direction {
        Direction::Benefit => (value - least) / range,
        Direction::Cost => (most - value) / range,
    };
    Ok(values.iter().map(of).collect())
}
