//! Taking a hazard one step further.

use domain::access::Actor;
use domain::hazard::{Action, Around, Command, Doer, EventKind, Hazard, State, TEXT_MAX_CHARS, is_text};
use domain::id::{AccountId, CommandId, HazardId};
use domain::journal::{By, Cause};
use jiff::Timestamp;
use store::hazard::Stored;
use store::{Meta, StoreError, Write, hazard, journal, unit_write};

use super::{StepEntry, keep_text};
use crate::{Once, Service, ServiceError, secret};

/// One step that somebody wants to take.
#[derive(Debug, Clone)]
pub struct Act {
    /// The hazard.
    pub id: HazardId,
    /// The version that the actor saw; none where it acts on whatever stands there now.
    pub version: Option<i32>,
    /// What to do.
    pub command: Command,
    /// A remark; for commands that carry a text, that text stands in the command.
    pub note: String,
    /// Names this command; a repeated one does nothing twice.
    pub key: CommandId,
    /// SHA-256 of the request as sent.
    pub body_hash: Vec<u8>,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy)]
pub(super) enum Caller<'a> {
    /// Somebody signed in.
    Actor(&'a Actor),
    /// Whoever holds the secret of the follow link; its hash.
    Follower(&'a [u8]),
}

impl Caller<'_> {
    /// Under which name the command is remembered.
    fn name(&self) -> String {
        match self {
            Self::Actor(actor) => actor.account.to_string(),
            Self::Follower(hash) => format!("secret:{}", secret::hex(hash)),
        }
    }

    fn account(&self) -> Option<AccountId> {
        match self {
            Self::Actor(actor) => Some(actor.account),
            Self::Follower(_) => None,
        }
    }
}

impl Service {
    /// Takes the step: access, guards, row, deadlines and journal in one transaction.
    ///
    /// # Errors
    /// When the actor may not see it (not found) or do it (forbidden), the state or a guard forbids it,
    /// somebody else was faster, it is part of another hazard by now, or the named body is not competent there.
    pub async fn act(&self, actor: &Actor, act: Act, now: Timestamp) -> Result<Stored, ServiceError> {
        self.step(Caller::Actor(actor), &act, now).await
    }

    /// What the reporter does with the follow link alone: appeal a refusal, judge the result.
    ///
    /// # Errors
    /// When the secret is unknown, or as [`act`](Self::act).
    pub async fn act_as_reporter(&self, follow_secret: &str, act: Act, now: Timestamp) -> Result<Stored, ServiceError> {
        let hash = secret::sha256(&[follow_secret.as_bytes()]);
        self.step(Caller::Follower(&hash), &act, now).await
    }

    async fn step(&self, caller: Caller<'_>, act: &Act, now: Timestamp) -> Result<Stored, ServiceError> {
        let (who, once) = (caller.name(), Once::new(act.key, act.body_hash.clone()).about(act.id.0));
        if self.made_before(&who, &once).await?.is_some() {
            return self.stepped(act.id).await;
        }
        let mut attempts = 0;
        loop {
            match self.try_act(caller, act, &once, now).await {
                // The tree changed between reading and writing: read again.
                Err(ServiceError::Store(StoreError::Stale)) if attempts < 3 => attempts += 1,
                Err(refused) => {
                    self.made_or_refused(&who, &once, refused).await?;
                    return self.stepped(act.id).await;
                }
                done => return done,
            }
        }
    }

    /// The hazard after a step. Whoever hands it back may not see it any longer; the step is done all the same.
    async fn stepped(&self, id: HazardId) -> Result<Stored, ServiceError> {
        self.store().hazard(id).await?.ok_or(ServiceError::NotFound("hazard"))
    }

