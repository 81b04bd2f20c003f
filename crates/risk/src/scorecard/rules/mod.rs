//! The rules of a scorecard, checked and laid out for computing.

mod check;
mod definition;
mod weights;

pub use definition::{
    Aspect, Band, Ceiling, Definition, Floor, FloorLevels, Gaps, Indicator, Knot, Overrides, Resampling, SourceRule,
    Term,
};
pub use weights::{NotWeighed, weigh};

use super::measure::Source;
use super::tree::NodeKind;
use crate::RiskLevel;
use crate::case::text;
use crate::refusal::Refusal;

/// Milliseconds in an hour.
const HOUR: i64 = 3_600_000;

/// Rules, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    definition: Definition,
    /// Share of each aspect, sum 1.
    pub(super) aspects: Vec<f64>,
    /// Aspect of each indicator.
    pub(super) aspect_of: Vec<usize>,
    /// Share of each indicator in its aspect, sum 1 in each aspect.
    pub(super) shares: Vec<f64>,
    /// Source of each indicator.
    pub(super) source_of: Vec<Source>,
    /// Whether the indicator is a danger to the ceiling.
    pub(super) danger: Vec<bool>,
    /// The indicator of each floor that follows one.
    pub(super) floor_of: Vec<Option<usize>>,
    /// How long each source is believed, ms.
    pub(super) stale_after: [i64; Source::COUNT],
    /// Whether the source must be there.
    pub(super) core: [bool; Source::COUNT],
}

impl Rules {
    /// The scorecard that ships (`data/catalogue/risk_scorecard.json`).
    ///
    /// # Errors
    /// When the shipped file is damaged; a test holds that it is not.
    pub fn shipped() -> Result<Self, Refusal> {
        Self::read(include_str!("../../../../../data/catalogue/risk_scorecard.json"))
    }

    /// Rules from their JSON text.
    ///
    /// # Errors
    /// When they cannot be used; the path starts at the file.
    pub fn read(file: &str) -> Result<Self, Refusal> {
        Self::new(text(file)?)
    }

    /// Rules from their definition.
    ///
    /// # Errors
    /// When they cannot be used; the path starts at the definition.
    pub fn new(definition: Definition) -> Result<Self, Refusal> {
        check::check(&definition)?;
        let position = |code: &str| definition.indicators.iter().position(|indicator| indicator.code == code);
        let whole: f64 = definition.aspects.iter().map(|aspect| aspect.weight).sum();
        let aspects = definition.aspects.iter().map(|aspect| aspect.weight / whole).collect();
        let aspect_of: Vec<usize> = definition
            .indicators
            .iter()
            .filter_map(|indicator| definition.aspects.iter().position(|aspect| aspect.code == indicator.aspect))
            .collect();
        let mut wholes = vec![0.0; definition.aspects.len()];
        for (indicator, aspect) in definition.indicators.iter().zip(&aspect_of) {
            wholes[*aspect] += indicator.weight;
        }
        let shares =
            definition.indicators.iter().zip(&aspect_of).map(|(one, aspect)| one.weight / wholes[*aspect]).collect();
        let mut stale_after = [0; Source::COUNT];
        let mut core = [false; Source::COUNT];
        for rule in &definition.sources {
            stale_after[rule.source as usize] = i64::from(rule.stale_after_hours) * HOUR;
            core[rule.source as usize] = rule.core;
        }
        let floor_of = definition.floors.iter().map(|floor| match floor {
            Floor::Indicator { indicator, .. } => position(indicator),
            Floor::Count { .. } => None,
        });
        Ok(Self {
            aspects,
            aspect_of,
            shares,
            source_of: definition.indicators.iter().map(|indicator| indicator.per.source()).collect(),
            danger: definition.indicators.iter().map(|one| definition.ceiling.danger.contains(&one.code)).collect(),
            floor_of: floor_of.collect(),
            stale_after,
            core,
            definition,
        })
    }

    /// What they are made from.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The level of a score. A level that the node had `before` is left only below its lower bound.
    pub fn level(&self, score: f64, before: Option<RiskLevel>) -> RiskLevel {
        let held = |band: &Band| before.is_some_and(|before| before >= band.level) && score >= band.leave_below;
        let reached = self.definition.bands.iter().rev().find(|band| score >= band.from || held(band));
        reached.map_or(RiskLevel::Low, |band| band.level)
    }

    /// Where the band of a level begins, points.
    pub(super) fn begins(&self, level: RiskLevel) -> f64 {
        self.definition.bands.iter().find(|band| band.level == level).map_or(0.0, |band| band.from)
    }
}

impl FloorLevels {
    /// The level for a kind of node.
    pub(super) fn of(&self, kind: NodeKind) -> Option<RiskLevel> {
        match kind {
            NodeKind::Place => self.place,
            NodeKind::Grid => self.grid,
            NodeKind::Community => self.community,
            NodeKind::Above => self.above,
        }
    }
}
