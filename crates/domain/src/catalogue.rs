//! The catalogue of hazards that a community meets, as versioned data.

use serde::{Deserialize, Serialize};

use crate::body::BodyKind;
use crate::names::Names;

/// The four statutory categories of emergencies (domain reference 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Natural disaster.
    Natural,
    /// Accident disaster.
    Accident,
    /// Public health.
    Health,
    /// Social security.
    Social,
}

/// How fast something must be handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Life at risk now.
    Emergency,
    /// Within a day.
    Urgent,
    /// Within working days.
    Normal,
    /// Can be planned.
    Planned,
}

impl Urgency {
    /// Every urgency, the fastest first.
    pub const ALL: [Self; 4] = [Self::Emergency, Self::Urgent, Self::Normal, Self::Planned];

    /// The stable word used on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent => "urgent",
            Self::Normal => "normal",
            Self::Planned => "planned",
        }
    }

    /// The urgency with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.word() == word)
    }
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// A hidden danger (隐患).
    Hazard,
    /// A request for a public service.
    ServiceRequest,
    /// A lead about a dispute; holds no profile of its parties.
    DisputeLead,
}

impl CaseKind {
    /// The stable word used on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hazard => "hazard",
            Self::ServiceRequest => "service_request",
            Self::DisputeLead => "dispute_lead",
        }
    }

    /// The kind with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Hazard, Self::ServiceRequest, Self::DisputeLead].into_iter().find(|kind| kind.word() == word)
    }
}

/// One entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Item {
    /// Stable id (`A04`).
    pub id: String,
    /// Statutory category.
    pub category: Category,
    /// What it is called.
    pub names: Names,
    /// Where it is typically found.
    pub place: Names,
    /// Who usually must rectify it.
    pub owner: Names,
    /// Kinds of body that usually must rectify it, the likeliest first.
    pub owner_bodies: Vec<BodyKind>,
    /// How fast it must be handled.
    pub urgency: Urgency,
    /// What a report of it becomes.
    pub kind: CaseKind,
    /// Personal by nature: minimal fields, narrow circle.
    pub restricted: bool,
    /// Whether reports of it are taken.
    pub enabled: bool,
    /// Whether it is offered first on the phone.
    pub common: bool,
    /// Whether it was seen in a published source (else general knowledge).
    pub confirmed: bool,
}

/// The whole catalogue.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Catalogue {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Entries in the order shown.
    pub items: Vec<Item>,
}

impl Catalogue {
    /// The catalogue that ships (`data/catalogue/hazards.json`).
    ///
    /// # Errors
    /// When the shipped file does not parse; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../data/catalogue/hazards.json"))
    }

    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}
