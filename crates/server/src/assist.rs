//! The assistance register: taken in and let go by the person, seen one entry at a time. There is no list across
//! buildings and no file of it.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::id::{AssistId, PlaceId, PostingId};
use serde::Deserialize;
use service::assist::NewAssist;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::assist_wire::{
    AssistCoverageView, AssistLineView, AssistOrder, AssistRegisteredView, AssistView, LinkedAssistView, assist_view,
    linked_view,
};
use crate::extract::{Body, Place};
use crate::middleware::finish;
use crate::network::SentFrom;
use crate::problem::Problem;
use crate::session::{MaybeSigned, Person, Signed};
use crate::state::App;

/// What stands behind the `#` of the link; it never stands in an address that a server or log sees.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssistLink {
    secret: String,
}

/// Why an entry is seen, printed or deleted.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssistReasonOrder {
    /// 4 to 500 characters; whom it is about can read it.
    pub(crate) reason: String,
}

/// How many households need help, as whoever heads the building thinks.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssistEstimateOrder {
    estimated: u32,
}

/// Posts of helpers.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssistHelpersOrder {
    /// Ids of at most two postings.
    postings: Vec<Uuid>,
}

/// Ask for help when the building is left, with or without an account. It ends by itself after twelve months.
#[utoipa::path(post, path = "/api/assist", operation_id = "register_assist", tag = "evacuations", request_body = AssistOrder,
    responses((status = 201, body = AssistRegisteredView), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json", description = "wait for `Retry-After`")))]
pub(crate) async fn register(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    SentFrom(origin): SentFrom,
    body: Body<AssistOrder>,
) -> Result<impl IntoResponse, Problem> {
    let order = body.value;
    let new = NewAssist {
        id: AssistId(order.id),
        place: PlaceId(order.place),
        door: order.door,
        call_name: order.call_name,
        help: order.help,
        phones: order.phones,
        consent: order.consent,
        on_behalf: order.on_behalf,
    };
    let (service, now) = (app.service.clone(), app.now());
    let done = finish(async move { service.register_assist(actor.as_ref(), new, &origin, now).await }).await?;
    let view =
        AssistRegisteredView { id: done.id.0, secret: done.secret, expires_at: done.expires_at.as_millisecond() };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(view)))
}

/// What is held of an entry, and who saw it, for whoever has its link.
#[utoipa::path(post, path = "/api/assist-links", operation_id = "look_at_assist", tag = "evacuations", request_body = AssistLink,
    responses((status = 200, body = LinkedAssistView), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn look(State(app): State<App>, body: Body<AssistLink>) -> Result<impl IntoResponse, Problem> {
    let linked = app.service.linked_assist(&body.value.secret, app.now()).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(linked_view(&app, linked))))
}

/// Delete an entry at once and wholly, by its link.
#[utoipa::path(post, path = "/api/assist-links/erase", operation_id = "erase_own_assist", tag = "evacuations", request_body = AssistLink,
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase_own(State(app): State<App>, body: Body<AssistLink>) -> Result<StatusCode, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    finish(async move { service.erase_linked_assist(&body.value.secret, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How much of a building the register covers: numbers alone.
#[utoipa::path(get, path = "/api/places/{id}/assist", operation_id = "show_assist_coverage", tag = "evacuations",
    params(("id" = Uuid, Path, description = "the building")), responses((status = 200, body = AssistCoverageView),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn coverage(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<AssistCoverageView>, Problem> {
    Ok(Json(app.service.assist_coverage(&signed.actor, PlaceId(id), app.now()).await?.into()))
}

/// Say how many households of a building are thought to need help.
#[utoipa::path(put, path = "/api/places/{id}/assist", operation_id = "estimate_assist", tag = "evacuations",
    params(("id" = Uuid, Path, description = "the building")), request_body = AssistEstimateOrder,
    responses((status = 200, body = AssistCoverageView), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn estimate(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<AssistEstimateOrder>,
) -> Result<Json<AssistCoverageView>, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.estimate_assist(&actor, PlaceId(id), body.value.estimated, now).await }).await?;
    Ok(Json(app.service.assist_coverage(&signed.actor, PlaceId(id), now).await?.into()))
}

/// Which entries one building has that the reader may see, without anything that they say.
#[utoipa::path(get, path = "/api/places/{id}/assist/entries", operation_id = "list_assist_entries", tag = "evacuations",
    params(("id" = Uuid, Path, description = "the building")), responses((status = 200, body = Vec<AssistLineView>),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn entries(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let lines = app.service.assist_lines(&person.0.actor, PlaceId(id), app.now()).await?;
    let views: Vec<_> = lines.into_iter().map(AssistLineView::from).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(views)))
}

/// See one entry, with a reason: whom it is about sees who did, and very many views are told to those above.
#[utoipa::path(post, path = "/api/assist/{id}/view", operation_id = "view_assist", tag = "evacuations",
    params(("id" = Uuid, Path)), request_body = AssistReasonOrder,
    responses((status = 200, body = AssistView), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn view(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<AssistReasonOrder>,
) -> Result<impl IntoResponse, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let seen = finish(async move { service.view_assist(&person.0.actor, AssistId(id), &body.value.reason, now).await });
    let (entry, said) = seen.await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(assist_view(&entry, said))))
}

/// Name the posts of at most two helpers.
#[utoipa::path(put, path = "/api/assist/{id}/helpers", operation_id = "name_assist_helpers", tag = "evacuations",
    params(("id" = Uuid, Path)), request_body = AssistHelpersOrder,
    responses((status = 204), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn helpers(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<AssistHelpersOrder>,
) -> Result<StatusCode, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let postings: Vec<_> = body.value.postings.into_iter().map(PostingId).collect();
    finish(async move { service.name_helpers(&person.0.actor, AssistId(id), &postings, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete an entry that is wrong, with a reason.
#[utoipa::path(post, path = "/api/assist/{id}/erase", operation_id = "erase_assist", tag = "evacuations",
    params(("id" = Uuid, Path)), request_body = AssistReasonOrder,
    responses((status = 204), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<AssistReasonOrder>,
) -> Result<StatusCode, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    finish(async move { service.erase_assist(&person.0.actor, AssistId(id), &body.value.reason, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
