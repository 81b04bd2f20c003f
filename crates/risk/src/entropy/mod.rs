//! Entropy weights (熵权法): a criterion weighs as much as it tells alternatives apart.
//!
//! With m alternatives and values xᵢⱼ of criterion j:
//!
//! * share pᵢⱼ = xᵢⱼ / Σᵢ xᵢⱼ
//! * entropy eⱼ = −(1 / ln m) Σᵢ pᵢⱼ ln pᵢⱼ, with 0 ln 0 = 0; 1 where all alternatives are equal
//! * divergence dⱼ = 1 − eⱼ, and weight wⱼ = dⱼ / Σ d
//!
//! The weights say what differs in this data, not what matters: combine them with judgement. Source: Shannon 1948 for
//! the entropy; Hwang and Yoon 1981, *Multiple Attribute Decision Making*, chapter 3, for the weights.

mod case;

use crate::check::{finite, table};
use crate::refusal::{Refusal, code};

pub(crate) use case::answer;

/// Weights by entropy, with the way to them. Columns are criteria.
#[derive(Debug, Clone, PartialEq)]
pub struct EntropyWeights {
    /// pᵢⱼ, one row for each alternative; each column has the sum 1.
    pub shares: Vec<Vec<f64>>,
    /// eⱼ, 0 to 1.
    pub entropy: Vec<f64>,
    /// dⱼ, 0 to 1.
    pub divergence: Vec<f64>,
    /// wⱼ, sum 1; 0 for a criterion that is the same everywhere.
    pub weights: Vec<f64>,
}

/// Weighs the columns of `matrix`, one row for each alternative.
///
/// Values are 0 or more, and more is more of the same: turn criteria for which less is better round first.
///
/// # Errors
/// When there are fewer than two rows, rows differ in length, a value is negative or not finite, a column has the sum 0,
/// or no column tells the alternatives apart. The path is `/matrix/row/column`; for a column, that of its first row.
pub fn entropy_weights(matrix: &[Vec<f64>]) -> Result<EntropyWeights, Refusal> {
    let columns = table(matrix, "/matrix")?;
    if matrix.len() < 2 {
        return Err(Refusal::new(code::SHAPE, "/matrix", "one row", "at least two alternatives are needed"));
    }
    let mut shares = vec![Vec::with_capacity(columns); matrix.len()];
    let mut entropy = Vec::with_capacity(columns);
    for column in 0..columns {
        let sum = column_sum(matrix, column)?;
        for (share, row) in shares.iter_mut().zip(matrix) {
            share.push(row[column] / sum);
        }
        let same = matrix.iter().all(|row| row[column] == matrix[0][column]);
        // Exactly: what rounding leaves must not become a weight.
        entropy.push(if same { 1.0 } else { entropy_of(shares.iter().map(|share| share[column]), matrix.len()) });
    }
    let divergence: Vec<f64> = entropy.iter().map(|entropy| 1.0 - entropy).collect();
    let all: f64 = divergence.iter().sum();
    if all <= 0.0 {
        let wanted = "a criterion in which the alternatives differ is needed; else use equal weights";
        return Err(Refusal::new(code::CONTRADICTION, "/matrix", "the same values in each row", wanted));
    }
    let weights = divergence.iter().map(|divergence| divergence / all).collect();
    Ok(EntropyWeights { shares, entropy, divergence, weights })
}

fn column_sum(matrix: &[Vec<f64>], column: usize) -> Result<f64, Refusal> {
    if let Some(row) = matrix.iter().position(|values| values[column] < 0.0) {
        let wanted = "a value of 0 or more is needed: a share of a sum is taken";
        let (path, found) = (format!("/matrix/{row}/{column}"), format!("`{}`", matrix[row][column]));
        return Err(Refusal::new(code::OUT_OF_RANGE, path, found, wanted));
    }
    let path = format!("/matrix/0/{column}");
    let sum = finite(matrix.iter().map(|row| row[column]).sum(), &path)?;
    if sum > 0.0 {
        return Ok(sum);
    }
    Err(Refusal::new(code::OUT_OF_RANGE, path, "only zeros in the column", "a value above 0 is needed in it"))
}

fn entropy_of(shares: impl Iterator<Item = f64>, alternatives: usize) -> f64 {
    let terms = shares.filter(|share| *share > 0.0).map(|share| share * share.ln());
    (-terms.sum::<f64>() / (alternatives as f64).ln()).clamp(0.0, 1.0)
}
