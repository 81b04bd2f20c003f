//! Hazards: from report to closed, as a pure state machine.
//!
//! Cast: a reporter (anybody), the unit that answers for the place, the body that must rectify, a verifier
//! who is somebody else, the levels above that join, and departments that are called. A [`Hazard`] changes
//! only through [`Hazard::open`] and [`Hazard::apply`]; each gives back the one event that happened.
//! [`next`] says which step a state allows, `guard` what else must hold. Nothing is stored here.

mod command;
mod draft;
mod event;
mod facts;
mod guard;
mod parts;
mod refusal;
mod state;

use jiff::Timestamp;

use crate::access::Target;
use crate::catalogue::{CaseKind, Item, Urgency};
use crate::id::{AccountId, BodyId, HazardId, UnitId};
use crate::unit::boundary::Position;
use crate::unit::{Unit, UnitPath};

pub use command::{Action, Command};
pub use draft::{Draft, DraftError, TEXT_MAX_CHARS, is_text};
pub use event::EventKind;
pub use guard::{Around, Doer, SUSPEND_MAX_DAYS};
pub use parts::{Channel, Grading, SecuredItem, Severity, Verdict, Waiting, WaitingReason, Whistle, WhistleKind};
pub use refusal::Refusal;
pub use state::{Standing, State, next};

/// One hazard as it stands now. Free text is kept apart, where it can be redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hazard {
    /// Identity, chosen by the client.
    pub id: HazardId,
    /// What sort of record it is.
    pub kind: CaseKind,
    /// Catalogue id.
    pub category: String,
    /// How fast it must be handled.
    pub urgency: Urgency,
    /// How serious it is.
    pub severity: Severity,
    /// The department that was asked whether it is major.
    pub asked: Option<BodyId>,
    /// Whether only a narrow circle may see it.
    pub restricted: bool,
    /// Where it stands in the loop.
    pub state: State,
    /// The state to which a suspended or merged hazard goes back.
    pub before: Option<State>,
    /// Whether interim control is in place.
    pub controlled: bool,
    /// Until when it is suspended.
    pub suspended_until: Option<Timestamp>,
    /// The settled ones of the five items, as bits of [`SecuredItem::bit`].
    pub secured: u8,
    /// The unit that answers for the place.
    pub unit: UnitId,
    /// Path of that unit now.
    pub path: UnitPath,
    /// The highest unit that joined as a second owner.
    pub escalated_to: Option<UnitId>,
    /// The unit on whose supervision list it stands.
    pub supervised_by: Option<UnitId>,
    /// Where it is.
    pub position: Option<Position>,
    /// The body that must rectify.
    pub body: Option<BodyId>,
    /// How often a body has handed it back.
    pub hand_backs: u8,
    /// The account that reported it; none for an anonymous report and one on behalf of others.
    pub reporter: Option<AccountId>,
    /// How the report came in.
    pub channel: Channel,
    /// Whoever refused the report.
    pub rejecter: Option<AccountId>,
    /// Whether the refusal was appealed.
    pub appealed: bool,
    /// Everybody who started or finished rectification; may not verify it.
    pub rectifiers: Vec<AccountId>,
    /// Departments that were called.
    pub whistles: Vec<Whistle>,
    /// Decisions that were asked of others.
    pub waitings: Vec<Waiting>,
    /// The hazard that it is part of.
    pub merged_into: Option<HazardId>,
    /// The closed hazard that has come back as this one.
    pub recurs: Option<HazardId>,
    /// The reporter's judgement of the last closing.
    pub verdict: Option<Verdict>,
    /// Whether the reporter has had it opened again once.
    pub reopened: bool,
    /// When the report was received.
    pub reported_at: Timestamp,
    /// Counts up with every change.
    pub version: i32,
}

impl Hazard {
    /// How often bodies may hand it back before the coordinator decides.
    pub const HAND_BACKS_MAX: u8 = 2;

    /// A new hazard from a checked draft, in the unit that answers for its place.
    pub fn open(
        draft: &Draft,
        item: &Item,
        unit: &Unit,
        reporter: Option<AccountId>,
        now: Timestamp,
    ) -> (Self, EventKind) {
        let new = Self::new(draft.id, item, unit, now);
        let hazard = Self {
            position: draft.position,
            // Whoever writes down what somebody else saw is no reporter of it.
            reporter: reporter.filter(|_| draft.channel == Channel::Own),
            channel: draft.channel,
            ..new
        };
        (hazard, EventKind::Reported)
    }

    /// A case of another system, as it stands there.
    pub fn imported(
        id: HazardId,
        kind: CaseKind,
        state: State,
        item: &Item,
        unit: &Unit,
        position: Option<Position>,
        reported_at: Timestamp,
    ) -> Self {
        Self { kind, state, position, channel: Channel::Import, ..Self::new(id, item, unit, reported_at) }
    }

    fn new(id: HazardId, item: &Item, unit: &Unit, reported_at: Timestamp) -> Self {
        Self {
            id,
            kind: item.kind,
            category: item.id.clone(),
            urgency: item.urgency,
            severity: Severity::General,
            asked: None,
            restricted: item.restricted,
            state: State::Reported,
            before: None,
            controlled: false,
            suspended_until: None,
            secured: 0,
            unit: unit.id,
            path: unit.path.clone(),
            escalated_to: None,
            supervised_by: None,
            position: None,
            body: None,
            hand_backs: 0,
            reporter: None,
            channel: Channel::Own,
            rejecter: None,
            appealed: false,
            rectifiers: Vec::new(),
            whistles: Vec::new(),
            waitings: Vec::new(),
            merged_into: None,
            recurs: None,
            verdict: None,
            reopened: false,
            reported_at,
            version: 1,
        }
    }

