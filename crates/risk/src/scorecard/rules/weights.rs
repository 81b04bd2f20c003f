//! Weights of the aspects from judgements of pairs (AHP). Judgements that contradict each other are refused.

use super::{Definition, Rules};
use crate::ahp::{Judgements, RandomIndex, analyse};
use crate::refusal::{Refusal, code};

/// Why judgements became no weights.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotWeighed {
    /// The judgements cannot be computed with.
    #[error(transparent)]
    Unusable(#[from] Refusal),
    /// The consistency ratio is 0.1 or more.
    #[error(
        "inconsistent_judgements: the consistency ratio is {cr:.3}, but below 0.1 is needed: look first at how many \
         times as important `{more}` is as `{less}`: judged {judged:.2}, the others imply {implied:.2}"
    )]
    Inconsistent {
        /// The consistency ratio.
        cr: f64,
        /// Code of the aspect that was judged at least as important.
        more: String,
        /// Code of the aspect beside it.
        less: String,
        /// How many times as important it was judged.
        judged: f64,
        /// What all other judgements imply.
        implied: f64,
        /// The consistency ratio with that.
        cr_with_implied: f64,
    },
}

impl NotWeighed {
    /// Stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unusable(refusal) => refusal.code,
            Self::Inconsistent { .. } => "inconsistent_judgements",
        }
    }
}

/// The same rules with other weights, under a version of their own. `matrix` says how many times as important the aspect
/// of the row is as that of the column, in the order of the aspects.
///
/// # Errors
/// [`NotWeighed`] when the matrix is not one of judgements, does not fit the aspects, or contradicts itself too much.
pub fn weigh(rules: &Rules, version: &str, matrix: &[Vec<f64>], table: &RandomIndex) -> Result<Rules, NotWeighed> {
    let old = rules.definition();
    if version == old.version {
        let wanted = "other weights are other rules: a version of their own is needed";
        return Err(Refusal::new(code::CONTRADICTION, "/version", format!("`{version}`"), wanted).into());
    }
    crate::check::length(matrix.len(), old.aspects.len(), "/matrix", "one row for each aspect")?;
    let analysis = analyse(&Judgements::new(matrix)?, table)?;
    if let Some(doubt) = analysis.doubt {
        return Err(NotWeighed::Inconsistent {
            cr: analysis.cr,
            more: old.aspects[doubt.row].code.clone(),
            less: old.aspects[doubt.column].code.clone(),
            judged: doubt.judged,
            implied: doubt.implied,
            cr_with_implied: doubt.cr_with_implied,
        });
    }
    let mut aspects = old.aspects.clone();
    for (aspect, weight) in aspects.iter_mut().zip(analysis.weights) {
        aspect.weight = weight;
    }
    Ok(Rules::new(Definition { version: version.to_owned(), aspects, ..old.clone() })?)
}
