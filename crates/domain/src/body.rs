//! Bodies: organisations with a jurisdiction.

use serde::{Deserialize, Serialize};

use crate::id::{BodyId, UnitId};
use crate::names::Names;
use crate::unit::{UnitPath, UnitTree};

/// What sort of organisation a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Line department (职能部门).
    Department,
    /// Police station (派出所).
    PoliceStation,
    /// Property company (物业公司).
    PropertyCompany,
    /// Owners' committee (业主委员会).
    OwnersCommittee,
    /// Residents' committee (居民委员会).
    ResidentsCommittee,
    /// Villagers' committee (村民委员会).
    VillagersCommittee,
    /// Utility: gas, water, power, heat (公用事业单位).
    Utility,
    /// Anything else.
    Other,
}

impl BodyKind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 8] = [
        Self::Department,
        Self::PoliceStation,
        Self::PropertyCompany,
        Self::OwnersCommittee,
        Self::ResidentsCommittee,
        Self::VillagersCommittee,
        Self::Utility,
        Self::Other,
    ];

    /// The stable word used in files, on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::PoliceStation => "police_station",
            Self::PropertyCompany => "property_company",
            Self::OwnersCommittee => "owners_committee",
            Self::ResidentsCommittee => "residents_committee",
            Self::VillagersCommittee => "villagers_committee",
            Self::Utility => "utility",
            Self::Other => "other",
        }
    }

    /// Whether it is an authority that a street can call and that can judge a hazard.
    pub fn is_authority(self) -> bool {
        matches!(self, Self::Department | Self::PoliceStation)
    }

    /// The kind with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// An organisation that can be responsible for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Identity.
    pub id: BodyId,
    /// Code in the operator's own register; unique.
    pub code: String,
    /// What sort of organisation it is.
    pub kind: BodyKind,
    /// Names by language.
    pub names: Names,
    /// The units it is competent for (with everything below them).
    pub jurisdiction: Vec<UnitId>,
}

impl Body {
    /// Whether its jurisdiction covers the place at `path`.
    pub fn is_competent(&self, tree: &UnitTree, path: &UnitPath) -> bool {
        let mut units = self.jurisdiction.iter().filter_map(|&unit| tree.by_id(unit));
        units.any(|unit| unit.path.contains(path))
    }
}
