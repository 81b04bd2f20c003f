//! Notices about hazards: issue, withdraw, list, print, check a paper.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{BodyId, HazardId, NoticeId};
use domain::notice::{NoticeDraft, NoticeKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::notice::NewNotice;
use store::notice::Notice;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::notice_form::form;
use crate::paper::{PrintParams, page};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{BodyRef, UnitRef};
use crate::words::NoticeKindWord;

/// A notice without its texts.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeView {
    id: Uuid,
    #[schema(value_type = NoticeKindWord)]
    kind: NoticeKind,
    /// The unit of whoever signed.
    unit: Option<UnitRef>,
    /// The body that issued it; the unit did where there is none.
    body: Option<BodyRef>,
    recipient: Option<BodyRef>,
    /// Year of its number.
    year: i16,
    /// Running number of the issuer in that year.
    sequence: i32,
    issued_at: i64,
    /// Last day for what it requires, `YYYY-MM-DD`.
    until: String,
    withdrawn_at: Option<i64>,
}

fn view(app: &App, notice: &Notice) -> NoticeView {
    let bodies = app.service.bodies();
    let body = |id: BodyId| bodies.iter().find(|body| body.id == id).map(BodyRef::from);
    NoticeView {
        id: notice.id.0,
        kind: notice.kind,
        unit: app.service.tree().by_id(notice.unit).map(UnitRef::from),
        body: notice.body.and_then(body),
        recipient: body(notice.recipient),
        year: notice.year,
        sequence: notice.sequence,
        issued_at: notice.issued_at.as_millisecond(),
        until: notice.until.to_string(),
        withdrawn_at: notice.withdrawn_at.map(|at| at.as_millisecond()),
    }
}

/// What a new notice says.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NoticeWire {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    /// The body that it is for.
    recipient: Uuid,
    /// What was found, 1 to 2,000 characters; no names of people.
    found: String,
    /// What must be done, 1 to 2,000 characters.
    required: String,
    /// The rule it rests on; an order of a department needs one.
    #[serde(default)]
    basis: String,
    /// Last day for it, `YYYY-MM-DD`, at most 180 days ahead.
    until: String,
}

/// Issue a notice about a hazard: a community notifies, a department or police station orders.
#[utoipa::path(post, path = "/api/hazards/{id}/notices", operation_id = "issue_notice", tag = "notices", request_body = NoticeWire,
    params(("id" = Uuid, Path, description = "the hazard"), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = NoticeView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn issue(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<NoticeWire>,
) -> Result<(StatusCode, Json<NoticeView>), Problem> {
    let (now, wire) = (app.now(), body.value);
    let until: Date = wire.until.parse().map_err(|_| {
        Problem::field("until", "notice_until", format!("`{}` is not a day such as `2026-12-01`", wire.until))
    })?;
    let draft = NoticeDraft {
        id: NoticeId(wire.id),
        recipient: BodyId(wire.recipient),
        found: wire.found,
        required: wire.required,
        basis: wire.basis,
        until,
    };
    let new = NewNotice { hazard: HazardId(id), draft, key, body_hash: body.hash };
    let service = app.service.clone();
    let notice = finish(async move { service.issue_notice(&signed.actor, new, now).await }).await?;
    Ok((StatusCode::CREATED, Json(view(&app, &notice))))
}

/// The notices about a hazard, the oldest first.
#[utoipa::path(get, path = "/api/hazards/{id}/notices", operation_id = "list_notices", tag = "notices", params(("id" = Uuid, Path, description = "the hazard")),
    responses((status = 200, body = Vec<NoticeView>), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<Vec<NoticeView>>, Problem> {
    let notices = app.service.notices(&signed.actor, HazardId(id)).await?;
    Ok(Json(notices.iter().map(|notice| view(&app, notice)).collect()))
}

/// Withdraw a notice. It keeps its number; its paper is known as withdrawn from then on.
#[utoipa::path(post, path = "/api/notices/{id}/withdrawal", operation_id = "withdraw_notice", tag = "notices", params(("id" = Uuid, Path, description = "the notice")),
    responses((status = 200, body = NoticeView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<NoticeView>, Problem> {
    let (now, service) = (app.now(), app.service.clone());
    let notice = finish(async move { service.withdraw_notice(&signed.actor, NoticeId(id), now).await }).await?;
    Ok(Json(view(&app, &notice)))
}

/// The paper of a notice, as a page that prints on A4.
#[utoipa::path(get, path = "/api/notices/{id}/print", operation_id = "print_notice", tag = "notices",
    params(("id" = Uuid, Path, description = "the notice"), PrintParams),
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 401, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn print(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<PrintParams>,
) -> Result<Response, Problem> {
    let sheet = app.service.notice_sheet(&signed.actor, NoticeId(id)).await?;
    let html = form(&app, &sheet, params.lang.into()).html();
    Ok(page(html))
}

/// The code on the paper.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CheckParams {
    /// As printed; hyphens, spaces and case do not matter.
    code: String,
}

/// Whether a paper is genuine: what it says about itself, for whoever holds it. No texts, no persons.
#[utoipa::path(get, path = "/api/notices/check", operation_id = "check_notice", tag = "notices", params(CheckParams),
    responses((status = 200, body = NoticeView), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn check(
    State(app): State<App>,
    Params(params): Params<CheckParams>,
) -> Result<Json<NoticeView>, Problem> {
    let notice = app.service.genuine_notice(&params.code).await?;
    Ok(Json(view(&app, &notice)))
}
