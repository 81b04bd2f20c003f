//! What a grade is made of, for whoever asks.

use serde::Serialize;

use super::grade::{Grade, Graded};
use super::measure::Source;
use super::points::Points;
use super::rules::Rules;
use super::state::State;
use super::sums::Sums;
use super::tree::Below;
use crate::RiskLevel;

/// The whole of a grade: `score = Σ parts + cut + lift`, exactly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The rules that it is by.
    pub rules: Edition,
    /// The grade.
    pub grade: Grade,
    /// The level is held by its lower bound: the points alone would give the one below.
    pub held: bool,
    /// One part for each indicator, in their order.
    pub parts: Vec<Part>,
    /// What the ceiling takes away, 0 or below.
    pub cut: Points,
    /// What a floor adds, 0 or above.
    pub lift: Points,
    /// Code of that floor.
    pub floor: Option<String>,
    /// How well each source is known.
    pub sources: Vec<Knowledge>,
    /// Grades of the nodes below, which a sum may hide.
    pub below: Below,
}

/// Which rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// Which scorecard.
    pub id: String,
    /// Which edition of it.
    pub version: String,
}

/// One indicator's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Code of the indicator.
    pub indicator: String,
    /// Code of its aspect.
    pub aspect: String,
    /// What it says.
    pub state: PartState,
    /// The measured value, where there is one.
    pub value: Option<f64>,
    /// Its score from 0 to 100, where there is one.
    pub score: Option<f64>,
    /// Its weight here, from 0 to 1.
    pub weight: f64,
    /// What it contributes.
    pub points: Points,
}

/// What an indicator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Measured.
    Scored,
    /// Not known, or known too long ago; counts nothing and keeps its weight.
    Unknown,
    /// There is nothing to measure here; its weight is the others'.
    NotHere,
    /// So few that it would say something about single people; its weight is the others'.
    TooFew,
}

/// How well a source is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Knowledge {
    /// The source.
    pub source: Source,
    /// Too little is known to use it.
    pub gap: bool,
    /// Nodes that reported in time.
    pub known: u32,
    /// Nodes whose report is too old.
    pub stale: u32,
    /// Nodes that did not report.
    pub missing: u32,
    /// Age of the oldest report that is used, ms.
    pub age: Option<i64>,
    /// What is older is not used, ms.
    pub stale_after: i64,
    /// Share of the score's weight that rests on it.
    pub weight: f64,
}

pub(super) fn explanation(
    rules: &Rules,
    graded: Graded,
    sums: &Sums,
    below: Below,
    before: Option<RiskLevel>,
    now: i64,
) -> Explanation {
    let definition = rules.definition();
    let Graded { grade, states, total } = graded;
    let score = total.score.value();
    let sources = definition.sources.iter().map(|rule| {
        let at = rule.source as usize;
        let weights = total.weights.iter().zip(&rules.source_of).filter(|(_, source)| **source == rule.source);
        Knowledge {
            source: rule.source,
            gap: sums.gap(rule.source, rules),
            known: sums.known[at],
            stale: sums.stale[at],
            missing: sums.missing[at],
            age: (sums.known[at] > 0).then(|| now.saturating_sub(sums.oldest[at]).max(0)),
            stale_after: rules.stale_after[at],
            weight: weights.map(|(weight, _)| weight).sum(),
        }
    });
    let sources = sources.collect();
    let parts = definition.indicators.iter().enumerate().map(|(at, indicator)| {
        let (state, value) = match states[at] {
            State::Scored { value, .. } => (PartState::Scored, Some(value)),
            State::Unknown => (PartState::Unknown, None),
            State::NotHere => (PartState::NotHere, None),
            State::TooFew => (PartState::TooFew, None),
        };
        Part {
            indicator: indicator.code.clone(),
            aspect: indicator.aspect.clone(),
            state,
            value,
            score: states[at].score(),
            weight: total.weights[at],
            points: total.parts[at],
        }
    });
    Explanation {
        rules: Edition { id: definition.id.clone(), version: definition.version.clone() },
        grade,
        held: grade.level.is_some() && rules.level(score, before) > rules.level(score, None),
        parts: parts.collect(),
        cut: total.cut,
        lift: total.lift,
        floor: total.floor.map(|at| definition.floors[at].code().to_owned()),
        sources,
        below,
    }
}
