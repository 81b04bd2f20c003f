//! Notices on paper: a community tells what it found (告知), a department orders it mended (责令改正).
//!
//! A community has no power to order; a department may not order without naming the rule that it acts on.

use jiff::civil::Date;

use crate::access::Posting;
use crate::body::{Body, BodyKind};
use crate::hazard::{Hazard, State, TEXT_MAX_CHARS, is_text};
use crate::id::{BodyId, NoticeId};
use crate::unit::UnitKind;
use crate::words::words;

/// Longest time that a notice may give, in days.
pub const LONGEST_DAYS: i32 = 180;

words! {
    /// What sort of notice it is.
    NoticeKind {
        /// A community tells the responsible subject what was found and asks for it to be mended (告知).
        Notification = "notification",
        /// A department orders the responsible subject to mend it (责令改正).
        RectificationOrder = "rectification_order",
    }
}

impl NoticeKind {
    /// The kind that somebody may sign: a department or police station orders, a community or village notifies.
    pub fn of(body: Option<BodyKind>, unit: UnitKind) -> Option<Self> {
        match body {
            Some(body) if body.is_authority() => Some(Self::RectificationOrder),
            Some(BodyKind::ResidentsCommittee | BodyKind::VillagersCommittee) => Some(Self::Notification),
            None if unit.level() == UnitKind::Community.level() => Some(Self::Notification),
            _ => None,
        }
    }

    /// The kind that somebody may sign about `hazard` as it stands.
    ///
    /// # Errors
    /// When she may sign none, or the state allows none.
    pub fn possible(body: Option<&Body>, unit: UnitKind, hazard: &Hazard) -> Result<Self, NoticeRefusal> {
        let kind = Self::of(body.map(|body| body.kind), unit).ok_or(NoticeRefusal::NotIssuer)?;
        if !hazard.state.is_open() || hazard.state == State::Reported {
            return Err(NoticeRefusal::State(hazard.state));
        }
        Ok(kind)
    }
}

/// A notice that somebody wants to issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDraft {
    /// Identity, chosen by the client.
    pub id: NoticeId,
    /// Whom it is for.
    pub recipient: BodyId,
    /// What was found, 1 to 2,000 characters.
    pub found: String,
    /// What must be done, 1 to 2,000 characters.
    pub required: String,
    /// The rule it rests on; an order needs one.
    pub basis: String,
    /// Last day for it, by the installation's calendar.
    pub until: Date,
}

/// Why a notice cannot be issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefusal {
    /// Neither a community nor an authority.
    #[error("a notice is issued by a community, or by a department or police station")]
    NotIssuer,
    /// Nobody has accepted the report yet, or it is over.
    #[error("there is no notice about a hazard in state `{}`", .0.word())]
    State(State),
    /// The receiving body is the issuing one.
    #[error("`recipient` is the issuing body itself")]
    OwnBody,
    /// A text is missing, too long, or holds control characters.
    #[error("`{0}` must have 1 to {TEXT_MAX_CHARS} characters and no control characters")]
    Text(&'static str),
    /// The day lies in the past or too far ahead.
    #[error("`until` is `{0}`: it must be today or later, at most {LONGEST_DAYS} days ahead")]
    Until(Date),
}

impl NoticeRefusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotIssuer => "notice_not_issuer",
            Self::State(_) => "notice_state",
            Self::OwnBody => "notice_own_body",
            Self::Text(_) => "notice_text",
            Self::Until(_) => "notice_until",
        }
    }

    /// The field of the draft concerned, if it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotIssuer | Self::State(_) => None,
            Self::OwnBody => Some("recipient"),
            Self::Text(field) => Some(field),
            Self::Until(_) => Some("until"),
        }
    }
}

impl NoticeDraft {
    /// Checks whether whoever holds `posting` (for `body`, in a unit of kind `unit`) may issue it about `hazard` on
    /// the day `today`; gives its kind.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn check(
        &self,
        posting: &Posting,
        body: Option<&Body>,
        unit: UnitKind,
        hazard: &Hazard,
        today: Date,
    ) -> Result<NoticeKind, NoticeRefusal> {
        let kind = NoticeKind::possible(body, unit, hazard)?;
        if posting.body == Some(self.recipient) {
            return Err(NoticeRefusal::OwnBody);
        }
        let needed = |text: &str| (1..=TEXT_MAX_CHARS).contains(&text.trim().chars().count()) && is_text(text);
        for (field, text) in [("found", &self.found), ("required", &self.required)] {
            if !needed(text) {
                return Err(NoticeRefusal::Text(field));
            }
        }
        let no_basis = kind == NoticeKind::Notification && self.basis.is_empty();
        if !no_basis && !needed(&self.basis) {
            return Err(NoticeRefusal::Text("basis"));
        }
        let days = (self.until - today).get_days();
        if (0..=LONGEST_DAYS).contains(&days) { Ok(kind) } else { Err(NoticeRefusal::Until(self.until)) }
    }
}
