//! Journal entries: one per change, in the change's transaction.
//!
//! A payload holds no personal data and no free text: those stand in redactable tables, the entry
//! holds a salted hash of them.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::hazard::EventKind;
use crate::id::{
    AccountId, BodyId, CalloutId, CommandId, HazardId, ImportId, PostingId, PublicMessageId, ResponseId, UnitId,
    WarningId,
};
use crate::response::StepKind;
use crate::unit::UnitPath;
use crate::unit::change::ChangeKind;

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something happened to a hazard.
    Hazard(EventKind),
    /// A unit changed.
    Unit(ChangeKind),
    /// A file of units was imported.
    UnitsImported,
    /// A file of bodies was imported.
    BodiesImported,
    /// A file of places was imported.
    PlacesImported,
    /// A file of population counts was imported.
    PopulationImported,
    /// A file of cases was imported.
    CasesImported,
    /// An import of cases was taken back.
    CasesRemoved,
    /// An account was made.
    AccountCreated,
    /// A posting was given.
    PostingGiven,
    /// A duty roster was set.
    RosterSet,
    /// A line of a duty roster ends, or was taken out before it began.
    RosterEnded,
    /// Somebody else, or nobody, comes for one shift.
    RosterSubstituted,
    /// A dead job was put back into the queue.
    JobRetried,
    /// A reporter's phone number was deleted.
    ContactForgotten,
    /// A file was attached to a hazard.
    FileAttached,
    /// A person released a file: whoever sees the hazard may see it.
    FileReleased,
    /// A notice was issued about a hazard.
    NoticeIssued,
    /// A notice was withdrawn.
    NoticeWithdrawn,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// An account was disabled.
    AccountDisabled,
    /// The end of a posting was set.
    PostingEnded,
    /// A password was changed by its owner.
    PasswordChanged,
    /// A password was set by a reset link.
    PasswordReset,
    /// A reset link was made for the owner.
    ResetLinkMade,
    /// Somebody asked that the owner of a new account gets another link.
    AccountLinkAsked,
    /// A second factor was confirmed.
    FactorSet,
    /// A second factor was taken away.
    FactorRemoved,
    /// An outside identity was linked to an account.
    IdentityLinked,
    /// An outside identity was taken from an account.
    IdentityUnlinked,
    /// A session was ended from another one, or by a change of access.
    SessionRevoked,
    /// A token for programs was made.
    TokenMade,
    /// A token for programs was revoked.
    TokenRevoked,
    /// A phone number or mail address was set or taken away.
    ContactSet,
    /// A masked contact was shown in full.
    ContactUnmasked,
    /// Somebody saw so many contacts in full that those above are told.
    BrowsingNoticed,
    /// An account was erased: name, sign-in name, contacts and texts are gone.
    AccountErased,
    /// A free text was erased.
    TextErased,
    /// What is encrypted was encrypted anew under another key.
    KeysRotated,
    /// A key that protects nothing any more was taken out of the keyring.
    KeyRemoved,
    /// The database was restored from a backup.
    SystemRestored,
    /// The database was found at another place than it was made for.
    SystemCopied,
    /// A held database was released by a named person.
    SystemReleased,
    /// Somebody looked at the journal; the subject is the person whose entries were asked for, else the reader.
    JournalRead,
    /// Somebody took a list with names away as a file.
    ListExported,
    /// A warning came in.
    WarningReceived,
    /// A warning does not count any more.
    WarningEnded,
    /// A round of calls began.
    CalloutOpened,
    /// Its calls were written down.
    CalloutPlaced,
    /// Some of its calls climbed a rung of the ladder.
    CalloutStepped,
    /// Most phones of a unit could not be reached.
    CalloutBlackout,
    /// A round of calls ended.
    CalloutEnded,
    /// A round that a snapshot stood in for was brought back.
    CalloutReturned,
    /// A post said 已收到.
    CallReceived,
    /// A post said 已到岗.
    CallOnPost,
    /// A post said how many were moved.
    CallMoved,
    /// Somebody saw whose post it is, and the number.
    CallRevealed,
    /// A confirmation was called back.
    CallCalledBack,
    /// A call was handed over to another post.
    CallHandedOver,
    /// Somebody is to reach a silent post by knocking or by radio.
    CallKnockOrdered,
    /// Nobody answered there.
    CallKnockNobody,
    /// A resident's number was registered for a building.
    ResidentRegistered,
    /// Its owner agreed.
    ResidentConfirmed,
    /// A resident's number was deleted.
    ResidentErased,
    /// Residents are called in an evacuation.
    ResidentsCalled,
    /// A resident answered.
    ResidentAnswered,
    /// A test of the call chain was begun.
    ChainTestBegun,
    /// It was said whether a test is repeated.
    ChainTestRepeated,
    /// A test was over; what it found.
    ChainTestEnded,
    /// Somebody saw whom a test did not reach, and the number.
    ChainTestRevealed,
    /// Something happened to a response.
    Response(StepKind),
    /// A spoken decision was signed by whose it is.
    ResponseSigned,
    /// A task of a response was reported.
    TaskReported,
    /// Somebody with authority came to the command post, or left it.
    CommandPost,
    /// An exercise was begun.
    ExerciseBegun,
    /// An exercise was played, ended or broke off.
    ExerciseEnded,
    /// An official source says what a warning from elsewhere said.
    WarningConfirmed,
    /// A person said whether what was warned of came.
    WarningVerified,
    /// A feed of warnings was made.
    FeedMade,
    /// A feed of warnings was changed or paused.
    FeedChanged,
    /// A feed of warnings was taken away.
    FeedRemoved,
    /// A gauge was registered.
    GaugeMade,
    /// A gauge was changed, or has another secret.
    GaugeChanged,
    /// The secret of a gauge was taken back.
    GaugeRevoked,
    /// Readings propose something.
    ProposalOpened,
    /// Readings propose more.
    ProposalRaised,
    /// Somebody decided on what readings propose.
    ProposalDecided,
    /// A work group or loudspeaker was added to a unit.
    OutletAdded,
    /// It was taken away.
    OutletRemoved,
    /// It was told that calls have begun, or could not be told.
    OutletTold,
    /// A place was added to the register.
    PlaceCreated,
    /// What the register knows of a place was changed.
    PlaceChanged,
    /// A place does not stand any more.
    PlaceRetired,
    /// A place is to be closed.
    ClosureOpened,
    /// A post closed a place.
    ClosureClosed,
    /// A closed place may be opened again, or need not be closed.
    ClosureAuthorised,
    /// A post opened a place again.
    ClosureReopened,
    /// Somebody reported harm: 首报, 续报 or 终报.
    HarmReported,
    /// Somebody else verified it.
    HarmVerified,
    /// Two reports tell of one incident, or do not any more.
    HarmRelated,
    /// A level looked at it for the first time.
    HarmSeen,
    /// Somebody saw who reported.
    HarmRevealed,
    /// An evacuation was ordered.
    EvacuationOpened,
    /// That it was ordered before it was reported was reported (先转移后报告).
    EvacuationTold,
    /// Households went on, doors were marked, households were counted.
    EvacuationReported,
    /// A building goes to a shelter, to another one, or to none any more.
    EvacuationSheltered,
    /// Households left before a return was authorised.
    EvacuationLeftEarly,
    /// The return was authorised.
    ReturnAuthorised,
    /// The return was refused by the unit above.
    ReturnRefused,
    /// An evacuation ended.
    EvacuationEnded,
    /// The marks of doors of an ended evacuation were deleted.
    DoorsForgotten,
    /// A file of shelters was imported.
    SheltersImported,
    /// Somebody asked for help when the building is left.
    AssistRegistered,
    /// Posts of helpers were named.
    AssistHelpersNamed,
    /// An entry of the assistance register was seen.
    AssistViewed,
    /// An entry was deleted: it expired, the person wished it, or it was wrong.
    AssistErased,
    /// Somebody said how many households of a building are thought to need help.
    AssistEstimated,
    /// The list of a building was printed under a number.
    AssistPrinted,
    /// A printed list was given back or destroyed.
    AssistPrintClosed,
    /// A message for the public was begun.
    PublicDrafted,
    /// It was written anew.
    PublicEdited,
    /// It was handed in.
    PublicSubmitted,
    /// A second person published it.
    PublicPublished,
    /// A second person refused it.
    PublicRejected,
    /// One person published a template alone.
    PublicGlassBroken,
    /// That was judged afterwards.
    PublicReviewed,
    /// Whoever decided by word of mouth signed.
    PublicSigned,
    /// It does not count any more.
    PublicEnded,
}