    async fn try_act(
        &self,
        caller: Caller<'_>,
        act: &Act,
        once: &Once,
        now: Timestamp,
    ) -> Result<Stored, ServiceError> {
        let tree_version = Meta::tree_version(self.store().read()).await?;
        let before = self.seen_by(caller, act.id).await?;
        let action = act.command.action();
        if let Some(master) = before.hazard.merged_into.filter(|_| action != Action::Separate) {
            return Err(ServiceError::MergedInto(master));
        }
        let (doer, by) = self.doer(caller, action, &before.hazard)?;
        if let Some(given) = act.version.filter(|&given| given != before.hazard.version) {
            return Err(ServiceError::VersionConflict { given, current: before.hazard.version });
        }
        self.check_body(&act.command, &before)?;
        check_remark(&act.note)?;
        let other = self.other(caller, &act.command).await?;
        let around = Around { now, above: self.above(&before.hazard), other: other.as_ref().map(|o| &o.hazard) };
        let (after, event) = before.hazard.apply(&act.command, doer, &around)?;
        let deadlines = self.store().deadlines(act.id).await?;
        let deadlines = self.rules().after(deadlines, after.grading(), event, now)?;

        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree_version).await?;
        let who = caller.name();
        if !once.keep(&write, &who, act.id.0).await? {
            drop(write);
            self.made_meanwhile(&who, once).await?;
            return self.stepped(act.id).await;
        }
        if let Some(other) = other.as_ref().filter(|_| after.state == State::Duplicate) {
            self.absorb(&write, &before.hazard, &other.hazard, by, now).await?;
        }
        match hazard::update(&write, &after, &deadlines, now).await {
            // Whoever saw no version acts on the next one.
            Err(StoreError::Stale) if act.version.is_none() => return Err(StoreError::Stale.into()),
            Err(StoreError::Stale) => {
                drop(write);
                let current = self.store().hazard(act.id).await?.map_or(0, |stored| stored.hazard.version);
                return Err(ServiceError::VersionConflict { given: before.hazard.version, current });
            }
            // The id of a call or question that another hazard has.
            Err(StoreError::Duplicate(_)) => return Err(ServiceError::Exists("id")),
            other => other?,
        }
        if let Some(account) = doer.account {
            note_second_person(&write, &before.hazard, event, account).await?;
        }
        let text = act.command.text().map_or(act.note.as_str(), |(text, _)| text);
        let text = keep_text(&write, act.id.0, "note", text).await?;
        let step = StepEntry {
            from: Some(&before.hazard),
            named: act.command.body(),
            by,
            command: Some(act.key),
            ..StepEntry::new(&after, event, self.rules().stamp(), now)
        };
        journal::append(&write, &[step.entry(text)]).await?;
        write.commit().await?;
        self.stepped(act.id).await
    }

    /// The hazard, if the actor may know of it.
    pub(crate) async fn visible(&self, actor: &Actor, id: HazardId) -> Result<Stored, ServiceError> {
        let stored = self.store().hazard(id).await?.ok_or(ServiceError::NotFound("hazard"))?;
        if self.sees(actor, &stored) { Ok(stored) } else { Err(ServiceError::NotFound("hazard")) }
    }

    /// Whether the actor may know of the hazard.
    pub(super) fn sees(&self, actor: &Actor, stored: &Stored) -> bool {
        let target = stored.hazard.target();
        self.hazard_scope(actor).covers(&target) || self.own_reports(actor).covers(&target)
    }

    async fn seen_by(&self, caller: Caller<'_>, id: HazardId) -> Result<Stored, ServiceError> {
        match caller {
            Caller::Actor(actor) => self.visible(actor, id).await,
            Caller::Follower(hash) => {
                let followed = self.store().hazard_by_follow(hash).await?;
                followed.filter(|stored| stored.hazard.id == id).ok_or(ServiceError::NotFound("report"))
            }
        }
    }

    /// In which capacity the caller may take the step.
    pub(super) fn doer(&self, caller: Caller<'_>, action: Action, hazard: &Hazard) -> Result<(Doer, By), ServiceError> {
        let reporter = Doer { account: caller.account(), ..Doer::default() };
        match (caller, action.permission(hazard)) {
            (Caller::Actor(actor), Some(permission)) => {
                let posting = self.require(actor, permission, &hazard.target())?;
                let level = self.tree().by_id(posting.unit).map(|unit| unit.kind.level());
                let by = By { account: Some(actor.account), posting: Some(posting.id) };
                Ok((Doer { body: posting.body, unit: Some(posting.unit), level, ..reporter }, by))
            }
            (Caller::Actor(actor), None) if hazard.reporter == Some(actor.account) => {
                Ok((reporter, By { account: Some(actor.account), posting: None }))
            }
            (Caller::Follower(_), None) => Ok((reporter, By::default())),
            _ => Err(ServiceError::ReporterOnly),
        }
    }

    /// The unit above the highest one that owns the hazard now.
    pub(super) fn above(&self, hazard: &Hazard) -> Option<domain::id::UnitId> {
        let tree = self.tree();
        let highest = hazard.escalated_to.unwrap_or(hazard.unit);
        tree.by_id(highest)?.parent
    }

    /// The other hazard of a merge or a recurrence, if the caller may know of it.
    async fn other(&self, caller: Caller<'_>, command: &Command) -> Result<Option<Stored>, ServiceError> {
        let (Command::Merge { master: id } | Command::Recur { earlier: id }) = command else { return Ok(None) };
        self.seen_by(caller, *id).await.map(Some)
    }

    /// The master takes in `duplicate` and all that were part of it. Both rows are locked in the order of their ids.
    async fn absorb(
        &self,
        write: &Write,
        duplicate: &Hazard,
        master: &Hazard,
        by: By,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let versions = hazard::lock(write, &[duplicate.id, master.id]).await?;
        if versions.get(&master.id) != Some(&master.version) {
            return Err(StoreError::Stale.into());
        }
        let cause = Some(Cause::Hazard(duplicate.id));
        let about = |hazard: &Hazard, event| {
            let step = StepEntry::new(hazard, event, self.rules().stamp(), now);
            StepEntry { from: Some(hazard), by, cause, ..step }.entry(None)
        };
        let mut entries = Vec::new();
        for part in hazard::repoint(write, duplicate.id, master.id).await? {
            entries.push(about(&part, EventKind::Merged));
        }
        entries.push(about(master, EventKind::Absorbed));
        journal::append(write, &entries).await?;
        Ok(())
    }

    /// Only a body that is competent for the place can be named, and only a department asked or called.
    fn check_body(&self, command: &Command, stored: &Stored) -> Result<(), ServiceError> {
        let Some(id) = command.body() else { return Ok(()) };
        let invalid = |code, detail: String| Err(ServiceError::invalid("body", code, detail));
        let Some(body) = self.body(id) else {
            return invalid("body_not_found", format!("there is no body `{id}`"));
        };
        let name = body.names.best("zh");
        if !body.is_competent(&self.tree(), &stored.hazard.path) {
            return invalid("body_not_competent", format!("`{name}` is not competent for this place"));
        }
        let authority = matches!(command, Command::Whistle { .. } | Command::SuspectMajor { .. });
        if authority && !body.kind.is_authority() {
            return invalid("body_not_department", format!("`{name}` is no department"));
        }
        if matches!(command, Command::HandBack { .. }) && stored.hazard.body == Some(id) {
            return invalid("body_unchanged", format!("`{name}` is the body that hands it back"));
        }
        Ok(())
    }
}

/// Rules that need two people hold in the database too, whatever the program does.
async fn note_second_person(
    write: &Write,
    before: &Hazard,
    event: EventKind,
    account: AccountId,
) -> Result<(), StoreError> {
    match event {
        EventKind::Verified | EventKind::Suspended => hazard::judged_by(write, before.id, account).await,
        EventKind::Accepted | EventKind::Rejected if before.appealed => {
            hazard::looked_again(write, before.id, account).await
        }
        EventKind::Rejected => hazard::refused_by(write, before.id, account).await,
        _ => Ok(()),
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
