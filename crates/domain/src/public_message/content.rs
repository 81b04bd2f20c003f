//! What a message says, before it is put into words.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Audience, PublicKind};
use crate::colour::WarningColour;
use crate::hazard::is_text;
use crate::id::{PublicMessageId, UnitId, WarningId};
use crate::names::Names;

/// Longest further text of one language, in characters.
pub const DETAIL_MAX_CHARS: usize = 1_000;
/// Longest action of one text, in characters.
const ACTION_MAX_CHARS: usize = 300;
/// Most units that one message names.
const UNITS_MAX: usize = 50;
/// Longest time that a message counts.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(72);

/// What to do, for one audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// For whom.
    pub audience: Audience,
    /// What to do, by language.
    pub action: Names,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Of which danger, an id of the templates.
    pub hazard: String,
    /// How strong.
    pub colour: Option<WarningColour>,
    /// The highest units that it is for, each with everything below it.
    pub units: Vec<UnitId>,
    /// What to do, once for each audience.
    pub said: Vec<Said>,
    /// What else to know, by language; may be empty.
    pub detail: Names,
    /// What people are told to use, by the ids of the templates' advice.
    pub advice: Vec<String>,
    /// The warning that it passes on.
    pub warning: Option<WarningId>,
    /// The published message that it replaces or ends.
    pub about: Option<PublicMessageId>,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

/// Why a content cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentRefusal {
    /// No unit, too many, or one twice.
    #[error("name 1 to {UNITS_MAX} units, each once")]
    Units,
    /// No text, or two for one audience.
    #[error("say for at least one audience what to do, and for each once")]
    Said,
    /// A language is missing or a text cannot be used.
    #[error("each text needs `zh` and `en`, of 1 to {ACTION_MAX_CHARS} characters in one line: `{0}`")]
    Action(&'static str),
    /// The further text is too long or holds control characters.
    #[error("further text has at most {DETAIL_MAX_CHARS} characters, and both languages or none")]
    Detail,
    /// It ends before it begins, or counts too long.
    #[error("it ends in the future, within {} hours", LONGEST.as_hours())]
    Expires,
    /// A forwarded warning needs one, others have none.
    #[error("a forwarded warning names the warning that came in, and nothing else does")]
    Warning,
    /// What is warned of needs a colour.
    #[error("a warning has a colour")]
    Colour,
    /// The end of a message names it.
    #[error("a withdrawal or an all-clear names the message that it ends")]
    About,
}

impl ContentRefusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Units => "message_units",
            Self::Said | Self::Action(_) => "message_text",
            Self::Detail => "message_detail",
            Self::Expires => "message_expires",
            Self::Warning => "message_warning",
            Self::Colour => "message_colour",
            Self::About => "message_about",
        }
    }

    /// The field concerned.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Said | Self::Action(_) => "said",
            Self::Detail => "detail",
            Self::Expires => "expires_at",
            Self::Warning => "warning",
            Self::Colour => "colour",
            Self::About => "about",
        }
    }
}

impl Content {
    /// Whether a message of this kind can say it.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn check(&self, kind: PublicKind, now: Timestamp) -> Result<(), ContentRefusal> {
        let units: BTreeSet<_> = self.units.iter().collect();
        if units.is_empty() || units.len() != self.units.len() || units.len() > UNITS_MAX {
            return Err(ContentRefusal::Units);
        }
        let audiences: BTreeSet<_> = self.said.iter().map(|said| said.audience).collect();
        if audiences.is_empty() || audiences.len() != self.said.len() {
            return Err(ContentRefusal::Said);
        }
        for said in &self.said {
            let good = |language: &&str| {
                let text = said.action.0.get(*language).map_or("", |text| text.trim());
                let one_line = !text.is_empty() && !text.chars().any(char::is_control);
                one_line && text.chars().count() <= ACTION_MAX_CHARS
            };
            if said.action.0.len() != 2 || !["zh", "en"].iter().all(good) {
                return Err(ContentRefusal::Action(said.audience.word()));
            }
        }
        let fits = |text: &String| text.chars().count() <= DETAIL_MAX_CHARS && is_text(text) && !text.trim().is_empty();
        let both = self.detail.0.is_empty() || (self.detail.0.keys().eq(["en", "zh"]));
        if !both || !self.detail.0.values().all(fits) {
            return Err(ContentRefusal::Detail);
        }
        if self.expires_at <= now || self.expires_at.duration_since(now) > LONGEST {
            return Err(ContentRefusal::Expires);
        }
        if (kind == PublicKind::Forward) != self.warning.is_some() {
            return Err(ContentRefusal::Warning);
        }
        if matches!(kind, PublicKind::Forward | PublicKind::OwnWarning) && self.colour.is_none() {
            return Err(ContentRefusal::Colour);
        }
        if kind.ends_another() && self.about.is_none() {
            return Err(ContentRefusal::About);
        }
        Ok(())
    }
}
