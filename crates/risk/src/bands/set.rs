//! Band sets, and a product in one.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::check::check;
use crate::case::text;
use crate::level::RiskLevel;
use crate::refusal::{Refusal, code};

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// All band sets that are known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandSets {
    /// The date of the file.
    pub version: String,
    /// Where its values are from.
    pub source: String,
    /// The sets; the first of a method is its default.
    pub sets: Vec<BandSet>,
}

/// One rule: scales, and what their product means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandSet {
    /// Stable; stored with each level that it gave.
    pub id: String,
    /// `LEC` or `LS`.
    pub method: String,
    /// Who set it.
    pub issuer: Names,
    /// From which date it is used, `2026-11-30`.
    pub effective_from: String,
    /// The letter of the product, `D` or `R`.
    pub product: String,
    /// Where a bound belongs.
    pub bounds: Bounds,
    /// What is scored, in the order in which it is multiplied.
    pub scales: Vec<Scale>,
    /// From the most dangerous band down; the last one has no bound.
    pub bands: Vec<Band>,
}

/// Where a bound belongs: bands are half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bounds {
    /// To the band above it: a band begins *from* its bound, `[160, 320)`.
    From,
    /// To the band below it: a band begins *above* its bound, `(160, 320]`.
    Above,
}

/// One thing that is scored.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// `L`, `E`, `C` or `S`.
    pub letter: String,
    /// What it is.
    pub names: Names,
    /// The scores that can be given.
    pub scores: Vec<Score>,
}

/// One score that can be given.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Its value, above 0.
    pub score: Decimal,
    /// When it is given.
    pub names: Names,
}

/// One band of products.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Where it begins; none for the lowest.
    pub bound: Option<Decimal>,
    /// The level of risk.
    pub level: RiskLevel,
    /// What it means.
    pub names: Names,
}

/// A product and its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated {
    /// The product of the scores.
    pub product: Decimal,
    /// Which band of the set, from 0, the most dangerous first.
    pub band: usize,
    /// The level of that band.
    pub level: RiskLevel,
}

impl BandSets {
    /// The sets that ship (`data/catalogue/risk_bands.json`).
    ///
    /// # Errors
    /// When the shipped file is damaged; a test holds that it is not.
    pub fn shipped() -> Result<Self, Refusal> {
        Self::read(include_str!("../../../../data/catalogue/risk_bands.json"))
    }

    /// Sets from their JSON text.
    ///
    /// # Errors
    /// When they cannot be used; the path starts at the file.
    pub fn read(file: &str) -> Result<Self, Refusal> {
        let sets: Self = text(file)?;
        check(&sets)?;
        Ok(sets)
    }

    /// The sets of a method.
    pub fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a BandSet> {
        self.sets.iter().filter(move |set| set.method == method)
    }
}

impl BandSet {
    /// Multiplies one score for each scale, in their order, and finds the band.
    ///
    /// # Errors
    /// When there are more or fewer scores than scales, or one is not on its scale; the path is the letter.
    pub fn rate(&self, scores: &[Decimal]) -> Result<Rated, Refusal> {
        crate::check::length(scores.len(), self.scales.len(), "", "one for each scale")?;
        let mut product = Decimal::ONE;
        for (scale, score) in self.scales.iter().zip(scores) {
            if !scale.scores.iter().any(|known| known.score == *score) {
                return Err(scale.refusal(*score));
            }
            product = product.checked_mul(*score).ok_or_else(|| scale.refusal(*score))?;
        }
        let reached = |bound: Decimal| match self.bounds {
            Bounds::From => product >= bound,
            Bounds::Above => product > bound,
        };
        let found = self.bands.iter().enumerate().find(|(_, band)| band.bound.is_none_or(reached));
        let found = found.map(|(band, of)| Rated { product, band, level: of.level });
        found.ok_or_else(|| Refusal::new(code::EMPTY, "", "no band", "a set with a lowest band is needed"))
    }

    /// The rule in one line: `red D>=320, orange 160<=D<320, yellow 70<=D<160, blue D<70`.
    pub fn rule(&self) -> String {
        let letter = &self.product;
        let (from, below) = if self.bounds == Bounds::From { (">=", "<") } else { (">", "<=") };
        let least = if self.bounds == Bounds::From { "<=" } else { "<" };
        let mut parts = Vec::new();
        let mut upper: Option<Decimal> = None;
        for same in self.bands.chunk_by(|one, other| one.level == other.level) {
            let lower = same.last().and_then(|band| band.bound);
            let range = match (lower, upper) {
                (Some(lower), Some(upper)) => format!("{lower}{least}{letter}{below}{upper}"),
                (Some(lower), None) => format!("{letter}{from}{lower}"),
                (None, Some(upper)) => format!("{letter}{below}{upper}"),
                (None, None) => format!("any {letter}"),
            };
            parts.extend(same.first().map(|band| format!("{} {range}", band.level.colour())));
            upper = lower;
        }
        parts.join(", ")
    }
}

impl Scale {
    fn refusal(&self, score: Decimal) -> Refusal {
        let known = self.scores.iter().map(|known| known.score.to_string()).collect::<Vec<_>>().join(", ");
        let wanted = format!("one of the scores {known} is needed");
        Refusal::new(code::OUT_OF_RANGE, format!("/{}", self.letter), format!("`{score}`"), wanted)
    }
}
