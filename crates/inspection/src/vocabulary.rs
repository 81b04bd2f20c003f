//! The words that an installation knows. They are its own data, so they are an argument.

use std::collections::BTreeSet;

use crate::refusal::{Code, Refusal};

/// The words that checklists and plans may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Ids of the hazard catalogue (`A04`).
    pub categories: BTreeSet<String>,
    /// Kinds of places (`stairwell`).
    pub place_kinds: BTreeSet<String>,
    /// What warnings warn of (`rainstorm`).
    pub hazards: BTreeSet<String>,
    /// Colours of warnings (`orange`).
    pub colours: BTreeSet<String>,
}

/// A refusal of `word` at `path`, unless it is known.
pub(crate) fn known(words: &BTreeSet<String>, code: Code, path: String, word: &str) -> Option<Refusal> {
    (!words.contains(word)).then(|| Refusal::new(code, path, word))
}

/// A refusal for each entry that stood before.
pub(crate) fn repeated<'a>(list: &str, key: &str, ids: impl Iterator<Item = &'a str>) -> Vec<Refusal> {
    let mut seen = BTreeSet::new();
    let twice = ids.enumerate().filter(|(_, id)| !seen.insert(*id));
    twice.map(|(index, id)| Refusal::new(Code::Twice, format!("{list}/{index}{key}"), id)).collect()
}
