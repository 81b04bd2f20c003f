//! What an exercise has shown: lags, silent posts, late tasks, who was not reached in time. Never lives.

use std::collections::HashMap;

use domain::exercise::{CallSum, Course, Lag, Lane, Report, Scenario, TaskSum};
use domain::id::{PostingId, ResponseId};
use domain::names::Names;
use domain::response::{StepKind, TaskState};
use domain::unit::{Unit, UnitPath, UnitTree};
use jiff::Timestamp;
use service::callout::CallFilter;
use service::response::{ResponseSheet, TaskFilter};
use store::response::{ResponseCut, TaskRow};

use crate::ExerciseError;
use crate::frames::{self, Held, Round, Said};
use crate::stage::Stage;

/// Rows that are read at once.
const PAGE: u64 = 500;

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
    let mut lags: Vec<_> = sheets.iter().map(|sheet| lag(stage, scenario, sheet)).collect();
    lags.sort_by_key(|lag| (std::cmp::Reverse(lag.minutes), lag.code.clone()));
    let activated: HashMap<ResponseId, Option<Timestamp>> =
        sheets.iter().map(|sheet| (sheet.row.id, sheet.row.activated_at)).collect();
    let lanes = Lanes::of(stage);
    let calls =
        if course == Course::AsItWas { Calls::default() } else { calls(stage, scenario, &desk, &lanes).await? };
    let tasks = tasks(stage, &desk).await?;
    let responses: Vec<_> = sheets.iter().map(|sheet| Held { row: &sheet.row, attended_at: attended(sheet) }).collect();
    let frames = frames::of(scenario, &calls.rounds, &responses, &tasks);
    let cells = frames::cells(scenario, &calls.rounds, lanes.rows.len());
    let rounds: Vec<_> = calls.rounds.iter().map(sum).collect();
    let log = frames::log(scenario, &rounds, &lags);
    // Without calls there is nothing to draw.
    let lanes = if calls.rounds.is_empty() { Vec::new() } else { lanes.rows.into_iter().zip(cells).collect() };
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
        unreached_units: calls.units,
        tasks: sums(scenario, &tasks, &activated),
        frames,
        lanes: lanes.into_iter().map(|((unit, code), cells)| Lane { unit, code, cells }).collect(),
        log,
    })
}

fn lag(stage: &Stage, scenario: &Scenario, sheet: &ResponseSheet) -> Lag {
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
    }
}

/// When somebody who decides first was at the command post.
fn attended(sheet: &ResponseSheet) -> Option<Timestamp> {
    sheet.command_post.iter().map(|holding| holding.since).min()
}

/// The units below the topmost one, each a lane of the replay.
struct Lanes {
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

    fn place(&self, path: &UnitPath) -> Option<usize> {
        self.paths.iter().position(|lane| path.as_str().starts_with(lane.as_str()))
    }
}

fn minutes(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_mins()
}

#[derive(Default)]
struct Calls {
    rounds: Vec<Round>,
    unreached: Option<(usize, usize)>,
    units: Vec<Names>,
}

