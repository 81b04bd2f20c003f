//! Deadlines: which step must be done by when, and why then.
//!
//! A deadline is opened by one event and met by another; both lists stand in [`effect`], so every
//! stored deadline can be computed again from the journal. [`Rules`] hold the limits.

mod rules;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::CalendarKind;
use crate::hazard::EventKind;
use crate::words::words;

pub use rules::{DeadlineError, Rules};

words! {
    /// A step of the loop that has a time limit.
    Step {
        /// Accept or reject the report.
        Accept = "accept",
        /// Name the body that must rectify.
        Assign = "assign",
        /// Bring it under interim control.
        Control = "control",
        /// Rectify it.
        Rectify = "rectify",
        /// Verify the rectification.
        Verify = "verify",
        /// Close it.
        Close = "close",
        /// Go on after a suspension.
        Resume = "resume",
    }
}

/// What an event does to the deadlines of its hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effect {
    /// Steps that it meets.
    pub meets: &'static [Step],
    /// Steps whose limit begins.
    pub opens: &'static [Step],
    /// What happens to the others that are open.
    pub others: Others,
}

/// What an event does to the open deadlines that it does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Others {
    /// They run on.
    #[default]
    Run,
    /// They stand still (挂账).
    Pause,
    /// They run again.
    Continue,
    /// They no longer matter.
    Lift,
    /// They matter again, and ran on meanwhile.
    Restore,
    /// They get the limits of the new urgency, from their own start.
    Regrade,
}

/// The table of deadlines: every stored one can be computed again from the journal by it.
pub fn effect(event: EventKind) -> Effect {
    use EventKind as E;
    use Step as S;
    let (meets, opens, others): (&[S], &[S], Others) = match event {
        E::Reported => (&[], &[S::Accept], Others::Run),
        E::Accepted => (&[S::Accept], &[S::Assign, S::Control], Others::Run),
        E::Rejected => (&[S::Accept], &[], Others::Run),
        E::Appealed => (&[], &[S::Accept], Others::Run),
        E::Assigned => (&[S::Assign], &[], Others::Run),
        // A new owner gets no new time for the danger itself.
        E::HandedBack => (&[], &[S::Assign], Others::Run),
        E::Controlled => (&[S::Control], &[S::Rectify], Others::Run),
        E::Finished => (&[S::Rectify], &[S::Verify], Others::Run),
        E::Verified => (&[S::Verify], &[S::Close], Others::Run),
        E::Returned => (&[S::Verify, S::Close], &[S::Rectify], Others::Run),
        E::Closed => (&[S::Close], &[], Others::Run),
        E::Reopened => (&[], &[S::Control], Others::Run),
        E::Suspended => (&[S::Resume], &[S::Resume], Others::Pause),
        E::Resumed => (&[S::Resume], &[], Others::Continue),
        E::Merged => (&[], &[], Others::Lift),
        E::Separated => (&[], &[], Others::Restore),
        E::Regraded => (&[], &[], Others::Regrade),
        // Danger first: the stricter limit of a major hazard replaces a longer one that still runs.
        E::MajorSuspected | E::MajorConfirmed => (&[], &[], Others::Regrade),
        E::Started
        | E::Overdue
        | E::Imported
        | E::MajorDenied
        | E::Secured
        | E::Escalated
        | E::Whistled
        | E::WhistleAnswered
        | E::Supervised
        | E::SupervisionEnded
        | E::Absorbed
        | E::Recurred
        | E::Judged
        | E::Asked
        | E::Answered
        | E::Amended => (&[], &[], Others::Run),
    };
    Effect { meets, opens, others }
}

/// One deadline with all that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The step that must be done.
    pub step: Step,
    /// When the limit began to run (server time).
    pub started_at: Timestamp,
    /// When it ends.
    pub due_at: Timestamp,
    /// When it would end without pauses; shown beside the other one.
    pub unpaused_due_at: Timestamp,
    /// When the step was done.
    pub met_at: Option<Timestamp>,
    /// When it stopped mattering without being met: the hazard was merged into another.
    pub lifted_at: Option<Timestamp>,
    /// When it stood still, in order; the last one may still last.
    pub pauses: Vec<Pause>,
    /// The limit, ISO 8601 (`PT2H`).
    pub limit: String,
    /// On which calendar it runs.
    pub calendar: CalendarKind,
    /// Version of the rule table.
    pub rule: String,
    /// The year whose holidays are not known, where the limit ran through one.
    pub unknown_year: Option<i16>,
}

/// A time during which a limit stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended.
    pub to: Option<Timestamp>,
}

impl Deadline {
    /// Whether somebody still has to do something about it.
    pub fn is_open(&self) -> bool {
        self.met_at.is_none() && self.lifted_at.is_none()
    }

    /// Whether it stands still now.
    pub fn is_paused(&self) -> bool {
        self.is_open() && self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    /// Whether the limit was passed: when it was met or lifted, when it began to stand still, or by `now`.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        let still = self.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.from);
        self.met_at.or(self.lifted_at).or(still).unwrap_or(now) > self.due_at
    }
}

/// The open deadline that ends first; one that stands still ends last.
pub fn next_due(deadlines: &[Deadline]) -> Option<&Deadline> {
    let open = deadlines.iter().filter(|deadline| deadline.is_open() && !deadline.is_paused());
    open.min_by_key(|deadline| deadline.due_at)
}
