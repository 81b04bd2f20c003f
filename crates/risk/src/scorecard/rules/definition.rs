//! A scorecard as it is written: every number that decides a colour, as data.

use serde::Deserialize;

use crate::RiskLevel;
use crate::bands::Names;
use crate::scorecard::measure::{Measure, Source};

/// A scorecard. A grade is only comparable with grades of the same `id` and `version`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Which scorecard.
    pub id: String,
    /// Which edition. It changes whenever anything below changes.
    pub version: String,
    /// From which date it is used, `2026-11-30`.
    pub effective_from: String,
    /// Where its values are from.
    pub source: String,
    /// Where the levels above low begin, from the lowest up.
    pub bands: Vec<Band>,
    /// What is shown where something is not known.
    pub gaps: Gaps,
    /// How long a level set by hand holds.
    pub overrides: Overrides,
    /// How far the rules themselves are uncertain.
    pub resampling: Resampling,
    /// What the score is made of; the same weight for all where nobody has judged.
    pub aspects: Vec<Aspect>,
    /// The sources that are used.
    pub sources: Vec<SourceRule>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// What weaknesses can reach without danger.
    pub ceiling: Ceiling,
    /// What dangers are not averaged away.
    pub floors: Vec<Floor>,
}

/// A level and its points. Two bounds, so that noise does not flip a colour.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The level.
    pub level: RiskLevel,
    /// It is reached from here, points.
    pub from: f64,
    /// Once reached it is left below here, points; at most `from`.
    pub leave_below: f64,
}

/// What is shown where something is not known. What is not known counts no points: the score is the least it can be.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaps {
    /// A source is a gap where less than this share of the nodes that should report it have, above 0 and at most 1.
    pub known_at_least: f64,
    /// Most share of the weight that may rest on gaps for a level to be shown.
    pub most: f64,
    /// A level from here up is shown whatever is not known: it cannot be better.
    pub shown_from: RiskLevel,
}

/// How long a level set by hand holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// Days, from 1 to 366.
    pub days: u16,
}

/// How far the rules themselves are uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resampling {
    /// Relative standard deviation of the weight of an aspect, and of an indicator in its aspect, that is weighted like its
    /// siblings, from 0 to 0.9.
    pub weight_spread: f64,
    /// Standard deviation of the logarithm of each indicator's score, from 0 to 1: its limits could have been set otherwise.
    pub score_spread: f64,
}

/// One aspect.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    /// Unlike that of any other aspect.
    pub code: String,
    /// Its share, at least 0; shares are divided by their sum.
    pub weight: f64,
    /// For readers.
    pub names: Names,
}

/// One source and how long it is believed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRule {
    /// The source.
    pub source: Source,
    /// What is older is not used, hours.
    pub stale_after_hours: u32,
    /// Without it nothing below `shown_from` is shown, and it must be reported somewhere in each node or below.
    pub core: bool,
    /// For readers.
    pub names: Names,
}

/// One indicator: a sum of counts per another count, on a fixed scale.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Unlike that of any other indicator.
    pub code: String,
    /// The aspect that it counts in.
    pub aspect: String,
    /// Its share in the aspect, at least 0.
    pub weight: f64,
    /// For readers.
    pub names: Names,
    /// What is summed.
    pub of: Vec<Term>,
    /// What it is divided by, from the same source.
    pub per: Measure,
    /// How many of `per` have nothing to be summed yet, from the same source. Where they are too many the indicator is
    /// not known.
    #[serde(default)]
    pub unknown: Option<Measure>,
    /// Below so many of `per` nothing is computed: it would say something about single people.
    #[serde(default)]
    pub smallest: u32,
    /// Fixed limits: straight lines between these, level beyond them.
    pub scale: Vec<Knot>,
}

/// A count and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The count.
    pub measure: Measure,
    /// Times this, above 0.
    pub times: f64,
}

/// One point of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knot {
    /// The measured value.
    pub at: f64,
    /// Its score, from 0 (nothing to do) to 100.
    pub score: f64,
}

/// Weaknesses alone make no colour: the weighted mean is at most `base + slope · danger`, where danger is what the named
/// indicators contribute to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// Codes of indicators.
    pub danger: Vec<String>,
    /// Points.
    pub base: f64,
    /// Points for each point of danger.
    pub slope: f64,
}

/// What dangers are not averaged away: the score is at least this.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Floor {
    /// A level from a number of things up, by the kind of the node.
    Count {
        /// Unlike that of any other floor.
        code: String,
        /// For readers.
        names: Names,
        /// Counts that are summed.
        of: Vec<Measure>,
        /// From how many up, at least 1.
        from: u32,
        /// At least where its band begins.
        levels: FloorLevels,
    },
    /// A share of an indicator's score.
    Indicator {
        /// Unlike that of any other floor.
        code: String,
        /// For readers.
        names: Names,
        /// Code of the indicator.
        indicator: String,
        /// Times its score, from 0 to 1.
        factor: f64,
    },
}

impl Floor {
    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            Self::Count { code, .. } | Self::Indicator { code, .. } => code,
        }
    }
}

/// Levels by the kind of the node; none where the floor is not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorLevels {
    /// At a place.
    #[serde(default)]
    pub place: Option<RiskLevel>,
    /// In a grid of any kind.
    #[serde(default)]
    pub grid: Option<RiskLevel>,
    /// In a community.
    #[serde(default)]
    pub community: Option<RiskLevel>,
    /// In a sub-district and above.
    #[serde(default)]
    pub above: Option<RiskLevel>,
}
