//! How often a node stays in its colour.

use serde::Serialize;

use super::draws::{Draw, Draws};
use super::grade::Graded;
use super::rules::Rules;
use super::state::State;
use super::sums::Sums;
use super::total::total;
use super::tree::NodeKind;
use crate::RiskLevel;

/// In how many runs a node has which level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stability {
    /// How many runs.
    pub runs: u32,
    /// In how many it is as it is; none for a grey node, which has no colour to stay in.
    pub stays: Option<u32>,
    /// In how many it is low.
    pub low: u32,
    /// In how many it is general.
    pub general: u32,
    /// In how many it is larger.
    pub larger: u32,
    /// In how many it is major.
    pub major: u32,
}

pub(super) fn stability(
    rules: &Rules,
    draws: &Draws,
    graded: &Graded,
    sums: &Sums,
    kind: NodeKind,
    before: Option<RiskLevel>,
) -> Stability {
    let mut of = [0_u32; 4];
    for draw in &draws.draws {
        let states = drawn(&graded.states, draw);
        let total = total(rules, (&draw.aspects, &draw.shares), &states, sums, kind);
        of[rules.level(total.score.value(), before) as usize] += 1;
    }
    Stability {
        runs: of.iter().sum(),
        stays: graded.grade.level.map(|level| of[level as usize]),
        low: of[RiskLevel::Low as usize],
        general: of[RiskLevel::General as usize],
        larger: of[RiskLevel::Larger as usize],
        major: of[RiskLevel::Major as usize],
    }
}

fn drawn(states: &[State], draw: &Draw) -> Vec<State> {
    let one = |(at, state): (usize, &State)| match *state {
        State::Scored { value, score } => State::Scored { value, score: (score * draw.factors[at]).min(100.0) },
        // The score alone is used; there is no value that would give it.
        State::Unknown => State::Scored { value: f64::NAN, score: draw.unknown[at] },
        other => other,
    };
    states.iter().enumerate().map(one).collect()
}
