//! Which choice moves ranks.

use serde::Serialize;

use crate::composite::{Data, Definition, from_highest};
use crate::refusal::Refusal;
use crate::sobol::{self, Share};

use super::Variation;
pub use super::draw::Factor;
use super::run::Runs;

/// How far ranks move, and whose doing that is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankSensitivity {
    /// How many runs were made: the points times (factors + 2).
    pub runs: usize,
    /// Mean, over runs and units, of how many ranks a unit is away from its rank by the definition.
    pub mean_shift: f64,
    /// Variance of that shift over the runs.
    pub variance: f64,
    /// Sobol indices of the shift, of each factor that has a choice.
    pub factors: Vec<FactorShare>,
}

/// What part of the variance a factor has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FactorShare {
    /// The factor.
    pub factor: Factor,
    /// First order and total.
    #[serde(flatten)]
    pub share: Share,
}

/// Sobol indices of the mean shift in ranks (Saisana, Saltelli and Tarantola 2005), on `runs` points of the variation.
///
/// # Errors
/// As [`super::spread()`].
pub fn sensitivity(definition: &Definition, data: &Data, variation: &Variation) -> Result<RankSensitivity, Refusal> {
    let runs = Runs::new(definition, data, variation)?;
    let factors = runs.factors();
    let top = runs.plan().top();
    let ranks = |scores: &mut dyn Iterator<Item = f64>| {
        from_highest(&scores.map(|score| (!score.is_nan()).then_some(score)).collect::<Vec<_>>())
    };
    let own = ranks(&mut runs.own.rows.iter().map(|row| row[top]));
    let found = sobol::estimate(factors.len(), variation.runs, |run, mix| {
        let other = ranks(&mut runs.scores(run, &factors, mix).into_iter());
        let shifts = own.iter().zip(other).filter_map(|(own, other)| Some((*own)?.abs_diff(other?)));
        let (sum, count) = shifts.fold((0, 0_usize), |(sum, count), shift| (sum + shift, count + 1));
        if count == 0 { 0.0 } else { sum as f64 / count as f64 }
    })?;
    let share = |(factor, share): (&Factor, Share)| FactorShare { factor: *factor, share };
    Ok(RankSensitivity {
        runs: variation.runs * (factors.len() + 2),
        mean_shift: found.mean,
        variance: found.variance,
        factors: factors.iter().zip(found.shares).map(share).collect(),
    })
}
