//! Identifiers: one newtype per kind of thing, so that a unit's id cannot be passed for a body's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A unit of the grid tree.
    UnitId,
    /// A department, property company, committee or other organisation.
    BodyId,
    /// A sign-in account.
    AccountId,
    /// One person holding one title in one unit for some time.
    PostingId,
    /// A hazard, service request or dispute lead.
    HazardId,
    /// A building, stairwell, garage, school or other thing that stays where it is.
    PlaceId,
    /// One run of an importer.
    ImportId,
    /// One write command; the client chooses it, so that a repeated request is recognised.
    CommandId,
    /// A call to a department.
    WhistleId,
    /// A question to somebody else whose answer a hazard waits for.
    WaitingId,
    /// A piece of free text that can be redacted.
    TextId,
    /// A file that somebody uploaded.
    FileId,
    /// A notice on paper.
    NoticeId,
    /// A paper that somebody asked for as PDF.
    PaperId,
    /// A warning that came in.
    WarningId,
    /// A round of calls.
    CalloutId,
    /// The call of one post.
    CallId,
    /// A response of one body under one plan.
    ResponseId,
    /// A step of a response.
    ResponseStepId,
    /// A task of a response.
    TaskId,
    /// An exercise.
    ExerciseId,
    /// A work group or loudspeaker of a unit.
    OutletId,
    /// The closing of a place for a warning.
    ClosureId,
    /// A report of harm, with all its versions.
    HarmId,
    /// The evacuation of one unit.
    EvacuationId,
    /// A building, or a part of one, in an evacuation.
    GroupId,
    /// A shelter.
    ShelterId,
    /// An entry of the assistance register.
    AssistId,
    /// A message for the public.
    PublicMessageId,
    /// A test of the call chain.
    ChainTestId,
    /// A resident's number, for one building.
    ResidentNumberId,
    /// The call of a resident's number in an evacuation.
    ResidentCallId,
}
