//! Tasks: reported by whoever is in the unit, or keeps its desk.

use domain::access::{Actor, Permission, Target};
use domain::hazard::is_text;
use domain::id::{CommandId, TaskId};
use domain::journal::{By, Kind, NewEntry};
use domain::response::TaskState;
use jiff::Timestamp;
use serde_json::json;
use store::journal;
use store::response::{self, TaskRow};

use super::decide::asks_number;
use crate::hazard::keep_text;
use crate::{Once, Service, ServiceError};

/// Longest remark, in characters.
const NOTE_MAX: usize = 500;

/// What is reported about a task.
#[derive(Debug, Clone)]
pub struct TaskReport {
    /// `Done` or `NotNeeded`.
    pub state: TaskState,
    /// How many, where the line asks for it.
    pub amount: Option<u32>,
    /// A remark; needed where a task is said not to be needed.
    pub note: String,
    /// Names the command.
    pub key: CommandId,
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
}

impl Service {
    /// Takes a report about a task. The same command twice counts once; a later word replaces an earlier one.
    ///
    /// # Errors
    /// When there is no such task for the actor, it has ended, the number cannot be true or is missing, or a needless
    /// task has no reason.
    pub async fn report_task(
        &self,
        actor: &Actor,
        id: TaskId,
        report: &TaskReport,
        now: Timestamp,
    ) -> Result<TaskRow, ServiceError> {
        let missing = || ServiceError::NotFound("task");
        let who = actor.account.to_string();
        let once = Once::new(report.key, report.body_hash.clone()).about(id.0);
        if self.made_before(&who, &once).await?.is_some() {
            return self.store().task(id).await?.ok_or_else(missing);
        }
        let row = self.store().task(id).await?.ok_or_else(missing)?;
        let target = Target::at(&row.unit.1);
        let posting = self.require(actor, Permission::ReportTask, &target).map_err(|error| {
            // Who sees no responses there does not learn that there is one.
            let sees = actor.may(self.titles(), Permission::ViewWarnings, &target).is_some();
            if sees { error } else { missing() }
        })?;
        check(&row, report)?;
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            self.made_meanwhile(&who, &once).await?;
            return self.store().task(id).await?.ok_or_else(missing);
        }
        let held = response::hold_task(&write, id).await?.ok_or_else(missing)?;
        let task = held.task.report(report.state, report.amount, now)?;
        let after = TaskRow { task, reported_by: Some((actor.account, Some(posting.id))), ..held };
        response::update_task(&write, &after, now).await?;
        let note = keep_text(&write, id.0, "note", &report.note).await?;
        let payload = json!({
            "task": id,
            "item": after.item,
            "state": task.state,
            "amount": task.amount,
            "late": task.is_late(now),
            "note": note,
        });
        let entry = NewEntry {
            unit: Some(after.unit.clone()),
            by: By { account: Some(actor.account), posting: Some(posting.id) },
            command: Some(report.key),
            payload,
            ..NewEntry::about(Kind::TaskReported, after.response.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(after)
    }
}

fn check(row: &TaskRow, report: &TaskReport) -> Result<(), ServiceError> {
    if report.note.chars().count() > NOTE_MAX || !is_text(&report.note) {
        let detail = format!("a remark has at most {NOTE_MAX} characters, none of them a control character");
        return Err(ServiceError::invalid("note", "remark_invalid", detail));
    }
    if report.state == TaskState::NotNeeded && report.note.trim().is_empty() {
        return Err(ServiceError::invalid("note", "note_required", "say why it is not needed"));
    }
    let unnumbered = asks_number(row.kind) && report.amount.is_none() && row.task.amount.is_none();
    if report.state == TaskState::Done && unnumbered {
        return Err(ServiceError::invalid("amount", "amount_required", "say how many, 0 where there were none"));
    }
    Ok(())
}
