//! What an exercise has shown: lags, silent posts, late tasks, who was not reached in time. Never lives.

use std::collections::HashMap;

use domain::exercise::{Course, Lag, LagTarget, Report, Scenario};
use domain::id::ResponseId;
use domain::names::Names;
use domain::response::StepKind;
use domain::unit::UnitPath;
use jiff::{SignedDuration, Timestamp};
use service::response::ResponseSheet;
use store::response::{ResponseCut, ResponseRow};

use crate::ExerciseError;
use crate::calls::{self, Calls};
use crate::done;
use crate::frames::{self, Held};
use crate::stage::Stage;

/// Rows that are read at once.
pub(crate) const PAGE: u64 = 500;

pub(crate) async fn of(
    stage: &Stage,
    scenario: &Scenario,
    course: Course,
    seed: u64,
    now: Timestamp,
) -> Result<Report, ExerciseError> {
    let desk = stage.service.actor_by_login(&stage.cast.desk, now).await?;
    let mut cut = ResponseCut { limit: PAGE, ..ResponseCut::default() };
    let mut sheets = Vec::new();
    loop {
        let page = stage.service.list_responses(&desk, None, None, cut.clone(), now).await?;
        let Some(last) = page.last() else { break };
        cut.before = Some((last.row.opened_at, last.row.id));
        sheets.extend(page);
    }
    let mut lags: Vec<_> = sheets.iter().map(|sheet| lag(stage, scenario, course, sheet)).collect();
    lags.sort_by_key(|lag| (std::cmp::Reverse(lag.minutes), lag.code.clone()));
    let lanes = Lanes::of(stage);
    let as_it_was = course == Course::AsItWas;
    let calls = if as_it_was { Calls::default() } else { calls::of(stage, scenario, &desk, &lanes).await? };
    let tasks = done::tasks(stage, &desk).await?;
    let rows: HashMap<ResponseId, &ResponseRow> = sheets.iter().map(|sheet| (sheet.row.id, &sheet.row)).collect();
    // Nobody knows what was done when in 2021, and nothing of it is reported here.
    let late_tasks = if as_it_was { Vec::new() } else { done::late(&stage.service.tree(), scenario, &tasks, &rows) };
    let responses: Vec<_> = sheets.iter().map(|sheet| Held { row: &sheet.row, attended_at: attended(sheet) }).collect();
    let frames = frames::of(scenario, &calls.rounds, &responses, &tasks);
    let rounds: Vec<_> = calls.rounds.iter().map(calls::sum).collect();
    let log = frames::log(scenario, &rounds, &lags);
    // Without calls there is nothing to draw.
    let units = if calls.rounds.is_empty() { Vec::new() } else { lanes.rows };
    Ok(Report {
        scenario: scenario.id.clone(),
        names: scenario.names.clone(),
        source: scenario.source.clone(),
        exercise: true,
        course,
        seed,
        assumed: scenario.assumed,
        posts: (stage.cast.known, stage.cast.assumed),
        lags,
        rounds,
        unreached_before_harm: calls.unreached,
        posts_called: calls.posts,
        silent_posts: calls.silent,
        tasks: done::sums(scenario, &tasks, &rows),
        late_tasks,
        frames,
        lanes: frames::lanes(scenario, &calls.rounds, units),
        log,
    })
}

fn lag(stage: &Stage, scenario: &Scenario, course: Course, sheet: &ResponseSheet) -> Lag {
    let tree = stage.service.tree();
    let unit = tree.by_id(sheet.row.unit.0);
    let climbed = sheet.steps.iter().filter(|step| step.kind == StepKind::Escalated);
    let end = sheet.row.activated_at.unwrap_or(scenario.until);
    Lag {
        unit: unit.map(|unit| unit.names.clone()).unwrap_or_default(),
        code: unit.and_then(|unit| unit.code.clone()),
        plan: sheet.row.plan.clone(),
        warned_at: sheet.row.opened_at,
        decided_at: sheet.row.activated_at,
        minutes: minutes(sheet.row.opened_at, end),
        flagged_at: climbed.clone().map(|step| step.recorded_at).min(),
        escalations: climbed.count(),
        attended_at: attended(sheet),
        target: target(stage, scenario, course, sheet),
    }
}

/// What the row that opened the response allows: the lag counts from the same moment.
fn target(stage: &Stage, scenario: &Scenario, course: Course, sheet: &ResponseSheet) -> Option<LagTarget> {
    let plans = stage.service.plans();
    let word = sheet.steps.first().filter(|step| step.kind == StepKind::Proposed)?.trigger.as_ref()?;
    let row = plans.get(&sheet.row.plan)?.triggers.iter().find(|row| row.id == *word)?;
    let allowed = plans.lag(row).target;
    Some(LagTarget {
        trigger: word.clone(),
        colour: row.colour,
        minutes: allowed.as_mins(),
        met: met(&sheet.row, allowed, scenario.until, course),
    })
}

fn met(row: &ResponseRow, allowed: SignedDuration, until: Timestamp, course: Course) -> Option<bool> {
    let lasted = |to: Timestamp| to.duration_since(row.opened_at);
    match row.activated_at {
        Some(at) => Some(lasted(at) <= allowed),
        // What the sources of the scenario do not tell may have happened nevertheless.
        None if course == Course::AsItWas => None,
        None => (lasted(row.ended_at.unwrap_or(until)) > allowed).then_some(false),
    }
}

/// When somebody who decides first was at the command post.
fn attended(sheet: &ResponseSheet) -> Option<Timestamp> {
    sheet.command_post.iter().map(|holding| holding.since).min()
}

/// The units below the topmost one, each a lane of the replay.
pub(crate) struct Lanes {
    rows: Vec<(Names, Option<String>)>,
    paths: Vec<UnitPath>,
}

impl Lanes {
    fn of(stage: &Stage) -> Self {
        let tree = stage.service.tree();
        let top = tree.subtree(&stage.top).next().map(|unit| unit.id);
        let mut below: Vec<_> = tree.subtree(&stage.top).filter(|unit| unit.parent == top).collect();
        below.sort_by(|a, b| a.code.cmp(&b.code));
        let rows = below.iter().map(|unit| (unit.names.clone(), unit.code.clone())).collect();
        Self { rows, paths: below.iter().map(|unit| unit.path.clone()).collect() }
    }

    pub(crate) fn place(&self, path: &UnitPath) -> Option<usize> {
        self.paths.iter().position(|lane| path.as_str().starts_with(lane.as_str()))
    }
}

pub(crate) fn minutes(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_mins()
}
