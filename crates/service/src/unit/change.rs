//! Changing the tree by hand: create, rename, recode, move, merge, split, close.

use std::sync::Arc;

use domain::access::{Actor, Permission, Target};
use domain::id::{PostingId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::unit::change::{ChangeKind, Outcome, UnitChange, plan};
use domain::unit::{Unit, UnitNumber, UnitTree};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::unit_write::NewChange;
use store::{Write, journal, unit_plan, unit_write};
use uuid::Uuid;

use crate::{Once, Service, ServiceError};

/// A change that somebody orders.
#[derive(Debug, Clone)]
pub struct ChangeOrder {
    /// The unit (for a creation: the unit above).
    pub unit: UnitId,
    /// Its version as the orderer saw it.
    pub version: i32,
    /// What to do.
    pub change: UnitChange,
    /// When it takes effect; the past is taken as it is, the future waits.
    pub at: Option<Timestamp>,
}

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is in force; this is the new tree version.
    Done(i64),
    /// It waits for its date.
    Planned,
}

impl Service {
    /// Carries a change out, or plans it when its date lies ahead. The same request again changes nothing.
    ///
    /// # Errors
    /// When the actor may not, the unit changed in between, or the tree does not allow it.
    pub async fn change_unit(
        &self,
        actor: &Actor,
        order: &ChangeOrder,
        once: &Once,
        now: Timestamp,
    ) -> Result<Changed, ServiceError> {
        let who = actor.account.to_string();
        if let Some(made) = self.made_before(&who, once).await? {
            return self.changed_before(order, made).await;
        }
        // Another process may have changed it: what may be done here rests on the paths of now.
        self.refresh_tree().await?;
        let tree = self.tree();
        let unit = tree.by_id(order.unit).ok_or(ServiceError::NotFound("unit"))?;
        let posting = self.require_manage(actor, unit)?;
        for other in others(&order.change) {
            let other = tree.by_id(other).ok_or(ServiceError::NotFound("unit"))?;
            self.require_manage(actor, other)?;
        }
        if unit.version != order.version {
            return Err(ServiceError::VersionConflict { given: order.version, current: unit.version });
        }
        let at = order.at.unwrap_or(now);
        // A dry run against the tree as it is: an order that cannot work is refused today, not on its date.
        plan(&tree, order.unit, &order.change, at, UnitNumber(0))?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let planned = (at > now).then(Uuid::now_v7);
        let write = self.store().write().await?;
        if !once.keep(&write, &who, planned.unwrap_or(order.unit.0)).await? {
            drop(write);
            let made = self.made_meanwhile(&who, once).await?;
            return self.changed_before(order, made).await;
        }
        if let Some(id) = planned {
            unit_plan::insert(&write, (id, order.unit), &order.change, at, actor.account, now).await?;
            write.commit().await?;
            return Ok(Changed::Planned);
        }
        let task = Task { unit: order.unit, seen: Some(order.version), change: &order.change, at, by };
        self.carry_out(write, task, now).await.map(Changed::Done)
    }

    /// What became of an order that came before: the unit stands with it where it was carried out, its plan where it
    /// waits.
    async fn changed_before(&self, order: &ChangeOrder, made: Uuid) -> Result<Changed, ServiceError> {
        if made != order.unit.0 {
            return Ok(Changed::Planned);
        }
        self.refresh_tree().await?;
        Ok(Changed::Done(self.tree().version()))
    }

    /// Carries out the planned changes whose date has come; says how many. One that the tree no longer
    /// allows is marked with the reason and left for a person. Safe to run in several processes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn carry_out_planned(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut done = 0;
        for planned in self.store().planned_changes(now).await? {
            let by = By { account: planned.actor, posting: None };
            let task = Task { unit: planned.unit, seen: None, change: &planned.change, at: planned.at, by };
            let write = self.store().write().await?;
            if !unit_plan::take(&write, planned.id).await? {
                continue;
            }
            match self.carry_out(write, task, now).await {
                Ok(_) => done += 1,
                Err(ServiceError::Store(error)) if error.is_transient() => return Err(error.into()),
                // Whatever else refuses it today refuses it tomorrow: it must not keep the others waiting.
                Err(refused) => {
                    let write = self.store().write().await?;
                    unit_plan::fail(&write, planned.id, &refused.to_string()).await?;
                    write.commit().await?;
                }
            }
        }
        Ok(done)
    }

    async fn carry_out(&self, write: Write, task: Task<'_>, now: Timestamp) -> Result<i64, ServiceError> {
        let Task { unit: id, seen, change, at, by } = task;
        let version = unit_write::lock_tree(&write).await?;
        let tree = self.tree_at(version).await?;
        let current = tree.by_id(id).map_or(0, |unit| unit.version);
        if let Some(given) = seen.filter(|&given| given != current) {
            return Err(ServiceError::VersionConflict { given, current });
        }
        let next = unit_write::next_number(write.tx()).await?;
        let outcome = plan(&tree, id, change, at, next)?;
        apply(&write, &tree, &outcome, at).await?;
        let history = history(&tree, &outcome, change, at);
        unit_write::record_changes(&write, &history, by.account, None, now).await?;
        let entries: Vec<NewEntry> = history.iter().map(|line| entry(&tree, &outcome, line, by, now)).collect();
        journal::append(&write, &entries).await?;
        let version = unit_write::bump_tree(&write, version).await?;
        write.commit().await?;
        self.refresh_tree().await?;
        Ok(version)
    }

    /// The tree of exactly this version; read again where this process knows an older one.
    async fn tree_at(&self, version: i64) -> Result<Arc<UnitTree>, ServiceError> {
        if self.tree().version() != version {
            self.refresh_tree().await?;
        }
        Ok(self.tree())
    }

    fn require_manage(&self, actor: &Actor, unit: &Unit) -> Result<PostingId, ServiceError> {
        let target = Target::at(&unit.path);
        self.require(actor, Permission::ManageUnits, &target).map(|posting| posting.id)
    }
}

