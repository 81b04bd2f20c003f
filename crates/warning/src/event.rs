//! What an alert warns of: by the code of its event, else by the words of its event and headline.

use domain::warned::WarnedOf;
use serde::Deserialize;

use crate::alert::{Alert, Info};

/// How it is found what an alert warns of: versioned data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EventTable {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Whether its codes stand in a source that was read.
    pub confirmed: bool,
    /// What a reader must know about it.
    pub note: String,
    /// Codes of events, in any list that an alert names.
    pub codes: Vec<Code>,
    /// Parts of text in small letters; the first row that fits counts.
    pub words: Vec<Words>,
}

/// A code of an event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Code {
    /// As a message writes it.
    pub code: String,
    /// What it means.
    pub hazard: WarnedOf,
}

/// What names an event in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Words {
    /// What they mean.
    pub hazard: WarnedOf,
    /// Parts of text.
    pub words: Vec<String>,
}

impl EventTable {
    /// The table that ships (`data/catalogue/warning_events.json`).
    ///
    /// # Errors
    /// When the shipped file does not parse; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../data/catalogue/warning_events.json"))
    }

    fn by_code(&self, info: &Info) -> Option<WarnedOf> {
        let known = |text: &str| self.codes.iter().find(|one| one.code.eq_ignore_ascii_case(text.trim()));
        let pairs = info.event_codes.iter().chain(&info.parameters);
        pairs.map(|pair| pair.value.as_str()).chain([info.event.as_str()]).find_map(known).map(|one| one.hazard)
    }

    fn by_words(&self, text: &str) -> Option<WarnedOf> {
        let text = text.to_lowercase();
        let fits = |row: &&Words| row.words.iter().any(|word| text.contains(word.as_str()));
        self.words.iter().find(fits).map(|row| row.hazard)
    }
}

/// What an alert warns of: the first of its infos that says so counts; codes before words, the event before the
/// headline. [`WarnedOf::Other`] where nothing says it.
pub fn hazard_of(alert: &Alert, table: &EventTable) -> WarnedOf {
    let infos = &alert.infos;
    let event = || infos.iter().find_map(|info| table.by_words(&info.event));
    let headline = || infos.iter().find_map(|info| table.by_words(info.headline.as_deref()?));
    infos.iter().find_map(|info| table.by_code(info)).or_else(event).or_else(headline).unwrap_or(WarnedOf::Other)
}
