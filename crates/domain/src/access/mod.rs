//! Access: who may do what, where. Everything that is not granted is denied.
//!
//! A title grants permissions; a posting gives an account a title in a unit, perhaps for a body.
//! [`Scope`] is the one rule: it answers "may she" for one thing and is also the filter of every list.

mod scope;
mod title;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BodyId, PostingId, UnitId};
use crate::names::Names;
use crate::unit::UnitPath;

pub use scope::{BodyScope, Scope, Target};
pub use title::{Title, Titles};

/// Something that an actor may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See hazards and their timeline.
    ViewHazards,
    /// Accept a report (受理).
    AcceptHazard,
    /// Refuse a report with a reason.
    RejectHazard,
    /// Name the body that must rectify.
    AssignHazard,
    /// Record interim control.
    ControlHazard,
    /// Start and finish rectification.
    RectifyHazard,
    /// Verify or return a rectification.
    VerifyHazard,
    /// Close a verified hazard.
    CloseHazard,
    /// Create, rename, move, merge, split, close and import units, bodies and places.
    ManageUnits,
    /// Create accounts and postings.
    ManageAccounts,
    /// Import cases from another system.
    ImportCases,
    /// See the duty roster.
    ViewRoster,
    /// Read the journal.
    ReadJournal,
    /// See a contact in full, with a reason.
    UnmaskContact,
}

impl Permission {
    /// Every permission, in the order of the matrix.
    pub const ALL: [Self; 14] = [
        Self::ViewHazards,
        Self::AcceptHazard,
        Self::RejectHazard,
        Self::AssignHazard,
        Self::ControlHazard,
        Self::RectifyHazard,
        Self::VerifyHazard,
        Self::CloseHazard,
        Self::ManageUnits,
        Self::ManageAccounts,
        Self::ImportCases,
        Self::ViewRoster,
        Self::ReadJournal,
        Self::UnmaskContact,
    ];

    /// The stable word used on the wire and in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::ViewHazards => "view_hazards",
            Self::AcceptHazard => "accept_hazard",
            Self::RejectHazard => "reject_hazard",
            Self::AssignHazard => "assign_hazard",
            Self::ControlHazard => "control_hazard",
            Self::RectifyHazard => "rectify_hazard",
            Self::VerifyHazard => "verify_hazard",
            Self::CloseHazard => "close_hazard",
            Self::ManageUnits => "manage_units",
            Self::ManageAccounts => "manage_accounts",
            Self::ImportCases => "import_cases",
            Self::ViewRoster => "view_roster",
            Self::ReadJournal => "read_journal",
            Self::UnmaskContact => "unmask_contact",
        }
    }
}

/// How far a granted permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Everything in the posting's unit and below.
    Subtree,
    /// There, only what the posting's body is responsible for.
    Body,
}

/// One title held in one unit, in force now.
#[derive(Debug, Clone, PartialEq)]
pub struct Posting {
    /// Identity.
    pub id: PostingId,
    /// The title, a key of [`Titles`].
    pub title: String,
    /// The unit.
    pub unit: UnitId,
    /// The unit's path now.
    pub path: UnitPath,
    /// The body it is held for, where the title needs one.
    pub body: Option<BodyId>,
}

/// A signed-in person with the postings that are in force now.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Sign-in name.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// Postings in force.
    pub postings: Vec<Posting>,
}

impl Actor {
    /// Everything for which this actor has `permission`.
    pub fn scope(&self, titles: &Titles, permission: Permission) -> Scope {
        let mut scope = Scope::default();
        for posting in &self.postings {
            scope.add(posting, titles.reach(&posting.title, permission));
        }
        scope
    }

    /// The posting under which this actor may do it to `target`; `None` means denied.
    pub fn may(&self, titles: &Titles, permission: Permission, target: &Target<'_>) -> Option<&Posting> {
        self.postings.iter().find(|posting| {
            let mut scope = Scope::default();
            scope.add(posting, titles.reach(&posting.title, permission));
            scope.covers(target)
        })
    }

    /// Permissions held anywhere.
    pub fn permissions(&self, titles: &Titles) -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|&permission| !self.scope(titles, permission).is_empty()).collect()
    }
}
