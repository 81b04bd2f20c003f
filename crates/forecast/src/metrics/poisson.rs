//! Scores of counts that were forecast as Poisson: logarithmic score, ranked probability score, and the two ends of the
//! randomised probability integral transform.
//!
//! With the probability f(k) and the cumulative probability F(k) of a Poisson distribution of mean λ, and the count y
//! that came: logarithmic score = −ln f(y); ranked probability score RPS = Σₖ (F(k) − 1{y ≤ k})²; the transform lies
//! anywhere from F(y − 1) to F(y). Lower scores are better. Source: Czado, Gneiting and Held 2009, *Predictive model
//! assessment for count data*.

use serde::Serialize;
use statrs::function::factorial::ln_factorial;

use super::Refused;

/// Largest mean that is scored.
pub const MEAN_MAX: f64 = 1e6;

/// How far from its mean a distribution is summed: `12 √λ + 40`. What lies beyond has a probability below 1e-30.
const DEVIATIONS: f64 = 12.0;
const MARGIN: f64 = 40.0;

/// How good one count was forecast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PoissonScore {
    /// −ln f(y), in nats; 0 or more.
    pub log_score: f64,
    /// Ranked probability score, in counts; 0 or more.
    pub rps: f64,
    /// F(y − 1), 0 to 1: the lower end of the transform.
    pub pit_lower: f64,
    /// F(y), 0 to 1: the upper end of the transform.
    pub pit_upper: f64,
}

/// Scores one count against the mean that was forecast for it.
///
/// # Errors
/// A mean that is not from 0 to [`MEAN_MAX`], or a mean of 0 where something came: its score would be infinite.
pub fn poisson(count: u32, mean: f64) -> Result<PoissonScore, Refused> {
    let refused = |wanted| Refused::Value { list: "lam", index: None, value: mean, wanted };
    if !(0.0..=MEAN_MAX).contains(&mean) {
        return Err(refused("a mean from 0 to 1000000 is needed"));
    }
    if mean == 0.0 {
        let sure = PoissonScore { log_score: 0.0, rps: 0.0, pit_lower: 0.0, pit_upper: 1.0 };
        return if count == 0 { Ok(sure) } else { Err(refused("a mean above 0 is needed where something came")) };
    }
    let (rps, pit_lower, pit_upper) = along(u64::from(count), mean);
    Ok(PoissonScore { log_score: -ln_probability(u64::from(count), mean), rps, pit_lower, pit_upper })
}

/// ln f(k) = k ln λ − λ − ln k!, for λ above 0.
fn ln_probability(k: u64, mean: f64) -> f64 {
    k as f64 * mean.ln() - mean - ln_factorial(k)
}

/// Walks along the counts that have a probability: RPS, F(y − 1), F(y).
fn along(count: u64, mean: f64) -> (f64, f64, f64) {
    let reach = DEVIATIONS * mean.sqrt() + MARGIN;
    let (first, last) = ((mean - reach).max(0.0) as u64, (mean + reach) as u64);
    let mut probability = ln_probability(first, mean).exp();
    // Before the first, F is 0; after the last it is 1. Between them and the count each step counts in full.
    let mut rps = first.saturating_sub(count) as f64 + count.saturating_sub(last + 1) as f64;
    let (mut cumulative, mut lower, mut upper) = (0.0_f64, 0.0, 0.0);
    for k in first..=last {
        let before = cumulative;
        cumulative = (cumulative + probability).min(1.0);
        if k == count {
            (lower, upper) = (before, cumulative);
        }
        rps += (cumulative - if count <= k { 1.0 } else { 0.0 }).powi(2);
        probability *= mean / (k + 1) as f64;
    }
    if count > last { (rps, 1.0, 1.0) } else { (rps, lower, upper) }
}
