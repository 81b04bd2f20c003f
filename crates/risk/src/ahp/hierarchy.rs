//! A hierarchy: weights of criteria, of alternatives under each criterion, and of alternatives over all.

use crate::check::length;
use crate::refusal::Refusal;

use super::analysis::{Analysis, analyse};
use super::judgements::Judgements;
use super::random_index::RandomIndex;

/// What a hierarchy of judgements says.
#[derive(Debug, Clone, PartialEq)]
pub struct Hierarchy {
    /// The criteria.
    pub criteria: Analysis,
    /// The alternatives under each criterion, in the order of the criteria.
    pub local: Vec<Analysis>,
    /// Weights of the alternatives over all criteria, sum 1: Σ criterion weight · local weight.
    pub global: Vec<f64>,
}

/// Combines the judgements of the criteria with those of the alternatives under each criterion.
///
/// # Errors
/// When there is not one matrix for each criterion, the matrices of the alternatives differ in size, or one is too large
/// for the table. The path is `/criteria_matrix`, `/local` or `/local/criterion`, counted from 0.
pub fn combine(criteria: &Judgements, local: &[Judgements], table: &RandomIndex) -> Result<Hierarchy, Refusal> {
    length(local.len(), criteria.size(), "/local", "one matrix for each criterion")?;
    let alternatives = local.first().map_or(0, Judgements::size);
    let below = |(index, judgements): (usize, &Judgements)| {
        let path = format!("/local/{index}");
        length(judgements.size(), alternatives, &path, "one row for each alternative")?;
        analyse(judgements, table).map_err(|refusal| Refusal { path, ..refusal })
    };
    let local = local.iter().enumerate().map(below).collect::<Result<Vec<_>, _>>()?;
    let criteria =
        analyse(criteria, table).map_err(|refusal| Refusal { path: "/criteria_matrix".to_owned(), ..refusal })?;
    let weight_of = |alternative: usize| {
        let parts = criteria.weights.iter().zip(&local).map(|(weight, below)| weight * below.weights[alternative]);
        parts.sum()
    };
    let global = (0..alternatives).map(weight_of).collect();
    Ok(Hierarchy { criteria, local, global })
}
