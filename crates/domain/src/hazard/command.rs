//! What an actor does to a hazard.

use jiff::Timestamp;

use super::{Hazard, SecuredItem, WaitingReason, WhistleKind};
use crate::access::Permission;
use crate::catalogue::Urgency;
use crate::id::{BodyId, HazardId, WaitingId, WhistleId};
use crate::words::words;

/// Something that an actor does to a hazard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take the report on (受理).
    Accept,
    /// Refuse the report; says why.
    Reject {
        /// Why it is not taken.
        reason: String,
    },
    /// The reporter asks for a second look at a refusal.
    Appeal {
        /// Why it should be taken.
        reason: String,
    },
    /// Name the body that must rectify.
    Assign {
        /// The responsible body.
        body: BodyId,
    },
    /// "Not our responsibility": names the body that is (退回重派).
    HandBack {
        /// The body that is responsible.
        competent: BodyId,
        /// Why.
        reason: String,
    },
    /// Interim control is in place (fence, power off, people sent away).
    Control {
        /// What was done.
        note: String,
    },
    /// Rectification begins.
    Start,
    /// Rectification is done and ready to be verified.
    Finish {
        /// What was done.
        note: String,
    },
    /// Verification passed (验收).
    Verify,
    /// Verification failed: back to rectification.
    Return {
        /// What is still wrong.
        reason: String,
    },
    /// The file is closed (销号).
    Close,
    /// Rectification waits until a day, under interim control (挂账).
    Suspend {
        /// Why it has to wait.
        reason: String,
        /// When it goes on by itself.
        until: Timestamp,
    },
    /// Rectification goes on.
    Resume,
    /// It may be a major hazard (疑似重大隐患): a competent department is asked.
    SuspectMajor {
        /// The department that is asked.
        body: BodyId,
        /// What speaks for it.
        reason: String,
    },
    /// It is a major hazard (重大隐患).
    ConfirmMajor,
    /// It is not a major hazard.
    DenyMajor {
        /// Why not.
        reason: String,
    },
    /// One of the five secured items is settled (五落实).
    Secure {
        /// Which.
        item: SecuredItem,
        /// Who, what, how much, until when.
        note: String,
    },
    /// It is more or less urgent than the catalogue says.
    Regrade {
        /// The urgency from now on.
        urgency: Urgency,
        /// Why.
        reason: String,
    },
    /// The level above joins as a second owner; the first stays (升级).
    Escalate {
        /// Why.
        reason: String,
    },
    /// Calls a department to the place (吹哨).
    Whistle {
        /// Names this whistle.
        id: WhistleId,
        /// On which of the three grounds.
        kind: WhistleKind,
        /// The department.
        body: BodyId,
        /// What is asked of it.
        reason: String,
    },
    /// The department answers (报到).
    AnswerWhistle {
        /// Which whistle.
        id: WhistleId,
        /// What it does.
        answer: String,
    },
    /// Put on the supervision list (挂牌督办).
    Supervise {
        /// Why.
        reason: String,
    },
    /// Taken off the supervision list (摘牌).
    EndSupervision {
        /// What was found.
        reason: String,
    },
    /// The same thing as another hazard (并案).
    Merge {
        /// The hazard that goes on.
        master: HazardId,
    },
    /// It was not the same thing after all.
    Separate {
        /// Why.
        reason: String,
    },
    /// The same thing has come back.
    Recur {
        /// The closed hazard before.
        earlier: HazardId,
    },
    /// The reporter finds it fixed.
    JudgeFixed {
        /// In the reporter's words.
        note: String,
    },
    /// The reporter finds it not fixed.
    JudgeNotFixed {
        /// In the reporter's words.
        note: String,
    },
    /// A decision or delivery is asked of somebody else.
    Ask {
        /// Names this question.
        id: WaitingId,
        /// What for.
        kind: WaitingReason,
        /// Of whom.
        body: BodyId,
        /// When it was asked, at the latest now.
        asked_at: Timestamp,
        /// What exactly.
        note: String,
    },
    /// What came of a question.
    Answer {
        /// Which question.
        id: WaitingId,
        /// Whether it was granted.
        granted: bool,
        /// When the answer came, at the latest now.
        answered_at: Timestamp,
        /// In which words.
        note: String,
    },
}

