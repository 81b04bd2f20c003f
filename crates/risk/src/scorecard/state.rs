//! What each indicator says of a node.

use super::rules::{Indicator, Knot, Rules};
use super::sums::{Sums, too_few};

/// What an indicator says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum State {
    /// A measured value and its score, from 0 to 100.
    Scored { value: f64, score: f64 },
    /// It is not known, or what is known is too old.
    Unknown,
    /// There is nothing to measure here.
    NotHere,
    /// So few that it would say something about single people.
    TooFew,
}

impl State {
    /// Whether it has a weight here. What is not known keeps its weight; what is not here gives it to the others.
    pub(super) fn weighs(self) -> bool {
        matches!(self, Self::Scored { .. } | Self::Unknown)
    }

    /// The score, where there is one.
    pub(super) fn score(self) -> Option<f64> {
        if let Self::Scored { score, .. } = self { Some(score) } else { None }
    }
}

/// The states of all indicators, in their order.
pub(super) fn states(rules: &Rules, sums: &Sums) -> Vec<State> {
    rules.definition().indicators.iter().map(|indicator| state(rules, sums, indicator)).collect()
}

fn state(rules: &Rules, sums: &Sums, indicator: &Indicator) -> State {
    if sums.gap(indicator.per.source(), rules) {
        return State::Unknown;
    }
    let top: f64 = indicator.of.iter().map(|term| term.times * sums.count(term.measure) as f64).sum();
    let per = sums.count(indicator.per);
    if per == 0 && top == 0.0 {
        return State::NotHere;
    }
    let unknown = indicator.unknown.map_or(0, |unknown| sums.count(unknown));
    if too_few(per.saturating_sub(unknown), per, rules) {
        return State::Unknown;
    }
    if per < u64::from(indicator.smallest) {
        return State::TooFew;
    }
    // A hazard that stands at no place still counts, as if there were one.
    let value = top / per.max(1) as f64;
    State::Scored { value, score: on_scale(&indicator.scale, value) }
}

/// Straight lines between the knots, level beyond them.
fn on_scale(scale: &[Knot], value: f64) -> f64 {
    let after = scale.partition_point(|knot| knot.at <= value);
    match (after.checked_sub(1).and_then(|before| scale.get(before)), scale.get(after)) {
        (Some(low), Some(high)) => low.score + (high.score - low.score) * ((value - low.at) / (high.at - low.at)),
        (Some(only), None) | (None, Some(only)) => only.score,
        (None, None) => 0.0,
    }
}
