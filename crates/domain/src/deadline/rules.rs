//! Time limits by urgency and step, and what events make of deadlines.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{Deadline, Others, Pause, Step, effect};
use crate::calendar::{CalendarKind, Holidays};
use crate::catalogue::Urgency;
use crate::hazard::{EventKind, Grading, Severity};
use crate::names::Names;

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Limits {
    calendar: CalendarKind,
    #[serde(flatten)]
    steps: BTreeMap<Step, SignedDuration>,
}

/// One version of the limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Table {
    version: String,
    source: Names,
    urgencies: BTreeMap<Urgency, Limits>,
    /// Limits of a major hazard that replace longer ones.
    major: Limits,
}

/// Time limits by urgency and step, with the calendars they run on.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    table: Table,
    /// Versions that were in force before, oldest first: what was computed by one stays explicable.
    earlier: Vec<Table>,
    holidays: Holidays,
    zone: TimeZone,
    stamp: String,
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
        Self::read(include_str!("../../../../data/catalogue/deadlines.json"), Holidays::shipped()?, zone)
    }

    /// Rules from the text of a file of limits: a list of versions, the one in force last.
    ///
    /// # Errors
    /// When the text is no such file, or lists no version.
    pub fn read(limits: &str, holidays: Holidays, zone: TimeZone) -> Result<Self, serde_json::Error> {
        let mut earlier: Vec<Table> = serde_json::from_str(limits)?;
        let none = || serde::de::Error::invalid_length(0, &"at least one version of the limits");
        let table = earlier.pop().ok_or_else(none)?;
        Ok(Self { table, earlier, holidays, zone, stamp: String::new() }.stamped())
    }

    /// What the journal holds of the rules by which a step was judged: the version of the limits, and the last year
    /// whose holidays were known.
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// The rules as they were under this [`stamp`](Self::stamp), to compute what was computed then; `None` where that
    /// version of the limits is not known here.
    pub fn of(&self, stamp: &str) -> Option<Self> {
        let (version, year) = stamp.rsplit_once('/')?;
        let table = self.versions().find(|table| table.version == version)?.clone();
        let holidays = self.holidays.clone().until(year.parse().ok()?);
        Some(Self { table, holidays, ..self.clone() }.stamped())
    }

    fn stamped(self) -> Self {
        let year = self.holidays.last_year().unwrap_or_default();
        Self { stamp: format!("{}/{year}", self.table.version), ..self }
    }

    fn versions(&self) -> impl Iterator<Item = &Table> {
        self.earlier.iter().chain([&self.table])
    }

    /// The same limits with other holidays, as a new year's table brings them.
    #[must_use]
    pub fn with_holidays(self, holidays: Holidays) -> Self {
        Self { holidays, ..self }.stamped()
    }

    /// Where the limits of `version` come from; `None` for a version that is not known here.
    pub fn source(&self, version: &str) -> Option<&Names> {
        self.versions().find(|table| table.version == version).map(|table| &table.source)
    }

    /// The limit of a step as text (`PT2H`), with its calendar.
    pub fn limit(&self, urgency: Urgency, step: Step) -> Option<(String, CalendarKind)> {
        let limits = self.table.urgencies.get(&urgency)?;
        limits.steps.get(&step).map(|limit| (limit.to_string(), limits.calendar))
    }

    /// The deadline of `step` when its limit starts at `start`: of a major hazard the shorter of two.
    ///
    /// # Errors
    /// When the table lacks the limit, or the end cannot be expressed.
    pub fn deadline(&self, grading: Grading, step: Step, start: Timestamp) -> Result<Deadline, DeadlineError> {
        if step == Step::Resume {
            let until = grading.until.unwrap_or(start);
            return self.by_limit((start.duration_until(until), CalendarKind::Clock), step, start);
        }
        let missing = DeadlineError::NoLimit(step, grading.urgency);
        let Some(limits) = self.table.urgencies.get(&grading.urgency) else { return Err(missing) };
        let Some(&limit) = limits.steps.get(&step) else { return Err(missing) };
        let ordinary = self.by_limit((limit, limits.calendar), step, start)?;
        match self.table.major.steps.get(&step) {
            Some(&limit) if grading.severity != Severity::General => {
                let strict = self.by_limit((limit, self.table.major.calendar), step, start)?;
                Ok(if strict.due_at < ordinary.due_at { strict } else { ordinary })
            }
            _ => Ok(ordinary),
        }
    }

    fn by_limit(
        &self,
        (limit, calendar): (SignedDuration, CalendarKind),
        step: Step,
        start: Timestamp,
    ) -> Result<Deadline, DeadlineError> {
        let end = self.holidays.end(start, limit, calendar, &self.zone)?;
        Ok(Deadline {
            step,
            started_at: start,
            due_at: end.at,
            unpaused_due_at: end.at,
            met_at: None,
            lifted_at: None,
            pauses: Vec::new(),
            limit: limit.to_string(),
            calendar,
            rule: self.table.version.clone(),
            unknown_year: end.unknown_year,
        })
    }

    /// Deadlines after one more event: those that it meets are met, the others run, pause, go on or end as
    /// [`effect`] says, and new ones are added. `grading` is the hazard's after the event.
    ///
    /// # Errors
    /// As [`deadline`](Self::deadline).
    pub fn after(
        &self,
        mut deadlines: Vec<Deadline>,
        grading: Grading,
        event: EventKind,
        at: Timestamp,
    ) -> Result<Vec<Deadline>, DeadlineError> {
        let effect = effect(event);
        for deadline in &mut deadlines {
            if deadline.is_open() && effect.meets.contains(&deadline.step) {
                deadline.met_at = Some(at);
                continue;
            }
            match effect.others {
                Others::Restore => deadline.lifted_at = None,
                _ if !deadline.is_open() => {}
                Others::Run => {}
                Others::Lift => deadline.lifted_at = Some(at),
                Others::Pause if deadline.is_paused() => {}
                Others::Pause => deadline.pauses.push(Pause { from: at, to: None }),
                Others::Continue => {
                    deadline.pauses.iter_mut().filter(|pause| pause.to.is_none()).for_each(|p| p.to = Some(at));
                    self.set_due(deadline)?;
                }
                Others::Regrade => self.regrade(deadline, grading, event, at)?,
            }
        }
        for &step in effect.opens {
            deadlines.push(self.deadline(grading, step, at)?);
        }
        Ok(deadlines)
    }

    /// A running deadline under a new grading. Another urgency counts from the deadline's own start: time that
    /// has passed stays passed. What makes a hazard major counts from then, and only ever shortens.
    fn regrade(
        &self,
        deadline: &mut Deadline,
        grading: Grading,
        event: EventKind,
        at: Timestamp,
    ) -> Result<(), DeadlineError> {
        if deadline.step == Step::Resume {
            return Ok(());
        }
        if event == EventKind::Regraded {
            let fresh = self.deadline(grading, deadline.step, deadline.started_at)?;
            *deadline = Deadline { pauses: std::mem::take(&mut deadline.pauses), ..fresh };
            return self.set_due(deadline);
        }
        let Some(&limit) = self.table.major.steps.get(&deadline.step) else { return Ok(()) };
        let strict = self.by_limit((limit, self.table.major.calendar), deadline.step, at)?;
        if strict.due_at < deadline.due_at {
            *deadline = Deadline { pauses: std::mem::take(&mut deadline.pauses), ..strict };
        }
        Ok(())
    }

    /// The end with the pauses that are over: what was left of the limit when a pause began is left when it ends.
    /// A limit that had passed before a pause stays passed.
    fn set_due(&self, deadline: &mut Deadline) -> Result<(), DeadlineError> {
        let limit: SignedDuration = deadline.limit.parse()?;
        let mut start = deadline.started_at;
        let mut rest = limit;
        let mut end = self.holidays.end(start, rest, deadline.calendar, &self.zone)?;
        deadline.unpaused_due_at = end.at;
        for pause in &deadline.pauses {
            let Some(to) = pause.to.filter(|_| pause.from < end.at) else { break };
            rest -= self.holidays.elapsed(start, pause.from.max(start), deadline.calendar, &self.zone)?;
            start = to.max(start);
            end = self.holidays.end(start, rest, deadline.calendar, &self.zone)?;
        }
        deadline.due_at = end.at;
        deadline.unknown_year = end.unknown_year.or(deadline.unknown_year);
        Ok(())
    }
}
