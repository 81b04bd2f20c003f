//! Deadlines: which step must be done by when, and why then.
//!
//! A deadline is opened by one event and met by another; both lists stand in [`effect`], so every
//! stored deadline can be computed again from the journal.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::calendar::{CalendarKind, Holidays};
use crate::catalogue::Urgency;
use crate::hazard::EventKind;
use crate::names::Names;

/// A step of the loop that has a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Accept or reject the report.
    Accept,
    /// Name the body that must rectify.
    Assign,
    /// Bring it under interim control.
    Control,
    /// Rectify it.
    Rectify,
    /// Verify the rectification.
    Verify,
    /// Close it.
    Close,
}

impl Step {
    /// Every step in order.
    pub const ALL: [Self; 6] = [Self::Accept, Self::Assign, Self::Control, Self::Rectify, Self::Verify, Self::Close];

    /// The stable word used on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Assign => "assign",
            Self::Control => "control",
            Self::Rectify => "rectify",
            Self::Verify => "verify",
            Self::Close => "close",
        }
    }

    /// The step with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// What an event does to the deadlines of its hazard: steps met, then steps opened.
pub fn effect(event: EventKind) -> (&'static [Step], &'static [Step]) {
    match event {
        EventKind::Reported => (&[], &[Step::Accept]),
        EventKind::Accepted => (&[Step::Accept], &[Step::Assign, Step::Control]),
        EventKind::Rejected => (&[Step::Accept], &[]),
        EventKind::Assigned => (&[Step::Assign], &[]),
        EventKind::Controlled => (&[Step::Control], &[Step::Rectify]),
        EventKind::Finished => (&[Step::Rectify], &[Step::Verify]),
        EventKind::Verified => (&[Step::Verify], &[Step::Close]),
        EventKind::Returned => (&[Step::Verify], &[Step::Rectify]),
        EventKind::Closed => (&[Step::Close], &[]),
        EventKind::Started | EventKind::Overdue | EventKind::Imported => (&[], &[]),
    }
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
    /// When the step was done.
    pub met_at: Option<Timestamp>,
    /// The limit, ISO 8601 (`PT2H`).
    pub limit: String,
    /// On which calendar it runs.
    pub calendar: CalendarKind,
    /// Version of the rule table.
    pub rule: String,
    /// The year whose holidays are not known, where the limit ran through one.
    pub unknown_year: Option<i16>,
}

impl Deadline {
    /// Whether the limit was passed: when it was met, or by `now`.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.met_at.unwrap_or(now) > self.due_at
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Limits {
    calendar: CalendarKind,
    #[serde(flatten)]
    steps: BTreeMap<Step, SignedDuration>,
}

/// Time limits by urgency and step, with the calendars they run on.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    version: String,
    source: Names,
    urgencies: BTreeMap<Urgency, Limits>,
    holidays: Holidays,
    zone: TimeZone,
}

/// Why deadlines could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum DeadlineError {
    /// The table has no limit for this step.
    #[error("no time limit for step `{}` of urgency `{}`", .0.word(), .1.word())]
    NoLimit(Step, Urgency),
    /// The end lies outside the years that a date can have.
    #[error("the deadline cannot be computed: {0}")]
    Calendar(#[from] jiff::Error),
}

impl Rules {
    /// The rules that ship (`data/catalogue/deadlines.json`, `holidays.json`), days counted in `zone`.
    ///
    /// # Errors
    /// When a shipped file does not parse; a test holds that they do.
    pub fn shipped(zone: TimeZone) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct File {
            version: String,
            source: Names,
            urgencies: BTreeMap<Urgency, Limits>,
        }
        let file: File = serde_json::from_str(include_str!("../../../data/catalogue/deadlines.json"))?;
        let holidays = Holidays::shipped()?;
        Ok(Self { version: file.version, source: file.source, urgencies: file.urgencies, holidays, zone })
    }

    /// Where the limits of `version` come from; `None` for another version than this one.
    pub fn source(&self, version: &str) -> Option<&Names> {
        (version == self.version).then_some(&self.source)
    }

    /// The limit of a step as text (`PT2H`), with its calendar.
    pub fn limit(&self, urgency: Urgency, step: Step) -> Option<(String, CalendarKind)> {
        let limits = self.urgencies.get(&urgency)?;
        limits.steps.get(&step).map(|limit| (limit.to_string(), limits.calendar))
    }

    /// The deadline of `step` when its limit starts at `start`.
    ///
    /// # Errors
    /// When the table lacks the limit, or the end cannot be expressed.
    pub fn deadline(&self, urgency: Urgency, step: Step, start: Timestamp) -> Result<Deadline, DeadlineError> {
        let missing = DeadlineError::NoLimit(step, urgency);
        let Some(limits) = self.urgencies.get(&urgency) else { return Err(missing) };
        let Some(&limit) = limits.steps.get(&step) else { return Err(missing) };
        let end = self.holidays.end(start, limit, limits.calendar, &self.zone)?;
        Ok(Deadline {
            step,
            started_at: start,
            due_at: end.at,
            met_at: None,
            limit: limit.to_string(),
            calendar: limits.calendar,
            rule: self.version.clone(),
            unknown_year: end.unknown_year,
        })
    }

    /// Deadlines after one more event: open ones that it meets are met, new ones are added.
    ///
    /// # Errors
    /// As [`deadline`](Self::deadline).
    pub fn after(
        &self,
        mut deadlines: Vec<Deadline>,
        urgency: Urgency,
        event: EventKind,
        at: Timestamp,
    ) -> Result<Vec<Deadline>, DeadlineError> {
        let (met, opened) = effect(event);
        for deadline in deadlines.iter_mut().filter(|d| d.met_at.is_none() && met.contains(&d.step)) {
            deadline.met_at = Some(at);
        }
        for &step in opened {
            deadlines.push(self.deadline(urgency, step, at)?);
        }
        Ok(deadlines)
    }
}

/// The open deadline that ends first.
pub fn next_due(deadlines: &[Deadline]) -> Option<&Deadline> {
    deadlines.iter().filter(|deadline| deadline.met_at.is_none()).min_by_key(|deadline| deadline.due_at)
}
