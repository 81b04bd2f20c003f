//! Why a score changed.

use serde::Serialize;

use super::explanation::{Explanation, Part, PartState};
use super::points::Points;
use crate::refusal::{Refusal, code};

/// A change of a score: `from + rules + Σ parts.points + cut + lift = to`, exactly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The score as it was, by the rules of then.
    pub from: Points,
    /// The score as it is.
    pub to: Points,
    /// What other rules make of the same facts.
    pub rules: Points,
    /// One part for each indicator whose contribution changed, in their order.
    pub parts: Vec<ChangedPart>,
    /// Difference of what the ceiling takes away.
    pub cut: Points,
    /// Difference of what floors add.
    pub lift: Points,
}

/// One indicator's part of a change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangedPart {
    /// Code of the indicator.
    pub indicator: String,
    /// Why.
    pub cause: Cause,
    /// The whole difference: `measured + weighed`.
    pub points: Points,
    /// By its score, at the old weight.
    pub measured: Points,
    /// By its weight, at the new score: others came or went.
    pub weighed: Points,
}

/// Why an indicator's contribution changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It was known and is known.
    Measured,
    /// It is not known any more: no improvement.
    BecameUnknown,
    /// It has become known: it may have been so before.
    BecameKnown,
    /// There was nothing to measure, or there is nothing any more.
    CameOrWent,
}

/// Takes the change from `old` to `new` apart. `recast` is what the rules of `new` make of the facts of `old`; where the
/// rules are the same it is `old` itself.
///
/// # Errors
/// `contradiction` when `recast` and `new` are not by the same rules.
pub fn change(old: &Explanation, recast: &Explanation, new: &Explanation) -> Result<Change, Refusal> {
    if recast.rules != new.rules || !recast.parts.iter().map(name).eq(new.parts.iter().map(name)) {
        let found = format!("`{}` version `{}`", recast.rules.id, recast.rules.version);
        let wanted = format!("the old facts by `{}` version `{}` are needed", new.rules.id, new.rules.version);
        return Err(Refusal::new(code::CONTRADICTION, "/recast/rules", found, wanted));
    }
    Ok(Change {
        from: old.grade.score,
        to: new.grade.score,
        rules: recast.grade.score - old.grade.score,
        parts: recast.parts.iter().zip(&new.parts).filter_map(|(old, new)| part(old, new)).collect(),
        cut: new.cut - recast.cut,
        lift: new.lift - recast.lift,
    })
}

fn name(part: &Part) -> &str {
    &part.indicator
}

fn part(old: &Part, new: &Part) -> Option<ChangedPart> {
    let points = new.points - old.points;
    let cause = match (old.state, new.state) {
        (PartState::Scored, PartState::Scored) => Cause::Measured,
        (PartState::Unknown, PartState::Scored) => Cause::BecameKnown,
        (PartState::Scored, PartState::Unknown) => Cause::BecameUnknown,
        _ => Cause::CameOrWent,
    };
    let measured = match new.score {
        Some(score) if cause == Cause::Measured => Points::of(old.weight * score) - old.points,
        _ => points,
    };
    let changed = points != Points::ZERO || measured != Points::ZERO;
    changed.then(|| ChangedPart {
        indicator: new.indicator.clone(),
        cause,
        points,
        measured,
        weighed: points - measured,
    })
}
