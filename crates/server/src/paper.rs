//! Forms on paper: printed as pages, or as PDF; those are asked for where their thing is, and fetched here by whoever
//! asked.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use document::Paper;
use domain::access::Actor;
use domain::id::PaperId;
use serde::{Deserialize, Serialize};
use store::paper::PaperRow;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Place;
use crate::middleware::finish;
use crate::notice_form::LanguageWire;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// A paper that was asked for as PDF. It is kept for a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct PaperView {
    id: Uuid,
    /// Name of its file.
    name: String,
    state: PaperState,
    /// Why it cannot be made: a stable code.
    problem: Option<String>,
    /// The same as a sentence.
    detail: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PaperState {
    Waiting,
    Made,
    Failed,
}

/// In which language a form is printed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PrintParams {
    /// `zh` or `en`.
    #[param(inline)]
    #[serde(default)]
    pub(crate) lang: LanguageWire,
}

/// A form as a page that prints. Nothing of it is kept on the way.
pub(crate) fn page(html: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, html).into_response()
}

/// Asks for a paper.
pub(crate) async fn ask(app: &App, actor: Actor, name: String, paper: &Paper) -> Result<Json<PaperView>, Problem> {
    let form = serde_json::to_string(paper).map_err(|error| Problem::internal(&error))?;
    let (service, now) = (app.service.clone(), app.now());
    let row = finish(async move { service.ask_paper(&actor, name, form, now).await }).await?;
    Ok(Json(view(row)))
}

fn view(row: PaperRow) -> PaperView {
    let state = match (&row.problem, row.made_at) {
        (Some(_), _) => PaperState::Failed,
        (None, Some(_)) => PaperState::Made,
        (None, None) => PaperState::Waiting,
    };
    let (problem, detail) = row.problem.unzip();
    PaperView { id: row.id.0, name: format!("{}.pdf", row.name), state, problem, detail }
}

/// How an own paper stands.
#[utoipa::path(get, path = "/api/papers/{id}", operation_id = "show_paper", tag = "system",
    params(("id" = Uuid, Path)), responses((status = 200, body = PaperView),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<PaperView>, Problem> {
    Ok(Json(view(app.service.paper(&signed.actor, PaperId(id)).await?)))
}

/// An own paper as a file.
#[utoipa::path(get, path = "/api/papers/{id}/file", operation_id = "download_paper", tag = "system",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "the paper", content_type = "application/pdf", body = Vec<u8>),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn download(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Response, Problem> {
    let (row, content) = app.service.paper_file(&signed.actor, PaperId(id)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.pdf\"", row.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}
