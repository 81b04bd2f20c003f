//! Templates as versioned data: hazard × colour × audience × language, the frames around them, and the advice that can
//! contradict what is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::advice::{Advice, Speech};
use super::{Audience, Content, PublicKind, Said};
use crate::colour::WarningColour;
use crate::names::Names;
use crate::warned::WarnedOf;

/// A danger that messages are about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicHazard {
    /// Stable id, such as `rain`.
    pub id: String,
    /// What it is called in a message.
    pub names: Names,
    /// Category of CAP.
    pub category: String,
    /// Event code of the Chinese profile, where one is known.
    pub event_code: Option<String>,
    /// What a warning of it warns of.
    pub warned: WarnedOf,
    /// What to say when it is over, by language.
    pub over: Names,
}

/// What to do, in the words of a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Of which danger.
    pub hazard: String,
    /// How strong.
    pub colour: WarningColour,
    /// For whom.
    pub audience: Audience,
    /// What to do, by language.
    pub action: Names,
    /// Key of the list of sources.
    pub source: String,
}

/// The frames of one kind of message.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Forms {
    /// What it is: `{hazard}`, `{colour}`.
    pub what: Names,
    /// Who says so: `{issuer}`, `{issued}`.
    pub source: Names,
    /// The whole: `{what}`, `{place}`, `{until}`, `{action}`, `{source}`.
    pub text: Names,
}

/// Everything that messages are made of.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Templates {
    /// Version of the table.
    pub version: String,
    /// From which day on it is used.
    pub effective: String,
    /// Where it comes from, by key.
    pub sources: BTreeMap<String, String>,
    /// Colours in words.
    pub colours: BTreeMap<WarningColour, Names>,
    /// Dangers.
    pub hazards: Vec<PublicHazard>,
    forms: BTreeMap<PublicKind, Forms>,
    /// What to do when a message is taken back, by language.
    pub withdrawn: Names,
    /// What to do.
    pub templates: Vec<Template>,
    /// What people can be told to use.
    pub advice: Vec<Advice>,
    /// How advice is told from its contrary.
    pub speech: Speech,
}

impl Templates {
    /// The templates that ship (`data/catalogue/public_messages.json`).
    ///
    /// # Errors
    /// When the shipped file does not parse or a kind has no frame; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        let read: Self = serde_json::from_str(include_str!("../../../../data/catalogue/public_messages.json"))?;
        match PublicKind::ALL.iter().find(|kind| !read.forms.contains_key(kind)) {
            Some(kind) => Err(serde::de::Error::custom(format!("`forms` lacks `{}`", kind.word()))),
            None => Ok(read),
        }
    }

    /// The danger with this id.
    pub fn hazard(&self, id: &str) -> Option<&PublicHazard> {
        self.hazards.iter().find(|hazard| hazard.id == id)
    }

    /// The danger that a warning warns of. Of what no table knows nothing is said: any danger may be meant.
    pub fn warned(&self, of: WarnedOf) -> Option<&PublicHazard> {
        self.hazards.iter().find(|hazard| hazard.warned == of && of != WarnedOf::Other)
    }

    pub(super) fn forms(&self, kind: PublicKind) -> Forms {
        let none = || Forms { what: Names::default(), source: Names::default(), text: Names::default() };
        self.forms.get(&kind).cloned().unwrap_or_else(none)
    }

    /// What to do for one danger, colour and audience.
    pub fn find(&self, hazard: &str, colour: WarningColour, audience: Audience) -> Option<&Template> {
        let fits = |one: &&Template| one.hazard == hazard && one.colour == colour && one.audience == audience;
        self.templates.iter().find(fits)
    }

    /// Whether a text is a template's, or the shipped end of a message, unchanged.
    pub fn says(&self, content: &Content, said: &Said) -> bool {
        let found = content.colour.and_then(|colour| self.find(&content.hazard, colour, said.audience));
        let over = self.hazard(&content.hazard).is_some_and(|hazard| hazard.over == said.action);
        over || said.action == self.withdrawn || found.is_some_and(|template| template.action == said.action)
    }

    /// Whether everything that is said is a template for this colour, unchanged, and nothing is added.
    pub fn is_fixed(&self, content: &Content) -> bool {
        let as_template = |said: &Said| {
            let found = content.colour.and_then(|colour| self.find(&content.hazard, colour, said.audience));
            found.is_some_and(|template| template.action == said.action)
        };
        content.said.iter().all(as_template) && content.detail.0.is_empty() && content.advice.is_empty()
    }
}
