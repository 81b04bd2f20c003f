//! Questions to a network.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::case::escaped;
use crate::refusal::{Refusal, code};

use super::factor::Factor;
use super::network::{Checked, Network};
use super::order::order;

/// How likely each state of a variable is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Posterior {
    /// Probabilities by state; they sum to 1.
    pub states: BTreeMap<String, f64>,
    /// How likely that was which was seen, before it was seen; 1 where nothing was.
    pub evidence: f64,
}

impl Network {
    /// The probabilities of a variable's states, given the states of others.
    ///
    /// # Errors
    /// A [`Refusal`] where the network is not sound (path below `/variables`), a name is not known (`/query`,
    /// `/evidence`), what was seen cannot happen together, or a table would become too large.
    pub fn posterior(&self, query: &str, evidence: &BTreeMap<String, String>) -> Result<Posterior, Refusal> {
        let checked = self.check()?;
        let asked = self.position(query, "/query")?;
        let seen = self.seen(evidence)?;
        let sizes: Vec<usize> = self.variables.iter().map(|variable| variable.states.len()).collect();
        let relevant = ancestors(&checked, asked, &seen);
        let mut factors: Vec<Factor> = relevant.iter().map(|at| table(&checked, *at, &sizes, &seen)).collect();
        let away = relevant.iter().copied().filter(|at| *at != asked && seen[*at].is_none()).collect();
        let scopes = factors.iter().map(|factor| factor.scope.iter().copied().collect()).collect();
        for variable in order(scopes, &sizes, away)? {
            let (with, without): (Vec<_>, Vec<_>) = factors.into_iter().partition(|f| f.scope.contains(&variable));
            factors = without;
            factors.push(product(&with, &sizes).without(variable, &sizes));
        }
        let rest = product(&factors, &sizes);
        let total: f64 = rest.values.iter().sum();
        if total <= 0.0 {
            let found = format!("{} states that never occur together", evidence.len());
            let wanted = "states that can occur together are needed: check what was seen, or give the tables small chances instead of 0";
            return Err(Refusal::new(code::CONTRADICTION, "/evidence", found, wanted));
        }
        let states = &self.variables[asked].states;
        let chance = |state: usize| match seen[asked] {
            Some(known) => f64::from(u8::from(known == state)),
            None => rest.values[state] / total,
        };
        let states = states.iter().enumerate().map(|(state, name)| (name.clone(), chance(state))).collect();
        Ok(Posterior { states, evidence: total.min(1.0) })
    }

    fn position(&self, name: &str, path: &str) -> Result<usize, Refusal> {
        self.variables.iter().position(|variable| variable.name == name).ok_or_else(|| {
            let wanted = "the name of a variable of the network is needed";
            Refusal::new(code::UNKNOWN_NAME, path, format!("`{name}`"), wanted)
        })
    }

    fn seen(&self, evidence: &BTreeMap<String, String>) -> Result<Vec<Option<usize>>, Refusal> {
        let mut seen = vec![None; self.variables.len()];
        for (name, state) in evidence {
            let path = format!("/evidence/{}", escaped(name));
            let at = self.position(name, &path)?;
            let states = &self.variables[at].states;
            let Some(state) = states.iter().position(|known| known == state) else {
                let wanted = format!("one of {} is needed", states.join(", "));
                return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{state}`"), wanted));
            };
            seen[at] = Some(state);
        }
        Ok(seen)
    }
}

/// The variable that is asked for, those that were seen, and all that these depend on. The rest sums to 1.
fn ancestors(checked: &Checked<'_>, asked: usize, seen: &[Option<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = (0..seen.len()).filter(|at| *at == asked || seen[*at].is_some()).collect();
    while let Some(at) = open.pop() {
        if found.insert(at) {
            open.extend(&checked.parents[at]);
        }
    }
    found
}

fn table(checked: &Checked<'_>, at: usize, sizes: &[usize], seen: &[Option<usize>]) -> Factor {
    let mut scope = checked.parents[at].clone();
    scope.push(at);
    let values: Vec<f64> = checked.network.variables[at].table.iter().flatten().copied().collect();
    Factor::held(&scope, &values, sizes, seen)
}

fn product(factors: &[Factor], sizes: &[usize]) -> Factor {
    factors.iter().fold(Factor::one(), |product, factor| product.times(factor, sizes))
}
