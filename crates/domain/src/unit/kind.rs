//! Kinds of unit and which may stand under which.

use serde::{Deserialize, Serialize};

/// What sort of unit it is. Source of the levels: domain reference 1.1 and 1.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The whole city (市).
    City,
    /// District, county-level city, county or zone (区县).
    County,
    /// Sub-district (街道).
    Street,
    /// Town or township (乡镇).
    Town,
    /// Urban community (社区).
    Community,
    /// Village (村).
    Village,
    /// Community grid (社区网格), 300–500 households.
    CommunityGrid,
    /// Rural grid (农村网格).
    RuralGrid,
    /// Dedicated grid (专属网格): mall, campus, office building.
    DedicatedGrid,
    /// Micro-grid (微网格), 50–70 households.
    MicroGrid,
}

impl UnitKind {
    /// Every kind, from the top down.
    pub const ALL: [Self; 10] = [
        Self::City,
        Self::County,
        Self::Street,
        Self::Town,
        Self::Community,
        Self::Village,
        Self::CommunityGrid,
        Self::RuralGrid,
        Self::DedicatedGrid,
        Self::MicroGrid,
    ];

    /// Level in the tree: 0 city, 1 county, 2 street or town, 3 community or village, 4 grid, 5 micro-grid.
    pub fn level(self) -> u8 {
        match self {
            Self::City => 0,
            Self::County => 1,
            Self::Street | Self::Town => 2,
            Self::Community | Self::Village => 3,
            Self::CommunityGrid | Self::RuralGrid | Self::DedicatedGrid => 4,
            Self::MicroGrid => 5,
        }
    }

    /// Whether a unit of kind `child` may stand directly under one of this kind.
    /// Levels may be left out (a city without districts), never turned round.
    pub fn may_contain(self, child: Self) -> bool {
        self.level() < child.level()
    }

    /// The stable word used in files, on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::County => "county",
            Self::Street => "street",
            Self::Town => "town",
            Self::Community => "community",
            Self::Village => "village",
            Self::CommunityGrid => "community_grid",
            Self::RuralGrid => "rural_grid",
            Self::DedicatedGrid => "dedicated_grid",
            Self::MicroGrid => "micro_grid",
        }
    }

    /// The kind with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
