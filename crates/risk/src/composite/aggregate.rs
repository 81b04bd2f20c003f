//! Parts put together to wholes. Scores are in one row a unit, by place; NaN where one is missing.

use super::Aggregation;
use super::plan::{Node, Plan};
use super::rank::rounded;

/// How parts are put together in one run: the plan's own way, or another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'a> {
    /// Share of each place in its group.
    pub(crate) shares: &'a [f64],
    /// One mean in place of every mean; sums stay sums.
    pub(crate) instead: Option<Aggregation>,
    /// Least share of a group's weight that must be there.
    pub(crate) at_least: f64,
    /// Decimals that groups are rounded to.
    pub(crate) decimals: Option<u8>,
}

/// Fills the groups' places of a row from its indicators' places.
pub(crate) fn fill(plan: &Plan, way: Way<'_>, row: &mut [f64]) {
    for node in &plan.nodes {
        row[node.place] = rounded(whole(plan, node, way, row), way.decimals);
    }
}

/// How a node's parts are put together.
pub(crate) fn kind(node: &Node, way: Way<'_>) -> Aggregation {
    match (node.aggregation, way.instead) {
        (Aggregation::Sum, _) | (_, None) => node.aggregation,
        (_, Some(instead)) => instead,
    }
}

/// Share of a node's weight whose parts are there.
pub(crate) fn present(node: &Node, way: Way<'_>, row: &[f64]) -> f64 {
    node.parts.iter().filter(|part| !row[**part].is_nan()).map(|part| way.shares[*part]).sum()
}

fn whole(plan: &Plan, node: &Node, way: Way<'_>, row: &[f64]) -> f64 {
    let present = present(node, way, row);
    // A part of weight 0 that is missing takes nothing away; sums of shares are off by a rounding.
    if present <= 0.0 || present < way.at_least - 1e-9 {
        return f64::NAN;
    }
    let parts = || node.parts.iter().map(|part| (way.shares[*part] / present, row[*part])).filter(|(_, x)| !x.is_nan());
    match kind(node, way) {
        Aggregation::Arithmetic => parts().map(|(share, x)| share * x).sum(),
        Aggregation::Sum => parts().map(|(share, x)| node.weight * share * x).sum(),
        Aggregation::Geometric => geometric(parts()),
        Aggregation::ComplementGeometric => {
            // Not below 0 by a rounding.
            (plan.scale - geometric(parts().map(|(share, x)| (share, plan.scale - x)))).max(0.0)
        }
    }
}

fn geometric(parts: impl Iterator<Item = (f64, f64)>) -> f64 {
    // A part of weight 0 counts for nothing, not even when it is 0.
    parts.filter(|(share, _)| *share > 0.0).map(|(share, x)| x.max(0.0).powf(share)).product()
}
