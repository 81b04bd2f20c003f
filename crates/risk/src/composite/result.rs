//! What an index comes to.

use std::collections::BTreeMap;

use serde::Serialize;

/// An index of some units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Index {
    /// Which index.
    pub id: String,
    /// Which edition of its method; scores of another edition cannot be compared.
    pub version: String,
    /// Code of the group that is the index.
    pub top: String,
    /// Between what values became scores, by indicator; those scored by rank have none.
    pub limits: BTreeMap<String, LimitsUsed>,
    /// One for each unit, in the order of the data.
    pub units: Vec<UnitScore>,
}

/// The limits of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LimitsUsed {
    /// In units of the data, after outliers were treated.
    pub low: f64,
    /// In units of the data, after outliers were treated.
    pub high: f64,
    /// What was done about outliers.
    #[serde(flatten)]
    pub treatment: Treatment,
}

/// What was done about outliers of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "treatment", rename_all = "snake_case")]
pub enum Treatment {
    /// Nothing.
    None,
    /// The outermost values were set to the next ones.
    DrawnIn {
        /// How many.
        points: usize,
    },
    /// The logarithm was taken.
    Logarithm,
}

/// The index of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitScore {
    /// Its code.
    pub unit: String,
    /// The index; none where too much is missing.
    pub score: Option<f64>,
    /// 1 for the highest score; equal scores share the better rank.
    pub rank: Option<usize>,
    /// The band of the score. Where `gaps` is not empty it must be shown as doubtful.
    pub band: Option<String>,
    /// Scores of indicators and groups by code.
    pub scores: BTreeMap<String, Option<f64>>,
    /// Percentile rank of each group among the units, from 0 for the lowest to 1.
    pub percentiles: BTreeMap<String, Option<f64>>,
    /// Flags: 0 or 1 for an indicator, how many below it for a group; none where one is missing. Empty without
    /// `flag_from`.
    pub flags: BTreeMap<String, Option<u32>>,
    /// Indicators without a value of their own.
    pub gaps: Vec<Gap>,
    /// Share of the index that rests on values that are there and recent, from 0 to 1.
    pub reliability: f64,
}

/// An indicator without a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gap {
    /// Its code.
    pub indicator: String,
    /// Whether something stands in for the value; else it is left out.
    pub filled: bool,
}
