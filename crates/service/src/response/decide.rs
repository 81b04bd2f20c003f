//! Deciding: a commander here and now, or what a duty desk wrote down of a spoken decision.

use domain::access::{Actor, Permission, Target};
use domain::hazard::is_text;
use domain::id::{AccountId, CommandId, PostingId, ResponseId, ResponseStepId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::response::{
    ItemKind, Response, ResponseLevel, ResponseState, StepKind, Stops, Task, TaskState, Verdict, after,
};
use domain::unit::{Unit, UnitPath};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::response::{self, ResponseRow, Step, TaskRow};
use store::{StoreError, Write, job, journal, unit_write};
use uuid::Uuid;

use super::notice::reminders;
use super::{entry, step};
use crate::closure::Opening;
use crate::hazard::keep_text;
use crate::{Once, Service, ServiceError};

/// Shortest reason, in characters.
const REASON_MIN: usize = 2;

/// Longest reason, in characters.
const REASON_MAX: usize = 500;

/// How far back a spoken decision may lie when it is written down.
const SPOKEN_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// A decision as it is handed in.
#[derive(Debug, Clone)]
pub struct Deciding {
    /// What is decided.
    pub verdict: Verdict,
    /// The answer that a red warning wants.
    pub stops: Option<Stops>,
    /// Why.
    pub reason: String,
    /// When it was decided, where that was earlier.
    pub decided_at: Option<Timestamp>,
    /// Whose decision a duty desk writes down; none where the actor decides.
    pub spoken_by: Option<PostingId>,
    /// The version that the actor saw; none for a response that is begun.
    pub version: Option<i32>,
    /// Names the command.
    pub key: CommandId,
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
}

/// A response that a person begins without being asked.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Word of the plan.
    pub plan: String,
    /// The body's unit.
    pub unit: UnitId,
    /// At which level.
    pub level: ResponseLevel,
}

impl Service {
    /// Decides on a response: into force, higher, lower, declined or over. What is then to be done becomes tasks in the
    /// same transaction.
    ///
    /// # Errors
    /// When the actor may not, it changed meanwhile or is over, nothing changes by it, a red warning gets no answer, or
    /// the reason or the time cannot be taken.
    pub async fn decide_response(
        &self,
        actor: &Actor,
        id: ResponseId,
        deciding: &Deciding,
        now: Timestamp,
    ) -> Result<ResponseRow, ServiceError> {
        let row = self.store().response(id).await?.ok_or(ServiceError::NotFound("response"))?;
        let said = self.said(actor, &row.unit.1, deciding, now).await?;
        self.retried(|| self.take_decision(actor, id, None, deciding, &said, now)).await
    }

