//! What is varied, and how far.

use serde::{Deserialize, Serialize};

use crate::check;
use crate::composite::{Data, Missing};
use crate::refusal::{Refusal, code};
use crate::sobol::POINTS_MAX;

/// Most scores that are kept at once: runs times units. Each takes 12 bytes with its rank, 240 MB in all.
const SCORES_MAX: usize = 20_000_000;

/// What is varied. A list that is empty, or has one entry, is no choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variation {
    /// How many runs, from 2 to 65,536 and at most 20 million over the number of units; a power of two spreads them most
    /// evenly.
    pub runs: usize,
    /// Decides every draw.
    pub seed: u64,
    /// Relative standard deviation of the share of a part that is weighted like its siblings, from 0 (weights stay) to 0.9.
    ///
    /// Shares of a group with `n` parts are drawn from a Dirichlet distribution around those of the definition, with the
    /// total concentration `(n − 1)/spread² − 1`; a share `w` has the variance `w(1 − w)/(concentration + 1)`.
    pub weight_spread: f64,
    /// How values become scores.
    #[serde(default)]
    pub normalisations: Vec<Normalisation>,
    /// How parts are put together.
    #[serde(default)]
    pub means: Vec<Mean>,
    /// What happens where a value is missing; the definition's own rule where empty.
    #[serde(default)]
    pub missing: Vec<Missing>,
}

/// How values become scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalisation {
    /// As the definition says.
    AsDefined,
    /// Between the lowest and the highest value of the data; an indicator with one value alone, or with a value that its
    /// transform does not take, stays as it is defined.
    Observed,
    /// By percentile rank.
    Percentile,
}

/// How parts are put together. Sums stay sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mean {
    /// As the definition says.
    AsDefined,
    /// By arithmetic means.
    Arithmetic,
    /// By geometric means, of scores that are lifted to at least a hundredth of the scale, so that one 0 is not all.
    Geometric,
}

impl Variation {
    /// The usual choices: weights by a quarter, limits as defined, observed or by rank, means as defined or of either
    /// kind, and missing values as defined, left out down to half a group, or filled with the mean.
    pub fn usual(runs: usize, seed: u64, own: &Missing) -> Self {
        Self {
            runs,
            seed,
            weight_spread: 0.25,
            normalisations: vec![Normalisation::AsDefined, Normalisation::Observed, Normalisation::Percentile],
            means: vec![Mean::AsDefined, Mean::Arithmetic, Mean::Geometric],
            missing: vec![own.clone(), Missing::LeaveOut { at_least: 0.5 }, Missing::Mean],
        }
    }

    pub(super) fn check(&self, data: &Data) -> Result<(), Refusal> {
        check::within(self.runs as f64, 2.0, POINTS_MAX as f64, "/runs")?;
        check::within(self.weight_spread, 0.0, 0.9, "/weight_spread")?;
        if self.runs.saturating_mul(data.units.len()) > SCORES_MAX {
            let found = format!("{} runs of {} units", self.runs, data.units.len());
            let wanted = format!("at most {SCORES_MAX} scores are kept: ask for fewer runs");
            return Err(Refusal::new(code::TOO_LARGE, "/runs", found, wanted));
        }
        Ok(())
    }
}
