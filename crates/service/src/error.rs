//! What a use case answers when it cannot be done. Knows nothing of HTTP.

use domain::access::Permission;
use domain::deadline::DeadlineError;
use domain::hazard::{DraftError, Refusal};
use domain::id::HazardId;
use domain::notice::NoticeRefusal;
use domain::unit::change::ChangeRefusal;
use store::StoreError;

use crate::access::AccessRefusal;

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or the actor may not know that there is.
    #[error("there is no {0} with this id")]
    NotFound(&'static str),
    /// The actor's titles do not allow it here.
    #[error("this needs the permission `{}` for this place", .0.word())]
    Forbidden(Permission),
    /// Name and password do not match, or the account is disabled.
    #[error("name or password is wrong")]
    SignInFailed,
    /// Access is refused, or must be shown anew.
    #[error(transparent)]
    Access(#[from] AccessRefusal),
    /// A report is malformed.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The hazard's state or a guard forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A notice cannot be issued by this office, or about a hazard in this state.
    #[error("{0}")]
    Notice(NoticeRefusal),
    /// The tree does not allow the change.
    #[error(transparent)]
    Change(#[from] ChangeRefusal),
    /// One field cannot be taken.
    #[error("{detail}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// Stable code.
        code: &'static str,
        /// What is wrong and what to do.
        detail: String,
    },
    /// Somebody else changed it first.
    #[error("it was changed by somebody else: you have version {given}, it is at version {current}")]
    VersionConflict {
        /// The version that the caller had.
        given: i32,
        /// The version now.
        current: i32,
    },
    /// Only whoever reported it may do this.
    #[error("only whoever reported it can do this")]
    ReporterOnly,
    /// It is part of another hazard by now.
    #[error("it is part of hazard `{0}`: go on there")]
    MergedInto(HazardId),
    /// The id is taken by another thing.
    #[error("this {0} exists already")]
    Exists(&'static str),
    /// The same command key came with another body.
    #[error("this Idempotency-Key was used before for another request")]
    KeyReused,
    /// Nothing can be said of a warning that goes on, was replaced, was a test, or is for no unit here.
    #[error("this warning goes on, was replaced by a later one, was a test, or is for no unit here")]
    VerificationRefused,
    /// An upload in parts goes on elsewhere.
    #[error("the upload has {received} bytes; go on from there")]
    UploadOffset {
        /// How much has arrived.
        received: i64,
    },
    /// A warning is not valid.
    #[error("the warning is not valid: {}", .0.first().map_or("no reason", |finding| finding.message.as_str()))]
    WarningRefused(Vec<::warning::Finding>),
    /// No calls can be begun for this warning.
    #[error("no calls can be begun: {0}")]
    CalloutRefused(&'static str),
    /// Its calls go on already.
    #[error("the calls of this warning go on already")]
    CalloutOpen,
    /// Somebody decided on this proposal already.
    #[error("somebody decided on this proposal already")]
    ProposalDecided,
    /// A post's report cannot be taken.
    #[error(transparent)]
    Call(#[from] domain::callout::CallRefusal),
    /// A decision about a response cannot be taken.
    #[error(transparent)]
    Response(#[from] domain::response::ResponseRefusal),
    /// A report about a task cannot be taken.
    #[error(transparent)]
    Task(#[from] domain::response::TaskRefusal),
    /// A step of a closure does not follow.
    #[error(transparent)]
    Closure(#[from] domain::place::ClosureRefusal),
    /// Whoever reported harm cannot verify it.
    #[error("whoever reported it cannot verify it: somebody else must")]
    OwnHarm,
    /// Two reports cannot be related so.
    #[error("these reports cannot be related: {0}")]
    HarmRelation(&'static str),
    /// A report about an evacuation cannot be taken.
    #[error(transparent)]
    Evacuation(#[from] domain::evacuation::EvacuationRefusal),
    /// A building does not go to this shelter.
    #[error(transparent)]
    Shelter(#[from] domain::shelter::ShelterRefusal),
    /// One of the groups of an order does not go to its shelter.
    #[error("`groups[{group}]`: {refusal}")]
    GroupShelter {
        /// Its place in the order, counted from 0.
        group: usize,
        /// Why not.
        refusal: domain::shelter::ShelterRefusal,
    },
    /// Nobody may go home yet.
    #[error(transparent)]
    Home(#[from] domain::evacuation::HomeRefusal),
    /// The assistance register is shut while no activation is open.
    #[error("no activation is open there: the register is shut")]
    NotActivated,
    /// Rows of a file cannot be taken; none of them was.
    #[error("{} rows of the file cannot be taken; none was: `errors` says why", .0.len())]
    RowsRefused(Vec<crate::shelter::RowFault>),
    /// A message for the public does not go on this way.
    #[error(transparent)]
    PublicMessage(#[from] domain::public_message::PublicRefusal),
    /// A message for the public contradicts what is open where it would be sent.
    #[error("the message contradicts what is open there: {}", .0.first().map_or("", |one| one.phrase.as_str()))]
    Contradicts(Vec<domain::public_message::advice::Conflict>),
    /// A deadline could not be computed.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no keyring.
    #[error("there is no keyring: `bridgehead keys create` makes one")]
    NoKeyring,
    /// The keyring cannot be used.
    #[error(transparent)]
    Keyring(#[from] crate::keyring::FileError),
    /// An encrypted value cannot be read.
    #[error(transparent)]
    Cipher(#[from] crate::keyring::CipherError),
    /// What room there is on the disk is kept for warnings and calls.
    #[error(
        "the server's disk is nearly full, and the rest is kept for warnings and calls: {0} are not taken now; tell \
         the operator, and call the duty desk where it is urgent"
    )]
    DiskReserve(&'static str),
    /// The database is not held.
    #[error("the database is not held")]
    NotHeld,
    /// A backup cannot be made or put back.
    #[error("backup: {0}")]
    Backup(String),
    /// No official orange or red is in force.
    #[error("no official orange or red is in force for this unit: a bag is printed from orange on")]
    BagNotNow,
    /// Nobody checks itself.
    #[error("whoever said it, or wrote it down, does not call it back")]
    OwnCallBack,
    /// Somebody has called back.
    #[error("somebody has called back already")]
    CalledBack,
    /// Nobody needs to go there.
    #[error("the post is there already: nobody needs to go")]
    KnockNeedless,
    /// Two tests must not write to the same posts at once.
    #[error("a test of the chain that is still open writes to some of the same posts")]
    ChainTestOpen,
    /// A snapshot for calls cannot be written or read.
    #[error("snapshot for calls: {0}")]
    Snapshot(String),
    /// Shipped reference data is damaged.
    #[error("shipped reference data is damaged: {0}")]
    Data(#[from] serde_json::Error),
    /// Something failed inside; the text is for the log.
    #[error("internal: {0}")]
    Internal(String),
}

impl ServiceError {
    pub(crate) fn invalid(field: &'static str, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid { field, code, detail: detail.into() }
    }
}
