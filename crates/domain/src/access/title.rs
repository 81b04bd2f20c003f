//! Titles (网格员, 社区书记, 物业经理 …) as data mapped to permissions.

use std::collections::BTreeMap;

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
    /// What it grants, and how far. What is not listed is denied.
    pub grants: BTreeMap<Permission, Reach>,
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
    /// When the shipped file does not parse; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../../data/catalogue/titles.json"))
    }

    /// The title with this key.
    pub fn get(&self, id: &str) -> Option<&Title> {
        self.items.iter().find(|title| title.id == id)
    }

    /// Every title, in the order of the file.
    pub fn all(&self) -> &[Title] {
        &self.items
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