async fn calls(
    stage: &Stage,
    scenario: &Scenario,
    desk: &domain::access::Actor,
    lanes: &Lanes,
) -> Result<Calls, ExerciseError> {
    let service = &stage.service;
    let tree = service.tree();
    let by = scenario.harm.as_ref().map_or(scenario.until, |harm| harm.by);
    let (mut rounds, mut reached) = (Vec::new(), HashMap::<PostingId, (bool, Names)>::new());
    for round in service.store().callouts().await? {
        let mut filter = CallFilter { limit: PAGE, ..CallFilter::default() };
        let mut said = Vec::new();
        loop {
            let (_, page) = service.list_calls(desk, round.id, &filter).await?;
            let Some(last) = page.last() else { break };
            filter.after = Some((last.call.first_at, last.id));
            for row in &page {
                let unit = tree.by_id(row.unit);
                said.push(Said {
                    lane: unit.and_then(|unit| lanes.place(&unit.path)),
                    received_at: row.call.received_at,
                    on_post_at: row.call.on_post_at,
                });
                let names = || unit.map(|unit| full_name(&tree, unit)).unwrap_or_default();
                let post = reached.entry(row.post.0).or_insert_with(|| (false, names()));
                post.0 |= row.call.received_at.is_some_and(|at| at < by);
            }
        }
        rounds.push(Round { began_at: round.opened_at, calls: said });
    }
    let mut units: Vec<_> = reached.values().filter(|(reached, _)| !reached).map(|(_, names)| names.clone()).collect();
    let unreached = scenario.harm.as_ref().map(|_| (units.len(), reached.len()));
    units.sort_by(|a, b| a.best("zh").cmp(b.best("zh")));
    units.truncate(100);
    Ok(Calls { rounds, unreached, units })
}

/// Many communities have a first grid: its name stands behind that of the unit above.
fn full_name(tree: &UnitTree, unit: &Unit) -> Names {
    let above = unit.parent.and_then(|id| tree.by_id(id)).map(|above| above.names.clone()).unwrap_or_default();
    let own = unit.names.0.iter();
    let name = |(language, own): (&String, &String)| {
        let above = above.best(language);
        // Some carry it already.
        if own.contains(above) {
            return (language.clone(), own.clone());
        }
        (language.clone(), if language == "zh" { format!("{above}{own}") } else { format!("{own}, {above}") })
    };
    Names(own.map(name).collect())
}

fn sum(round: &Round) -> CallSum {
    let sorted = |moment: fn(&Said) -> Option<Timestamp>| {
        let mut moments: Vec<_> = round.calls.iter().filter_map(moment).collect();
        moments.sort_unstable();
        moments
    };
    let (received, on_post) = (sorted(|said| said.received_at), sorted(|said| said.on_post_at));
    let posts = round.calls.len();
    let half =
        |moments: &[Timestamp]| moments.get(posts.div_ceil(2).checked_sub(1)?).map(|at| minutes(round.began_at, *at));
    CallSum {
        began_at: round.began_at,
        posts,
        received: received.len(),
        on_post: on_post.len(),
        half_received_min: half(&received),
        half_on_post_min: half(&on_post),
    }
}

async fn tasks(stage: &Stage, desk: &domain::access::Actor) -> Result<Vec<TaskRow>, ExerciseError> {
    let mut rows = Vec::new();
    let mut filter = TaskFilter { limit: PAGE, ..TaskFilter::default() };
    loop {
        let page = stage.service.list_tasks(desk, &filter).await?;
        let Some(last) = page.last() else { return Ok(rows) };
        filter.after = Some((last.row.task.due_at, last.row.id));
        rows.extend(page.into_iter().map(|sheet| sheet.row));
    }
}

fn sums(scenario: &Scenario, rows: &[TaskRow], activated: &HashMap<ResponseId, Option<Timestamp>>) -> Vec<TaskSum> {
    let harm = scenario.harm.as_ref().map(|harm| harm.by);
    let mut sums: Vec<TaskSum> = Vec::new();
    for row in rows {
        let place = sums.iter().position(|sum| sum.kind == row.kind).unwrap_or_else(|| {
            sums.push(TaskSum { kind: row.kind, tasks: 0, in_time: 0, late: 0, before_harm: 0 });
            sums.len() - 1
        });
        let done = row.task.done_at.filter(|_| row.task.state == TaskState::Done);
        let there = activated.get(&row.response).copied().flatten();
        let sum = &mut sums[place];
        sum.tasks += 1;
        sum.in_time += usize::from(done.is_some_and(|at| at <= row.task.due_at));
        sum.late += usize::from(done.is_some_and(|at| at > row.task.due_at));
        sum.before_harm += usize::from(matches!((there, harm), (Some(there), Some(harm)) if there < harm));
    }
    sums
}