words! {
    /// A command without its content: the row of the transition table.
    Action {
        /// See [`Command::Accept`].
        Accept = "accept",
        /// See [`Command::Reject`].
        Reject = "reject",
        /// See [`Command::Assign`].
        Assign = "assign",
        /// See [`Command::Control`].
        Control = "control",
        /// See [`Command::Start`].
        Start = "start",
        /// See [`Command::Finish`].
        Finish = "finish",
        /// See [`Command::Verify`].
        Verify = "verify",
        /// See [`Command::Return`].
        Return = "return",
        /// See [`Command::Close`].
        Close = "close",
        /// See [`Command::HandBack`].
        HandBack = "hand_back",
        /// See [`Command::Secure`].
        Secure = "secure",
        /// See [`Command::Ask`].
        Ask = "ask",
        /// See [`Command::Answer`].
        Answer = "answer",
        /// See [`Command::Suspend`].
        Suspend = "suspend",
        /// See [`Command::Resume`].
        Resume = "resume",
        /// See [`Command::SuspectMajor`].
        SuspectMajor = "suspect_major",
        /// See [`Command::ConfirmMajor`].
        ConfirmMajor = "confirm_major",
        /// See [`Command::DenyMajor`].
        DenyMajor = "deny_major",
        /// See [`Command::Regrade`].
        Regrade = "regrade",
        /// See [`Command::Escalate`].
        Escalate = "escalate",
        /// See [`Command::Whistle`].
        Whistle = "whistle",
        /// See [`Command::AnswerWhistle`].
        AnswerWhistle = "answer_whistle",
        /// See [`Command::Supervise`].
        Supervise = "supervise",
        /// See [`Command::EndSupervision`].
        EndSupervision = "end_supervision",
        /// See [`Command::Merge`].
        Merge = "merge",
        /// See [`Command::Separate`].
        Separate = "separate",
        /// See [`Command::Recur`].
        Recur = "recur",
        /// See [`Command::Appeal`].
        Appeal = "appeal",
        /// See [`Command::JudgeFixed`].
        JudgeFixed = "judge_fixed",
        /// See [`Command::JudgeNotFixed`].
        JudgeNotFixed = "judge_not_fixed",
    }
}

impl Action {
    /// The permission that it needs on the hazard; `None` where the reporter alone may do it.
    pub fn permission(self, hazard: &Hazard) -> Option<Permission> {
        use Permission as P;
        let permission = match self {
            // A second look is taken one level up, and so is a hazard that two bodies have handed back.
            Self::Accept | Self::Reject if hazard.appealed => P::CoordinateHazard,
            Self::Assign if hazard.hand_backs >= Hazard::HAND_BACKS_MAX => P::CoordinateHazard,
            Self::Accept => P::AcceptHazard,
            Self::Reject => P::RejectHazard,
            Self::Assign | Self::Merge | Self::Separate | Self::Regrade => P::AssignHazard,
            Self::Control => P::ControlHazard,
            Self::Start | Self::Finish | Self::HandBack | Self::Secure | Self::Ask | Self::Answer => P::RectifyHazard,
            Self::Verify | Self::Return => P::VerifyHazard,
            Self::Close => P::CloseHazard,
            Self::Suspend | Self::Resume => P::SuspendHazard,
            Self::SuspectMajor | Self::Escalate | Self::Recur => P::AcceptHazard,
            Self::ConfirmMajor | Self::DenyMajor => P::ConfirmMajorHazard,
            Self::Whistle => P::BlowWhistle,
            Self::AnswerWhistle => P::AnswerWhistle,
            Self::Supervise | Self::EndSupervision => P::SuperviseHazard,
            Self::Appeal | Self::JudgeFixed | Self::JudgeNotFixed => return None,
        };
        Some(permission)
    }

