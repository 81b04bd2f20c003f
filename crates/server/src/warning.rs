//! Warnings: handed in, listed, shown, and calls begun for them.

use axum::Json;
use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::id::WarningId;
use jiff::Timestamp;
use serde::Deserialize;
use service::warning::{WarningPage, Way};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::callout_wire::CalloutView;
use crate::extract::{Params, Place, media_type, too_large};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::warning_wire::{WarningView, warning_view};
use crate::wire::{Page, limit};

/// Which warnings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Only those in force now.
    in_force: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 100.
    limit: Option<u32>,
}

/// A warning as it was handed in.
pub(crate) struct Document(Bytes);

impl FromRequest<App> for Document {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        if !matches!(media_type(&request).as_str(), "application/cap+xml" | "application/xml" | "text/xml") {
            let detail = "send the message with `content-type: application/cap+xml`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
        }
        Ok(Self(request.extract::<Bytes, _>().await.map_err(too_large)?))
    }
}

/// Hand a warning in. The same message twice is taken once; an official orange or red begins calls at once.
#[utoipa::path(post, path = "/api/warnings", operation_id = "receive_warning", tag = "warnings",
    request_body(description = "a message of CAP 1.0, 1.1 or 1.2", content((String = "application/cap+xml"))),
    responses((status = 200, description = "it was here already", body = WarningView),
        (status = 201, body = WarningView),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn receive(
    State(app): State<App>,
    signed: Signed,
    Document(bytes): Document,
) -> Result<impl IntoResponse, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let actor = signed.actor.clone();
    let received = finish(async move { service.receive_warning(Some(&actor), Way::Push, true, &bytes, now).await });
    let received = received.await?;
    let status = if received.known { StatusCode::OK } else { StatusCode::CREATED };
    let sheet = app.service.warning_sheet(received.warning).await?;
    Ok((status, Json(warning_view(&app, None, sheet).await?)))
}

/// Warnings that concern what the reader may see, the latest first.
#[utoipa::path(get, path = "/api/warnings", operation_id = "list_warnings", tag = "warnings", params(ListParams),
    responses((status = 200, body = Page<WarningView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<WarningView>>, Problem> {
    let before = params.after.as_deref().map(cursor).transpose()?;
    let rows = limit(params.limit).min(100);
    let page = WarningPage { in_force: params.in_force == Some(true), before, limit: rows as u64 + 1 };
    let mut sheets = app.service.list_warnings(&signed.actor, &page, app.now()).await?;
    let more = sheets.len() > rows;
    sheets.truncate(rows);
    let next = sheets
        .last()
        .filter(|_| more)
        .map(|sheet| format!("{}.{}", sheet.warning.received_at.as_millisecond(), sheet.warning.id));
    let mut items = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        items.push(warning_view(&app, Some(&signed.actor), sheet).await?);
    }
    Ok(Json(Page { items, next }))
}

fn cursor(text: &str) -> Result<(Timestamp, WarningId), Problem> {
    let parts = text.split_once('.');
    let read = parts
        .and_then(|(at, id)| Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, WarningId(id.parse().ok()?))));
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// One warning.
#[utoipa::path(get, path = "/api/warnings/{id}", operation_id = "show_warning", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 200, body = WarningView)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<WarningView>, Problem> {
    let sheet = app.service.show_warning(&signed.actor, WarningId(id)).await?;
    let agreeing = app.service.agreeing(&sheet, app.now()).await?;
    Ok(Json(warning_view(&app, Some(&signed.actor), sheet).await?.with_agreeing(agreeing)))
}

/// The message as it came.
#[utoipa::path(get, path = "/api/warnings/{id}/document", operation_id = "show_warning_document", tag = "warnings",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = String, content_type = "application/cap+xml")))]
pub(crate) async fn document(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let text = app.service.warning_text(&signed.actor, WarningId(id)).await?;
    // Saved, not shown: what a stranger wrote is no page of this house.
    let disposition = format!("attachment; filename=\"warning-{id}.xml\"");
    Ok(([(header::CONTENT_TYPE, "application/cap+xml".to_owned()), (header::CONTENT_DISPOSITION, disposition)], text))
}

/// Begin calls for a warning that does not begin them by itself (启动叫应).
#[utoipa::path(post, path = "/api/warnings/{id}/callout", operation_id = "start_callout", tag = "warnings",
    params(("id" = Uuid, Path)),
    responses((status = 201, body = CalloutView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn start(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let round = finish(async move { service.start_callout(&actor, WarningId(id), now).await }).await?;
    Ok((StatusCode::CREATED, Json(CalloutView::of(&app, Some(&signed.actor), round).await?)))
}
