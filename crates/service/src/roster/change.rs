//! Lines are added and end; single shifts get a substitute. What was, stays: a line that has begun is not taken out.

use domain::duty::{Days, Line, Substitute};
use domain::id::{PostingId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::unit::{Unit, UnitTree};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::json;
use store::roster::Duty;
use store::{Write, journal, roster};
use uuid::Uuid;

use super::{Rostering, present};
use crate::{Once, Service, ServiceError};

/// Longest word for a shift.
const KIND_MAX_CHARS: usize = 16;

/// A new line of a roster.
#[derive(Debug, Clone)]
pub struct NewDuty {
    /// Who is on duty.
    pub posting: PostingId,
    /// `day` or `night`, or another short word for the shift.
    pub kind: String,
    /// Start, local time `HH:MM`.
    pub starts: String,
    /// End, local time `HH:MM`; not after the start means on the next day.
    pub ends: String,
    /// On which weekdays the shift begins.
    pub days: Days,
    /// The first date on which it begins; none for always.
    pub from: Option<Date>,
    /// The last date; none for always. The same as the first for one shift.
    pub to: Option<Date>,
    /// Whether this posting leads the shift.
    pub leader: bool,
}

impl NewDuty {
    /// A shift of each day.
    pub fn daily(posting: PostingId, kind: &str, starts: &str, ends: &str, leader: bool) -> Self {
        let text = str::to_owned;
        let (kind, starts, ends) = (text(kind), text(starts), text(ends));
        Self { posting, kind, starts, ends, days: Days::ALL, from: None, to: None, leader }
    }

    /// The line, or why it cannot be one.
    pub(super) fn check(&self, unit: UnitId) -> Result<Duty, ServiceError> {
        let time = |field, text: &str| {
            Time::strptime("%H:%M", text).map_err(|_| {
                let detail = format!("`{text}` is not a time of day such as `08:30`");
                ServiceError::invalid(field, "time_invalid", detail)
            })
        };
        let (starts, ends) = (time("starts", &self.starts)?, time("ends", &self.ends)?);
        if self.kind.is_empty() || self.kind.chars().count() > KIND_MAX_CHARS || self.kind.contains(char::is_control) {
            let detail = format!("`kind` must have 1 to {KIND_MAX_CHARS} characters, such as `day` or `night`");
            return Err(ServiceError::invalid("kind", "duty_kind_invalid", detail));
        }
        if self.from.zip(self.to).is_some_and(|(from, to)| to < from) {
            return Err(ServiceError::invalid("to", "duty_dates_invalid", "the last date lies before the first"));
        }
        let line = Line {
            id: Uuid::now_v7(),
            unit,
            posting: self.posting,
            starts,
            ends,
            days: self.days,
            from: self.from,
            to: self.to,
            leader: self.leader,
        };
        Ok(Duty { line, kind: self.kind.clone() })
    }
}

/// A line that nobody else can change until this write ends.
struct Held<'t> {
    write: Write,
    duty: Duty,
    unit: &'t Unit,
    by: By,
}

impl Service {
    /// Adds lines to the roster of a unit; gives their ids, which follow each other. The same request again adds none.
    ///
    /// # Errors
    /// When the unit does not exist, a line cannot be taken, or the person may not.
    pub async fn add_duties(
        &self,
        by: Rostering<'_>,
        unit: UnitId,
        duties: &[NewDuty],
        once: &Once,
        now: Timestamp,
    ) -> Result<Vec<Uuid>, ServiceError> {
        let who = by.name();
        if let Some(first) = self.made_before(&who, once).await? {
            return Ok(consecutive(first, duties.len()));
        }
        let tree = self.tree();
        let unit = present(&tree, unit)?;
        let by = self.roster_by(by, unit)?;
        let first = Uuid::now_v7();
        let ids = consecutive(first, duties.len());
        let mut rows = duties.iter().map(|duty| duty.check(unit.id)).collect::<Result<Vec<_>, _>>()?;
        rows.iter_mut().zip(&ids).for_each(|(row, id)| row.line.id = *id);
        let posts: Vec<_> = duties.iter().map(|duty| duty.posting).collect();
        self.fitting(&tree, unit, &posts, now).await?;
        let write = self.store().write().await?;
        if !once.keep(&write, &who, first).await? {
            drop(write);
            return Ok(consecutive(self.made_meanwhile(&who, once).await?, duties.len()));
        }
        roster::insert(&write, &rows).await?;
        let set = NewEntry { by, payload: json!({ "lines": rows.len() }), ..about(Kind::RosterSet, unit, now) };
        journal::append(&write, &[set]).await?;
        write.commit().await?;
        Ok(ids)
    }

