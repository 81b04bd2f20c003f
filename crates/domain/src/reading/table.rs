//! Thresholds: versioned data of one product.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Fresh, Measure, Quantity, Side, Statistic};
use crate::colour::WarningColour;
use crate::names::Names;
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
    pub effective_from: Date,
    /// For how long after a decision as much is not proposed again.
    pub quiet_minutes: u32,
    /// The longest time without a reading in a day that counts as measured, where days are compared.
    pub gap_minutes: u32,
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

/// One threshold: a [`Measure`], and what it proposes.
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
    /// On which side of it, where that is not the usual one.
    #[serde(default)]
    pub side: Option<Side>,
    /// What the same gauge must measure at the same time.
    #[serde(default)]
    pub also: Vec<Measure>,
    /// What is proposed.
    pub hazard: WarnedOf,
    /// How strongly.
    pub colour: WarningColour,
    /// Counts only while an official warning of this is in force at the gauge.
    #[serde(default)]
    pub during: Option<WarnedOf>,
    /// Counts only while none of this is.
    #[serde(default)]
    pub unless: Option<WarnedOf>,
    /// Where it stands.
    pub source: String,
    /// What whoever reads it must know of it besides; empty where that is nothing.
    #[serde(default)]
    pub note: Names,
}

impl Threshold {
    /// What must be met together, its own first.
    pub fn measures(&self) -> impl Iterator<Item = Measure> + '_ {
        let Self { quantity, statistic, window_minutes, value, side, .. } = *self;
        let own = Measure { quantity, statistic, window_minutes, value, side };
        std::iter::once(own).chain(self.also.iter().copied())
    }

    /// What it looks at; a quantity may stand twice.
    pub fn quantities(&self) -> impl Iterator<Item = Quantity> + '_ {
        self.measures().map(|one| one.quantity)
    }

    /// Whether it depends on warnings that are in force.
    pub fn asks_warned(&self) -> bool {
        self.during.is_some() || self.unless.is_some()
    }

    /// Whether it counts while these are warned of.
    pub(super) fn counts(&self, warned: &[WarnedOf]) -> bool {
        self.during.is_none_or(|hazard| warned.contains(&hazard))
            && self.unless.is_none_or(|hazard| !warned.contains(&hazard))
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
    #[error("it is no table of thresholds; `{path}`: {why}")]
    Form {
        /// The field, such as `rows[3].value`; rows are counted from 0.
        path: String,
        /// What is wrong there.
        why: serde_json::Error,
    },
    /// It contradicts itself.
    #[error("the table of thresholds; `{path}`: {why}")]
    Wrong {
        /// The field, such as `rows[3].value`; rows are counted from 0.
        path: String,
        /// What is wrong there.
        why: String,
    },
}

impl Table {
    /// The table that ships (`data/catalogue/reading_thresholds.json`).
    ///
    /// # Errors
    /// When the shipped file is damaged; a test holds that it is not.
    pub fn shipped() -> Result<Self, TableError> {
        Self::read(include_str!("../../../../data/catalogue/reading_thresholds.json"))
    }

    /// A table from its JSON text.
    ///
    /// # Errors
    /// When it cannot be used: the error names the row and the field.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let mut json = serde_json::Deserializer::from_str(text);
        let table: Self = serde_path_to_error::deserialize(&mut json)
            .map_err(|error| TableError::Form { path: error.path().to_string(), why: error.into_inner() })?;
        json.end().map_err(|why| TableError::Form { path: ".".to_owned(), why })?;
        table.check()?;
        Ok(table)
    }

    /// The rows that look at something new.
    pub fn touched<'a>(&'a self, fresh: &'a Fresh) -> impl Iterator<Item = &'a Threshold> {
        self.rows.iter().filter(move |row| row.quantities().any(|one| fresh.contains_key(&one)))
    }

    /// From how far back readings of a quantity are needed of a gauge that measures `measured`, minutes.
    pub fn reach_minutes(&self, measured: &[Quantity], quantity: Quantity) -> u32 {
        let possible = self.rows.iter().filter(|row| row.quantities().all(|one| measured.contains(&one)));
        let reaches = possible.flat_map(|row| row.measures()).filter(|one| one.quantity == quantity);
        reaches.map(|one| one.reach_minutes()).max().unwrap_or_default().max(60)
    }
}