    /// What access rules look at.
    pub fn target(&self) -> Target<'_> {
        Target {
            path: &self.path,
            body: self.body,
            called: self.called(),
            restricted: self.restricted,
            reporter: self.reporter,
        }
    }

    /// Bodies beside the responsible one that take part: departments called by whistle or asked whether it is major.
    pub fn called(&self) -> Vec<BodyId> {
        let mut called: Vec<BodyId> = self.whistles.iter().map(|whistle| whistle.body).chain(self.asked).collect();
        called.sort_unstable();
        called.dedup();
        called
    }

    /// What deadlines need to know now.
    pub fn grading(&self) -> Grading {
        Grading { urgency: self.urgency, severity: self.severity, until: self.suspended_until }
    }

    /// What the table of states needs to know.
    pub fn standing(&self) -> Standing {
        Standing { state: self.state, before: self.before, controlled: self.controlled, reopened: self.reopened }
    }

    /// Whether `doer` could do `action` now, as far as state and guards go (not permission, not content).
    ///
    /// # Errors
    /// The refusal that [`apply`](Self::apply) would give.
    pub fn check(&self, action: Action, doer: Doer) -> Result<(State, EventKind), Refusal> {
        let refused = Refusal::State { action, state: self.state };
        let result = next(self.standing(), action).ok_or(refused)?;
        self.guard(action, doer)?;
        Ok(result)
    }

    /// The hazard after `command`, and what happened.
    ///
    /// # Errors
    /// When the state, a guard or a missing text forbids it; nothing changes then.
    pub fn apply(&self, command: &Command, doer: Doer, around: &Around<'_>) -> Result<(Self, EventKind), Refusal> {
        let (state, event) = self.check(command.action(), doer)?;
        self.guard_content(command, doer, around)?;
        if let Some((text, required)) = command.text() {
            let length = text.trim().chars().count();
            if (required && length == 0) || length > TEXT_MAX_CHARS || !is_text(text) {
                return Err(Refusal::Text(command.action()));
            }
        }
        let mut after = Self { state, version: self.version + 1, ..self.clone() };
        match (self.state, state) {
            (from, to) if from == to => {}
            (from, State::Suspended | State::Duplicate) => after.before = Some(from),
            (State::Suspended | State::Duplicate, _) => after.before = None,
            _ => {}
        }
        after.take(command, doer, around);
        if event == EventKind::Reopened {
            // What was said to be done is not: control and the right to judge start anew.
            (after.reopened, after.controlled) = (true, false);
        }
        Ok((after, event))
    }

    /// What the command changes beside the state.
    fn take(&mut self, command: &Command, doer: Doer, around: &Around<'_>) {
        let now = around.now;
        match command {
            Command::Reject { .. } => self.rejecter = doer.account,
            Command::Appeal { .. } => self.appealed = true,
            Command::Assign { body } => self.body = Some(*body),
            Command::HandBack { .. } => {
                self.body = None;
                self.hand_backs += 1;
            }
            Command::Control { .. } => self.controlled = true,
            Command::Start | Command::Finish { .. } => {
                self.rectifiers.extend(doer.account.filter(|account| !self.rectifiers.contains(account)));
            }
            Command::Close => self.verdict = None,
            Command::Suspend { until, .. } => self.suspended_until = Some(*until),
            Command::Resume => self.suspended_until = None,
            Command::SuspectMajor { body, .. } => {
                (self.severity, self.asked) = (Severity::SuspectedMajor, Some(*body));
            }
            Command::ConfirmMajor => self.severity = Severity::Major,
            Command::DenyMajor { .. } => self.severity = Severity::General,
            Command::Secure { item, .. } => self.secured |= item.bit(),
            Command::Regrade { urgency, .. } => self.urgency = *urgency,
            Command::Escalate { .. } => self.escalated_to = around.above,
            Command::Whistle { id, kind, body, .. } => {
                self.whistles.push(Whistle { id: *id, kind: *kind, body: *body, sounded_at: now, answered_at: None });
            }
            Command::AnswerWhistle { id, .. } => {
                self.whistles.iter_mut().filter(|w| w.id == *id).for_each(|w| w.answered_at = Some(now));
            }
            Command::EndSupervision { .. } => self.supervised_by = None,
            Command::Merge { master } => self.merged_into = Some(*master),
            Command::Separate { .. } => self.merged_into = None,
            Command::Recur { earlier } => self.recurs = Some(*earlier),
            Command::JudgeFixed { .. } => self.verdict = Some(Verdict::Fixed),
            Command::JudgeNotFixed { .. } => self.verdict = Some(Verdict::NotFixed),
            Command::Ask { id, kind, body, asked_at, .. } => {
                let waiting = Waiting { id: *id, kind: *kind, body: *body, asked_at: *asked_at, answer: None };
                self.waitings.push(waiting);
            }
            Command::Answer { id, granted, answered_at, .. } => {
                let open = self.waitings.iter_mut().filter(|w| w.id == *id);
                open.for_each(|w| w.answer = Some((*answered_at, *granted)));
            }
            Command::Supervise { .. } => self.supervised_by = doer.unit,
            Command::Accept | Command::Verify | Command::Return { .. } => {}
        }
    }
}
