//! What an index is made of: contributions of indicators that add up.

use serde::Serialize;

use crate::refusal::{Refusal, code};

use super::aggregate::{Way, fill, kind, present};
use super::compute::{own_way, score};
use super::plan::Plan;
use super::slope::{Pair, slopes};
use super::{Data, Definition, Scores};

/// Why an index is what it is, beside another one: `base + Σ contributions + availability + rounding = score`, to 1e-9
/// of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The unit.
    pub unit: String,
    /// The index that is compared with.
    pub base: f64,
    /// The index that is explained.
    pub score: f64,
    /// One for each indicator that both sides have, the largest in size first.
    pub contributions: Vec<Contribution>,
    /// What comes from indicators that only one of the sides has.
    pub availability: f64,
    /// What comes from rounding by `decimals`; 0 without.
    pub rounding: f64,
}

/// What one indicator adds to an index or takes from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// Its code.
    pub indicator: String,
    /// Its score on the side that is compared with.
    pub base: f64,
    /// Its score on the side that is explained.
    pub score: f64,
    /// In points of the index.
    pub contribution: f64,
}

/// Explains a unit's index beside a unit that has the mean score in every indicator.
///
/// The mean unit lacks what this unit lacks, so `availability` is 0.
///
/// # Errors
/// As [`super::compute()`]; and where the unit is not known or has no index.
pub fn explain(definition: &Definition, data: &Data, unit: &str) -> Result<Explanation, Refusal> {
    let scores = score(definition, data)?;
    let row = found(data, &scores, unit, "/data")?;
    beside_mean(definition, &scores, &means(&scores), unit, row)
}

/// The same for every unit that has an index, in the order of the data.
///
/// # Errors
/// As [`super::compute()`].
pub fn explain_all(definition: &Definition, data: &Data) -> Result<Vec<Explanation>, Refusal> {
    let scores = score(definition, data)?;
    let means = means(&scores);
    let rows = data.units.iter().enumerate().filter(|(row, _)| !scores.rows[*row][scores.plan.top()].is_nan());
    rows.map(|(row, unit)| beside_mean(definition, &scores, &means, unit, row)).collect()
}

/// Mean score of each indicator over the units that have one.
fn means(scores: &Scores) -> Vec<f64> {
    let mean = |place: usize| {
        let there = scores.rows.iter().map(|row| row[place]).filter(|value| !value.is_nan());
        let (sum, count) = there.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
        sum / count as f64
    };
    (0..scores.plan.indicators).map(mean).collect()
}

fn beside_mean(
    definition: &Definition,
    scores: &Scores,
    means: &[f64],
    unit: &str,
    row: usize,
) -> Result<Explanation, Refusal> {
    let own = &scores.rows[row];
    let base = masked(&scores.plan, own_way(&scores.plan, definition), means, own);
    between(definition, &scores.plan, unit, &base, own)
}

/// Explains the change of a unit's index from older to newer data, by one definition.
///
/// Where limits are taken from the data, other units change a unit's scores; fixed limits avoid that.
///
/// # Errors
/// As [`super::compute()`], with paths that start at `/definition`, `/old` or `/new`; and where the unit has no index on
/// one side, or none from the indicators that both sides have.
pub fn change(definition: &Definition, old: &Data, new: &Data, unit: &str) -> Result<Explanation, Refusal> {
    let side = |data: &Data, name: &str| {
        let renamed = |mut refusal: Refusal| {
            if let Some(rest) = refusal.path.strip_prefix("/data") {
                refusal.path = format!("{name}{rest}");
            }
            refusal
        };
        let scores = score(definition, data).map_err(renamed)?;
        let row = found(data, &scores, unit, name)?;
        Ok::<_, Refusal>((scores.rows[row].clone(), scores.plan))
    };
    let (before, _) = side(old, "/old")?;
    let (after, plan) = side(new, "/new")?;
    between(definition, &plan, unit, &before, &after)
}

fn found(data: &Data, scores: &Scores, unit: &str, side: &str) -> Result<usize, Refusal> {
    let path = format!("{side}/units");
    let Some(row) = data.units.iter().position(|known| known == unit) else {
        let wanted = "the code of one of these units is needed";
        return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{unit}`"), wanted));
    };
    if scores.rows[row][scores.plan.top()].is_nan() {
        let found = format!("too few values for the unit `{unit}`");
        let wanted = "a unit with an index is needed: fill its gaps, or choose another rule for missing values";
        return Err(Refusal::new(code::EMPTY, path, found, wanted));
    }
    Ok(row)
}

/// A row of the indicators' scores `from`, without those that `by` lacks, put together.
fn masked(plan: &Plan, way: Way<'_>, from: &[f64], by: &[f64]) -> Vec<f64> {
    let kept = from.iter().zip(by).map(|(value, by)| if by.is_nan() { f64::NAN } else { *value });
    let mut row: Vec<f64> = kept.take(plan.indicators).collect();
    row.resize(plan.codes.len(), f64::NAN);
    fill(plan, way, &mut row);
    row
}

fn between(definition: &Definition, plan: &Plan, unit: &str, old: &[f64], new: &[f64]) -> Result<Explanation, Refusal> {
    let top = plan.top();
    // Rounding would hide in the slopes; it is told apart at the end.
    let way = Way { decimals: None, ..own_way(plan, definition) };
    let (before, after) = (masked(plan, way, old, new), masked(plan, way, new, old));
    if before[top].is_nan() || after[top].is_nan() {
        let found = format!("too few indicators that both sides have of the unit `{unit}`");
        return Err(Refusal::new(code::CONTRADICTION, "/new/units", found, "more of the same indicators are needed"));
    }
    let steepness = all_slopes(plan, way, &before, &after);
    let both = (0..plan.indicators).filter(|place| !before[*place].is_nan() && !after[*place].is_nan());
    let mut contributions: Vec<Contribution> = both
        .map(|place| Contribution {
            indicator: plan.codes[place].clone(),
            base: before[place],
            score: after[place],
            contribution: steepness[place] * (after[place] - before[place]),
        })
        .collect();
    contributions.sort_by(|a, b| {
        b.contribution.abs().total_cmp(&a.contribution.abs()).then_with(|| a.indicator.cmp(&b.indicator))
    });
    let whole = |row: &[f64]| masked(plan, way, row, row)[top];
    let (old_whole, new_whole) = (whole(old), whole(new));
    let availability = (before[top] - old_whole) + (new_whole - after[top]);
    let rounding = (new[top] - new_whole) - (old[top] - old_whole);
    Ok(Explanation { unit: unit.to_owned(), base: old[top], score: new[top], contributions, availability, rounding })
}

/// Slope of the index over each place, from the top down.
fn all_slopes(plan: &Plan, way: Way<'_>, before: &[f64], after: &[f64]) -> Vec<f64> {
    let mut steepness = vec![0.0; plan.codes.len()];
    steepness[plan.top()] = 1.0;
    for node in plan.nodes.iter().rev() {
        let there: Vec<usize> = node.parts.iter().copied().filter(|part| !after[*part].is_nan()).collect();
        let weight = present(node, way, after);
        let pair = |part: &usize| Pair { share: way.shares[*part] / weight, new: after[*part], old: before[*part] };
        let pairs: Vec<Pair> = there.iter().map(pair).collect();
        let below = slopes(kind(node, way), node.weight, plan.scale, &pairs);
        for (part, slope) in there.into_iter().zip(below) {
            steepness[part] = steepness[node.place] * slope;
        }
    }
    steepness
}