impl Kind {
    /// The stable word in the journal, such as `hazard.accepted`.
    pub fn word(self) -> String {
        match self {
            Self::Hazard(event) => format!("hazard.{}", event.word()),
            Self::Unit(change) => format!("unit.{}", change.word()),
            Self::UnitsImported => "import.units".to_owned(),
            Self::BodiesImported => "import.bodies".to_owned(),
            Self::PlacesImported => "import.places".to_owned(),
            Self::PopulationImported => "import.population".to_owned(),
            Self::CasesImported => "import.cases".to_owned(),
            Self::CasesRemoved => "import.cases_removed".to_owned(),
            Self::AccountCreated => "account.created".to_owned(),
            Self::PostingGiven => "posting.given".to_owned(),
            Self::RosterSet => "roster.set".to_owned(),
            Self::RosterEnded => "roster.ended".to_owned(),
            Self::RosterSubstituted => "roster.substituted".to_owned(),
            Self::JobRetried => "job.retried".to_owned(),
            Self::ContactForgotten => "contact.forgotten".to_owned(),
            Self::FileAttached => "file.attached".to_owned(),
            Self::FileReleased => "file.released".to_owned(),
            Self::NoticeIssued => "notice.issued".to_owned(),
            Self::NoticeWithdrawn => "notice.withdrawn".to_owned(),
            Self::SignedIn => "session.signed_in".to_owned(),
            Self::SignedOut => "session.signed_out".to_owned(),
            Self::AccountDisabled => "account.disabled".to_owned(),
            Self::PostingEnded => "posting.ended".to_owned(),
            Self::PasswordChanged => "account.password_changed".to_owned(),
            Self::PasswordReset => "account.password_reset".to_owned(),
            Self::ResetLinkMade => "account.reset_link_made".to_owned(),
            Self::AccountLinkAsked => "account.link_asked".to_owned(),
            Self::FactorSet => "account.factor_set".to_owned(),
            Self::FactorRemoved => "account.factor_removed".to_owned(),
            Self::IdentityLinked => "account.identity_linked".to_owned(),
            Self::IdentityUnlinked => "account.identity_unlinked".to_owned(),
            Self::SessionRevoked => "session.revoked".to_owned(),
            Self::TokenMade => "token.made".to_owned(),
            Self::TokenRevoked => "token.revoked".to_owned(),
            Self::ContactSet => "contact.set".to_owned(),
            Self::ContactUnmasked => "contact.unmasked".to_owned(),
            Self::BrowsingNoticed => "contact.browsing_noticed".to_owned(),
            Self::AccountErased => "account.erased".to_owned(),
            Self::TextErased => "text.erased".to_owned(),
            Self::KeysRotated => "system.keys_rotated".to_owned(),
            Self::KeyRemoved => "system.key_removed".to_owned(),
            Self::SystemRestored => "system.restored".to_owned(),
            Self::SystemCopied => "system.copied".to_owned(),
            Self::SystemReleased => "system.released".to_owned(),
            Self::JournalRead => "journal.read".to_owned(),
            Self::ListExported => "export.made".to_owned(),
            Self::WarningReceived => "warning.received".to_owned(),
            Self::WarningEnded => "warning.ended".to_owned(),
            Self::CalloutOpened => "callout.opened".to_owned(),
            Self::CalloutPlaced => "callout.placed".to_owned(),
            Self::CalloutStepped => "callout.stepped".to_owned(),
            Self::CalloutBlackout => "callout.blackout".to_owned(),
            Self::CalloutEnded => "callout.ended".to_owned(),
            Self::CalloutReturned => "callout.returned".to_owned(),
            Self::CallReceived => "call.received".to_owned(),
            Self::CallOnPost => "call.on_post".to_owned(),
            Self::CallMoved => "call.moved".to_owned(),
            Self::CallRevealed => "call.revealed".to_owned(),
            Self::CallCalledBack => "call.called_back".to_owned(),
            Self::CallHandedOver => "call.handed_over".to_owned(),
            Self::CallKnockOrdered => "call.knock_ordered".to_owned(),
            Self::CallKnockNobody => "call.knock_nobody".to_owned(),
            Self::ResidentRegistered => "resident.registered".to_owned(),
            Self::ResidentConfirmed => "resident.confirmed".to_owned(),
            Self::ResidentErased => "resident.erased".to_owned(),
            Self::ResidentsCalled => "evacuation.residents_called".to_owned(),
            Self::ResidentAnswered => "evacuation.resident_answered".to_owned(),
            Self::ChainTestBegun => "chain_test.begun".to_owned(),
            Self::ChainTestRepeated => "chain_test.repeated".to_owned(),
            Self::ChainTestEnded => "chain_test.ended".to_owned(),
            Self::ChainTestRevealed => "chain_test.revealed".to_owned(),
            Self::Response(step) => format!("response.{}", step.word()),
            Self::ResponseSigned => "response.signed".to_owned(),
            Self::TaskReported => "response.task_reported".to_owned(),
            Self::CommandPost => "response.command_post".to_owned(),
            Self::ExerciseBegun => "exercise.begun".to_owned(),
            Self::ExerciseEnded => "exercise.ended".to_owned(),
            Self::WarningConfirmed => "warning.confirmed".to_owned(),
            Self::WarningVerified => "warning.verified".to_owned(),
            Self::FeedMade => "feed.made".to_owned(),
            Self::FeedChanged => "feed.changed".to_owned(),
            Self::FeedRemoved => "feed.removed".to_owned(),
            Self::GaugeMade => "gauge.made".to_owned(),
            Self::GaugeChanged => "gauge.changed".to_owned(),
            Self::GaugeRevoked => "gauge.revoked".to_owned(),
            Self::ProposalOpened => "proposal.opened".to_owned(),
            Self::ProposalRaised => "proposal.raised".to_owned(),
            Self::ProposalDecided => "proposal.decided".to_owned(),
            Self::OutletAdded => "outlet.added".to_owned(),
            Self::OutletRemoved => "outlet.removed".to_owned(),
            Self::OutletTold => "outlet.told".to_owned(),
            Self::PlaceCreated => "place.created".to_owned(),
            Self::PlaceChanged => "place.changed".to_owned(),
            Self::PlaceRetired => "place.retired".to_owned(),
            Self::ClosureOpened => "closure.opened".to_owned(),
            Self::ClosureClosed => "closure.closed".to_owned(),
            Self::ClosureAuthorised => "closure.authorised".to_owned(),
            Self::ClosureReopened => "closure.reopened".to_owned(),
            Self::HarmReported => "harm.reported".to_owned(),
            Self::HarmVerified => "harm.verified".to_owned(),
            Self::HarmRelated => "harm.related".to_owned(),
            Self::HarmSeen => "harm.seen".to_owned(),
            Self::HarmRevealed => "harm.revealed".to_owned(),
            Self::EvacuationOpened => "evacuation.opened".to_owned(),
            Self::EvacuationTold => "evacuation.told".to_owned(),
            Self::EvacuationReported => "evacuation.reported".to_owned(),
            Self::EvacuationSheltered => "evacuation.sheltered".to_owned(),
            Self::EvacuationLeftEarly => "evacuation.left_early".to_owned(),
            Self::ReturnAuthorised => "evacuation.return_authorised".to_owned(),
            Self::ReturnRefused => "evacuation.return_refused".to_owned(),
            Self::EvacuationEnded => "evacuation.ended".to_owned(),
            Self::DoorsForgotten => "evacuation.doors_forgotten".to_owned(),
            Self::SheltersImported => "import.shelters".to_owned(),
            Self::AssistRegistered => "assist.registered".to_owned(),
            Self::AssistHelpersNamed => "assist.helpers_named".to_owned(),
            Self::AssistViewed => "assist.viewed".to_owned(),
            Self::AssistErased => "assist.erased".to_owned(),
            Self::AssistEstimated => "assist.estimated".to_owned(),
            Self::AssistPrinted => "assist.printed".to_owned(),
            Self::AssistPrintClosed => "assist.print_closed".to_owned(),
            Self::PublicDrafted => "public_message.drafted".to_owned(),
            Self::PublicEdited => "public_message.edited".to_owned(),
            Self::PublicSubmitted => "public_message.submitted".to_owned(),
            Self::PublicPublished => "public_message.published".to_owned(),
            Self::PublicRejected => "public_message.rejected".to_owned(),
            Self::PublicGlassBroken => "public_message.glass_broken".to_owned(),
            Self::PublicReviewed => "public_message.reviewed".to_owned(),
            Self::PublicSigned => "public_message.signed".to_owned(),
            Self::PublicEnded => "public_message.ended".to_owned(),
        }
    }

