//! Deciding: as it was, after the table of the scenario; as planned, as far as people are assumed to act.

use std::collections::{HashMap, HashSet};

use domain::id::{CommandId, ResponseId};
use domain::response::{ResponseState, Stops, Verdict};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::response::{Begun, Deciding};
use store::response::{ResponseCut, ResponseRow};
use uuid::Uuid;

use crate::ExerciseError;
use crate::answer::later;
use crate::stage::Stage;
use crate::task::Tasks;
use domain::exercise::Course;
use domain::exercise::{Assumed, Decided, Scenario};

/// Responses that are read at once.
const PAGE: u64 = 500;

/// What was decided.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    taken: usize,
    tasks: Tasks,
    attended: HashSet<ResponseId>,
    seen_at: HashMap<(ResponseId, i32), Timestamp>,
}

impl Decisions {
    /// Takes the decisions that are due; whether anything was decided or waits to be.
    pub(crate) async fn take(
        &mut self,
        stage: &Stage,
        scenario: &Scenario,
        (course, seed): (Course, u64),
        now: Timestamp,
    ) -> Result<bool, ExerciseError> {
        let before = self.taken;
        if course == Course::AsItWas {
            while let Some(row) = scenario.decisions.get(self.taken).filter(|row| row.at <= now) {
                self.taken += 1;
                as_it_was(stage, row, now).await?;
            }
            return Ok(self.taken > before);
        }
        let mut busy = false;
        for row in open(stage, now).await? {
            busy |= row.response.proposal.is_some();
            self.decide(stage, &row, scenario.assumed, now).await?;
            self.attend(stage, &row, scenario.assumed, now).await?;
            if row.response.state == ResponseState::Active {
                self.tasks.plan(stage, &row, (scenario.assumed, seed), now).await?;
            }
        }
        self.tasks.report(stage, now).await?;
        Ok(busy || self.tasks.wait())
    }

    async fn decide(
        &mut self,
        stage: &Stage,
        row: &ResponseRow,
        assumed: Assumed,
        now: Timestamp,
    ) -> Result<(), ExerciseError> {
        let Some(proposal) = &row.response.proposal else { return Ok(()) };
        let seen = *self.seen_at.entry((row.id, row.version)).or_insert(now);
        if now < later(seen, SignedDuration::from_mins(assumed.decide_min.into())) {
            return Ok(());
        }
        let verdict = proposal.level.map_or(Verdict::End, Verdict::Activate);
        decide(stage, row, verdict, proposal.asks_stops, "演练:按预案建议决定", now).await
    }

    /// Whoever decides comes to the command post, some time after the response came into force.
    async fn attend(
        &mut self,
        stage: &Stage,
        row: &ResponseRow,
        assumed: Assumed,
        now: Timestamp,
    ) -> Result<(), ExerciseError> {
        if !in_force_for(row, assumed.command_post_min, now) || !self.attended.insert(row.id) {
            return Ok(());
        }
        let Some(actor) = commander(stage, row, now).await? else { return Ok(()) };
        Ok(stage.service.attend_command_post(&actor, row.id, true, now).await?)
    }
}

/// Whether a response has been in force for that long.
fn in_force_for(row: &ResponseRow, minutes: u32, now: Timestamp) -> bool {
    let since = row.activated_at.filter(|_| row.response.state == ResponseState::Active);
    since.is_some_and(|at| later(at, SignedDuration::from_mins(minutes.into())) <= now)
}

/// Responses that are proposed or in force.
async fn open(stage: &Stage, now: Timestamp) -> Result<Vec<ResponseRow>, ExerciseError> {
    let desk = stage.service.actor_by_login(&stage.cast.desk, now).await?;
    let mut cut = ResponseCut { open: true, limit: PAGE, ..ResponseCut::default() };
    let mut rows = Vec::new();
    loop {
        let page = stage.service.list_responses(&desk, None, None, cut.clone(), now).await?;
        let Some(last) = page.last() else { return Ok(rows) };
        cut.before = Some((last.row.opened_at, last.row.id));
        rows.extend(page.into_iter().map(|sheet| sheet.row));
    }
}

/// What was decided at the time: on the proposal that then stood, or without one.
async fn as_it_was(stage: &Stage, row: &Decided, now: Timestamp) -> Result<(), ExerciseError> {
    let service = &stage.service;
    let unit = service.tree().by_code(&row.unit).map(|unit| unit.id);
    let Some(unit) = unit else { return Ok(()) };
    let standing = open(stage, now).await?.into_iter().find(|one| one.unit.0 == unit && one.plan == row.plan);
    let reason = row.names.best("zh");
    if let Some(standing) = standing {
        let asks = standing.response.proposal.as_ref().is_some_and(|proposal| proposal.asks_stops);
        return decide(stage, &standing, Verdict::Activate(row.level), asks, reason, now).await;
    }
    let Some(login) = stage.cast.commanders.get(&unit) else { return Ok(()) };
    let actor = service.actor_by_login(login, now).await?;
    let begun = Begun { plan: row.plan.clone(), unit, level: row.level };
    let deciding = deciding(Verdict::Activate(row.level), false, reason, None);
    service.begin_response(&actor, &begun, &deciding, now).await?;
    Ok(())
}

async fn decide(
    stage: &Stage,
    row: &ResponseRow,
    verdict: Verdict,
    asks_stops: bool,
    reason: &str,
    now: Timestamp,
) -> Result<(), ExerciseError> {
    let Some(actor) = commander(stage, row, now).await? else { return Ok(()) };
    let deciding = deciding(verdict, asks_stops, reason, Some(row.version));
    match stage.service.decide_response(&actor, row.id, &deciding, now).await {
        // The warning that asked has been replaced or has ended meanwhile: the next look sees what stands now.
        Ok(_) | Err(ServiceError::Response(_) | ServiceError::VersionConflict { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn deciding(verdict: Verdict, asks_stops: bool, reason: &str, version: Option<i32>) -> Deciding {
    let all = Stops { gatherings: true, classes: true, business: true };
    Deciding {
        verdict,
        stops: asks_stops.then_some(all),
        reason: reason.to_owned(),
        decided_at: None,
        spoken_by: None,
        version,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![0],
    }
}

/// Who commands the body of a response.
pub(crate) async fn commander(
    stage: &Stage,
    row: &ResponseRow,
    now: Timestamp,
) -> Result<Option<domain::access::Actor>, ExerciseError> {
    match stage.cast.commanders.get(&row.unit.0) {
        Some(login) => Ok(Some(stage.service.actor_by_login(login, now).await?)),
        None => Ok(None),
    }
}
