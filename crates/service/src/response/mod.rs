//! Responses (应急响应): a warning proposes, a person decides, and what was decided becomes tasks.
//!
//! [`propose`] runs in the transaction of the warning, so that neither stands without the other. [`decide`] takes the
//! decision of a commander, or what a duty desk wrote down of a spoken one; tasks are written with it. [`escalate`] is
//! the worker's: silence climbs up the tree.

mod command_post;
mod decide;
mod escalate;
mod notice;
mod propose;
mod show;
mod task;

use domain::id::ResponseStepId;
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::response::StepKind;
use jiff::Timestamp;
use serde_json::json;
use store::response::{ResponseRow, Step};
use uuid::Uuid;

pub use decide::{Begun, Deciding};
pub use notice::ResponseNotice;
pub(crate) use propose::Asking;
pub use show::{ResponseSheet, TaskFilter, TaskSheet};
pub use task::TaskReport;

/// A step that nobody decided, as of `now`.
fn step(row: &ResponseRow, kind: StepKind, now: Timestamp) -> Step {
    let proposal = row.response.proposal.as_ref();
    Step {
        id: ResponseStepId(Uuid::now_v7()),
        response: row.id,
        kind,
        level: proposal.map_or(row.response.level, |asked| asked.level),
        trigger: proposal.map(|asked| asked.trigger.clone()).filter(|word| !word.is_empty()),
        warning: row.response.warning,
        stops: None,
        decided_by: None,
        recorded_by: None,
        decided_at: now,
        recorded_at: now,
        signed_at: None,
        lag: None,
        target: None,
    }
}

/// What the journal says of a step.
fn entry(row: &ResponseRow, step: &Step, by: By) -> NewEntry {
    let payload = json!({
        "plan": row.plan,
        "state": row.response.state,
        "level": step.level,
        "warning": step.warning,
        "step": step.id,
        "stops": step.stops,
        "decided_at": step.decided_at.as_millisecond(),
        "lag_ms": step.lag.map(|lag| i64::try_from(lag.as_millis()).unwrap_or(i64::MAX)),
    });
    // A person's decision has a person behind it; whatever else moves a response, its warning does.
    let cause = step.warning.filter(|_| by.account.is_none()).map(Cause::Warning);
    NewEntry {
        unit: Some(row.unit.clone()),
        by,
        cause,
        payload,
        ..NewEntry::about(Kind::Response(step.kind), row.id.0, step.recorded_at)
    }
}