    /// Version of the payload's shape.
    pub fn version(self) -> i16 {
        1
    }

    /// What kind of thing the subject is.
    pub fn subject_kind(self) -> &'static str {
        match self {
            Self::Hazard(_) => "hazard",
            Self::Unit(_) => "unit",
            Self::SheltersImported
            | Self::UnitsImported
            | Self::BodiesImported
            | Self::PlacesImported
            | Self::PopulationImported
            | Self::CasesImported
            | Self::CasesRemoved => "import",
            Self::AccountCreated
            | Self::SignedIn
            | Self::SignedOut
            | Self::AccountDisabled
            | Self::PasswordChanged
            | Self::PasswordReset
            | Self::ResetLinkMade
            | Self::AccountLinkAsked
            | Self::FactorSet
            | Self::FactorRemoved
            | Self::IdentityLinked
            | Self::IdentityUnlinked
            | Self::SessionRevoked => "account",
            Self::PostingGiven | Self::PostingEnded => "posting",
            Self::TokenMade | Self::TokenRevoked => "token",
            Self::ContactSet
            | Self::ContactUnmasked
            | Self::BrowsingNoticed
            | Self::AccountErased
            | Self::JournalRead => "account",
            Self::ListExported => "export",
            Self::WarningReceived | Self::WarningEnded | Self::WarningConfirmed | Self::WarningVerified => "warning",
            Self::FeedMade | Self::FeedChanged | Self::FeedRemoved => "feed",
            Self::GaugeMade | Self::GaugeChanged | Self::GaugeRevoked => "gauge",
            Self::ProposalOpened | Self::ProposalRaised | Self::ProposalDecided => "proposal",
            Self::CalloutOpened
            | Self::CalloutPlaced
            | Self::CalloutStepped
            | Self::CalloutBlackout
            | Self::CalloutEnded
            | Self::CalloutReturned => "callout",
            Self::CallReceived
            | Self::CallOnPost
            | Self::CallMoved
            | Self::CallRevealed
            | Self::CallCalledBack
            | Self::CallHandedOver
            | Self::CallKnockOrdered
            | Self::CallKnockNobody => "call",
            Self::ResidentRegistered | Self::ResidentConfirmed | Self::ResidentErased => "resident_number",
            Self::ResidentsCalled | Self::ResidentAnswered => "evacuation",
            Self::ChainTestBegun | Self::ChainTestRepeated | Self::ChainTestEnded | Self::ChainTestRevealed => {
                "chain_test"
            }
            Self::Response(_) | Self::ResponseSigned | Self::TaskReported | Self::CommandPost => "response",
            Self::ExerciseBegun | Self::ExerciseEnded => "exercise",
            Self::OutletAdded | Self::OutletRemoved | Self::OutletTold => "outlet",
            Self::PlaceCreated | Self::PlaceChanged | Self::PlaceRetired => "place",
            Self::ClosureOpened | Self::ClosureClosed | Self::ClosureAuthorised | Self::ClosureReopened => "closure",
            Self::HarmReported | Self::HarmVerified | Self::HarmRelated | Self::HarmSeen | Self::HarmRevealed => "harm",
            Self::EvacuationOpened
            | Self::EvacuationTold
            | Self::EvacuationReported
            | Self::EvacuationSheltered
            | Self::EvacuationLeftEarly
            | Self::ReturnAuthorised
            | Self::ReturnRefused
            | Self::EvacuationEnded
            | Self::DoorsForgotten => "evacuation",
            Self::AssistRegistered | Self::AssistHelpersNamed | Self::AssistViewed | Self::AssistErased => "assist",
            Self::AssistEstimated => "place",
            Self::AssistPrinted | Self::AssistPrintClosed => "assist_print",
            Self::PublicDrafted
            | Self::PublicEdited
            | Self::PublicSubmitted
            | Self::PublicPublished
            | Self::PublicRejected
            | Self::PublicGlassBroken
            | Self::PublicReviewed
            | Self::PublicSigned
            | Self::PublicEnded => "public_message",
            Self::TextErased => "text",
            Self::KeysRotated | Self::KeyRemoved | Self::SystemRestored | Self::SystemCopied | Self::SystemReleased => {
                "system"
            }
            Self::JobRetried => "job",
            Self::ContactForgotten => "hazard",
            Self::FileAttached | Self::FileReleased => "file",
            Self::NoticeIssued | Self::NoticeWithdrawn => "notice",
            Self::RosterSet | Self::RosterEnded | Self::RosterSubstituted => "roster",
        }
    }
}

