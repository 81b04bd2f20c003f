//! Deadlines as rows.

use domain::calendar::CalendarKind;
use domain::deadline::{Deadline, Pause, Step};
use domain::id::HazardId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, InsertMany, QueryFilter, QueryOrder};

use crate::entity::hazard_deadline;
use crate::value::time;
use crate::{Store, StoreError, Write};

/// Replaces the deadlines of a hazard.
pub(super) async fn replace(write: &Write, id: HazardId, deadlines: &[Deadline]) -> Result<(), StoreError> {
    hazard_deadline::Entity::delete_many().filter(hazard_deadline::Column::Hazard.eq(id.0)).exec(write.tx()).await?;
    if !deadlines.is_empty() {
        insert(id, deadlines).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// The rows of a hazard's deadlines.
pub(super) fn insert(id: HazardId, deadlines: &[Deadline]) -> InsertMany<hazard_deadline::ActiveModel> {
    hazard_deadline::Entity::insert_many(deadlines.iter().zip(0..).map(|(deadline, sequence)| {
        hazard_deadline::ActiveModel {
            hazard: Set(id.0),
            sequence: Set(sequence),
            step: Set(deadline.step.word().to_owned()),
            started_at: Set(deadline.started_at.as_millisecond()),
            due_at: Set(deadline.due_at.as_millisecond()),
            unpaused_due_at: Set(deadline.unpaused_due_at.as_millisecond()),
            met_at: Set(deadline.met_at.map(|at| at.as_millisecond())),
            lifted_at: Set(deadline.lifted_at.map(|at| at.as_millisecond())),
            pauses: Set(pauses_text(&deadline.pauses)),
            duration: Set(deadline.limit.clone()),
            calendar: Set(deadline.calendar.word().to_owned()),
            rule: Set(deadline.rule.clone()),
            unknown_year: Set(deadline.unknown_year.map(i32::from)),
        }
    }))
}

impl Store {
    /// The deadlines of a hazard, in the order in which they were opened.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deadlines(&self, id: HazardId) -> Result<Vec<Deadline>, StoreError> {
        let rows = hazard_deadline::Entity::find()
            .filter(hazard_deadline::Column::Hazard.eq(id.0))
            .order_by_asc(hazard_deadline::Column::Sequence)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

fn from_row(row: hazard_deadline::Model) -> Result<Deadline, StoreError> {
    const TABLE: &str = "hazard_deadline";
    let calendar = match row.calendar.as_str() {
        "clock" => CalendarKind::Clock,
        "working_days" => CalendarKind::WorkingDays,
        other => return Err(StoreError::damaged(TABLE, "calendar", other)),
    };
    Ok(Deadline {
        step: Step::from_word(&row.step).ok_or_else(|| StoreError::damaged(TABLE, "step", row.step.clone()))?,
        started_at: time(TABLE, "started_at", row.started_at)?,
        due_at: time(TABLE, "due_at", row.due_at)?,
        unpaused_due_at: time(TABLE, "unpaused_due_at", row.unpaused_due_at)?,
        met_at: row.met_at.map(|at| time(TABLE, "met_at", at)).transpose()?,
        lifted_at: row.lifted_at.map(|at| time(TABLE, "lifted_at", at)).transpose()?,
        pauses: pauses(&row.pauses)?,
        limit: row.duration,
        calendar,
        rule: row.rule,
        unknown_year: row.unknown_year.and_then(|year| i16::try_from(year).ok()),
    })
}

/// Pauses as one text: `from-to` in milliseconds, separated by spaces; the last one may have no end yet.
fn pauses_text(pauses: &[Pause]) -> String {
    let one = |pause: &Pause| {
        let to = pause.to.map(|at| at.as_millisecond().to_string()).unwrap_or_default();
        format!("{}-{to}", pause.from.as_millisecond())
    };
    pauses.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn pauses(text: &str) -> Result<Vec<Pause>, StoreError> {
    let one = |part: &str| {
        let (from, to) = part.split_once('-')?;
        let instant = |text: &str| jiff::Timestamp::from_millisecond(text.parse().ok()?).ok();
        let to = if to.is_empty() { None } else { Some(instant(to)?) };
        Some(Pause { from: instant(from)?, to })
    };
    let parts: Option<Vec<Pause>> = text.split_whitespace().map(one).collect();
    parts.ok_or_else(|| StoreError::damaged("hazard_deadline", "pauses", text.to_owned()))
}
