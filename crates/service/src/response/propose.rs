//! What a warning, or what somebody made of readings, asks of which bodies.

use std::collections::{HashMap, HashSet};

use domain::colour::WarningColour;
use domain::id::{ResponseId, UnitId, WarningId};
use domain::journal::{By, Cause, NewEntry};
use domain::response::{Plan, Proposal, Response, StepKind, Trigger, after};
use domain::unit::{Unit, UnitKind, UnitPath, UnitTree};
use domain::warned::WarnedOf;
use jiff::Timestamp;
use store::Write;
use store::response::{self, ResponseRow, Step};
use store::warning::Warning;
use uuid::Uuid;

use super::{entry, step};
use crate::{Service, ServiceError};

/// What asks for responses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking {
    /// What it is about.
    pub(crate) hazard: WarnedOf,
    /// How strongly.
    pub(crate) colour: WarningColour,
    /// The warning; none where somebody acts on readings.
    pub(crate) warning: Option<WarningId>,
    /// What set it off.
    pub(crate) cause: Cause,
    /// When the warning was sent, or the readings crossed their threshold: the lag counts from here.
    pub(crate) since: Timestamp,
}

impl Service {
    /// What a warning asks; `None` where it has no colour, does not count here, or is over.
    pub(crate) fn asking(&self, warning: &Warning, now: Timestamp) -> Option<Asking> {
        let counts = self.counts_here(warning) && warning.expires_at.is_none_or(|end| end > now);
        let colour = warning.colour.filter(|_| counts)?;
        let cause = Cause::Warning(warning.id);
        Some(Asking { hazard: warning.hazard, colour, warning: Some(warning.id), cause, since: warning.sent_at })
    }

    /// Proposes the responses that are asked for, in the transaction of their cause: for each row of the plans and each
    /// body of its kinds in the units concerned; where such a unit lies below all of them, the nearest body above it. A
    /// response that stands at least as high already is left as it is.
    pub(crate) async fn propose_responses(
        &self,
        write: &Write,
        asking: Asking,
        units: &[(UnitId, UnitPath)],
        now: Timestamp,
        entries: &mut Vec<NewEntry>,
    ) -> Result<(), ServiceError> {
        let rows: Vec<_> = self.plans().triggered(asking.hazard, asking.colour).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let tree = self.tree();
        let bodies: Vec<(&Plan, &Trigger, Vec<&Unit>)> =
            rows.into_iter().map(|(plan, row)| (plan, row, bodies(&tree, &row.bodies, units))).collect();
        let ids: Vec<UnitId> = bodies.iter().flat_map(|(.., units)| units.iter().map(|unit| unit.id)).collect();
        let open = response::hold_open(write, &ids).await?;
        let open: HashMap<(String, UnitId), ResponseRow> =
            open.into_iter().map(|row| ((row.plan.clone(), row.unit.0), row)).collect();
        let (mut new, mut steps) = (Vec::new(), Vec::new());
        for (plan, row, units) in bodies {
            for unit in units {
                let asked = self.asked(row, asking.since, now);
                match open.get(&(plan.id.clone(), unit.id)) {
                    Some(known) => {
                        if let Some(step) = followed(write, known, asked, asking, now, entries).await? {
                            steps.push(step);
                        }
                    }
                    None => new.push(self.proposed(plan, unit, asking, asked, now)),
                }
            }
        }
        response::insert(write, &new).await?;
        for row in &new {
            let step = step(row, StepKind::Proposed, now);
            entries.push(NewEntry { cause: Some(asking.cause), ..entry(row, &step, By::default()) });
            steps.push(step);
        }
        response::add_steps(write, &steps).await?;
        Ok(())
    }

    /// What becomes of responses whose last warning is over: undecided ones lapse, for those in force the end is
    /// proposed.
    pub(crate) async fn outlive_warnings(
        &self,
        write: &Write,
        over: &[Warning],
        now: Timestamp,
        entries: &mut Vec<NewEntry>,
    ) -> Result<(), ServiceError> {
        let ids: Vec<WarningId> = over.iter().map(|warning| warning.id).collect();
        let mut steps = Vec::new();
        for known in response::hold_of_warnings(write, &ids).await? {
            let Some((response, kind)) = known.response.outlive(self.plans().lag, now) else { continue };
            let mut step = step(&known, kind, now);
            step.level = known.response.level;
            let ended_at = known.ended_at.or((!response.is_open()).then_some(now));
            let after = ResponseRow { response, ended_at, changed_at: now, ..known };
            response::update(write, &after).await?;
            entries.push(entry(&after, &step, By::default()));
            steps.push(step);
        }
        response::add_steps(write, &steps).await?;
        Ok(())
    }

    fn asked(&self, row: &Trigger, since: Timestamp, now: Timestamp) -> Proposal {
        let lag = self.plans().lag(row);
        // A station's clock may run ahead of ours.
        let since = since.min(now);
        Proposal {
            level: Some(row.level),
            trigger: row.id.clone(),
            since,
            // A warning that came late leaves its receivers the same time.
            decide_by: after(now, lag.target),
            alarm_at: after(now, lag.alarm),
            asks_stops: row.colour == WarningColour::Red,
        }
    }

    fn proposed(&self, plan: &Plan, unit: &Unit, asking: Asking, asked: Proposal, now: Timestamp) -> ResponseRow {
        ResponseRow {
            id: ResponseId(Uuid::now_v7()),
            plan: plan.id.clone(),
            plan_version: self.plans().version.clone(),
            unit: (unit.id, unit.path.clone()),
            hazard: Some(asking.hazard),
            colour: Some(asking.colour),
            response: Response::proposed(asked, asking.warning),
            opened_at: now,
            activated_at: None,
            ended_at: None,
            changed_at: now,
            version: 1,
        }
    }
}

/// Bodies of these kinds in the units; for a unit without one, the nearest above it. Each once.
fn bodies<'a>(tree: &'a UnitTree, kinds: &[UnitKind], units: &[(UnitId, UnitPath)]) -> Vec<&'a Unit> {
    let asked = |unit: &&Unit| kinds.contains(&unit.kind);
    let mut found: Vec<&Unit> = Vec::new();
    for (_, path) in units {
        let before = found.len();
        found.extend(tree.subtree(path).filter(asked));
        if found.len() == before {
            found.extend(tree.lineage(path).into_iter().rev().find(asked));
        }
    }
    let mut seen = HashSet::new();
    found.retain(|unit| seen.insert(unit.id));
    found
}

/// A response that is open already, after another warning; the step where that asks for something new.
async fn followed(
    write: &Write,
    known: &ResponseRow,
    asked: Proposal,
    asking: Asking,
    now: Timestamp,
    entries: &mut Vec<NewEntry>,
) -> Result<Option<Step>, ServiceError> {
    // Readings do not outlive the warning that asked before them.
    let (response, new) = known.response.ask(asked, asking.warning.or(known.response.warning));
    let stronger = Some(asking.colour) >= known.colour;
    let after = ResponseRow {
        response,
        hazard: if stronger { Some(asking.hazard) } else { known.hazard },
        colour: if stronger { Some(asking.colour) } else { known.colour },
        changed_at: now,
        ..known.clone()
    };
    response::update(write, &after).await?;
    if !new {
        return Ok(None);
    }
    let step = step(&after, StepKind::Proposed, now);
    entries.push(NewEntry { cause: Some(asking.cause), ..entry(&after, &step, By::default()) });
    Ok(Some(step))
}
