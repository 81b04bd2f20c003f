//! From a definition and data to the index.

use std::collections::BTreeMap;

use crate::refusal::{Refusal, code};

use super::aggregate::{Way, fill};
use super::normalise::{Column, columns};
use super::plan::Plan;
use super::rank::{from_highest, percentile, rounded};
use super::{Data, Definition, Gap, Index, LimitsUsed, UnitScore, reliability};

/// Scores of every unit by place, with what they were made from.
#[derive(Debug, Clone)]
pub(crate) struct Scores {
    pub(crate) plan: Plan,
    pub(crate) columns: Vec<Column>,
    /// One a unit; NaN where a score is missing.
    pub(crate) rows: Vec<Vec<f64>>,
}

/// Computes an index.
///
/// # Errors
/// A [`Refusal`] that starts at `/definition` or `/data`: a definition that is no tree, a column that is not there, a
/// value that is missing where the rule refuses that, limits that cannot be taken from the data.
pub fn compute(definition: &Definition, data: &Data) -> Result<Index, Refusal> {
    let scores = score(definition, data)?;
    Ok(told(definition, data, &scores))
}

/// The same, in numbers.
pub(crate) fn score(definition: &Definition, data: &Data) -> Result<Scores, Refusal> {
    let plan = Plan::new(definition).map_err(|refusal| refusal.under("/definition"))?;
    data.check().map_err(|refusal| refusal.under("/data"))?;
    let columns = columns(definition, &plan, data)?;
    let rows = (0..data.units.len()).map(|row| {
        let mut scores: Vec<f64> = columns.iter().map(|column| column.scores[row].unwrap_or(f64::NAN)).collect();
        scores.resize(plan.codes.len(), f64::NAN);
        fill(&plan, own_way(&plan, definition), &mut scores);
        scores
    });
    let rows: Vec<Vec<f64>> = rows.collect();
    if rows.iter().flatten().any(|score| score.is_infinite()) {
        let wanted = "sums within the range of numbers are needed: give the sums smaller weights";
        return Err(Refusal::new(code::NOT_FINITE, "/definition/groups", "a sum beyond that range", wanted));
    }
    Ok(Scores { plan, columns, rows })
}

/// The definition's own way to put parts together.
pub(crate) fn own_way<'a>(plan: &'a Plan, definition: &Definition) -> Way<'a> {
    Way { shares: &plan.shares, instead: None, at_least: plan.at_least, decimals: definition.decimals }
}

fn told(definition: &Definition, data: &Data, scores: &Scores) -> Index {
    let plan = &scores.plan;
    let effective = reliability::effective(plan);
    let at = |place: usize| scores.rows.iter().map(|row| there(row[place])).collect::<Vec<_>>();
    let ranks = from_highest(&at(plan.top()));
    let groups = plan.indicators..plan.codes.len();
    let percentiles: Vec<(usize, Vec<Option<f64>>)> = groups.map(|place| (place, percentile(&at(place)))).collect();
    let units = data.units.iter().enumerate().map(|(row, unit)| {
        let values = &scores.rows[row];
        let own = |place: usize| scores.columns[place].scores[row].is_some() && !scores.columns[place].filled[row];
        let score = there(values[plan.top()]);
        let percentile = |(place, ranks): &(usize, Vec<Option<f64>>)| {
            (plan.codes[*place].clone(), ranks[row].map(|rank| rounded(rank, definition.decimals)))
        };
        UnitScore {
            unit: unit.clone(),
            score,
            rank: ranks[row],
            band: score.and_then(|score| band(definition, score)),
            scores: plan.codes.iter().zip(values).map(|(code, value)| (code.clone(), there(*value))).collect(),
            percentiles: percentiles.iter().map(percentile).collect(),
            flags: flags(definition, plan, values),
            gaps: (0..plan.indicators)
                .filter(|place| !own(*place))
                .map(|place| Gap { indicator: plan.codes[place].clone(), filled: scores.columns[place].filled[row] })
                .collect(),
            reliability: reliability::of(definition, plan, data, &effective, row, own),
        }
    });
    let limits = plan.codes.iter().zip(&scores.columns).filter_map(|(code, column)| {
        let (low, high) = column.limits?;
        Some((code.clone(), LimitsUsed { low, high, treatment: column.treatment }))
    });
    Index {
        id: definition.id.clone(),
        version: definition.version.clone(),
        top: plan.codes[plan.top()].clone(),
        limits: limits.collect(),
        units: units.collect(),
    }
}

fn there(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// The name of the band that a score lies in.
pub(crate) fn band(definition: &Definition, score: f64) -> Option<String> {
    definition.bands.iter().rev().find(|band| band.from <= score).map(|band| band.name.clone())
}

fn flags(definition: &Definition, plan: &Plan, values: &[f64]) -> BTreeMap<String, Option<u32>> {
    let Some(from) = definition.flag_from else { return BTreeMap::new() };
    let indicators = values.iter().take(plan.indicators);
    let mut flags: Vec<Option<u32>> = indicators.map(|value| there(*value).map(|v| u32::from(v >= from))).collect();
    for node in &plan.nodes {
        let count = node.parts.iter().map(|part| flags[*part]).sum::<Option<u32>>();
        flags.push(count);
    }
    plan.codes.iter().cloned().zip(flags).collect()
}
