//! Taking a hazard one step further.

use domain::access::{Actor, Permission};
use domain::hazard::{Command, TEXT_MAX_CHARS, is_text};
use domain::id::{CommandId, HazardId};
use domain::journal::By;
use jiff::Timestamp;
use store::hazard::Stored;
use store::{Meta, StoreError, command, hazard, journal, unit_write};

use super::{StepEntry, keep_text};
use crate::{Service, ServiceError};

/// One step that an actor wants to take.
#[derive(Debug, Clone)]
pub struct Act {
    /// The hazard.
    pub id: HazardId,
    /// The version that the actor saw.
    pub version: i32,
    /// What to do.
    pub command: Command,
    /// A remark; for commands that need a text, that text stands in the command.
    pub note: String,
    /// Names this command; a repeated one does nothing twice.
    pub key: CommandId,
    /// SHA-256 of the request as sent.
    pub body_hash: Vec<u8>,
}

impl Service {
    /// Takes the step: access, guards, row, deadlines and journal in one transaction.
    ///
    /// # Errors
    /// When the actor may not see it (not found) or do it (forbidden), the state or a guard forbids it,
    /// somebody else was faster, or the named body is not competent there.
    pub async fn act(&self, actor: &Actor, act: Act, now: Timestamp) -> Result<Stored, ServiceError> {
        let mut attempts = 0;
        loop {
            match self.try_act(actor, &act, now).await {
                // The tree changed between reading and writing: read again.
                Err(ServiceError::Store(StoreError::Stale)) if attempts < 3 => attempts += 1,
                other => return other,
            }
        }
    }

    async fn try_act(&self, actor: &Actor, act: &Act, now: Timestamp) -> Result<Stored, ServiceError> {
        let who = actor.account.to_string();
        if let Some(seen) = command::find(self.store().read(), &who, act.key).await? {
            if seen.body_hash != act.body_hash {
                return Err(ServiceError::KeyReused);
            }
            return self.visible(actor, HazardId(seen.subject)).await;
        }
        let tree_version = Meta::tree_version(self.store().read()).await?;
        let before = self.visible(actor, act.id).await?;
        let posting = self.require(actor, act.command.action().permission(), &before.hazard.target())?;
        if before.hazard.version != act.version {
            return Err(ServiceError::VersionConflict { given: act.version, current: before.hazard.version });
        }
        self.check_body(&act.command, &before)?;
        check_remark(&act.note)?;
        let (after, event) = before.hazard.apply(&act.command, actor.account)?;
        let deadlines = self.store().deadlines(act.id).await?;
        let deadlines = self.rules().after(deadlines, after.urgency, event, now)?;

        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree_version).await?;
        command::record(&write, &who, act.key, &act.body_hash, act.id.0).await?;
        match hazard::update(&write, &after, &deadlines, now).await {
            Err(StoreError::Stale) => {
                drop(write);
                let current = self.store().hazard(act.id).await?.map_or(0, |stored| stored.hazard.version);
                return Err(ServiceError::VersionConflict { given: act.version, current });
            }
            other => other?,
        }
        let text = keep_text(&write, act.id.0, "note", text_of(act)).await?;
        let step = StepEntry {
            hazard: &after,
            from: Some(&before.hazard),
            event,
            by: By { account: Some(actor.account), posting: Some(posting.id) },
            command: Some(act.key),
            happened_at: now,
            now,
        };
        journal::append(&write, &[step.entry(text)]).await?;
        write.commit().await?;
        self.visible(actor, act.id).await
    }

    /// The hazard, if the actor may know of it.
    pub(crate) async fn visible(&self, actor: &Actor, id: HazardId) -> Result<Stored, ServiceError> {
        let stored = self.store().hazard(id).await?.ok_or(ServiceError::NotFound("hazard"))?;
        let own = stored.hazard.reporter == Some(actor.account);
        let seen = actor.may(self.titles(), Permission::ViewHazards, &stored.hazard.target()).is_some();
        if own || seen { Ok(stored) } else { Err(ServiceError::NotFound("hazard")) }
    }

    /// Only a body that is competent for the place can be named.
    fn check_body(&self, command: &Command, stored: &Stored) -> Result<(), ServiceError> {
        let Command::Assign { body } = command else { return Ok(()) };
        let invalid = |code, detail: String| Err(ServiceError::invalid("body", code, detail));
        let Some(body) = self.body(*body) else {
            return invalid("body_not_found", format!("there is no body `{body}`"));
        };
        if body.is_competent(&self.tree(), &stored.hazard.path) {
            Ok(())
        } else {
            invalid("body_not_competent", format!("`{}` is not competent for this place", body.names.best("zh")))
        }
    }
}

/// A remark is free text as every other: bounded, and without control characters.
fn check_remark(text: &str) -> Result<(), ServiceError> {
    if text.chars().count() > TEXT_MAX_CHARS || !is_text(text) {
        let detail = format!("a remark has at most {TEXT_MAX_CHARS} characters, none of them a control character");
        return Err(ServiceError::invalid("remark", "remark_invalid", detail));
    }
    Ok(())
}

fn text_of(act: &Act) -> &str {
    match &act.command {
        Command::Reject { reason } | Command::Return { reason } => reason,
        Command::Control { note } | Command::Finish { note } => note,
        _ => &act.note,
    }
}
