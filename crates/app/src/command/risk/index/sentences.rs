//! What people read of an index.

use risk::composite::{Contribution, Explanation, UnitScore};
use risk::uncertainty::{Factor, UnitSpread};

use super::Computed;

/// Contributions that are told of each unit.
const DRIVERS: usize = 3;

/// The smallest rest that is told, in points of the index: below it four decimals show nothing.
const REST_LEAST: f64 = 0.000_05;

/// One line a unit, highest first, and below it what else was asked for.
pub(super) fn told(computed: &Computed) -> String {
    let index = &computed.index;
    let mut units: Vec<(&UnitScore, Option<&UnitSpread>)> = match &computed.uncertainty {
        Some(uncertainty) => index.units.iter().zip(uncertainty.spread.units.iter().map(Some)).collect(),
        None => index.units.iter().map(|unit| (unit, None)).collect(),
    };
    units.sort_by_key(|(unit, _)| (unit.rank.is_none(), unit.rank));
    let mut lines = vec![format!("{} {}: {} units", index.id, index.version, index.units.len())];
    lines.extend(units.into_iter().map(|(unit, spread)| line(unit, spread, &computed.explanations)));
    if let Some(uncertainty) = &computed.uncertainty {
        let spread = &uncertainty.spread;
        lines.push(format!(
            "ranks between which 9 of 10 of {} runs lie (seed {}) are in brackets",
            spread.runs, spread.seed
        ));
        let moved = uncertainty.sensitivity.mean_shift;
        lines.push(format!(
            "a unit moves by {moved:.2} ranks on average; parts of that variance, alone and with the others:"
        ));
        for factor in &uncertainty.sensitivity.factors {
            lines.push(format!("  {}: {:.2}, {:.2}", word(factor.factor), factor.share.first, factor.share.total));
        }
    }
    if let Some(before) = &computed.before {
        let number = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.4}"));
        lines.push(format!(
            "earlier data by version {} instead of {}: difference {} on average, {} at most; {} units with another rank, {} \
             with another band; rank correlation {}",
            before.new_version,
            before.old_version,
            number(before.mean_difference),
            number(before.largest_difference),
            before.moved,
            before.other_band,
            number(before.rank_correlation)
        ));
    }
    lines.join("\n")
}

fn line(unit: &UnitScore, spread: Option<&UnitSpread>, explanations: &[Explanation]) -> String {
    let (Some(rank), Some(score)) = (unit.rank, unit.score) else {
        return format!("   -  {}: no index, {} values are missing", unit.unit, unit.gaps.len());
    };
    let mut line = format!("{rank:>4}  {}: {score:.4}", unit.unit);
    if let Some(ranks) = spread.and_then(|spread| spread.ranks) {
        line += &format!(" [{}-{}]", ranks.low, ranks.high);
    }
    if let Some(band) = &unit.band {
        line += &format!(" {band}");
        if let Some(share) = spread.and_then(|spread| spread.same_band) {
            line += &format!(" in {:.0} % of runs", share * 100.0);
        }
    }
    if unit.reliability < 1.0 {
        line += &format!(", {:.0} % of it known", unit.reliability * 100.0);
    }
    if let Some(explanation) = explanations.iter().find(|explanation| explanation.unit == unit.unit) {
        line += &format!("; {}", made_of(explanation));
    }
    line
}

/// From the average unit to this one, so that the numbers add up: what is not named apart stands in the rest.
fn made_of(explanation: &Explanation) -> String {
    let driver = |part: &Contribution| format!("{} {:+.4}", part.indicator, part.contribution);
    let drivers: Vec<String> = explanation.contributions.iter().take(DRIVERS).map(driver).collect();
    let told: f64 = explanation.contributions.iter().take(DRIVERS).map(|part| part.contribution).sum();
    let rest = explanation.score - explanation.base - told;
    let mut sentence = format!("from {:.4} of an average unit: {}", explanation.base, drivers.join(", "));
    if rest.abs() >= REST_LEAST {
        sentence += &format!("; the rest {rest:+.4}");
    }
    sentence
}

fn word(factor: Factor) -> &'static str {
    match factor {
        Factor::Weights => "weights",
        Factor::Normalisation => "normalisation",
        Factor::Aggregation => "aggregation",
        Factor::Missing => "missing values",
    }
}
