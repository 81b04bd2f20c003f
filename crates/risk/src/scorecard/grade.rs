//! A level, or grey.

use serde::Serialize;

use super::points::Points;
use super::rules::Rules;
use super::state::{State, states};
use super::sums::Sums;
use super::total::{Total, total};
use super::tree::NodeKind;
use crate::RiskLevel;

/// The grade of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// The level; none is 未评估, grey: too little is known.
    pub level: Option<RiskLevel>,
    /// Something that counts is not known: the level is the least that it can be, and is shown hatched.
    pub incomplete: bool,
    /// From 0 to 100; what is not known counts nothing.
    pub score: Points,
}

/// What a grade is made of.
#[derive(Debug, Clone)]
pub(super) struct Graded {
    pub(super) grade: Grade,
    pub(super) states: Vec<State>,
    pub(super) total: Total,
}

/// Grades sums. `before` is the level that the node had, for the two bounds of each band.
pub(super) fn grade(rules: &Rules, sums: &Sums, kind: NodeKind, before: Option<RiskLevel>) -> Graded {
    let states = states(rules, sums);
    let total = total(rules, (&rules.aspects, &rules.shares), &states, sums, kind);
    let level = rules.level(total.score.value(), before);
    let unknown = total.weights.iter().zip(&states).filter(|(_, state)| **state == State::Unknown);
    let unknown: f64 = unknown.map(|(weight, _)| weight).sum();
    let core = rules.definition().sources.iter().any(|rule| rule.core && sums.gap(rule.source, rules));
    let gaps = rules.definition().gaps;
    let complete = !core && !states.contains(&State::Unknown);
    let shown = match level {
        // Nothing is known at all, and no rule asks for anything.
        _ if !states.iter().any(|state| state.score().is_some()) => None,
        level if complete || level >= gaps.shown_from => Some(level),
        RiskLevel::Low => None,
        _ if core || unknown > gaps.most => None,
        level => Some(level),
    };
    Graded { grade: Grade { level: shown, incomplete: !complete, score: total.score }, states, total }
}
