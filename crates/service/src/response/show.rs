//! Responses and tasks as they are shown.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Target};
use domain::id::{PostingId, ResponseId, TaskId, UnitId, WarningId};
use domain::response::TaskState;
use jiff::Timestamp;
use store::account::PostingRow;
use store::callout::{self, DutyPost};
use store::response::{Holding, ResponseCut, ResponseRow, Step, TaskCut, TaskRow, TaskSum};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Most responses or tasks on one page.
const PAGE_MAX: u64 = 500;

/// A response with what happened to it.
#[derive(Debug, Clone)]
pub struct ResponseSheet {
    /// As it is kept.
    pub row: ResponseRow,
    /// Its steps, the earliest first.
    pub steps: Vec<Step>,
    /// The reasons, by step.
    pub reasons: HashMap<Uuid, String>,
    /// Who held the command post.
    pub command_post: Vec<Holding>,
    /// Its tasks, counted by state.
    pub tasks: Vec<TaskSum>,
}

/// A task with its remark.
#[derive(Debug, Clone)]
pub struct TaskSheet {
    /// As it is kept.
    pub row: TaskRow,
    /// The latest remark.
    pub note: Option<String>,
}

/// Which tasks are asked for.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Of this response.
    pub response: Option<ResponseId>,
    /// In this unit and below.
    pub unit: Option<UnitId>,
    /// Only in the units where the actor holds a posting.
    pub own: bool,
    /// Only in these states; all when empty.
    pub states: Vec<TaskState>,
    /// After this one: its due instant and id.
    pub after: Option<(Timestamp, TaskId)>,
    /// How many.
    pub limit: u64,
}

impl Service {
    /// Responses of bodies that the actor may see, or that stand above what it may see, the latest first.
    ///
    /// # Errors
    /// When the actor may see none, or there is no such unit for it.
    pub async fn list_responses(
        &self,
        actor: &Actor,
        unit: Option<UnitId>,
        warning: Option<WarningId>,
        cut: ResponseCut,
        now: Timestamp,
    ) -> Result<Vec<ResponseSheet>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let within = unit.map(|id| self.seen_path(actor, id)).transpose()?;
        let cut = ResponseCut { within, warning, limit: cut.limit.clamp(1, PAGE_MAX), ..cut };
        let rows = self.store().responses(&scope, &cut).await?;
        self.response_sheets(rows, now).await
    }

    /// One response.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none that the actor may see.
    pub async fn show_response(
        &self,
        actor: &Actor,
        id: ResponseId,
        now: Timestamp,
    ) -> Result<ResponseSheet, ServiceError> {
        let missing = || ServiceError::NotFound("response");
        let row = self.store().response(id).await?.ok_or_else(missing)?;
        // What is in force above counts here too.
        if !self.warning_scope(actor)?.touches(&row.unit.1) {
            return Err(missing());
        }
        self.response_sheets(vec![row], now).await?.pop().ok_or_else(missing)
    }

    /// Tasks that the actor may see, those due first before the others.
    ///
    /// # Errors
    /// When the actor may see none, or there is no such unit for it.
    pub async fn list_tasks(&self, actor: &Actor, filter: &TaskFilter) -> Result<Vec<TaskSheet>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let cut = TaskCut {
            response: filter.response,
            within: filter.unit.map(|id| self.seen_path(actor, id)).transpose()?,
            units: filter.own.then(|| actor.postings.iter().map(|posting| posting.unit).collect()),
            states: filter.states.clone(),
            after: filter.after,
            limit: filter.limit.clamp(1, PAGE_MAX),
        };
        let rows = self.store().tasks(&scope, &cut).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
        let mut texts = self.store().texts(&ids).await?;
        let note = |texts: Vec<(domain::id::TextId, String, String)>| {
            texts.into_iter().max_by_key(|(id, ..)| *id).map(|(_, _, value)| value)
        };
        let sheet = |row: TaskRow| TaskSheet { note: texts.remove(&row.id.0).and_then(note), row };
        Ok(rows.into_iter().map(sheet).collect())
    }

    /// The posts that steps and the command post name, for their titles.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_of_responses(&self, sheets: &[ResponseSheet]) -> Result<Vec<PostingRow>, ServiceError> {
        let decided = sheets.iter().flat_map(|sheet| &sheet.steps).filter_map(|step| Some(step.decided_by?.0));
        let there = sheets.iter().flat_map(|sheet| &sheet.command_post).map(|holding| holding.posting);
        let mut ids: Vec<PostingId> = decided.chain(there).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.store().postings_by_id(&ids).await?)
    }

    /// Posts that may decide for a unit: whose spoken decision a duty desk can write down.
    ///
    /// # Errors
    /// When the actor writes none down there.
    pub async fn deciders(&self, actor: &Actor, unit: UnitId, now: Timestamp) -> Result<Vec<DutyPost>, ServiceError> {
        let path = self.seen_path(actor, unit)?;
        self.require(actor, Permission::RecordDecision, &Target::at(&path))?;
        let mut found = Vec::new();
        for above in self.tree().lineage(&path).into_iter().rev() {
            let posts = callout::posts_at(self.store().read(), above.id, now).await?;
            let decides = |title: &str| {
                let title = self.titles().get(title);
                title.is_some_and(|title| title.grants.contains_key(&Permission::DecideResponse))
            };
            found.extend(posts.into_iter().filter(|post| decides(&post.title)));
        }
        Ok(found)
    }

    async fn response_sheets(
        &self,
        rows: Vec<ResponseRow>,
        now: Timestamp,
    ) -> Result<Vec<ResponseSheet>, ServiceError> {
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut steps: HashMap<ResponseId, Vec<Step>> = HashMap::new();
        for step in self.store().response_steps(&ids).await? {
            steps.entry(step.response).or_default().push(step);
        }
        let named: Vec<_> = steps.values().flatten().map(|step| step.id.0).collect();
        let texts = self.store().texts(&named).await?;
        let reason =
            |texts: &Vec<(domain::id::TextId, String, String)>| texts.first().map(|(_, _, value)| value.clone());
        let mut sums: HashMap<ResponseId, Vec<TaskSum>> = HashMap::new();
        for sum in self.store().task_sums(&ids, now).await? {
            sums.entry(sum.response).or_default().push(sum);
        }
        let mut sheets = Vec::with_capacity(rows.len());
        for row in rows {
            let steps = steps.remove(&row.id).unwrap_or_default();
            let reasons = steps.iter().filter_map(|step| Some((step.id.0, reason(texts.get(&step.id.0)?)?))).collect();
            let command_post = self.store().command_post(row.id).await?;
            let tasks = sums.remove(&row.id).unwrap_or_default();
            sheets.push(ResponseSheet { row, steps, reasons, command_post, tasks });
        }
        Ok(sheets)
    }

    fn seen_path(&self, actor: &Actor, id: UnitId) -> Result<domain::unit::UnitPath, ServiceError> {
        let missing = || ServiceError::NotFound("unit");
        let tree = self.tree();
        let unit = tree.by_id(id).ok_or_else(missing)?;
        actor.may(self.titles(), Permission::ViewWarnings, &Target::at(&unit.path)).ok_or_else(missing)?;
        Ok(unit.path.clone())
    }
}
