//! One draw of every choice.

use rand_distr::{Distribution, Gamma};
use rand_pcg::Pcg64Dxsm;
use rand_pcg::rand_core::SeedableRng;

use crate::composite::Plan;
use crate::sobol::{Mix, unit};

/// A source of variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// The shares of parts in their groups.
    Weights,
    /// How values become scores.
    Normalisation,
    /// How parts are put together.
    Aggregation,
    /// What happens where a value is missing.
    Missing,
}

/// Choices among so many each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choices {
    pub(super) normalisations: usize,
    pub(super) means: usize,
    pub(super) missing: usize,
}

/// What a run computes with.
#[derive(Debug, Clone)]
pub(super) struct Draw {
    pub(super) shares: Vec<f64>,
    pub(super) normalisation: usize,
    pub(super) mean: usize,
    pub(super) missing: usize,
}

/// Draws a run. `mix` tells of each of `factors` which of two independent draws it takes; factors that are not named
/// there take the first.
pub(super) fn draw(
    plan: &Plan,
    choices: Choices,
    spread: f64,
    seed: u64,
    run: usize,
    (factors, mix): (&[Factor], Mix),
) -> Draw {
    let second = |factor| factors.iter().position(|f| *f == factor).is_some_and(|input| mix.second(input));
    let choose = |factor, dimension: usize, among: usize| {
        let dimension = 2 * dimension + usize::from(second(factor));
        // Both halves of the seed count.
        let at = unit(run, dimension, (seed ^ (seed >> 32)) as u32) * among as f64;
        (at as usize).min(among.saturating_sub(1))
    };
    Draw {
        shares: shares(plan, spread, seed, 2 * run as u64 + u64::from(second(Factor::Weights))),
        normalisation: choose(Factor::Normalisation, 0, choices.normalisations),
        mean: choose(Factor::Aggregation, 1, choices.means),
        missing: choose(Factor::Missing, 2, choices.missing),
    }
}

/// Shares drawn from a Dirichlet distribution in each group, as gamma variates divided by their sum.
fn shares(plan: &Plan, spread: f64, seed: u64, stream: u64) -> Vec<f64> {
    let mut shares = plan.shares.clone();
    if spread <= 0.0 {
        return shares;
    }
    // An odd constant with well-mixed bits (2^64 over the golden ratio), so that seeds of two runs have nothing in common.
    let mut chance = Pcg64Dxsm::seed_from_u64(seed ^ (stream + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    for node in &plan.nodes {
        let concentration = (node.parts.len() as f64 - 1.0) / (spread * spread) - 1.0;
        if concentration <= 0.0 {
            continue;
        }
        let variates: Vec<f64> =
            node.parts.iter().map(|part| gamma(shares[*part] * concentration, &mut chance)).collect();
        let sum: f64 = variates.iter().sum();
        if sum > 0.0 {
            for (part, variate) in node.parts.iter().zip(variates) {
                shares[*part] = variate / sum;
            }
        }
    }
    shares
}

/// 0 for a shape that there is no distribution of: a part of weight 0 keeps it.
fn gamma(shape: f64, chance: &mut Pcg64Dxsm) -> f64 {
    Gamma::new(shape, 1.0).map_or(0.0, |gamma| gamma.sample(chance))
}
