//! Points of a node, added up.
//!
//! `score = max(floor, min(Σ weight·score, ceiling))`. Each step is a contribution in whole millionths, so that they add
//! up to the score exactly.

use super::points::Points;
use super::rules::{Floor, Rules};
use super::state::State;
use super::sums::Sums;
use super::tree::NodeKind;

/// Points, and what they are made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Total {
    /// Weight of each indicator here; they sum to 1 where there is any.
    pub(super) weights: Vec<f64>,
    /// What each indicator contributes.
    pub(super) parts: Vec<Points>,
    /// What the ceiling takes away, 0 or below.
    pub(super) cut: Points,
    /// What a floor adds, 0 or above.
    pub(super) lift: Points,
    /// Which floor.
    pub(super) floor: Option<usize>,
    /// Their sum.
    pub(super) score: Points,
}

/// Adds up. `aspects` and `shares` are weights as in [`Rules`], or drawn around them.
pub(super) fn total(
    rules: &Rules,
    (aspects, shares): (&[f64], &[f64]),
    states: &[State],
    sums: &Sums,
    kind: NodeKind,
) -> Total {
    let weights = weights(rules, aspects, shares, states);
    let points = |(weight, state): (&f64, &State)| Points::of(weight * state.score().unwrap_or(0.0));
    let parts: Vec<Points> = weights.iter().zip(states).map(points).collect();
    let mean: Points = parts.iter().copied().sum();
    let danger: Points = parts.iter().zip(&rules.danger).filter(|(_, danger)| **danger).map(|(part, _)| *part).sum();
    let ceiling = &rules.definition().ceiling;
    let cut = (Points::of(ceiling.base + ceiling.slope * danger.value()) - mean).min(Points::ZERO);
    let below = mean + cut;
    let floor = highest(rules, states, sums, kind).filter(|(_, floor)| *floor > below);
    let lift = floor.map_or(Points::ZERO, |(_, floor)| floor - below);
    Total { weights, parts, cut, lift, floor: floor.map(|(at, _)| at), score: below + lift }
}

/// Indicators that say nothing here give their share to those of their aspect, an aspect without any to the others.
fn weights(rules: &Rules, aspects: &[f64], shares: &[f64], states: &[State]) -> Vec<f64> {
    let mut here = vec![0.0; aspects.len()];
    for ((state, share), aspect) in states.iter().zip(shares).zip(&rules.aspect_of) {
        if state.weighs() {
            here[*aspect] += share;
        }
    }
    let whole: f64 = aspects.iter().zip(&here).filter(|(_, here)| **here > 0.0).map(|(weight, _)| weight).sum();
    let weight = |((state, share), aspect): ((&State, &f64), &usize)| {
        if state.weighs() && here[*aspect] > 0.0 && whole > 0.0 {
            aspects[*aspect] / whole * (share / here[*aspect])
        } else {
            0.0
        }
    };
    states.iter().zip(shares).zip(&rules.aspect_of).map(weight).collect()
}

/// The highest floor that applies, the first where two are the same.
fn highest(rules: &Rules, states: &[State], sums: &Sums, kind: NodeKind) -> Option<(usize, Points)> {
    let mut highest: Option<(usize, Points)> = None;
    for (at, floor) in rules.definition().floors.iter().enumerate() {
        let points = match floor {
            Floor::Count { of, from, levels, .. } => {
                let count: u64 = of.iter().map(|measure| sums.count(*measure)).sum();
                levels.of(kind).filter(|_| count >= u64::from(*from)).map(|level| rules.begins(level))
            }
            Floor::Indicator { factor, .. } => {
                rules.floor_of[at].and_then(|indicator| states[indicator].score()).map(|score| score * factor)
            }
        };
        let points = points.map(Points::of);
        if points > highest.map(|(_, points)| points) {
            highest = points.map(|points| (at, points));
        }
    }
    highest
}
