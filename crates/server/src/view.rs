//! Saved views of the own queue.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use store::saved_view::SavedView;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Person;
use crate::state::App;

/// A view of the queue that its reader saved.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedViewItem {
    id: Uuid,
    name: String,
    /// The search string of the queue page.
    query: String,
    updated_at: i64,
}

/// The own views, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedViewList {
    views: Vec<SavedViewItem>,
}

/// What a view shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SavedViewWire {
    /// 1 to 40 characters; no other view of yours has it.
    name: String,
    /// The search string of the queue page, at most 1,000 characters.
    query: String,
}

impl From<SavedView> for SavedViewItem {
    fn from(view: SavedView) -> Self {
        Self { id: view.id, name: view.name, query: view.query, updated_at: view.updated_at.as_millisecond() }
    }
}

/// The own saved views, by name.
#[utoipa::path(get, path = "/api/views", operation_id = "list_views", tag = "hazards",
    responses((status = 200, body = SavedViewList), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(State(app): State<App>, person: Person) -> Result<Json<SavedViewList>, Problem> {
    let views = app.service.saved_views(person.0.actor.account).await?;
    Ok(Json(SavedViewList { views: views.into_iter().map(Into::into).collect() }))
}

/// Save a view under an id that the client makes; the same request twice is one view.
#[utoipa::path(put, path = "/api/views/{id}", operation_id = "save_view", tag = "hazards", request_body = SavedViewWire,
    params(("id" = Uuid, Path, description = "the view (UUIDv7, made by the client)")),
    responses((status = 200, body = SavedViewItem), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn save(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<SavedViewWire>,
) -> Result<Json<SavedViewItem>, Problem> {
    let (now, service, wire) = (app.now(), app.service.clone(), body.value);
    let saved =
        finish(async move { service.save_view(&person.0.actor, id, &wire.name, &wire.query, now).await }).await?;
    Ok(Json(saved.into()))
}

/// Delete an own view.
#[utoipa::path(delete, path = "/api/views/{id}", operation_id = "delete_view", tag = "hazards",
    params(("id" = Uuid, Path, description = "the view")),
    responses((status = 204, description = "deleted"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn delete(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let service = app.service.clone();
    finish(async move { service.delete_view(&person.0.actor, id).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