/// A change on its way into the tree.
struct Task<'a> {
    unit: UnitId,
    /// The version that its orderer saw; a planned change takes the unit as it is on its date.
    seen: Option<i32>,
    change: &'a UnitChange,
    at: Timestamp,
    by: By,
}

/// Other units that a change touches: the actor must manage them too.
fn others(change: &UnitChange) -> Vec<UnitId> {
    match change {
        UnitChange::Move { parent } => vec![*parent],
        UnitChange::Merge { into } => vec![*into],
        UnitChange::Close { successor } => successor.iter().copied().collect(),
        UnitChange::Create(_) | UnitChange::Rename { .. } | UnitChange::Recode { .. } | UnitChange::Split { .. } => {
            Vec::new()
        }
    }
}

/// Writes an outcome: ended units free their codes first, then new units, moves, content, heirs.
async fn apply(write: &Write, tree: &UnitTree, outcome: &Outcome, at: Timestamp) -> Result<(), ServiceError> {
    let (ended, changed): (Vec<&Unit>, Vec<&Unit>) = outcome.updated.iter().partition(|unit| unit.valid_to.is_some());
    for unit in ended {
        unit_write::update(write, unit).await?;
        unit_write::change_code(write, unit.id, None, at).await?;
    }
    for unit in &outcome.created {
        unit_write::insert(write, unit).await?;
    }
    for (from, to) in &outcome.moved {
        unit_write::rebase(write, from, to).await?;
    }
    for unit in changed {
        let before = tree.by_id(unit.id);
        unit_write::update(write, unit).await?;
        if before.is_some_and(|before| before.code != unit.code) {
            unit_write::change_code(write, unit.id, unit.code.as_deref(), at).await?;
        }
        if before.is_some_and(|before| before.boundary != unit.boundary) {
            unit_write::save_boundary(write, unit.id, unit.boundary.as_ref()).await?;
        }
    }
    for &(from, to) in &outcome.succeeded {
        unit_write::succeed(write, from, to).await?;
    }
    Ok(())
}

fn history(tree: &UnitTree, outcome: &Outcome, change: &UnitChange, at: Timestamp) -> Vec<NewChange> {
    let line = |unit: &Unit, kind, before: Value, after: Value| NewChange { unit: unit.id, kind, at, before, after };
    let mut lines = Vec::new();
    for unit in &outcome.created {
        lines.push(line(unit, ChangeKind::Created, Value::Null, brief(unit)));
    }
    for unit in &outcome.updated {
        let moved = tree.by_id(unit.id).is_some_and(|before| before.parent != unit.parent);
        let kind = if moved { ChangeKind::Moved } else { change.kind() };
        let before = tree.by_id(unit.id).map_or(Value::Null, brief);
        lines.push(line(unit, kind, before, brief(unit)));
    }
    lines
}

/// The fields of a unit that a history line shows.
fn brief(unit: &Unit) -> Value {
    json!({
        "names": unit.names,
        "code": unit.code,
        "parent": unit.parent,
        "valid_to": unit.valid_to,
        "successor": unit.successor,
    })
}

fn entry(tree: &UnitTree, outcome: &Outcome, line: &NewChange, by: By, now: Timestamp) -> NewEntry {
    let all = outcome.updated.iter().chain(&outcome.created);
    let unit = all.into_iter().find(|unit| unit.id == line.unit).or_else(|| tree.by_id(line.unit));
    NewEntry {
        kind: Kind::Unit(line.kind),
        subject: line.unit.0,
        unit: unit.map(|unit| (unit.id, unit.path.clone())),
        body: None,
        by,
        cause: None,
        command: None,
        happened_at: line.at.min(now),
        recorded_at: now,
        payload: json!({ "before": line.before, "after": line.after }),
    }
}
