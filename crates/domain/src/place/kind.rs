//! What sort of thing a place is, as data, and the colour at which its kind closes.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::colour::WarningColour;
use crate::names::Names;

/// Longest word for a hazard, in characters.
pub const HAZARD_MAX_CHARS: usize = 40;

/// One kind of place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PlaceKind {
    /// The stable word.
    pub id: String,
    /// Names by language.
    pub names: Names,
    /// Whether it lies below the ground: water runs in, and nobody sees it from the street.
    #[serde(default)]
    pub underground: bool,
    /// By hazard, the weakest colour of a warning at which it closes.
    #[serde(default)]
    pub closes_at: BTreeMap<String, WarningColour>,
}

/// Every kind, with the version of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PlaceKinds {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    items: Vec<PlaceKind>,
}

impl PlaceKinds {
    /// The table that ships (`data/catalogue/place_kinds.json`).
    ///
    /// # Errors
    /// When it is no such table; a test holds that it is.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../../data/catalogue/place_kinds.json"))
    }

    /// Every kind, in the order of the table.
    pub fn all(&self) -> &[PlaceKind] {
        &self.items
    }

    /// The kind with this word.
    pub fn get(&self, id: &str) -> Option<&PlaceKind> {
        self.items.iter().find(|kind| kind.id == id)
    }

    /// The kinds that close for a warning of this hazard and colour: those set to this colour or to a weaker one.
    pub fn closing(&self, hazard: &str, colour: WarningColour) -> Vec<&str> {
        let closes = |kind: &&PlaceKind| kind.closes_at.get(hazard).is_some_and(|at| colour >= *at);
        self.items.iter().filter(closes).map(|kind| kind.id.as_str()).collect()
    }
}

/// Whether a text can name a hazard: small letters and underscores.
pub fn is_hazard_word(text: &str) -> bool {
    (1..=HAZARD_MAX_CHARS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_under_the_ground_close_at_orange_and_the_metro_at_red() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let underground = ["underground_garage", "underground_mall", "tunnel", "underpass"];
        assert_eq!(kinds.closing("rainstorm", WarningColour::Yellow), Vec::<&str>::new());
        assert_eq!(kinds.closing("rainstorm", WarningColour::Orange), underground);
        assert_eq!(kinds.closing("rainstorm", WarningColour::Red), [&underground[..], &["metro_station"]].concat());
        assert_eq!(kinds.closing("heat_wave", WarningColour::Red), Vec::<&str>::new());
    }

    #[test]
    fn each_kind_stands_once_with_a_name_in_both_languages() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        for kind in kinds.all() {
            assert!(kind.names.0.contains_key("zh") && kind.names.0.contains_key("en"), "{}", kind.id);
            assert_eq!(kinds.all().iter().filter(|other| other.id == kind.id).count(), 1, "{}", kind.id);
            assert!(kind.closes_at.keys().all(|hazard| is_hazard_word(hazard)), "{}", kind.id);
        }
    }
}
