//! Messages for the public: a warning that is forwarded, a risk notice, an own warning of the competent body, the end
//! of either.
//!
//! The way of one: an author writes it ([`PublicState::Draft`]) and hands it in (`Submitted`); somebody else publishes
//! or refuses it. A published one ends by a newer one, a withdrawal, an all-clear, or its time. One person alone
//! publishes in one case: a fixed template, for the own subtree, while a red is in force (break-glass); that is judged
//! afterwards by somebody else. [`PublicMessage::apply`] is the whole table; what a message says and whether it
//! contradicts what is known stand in [`text`], [`template`] and [`advice`].

pub mod advice;
mod content;
mod state;
pub mod template;
pub mod text;

use jiff::Timestamp;

use crate::id::{AccountId, PostingId, PublicMessageId};
use crate::words::words;

pub use content::{Content, ContentRefusal, DETAIL_MAX_CHARS, LONGEST, Said};
pub use state::{Command, Doer, PublicRefusal};

words! {
    /// What a message is.
    PublicKind {
        /// A warning of the competent body, passed on with its station and time (转发预警).
        Forward = "forward",
        /// What a community or street tells its own people (发布风险提示). No warning.
        RiskNotice = "risk_notice",
        /// A warning of the body that the law names for it (发布预警).
        OwnWarning = "own_warning",
        /// Takes a message back: it should not have been sent, or is wrong (撤回).
        Cancel = "cancel",
        /// The danger is over (解除).
        AllClear = "all_clear",
    }
    /// Where a message stands.
    PublicState {
        /// Being written.
        Draft = "draft",
        /// Waits for a second person.
        Submitted = "submitted",
        /// Refused; its author may write it anew.
        Rejected = "rejected",
        /// In force.
        Published = "published",
        /// A newer message took its place.
        Superseded = "superseded",
        /// Taken back.
        Cancelled = "cancelled",
        /// The danger is over.
        Lifted = "lifted",
        /// Its time is over.
        Expired = "expired",
    }
    /// For whom a text is.
    Audience {
        /// Whoever lives or is there.
        Residents = "residents",
        /// Grid workers, building heads, volunteers.
        Staff = "staff",
        /// Whoever is on the road.
        Drivers = "drivers",
        /// Schools and kindergartens.
        Schools = "schools",
        /// Property managers and shops.
        Property = "property",
    }
    /// By which way somebody decided who was not there.
    OralWay {
        /// On the phone.
        Phone = "phone",
        /// By radio.
        Radio = "radio",
        /// Face to face.
        InPerson = "in_person",
    }
    /// How a message by one person is judged afterwards.
    ReviewVerdict {
        /// It was right to send it.
        Justified = "justified",
        /// It should not have been sent.
        Unjustified = "unjustified",
    }
}

impl PublicKind {
    /// Whether it ends another message.
    pub fn ends_another(self) -> bool {
        matches!(self, Self::Cancel | Self::AllClear)
    }
}

impl PublicState {
    /// Whether it was published at some time.
    pub fn was_published(self) -> bool {
        !matches!(self, Self::Draft | Self::Submitted | Self::Rejected)
    }
}

/// A decision by word of mouth, written down by whoever carried it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oral {
    /// The post that decided.
    pub posting: PostingId,
    /// Who holds it.
    pub account: AccountId,
    /// By which way.
    pub way: OralWay,
    /// When it was said.
    pub at: Timestamp,
    /// When whoever decided signed.
    pub signed_at: Option<Timestamp>,
}

/// A judgement afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// Who judged.
    pub by: AccountId,
    /// How.
    pub verdict: ReviewVerdict,
}

/// A message as far as its way is concerned; what it says stands in [`Content`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicMessage {
    /// Identity, chosen by the client.
    pub id: PublicMessageId,
    /// What it is.
    pub kind: PublicKind,
    /// Where it stands.
    pub state: PublicState,
    /// Who wrote it.
    pub author: AccountId,
    /// Who published or refused it; for a message by one person nobody.
    pub decider: Option<AccountId>,
    /// Whether one person sent it alone.
    pub glass: bool,
    /// The decision by word of mouth that it rests on.
    pub oral: Option<Oral>,
    /// How it was judged afterwards, where one person sent it.
    pub review: Option<Review>,
    /// Counts up with every change.
    pub version: i32,
}

impl PublicMessage {
    /// One that is being written.
    pub fn draft(id: PublicMessageId, kind: PublicKind, author: AccountId) -> Self {
        let state = PublicState::Draft;
        Self { id, kind, state, author, decider: None, glass: false, oral: None, review: None, version: 1 }
    }

    /// What becomes of a published message when this one, which names it, is published.
    pub fn ending_of_other(&self) -> PublicState {
        match self.kind {
            PublicKind::Cancel => PublicState::Cancelled,
            PublicKind::AllClear => PublicState::Lifted,
            PublicKind::Forward | PublicKind::RiskNotice | PublicKind::OwnWarning => PublicState::Superseded,
        }
    }
}
