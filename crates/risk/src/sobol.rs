//! Which input decides how far a result spreads: Sobol indices.
//!
//! First order `S = V(E(f|x))/V(f)`: what part of the variance would go if the input were known. Total `T`: what part would
//! stay if everything but the input were known. With independent inputs `Σ S ≤ 1 ≤ Σ T`.
//!
//! Estimators on two samples A and B and A with one input from B: `S = 1 − mean((f(B) − f(AB))²)/(2V)`,
//! `T = mean((f(A) − f(AB))²)/(2V)` (Jansen 1999, doi 10.1016/S0010-4655(98)00154-4), on the design of Saltelli et al. 2010
//! (doi 10.1016/j.cpc.2009.09.018): `points·(inputs + 2)` runs. Samples are points of an Owen-scrambled Sobol sequence.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::case::{Case, read};
use crate::check;
use crate::refusal::{Refusal, code};

/// Most points: as long as the sequence is.
pub const POINTS_MAX: usize = 1 << 16;

/// Most inputs: half of the sequence's dimensions, because two samples are drawn.
pub const INPUTS_MAX: usize = 128;

/// How a result spreads, and whose doing that is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Mean of the result.
    pub mean: f64,
    /// Variance of the result.
    pub variance: f64,
    /// Of each input, in their order. All are 0 where the result does not vary.
    pub shares: Vec<Share>,
}

/// An input's part of the variance. Both are estimates: small ones can come out below 0, or first above total.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// First order.
    pub first: f64,
    /// Total.
    pub total: f64,
}

/// Which sample the inputs of a run are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mix {
    /// All from the first.
    First,
    /// All from the second.
    Second,
    /// All from the first, but one from the second.
    But(usize),
}

impl Mix {
    /// Whether an input is taken from the second sample.
    pub(crate) fn second(self, input: usize) -> bool {
        self == Self::Second || self == Self::But(input)
    }
}

/// Sobol indices of a function of independent inputs, each uniform from 0 (included) to 1.
///
/// # Errors
/// A [`Refusal`] at `/inputs` or `/points` where there are none or too many (128; 65,536), at `/f` where the function
/// gives something that is no finite number.
pub fn indices(
    inputs: usize,
    points: usize,
    seed: u32,
    f: impl Fn(&[f64]) -> f64 + Sync,
) -> Result<Sensitivity, Refusal> {
    check::within(inputs as f64, 1.0, INPUTS_MAX as f64, "/inputs")?;
    estimate(inputs, points, |point, mix| {
        let value = |input| unit(point, if mix.second(input) { inputs + input } else { input }, seed);
        f(&(0..inputs).map(value).collect::<Vec<_>>())
    })
}

/// A coordinate of a point of the sequence, from 0 to 1.
pub(crate) fn unit(point: usize, dimension: usize, seed: u32) -> f64 {
    // Bounded by POINTS_MAX and twice INPUTS_MAX, which `estimate` and its callers hold.
    f64::from(sobol_burley::sample((point % POINTS_MAX) as u32, (dimension % (2 * INPUTS_MAX)) as u32, seed))
}

/// The estimators, on whatever a run is.
pub(crate) fn estimate(
    inputs: usize,
    points: usize,
    f: impl Fn(usize, Mix) -> f64 + Sync,
) -> Result<Sensitivity, Refusal> {
    check::within(points as f64, 2.0, POINTS_MAX as f64, "/points")?;
    let runs = |point: usize| {
        let mixes = [Mix::First, Mix::Second].into_iter().chain((0..inputs).map(Mix::But));
        mixes.map(|mix| f(point, mix)).collect::<Vec<f64>>()
    };
    // Collected in order, so that sums do not depend on how many threads there were.
    let rows: Vec<Vec<f64>> = (0..points).into_par_iter().map(runs).collect();
    for value in rows.iter().flatten() {
        check::finite(*value, "/f")?;
    }
    let count = 2.0 * points as f64;
    let both = || rows.iter().flat_map(|row| &row[..2]);
    let mean = both().sum::<f64>() / count;
    let variance = both().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    let half_square =
        |input: usize, side: usize| rows.iter().map(|row| (row[side] - row[2 + input]).powi(2)).sum::<f64>() / count;
    let share = |input| {
        if variance <= f64::EPSILON * mean * mean {
            return Share { first: 0.0, total: 0.0 };
        }
        Share { first: 1.0 - half_square(input, 1) / variance, total: half_square(input, 0) / variance }
    };
    Ok(Sensitivity { mean, variance, shares: (0..inputs).map(share).collect() })
}

/// Functions that a case can name, as the golden case writes them.
#[derive(Deserialize)]
enum Known {
    #[serde(rename = "sin(x1)+7 sin^2(x2)+0.1 x3^4 sin(x1)")]
    Ishigami,
}

#[derive(Deserialize)]
enum Range {
    #[serde(rename = "[-pi,pi]^3")]
    Circle,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    f: Known,
    range: Range,
    #[serde(default = "points")]
    points: usize,
    #[serde(default)]
    seed: u32,
}

fn points() -> usize {
    8_192
}

/// A case of the method `Sobol`: that this machine computes what is known exactly.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let Inputs { f: Known::Ishigami, range: Range::Circle, points, seed } = read(&case.inputs)?;
    if points == 0 {
        return Err(Refusal::new(code::OUT_OF_RANGE, "/points", "`0`", "a power of two from 2 is needed"));
    }
    let sensitivity = indices(3, points, seed, |unit| {
        let [x1, x2, x3] = [0, 1, 2].map(|at| std::f64::consts::PI * (2.0 * unit[at] - 1.0));
        x1.sin() + 7.0 * x2.sin().powi(2) + 0.1 * x3.powi(4) * x1.sin()
    })?;
    let firsts: Vec<f64> = sensitivity.shares.iter().map(|share| share.first).collect();
    let totals: Vec<f64> = sensitivity.shares.iter().map(|share| share.total).collect();
    Ok(json!({ "S1": firsts, "ST": totals, "variance": sensitivity.variance }))
}
