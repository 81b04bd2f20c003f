//! Checklists: what is looked at in places of a kind, as versioned data in two languages.
//!
//! A checklist that has been answered stays as it was: a change is a new version. Whoever answered names the version.

mod answer;
mod check;
mod shipped;

use serde::{Deserialize, Serialize};

use crate::json;
use crate::refusal::Refusal;
use crate::text::Text;

pub(crate) use answer::check_answer;
pub use answer::{Answer, NOTE_MAX_CHARS, Verdict};
pub use shipped::shipped;

/// Most items of a checklist: it is done by one person on one walk.
pub const ITEMS_MAX: usize = 60;

/// The source of a requirement that no law or standard asks for.
pub const PRACTICE: &str = "practice";

/// What is looked at in places of some kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Stable word.
    pub id: String,
    /// Version, 1 to 40 characters; the shipped ones are named by their date.
    pub version: String,
    /// Names.
    pub names: Text,
    /// Kinds of places that it is made for; at least one.
    pub place_kinds: Vec<String>,
    /// Laws and standards that its items name.
    pub rules: Vec<Rule>,
    /// What is looked at, in the order of a walk; 1 to [`ITEMS_MAX`].
    pub items: Vec<Item>,
}

/// A law, an ordinance or a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Word within this checklist.
    pub id: String,
    /// Its title.
    pub names: Text,
    /// Its number (`TSG T5002-2017`), where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Whether the text that is referred to was read; else general knowledge, to be checked before it is relied on.
    pub confirmed: bool,
}

/// One thing that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Word within this checklist.
    pub id: String,
    /// What is asked; a pass is the answer yes.
    pub question: Text,
    /// Where and how to look.
    pub how: Text,
    /// Whether `not_applicable` may be answered.
    #[serde(default)]
    pub may_not_apply: bool,
    /// Whether a fail needs a photograph. Where looking at it is dangerous, or shows people, it does not.
    pub photo_on_fail: bool,
    /// What a fail becomes.
    pub fail: Fail,
    /// [`PRACTICE`], or the id of a [`Rule`].
    pub source: String,
    /// Article or clause of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// The hazard that an item becomes when it fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fail {
    /// Id of the hazard catalogue.
    pub category: String,
    /// Its description, unless whoever found it writes another.
    pub description: Text,
}

impl Checklist {
    /// A checklist from its JSON text. What its words mean is checked by [`check`](Self::check).
    ///
    /// # Errors
    /// [`Code::Shape`](crate::Code::Shape), with the place in the text, when it is not of the form.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        json::read(text)
    }

    /// The item with this word.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Whether it is made for places of this kind.
    pub fn suits(&self, place_kind: &str) -> bool {
        self.place_kinds.iter().any(|kind| kind == place_kind)
    }
}
