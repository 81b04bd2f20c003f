//! What an index is: indicators with their limits, the tree that they stand in, and the rules.

use serde::{Deserialize, Serialize};

/// The method of an index, whole. A score is only comparable with scores of the same `id` and `version`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Which index.
    pub id: String,
    /// Which edition of its method. It changes whenever anything below changes.
    pub version: String,
    /// Highest score of an indicator; the lowest is 0.
    #[serde(default = "ten")]
    pub scale: f64,
    /// What happens where a value is missing. There is no default: whoever publishes a score has decided.
    pub missing: Missing,
    /// What is done about outliers before limits are taken from the data.
    #[serde(default)]
    pub outliers: Option<Outliers>,
    /// How data lose their worth with age.
    #[serde(default)]
    pub freshness: Option<Freshness>,
    /// Indicators whose score reaches this are flagged, and groups count their flags; from 0 to `scale`.
    #[serde(default)]
    pub flag_from: Option<f64>,
    /// Scores of ranks and of groups are rounded to so many decimals, as some published indices do; else not at all.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Names for stretches of the index, by fixed thresholds; may be empty.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// What the indicators are put together to. One of them has no parent: the index.
    pub groups: Vec<Group>,
}

/// One thing that is measured of every unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its column in the data, unlike every other code.
    pub code: String,
    /// For readers.
    #[serde(default)]
    pub name: String,
    /// The group that it counts in.
    pub parent: String,
    /// Its share among the parts of that group, from 0 to 1e9; shares are divided by their sum.
    #[serde(default = "one")]
    pub weight: f64,
    /// Which way it points.
    #[serde(default)]
    pub direction: Direction,
    /// A column of the data that values are divided by first.
    #[serde(default)]
    pub denominator: Option<String>,
    /// What is done with values and limits before they become scores.
    #[serde(default)]
    pub transform: Transform,
    /// Between what the values become scores.
    pub limits: Limits,
}

/// Parts put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Unlike every other code.
    pub code: String,
    /// For readers.
    #[serde(default)]
    pub name: String,
    /// The group that it counts in; none for the index.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its share among the parts of that group.
    #[serde(default = "one")]
    pub weight: f64,
    /// How the parts are put together.
    pub aggregation: Aggregation,
}

/// Which way an indicator points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A higher value gives a higher score.
    #[default]
    Higher,
    /// A lower value gives a higher score.
    Lower,
}

/// What is done with values before they become scores. Limits are given in the units of the data and go the same way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// Nothing.
    #[default]
    None,
    /// Natural logarithm; values and limits above 0.
    Log,
    /// Square root; values and limits from 0.
    SquareRoot,
}

/// Between what values become scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Limits {
    /// `scale · (x − low)/(high − low)`, cut off at both ends. Scores stay comparable from month to month.
    Fixed {
        /// The value with score 0 (with score `scale` where lower is higher).
        low: f64,
        /// The value with score `scale`.
        high: f64,
    },
    /// The same between the lowest and the highest value of these data: scores move when another unit does.
    Observed,
    /// `scale · (r − 1)/(n − 1)`, `r` the lowest rank of equal values among the `n` that are there.
    Percentile,
}

/// How parts are put together; `w` are shares that sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// `Σ w·x`: a good part makes up for a bad one.
    Arithmetic,
    /// `Π x^w`: a part at 0 makes the whole 0.
    Geometric,
    /// `s − Π (s − x)^w` with the scale `s`: a part at the top makes the whole the top.
    ComplementGeometric,
    /// `Σ weight·x`, with the weights as they are given.
    Sum,
}

/// What happens where a value is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Missing {
    /// Nothing is computed before every value is there.
    Refuse,
    /// The parts that are there share the weight of those that are not.
    LeaveOut {
        /// Least share of a group's weight that must be there, above 0 and at most 1; below it the group is missing too.
        at_least: f64,
    },
    /// A missing part makes its group missing, up to the index.
    Whole,
    /// The mean of the units that have the value stands in for it.
    Mean,
    /// The mean of the units with the same word in a column stands in for it; where none of them has the value, or the
    /// unit has no word, it stays missing, and so does its group.
    ClassMean {
        /// The column with the words.
        column: String,
    },
}

/// Outliers by moments, of indicators with observed limits: a column with `|skewness|` and kurtosis both above the
/// thresholds has its outermost values drawn to the next ones, at most `points` of them and equal ones together; if that
/// does not help it is replaced by `ln(x − min + (max − min)/100)`.
///
/// Skewness and excess kurtosis are the sample estimates G1 and G2 of Joanes and Gill 1998 (doi 10.1111/1467-9884.00122).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outliers {
    /// Highest absolute skewness.
    pub skewness: f64,
    /// Highest kurtosis, in excess of the normal distribution.
    pub kurtosis: f64,
    /// Most values that are drawn in, from 0 to 100.
    pub points: usize,
}

/// How data lose their worth with age: whole up to `fresh` years, none from `stale` years, straight between.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freshness {
    /// Years, at least 0.
    pub fresh: f64,
    /// Years, above `fresh`.
    pub stale: f64,
}

/// A name for a stretch of the index: from its threshold, included, to the next one, excluded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// For readers and programs.
    pub name: String,
    /// Where it begins; the first begins at 0.
    pub from: f64,
}

fn ten() -> f64 {
    10.0
}

fn one() -> f64 {
    1.0
}