    /// Whether it is one of the steps from report to closed, which every hazard takes.
    pub fn is_main(self) -> bool {
        self <= Self::Close
    }
}

impl Command {
    /// What it does, without content.
    pub fn action(&self) -> Action {
        match self {
            Self::Accept => Action::Accept,
            Self::Reject { .. } => Action::Reject,
            Self::Appeal { .. } => Action::Appeal,
            Self::Assign { .. } => Action::Assign,
            Self::HandBack { .. } => Action::HandBack,
            Self::Control { .. } => Action::Control,
            Self::Start => Action::Start,
            Self::Finish { .. } => Action::Finish,
            Self::Verify => Action::Verify,
            Self::Return { .. } => Action::Return,
            Self::Close => Action::Close,
            Self::Suspend { .. } => Action::Suspend,
            Self::Resume => Action::Resume,
            Self::SuspectMajor { .. } => Action::SuspectMajor,
            Self::ConfirmMajor => Action::ConfirmMajor,
            Self::DenyMajor { .. } => Action::DenyMajor,
            Self::Secure { .. } => Action::Secure,
            Self::Regrade { .. } => Action::Regrade,
            Self::Escalate { .. } => Action::Escalate,
            Self::Whistle { .. } => Action::Whistle,
            Self::AnswerWhistle { .. } => Action::AnswerWhistle,
            Self::Supervise { .. } => Action::Supervise,
            Self::EndSupervision { .. } => Action::EndSupervision,
            Self::Merge { .. } => Action::Merge,
            Self::Separate { .. } => Action::Separate,
            Self::Recur { .. } => Action::Recur,
            Self::JudgeFixed { .. } => Action::JudgeFixed,
            Self::JudgeNotFixed { .. } => Action::JudgeNotFixed,
            Self::Ask { .. } => Action::Ask,
            Self::Answer { .. } => Action::Answer,
        }
    }

    /// The text that it carries, and whether it must not be empty.
    pub fn text(&self) -> Option<(&str, bool)> {
        match self {
            Self::Reject { reason: text }
            | Self::Appeal { reason: text }
            | Self::HandBack { reason: text, .. }
            | Self::Control { note: text }
            | Self::Finish { note: text }
            | Self::Return { reason: text }
            | Self::Suspend { reason: text, .. }
            | Self::SuspectMajor { reason: text, .. }
            | Self::DenyMajor { reason: text }
            | Self::Secure { note: text, .. }
            | Self::Regrade { reason: text, .. }
            | Self::Escalate { reason: text }
            | Self::Whistle { reason: text, .. }
            | Self::AnswerWhistle { answer: text, .. }
            | Self::Supervise { reason: text }
            | Self::EndSupervision { reason: text }
            | Self::Separate { reason: text }
            | Self::JudgeNotFixed { note: text }
            | Self::Ask { note: text, .. } => Some((text, true)),
            Self::JudgeFixed { note: text } | Self::Answer { note: text, .. } => Some((text, false)),
            Self::Accept
            | Self::Assign { .. }
            | Self::Start
            | Self::Verify
            | Self::Close
            | Self::Resume
            | Self::ConfirmMajor
            | Self::Merge { .. }
            | Self::Recur { .. } => None,
        }
    }

    /// The body that it names, where it names one.
    pub fn body(&self) -> Option<BodyId> {
        match self {
            Self::Assign { body }
            | Self::HandBack { competent: body, .. }
            | Self::SuspectMajor { body, .. }
            | Self::Whistle { body, .. }
            | Self::Ask { body, .. } => Some(*body),
            _ => None,
        }
    }
}
