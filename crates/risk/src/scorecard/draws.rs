//! Rules drawn around the rules: what else could have been decided.

use rand_distr::{Distribution, Gamma, StandardNormal, StandardUniform};
use rand_pcg::Pcg64Dxsm;
use rand_pcg::rand_core::SeedableRng;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::rules::Rules;

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draw {
    pub(super) aspects: Vec<f64>,
    pub(super) shares: Vec<f64>,
    /// What each score is multiplied by.
    pub(super) factors: Vec<f64>,
    /// What stands in for each score that is not known, from 0 to 100.
    pub(super) unknown: Vec<f64>,
}

/// Draws, shared by all nodes: rules are the same everywhere. The same seed gives the same draws on any number of
/// threads.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    pub(super) rules: Rules,
    pub(super) draws: Vec<Draw>,
}

impl Draws {
    /// So many draws around the rules.
    ///
    /// Weights are drawn from Dirichlet distributions around those of the rules (aspects, and indicators in each aspect),
    /// scores are multiplied by log-normal factors with the median 1, and a score that is not known is uniform from 0 to
    /// 100. Facts are not drawn: an overdue hazard is overdue.
    pub fn new(rules: &Rules, seed: u64, runs: u32) -> Self {
        let draws = (0..u64::from(runs)).into_par_iter().map(|run| draw(rules, seed, run)).collect();
        Self { rules: rules.clone(), draws }
    }
}

fn draw(rules: &Rules, seed: u64, run: u64) -> Draw {
    // An odd constant with well-mixed bits (2^64 over the golden ratio), so that two runs have nothing in common.
    let mut chance = Pcg64Dxsm::seed_from_u64(seed ^ (run + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let spreads = rules.definition().resampling;
    let aspects = dirichlet(&rules.aspects, spreads.weight_spread, &mut chance);
    let mut shares = rules.shares.clone();
    for aspect in 0..aspects.len() {
        let members: Vec<usize> = (0..shares.len()).filter(|at| rules.aspect_of[*at] == aspect).collect();
        let around: Vec<f64> = members.iter().map(|at| rules.shares[*at]).collect();
        for (at, share) in members.iter().zip(dirichlet(&around, spreads.weight_spread, &mut chance)) {
            shares[*at] = share;
        }
    }
    let mut factor = || {
        let normal: f64 = StandardNormal.sample(&mut chance);
        (spreads.score_spread * normal).exp()
    };
    let factors = rules.shares.iter().map(|_| factor()).collect();
    let mut uniform = || -> f64 { StandardUniform.sample(&mut chance) };
    let unknown = rules.shares.iter().map(|_| uniform() * 100.0).collect();
    Draw { aspects, shares, factors, unknown }
}

/// Weights around weights with the sum 1, as gamma variates divided by their sum. Concentration: (n − 1)/spread² − 1.
fn dirichlet(around: &[f64], spread: f64, chance: &mut Pcg64Dxsm) -> Vec<f64> {
    let concentration = (around.len() as f64 - 1.0) / (spread * spread) - 1.0;
    if around.len() < 2 || spread <= 0.0 || concentration <= 0.0 {
        return around.to_vec();
    }
    // A weight of 0 stays 0: there is no distribution around it.
    let variate = |weight: &f64| Gamma::new(weight * concentration, 1.0).map_or(0.0, |gamma| gamma.sample(chance));
    let variates: Vec<f64> = around.iter().map(variate).collect();
    let sum: f64 = variates.iter().sum();
    if sum > 0.0 { variates.iter().map(|variate| variate / sum).collect() } else { around.to_vec() }
}
