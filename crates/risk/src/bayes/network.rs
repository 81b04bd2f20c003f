//! The network, checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check;
use crate::refusal::{Refusal, code};

/// Most variables that are taken.
pub(super) const VARIABLES_MAX: usize = 40;

/// Most numbers in one table, 8 bytes each.
pub(super) const TABLE_MAX: usize = 1 << 22;

/// How far the probabilities of a row may be from summing to 1: what printed tables are off by.
const SUM_OFF: f64 = 1e-6;

/// Variables and what they depend on. The order does not matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// At least one, at most 40.
    pub variables: Vec<Variable>,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Unlike the others.
    pub name: String,
    /// What it can be; at least two names.
    pub states: Vec<String>,
    /// Names of the variables that it depends on.
    #[serde(default)]
    pub parents: Vec<String>,
    /// One row for each combination of the parents' states, the last parent's changing fastest; in each row one
    /// probability for each state, from 0 to 1, that sum to 1.
    pub table: Vec<Vec<f64>>,
}

/// Positions instead of names.
#[derive(Debug, Clone)]
pub(super) struct Checked<'a> {
    pub(super) network: &'a Network,
    pub(super) parents: Vec<Vec<usize>>,
}

impl Network {
    /// Checks names, shapes and sums, and that nothing depends on itself.
    pub(super) fn check(&self) -> Result<Checked<'_>, Refusal> {
        check::not_empty(&self.variables, "/variables")?;
        if self.variables.len() > VARIABLES_MAX {
            let wanted = format!("at most {VARIABLES_MAX} variables are taken: leave out those that nobody asks about");
            return Err(Refusal::new(code::TOO_LARGE, "/variables", format!("{}", self.variables.len()), wanted));
        }
        let mut places = BTreeMap::new();
        for (at, variable) in self.variables.iter().enumerate() {
            if places.insert(variable.name.as_str(), at).is_some() {
                let found = format!("`{}`", variable.name);
                let wanted = "each variable needs a name of its own";
                return Err(Refusal::new(code::CONTRADICTION, format!("/variables/{at}/name"), found, wanted));
            }
        }
        let parents = (0..self.variables.len()).map(|at| self.parents(at, &places)).collect::<Result<Vec<_>, _>>()?;
        acyclic(self, &parents)?;
        parents.iter().enumerate().try_for_each(|(at, parents)| self.table(at, parents))?;
        Ok(Checked { network: self, parents })
    }

    fn parents(&self, at: usize, places: &BTreeMap<&str, usize>) -> Result<Vec<usize>, Refusal> {
        let mut parents = Vec::new();
        for (position, name) in self.variables[at].parents.iter().enumerate() {
            let path = format!("/variables/{at}/parents/{position}");
            let Some(parent) = places.get(name.as_str()) else {
                let wanted = "the name of another variable is needed";
                return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{name}`"), wanted));
            };
            if parents.contains(parent) {
                let wanted = "a parent may stand once";
                return Err(Refusal::new(code::CONTRADICTION, path, format!("`{name}`"), wanted));
            }
            parents.push(*parent);
        }
        Ok(parents)
    }

    fn table(&self, at: usize, parents: &[usize]) -> Result<(), Refusal> {
        let variable = &self.variables[at];
        let path = format!("/variables/{at}");
        if variable.states.len() < 2 {
            let wanted = "at least two states are needed";
            let found = format!("{}", variable.states.len());
            return Err(Refusal::new(code::SHAPE, path + "/states", found, wanted));
        }
        for (state, name) in variable.states.iter().enumerate() {
            if variable.states[..state].contains(name) {
                let wanted = "each state needs a name of its own";
                let found = format!("`{name}`");
                return Err(Refusal::new(code::CONTRADICTION, format!("{path}/states/{state}"), found, wanted));
            }
        }
        let rows = parents.iter().try_fold(1_usize, |rows, parent| {
            rows.checked_mul(self.variables[*parent].states.len()).filter(|rows| *rows <= TABLE_MAX)
        });
        let Some(rows) = rows else {
            let wanted = format!("tables of more than {TABLE_MAX} numbers are not taken: put a variable between");
            return Err(Refusal::new(code::TOO_LARGE, path + "/parents", format!("{} parents", parents.len()), wanted));
        };
        check::length(
            variable.table.len(),
            rows,
            &format!("{path}/table"),
            "one row for each combination of its parents",
        )?;
        for (row, chances) in variable.table.iter().enumerate() {
            let path = format!("{path}/table/{row}");
            check::length(chances.len(), variable.states.len(), &path, "one for each state")?;
            for (state, chance) in chances.iter().enumerate() {
                check::within(*chance, 0.0, 1.0, &format!("{path}/{state}"))?;
            }
            let sum: f64 = chances.iter().sum();
            if (sum - 1.0).abs() > SUM_OFF {
                let found = format!("a sum of `{sum}`");
                return Err(Refusal::new(code::CONTRADICTION, path, found, "probabilities must sum to 1"));
            }
        }
        Ok(())
    }
}

/// Takes away variables without parents until none is left; what stays depends on itself.
fn acyclic(network: &Network, parents: &[Vec<usize>]) -> Result<(), Refusal> {
    let mut done = vec![false; parents.len()];
    loop {
        let next = (0..parents.len()).find(|at| !done[*at] && parents[*at].iter().all(|parent| done[*parent]));
        match (next, done.iter().position(|done| !done)) {
            (Some(at), _) => done[at] = true,
            (None, None) => return Ok(()),
            (None, Some(at)) => {
                let found = format!("`{}`, which depends on itself over others", network.variables[at].name);
                let wanted = "a network without circles is needed: take one of the arrows out";
                return Err(Refusal::new(code::CONTRADICTION, format!("/variables/{at}/parents"), found, wanted));
            }
        }
    }
}
