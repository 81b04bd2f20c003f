//! Exercises, and what one has shown, as files: lags, silent posts and late tasks, each list whole.

use axum::extract::State;
use axum::response::Response;
use domain::exercise::{Lag, LateTask, Report, SilentPosts};
use domain::id::ExerciseId;
use store::exercise::ExerciseRow;
use uuid::Uuid;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, at_once, dated, instant, pages, unit_cells, zh};
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::UnitRef;

const COLUMNS: &[&str] =
    &["scenario", "course", "unit_code", "unit_name", "seed", "state", "begun_at", "ended_at", "problem"];

const LAG_COLUMNS: &[&str] = &[
    "unit_code",
    "unit_name",
    "plan",
    "warned_at",
    "decided_at",
    "minutes",
    "flagged_at",
    "escalations",
    "attended_at",
    "target_minutes",
    "target_met",
];

const SILENT_COLUMNS: &[&str] = &["unit_code", "unit_name", "title", "why", "posts", "assumed", "answered_later"];

const LATE_COLUMNS: &[&str] = &["unit_code", "unit_name", "task", "kind", "due_at", "reported_at", "minutes_late"];

/// Exercises as a file, the latest first.
#[utoipa::path(get, path = "/api/exercises/export", operation_id = "export_exercises", tag = "exercises",
    params(FormatParams), responses((status = 200, description = "the exercises as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    // A refusal must not come after the first line has gone out.
    app.service.list_exercises(&signed.actor, None, 1).await?;
    let (name, actor) = (dated(&app, "exercises"), signed.actor);
    let read = move |before| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let rows = app.service.list_exercises(&actor, before, PAGE).await?;
            let next = rows.last().filter(|_| rows.len() as u64 == PAGE).map(|row| (row.begun_at, row.id));
            Ok((rows.iter().map(|row| exercise_row(&app, row)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn exercise_row(app: &App, row: &ExerciseRow) -> Row {
    let unit = app.service.tree().by_id(row.unit.0).map(UnitRef::from);
    let [code, name] = unit_cells(unit.as_ref());
    let cells = vec![
        text(&row.scenario),
        text(row.course.word()),
        text(code),
        text(name),
        number(Some(row.seed.into())),
        text(row.state.word()),
        text(instant(app, Some(row.begun_at))),
        text(instant(app, row.ended_at)),
        text(row.problem.clone().unwrap_or_default()),
    ];
    Row { cells, geometry: None }
}

/// The lags that an exercise has shown as a file, the longest first; without a row where it has not been played yet.
#[utoipa::path(get, path = "/api/exercises/{id}/export", operation_id = "export_exercise", tag = "exercises",
    params(FormatParams, ("id" = Uuid, Path)), responses((status = 200, description = "the lags as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn lags(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let sheet = Sheet { name: "exercise-lags", columns: LAG_COLUMNS, row: lag_row };
    sheet.of_report(&app, &signed, (id, &form), |report| report.lags).await
}

/// One list of what an exercise has shown, as a file.
struct Sheet<T> {
    name: &'static str,
    columns: &'static [&'static str],
    row: fn(&App, &T) -> Row,
}

impl<T> Sheet<T> {
    /// The file; without a row where the exercise has not been played yet.
    async fn of_report(
        self,
        app: &App,
        signed: &Signed,
        (id, form): (Uuid, &FormatParams),
        list: impl FnOnce(Report) -> Vec<T>,
    ) -> Result<Response, Problem> {
        let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
        let report = app.service.show_exercise(&signed.actor, ExerciseId(id)).await?.1;
        let list = report.map(list).unwrap_or_default();
        let rows = list.iter().map(|one| (self.row)(app, one)).collect();
        respond(format, &dated(app, self.name), self.columns, at_once(rows)).await
    }
}

fn lag_row(app: &App, lag: &Lag) -> Row {
    let cells = vec![
        text(lag.code.clone().unwrap_or_default()),
        text(zh(&lag.unit)),
        text(&lag.plan),
        text(instant(app, Some(lag.warned_at))),
        text(instant(app, lag.decided_at)),
        text(lag.minutes.to_string()),
        text(instant(app, lag.flagged_at)),
        text(lag.escalations.to_string()),
        text(instant(app, lag.attended_at)),
        text(lag.target.as_ref().map(|target| target.minutes.to_string()).unwrap_or_default()),
        text(lag.target.as_ref().and_then(|target| target.met).map(|met| met.to_string()).unwrap_or_default()),
    ];
    Row { cells, geometry: None }
}

/// Posts that had not answered when the harm began as a file, all of them, by unit and title; without a row where it has
/// not been played yet.
#[utoipa::path(get, path = "/api/exercises/{id}/silent/export", operation_id = "export_silent_posts", tag = "exercises",
    params(FormatParams, ("id" = Uuid, Path)), responses((status = 200, description = "the posts as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn silent(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let sheet = Sheet { name: "exercise-silent-posts", columns: SILENT_COLUMNS, row: silent_row };
    sheet.of_report(&app, &signed, (id, &form), |report| report.silent_posts).await
}

fn silent_row(app: &App, row: &SilentPosts) -> Row {
    let title = app.service.titles().get(&row.title);
    let cells = vec![
        text(row.code.clone().unwrap_or_default()),
        text(zh(&row.unit)),
        text(title.map_or_else(|| row.title.clone(), |title| zh(&title.names))),
        text(row.why.word()),
        text(row.posts.to_string()),
        text(row.assumed.to_string()),
        text(row.answered_later.to_string()),
    ];
    Row { cells, geometry: None }
}

/// Tasks that were late in an exercise as a file, all of them, the latest first; without a row where it has not been
/// played yet.
#[utoipa::path(get, path = "/api/exercises/{id}/late-tasks/export", operation_id = "export_late_tasks", tag = "exercises",
    params(FormatParams, ("id" = Uuid, Path)), responses((status = 200, description = "the tasks as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn late(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let sheet = Sheet { name: "exercise-late-tasks", columns: LATE_COLUMNS, row: late_row };
    sheet.of_report(&app, &signed, (id, &form), |report| report.late_tasks).await
}

fn late_row(app: &App, task: &LateTask) -> Row {
    let cells = vec![
        text(task.code.clone().unwrap_or_default()),
        text(zh(&task.unit)),
        text(zh(&task.task)),
        text(task.kind.word()),
        text(instant(app, Some(task.due_at))),
        text(instant(app, task.reported_at)),
        text(task.late_min.to_string()),
    ];
    Row { cells, geometry: None }
}
