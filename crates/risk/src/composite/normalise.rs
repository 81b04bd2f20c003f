//! From measured values to scores of indicators: divide, fill in, treat outliers, normalise, turn round.

use crate::case::escaped;
use crate::check;
use crate::refusal::{Refusal, code};

use super::plan::Plan;
use super::rank::{percentile, rounded};
use super::{Data, Definition, Direction, Indicator, Limits, Missing, Transform, Treatment, outliers};

/// Scores of one indicator, one for each unit, with what was done.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) scores: Vec<Option<f64>>,
    /// Units whose value was filled in.
    pub(crate) filled: Vec<bool>,
    /// The limits between which values became scores, in units of the (treated) data; none for ranks.
    pub(crate) limits: Option<(f64, f64)>,
    pub(crate) treatment: Treatment,
}

/// Scores of every indicator, in the order of the plan's places. A refusal starts at `/definition` or `/data`.
pub(crate) fn columns(definition: &Definition, plan: &Plan, data: &Data) -> Result<Vec<Column>, Refusal> {
    let places = plan.at.iter().take(plan.indicators);
    places.map(|at| column(definition, *at, data)).collect::<Result<_, _>>().map_err(placed)
}

fn placed(refusal: Refusal) -> Refusal {
    // Values lie in the data; everything else was asked for by the definition.
    let in_data = refusal.path.starts_with("/columns");
    refusal.under(if in_data { "/data" } else { "/definition" })
}

fn column(definition: &Definition, at: usize, data: &Data) -> Result<Column, Refusal> {
    let indicator = &definition.indicators[at];
    let (values, filled, treatment) = prepared(definition, indicator, at, data)?;
    let (mut scores, limits) = scored(definition, indicator, at, &values)?;
    for score in scores.iter_mut().flatten() {
        if indicator.direction == Direction::Lower {
            *score = definition.scale - *score;
        }
        if matches!(indicator.limits, Limits::Percentile) {
            *score = rounded(*score, definition.decimals);
        }
    }
    Ok(Column { scores, filled, limits, treatment })
}

type Prepared = (Vec<Option<f64>>, Vec<bool>, Treatment);

/// Divided, filled in, and drawn in where the limits come from the data.
fn prepared(definition: &Definition, indicator: &Indicator, at: usize, data: &Data) -> Result<Prepared, Refusal> {
    let mut values = divided(indicator, at, data)?;
    let before: Vec<bool> = values.iter().map(Option::is_none).collect();
    fill(&mut values, &definition.missing, data, indicator)?;
    let filled = values.iter().zip(before).map(|(now, missing)| missing && now.is_some()).collect();
    let treatment = match (definition.outliers, indicator.limits) {
        (Some(rule), Limits::Observed) => outliers::treat(&mut values, rule),
        _ => Treatment::None,
    };
    Ok((values, filled, treatment))
}

fn divided(indicator: &Indicator, at: usize, data: &Data) -> Result<Vec<Option<f64>>, Refusal> {
    let values = data.column(&indicator.code, &format!("/indicators/{at}/code"))?;
    let Some(denominator) = &indicator.denominator else { return Ok(values.to_vec()) };
    let below = data.column(denominator, &format!("/indicators/{at}/denominator"))?;
    let divide = |row: usize, (value, below): (&Option<f64>, &Option<f64>)| match (value, below) {
        (Some(_), Some(0.0)) => {
            let wanted = "a denominator other than 0 is needed: leave it empty where it is not known";
            Err(Refusal::new(code::OUT_OF_RANGE, format!("/columns/{}/{row}", escaped(denominator)), "`0`", wanted))
        }
        (Some(value), Some(below)) => {
            let path = format!("/columns/{}/{row}", escaped(&indicator.code));
            check::finite(value / below, &path).map(Some)
        }
        // Without its denominator a value cannot be compared.
        _ => Ok(None),
    };
    values.iter().zip(below).enumerate().map(|(row, pair)| divide(row, pair)).collect()
}