    /// Ends a line: no shift of it begins from today on. One that has never begun is taken out.
    ///
    /// # Errors
    /// When there is none, or the person may not.
    pub async fn end_duty(&self, by: Rostering<'_>, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        let tree = self.tree();
        let Held { write, duty, unit, by } = self.hold_line(by, &tree, id).await?;
        let today = self.zone().to_datetime(now).date();
        let yesterday = today.yesterday().unwrap_or(today);
        if duty.line.from.is_some_and(|from| from >= today) {
            roster::delete(&write, id).await?;
        } else if duty.line.to.is_none_or(|to| to > yesterday) {
            roster::end(&write, id, yesterday).await?;
        }
        let ended = NewEntry { by, payload: json!({ "line": id }), ..about(Kind::RosterEnded, unit, now) };
        journal::append(&write, &[ended]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Names who comes instead for the shift of one date; none says that nobody comes.
    ///
    /// # Errors
    /// When the line has no shift that begins on this date, or the person may not.
    pub async fn substitute_duty(
        &self,
        by: Rostering<'_>,
        line: Uuid,
        date: Date,
        posting: Option<PostingId>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let tree = self.tree();
        // Asked before the write begins: a write that waits for a second connection could wait for itself. A line
        // never moves to another unit, so what was asked about still holds.
        let planned = self.store().roster_line(line).await?.ok_or(ServiceError::NotFound("line of a roster"))?;
        let home = present(&tree, planned.line.unit)?;
        self.roster_by(by, home)?;
        let fitting = self.fitting(&tree, home, posting.as_slice(), now).await;
        let Held { write, duty, unit, by } = self.hold_line(by, &tree, line).await?;
        if !duty.line.begins_on(date) {
            let detail = format!("this line has no shift that begins on `{date}`");
            return Err(ServiceError::invalid("date", "duty_date_unknown", detail));
        }
        fitting?;
        roster::substitute(&write, &Substitute { line, date, posting }).await?;
        let payload = json!({ "line": line, "date": date, "posting": posting });
        let changed = NewEntry { by, payload, ..about(Kind::RosterSubstituted, unit, now) };
        journal::append(&write, &[changed]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes a substitute back: the line counts again on this date.
    ///
    /// # Errors
    /// When there is none, or the person may not.
    pub async fn restore_duty(
        &self,
        by: Rostering<'_>,
        line: Uuid,
        date: Date,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let tree = self.tree();
        let Held { write, unit, by, .. } = self.hold_line(by, &tree, line).await?;
        if !roster::take_back(&write, line, date).await? {
            return Err(ServiceError::NotFound("substitute"));
        }
        let payload = json!({ "line": line, "date": date, "restored": true });
        let changed = NewEntry { by, payload, ..about(Kind::RosterSubstituted, unit, now) };
        journal::append(&write, &[changed]).await?;
        write.commit().await?;
        Ok(())
    }

    /// A line held for a change, if the person may change it.
    async fn hold_line<'t>(&self, by: Rostering<'_>, tree: &'t UnitTree, id: Uuid) -> Result<Held<'t>, ServiceError> {
        let write = self.store().write().await?;
        let duty = roster::hold(&write, id).await?.ok_or(ServiceError::NotFound("line of a roster"))?;
        let unit = present(tree, duty.line.unit)?;
        let by = self.roster_by(by, unit)?;
        Ok(Held { write, duty, unit, by })
    }

    /// Refuses posts that have ended, and those of another part of the city: who sets a roster here cannot send
    /// anybody from elsewhere.
    pub(super) async fn fitting(
        &self,
        tree: &UnitTree,
        unit: &Unit,
        posts: &[PostingId],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let unfit = |id: &PostingId| {
            let detail = format!("posting `{}` has ended, or belongs neither to a unit here, below, nor above", id.0);
            ServiceError::invalid("posting", "duty_posting_invalid", detail)
        };
        let rows = self.store().postings_by_id(posts).await?;
        let terms = self.store().posting_terms(posts).await?;
        for id in posts {
            let home = rows.iter().find(|row| row.id == *id).and_then(|row| tree.by_id(row.unit));
            let home = home.ok_or_else(|| unfit(id))?;
            let near = home.path.contains(&unit.path) || unit.path.contains(&home.path);
            if !near || terms.get(id).and_then(|term| term.to).is_some_and(|to| to <= now) {
                return Err(unfit(id));
            }
        }
        Ok(())
    }
}

/// Ids of lines that were added together: the first one, which alone is kept with their request, tells the others.
fn consecutive(first: Uuid, count: usize) -> Vec<Uuid> {
    (first.as_u128()..).take(count).map(Uuid::from_u128).collect()
}

pub(super) fn about(kind: Kind, unit: &Unit, now: Timestamp) -> NewEntry {
    NewEntry { unit: Some((unit.id, unit.path.clone())), ..NewEntry::about(kind, unit.id.0, now) }
}
