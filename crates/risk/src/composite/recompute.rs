//! What another edition of a method makes of older data.
//!
//! Whoever changes a method computes earlier editions of the data with it again; otherwise a jump of the method looks
//! like a change of the place (INFORM Risk recomputes at least five years).

use serde::Serialize;

use crate::refusal::Refusal;

use super::rank::middle;
use super::{Data, Definition, UnitScore, compute};

/// Data computed by two editions of a method.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recomputed {
    /// Edition of the method that was.
    pub old_version: String,
    /// Edition of the method that is.
    pub new_version: String,
    /// One for each unit, in the order of the data.
    pub units: Vec<Difference>,
    /// Mean size of the differences, over units that have both scores; none where no unit has.
    pub mean_difference: Option<f64>,
    /// The largest size of a difference.
    pub largest_difference: Option<f64>,
    /// How many units have another rank.
    pub moved: usize,
    /// How many units have another band.
    pub other_band: usize,
    /// Rank correlation of the two editions (Spearman, equal scores with their middle rank), from -1 to 1; none where one
    /// of them gives every unit the same score.
    pub rank_correlation: Option<f64>,
}

/// A unit by two editions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Its code.
    pub unit: String,
    /// By the method that was.
    pub old_score: Option<f64>,
    /// By the method that is.
    pub new_score: Option<f64>,
    /// New less old.
    pub difference: Option<f64>,
    /// By the method that was.
    pub old_rank: Option<usize>,
    /// By the method that is.
    pub new_rank: Option<usize>,
    /// By the method that was.
    pub old_band: Option<String>,
    /// By the method that is.
    pub new_band: Option<String>,
}

/// Computes data by the method that was and by the method that is.
///
/// # Errors
/// As [`compute()`], with paths that start at `/old`, `/new` or `/data`.
pub fn recompute(old: &Definition, new: &Definition, data: &Data) -> Result<Recomputed, Refusal> {
    let by = |definition: &Definition, name: &str| {
        compute(definition, data).map_err(|mut refusal| {
            if let Some(rest) = refusal.path.strip_prefix("/definition") {
                refusal.path = format!("{name}{rest}");
            }
            refusal
        })
    };
    let (before, after) = (by(old, "/old")?, by(new, "/new")?);
    let units: Vec<Difference> = before.units.into_iter().zip(after.units).map(beside).collect();
    let sizes: Vec<f64> = units.iter().filter_map(|unit| unit.difference.map(f64::abs)).collect();
    let mean = (!sizes.is_empty()).then(|| sizes.iter().sum::<f64>() / sizes.len() as f64);
    Ok(Recomputed {
        old_version: old.version.clone(),
        new_version: new.version.clone(),
        mean_difference: mean,
        largest_difference: sizes.into_iter().reduce(f64::max),
        moved: units.iter().filter(|unit| unit.old_rank != unit.new_rank).count(),
        other_band: units.iter().filter(|unit| unit.old_band != unit.new_band).count(),
        rank_correlation: correlation(&units),
        units,
    })
}

fn beside((old, new): (UnitScore, UnitScore)) -> Difference {
    Difference {
        unit: new.unit,
        difference: old.score.zip(new.score).map(|(old, new)| new - old),
        old_score: old.score,
        new_score: new.score,
        old_rank: old.rank,
        new_rank: new.rank,
        old_band: old.band,
        new_band: new.band,
    }
}

fn correlation(units: &[Difference]) -> Option<f64> {
    let (old, new): (Vec<f64>, Vec<f64>) = units.iter().filter_map(|unit| unit.old_score.zip(unit.new_score)).unzip();
    let (old, new) = (middle(&old), middle(&new));
    let mean = (old.len() as f64 + 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    let size = (product(&old, &old) * product(&new, &new)).sqrt();
    (size > 0.0).then(|| (product(&old, &new) / size).clamp(-1.0, 1.0))
}
