//! How much of an index rests on values that are there and recent.
//!
//! `Σ w·f / Σ w` over the indicators: `w` is the indicator's share in the index (the product of shares down the tree),
//! `f` is 0 for a value that is missing or filled in and the freshness of its age otherwise. The idea of telling missing
//! and old data beside the score is that of the INFORM reliability index; the formula is this project's.

use super::plan::Plan;
use super::{Data, Definition, Freshness};

/// Shares of the indicators in the index, by place.
pub(super) fn effective(plan: &Plan) -> Vec<f64> {
    let mut effective = plan.shares.clone();
    // Wholes before their parts.
    for node in plan.nodes.iter().rev() {
        for part in &node.parts {
            effective[*part] *= effective[node.place];
        }
    }
    effective.truncate(plan.indicators);
    effective
}

/// From 0 to 1 for the unit in `row`; `own` tells by place whether the value is the unit's own.
pub(super) fn of(
    definition: &Definition,
    plan: &Plan,
    data: &Data,
    effective: &[f64],
    row: usize,
    own: impl Fn(usize) -> bool,
) -> f64 {
    let worth = |place: usize| {
        if !own(place) {
            return 0.0;
        }
        match (definition.freshness, data.ages.get(&plan.codes[place])) {
            (Some(rule), Some(ages)) => ages[row].map_or(0.0, |age| fresh(rule, age)),
            _ => 1.0,
        }
    };
    let whole: f64 = effective.iter().sum();
    let worth: f64 = effective.iter().enumerate().map(|(place, share)| share * worth(place)).sum();
    (worth / whole).clamp(0.0, 1.0)
}

fn fresh(rule: Freshness, age: f64) -> f64 {
    ((rule.stale - age) / (rule.stale - rule.fresh)).clamp(0.0, 1.0)
}
