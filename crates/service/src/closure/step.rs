//! A post says that a place is closed, or open again; somebody of the community or above authorises that.

use domain::access::{Actor, Permission, Target};
use domain::id::ClosureId;
use domain::journal::{By, Kind, NewEntry};
use domain::place::Step;
use jiff::Timestamp;
use serde_json::json;
use store::closure::{self, ClosureRow};
use store::journal;

use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Longest note.
const NOTE_MAX_CHARS: usize = 500;

impl Service {
    /// Takes a step of a closure. Said again it changes nothing.
    ///
    /// # Errors
    /// When there is none for the actor, or the step does not follow.
    pub async fn step_closure(
        &self,
        actor: &Actor,
        id: ClosureId,
        step: Step,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ClosureRow, ServiceError> {
        // PostgreSQL keeps no such character; a report must not fail for it.
        let note = note.map(|note| note.replace('\0', "").trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX_CHARS) {
            return Err(ServiceError::invalid("note", "note_too_long", "a note has at most 500 characters"));
        }
        let (permission, kind) = match step {
            Step::Close => (Permission::ClosePlaces, Kind::ClosureClosed),
            Step::Authorise => (Permission::OrderClosures, Kind::ClosureAuthorised),
            Step::Reopen => (Permission::ClosePlaces, Kind::ClosureReopened),
        };
        let write = self.store().write().await?;
        let before = closure::hold(&write, id).await?.ok_or(ServiceError::NotFound("closure"))?;
        let target = Target { body: before.body, ..Target::at(&before.path) };
        let posting = self.require(actor, permission, &target)?;
        let after = before.closure.after(step, now)?;
        if after == before.closure {
            return Ok(before);
        }
        let mut row = ClosureRow { closure: after, ..before.clone() };
        match step {
            Step::Close => row.closed_by = Some(posting.id),
            Step::Authorise => row.authorised_by = Some(posting.id),
            Step::Reopen => row.reopened_by = Some(posting.id),
        }
        closure::update(&write, &row).await?;
        let field = match step {
            Step::Close => "closed_note",
            Step::Authorise => "authorised_note",
            Step::Reopen => "reopened_note",
        };
        let held = match note {
            Some(note) => keep_text(&write, id.0, field, &note).await?,
            None => None,
        };
        let payload =
            json!({ "place": row.place, "from": before.closure.state, "to": row.closure.state, "note": held });
        let entry = NewEntry {
            unit: Some((row.unit, row.path.clone())),
            body: row.body,
            by: By { account: Some(actor.account), posting: Some(posting.id) },
            payload,
            ..NewEntry::about(kind, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(row)
    }
}
