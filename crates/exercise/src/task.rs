//! Doing: a task is reported some time after it was made, as far as people are assumed to report it at all.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use domain::exercise::Assumed;
use domain::id::{CommandId, ResponseId, TaskId};
use domain::response::{ItemKind, TaskState};
use jiff::Timestamp;
use service::ServiceError;
use service::response::{TaskFilter, TaskReport};
use store::response::{ResponseRow, TaskRow};
use uuid::Uuid;

use crate::ExerciseError;
use crate::answer::{between, draw, later};
use crate::decide::commander;
use crate::stage::Stage;

/// Tasks that are read at once.
const PAGE: u64 = 500;

/// What is still to be reported, in the order of time.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    seen: HashSet<TaskId>,
    /// Responses as they were when their tasks were read.
    known: HashMap<ResponseId, ResponseRow>,
    due: BTreeMap<(Timestamp, u64), (TaskId, ResponseId, ItemKind)>,
    count: u64,
}

impl Tasks {
    /// Whether anything is still to be reported.
    pub(crate) fn wait(&self) -> bool {
        !self.due.is_empty()
    }

    /// Draws for each new task of a response whether and when it will be reported.
    pub(crate) async fn plan(
        &mut self,
        stage: &Stage,
        row: &ResponseRow,
        (assumed, seed): (Assumed, u64),
        now: Timestamp,
    ) -> Result<(), ExerciseError> {
        if self.known.insert(row.id, row.clone()).is_some_and(|before| before.version == row.version) {
            return Ok(());
        }
        let Some(actor) = commander(stage, row, now).await? else { return Ok(()) };
        let mut filter =
            TaskFilter { response: Some(row.id), states: vec![TaskState::Open], limit: PAGE, ..TaskFilter::default() };
        loop {
            let page = stage.service.list_tasks(&actor, &filter).await?;
            let Some(last) = page.last() else { return Ok(()) };
            filter.after = Some((last.row.task.due_at, last.row.id));
            for sheet in page.iter().filter(|sheet| self.seen.insert(sheet.row.id)) {
                let salt = salt(stage, &sheet.row);
                if draw(seed, salt) < assumed.task_done {
                    let at = later(now, between(assumed.task_min, draw(seed, salt ^ 0x7a5b)));
                    self.count += 1;
                    self.due.insert((at, self.count), (sheet.row.id, row.id, sheet.row.kind));
                }
            }
        }
    }

    /// Reports what is due by now.
    pub(crate) async fn report(&mut self, stage: &Stage, now: Timestamp) -> Result<(), ExerciseError> {
        let mut actors = HashMap::new();
        while self.due.first_key_value().is_some_and(|((at, _), _)| *at <= now) {
            let Some((_, (task, response, kind))) = self.due.pop_first() else { break };
            let actor = match actors.entry(response) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => match commander(stage, &self.known[&response], now).await? {
                    Some(actor) => free.insert(actor),
                    None => continue,
                },
            };
            let report = TaskReport {
                state: TaskState::Done,
                // How many people it would have been is not known, and nobody is to believe that it is.
                amount: (kind != ItemKind::Do).then_some(0),
                note: "演练".to_owned(),
                key: CommandId(Uuid::now_v7()),
                body_hash: vec![0],
            };
            match stage.service.report_task(actor, task, &report, now).await {
                // The response has ended meanwhile, and its tasks with it.
                Ok(_) | Err(ServiceError::Task(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Number of the unit where a task is done, with its line: both stay the same from one run to the next, as ids do not.
fn salt(stage: &Stage, row: &TaskRow) -> u64 {
    let unit = stage.service.tree().by_id(row.unit.0).map_or(0, |unit| unit.number.0.into());
    row.item.bytes().fold(unit, |salt, byte| salt.wrapping_mul(131).wrapping_add(byte.into()))
}
