//! Titles (网格员, 社区书记, 物业经理 …) as data mapped to permissions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Permission, Reach};
use crate::names::Names;

/// One title and what it grants.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Title {
    /// Stable key.
    pub id: String,
    /// Shown names.
    pub names: Names,
    /// Whether its dangerous permissions count only with a second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// Whether its posts are called when a warning comes and no roster says who is on duty: the lower the number, the
    /// earlier. None for posts that are never called.
    #[serde(default)]
    pub called: Option<u8>,
    /// Whether its posts also see and handle what is restricted, such as a lead about violence at home. It adds no
    /// permission: it widens those that the title grants.
    #[serde(default)]
    pub restricted: bool,
    /// What it grants, and how far. What is not listed is denied.
    pub grants: BTreeMap<Permission, Reach>,
}

/// The title that `account create-admin` gives.
pub const ADMINISTRATOR: &str = "administrator";

/// Why a table of titles cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TitlesError {
    /// The text is no such table.
    #[error("it is no table of titles: {0}")]
    Json(#[from] serde_json::Error),
    /// A key stands twice.
    #[error("the title `{0}` stands twice")]
    Twice(String),
    /// A title has no name, or one that is too long.
    #[error("the title `{0}` needs a name of 1 to 120 characters")]
    Nameless(String),
    /// Whoever has the password alone could do harm.
    #[error("the title `{title}` grants `{permission}`: it needs `\"second_factor\": true`")]
    NoFactor {
        /// The title.
        title: String,
        /// What it grants.
        permission: &'static str,
    },
    /// Nobody could open accounts or give titles.
    #[error("a title `administrator` that grants `manage_accounts` is missing")]
    NoAdministrator,
}

/// All titles of an installation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Titles {
    /// Version of the table.
    pub version: String,
    items: Vec<Title>,
}

impl Titles {
    /// The titles that ship (`data/catalogue/titles.json`).
    ///
    /// # Errors
    /// When the shipped file cannot be used; a test holds that it can.
    pub fn shipped() -> Result<Self, TitlesError> {
        Self::read(include_str!("../../../../data/catalogue/titles.json"))
    }

    /// A table from its JSON text.
    ///
    /// # Errors
    /// When it is no such table, a key stands twice or has no name, a dangerous permission does without a second factor,
    /// or nobody could administer accounts.
    pub fn read(text: &str) -> Result<Self, TitlesError> {
        let titles: Self = serde_json::from_str(text)?;
        let mut known = BTreeSet::new();
        for title in &titles.items {
            if !known.insert(&title.id) {
                return Err(TitlesError::Twice(title.id.clone()));
            }
            if !title.names.is_valid() {
                return Err(TitlesError::Nameless(title.id.clone()));
            }
            let dangerous = title.grants.keys().find(|permission| permission.is_dangerous());
            if let Some(permission) = dangerous.filter(|_| !title.second_factor) {
                return Err(TitlesError::NoFactor { title: title.id.clone(), permission: permission.word() });
            }
        }
        match titles.get(ADMINISTRATOR).map(|title| title.grants.contains_key(&Permission::ManageAccounts)) {
            Some(true) => Ok(titles),
            _ => Err(TitlesError::NoAdministrator),
        }
    }

    /// The title with this key.
    pub fn get(&self, id: &str) -> Option<&Title> {
        self.items.iter().find(|title| title.id == id)
    }

    /// Every title, in the order of the file.
    pub fn all(&self) -> &[Title] {
        &self.items
    }

    /// Whether `title` belongs to the circle that handles what is restricted.
    pub fn is_cleared(&self, title: &str) -> bool {
        self.get(title).is_some_and(|title| title.restricted)
    }

    /// A permission on the way of a report from its receipt to its closing that no title of the circle grants; what is
    /// restricted would stay there for ever.
    pub fn circle_lacks(&self) -> Option<Permission> {
        use Permission as P;
        let way = [P::ViewHazards, P::AcceptHazard, P::AssignHazard, P::VerifyHazard, P::CloseHazard];
        let grants =
            |permission| self.items.iter().any(|title| title.restricted && title.grants.contains_key(&permission));
        way.into_iter().find(|&permission| !grants(permission))
    }

    /// How far `title` reaches with `permission`; an unknown title reaches nowhere.
    pub fn reach(&self, title: &str, permission: Permission) -> Option<Reach> {
        self.get(title)?.grants.get(&permission).copied()
    }

    /// The whole table as text: one row per permission, one column per title (`S` subtree, `B` body, `C` body or called).
    pub fn matrix(&self) -> String {
        let mut text = format!("{:<20}", "");
        for title in &self.items {
            text.push_str(&format!(" {:>16}", title.id));
        }
        for permission in Permission::ALL {
            text.push_str(&format!("\n{:<20}", permission.word()));
            for title in &self.items {
                let mark = match title.grants.get(&permission) {
                    Some(Reach::Subtree) => "S",
                    Some(Reach::Body) => "B",
                    Some(Reach::Called) => "C",
                    None => "-",
                };
                text.push_str(&format!(" {mark:>16}"));
            }
        }
        text.push('\n');
        text
    }
}
