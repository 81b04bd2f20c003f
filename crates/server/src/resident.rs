//! Residents' numbers: registered without an account, agreed to and let go by a link; what residents answer.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::id::{EvacuationId, GroupId, PlaceId, ResidentNumberId};
use domain::resident::ResidentAnswer;
use serde::{Deserialize, Serialize};
use service::resident::NewResident;
use store::resident::ResidentCall;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::call::LinkWire;
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::network::SentFrom;
use crate::problem::Problem;
use crate::session::{MaybeSigned, Signed};
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::ResidentAnswerWord;

/// A number for a building.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ResidentOrder {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    /// The building.
    place: Uuid,
    /// Mobile number, or one with its country code.
    phone: String,
    /// The door, at most 16 characters; may be left out.
    #[serde(default)]
    door: String,
    /// Taken down by somebody on duty who asked its owner (代报).
    #[serde(default)]
    on_behalf: bool,
}

/// A number as its owner sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkedResidentView {
    unit: Option<UnitRef>,
    place_names: NamesWire,
    door: Option<String>,
    /// The number, masked.
    phone: String,
    /// Whether its owner agreed.
    confirmed: bool,
    expires_at: i64,
}

/// A call as whoever is called sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkedResidentCallView {
    unit: Option<UnitRef>,
    building: String,
    where_to: String,
    #[schema(value_type = Option<ResidentAnswerWord>)]
    answer: Option<ResidentAnswer>,
    /// Whether the evacuation has ended: nothing more is asked.
    ended: bool,
}

/// An answer by a button behind a link.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ResidentAnswerOrder {
    secret: String,
    #[schema(value_type = ResidentAnswerWord)]
    answer: ResidentAnswer,
}

/// Which answers.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResidentCallParams {
    /// Of this group alone.
    group: Option<Uuid>,
}

/// What one number answered: the door where it is known, neither number nor name.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResidentCallView {
    group: Uuid,
    door: Option<String>,
    #[schema(value_type = Option<ResidentAnswerWord>)]
    answer: Option<ResidentAnswer>,
    answered_at: Option<i64>,
    /// `sms` or `voice`: how it was called last.
    channel: Option<&'static str>,
    /// Where the last attempt stands: `pending`, `sending`, `sent`, `delivered`, `queued_remotely`, `failed_temporary` or
    /// `failed_permanent`.
    state: &'static str,
}

/// Register a number for a building, with or without an account. Its owner is asked by a text message; the answer here is
/// the same whatever is known of the number.
#[utoipa::path(post, path = "/api/resident-numbers", operation_id = "register_resident", tag = "evacuations", request_body = ResidentOrder,
    responses((status = 202, description = "its owner is asked"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json", description = "wait for `Retry-After`")))]
pub(crate) async fn register(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    SentFrom(origin): SentFrom,
    body: Body<ResidentOrder>,
) -> Result<StatusCode, Problem> {
    let ResidentOrder { id, place, phone, door, on_behalf } = body.value;
    let new = NewResident { id: ResidentNumberId(id), place: PlaceId(place), phone, door, on_behalf };
    let (service, now) = (app.service.clone(), app.now());
    finish(async move { service.register_resident(actor.as_ref(), new, &origin, now).await }).await?;
    Ok(StatusCode::ACCEPTED)
}

/// What is held of a number, for whoever has its link. Looking agrees to nothing.
#[utoipa::path(post, path = "/api/resident-number-links", operation_id = "look_at_resident", tag = "evacuations", request_body = LinkWire,
    responses((status = 200, body = LinkedResidentView), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn look(State(app): State<App>, body: Body<LinkWire>) -> Result<impl IntoResponse, Problem> {
    let linked = app.service.linked_resident(&body.value.secret, app.now()).await?;
    let view = LinkedResidentView {
        unit: app.service.tree().by_id(linked.unit).map(UnitRef::from),
        place_names: (&linked.place).into(),
        door: linked.door,
        phone: linked.phone,
        confirmed: linked.confirmed,
        expires_at: linked.expires_at.as_millisecond(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

/// Agree to be called.
#[utoipa::path(post, path = "/api/resident-number-links/confirm", operation_id = "confirm_resident", tag = "evacuations", request_body = LinkWire,
    responses((status = 204, description = "agreed"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn confirm(State(app): State<App>, body: Body<LinkWire>) -> Result<StatusCode, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    finish(async move { service.confirm_linked_resident(&body.value.secret, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete a number at once and wholly, by its link.
#[utoipa::path(post, path = "/api/resident-number-links/erase", operation_id = "erase_resident", tag = "evacuations", request_body = LinkWire,
    responses((status = 204, description = "gone"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase(State(app): State<App>, body: Body<LinkWire>) -> Result<StatusCode, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    finish(async move { service.erase_linked_resident(&body.value.secret, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the link in a call to a resident is about. Looking answers nothing.
#[utoipa::path(post, path = "/api/resident-call-links", operation_id = "look_at_resident_call", tag = "evacuations", request_body = LinkWire,
    responses((status = 200, body = LinkedResidentCallView), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn look_at_call(State(app): State<App>, body: Body<LinkWire>) -> Result<impl IntoResponse, Problem> {
    call_answer(&app, &body.value.secret).await
}

/// Say that one has left, or needs help to. The last answer counts.
#[utoipa::path(post, path = "/api/resident-call-links/answer", operation_id = "answer_resident_call", tag = "evacuations",
    request_body = ResidentAnswerOrder,
    responses((status = 200, body = LinkedResidentCallView), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn answer(
    State(app): State<App>,
    body: Body<ResidentAnswerOrder>,
) -> Result<impl IntoResponse, Problem> {
    let ResidentAnswerOrder { secret, answer } = body.value;
    let (service, link, now) = (app.service.clone(), secret.clone(), app.now());
    finish(async move { service.answer_by_link(&link, answer, now).await }).await?;
    call_answer(&app, &secret).await
}

async fn call_answer(app: &App, secret: &str) -> Result<impl IntoResponse + use<>, Problem> {
    let linked = app.service.linked_resident_call(secret).await?;
    let view = LinkedResidentCallView {
        unit: app.service.tree().by_id(linked.unit).map(UnitRef::from),
        building: linked.building,
        where_to: linked.where_to,
        answer: linked.answer,
        ended: linked.ended,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

/// What residents of buildings answered that the reader reports for; those in need of help first.
#[utoipa::path(get, path = "/api/evacuations/{id}/resident-calls", operation_id = "list_resident_calls", tag = "evacuations",
    params(ResidentCallParams, ("id" = Uuid, Path)), responses((status = 200, body = Vec<ResidentCallView>),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn calls(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<ResidentCallParams>,
) -> Result<impl IntoResponse, Problem> {
    let calls = app.service.resident_calls(&signed.actor, EvacuationId(id), params.group.map(GroupId)).await?;
    let views: Vec<_> = calls.iter().map(call_view).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(views)))
}

fn call_view(call: &ResidentCall) -> ResidentCallView {
    ResidentCallView {
        group: call.group.0,
        door: call.door.clone(),
        answer: call.answer.map(|(answer, _)| answer),
        answered_at: call.answer.map(|(_, at)| at.as_millisecond()),
        channel: call.channel.map(|channel| channel.word()),
        state: call.state.word(),
    }
}