    /// Begins a response that no warning asked for.
    ///
    /// # Errors
    /// As [`decide_response`](Self::decide_response); when the body has an open one of the plan, or none under it.
    pub async fn begin_response(
        &self,
        actor: &Actor,
        begun: &Begun,
        deciding: &Deciding,
        now: Timestamp,
    ) -> Result<ResponseRow, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(begun.unit).ok_or(ServiceError::NotFound("unit"))?.clone();
        let plan = self.plans().get(&begun.plan).filter(|plan| plan.concerns(unit.kind));
        if plan.is_none() {
            let detail = format!("there is no plan `{}` for a unit of this kind", begun.plan);
            return Err(ServiceError::invalid("plan", "plan_unknown", detail));
        }
        let said = self.said(actor, &unit.path, deciding, now).await?;
        let id = ResponseId(Uuid::now_v7());
        let new = ResponseRow {
            id,
            plan: begun.plan.clone(),
            plan_version: self.plans().version.clone(),
            unit: (unit.id, unit.path.clone()),
            hazard: None,
            colour: None,
            response: Response::begun(),
            opened_at: now,
            activated_at: None,
            ended_at: None,
            changed_at: now,
            version: 1,
        };
        self.retried(|| self.take_decision(actor, id, Some(new.clone()), deciding, &said, now)).await
    }

    /// Signs a decision that was written down for the actor.
    ///
    /// # Errors
    /// When there is no such decision of the actor, or it is signed.
    pub async fn sign_decision(
        &self,
        actor: &Actor,
        id: ResponseId,
        step: ResponseStepId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let missing = || ServiceError::NotFound("decision to sign");
        let row = self.store().response(id).await?.ok_or_else(missing)?;
        let write = self.store().write().await?;
        let held = response::hold_step(&write, step).await?.filter(|step| step.response == id).ok_or_else(missing)?;
        let own = held.decided_by.filter(|(_, account)| *account == actor.account && held.recorded_by.is_some());
        let (posting, account) = own.ok_or_else(missing)?;
        if !response::sign(&write, step, now).await? {
            return Err(missing());
        }
        let by = By { account: Some(account), posting: Some(posting) };
        let payload = json!({ "step": step });
        let unit = Some(row.unit.clone());
        journal::append(&write, &[NewEntry { unit, by, payload, ..NewEntry::about(Kind::ResponseSigned, id.0, now) }])
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// Again where the tree or the row changed between reading and writing.
    async fn retried<F>(&self, attempt: impl Fn() -> F) -> Result<ResponseRow, ServiceError>
    where
        F: Future<Output = Result<ResponseRow, ServiceError>>,
    {
        let mut tries = 0;
        loop {
            match attempt().await {
                Err(ServiceError::Store(StoreError::Stale)) if tries < 3 => {
                    tries += 1;
                    self.refresh_tree().await?;
                }
                other => return other,
            }
        }
    }

    /// Whose decision it is and who writes it down, where both may.
    async fn said(
        &self,
        actor: &Actor,
        path: &UnitPath,
        deciding: &Deciding,
        now: Timestamp,
    ) -> Result<Said, ServiceError> {
        let target = Target::at(path);
        let letters = deciding.reason.trim().chars().count();
        if !(REASON_MIN..=REASON_MAX).contains(&letters) || !is_text(&deciding.reason) {
            let detail = format!("say why, in {REASON_MIN} to {REASON_MAX} characters");
            return Err(ServiceError::invalid("reason", "reason_invalid", detail));
        }
        let decided_at = deciding.decided_at.unwrap_or(now);
        if decided_at > now || now.duration_since(decided_at) > SPOKEN_WITHIN {
            let detail = "a decision was made at most 24 hours ago, and not later than now";
            return Err(ServiceError::invalid("decided_at", "decided_at_invalid", detail));
        }
        let Some(posting) = deciding.spoken_by else {
            let posting = self.require(actor, Permission::DecideResponse, &target)?;
            return Ok(Said { decider: (posting.id, actor.account), recorder: None, decided_at });
        };
        // Whoever sees no response here learns nothing about posts either.
        let recorder = self.require(actor, Permission::RecordDecision, &target)?;
        let row = self.store().postings_by_id(&[posting]).await?.pop();
        let terms = self.store().posting_terms(&[posting]).await?;
        let in_force = terms
            .get(&posting)
            .is_some_and(|term| term.from <= decided_at && term.to.is_none_or(|end| end > decided_at));
        let unit_path = |row: &store::account::PostingRow| self.tree().by_id(row.unit).map(|unit| unit.path.clone());
        let decides = row.filter(|row| {
            let grants = self
                .titles()
                .get(&row.title)
                .is_some_and(|title| title.grants.contains_key(&Permission::DecideResponse));
            grants && in_force && unit_path(row).is_some_and(|above| above.contains(path))
        });
        let Some(row) = decides else {
            let detail = "this post may not decide here; name the commander or deputy who did";
            return Err(ServiceError::invalid("spoken_by", "decider_invalid", detail));
        };
        Ok(Said { decider: (posting, row.account), recorder: Some((recorder.id, actor.account)), decided_at })
    }

    async fn take_decision(
        &self,
        actor: &Actor,
        id: ResponseId,
        new: Option<ResponseRow>,
        deciding: &Deciding,
        said: &Said,
        now: Timestamp,
    ) -> Result<ResponseRow, ServiceError> {
        let (who, once) = (actor.account.to_string(), Once::new(deciding.key, deciding.body_hash.clone()));
        // Each request that begins a response makes an id for it: only an existing one is what a request is about.
        let once = if new.is_some() { once } else { once.about(id.0) };
        if let Some(made) = self.made_before(&who, &once).await? {
            return self.decided_before(made).await;
        }
        let tree = self.tree();
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree.version()).await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.decided_before(self.made_meanwhile(&who, &once).await?).await;
        }
        let before = match new {
            Some(new) => {
                let put = response::insert(&write, std::slice::from_ref(&new)).await;
                put.map_err(|error| match error {
                    StoreError::Duplicate(_) => ServiceError::Exists("response"),
                    error => error.into(),
                })?;
                new
            }
            None => response::hold(&write, id).await?.ok_or(ServiceError::NotFound("response"))?,
        };
        if let Some(given) = deciding.version.filter(|&given| given != before.version) {
            return Err(ServiceError::VersionConflict { given, current: before.version });
        }
        let (after, step) = decided(&before, deciding, said, now)?;
        response::update(&write, &after).await?;
        response::add_steps(&write, std::slice::from_ref(&step)).await?;
        let reason = keep_text(&write, step.id.0, "reason", &deciding.reason).await?;
        let by = said.recorder.unwrap_or(said.decider);
        let mut entry = entry(&after, &step, By { account: Some(by.1), posting: Some(by.0) });
        entry.command = Some(deciding.key);
        entry.payload["reason"] = reason.unwrap_or_default();
        entry.payload["spoken"] = json!(said.recorder.is_some());
        self.follow_decision(&write, &after, &step, entry.by, now).await?;
        journal::append(&write, &[entry]).await?;
        job::insert(&write, &reminders(&step), now).await?;
        write.commit().await?;
        Ok(ResponseRow { version: after.version + 1, ..after })
    }

    /// The response that a request decided on or began.
    async fn decided_before(&self, id: Uuid) -> Result<ResponseRow, ServiceError> {
        self.store().response(ResponseId(id)).await?.ok_or(ServiceError::NotFound("response"))
    }

    /// What a decision sets going or ends.
    async fn follow_decision(
        &self,
        write: &Write,
        row: &ResponseRow,
        step: &Step,
        by: By,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        match step.kind {
            StepKind::Activated | StepKind::Raised => {
                let tasks = self.tasks_of(row, now);
                response::insert_tasks(write, &tasks, now).await?;
                self.close_places(write, row, &tasks, by, now).await?;
            }
            StepKind::Ended => {
                response::end_tasks(write, row.id, now).await?;
                response::leave_all(write, row.id, now).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Where a line says that places close, each of them is listed with the time that the line gives.
    async fn close_places(
        &self,
        write: &Write,
        row: &ResponseRow,
        tasks: &[TaskRow],
        by: By,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let due = tasks.iter().filter(|task| task.kind == ItemKind::ClosePlaces).map(|task| task.task.due_at).min();
        let (Some(due), Some(hazard), Some(colour)) = (due, row.hazard, row.colour) else { return Ok(()) };
        let units = [row.unit.clone()];
        let cause = Some(row.id);
        let opening = Opening { units: &units, hazard: hazard.word(), colour, cause, due, by };
        self.open_closures(write, opening, now).await?;
        Ok(())
    }

    /// The lines of the plan for this body at its level, in the units where each is done.
    fn tasks_of(&self, row: &ResponseRow, now: Timestamp) -> Vec<TaskRow> {
        let tree = self.tree();
        let (Some(body), Some(level)) = (tree.by_id(row.unit.0), row.response.level) else { return Vec::new() };
        let Some(plan) = self.plans().get(&row.plan) else { return Vec::new() };
        let mut tasks = Vec::new();
        for item in plan.lines(body.kind, level) {
            let task = |unit: &Unit| TaskRow {
                id: domain::id::TaskId(Uuid::now_v7()),
                response: row.id,
                unit: (unit.id, unit.path.clone()),
                item: item.id.clone(),
                names: item.names.clone(),
                kind: item.kind,
                task: Task { state: TaskState::Open, due_at: after(now, item.due), done_at: None, amount: None },
                reported_by: None,
            };
            tasks.extend(tree.subtree(&body.path).filter(|unit| item.units.contains(&unit.kind)).map(task));
        }
        tasks
    }
}

/// Who decided, who wrote it down, and when it was decided.
struct Said {
    decider: (PostingId, AccountId),
    recorder: Option<(PostingId, AccountId)>,
    decided_at: Timestamp,
}

/// The row after a decision, and the step.
fn decided(
    before: &ResponseRow,
    deciding: &Deciding,
    said: &Said,
    now: Timestamp,
) -> Result<(ResponseRow, Step), ServiceError> {
    let (response, kind) = before.response.decide(deciding.verdict, deciding.stops)?;
    let asked = before.response.proposal.as_ref();
    let level = match deciding.verdict {
        Verdict::Activate(level) => Some(level),
        Verdict::Decline => asked.and_then(|asked| asked.level),
        Verdict::End => None,
    };
    let step = Step {
        level,
        stops: deciding.stops,
        decided_by: Some(said.decider),
        recorded_by: said.recorder.map(|(_, account)| account),
        decided_at: said.decided_at,
        lag: asked.map(|asked| now.duration_since(asked.since)),
        target: asked.map(|asked| asked.decide_by.duration_since(asked.since)),
        ..step(before, kind, now)
    };
    let over = !response.is_open();
    let in_force = response.state == ResponseState::Active;
    let after = ResponseRow {
        activated_at: before.activated_at.or(in_force.then_some(now)),
        ended_at: over.then_some(now),
        changed_at: now,
        response,
        ..before.clone()
    };
    Ok((after, step))
}

/// Whether a line asks that something be done by hand and counted.
#[must_use]
pub(super) fn asks_number(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Count | ItemKind::MovePeople | ItemKind::ClosePlaces)
}
