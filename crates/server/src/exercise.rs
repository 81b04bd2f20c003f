//! Exercises: begun, followed, ended; what they have shown.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::{Actor, Permission, Target};
use domain::exercise::Course;
use domain::id::{ExerciseId, UnitId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::exercise::{NewExercise, scenarios};
use store::exercise::ExerciseRow;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::exercise_wire::{ExerciseDetail, ExerciseView, ScenarioView, exercise_detail, exercise_view, scenario_view};
use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{Page, limit};
use crate::words::CourseWord;

/// Scenarios.
#[derive(Serialize, ToSchema)]
pub(crate) struct Scenarios {
    items: Vec<ScenarioView>,
}

/// Which exercises.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 500.
    limit: Option<u32>,
}

/// An exercise to begin.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ExerciseOrder {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    /// Word of the scenario.
    scenario: String,
    #[schema(value_type = CourseWord)]
    course: Course,
    /// The unit that plays, with everything below it.
    unit: Uuid,
    /// Which of the many ways in which people could act; the same number, the same exercise.
    #[serde(default = "first")]
    seed: u32,
    /// How many times faster than the clock, 1 to 100,000; as fast as it goes when missing.
    speed: Option<u32>,
}

fn first() -> u32 {
    1
}

/// Scenarios that can be played.
#[utoipa::path(get, path = "/api/scenarios", operation_id = "list_scenarios", tag = "exercises",
    responses((status = 200, body = Scenarios)))]
pub(crate) async fn list_scenarios(State(app): State<App>, _: Signed) -> Result<Json<Scenarios>, Problem> {
    Ok(Json(Scenarios { items: scenarios()?.iter().map(|(scenario, _)| scenario_view(&app, scenario)).collect() }))
}

/// Exercises of units that the reader may see, the latest first.
#[utoipa::path(get, path = "/api/exercises", operation_id = "list_exercises", tag = "exercises", params(ListParams),
    responses((status = 200, body = Page<ExerciseView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<ExerciseView>>, Problem> {
    let rows = limit(params.limit);
    let before = params.after.as_deref().map(cursor).transpose()?;
    let found = app.service.list_exercises(&signed.actor, before, rows as u64).await?;
    let full = found.last().filter(|_| found.len() == rows);
    let next = full.map(|row| format!("{}.{}", row.begun_at.as_millisecond(), row.id));
    let items = found.iter().map(|row| exercise_view(&app, row, may_end(&app, &signed.actor, row))).collect();
    Ok(Json(Page { items, next }))
}

fn cursor(text: &str) -> Result<(Timestamp, ExerciseId), Problem> {
    let parts = text.split_once('.');
    let read = parts
        .and_then(|(at, id)| Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, ExerciseId(id.parse().ok()?))));
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

fn may_end(app: &App, actor: &Actor, row: &ExerciseRow) -> bool {
    actor.may(app.service.titles(), Permission::RunExercise, &Target::at(&row.unit.1)).is_some()
}

/// One exercise, with what it has shown.
#[utoipa::path(get, path = "/api/exercises/{id}", operation_id = "show_exercise", tag = "exercises",
    params(("id" = Uuid, Path)), responses((status = 200, body = ExerciseDetail),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<ExerciseDetail>, Problem> {
    let (row, report) = app.service.show_exercise(&signed.actor, ExerciseId(id)).await?;
    let courses = match &report {
        Some(report) => app.service.exercises_beside(&row, report).await?,
        None => Vec::new(),
    };
    let may_end = may_end(&app, &signed.actor, &row);
    Ok(Json(exercise_detail(&app, &row, (report.as_ref(), courses.as_slice()), may_end)))
}

/// Begin an exercise. It is played in a world of its own: nobody is called, nothing live changes.
#[utoipa::path(post, path = "/api/exercises", operation_id = "begin_exercise", tag = "exercises",
    params(("Idempotency-Key" = Uuid, Header)), request_body = ExerciseOrder,
    responses((status = 201, body = ExerciseDetail),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(app): State<App>,
    signed: Signed,
    Key(key): Key,
    body: Body<ExerciseOrder>,
) -> Result<(StatusCode, Json<ExerciseDetail>), Problem> {
    let ExerciseOrder { id, scenario, course, unit, seed, speed } = body.value;
    let unit = UnitId(unit);
    let new = NewExercise { id: ExerciseId(id), scenario, course, unit, seed, speed, key, body_hash: body.hash };
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    let id = finish(async move { service.begin_exercise(&actor, new, now).await }).await?;
    Ok((StatusCode::CREATED, show(State(app), signed, Place(id.0)).await?))
}

/// End an exercise that waits or is played. Ended twice changes nothing.
#[utoipa::path(post, path = "/api/exercises/{id}/end", operation_id = "end_exercise", tag = "exercises",
    params(("id" = Uuid, Path)), responses((status = 200, body = ExerciseDetail),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<ExerciseDetail>, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.cancel_exercise(&actor, ExerciseId(id), now).await }).await?;
    show(State(app), signed, Place(id)).await
}
