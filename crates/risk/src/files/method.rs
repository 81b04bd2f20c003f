//! The method's file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::case::text;
use crate::composite::{Aggregation, Band, Freshness, Group, Indicator, Limits, Missing, Outliers};
use crate::refusal::Refusal;

/// How an index is computed, and in which files and columns its tables are.
///
/// Indicators and groups stand in tables, or here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// See [`crate::composite::Definition`], also for what follows.
    pub id: String,
    /// Edition of the method.
    pub version: String,
    /// Highest score.
    #[serde(default = "ten")]
    pub scale: f64,
    /// Rule for missing values.
    pub missing: Missing,
    /// Rule for outliers.
    #[serde(default)]
    pub outliers: Option<Outliers>,
    /// Rule for old values.
    #[serde(default)]
    pub freshness: Option<Freshness>,
    /// Score from which an indicator is flagged.
    #[serde(default)]
    pub flag_from: Option<f64>,
    /// Decimals.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Bands.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// How every group of the structure is put together that `aggregations` does not name.
    #[serde(default = "arithmetic")]
    pub aggregation: Aggregation,
    /// How single groups of the structure are put together.
    #[serde(default)]
    pub aggregations: BTreeMap<String, Aggregation>,
    /// Limits of indicators whose row names none.
    #[serde(default)]
    pub limits: Option<Limits>,
    /// Indicators, where there is no table of them.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Groups, where there is no table of the structure.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Words that stand for a missing value, besides nothing.
    #[serde(default)]
    pub missing_words: Vec<String>,
    /// Names of the files.
    #[serde(default)]
    pub files: Names,
    /// Names of the columns.
    #[serde(default)]
    pub columns: Columns,
}

/// Names of the files, beside the method's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// One row a unit: its code, its values, words. It must be there.
    pub raw: String,
    /// One row an indicator.
    pub indicators: String,
    /// One row an indicator: its code, then its groups from the lowest to the index.
    pub structure: String,
    /// Weights of indicators and groups.
    pub weights: String,
    /// One row a unit: its code and what values are divided by.
    pub denominators: String,
    /// One row a unit: its code and the age of its values in years.
    pub ages: String,
}

/// Names of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// Code of the unit, in every table of units.
    pub unit: String,
    /// Code of the indicator, in the tables of indicators and of the structure.
    pub indicator: String,
    /// Name of the indicator.
    pub name: String,
    /// `1` or `higher`, `-1` or `lower`.
    pub direction: String,
    /// Column that values are divided by.
    pub denominator: String,
    /// `none`, `log`, `square_root`.
    pub transform: String,
    /// Fixed limit with the score 0 (with the highest where lower is higher).
    pub low: String,
    /// The other fixed limit.
    pub high: String,
    /// The groups of the structure, from the lowest to the index; every other column of the table where empty.
    pub groups: Vec<String>,
    /// Code of an indicator or group, in the table of weights.
    pub code: String,
    /// Its weight.
    pub weight: String,
}

impl Method {
    /// Reads a method from JSON.
    ///
    /// # Errors
    /// A [`Refusal`] at what is not known or has another type.
    pub fn parse(json: &str) -> Result<Self, Refusal> {
        text(json)
    }
}

impl Default for Names {
    fn default() -> Self {
        Self {
            raw: "raw.csv".to_owned(),
            indicators: "indicators.csv".to_owned(),
            structure: "structure.csv".to_owned(),
            weights: "weights.csv".to_owned(),
            denominators: "denominators.csv".to_owned(),
            ages: "ages.csv".to_owned(),
        }
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            unit: "unit".to_owned(),
            indicator: "indicator".to_owned(),
            name: "name".to_owned(),
            direction: "direction".to_owned(),
            denominator: "denominator".to_owned(),
            transform: "transform".to_owned(),
            low: "low".to_owned(),
            high: "high".to_owned(),
            groups: Vec::new(),
            code: "code".to_owned(),
            weight: "weight".to_owned(),
        }
    }
}

fn ten() -> f64 {
    10.0
}

fn arithmetic() -> Aggregation {
    Aggregation::Arithmetic
}
