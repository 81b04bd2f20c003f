//! What sort of thing a place is, as data, and the colour at which its kind closes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::PlaceField;
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
    /// Ids of the fields that its places have, in the order in which they are shown.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// Every kind and every field, with the version of the table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PlaceKinds {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    fields: Vec<PlaceField>,
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

    /// Every field that places of some kind have, in the order of the table.
    pub fn fields(&self) -> &[PlaceField] {
        &self.fields
    }

    /// The fields of a kind, in its order; none of a word that is no kind.
    pub fn fields_of(&self, kind: &str) -> impl Iterator<Item = &PlaceField> {
        let ids = self.get(kind).map(|kind| kind.fields.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.fields.iter().find(|field| field.id == *id))
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
    use crate::place::FieldType;

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

    #[test]
    fn each_field_stands_once_can_be_named_and_can_be_filled() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        for field in kinds.fields() {
            let id = &field.id;
            assert!(field.names.0.contains_key("zh") && field.names.0.contains_key("en"), "{id}");
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'), "{id}");
            assert_eq!(kinds.fields().iter().filter(|other| other.id == *id).count(), 1, "{id}");
            assert!(kinds.all().iter().any(|kind| kind.fields.contains(id)), "{id} belongs to no kind");
            let number = matches!(field.holds, FieldType::Integer | FieldType::Decimal);
            assert_eq!(number, field.least.zip(field.most).is_some_and(|(least, most)| least < most), "{id}");
            assert_eq!(field.holds == FieldType::Choice, !field.choices.is_empty(), "{id}");
        }
        for kind in kinds.all() {
            assert_eq!(kinds.fields_of(&kind.id).count(), kind.fields.len(), "{} names an unknown field", kind.id);
        }
    }

    #[test]
    fn floors_matter_where_water_does() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        for kind in ["building", "underground_garage", "school", "hospital", "care_home", "metro_station"] {
            let below = kinds.fields_of(kind).find(|field| field.id == "floors_below");
            assert!(below.is_some_and(|field| field.flood), "{kind}");
        }
    }
}
