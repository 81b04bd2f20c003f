//! Why a command was refused.

use super::{Action, State, TEXT_MAX_CHARS};

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The state does not allow it.
    #[error("`{}` is not possible in state `{}`", .action.word(), .state.word())]
    State {
        /// What was asked.
        action: Action,
        /// Where the hazard stands.
        state: State,
    },
    /// Whoever rectified may not judge the result.
    #[error("the verifier must be somebody other than the rectifier")]
    VerifierIsRectifier,
    /// Whoever rectifies may not grant the delay.
    #[error("a suspension is granted by somebody other than the rectifier")]
    ApproverIsRectifier,
    /// Whoever refused the report may not take the second look.
    #[error("an appeal is decided by somebody other than whoever refused the report")]
    SecondLookBySame,
    /// The appeal has been used.
    #[error("a report can be appealed once")]
    AppealSpent,
    /// Two bodies have handed it back.
    #[error("it was handed back twice: the coordinator names the body now")]
    HandBacksSpent,
    /// A suspended hazard must be under control.
    #[error("interim control must be in place before a hazard is suspended")]
    ControlFirst,
    /// The day lies in the past or too far ahead.
    #[error("`until` must lie ahead, at most {0} days")]
    Until(i64),
    /// Nobody has decided whether it is a major hazard.
    #[error("it is suspected to be a major hazard: the asked department decides first")]
    MajorUndecided,
    /// Only the department that was asked decides.
    #[error("only the department that was asked decides whether it is a major hazard")]
    NotAsked,
    /// A major hazard is closed with all five items.
    #[error("a major hazard is closed when responsibility, measures, funds, time limit and plan are all settled")]
    ItemsMissing,
    /// It is on the supervision list.
    #[error("it is on the supervision list: it must be taken off first")]
    UnderSupervision,
    /// It is not on the supervision list.
    #[error("it is not on the supervision list")]
    NotSupervised,
    /// Only a county or a city supervises.
    #[error("only a county-level unit or the city puts hazards on the supervision list")]
    CountyOrAbove,
    /// Only a street blows the whistle.
    #[error("only a sub-district or town calls departments by whistle")]
    StreetOnly,
    /// There is no open whistle for this body.
    #[error("there is no open call to your department with this id")]
    NoWhistle,
    /// There is no open question with this id.
    #[error("there is no open question with this id")]
    NoQuestion,
    /// A date lies in the future, or an answer before its question.
    #[error("the date lies in the future, or before the question")]
    Date,
    /// The top of the tree is reached.
    #[error("there is no level above that could join")]
    TopReached,
    /// It is so already.
    #[error("it is so already")]
    Already,
    /// The reporter has given a verdict.
    #[error("the verdict has been given")]
    Judged,
    /// A hazard cannot be part of itself, of a duplicate or of one that is no longer open.
    #[error("the other hazard must be open and no duplicate itself")]
    Master,
    /// Only a closed hazard can come back.
    #[error("the earlier hazard must be another one that is closed")]
    Earlier,
    /// A text is missing, too long or holds control characters.
    #[error("`{}` needs a text of 1 to {TEXT_MAX_CHARS} characters, none of them a control character", .0.word())]
    Text(Action),
}

impl Refusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::State { .. } => "transition_refused",
            Self::VerifierIsRectifier => "verifier_is_rectifier",
            Self::ApproverIsRectifier => "approver_is_rectifier",
            Self::SecondLookBySame => "second_look_by_same",
            Self::AppealSpent => "appeal_spent",
            Self::HandBacksSpent => "hand_backs_spent",
            Self::ControlFirst => "control_first",
            Self::Until(_) => "until_invalid",
            Self::MajorUndecided => "major_undecided",
            Self::NotAsked => "not_asked",
            Self::ItemsMissing => "items_missing",
            Self::UnderSupervision => "under_supervision",
            Self::NotSupervised => "not_supervised",
            Self::CountyOrAbove => "county_or_above",
            Self::StreetOnly => "street_only",
            Self::NoWhistle => "no_whistle",
            Self::NoQuestion => "no_question",
            Self::Date => "date_invalid",
            Self::TopReached => "top_reached",
            Self::Already => "already",
            Self::Judged => "already_judged",
            Self::Master => "master_invalid",
            Self::Earlier => "earlier_invalid",
            Self::Text(_) => "text_required",
        }
    }
}
