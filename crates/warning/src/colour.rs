//! Which of the four colours an alert has: the one that it names, else the one that a table gives for its severity,
//! urgency and certainty. A warning's colour is not a risk level and not a response level.

pub use domain::colour::WarningColour;
use serde::{Deserialize, Serialize};

use crate::alert::{Alert, Info};
use crate::kinds::{Certainty, ResponseType, Severity, Urgency};

/// The severity of CAP that a colour stands for.
pub fn severity(colour: WarningColour) -> Severity {
    match colour {
        WarningColour::Blue => Severity::Minor,
        WarningColour::Yellow => Severity::Moderate,
        WarningColour::Orange => Severity::Severe,
        WarningColour::Red => Severity::Extreme,
    }
}

/// What a colour was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The message names it in place of its severity.
    Severity,
    /// A parameter or an event code names it.
    Parameter,
    /// Headline or event name it.
    Text,
    /// The table gives it.
    Table,
}

/// A colour and what it was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coloured {
    /// The colour.
    pub colour: WarningColour,
    /// What it was taken from.
    pub ground: Ground,
}

/// How colours are found: versioned data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ColourTable {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Names of parameters and event codes whose value names a colour.
    pub parameters: Vec<String>,
    /// What names a colour in headline or event, in small letters.
    pub words: Vec<Words>,
    /// The first row that fits gives the colour; where none does there is none.
    pub rows: Vec<Row>,
}

/// What names a colour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Words {
    /// The colour.
    pub colour: WarningColour,
    /// Parts of text.
    pub words: Vec<String>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// Severities that fit.
    pub severity: Vec<Severity>,
    /// Urgencies that fit.
    pub urgency: Vec<Urgency>,
    /// Certainties that fit.
    pub certainty: Vec<Certainty>,
    /// The colour.
    pub colour: WarningColour,
}

impl ColourTable {
    /// The table that ships (`data/catalogue/warning_colours.json`).
    ///
    /// # Errors
    /// When the shipped file does not parse; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../data/catalogue/warning_colours.json"))
    }

    /// The strongest colour of its infos; none where no info has one.
    pub fn of(&self, alert: &Alert) -> Option<Coloured> {
        alert.infos.iter().filter_map(|info| self.of_info(info)).max_by_key(|found| found.colour)
    }

    /// The colour of one info. An all-clear has none, and what is not known has none: grey is not blue.
    pub fn of_info(&self, info: &Info) -> Option<Coloured> {
        if !info.response_types.is_empty() && info.response_types.iter().all(|one| *one == ResponseType::AllClear) {
            return None;
        }
        let coloured = |ground| move |colour| Coloured { colour, ground };
        info.stated_colour
            .map(coloured(Ground::Severity))
            .or_else(|| self.in_parameters(info).map(coloured(Ground::Parameter)))
            .or_else(|| self.in_text(info).map(coloured(Ground::Text)))
            .or_else(|| self.by_row(info.severity, info.urgency, info.certainty).map(coloured(Ground::Table)))
    }

    fn in_parameters(&self, info: &Info) -> Option<WarningColour> {
        let pairs = info.parameters.iter().chain(&info.event_codes);
        let named = pairs.filter(|pair| self.parameters.iter().any(|name| pair.name.eq_ignore_ascii_case(name)));
        let word = |text: &str| {
            let words = text.split(|c: char| !c.is_alphabetic());
            words.filter_map(WarningColour::from_word).max().or_else(|| self.in_words(text))
        };
        named.filter_map(|pair| word(&pair.value)).max()
    }

    /// The strongest one that is named: an upgrade names two.
    fn in_text(&self, info: &Info) -> Option<WarningColour> {
        self.in_words(&format!("{}\n{}", info.event, info.headline.as_deref().unwrap_or_default()))
    }

    fn in_words(&self, text: &str) -> Option<WarningColour> {
        let text = text.to_lowercase();
        let named = self.words.iter().filter(|row| row.words.iter().any(|word| text.contains(word.as_str())));
        named.map(|row| row.colour).max()
    }

    /// What the table gives.
    pub fn by_row(&self, severity: Severity, urgency: Urgency, certainty: Certainty) -> Option<WarningColour> {
        let fits = |row: &&Row| {
            row.severity.contains(&severity) && row.urgency.contains(&urgency) && row.certainty.contains(&certainty)
        };
        self.rows.iter().find(fits).map(|row| row.colour)
    }
}
