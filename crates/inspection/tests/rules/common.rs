//! What ships, and a small checklist to break.

use std::collections::BTreeSet;

use inspection::{Checklist, Vocabulary};
use jiff::Timestamp;
use serde_json::Value;

const HAZARDS: &str = include_str!("../../../../data/catalogue/hazards.json");
const PLACE_KINDS: &str = include_str!("../../../../data/catalogue/place_kinds.json");
const EVENTS: &str = include_str!("../../../../data/catalogue/warning_events.json");
const COLOURS: &str = include_str!("../../../../data/catalogue/warning_colours.json");

/// The words of the catalogues that ship.
pub(crate) fn words() -> Vocabulary {
    Vocabulary {
        categories: each(HAZARDS, "items", "id"),
        place_kinds: each(PLACE_KINDS, "items", "id"),
        hazards: each(EVENTS, "words", "hazard"),
        colours: each(COLOURS, "words", "colour"),
    }
}

fn each(text: &str, list: &str, key: &str) -> BTreeSet<String> {
    let table: Value = serde_json::from_str(text).expect("a table that ships");
    let rows = table[list].as_array().expect("its rows");
    rows.iter().map(|row| row[key].as_str().expect("a word").to_owned()).collect()
}

pub(crate) fn shipped() -> Vec<Checklist> {
    inspection::checklist::shipped().expect("the checklists that ship")
}

/// One that ships.
pub(crate) fn checklist(id: &str) -> Checklist {
    shipped().into_iter().find(|one| one.id == id).expect("a checklist that ships")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

/// Code and place of each refusal.
pub(crate) fn codes<T: std::fmt::Debug>(result: Result<T, Vec<inspection::Refusal>>) -> Vec<(&'static str, String)> {
    result.expect_err("refused").into_iter().map(|refusal| (refusal.code.word(), refusal.path)).collect()
}
