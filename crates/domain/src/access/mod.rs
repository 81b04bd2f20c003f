//! Access: who may do what, where. Everything that is not granted is denied.
//!
//! A title grants permissions; a posting gives an account a title in a unit, perhaps for a body.
//! [`Scope`] is the one rule: it answers "may she" for one thing and is also the filter of every list.

mod limits;
mod scope;
pub mod throttle;
mod title;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BodyId, PostingId, UnitId};
use crate::names::Names;
use crate::unit::UnitPath;

pub use limits::Limits;
pub use scope::{Area, BodyScope, Scope, Target};
pub use title::{ADMINISTRATOR, Title, Titles, TitlesError};

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
    /// Let a rectification wait, and go on.
    SuspendHazard,
    /// Decide what two bodies handed back, and appeals.
    CoordinateHazard,
    /// Decide, as the asked department, whether a hazard is major.
    ConfirmMajorHazard,
    /// Call departments to a place (吹哨).
    BlowWhistle,
    /// Answer such a call (报到).
    AnswerWhistle,
    /// Put hazards on the supervision list (挂牌督办).
    SuperviseHazard,
    /// Issue and withdraw notices (告知, 责令改正).
    IssueNotice,
    /// Report for somebody else (代报).
    ReportForOthers,
    /// Create, rename, move, merge, split, close and import units, bodies and places.
    ManageUnits,
    /// Create accounts and postings.
    ManageAccounts,
    /// Import cases from another system.
    ImportCases,
    /// See the duty roster.
    ViewRoster,
    /// Change the duty roster and name substitutes.
    ManageRoster,
    /// Read the journal.
    ReadJournal,
    /// See a contact in full, with a reason.
    UnmaskContact,
    /// Hand in the reports of another system, and read how they stand.
    BridgeOrders,
    /// See warnings and how the calls for them stand.
    ViewWarnings,
    /// Hand warnings in.
    ReceiveWarnings,
    /// Begin and end rounds of calls, and write down what others report by radio.
    RunCallout,
    /// Decide on responses (指挥长, 副指挥长).
    DecideResponse,
    /// Write down what a commander decided by word of mouth.
    RecordDecision,
    /// Report tasks of a response as done.
    ReportTask,
    /// Set where warnings and readings come from: feeds and gauges.
    ManageWarningSources,
    /// See places and what is to be closed.
    ViewPlaces,
    /// Add, change, retire and import places.
    ManagePlaces,
    /// Order that places close, and authorise that they open again.
    OrderClosures,
    /// Report a place as closed, and as open again.
    ClosePlaces,
    /// Report harm: dead, missing, injured, moved, losses.
    ReportHarm,
    /// See reports of harm.
    ViewHarm,
    /// Verify a report of harm, and relate two that tell of one incident.
    VerifyHarm,
    /// See who reported harm, with a reason.
    RevealHarmReporter,
    /// Order an evacuation, authorise the return, end it.
    RunEvacuation,
    /// Report households and doors of an evacuation.
    ReportEvacuation,
    /// Refuse a return that the unit below would authorise.
    RefuseReturn,
    /// See the assistance register of the own building, and look after it.
    HelpAssist,
    /// See it on duty, while an activation is open.
    ViewAssist,
    /// Write messages for the public and hand them in.
    DraftPublic,
    /// Publish or refuse what others wrote for the public, and judge what one person sent.
    ApprovePublic,
    /// Send a fixed template alone while a red is in force.
    BreakGlass,
    /// Begin exercises, and end them.
    RunExercise,
}

impl Permission {
    /// Every permission, in the order of the matrix.
    pub const ALL: [Self; 48] = [
        Self::ViewHazards,
        Self::AcceptHazard,
        Self::RejectHazard,
        Self::AssignHazard,
        Self::ControlHazard,
        Self::RectifyHazard,
        Self::VerifyHazard,
        Self::CloseHazard,
        Self::SuspendHazard,
        Self::CoordinateHazard,
        Self::ConfirmMajorHazard,
        Self::BlowWhistle,
        Self::AnswerWhistle,
        Self::SuperviseHazard,
        Self::IssueNotice,
        Self::ReportForOthers,
        Self::ManageUnits,
        Self::ManageAccounts,
        Self::ImportCases,
        Self::ViewRoster,
        Self::ManageRoster,
        Self::ReadJournal,
        Self::UnmaskContact,
        Self::BridgeOrders,
        Self::ViewWarnings,
        Self::ReceiveWarnings,
        Self::RunCallout,
        Self::DecideResponse,
        Self::RecordDecision,
        Self::ReportTask,
        Self::ManageWarningSources,
        Self::ViewPlaces,
        Self::ManagePlaces,
        Self::OrderClosures,
        Self::ClosePlaces,
        Self::ReportHarm,
        Self::ViewHarm,
        Self::VerifyHarm,
        Self::RevealHarmReporter,
        Self::RunEvacuation,
        Self::ReportEvacuation,
        Self::RefuseReturn,
        Self::HelpAssist,
        Self::ViewAssist,
        Self::DraftPublic,
        Self::ApprovePublic,
        Self::BreakGlass,
        Self::RunExercise,
    ];

