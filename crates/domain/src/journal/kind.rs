//! What entries tell.

use crate::hazard::EventKind;
use crate::response::StepKind;
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
