//! The fixed words of the wire as schemas, so that clients know each of them.
//!
//! The fields themselves hold the domain's own types, which serialise to these words; a test holds the
//! two lists together.

use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($word:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(rename_all = "snake_case")]
        #[expect(dead_code, reason = "a schema only; values are the domain's")]
        pub(crate) enum $name { $($word),+ }
    )+};
}

words! {
    /// Which course a scenario takes.
    CourseWord { AsItWas, AsPlanned, WithoutNetwork }
    /// What is known of the signature of a warning.
    SignatureWord { Unchecked, Valid, Invalid }
    /// Whether what was warned of came.
    VerificationWord { Hit, FalseAlarm }
    /// What a resident answers.
    ResidentAnswerWord { Left, NeedsHelp }
    /// What a call-back of a confirmation found.
    FoundWord { There, NotThere, NoAnswer }
    /// By which way somebody tries to reach a silent post.
    KnockWayWord { Knock, Radio }
    /// What was found there.
    KnockFoundWord { There, Nobody }
    /// Where such a task stands.
    KnockStateWord { Open, Done, Nobody, Needless, Ended }
    /// Where an exercise stands.
    ExerciseStateWord { Waiting, Running, Suspended, Done, Failed, Cancelled }
    /// Which sort of line of the log of an exercise.
    LogLineWord { Warning, Decision, Event, Harm, Played }
    /// Why a post of an exercise has not answered.
    SilenceWord { NoAnswer, NoNetwork, NoNumber, NotCalled }
    /// Level of a response.
    ResponseLevelWord { Iv, Iii, Ii, I }
    /// Where a response stands.
    ResponseStateWord { Proposed, Active, Declined, Ended, Lapsed }
    /// What happened to a response.
    ResponseStepWord { Proposed, Activated, Raised, Lowered, Declined, Escalated, Lapsed, Ended, EndProposed }
    /// Where a task stands.
    TaskStateWord { Open, Done, NotNeeded, Ended }
    /// What a line of a plan asks for.
    ItemKindWord { Do, Count, ClosePlaces, MovePeople }
    /// Where a household stands in an evacuation.
    HouseholdStageWord { Listed, Notified, Confirmed, Refused, Police, NotFound, EnRoute, Shelter, Relatives, AfterCare, LeftEarly, ReturnAuthorised, Returned }
    /// What people flee from.
    PerilWord { Flood, Landslide, Earthquake, Fire, Gas, Storm, Heat, Cold }
    /// What kind of place a shelter is.
    ShelterKindWord { Building, Open, Basement }
    /// For how long a shelter is, by area per person.
    ShelterClassWord { Emergency, Temporary, Short, Mid, Long }
    /// Why a shelter is none.
    UnsuitedWord { NotNamed, OpenAir, Underground }
    /// What help is needed.
    HelpWord { Carry, OxygenPower, Hearing, Language, AloneAtNight }
    /// Who agreed.
    ConsentWord { Own, Guardian }
    /// What became of a printed list.
    PrintEndWord { Returned, Destroyed }
    /// Whether people may go home.
    ReturnWord { Open, Refused, Authorised }
    /// Kind of unit.
    UnitKindWord { City, County, Street, Town, Community, Village, CommunityGrid, RuralGrid, DedicatedGrid, MicroGrid }
    /// How far a boundary can be trusted.
    BoundaryQualityWord { Surveyed, Published, Synthetic, None }
    /// Kind of body.
    BodyKindWord { Department, PoliceStation, PropertyCompany, OwnersCommittee, ResidentsCommittee, VillagersCommittee, Utility, Other }
    /// Where a hazard stands.
    StateWord { Reported, Accepted, Rejected, Assigned, Controlled, Rectifying, AwaitingVerification, Verified, Closed, Suspended, Duplicate }
    /// What happened to a hazard.
    EventWord { Reported, Imported, Accepted, Rejected, Appealed, Assigned, HandedBack, Controlled, Started, Finished, Verified, Returned, Closed, Overdue, Suspended, Resumed, MajorSuspected, MajorConfirmed, MajorDenied, Secured, Regraded, Escalated, Whistled, WhistleAnswered, Supervised, SupervisionEnded, Merged, Absorbed, Separated, Recurred, Judged, Reopened, Asked, Answered, Amended }
    /// What can be done with a hazard.
    ActionWord { Accept, Reject, Assign, Control, Start, Finish, Verify, Return, Close, HandBack, Secure, Ask, Answer, Suspend, Resume, SuspectMajor, ConfirmMajor, DenyMajor, Regrade, Escalate, Whistle, AnswerWhistle, Supervise, EndSupervision, Merge, Separate, Recur, Appeal, JudgeFixed, JudgeNotFixed }
    /// How serious.
    SeverityWord { General, SuspectedMajor, Major }
    /// One of the five secured items.
    SecuredItemWord { Responsibility, Measures, Funds, TimeLimit, Plan }
    /// On which ground a department is called.
    WhistleKindWord { Complaint, JointEnforcement, Emergency }
    /// What a rectification waits for.
    WaitingReasonWord { MaintenanceFund, OwnersCommittee, Authority, Delivery, Other }
    /// What sort of notice it is.
    NoticeKindWord { Notification, RectificationOrder }
    /// How a report came in.
    ChannelWord { Own, OnBehalf, PhoneNote, Import }
    /// The reporter's judgement.
    VerdictWord { Fixed, NotFixed }
    /// A step with a time limit.
    StepWord { Accept, Assign, Control, Rectify, Verify, Close, Resume }
    /// How fast something must be handled.
    UrgencyWord { Emergency, Urgent, Normal, Planned }
    /// What a record is.
    CaseKindWord { Hazard, ServiceRequest, DisputeLead }
    /// Which hours count towards a limit.
    CalendarWord { Clock, WorkingDays }
    /// Statutory category.
    CategoryWord { Natural, Accident, Health, Social }
    /// Colour of a warning.
    ColourWord { Blue, Yellow, Orange, Red }
    /// How a feed of warnings fares.
    FeedStateWord { New, Ok, Failing, Paused }
    /// What became of an entry of a feed.
    EntryOutcomeWord { Taken, Known, Refused, Waiting }
    /// Why a feed failed, or an entry of one was not taken.
    FeedFaultWord { Address, PrivateNetwork, Unreachable, TooSlow, Redirected, NotAdmitted, Missing, SourceBroken, Status, Unchanged, TooLarge, Unreadable, MoreLeft, NoAlert, Unsound, IdentifierTaken, Internal }
    /// What a gauge measures.
    QuantityWord { Rain, Snow, WindMean, WindGust, Temperature, Visibility, Level, Humidity, SurfaceTemperature, Pm25 }
    /// What counts of the readings in a window.
    StatisticWord { Sum, Max, Min, Fall, DaysMax }
    /// How a gauge fares.
    GaugeStateWord { New, Ok, Silent, Revoked }
    /// Why a reading is refused.
    ReadingRefusalWord { QuantityNotAllowed, UnitWrong, Implausible, Retained, InFuture, TooOld, Conflicting }
    /// What became of a proposal.
    ProposalStateWord { Open, Taken, Dismissed }
    /// What a warning warns of.
    WarnedOfWord { Rainstorm, Gale, Heat, Snowstorm, ColdWave, Typhoon, Lightning, Hail, Fog, Haze, Icing, Sandstorm, Frost, Drought, Flood, Geological, Other }
    /// Why a warning or a round of calls ended.
    EndingWord { Superseded, Cancelled, Expired, Closed }
    /// What kind of outlet of a unit.
    OutletKindWord { Dingtalk, Wecom, Feishu, Loudspeaker, Radio, Satellite }
    /// Where a call stands.
    CallStateWord { Pending, Sent, Unreached, Received, OnPost, Ended }
    /// A rung of the ladder of calls.
    CallStepWord { First, Retry, Deputy, Parent, DoorKnock, ParentAgain }
    /// By which way a report of a called post came.
    HowWord { Page, Link, Sms, Voice, Radio, Knock }
    /// Where the closing of a place stands.
    ClosureStateWord { ToClose, Closed, Reopened, Cancelled }
    /// What a field of a kind of place holds.
    FieldTypeWord { Integer, Decimal, Text, Choice, Date, Boolean }
    /// What caused harm.
    HarmKindWord { Flood, UndergroundFlooding, Landslide, Collapse, Fire, Gas, Electric, Traffic, Other }
    /// Which report of an incident it is: 首报, 续报, 终报.
    HarmStageWord { First, FollowUp, Final }
    /// What numbers rest on.
    HarmBasisWord { Reported, Verified }
    /// What a message for the public is.
    PublicKindWord { Forward, RiskNotice, OwnWarning, Cancel, AllClear }
    /// Where a message for the public stands.
    PublicStateWord { Draft, Submitted, Rejected, Published, Superseded, Cancelled, Lifted, Expired }
    /// For whom a text is.
    AudienceWord { Residents, Staff, Drivers, Schools, Property }
    /// By which way somebody decided who was not there.
    OralWayWord { Phone, Radio, InPerson }
    /// How a message by one person is judged afterwards.
    VerdictOfReview { Justified, Unjustified }
    /// What happened to a unit.
    ChangeWord { Created, Renamed, Recoded, Corrected, Moved, Merged, Split, Closed }
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;

    fn listed<T: PartialSchema>() -> Vec<String> {
        let schema = serde_json::to_value(T::schema()).expect("a schema");
        let words = schema["enum"].as_array().expect("an enumeration");
        words.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
    }

    fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<String> {
        all.iter().map(|&one| word(one).to_owned()).collect()
    }

    #[test]
    fn every_word_of_the_domain_is_in_its_schema() {
        use domain::{body::BodyKind, catalogue::Urgency, deadline::Step, hazard, notice::NoticeKind, unit::UnitKind};
        assert_eq!(listed::<super::UnitKindWord>(), words(&UnitKind::ALL, UnitKind::word));
        assert_eq!(listed::<super::BodyKindWord>(), words(&BodyKind::ALL, BodyKind::word));
        assert_eq!(listed::<super::StateWord>(), words(&hazard::State::ALL, hazard::State::word));
        assert_eq!(listed::<super::EventWord>(), words(&hazard::EventKind::ALL, hazard::EventKind::word));
        assert_eq!(listed::<super::ActionWord>(), words(&hazard::Action::ALL, hazard::Action::word));
        assert_eq!(listed::<super::SeverityWord>(), words(&hazard::Severity::ALL, hazard::Severity::word));
        assert_eq!(listed::<super::SecuredItemWord>(), words(&hazard::SecuredItem::ALL, hazard::SecuredItem::word));
        assert_eq!(listed::<super::WhistleKindWord>(), words(&hazard::WhistleKind::ALL, hazard::WhistleKind::word));
        assert_eq!(
            listed::<super::WaitingReasonWord>(),
            words(&hazard::WaitingReason::ALL, hazard::WaitingReason::word)
        );
        assert_eq!(listed::<super::NoticeKindWord>(), words(&NoticeKind::ALL, NoticeKind::word));
        assert_eq!(listed::<super::ChannelWord>(), words(&hazard::Channel::ALL, hazard::Channel::word));
        assert_eq!(listed::<super::VerdictWord>(), words(&hazard::Verdict::ALL, hazard::Verdict::word));
        assert_eq!(listed::<super::StepWord>(), words(&Step::ALL, Step::word));
        use domain::public_message as public;
        use domain::{callout, colour::WarningColour, warned::WarnedOf};
        assert_eq!(listed::<super::PublicKindWord>(), words(&public::PublicKind::ALL, public::PublicKind::word));
        assert_eq!(listed::<super::PublicStateWord>(), words(&public::PublicState::ALL, public::PublicState::word));
        assert_eq!(listed::<super::AudienceWord>(), words(&public::Audience::ALL, public::Audience::word));
        assert_eq!(listed::<super::OralWayWord>(), words(&public::OralWay::ALL, public::OralWay::word));
        assert_eq!(listed::<super::VerdictOfReview>(), words(&public::ReviewVerdict::ALL, public::ReviewVerdict::word));
        use domain::resident::ResidentAnswer;
        assert_eq!(listed::<super::ResidentAnswerWord>(), words(&ResidentAnswer::ALL, ResidentAnswer::word));
        assert_eq!(listed::<super::ColourWord>(), words(&WarningColour::ALL, WarningColour::word));
        assert_eq!(listed::<super::WarnedOfWord>(), words(&WarnedOf::ALL, WarnedOf::word));
        use domain::response;
        assert_eq!(
            listed::<super::ResponseLevelWord>(),
            words(&response::ResponseLevel::ALL, response::ResponseLevel::word)
        );
        use domain::exercise::{Course, ExerciseState, Silence};
        assert_eq!(listed::<super::CourseWord>(), words(&Course::ALL, Course::word));
        assert_eq!(listed::<super::SilenceWord>(), words(&Silence::ALL, Silence::word));
        assert_eq!(listed::<super::ExerciseStateWord>(), words(&ExerciseState::ALL, ExerciseState::word));
        assert_eq!(
            listed::<super::ResponseStateWord>(),
            words(&response::ResponseState::ALL, response::ResponseState::word)
        );
        assert_eq!(listed::<super::ResponseStepWord>(), words(&response::StepKind::ALL, response::StepKind::word));
        assert_eq!(listed::<super::TaskStateWord>(), words(&response::TaskState::ALL, response::TaskState::word));
        assert_eq!(listed::<super::ItemKindWord>(), words(&response::ItemKind::ALL, response::ItemKind::word));
        use domain::reading::{GaugeState, ProposalState, Quantity, ReadingRefusal, Statistic};
        assert_eq!(listed::<super::QuantityWord>(), words(&Quantity::ALL, Quantity::word));
        assert_eq!(listed::<super::StatisticWord>(), words(&Statistic::ALL, Statistic::word));
        assert_eq!(listed::<super::GaugeStateWord>(), words(&GaugeState::ALL, GaugeState::word));
        assert_eq!(listed::<super::ReadingRefusalWord>(), words(&ReadingRefusal::ALL, ReadingRefusal::word));
        assert_eq!(listed::<super::ProposalStateWord>(), words(&ProposalState::ALL, ProposalState::word));
        use domain::feed::{EntryOutcome, FeedFault, FeedState};
        assert_eq!(listed::<super::FeedStateWord>(), words(&FeedState::ALL, FeedState::word));
        assert_eq!(listed::<super::EntryOutcomeWord>(), words(&EntryOutcome::ALL, EntryOutcome::word));
        assert_eq!(listed::<super::FeedFaultWord>(), words(&FeedFault::ALL, FeedFault::word));
        assert_eq!(listed::<super::EndingWord>(), words(&callout::Ending::ALL, callout::Ending::word));
        assert_eq!(listed::<super::CallStateWord>(), words(&callout::CallState::ALL, callout::CallState::word));
        assert_eq!(listed::<super::CallStepWord>(), words(&callout::Step::ALL, callout::Step::word));
        let kinds = &domain::outlet::OutletKind::ALL;
        assert_eq!(listed::<super::OutletKindWord>(), words(kinds, domain::outlet::OutletKind::word));
        assert_eq!(listed::<super::KnockWayWord>(), words(&callout::KnockWay::ALL, callout::KnockWay::word));
        assert_eq!(listed::<super::KnockFoundWord>(), words(&callout::KnockFound::ALL, callout::KnockFound::word));
        assert_eq!(listed::<super::KnockStateWord>(), words(&callout::KnockState::ALL, callout::KnockState::word));
        assert_eq!(listed::<super::HowWord>(), words(&callout::How::ALL, callout::How::word));
        use domain::{harm, place};
        assert_eq!(listed::<super::ClosureStateWord>(), words(&place::ClosureState::ALL, place::ClosureState::word));
        assert_eq!(listed::<super::FieldTypeWord>(), words(&place::FieldType::ALL, place::FieldType::word));
        assert_eq!(listed::<super::HarmKindWord>(), words(&harm::HarmKind::ALL, harm::HarmKind::word));
        assert_eq!(listed::<super::HarmStageWord>(), words(&harm::Stage::ALL, harm::Stage::word));
        assert_eq!(listed::<super::HarmBasisWord>(), words(&harm::Basis::ALL, harm::Basis::word));
        assert_eq!(listed::<super::UrgencyWord>(), words(&Urgency::ALL, Urgency::word));
    }
}