/// Who caused a change, in which capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct By {
    /// The account; none for an anonymous report and for the system itself.
    pub account: Option<AccountId>,
    /// The posting under which it was done.
    pub posting: Option<PostingId>,
}

/// The other thing because of which something changed: the warning that calls were opened for, the hazard that took a
/// duplicate in, the import that brought a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A warning that came, changed or ended.
    Warning(WarningId),
    /// A round of calls.
    Callout(CalloutId),
    /// A response.
    Response(ResponseId),
    /// What readings proposed.
    Proposal(Uuid),
    /// Another hazard.
    Hazard(HazardId),
    /// A message for the public that took the place of another.
    PublicMessage(PublicMessageId),
    /// An import.
    Import(ImportId),
}

impl Cause {
    /// What kind of thing it is, in the words of [`Kind::subject_kind`].
    pub fn kind(self) -> &'static str {
        match self {
            Self::Warning(_) => "warning",
            Self::Callout(_) => "callout",
            Self::Response(_) => "response",
            Self::Proposal(_) => "proposal",
            Self::Hazard(_) => "hazard",
            Self::PublicMessage(_) => "public_message",
            Self::Import(_) => "import",
        }
    }

    /// Its id.
    pub fn id(self) -> Uuid {
        match self {
            Self::Warning(id) => id.0,
            Self::Callout(id) => id.0,
            Self::Response(id) => id.0,
            Self::Hazard(id) => id.0,
            Self::PublicMessage(id) => id.0,
            Self::Import(id) => id.0,
            Self::Proposal(id) => id,
        }
    }
}

/// An entry before the store gives it its place in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// What it tells.
    pub kind: Kind,
    /// The thing that changed.
    pub subject: Uuid,
    /// The unit concerned, with its path at that time.
    pub unit: Option<(UnitId, UnitPath)>,
    /// The responsible body, where there is one; part of the row filter.
    pub body: Option<BodyId>,
    /// Who did it.
    pub by: By,
    /// What set it off, where it was not done for its own sake.
    pub cause: Option<Cause>,
    /// The command that did it.
    pub command: Option<CommandId>,
    /// When it happened, by the device, never later than its receipt.
    pub happened_at: Timestamp,
    /// When the server recorded it.
    pub recorded_at: Timestamp,
    /// What changed; no personal data, no free text.
    pub payload: Value,
}

impl NewEntry {
    /// An entry about `subject` alone: no unit, no body, no actor, nothing changed but the fact itself.
    pub fn about(kind: Kind, subject: Uuid, now: Timestamp) -> Self {
        Self {
            kind,
            subject,
            unit: None,
            body: None,
            by: By::default(),
            cause: None,
            command: None,
            happened_at: now,
            recorded_at: now,
            payload: Value::Object(serde_json::Map::new()),
        }
    }
}
