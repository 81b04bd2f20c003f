//! The catalogue of hazards that a community meets, as versioned data.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::{Permission, Titles};
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

/// Why a catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The text is no catalogue.
    #[error("it is no catalogue: {0}")]
    Json(#[from] serde_json::Error),
    /// An id stands twice.
    #[error("the entry `{0}` stands twice")]
    Twice(String),
    /// An entry has no id or no name, or one that is too long.
    #[error("the entry `{0}` needs an id, and a name of 1 to 120 characters")]
    Nameless(String),
    /// An entry of the shipped catalogue is missing.
    #[error("the entry `{0}` is missing: keep it with `\"enabled\": false`")]
    Missing(String),
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
    /// When the shipped file cannot be used; a test holds that it can.
    pub fn shipped() -> Result<Self, CatalogueError> {
        Self::parsed(include_str!("../../../data/catalogue/hazards.json"))
    }

    /// An installation's own catalogue from its JSON text: it may add entries, rename them, and switch them on and off.
    ///
    /// # Errors
    /// When it is no catalogue, an id stands twice or has no name, or an entry of the shipped one is missing: hazards
    /// that were reported as such need its name.
    pub fn read(text: &str) -> Result<Self, CatalogueError> {
        let own = Self::parsed(text)?;
        let missing = Self::shipped()?.items.into_iter().find(|item| own.get(&item.id).is_none());
        missing.map_or(Ok(own), |item| Err(CatalogueError::Missing(item.id)))
    }

    fn parsed(text: &str) -> Result<Self, CatalogueError> {
        let catalogue: Self = serde_json::from_str(text)?;
        let mut known = BTreeSet::new();
        for item in &catalogue.items {
            if !known.insert(&item.id) {
                return Err(CatalogueError::Twice(item.id.clone()));
            }
            if item.id.trim().is_empty() || !item.names.is_valid() {
                return Err(CatalogueError::Nameless(item.id.clone()));
            }
        }
        Ok(catalogue)
    }

    /// An entry that is switched on although `titles` have no circle that could bring it to its end, with the permission
    /// that nobody in it has.
    pub fn unattended<'a>(&'a self, titles: &Titles) -> Option<(&'a Item, Permission)> {
        let lacks = titles.circle_lacks()?;
        let item = self.items.iter().find(|item| item.restricted && item.enabled)?;
        Some((item, lacks))
    }

    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}
