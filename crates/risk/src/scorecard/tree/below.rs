//! How many nodes below a node have which level.

use serde::Serialize;

use super::NodeKind;
use crate::RiskLevel;

/// Levels of everything below a node, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Below {
    /// Places.
    pub places: Levels,
    /// Grids.
    pub grids: Levels,
    /// Communities.
    pub communities: Levels,
    /// Sub-districts and districts.
    pub above: Levels,
}

/// How many have which level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// 未评估.
    pub not_known: u32,
    /// 低.
    pub low: u32,
    /// 一般.
    pub general: u32,
    /// 较大.
    pub larger: u32,
    /// 重大.
    pub major: u32,
}

impl Below {
    /// With the node itself.
    pub(super) fn with(&self, kind: NodeKind, level: Option<RiskLevel>) -> Self {
        let mut with = self.clone();
        let levels = match kind {
            NodeKind::Place => &mut with.places,
            NodeKind::Grid => &mut with.grids,
            NodeKind::Community => &mut with.communities,
            NodeKind::Above => &mut with.above,
        };
        let count = match level {
            None => &mut levels.not_known,
            Some(RiskLevel::Low) => &mut levels.low,
            Some(RiskLevel::General) => &mut levels.general,
            Some(RiskLevel::Larger) => &mut levels.larger,
            Some(RiskLevel::Major) => &mut levels.major,
        };
        *count += 1;
        with
    }

    /// And what is below another.
    pub(super) fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.places, other.places),
            (&mut self.grids, other.grids),
            (&mut self.communities, other.communities),
            (&mut self.above, other.above),
        ];
        for (sum, levels) in pairs {
            sum.not_known += levels.not_known;
            sum.low += levels.low;
            sum.general += levels.general;
            sum.larger += levels.larger;
            sum.major += levels.major;
        }
    }
}
