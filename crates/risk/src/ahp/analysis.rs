//! Weights of a matrix of judgements, and how consistent it is.

use super::doubt::{Doubt, doubt};
use super::judgements::Judgements;
use super::matrix::{column_means, geometric_means, lambda, principal};
use super::random_index::RandomIndex;
use crate::refusal::Refusal;

/// A consistency ratio below this is consistent.
pub const CR_BELOW: f64 = 0.1;

/// What judgements of pairs say.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Weights by the principal eigenvector, sum 1, in the order of the criteria. These are the ones to use.
    pub weights: Vec<f64>,
    /// Weights by geometric means of rows, sum 1, to compare with.
    pub geometric: Vec<f64>,
    /// Weights by means of scaled columns, sum 1, to compare with.
    pub column_mean: Vec<f64>,
    /// λ, the principal eigenvalue; n or more.
    pub lambda_max: f64,
    /// λ estimated from the geometric means.
    pub lambda_geometric: f64,
    /// Consistency index, 0 or more.
    pub ci: f64,
    /// Random index of that size.
    pub ri: f64,
    /// Name of the table that it is from.
    pub ri_table: String,
    /// Consistency ratio, 0 or more.
    pub cr: f64,
    /// Whether CR is below [`CR_BELOW`].
    pub consistent: bool,
    /// Where it is not: the judgement to look at first.
    pub doubt: Option<Doubt>,
}

/// Computes weights and consistency.
///
/// # Errors
/// When the table has no random index for that size.
pub fn analyse(judgements: &Judgements, table: &RandomIndex) -> Result<Analysis, Refusal> {
    let rows = judgements.rows();
    let ri = table.of(rows.len())?;
    let weights = principal(rows);
    let geometric = geometric_means(rows);
    let lambda_max = lambda(rows, &weights);
    let ci = consistency_index(lambda_max, rows.len());
    let cr = if ri == 0.0 { 0.0 } else { ci / ri };
    Ok(Analysis {
        lambda_geometric: lambda(rows, &geometric),
        column_mean: column_means(rows),
        consistent: cr < CR_BELOW,
        doubt: if cr < CR_BELOW { None } else { doubt(judgements, ri) },
        ri_table: table.name.clone(),
        weights,
        geometric,
        lambda_max,
        ci,
        ri,
        cr,
    })
}

/// (λ − n) / (n − 1); 0 up to n = 2, where rounding alone could differ.
pub(super) fn consistency_index(lambda_max: f64, size: usize) -> f64 {
    if size <= 2 {
        return 0.0;
    }
    let size = size as f64;
    ((lambda_max - size) / (size - 1.0)).max(0.0)
}