    /// Whether a stolen password alone must not be enough for it.
    pub fn is_dangerous(self) -> bool {
        matches!(
            self,
            Self::ManageUnits
                | Self::ManageAccounts
                | Self::ImportCases
                | Self::ReadJournal
                | Self::UnmaskContact
                | Self::DecideResponse
                | Self::ReceiveWarnings
                | Self::ManageWarningSources
                | Self::RevealHarmReporter
                | Self::ApprovePublic
                | Self::BreakGlass
        )
    }

    /// The permission with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.word() == word)
    }

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
            Self::SuspendHazard => "suspend_hazard",
            Self::CoordinateHazard => "coordinate_hazard",
            Self::ConfirmMajorHazard => "confirm_major_hazard",
            Self::BlowWhistle => "blow_whistle",
            Self::AnswerWhistle => "answer_whistle",
            Self::SuperviseHazard => "supervise_hazard",
            Self::IssueNotice => "issue_notice",
            Self::ReportForOthers => "report_for_others",
            Self::ManageUnits => "manage_units",
            Self::ManageAccounts => "manage_accounts",
            Self::ImportCases => "import_cases",
            Self::ViewRoster => "view_roster",
            Self::ManageRoster => "manage_roster",
            Self::ReadJournal => "read_journal",
            Self::UnmaskContact => "unmask_contact",
            Self::BridgeOrders => "bridge_orders",
            Self::ViewWarnings => "view_warnings",
            Self::ReceiveWarnings => "receive_warnings",
            Self::RunCallout => "run_callout",
            Self::DecideResponse => "decide_response",
            Self::RecordDecision => "record_decision",
            Self::ReportTask => "report_task",
            Self::ManageWarningSources => "manage_warning_sources",
            Self::ViewPlaces => "view_places",
            Self::ManagePlaces => "manage_places",
            Self::OrderClosures => "order_closures",
            Self::ClosePlaces => "close_places",
            Self::ReportHarm => "report_harm",
            Self::ViewHarm => "view_harm",
            Self::VerifyHarm => "verify_harm",
            Self::RevealHarmReporter => "reveal_harm_reporter",
            Self::RunEvacuation => "run_evacuation",
            Self::ReportEvacuation => "report_evacuation",
            Self::RefuseReturn => "refuse_return",
            Self::HelpAssist => "help_assist",
            Self::ViewAssist => "view_assist",
            Self::DraftPublic => "draft_public",
            Self::ApprovePublic => "approve_public",
            Self::BreakGlass => "break_glass",
            Self::RunExercise => "run_exercise",
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
    /// There, only what the posting's body is responsible for or was called to.
    Called,
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
    /// What holds this session or token below the titles.
    pub limits: Limits,
}

impl Actor {
    /// Everything for which this actor has `permission`.
    pub fn scope(&self, titles: &Titles, permission: Permission) -> Scope {
        let mut scope = Scope::default();
        for posting in &self.postings {
            scope.add(posting, self.reach(titles, posting, permission), titles.is_cleared(&posting.title));
        }
        scope
    }

    /// The posting under which this actor may do it to `target`; `None` means denied.
    pub fn may(&self, titles: &Titles, permission: Permission, target: &Target<'_>) -> Option<&Posting> {
        self.postings.iter().find(|posting| {
            let mut scope = Scope::default();
            scope.add(posting, self.reach(titles, posting, permission), titles.is_cleared(&posting.title));
            scope.covers(target)
        })
    }

    /// How far one posting reaches with `permission`, limits applied.
    fn reach(&self, titles: &Titles, posting: &Posting, permission: Permission) -> Option<Reach> {
        let title = titles.get(&posting.title)?;
        title.grants.get(&permission).copied().filter(|_| self.limits.allow(title, permission))
    }

    /// Permissions held anywhere.
    pub fn permissions(&self, titles: &Titles) -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|&permission| !self.scope(titles, permission).is_empty()).collect()
    }
}
