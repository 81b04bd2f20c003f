//! Thresholds: versioned data of one product.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Quantity, Statistic};
use crate::colour::WarningColour;
use crate::warned::WarnedOf;

/// A table of thresholds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Version.
    pub version: String,
    /// Which product it is of: thresholds of a signal say nothing about an outlook.
    pub product: String,
    /// Where it comes from.
    pub source: String,
    /// From which date its thresholds are in force.
    pub effective_from: String,
    /// For how long after a decision as much is not proposed again.
    pub quiet_minutes: u32,
    /// Between which values a reading is possible.
    pub plausible: Vec<Plausible>,
    /// The thresholds.
    pub rows: Vec<Threshold>,
}

/// Between which values a reading is possible, in the quantity's unit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plausible {
    /// Of what.
    pub quantity: Quantity,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Plausible {
    /// Whether a value, thousandths, lies between.
    pub fn holds(&self, value: i64) -> bool {
        (thousandths(self.least)..=thousandths(self.most)).contains(&value)
    }
}

/// One threshold.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Of what.
    pub quantity: Quantity,
    /// What counts of the readings in the window.
    pub statistic: Statistic,
    /// The window, minutes.
    pub window_minutes: u32,
    /// The threshold, in the quantity's unit.
    pub value: f64,
    /// What is proposed.
    pub hazard: WarnedOf,
    /// How strongly.
    pub colour: WarningColour,
    /// Where it stands.
    pub source: String,
}

impl Threshold {
    /// The threshold, thousandths.
    pub fn thousandths(&self) -> i64 {
        thousandths(self.value)
    }
}

/// A value as readings are kept.
#[expect(clippy::cast_possible_truncation, reason = "a float to an integer saturates, and readings are small")]
pub fn thousandths(value: f64) -> i64 {
    (value * 1_000.0).round() as i64
}

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It is no such table.
    #[error("the table of thresholds cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// It contradicts itself.
    #[error("the table of thresholds: {0}")]
    Wrong(String),
}

impl Table {
    /// The table that ships (`data/catalogue/reading_thresholds.json`).
    ///
    /// # Errors
    /// When the shipped file is damaged; a test holds that it is not.
    pub fn shipped() -> Result<Self, TableError> {
        Self::read(include_str!("../../../../data/catalogue/reading_thresholds.json"))
    }

    /// A table of one's own.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let table: Self = serde_json::from_str(text)?;
        let wrong = |what: String| Err(TableError::Wrong(what));
        if table.product != "signal" {
            return wrong(format!(
                "`product` is `{}`; readings are held against those of `signal` alone",
                table.product
            ));
        }
        let known: BTreeSet<_> = table.plausible.iter().map(|one| one.quantity).collect();
        if known.len() != table.plausible.len() {
            return wrong("`plausible` names a quantity twice".to_owned());
        }
        for row in &table.rows {
            if row.window_minutes == 0 || row.window_minutes > 48 * 60 {
                return wrong(format!("a window of {} minutes is not between 1 and 2,880", row.window_minutes));
            }
            if !known.contains(&row.quantity) {
                return wrong(format!("`plausible` has no row for `{}`", row.quantity.word()));
            }
            if row.source.is_empty() {
                return wrong(format!("a row of `{}` has no source", row.quantity.word()));
            }
        }
        Ok(table)
    }

    /// The longest window, minutes.
    pub fn longest_minutes(&self) -> u32 {
        self.rows.iter().map(|row| row.window_minutes).max().unwrap_or(60).max(60)
    }
}
