//! Responses and their tasks as files: posts and units, no names.

use axum::extract::State;
use axum::response::Response;
use domain::id::{UnitId, WarningId};
use serde::Deserialize;
use store::response::ResponseCut;
use utoipa::IntoParams;
use uuid::Uuid;

use super::table::{Format, Row, respond, text};
use super::{at_once, dated, instant, unit_cells};
use crate::extract::Params;
use crate::problem::Problem;
use crate::response_wire::{ResponseView, TaskView, response_views, task_view};
use crate::session::Signed;
use crate::state::App;
use crate::task::{self, ListParams as TaskParams};

const COLUMNS: &[&str] = &[
    "unit_code",
    "unit_name",
    "state",
    "level",
    "proposed",
    "opened_at",
    "activated_at",
    "ended_at",
    "lag_minutes",
    "target_minutes",
    "decided",
    "tasks_open",
    "tasks_done",
    "tasks_late",
];

const TASK_COLUMNS: &[&str] = &["unit_code", "unit_name", "task", "state", "due_at", "done_at", "amount", "note"];

/// Rows that a page of a file reads.
const ROWS: u64 = 500;

/// Which responses, and as what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// Of this unit and below.
    unit: Option<Uuid>,
    /// That this warning asked for last.
    warning: Option<Uuid>,
    /// Only proposed ones and those in force.
    open: Option<bool>,
    /// `csv` or `xlsx`.
    format: Option<String>,
}

/// Which tasks, and as what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskExportParams {
    /// Of this response.
    response: Option<Uuid>,
    /// In this unit and below.
    unit: Option<Uuid>,
    /// `open`, `done`, `not_needed` or `ended`.
    state: Option<String>,
    /// `csv` or `xlsx`.
    format: Option<String>,
}

/// Responses as a file.
#[utoipa::path(get, path = "/api/responses/export", operation_id = "export_responses", tag = "responses",
    params(ExportParams), responses((status = 200, description = "the responses as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn responses(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ExportParams>,
) -> Result<Response, Problem> {
    let format = Format::of(params.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (mut rows, mut before) = (Vec::new(), None);
    loop {
        let cut = ResponseCut { open: params.open == Some(true), before, limit: ROWS, ..ResponseCut::default() };
        let (unit, warning) = (params.unit.map(UnitId), params.warning.map(WarningId));
        let sheets = app.service.list_responses(&signed.actor, unit, warning, cut, app.now()).await?;
        before = sheets.last().map(|sheet| (sheet.row.opened_at, sheet.row.id));
        let last = (sheets.len() as u64) < ROWS;
        for view in response_views(&app, &signed.actor, sheets).await? {
            rows.push(response_row(&app, &view));
        }
        if last {
            return respond(format, &dated(&app, "responses"), COLUMNS, at_once(rows)).await;
        }
    }
}

fn at(app: &App, millis: Option<i64>) -> String {
    instant(app, millis.and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok()))
}

fn response_row(app: &App, view: &ResponseView) -> Row {
    let [code, name] = unit_cells(view.unit.as_ref());
    let minutes = |ms: i64| (ms / 60_000).to_string();
    let lag = view.lag.as_ref();
    let asked = view.proposal.as_ref().map(|asked| asked.level.map_or("end", |level| level.word()).to_owned());
    let cells = vec![
        text(code),
        text(name),
        text(view.state.word()),
        text(view.level.map(|level| level.word()).unwrap_or_default()),
        text(asked.unwrap_or_default()),
        text(at(app, Some(view.opened_at))),
        text(at(app, view.activated_at)),
        text(at(app, view.ended_at)),
        text(lag.map(|lag| minutes(lag.ms)).unwrap_or_default()),
        text(lag.map(|lag| minutes(lag.target_ms)).unwrap_or_default()),
        text(lag.map(|lag| lag.decided.to_string()).unwrap_or_default()),
        text(view.tasks.open.to_string()),
        text(view.tasks.done.to_string()),
        text(view.tasks.late.to_string()),
    ];
    Row { cells, geometry: None }
}

/// Tasks as a file.
#[utoipa::path(get, path = "/api/tasks/export", operation_id = "export_tasks", tag = "responses",
    params(TaskExportParams), responses((status = 200, description = "the tasks as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn tasks(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<TaskExportParams>,
) -> Result<Response, Problem> {
    let format = Format::of(params.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let asked = TaskParams::of(params.response, params.unit, params.state);
    let mut filter = task::filter(&asked)?;
    filter.limit = ROWS;
    let mut rows = Vec::new();
    loop {
        let sheets = app.service.list_tasks(&signed.actor, &filter).await?;
        filter.after = sheets.last().map(|sheet| (sheet.row.task.due_at, sheet.row.id));
        let last = (sheets.len() as u64) < ROWS;
        rows.extend(sheets.into_iter().map(|sheet| task_row(&app, &task_view(&app, &signed.actor, sheet))));
        if last {
            return respond(format, &dated(&app, "tasks"), TASK_COLUMNS, at_once(rows)).await;
        }
    }
}

fn task_row(app: &App, view: &TaskView) -> Row {
    let [code, name] = unit_cells(view.unit.as_ref());
    let cells = vec![
        text(code),
        text(name),
        text(view.names.0.get("zh").cloned().unwrap_or_default()),
        text(view.state.word()),
        text(at(app, Some(view.due_at))),
        text(at(app, view.done_at)),
        text(view.amount.map(|amount| amount.to_string()).unwrap_or_default()),
        text(view.note.clone().unwrap_or_default()),
    ];
    Row { cells, geometry: None }
}
