//! Tasks of responses: what is to be done where, until when.

use axum::Json;
use axum::extract::State;
use domain::id::{ResponseId, TaskId, UnitId};
use domain::response::TaskState;
use jiff::Timestamp;
use serde::Deserialize;
use service::response::{TaskFilter, TaskReport, TaskSheet};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::response_wire::{TaskView, task_view};
use crate::session::Signed;
use crate::state::App;
use crate::wire::{Page, limit};
use crate::words::TaskStateWord;

/// Which tasks.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Of this response.
    pub(crate) response: Option<Uuid>,
    /// In this unit and below.
    pub(crate) unit: Option<Uuid>,
    /// Only in the units where the reader holds a posting.
    pub(crate) own: Option<bool>,
    /// `open`, `done`, `not_needed` or `ended`; all when missing.
    pub(crate) state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 500.
    limit: Option<u32>,
}

impl ListParams {
    /// What a file is asked for.
    pub(crate) fn of(response: Option<Uuid>, unit: Option<Uuid>, state: Option<String>) -> Self {
        Self { response, unit, own: None, state, after: None, limit: None }
    }
}

/// What is reported about a task.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TaskOrder {
    /// `done` or `not_needed`.
    #[schema(value_type = TaskStateWord)]
    state: TaskState,
    /// How many, where the line asks for it.
    amount: Option<u32>,
    /// A remark; needed with `not_needed`.
    #[serde(default)]
    note: String,
}

/// Tasks that the reader may see, those due first before the others.
#[utoipa::path(get, path = "/api/tasks", operation_id = "list_tasks", tag = "responses", params(ListParams),
    responses((status = 200, body = Page<TaskView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<TaskView>>, Problem> {
    let rows = limit(params.limit);
    let after = params.after.as_deref().map(cursor).transpose()?;
    let filter = TaskFilter { after, limit: rows as u64, ..filter(&params)? };
    let sheets = app.service.list_tasks(&signed.actor, &filter).await?;
    let next = sheets
        .last()
        .filter(|_| sheets.len() == rows)
        .map(|sheet| format!("{}.{}", sheet.row.task.due_at.as_millisecond(), sheet.row.id));
    Ok(Json(Page { items: sheets.into_iter().map(|sheet| task_view(&app, &signed.actor, sheet)).collect(), next }))
}

/// What the parameters ask for, the page apart.
pub(crate) fn filter(params: &ListParams) -> Result<TaskFilter, Problem> {
    let state = |word: &String| {
        let unknown = || Problem::field("state", "state_unknown", format!("`{word}` is no state of a task"));
        TaskState::from_word(word).ok_or_else(unknown)
    };
    Ok(TaskFilter {
        response: params.response.map(ResponseId),
        unit: params.unit.map(UnitId),
        own: params.own == Some(true),
        states: params.state.as_ref().map(state).transpose()?.into_iter().collect(),
        ..TaskFilter::default()
    })
}

fn cursor(text: &str) -> Result<(Timestamp, TaskId), Problem> {
    let parts = text.split_once('.');
    let read = parts
        .and_then(|(at, id)| Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, TaskId(id.parse().ok()?))));
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// Report a task as done, or as not needed with a reason.
#[utoipa::path(post, path = "/api/tasks/{id}/report", operation_id = "report_task", tag = "responses",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)), request_body = TaskOrder,
    responses((status = 200, body = TaskView),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<TaskOrder>,
) -> Result<Json<TaskView>, Problem> {
    let TaskOrder { state, amount, note } = body.value;
    let report = TaskReport { state, amount, note: note.clone(), key, body_hash: body.hash };
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let row = finish(async move { service.report_task(&actor, TaskId(id), &report, now).await }).await?;
    let note = Some(note).filter(|note| !note.trim().is_empty());
    Ok(Json(task_view(&app, &signed.actor, TaskSheet { row, note })))
}
