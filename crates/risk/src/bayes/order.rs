//! In which order variables are summed out, and whether that fits into memory. Decided on names alone, before any
//! table is made.

use std::collections::BTreeSet;

use crate::refusal::{Refusal, code};

use super::network::TABLE_MAX;

/// Order of elimination: each time the variable whose joint table is smallest (minimum weight), the one with the lowest
/// position among equals.
///
/// `scopes` are the variables of each factor, `sizes` how many states each variable has, `away` what is summed out.
pub(super) fn order(
    mut scopes: Vec<BTreeSet<usize>>,
    sizes: &[usize],
    mut away: BTreeSet<usize>,
) -> Result<Vec<usize>, Refusal> {
    let mut order = Vec::with_capacity(away.len());
    while let Some((size, variable)) = away.iter().map(|v| (weight(&joint(&scopes, *v), sizes), *v)).min() {
        fits(size)?;
        let mut rest = joint(&scopes, variable);
        rest.remove(&variable);
        scopes.retain(|scope| !scope.contains(&variable));
        scopes.push(rest);
        away.remove(&variable);
        order.push(variable);
    }
    let all: BTreeSet<usize> = scopes.into_iter().flatten().collect();
    fits(weight(&all, sizes))?;
    Ok(order)
}

/// Variables that stand in a factor together with this one.
fn joint(scopes: &[BTreeSet<usize>], variable: usize) -> BTreeSet<usize> {
    scopes.iter().filter(|scope| scope.contains(&variable)).flatten().copied().collect()
}

fn weight(scope: &BTreeSet<usize>, sizes: &[usize]) -> usize {
    scope.iter().fold(1, |weight: usize, variable| weight.saturating_mul(sizes[*variable]))
}

fn fits(size: usize) -> Result<(), Refusal> {
    if size <= TABLE_MAX {
        return Ok(());
    }
    let found = format!("a table of {size} numbers on the way to the answer");
    let wanted =
        format!("at most {TABLE_MAX} are made: give variables fewer parents or states, or say more of what was seen");
    Err(Refusal::new(code::TOO_LARGE, "/variables", found, wanted))
}