/// What the rule says about missing values of one indicator. The other rules act where parts are put together.
fn fill(values: &mut [Option<f64>], rule: &Missing, data: &Data, indicator: &Indicator) -> Result<(), Refusal> {
    match rule {
        Missing::Refuse => match values.iter().position(Option::is_none) {
            Some(row) => {
                let found = format!("nothing for the unit `{}`", data.units[row]);
                let wanted = "every value is needed: add it, or choose another rule for missing values";
                Err(Refusal::new(code::EMPTY, format!("/columns/{}/{row}", escaped(&indicator.code)), found, wanted))
            }
            None => Ok(()),
        },
        Missing::LeaveOut { .. } | Missing::Whole => Ok(()),
        Missing::Mean => {
            let mean = mean(values.iter().flatten());
            values.iter_mut().for_each(|value| *value = value.or(mean));
            Ok(())
        }
        Missing::ClassMean { column } => {
            let classes = data.class(column, "/missing/column")?;
            let known = values.to_vec();
            // Units without a word have nothing in common, and stay without the value.
            let lacking = |(value, class): &(&mut Option<f64>, &String)| value.is_none() && !class.is_empty();
            for (value, class) in values.iter_mut().zip(classes).filter(lacking) {
                let same = known.iter().zip(classes).filter(|(_, other)| *other == class);
                *value = mean(same.filter_map(|(value, _)| value.as_ref()));
            }
            Ok(())
        }
    }
}

fn mean<'a>(values: impl Iterator<Item = &'a f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

type Scored = (Vec<Option<f64>>, Option<(f64, f64)>);

fn scored(
    definition: &Definition,
    indicator: &Indicator,
    at: usize,
    values: &[Option<f64>],
) -> Result<Scored, Refusal> {
    let (low, high) = match indicator.limits {
        Limits::Percentile => {
            let ranks = percentile(values).into_iter().map(|rank| rank.map(|rank| rank * definition.scale));
            return Ok((ranks.collect(), None));
        }
        Limits::Fixed { low, high } => (low, high),
        Limits::Observed => observed(indicator, at, values)?,
    };
    let span = span(indicator.transform, (low, high)).ok_or_else(|| {
        let found = format!("`{low}` and `{high}`");
        let wanted =
            "limits that its transform can tell apart are needed: values above 0 for a logarithm, from 0 for a root";
        Refusal::new(code::OUT_OF_RANGE, format!("/indicators/{at}/limits"), found, wanted)
    })?;
    let score = |value: f64| {
        let value = transformed(indicator.transform, value.clamp(low, high));
        definition.scale * ((value - span.0) / (span.1 - span.0)).clamp(0.0, 1.0)
    };
    Ok((values.iter().map(|value| value.map(score)).collect(), Some((low, high))))
}

/// Transformed limits, where the transform can tell them apart.
fn span(transform: Transform, (low, high): (f64, f64)) -> Option<(f64, f64)> {
    let span = (transformed(transform, low), transformed(transform, high));
    (span.0.is_finite() && (span.1 - span.0).is_finite() && span.1 > span.0).then_some(span)
}

fn extremes(values: &[Option<f64>]) -> (Option<f64>, Option<f64>) {
    let there = || values.iter().flatten().copied();
    (there().reduce(f64::min), there().reduce(f64::max))
}

fn observed(indicator: &Indicator, at: usize, values: &[Option<f64>]) -> Result<(f64, f64), Refusal> {
    match extremes(values) {
        (Some(low), Some(high)) if low < high => Ok((low, high)),
        (low, _) => {
            let found = match low {
                Some(low) => format!("`{low}` for every unit of `{}`", indicator.code),
                None => format!("no value of `{}`", indicator.code),
            };
            let wanted = "two different values are needed for limits from the data: give fixed limits";
            Err(Refusal::new(code::CONTRADICTION, format!("/indicators/{at}/limits"), found, wanted))
        }
    }
}

fn transformed(transform: Transform, value: f64) -> f64 {
    match transform {
        Transform::None => value,
        Transform::Log => value.ln(),
        Transform::SquareRoot => value.sqrt(),
    }
}

/// Whether an indicator has two different values, so that limits can be taken from the data.
pub(crate) fn varies(definition: &Definition, at: usize, data: &Data) -> Result<bool, Refusal> {
    let values = divided(&definition.indicators[at], at, data).map_err(placed)?;
    let mut there = values.iter().flatten();
    let first = there.next();
    Ok(first.is_some_and(|first| there.any(|other| other != first)))
}

/// Whether an indicator's scores can be taken between limits from the data: it has two different values, and its
/// transform can tell them apart. With fixed limits a value that has no logarithm is cut off; here it is a limit.
pub(crate) fn observable(definition: &Definition, at: usize, data: &Data) -> Result<bool, Refusal> {
    let indicator = Indicator { limits: Limits::Observed, ..definition.indicators[at].clone() };
    let (values, ..) = prepared(definition, &indicator, at, data).map_err(placed)?;
    let (low, high) = extremes(&values);
    Ok(low.zip(high).and_then(|limits| span(indicator.transform, limits)).is_some())
}
