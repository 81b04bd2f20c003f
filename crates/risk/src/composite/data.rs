//! What was measured: one row a unit.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::case::escaped;
use crate::check;
use crate::refusal::{Refusal, code};

/// Values of units. Every column has one entry for each unit, in the order of `units`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Codes of places or areas, each once.
    pub units: Vec<String>,
    /// Indicators and denominators by code, in their own units; nothing where a value is missing.
    pub columns: BTreeMap<String, Vec<Option<f64>>>,
    /// Words by column, for means of a class of units.
    #[serde(default)]
    pub classes: BTreeMap<String, Vec<String>>,
    /// Age of values in years by indicator; an indicator without is taken as fresh, a value without as of no worth.
    #[serde(default)]
    pub ages: BTreeMap<String, Vec<Option<f64>>>,
}

impl Data {
    /// That the columns fit the units, and that what is there is a number.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        check::not_empty(&self.units, "/units")?;
        let mut seen = BTreeSet::new();
        for (row, unit) in self.units.iter().enumerate() {
            if !seen.insert(unit) {
                let wanted = "each unit may stand once: take one of its rows out";
                return Err(Refusal::new(code::CONTRADICTION, format!("/units/{row}"), format!("`{unit}`"), wanted));
            }
        }
        self.numbers(&self.columns, "columns")?;
        self.numbers(&self.ages, "ages")?;
        for (name, words) in &self.classes {
            check::length(
                words.len(),
                self.units.len(),
                &format!("/classes/{}", escaped(name)),
                "one for each of `/units`",
            )?;
        }
        Ok(())
    }

    fn numbers(&self, columns: &BTreeMap<String, Vec<Option<f64>>>, named: &str) -> Result<(), Refusal> {
        for (name, values) in columns {
            let name = escaped(name);
            check::length(values.len(), self.units.len(), &format!("/{named}/{name}"), "one for each of `/units`")?;
            for (row, value) in values.iter().enumerate() {
                if let Some(value) = value {
                    check::finite(*value, &format!("/{named}/{name}/{row}"))?;
                }
            }
        }
        Ok(())
    }

    /// A column by name.
    pub(super) fn column(&self, name: &str, asked_at: &str) -> Result<&[Option<f64>], Refusal> {
        self.columns.get(name).map(Vec::as_slice).ok_or_else(|| absent(name, asked_at))
    }

    /// A column of words by name.
    pub(super) fn class(&self, name: &str, asked_at: &str) -> Result<&[String], Refusal> {
        self.classes.get(name).map(Vec::as_slice).ok_or_else(|| absent(name, asked_at))
    }
}

fn absent(name: &str, asked_at: &str) -> Refusal {
    let wanted = "the data must have a column of this name: add it, or take the name out";
    Refusal::new(code::UNKNOWN_NAME, asked_at, format!("`{name}`"), wanted)
}
