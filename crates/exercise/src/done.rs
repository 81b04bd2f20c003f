//! What became of the tasks: in numbers by kind, and each that was late.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::access::Actor;
use domain::exercise::{LateTask, Scenario, TaskSum};
use domain::id::ResponseId;
use domain::response::TaskState;
use domain::unit::UnitTree;
use jiff::Timestamp;
use service::response::TaskFilter;
use store::response::{ResponseRow, TaskRow};

use crate::ExerciseError;
use crate::calls::full_name;
use crate::report::PAGE;
use crate::stage::Stage;

/// Every task.
pub(crate) async fn tasks(stage: &Stage, desk: &Actor) -> Result<Vec<TaskRow>, ExerciseError> {
    let mut rows = Vec::new();
    let mut filter = TaskFilter { limit: PAGE, ..TaskFilter::default() };
    loop {
        let page = stage.service.list_tasks(desk, &filter).await?;
        let Some(last) = page.last() else { return Ok(rows) };
        filter.after = Some((last.row.task.due_at, last.row.id));
        rows.extend(page.into_iter().map(|sheet| sheet.row));
    }
}

/// When a task was done, where it was.
fn done_at(row: &TaskRow) -> Option<Timestamp> {
    row.task.done_at.filter(|_| row.task.state == TaskState::Done)
}

/// By kind.
pub(crate) fn sums(
    scenario: &Scenario,
    rows: &[TaskRow],
    responses: &HashMap<ResponseId, &ResponseRow>,
) -> Vec<TaskSum> {
    let harm = scenario.harm.as_ref().map(|harm| harm.by);
    let mut sums: Vec<TaskSum> = Vec::new();
    for row in rows {
        let place = sums.iter().position(|sum| sum.kind == row.kind).unwrap_or_else(|| {
            sums.push(TaskSum { kind: row.kind, tasks: 0, in_time: 0, late: 0, before_harm: 0 });
            sums.len() - 1
        });
        let done = done_at(row);
        let there = responses.get(&row.response).and_then(|response| response.activated_at);
        let sum = &mut sums[place];
        sum.tasks += 1;
        sum.in_time += usize::from(done.is_some_and(|at| at <= row.task.due_at));
        sum.late += usize::from(done.is_some_and(|at| at > row.task.due_at));
        sum.before_harm += usize::from(matches!((there, harm), (Some(there), Some(harm)) if there < harm));
    }
    sums
}

/// Each that was late, the latest first: reported after its time, or past it when its response or the exercise ended.
pub(crate) fn late(
    tree: &UnitTree,
    scenario: &Scenario,
    rows: &[TaskRow],
    responses: &HashMap<ResponseId, &ResponseRow>,
) -> Vec<LateTask> {
    let one = |row: &TaskRow| -> Option<LateTask> {
        // It was said that nothing has to be done there.
        if row.task.state == TaskState::NotNeeded {
            return None;
        }
        let (due_at, reported_at) = (row.task.due_at, done_at(row));
        let over = responses.get(&row.response).and_then(|response| response.ended_at).unwrap_or(scenario.until);
        let seconds = reported_at.unwrap_or(over).duration_since(due_at).as_secs();
        if seconds <= 0 {
            return None;
        }
        let unit = tree.by_id(row.unit.0);
        Some(LateTask {
            unit: unit.map(|unit| full_name(tree, unit)).unwrap_or_default(),
            code: unit.and_then(|unit| unit.code.clone()),
            task: row.names.clone(),
            kind: row.kind,
            due_at,
            reported_at,
            late_min: (seconds + 59) / 60,
        })
    };
    let mut late: Vec<_> = rows.iter().filter_map(one).collect();
    late.sort_by_cached_key(|row| {
        (Reverse(row.late_min), row.code.clone(), row.task.best("zh").to_owned(), row.due_at)
    });
    late
}
