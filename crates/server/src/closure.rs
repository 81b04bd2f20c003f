//! Places that close for a warning: what would close, what is ordered, and how far it is.

use axum::Json;
use axum::extract::State;
use domain::colour::WarningColour;
use domain::id::{ClosureId, UnitId};
use domain::place::{ClosureState, Step};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::closure_wire::{ClosedCounts, ClosureView, closure_view, closure_views};
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::place_register::CountParams;
use crate::place_wire::{PlaceView, place_views};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{Page, UnitRef, limit};
use crate::words::ColourWord;

/// Which closures.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// In this unit or below it; everything that the reader sees when missing.
    pub(crate) unit: Option<Uuid>,
    /// A comma list of states, or `all`; those that go on when missing.
    pub(crate) state: Option<String>,
    /// `next` of the page before.
    pub(crate) after: Option<Uuid>,
    /// Rows per page, at most 500.
    pub(crate) limit: Option<u32>,
}

impl ListParams {
    pub(crate) fn states(&self) -> Result<Vec<ClosureState>, Problem> {
        let Some(text) = self.state.as_deref() else { return Ok(vec![ClosureState::ToClose, ClosureState::Closed]) };
        if text == "all" {
            return Ok(Vec::new());
        }
        let read = |word: &str| {
            let bad = || Problem::field("state", "state_unknown", format!("`{word}` is no state of a closure"));
            ClosureState::from_word(word.trim()).ok_or_else(bad)
        };
        text.split(',').map(read).collect()
    }
}

/// Closures, the earliest first.
#[utoipa::path(get, path = "/api/closures", operation_id = "list_closures", tag = "places", params(ListParams),
    responses((status = 200, body = Page<ClosureView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<ClosureView>>, Problem> {
    let (rows, states) = (limit(params.limit), params.states()?);
    let (unit, after) = (params.unit.map(UnitId), params.after.map(ClosureId));
    let mut sheets = app.service.list_closures(&signed.actor, unit, states, after, rows as u64 + 1).await?;
    let more = sheets.len() > rows;
    sheets.truncate(rows);
    let next = sheets.last().filter(|_| more).map(|sheet| sheet.row.id.to_string());
    Ok(Json(Page { items: closure_views(&app, &signed.actor, sheets).await?, next }))
}

/// What a person at a place is to close, or may open again.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnClosures {
    /// What is to be closed first, the earliest due first.
    items: Vec<ClosureView>,
}

/// The closures that the reader may report on.
#[utoipa::path(get, path = "/api/me/closures", operation_id = "list_own_closures", tag = "places",
    responses((status = 200, body = OwnClosures)))]
pub(crate) async fn mine(State(app): State<App>, signed: Signed) -> Result<Json<OwnClosures>, Problem> {
    let sheets = app.service.own_closures(&signed.actor).await?;
    Ok(Json(OwnClosures { items: closure_views(&app, &signed.actor, sheets).await? }))
}

/// How far closing is.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosureBoard {
    unit: UnitRef,
    total: ClosedCounts,
    /// Units directly below that have any, the most open ones first.
    below: Vec<ClosureBoardRow>,
}

/// How far one unit is.
#[derive(Serialize, ToSchema)]
struct ClosureBoardRow {
    unit: UnitRef,
    counts: ClosedCounts,
}

/// How many of the places to close are closed, unit by unit.
#[utoipa::path(get, path = "/api/closures/counts", operation_id = "count_closures", tag = "places", params(CountParams),
    responses((status = 200, body = ClosureBoard)))]
pub(crate) async fn counts(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<CountParams>,
) -> Result<Json<ClosureBoard>, Problem> {
    let counts = app.service.count_closures(&signed.actor, params.unit.map(UnitId)).await?;
    let below =
        counts.below.iter().map(|(unit, counts)| ClosureBoardRow { unit: unit.into(), counts: (*counts).into() });
    Ok(Json(ClosureBoard { below: below.collect(), total: counts.total.into(), unit: (&counts.unit).into() }))
}

/// For which warning.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProposalParams {
    /// In this unit or below it.
    unit: Uuid,
    /// The hazard, a word such as `rainstorm`.
    hazard: String,
    /// `blue`, `yellow`, `orange` or `red`.
    colour: String,
}

/// What would close.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosureProposal {
    /// Places that close for such a warning, by code; those that close already say so.
    items: Vec<PlaceView>,
}

/// Which places a warning of this hazard and colour would close. Nothing is ordered.
#[utoipa::path(get, path = "/api/closures/proposal", operation_id = "propose_closures", tag = "places", params(ProposalParams),
    responses((status = 200, body = ClosureProposal)))]
pub(crate) async fn proposal(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ProposalParams>,
) -> Result<Json<ClosureProposal>, Problem> {
    let unit = app.service.place_area(&signed.actor, Some(UnitId(params.unit)))?;
    let colour = WarningColour::from_word(&params.colour)
        .ok_or_else(|| Problem::field("colour", "colour_unknown", "`colour` is blue, yellow, orange or red"))?;
    let places = app.service.list_to_close(&unit.path, &params.hazard, colour).await?;
    Ok(Json(ClosureProposal { items: place_views(&app, &places).await? }))
}

/// An order to close places.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ClosureOrder {
    /// Everything in this unit and below it.
    unit: Uuid,
    /// The hazard, a word such as `rainstorm`.
    hazard: String,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    /// Until when places must be closed, UTC milliseconds.
    due_at: i64,
}

/// What was ordered.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosuresOrdered {
    /// Places that were not to be closed before.
    ordered: usize,
}

/// Order every place of a unit closed that closes for such a warning. Ordered again, nothing changes.
#[utoipa::path(post, path = "/api/closures", operation_id = "order_closures", tag = "places", request_body = ClosureOrder,
    responses((status = 200, body = ClosuresOrdered), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn order(
    State(app): State<App>,
    signed: Signed,
    body: Body<ClosureOrder>,
) -> Result<Json<ClosuresOrdered>, Problem> {
    let (wire, service, now) = (body.value, app.service.clone(), app.now());
    let due = Timestamp::from_millisecond(wire.due_at)
        .map_err(|_| Problem::field("due_at", "due_invalid", "`due_at` is a time in UTC milliseconds"))?;
    let ordered = finish(async move {
        let what = (wire.hazard.as_str(), wire.colour);
        service.order_closures(&signed.actor, UnitId(wire.unit), what, due, now).await
    });
    Ok(Json(ClosuresOrdered { ordered: ordered.await?.len() }))
}

/// What a step may say.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ClosureStepWire {
    /// At most 500 characters; no names of people.
    note: Option<String>,
}

async fn step(
    app: App,
    signed: Signed,
    id: Uuid,
    step: Step,
    wire: ClosureStepWire,
) -> Result<Json<ClosureView>, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let taken = finish(async move {
        let row = service.step_closure(&actor, ClosureId(id), step, wire.note.as_deref(), now).await?;
        service.closure_sheet(row).await
    });
    Ok(Json(closure_view(&app, &signed.actor, taken.await?).await?))
}

/// Report a place as closed (已关闭). Said again, nothing changes.
#[utoipa::path(post, path = "/api/closures/{id}/closed", operation_id = "report_closed", tag = "places", request_body = ClosureStepWire,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClosureView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn closed(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<ClosureStepWire>,
) -> Result<Json<ClosureView>, Problem> {
    step(app, signed, id, Step::Close, body.value).await
}

/// Authorise that a closed place is opened again, or say that one need not be closed any more.
#[utoipa::path(post, path = "/api/closures/{id}/authorisation", operation_id = "authorise_reopening", tag = "places", request_body = ClosureStepWire,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClosureView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn authorise(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<ClosureStepWire>,
) -> Result<Json<ClosureView>, Problem> {
    step(app, signed, id, Step::Authorise, body.value).await
}

/// Report a place as open again, after that was authorised.
#[utoipa::path(post, path = "/api/closures/{id}/reopened", operation_id = "report_reopened", tag = "places", request_body = ClosureStepWire,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClosureView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reopened(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<ClosureStepWire>,
) -> Result<Json<ClosureView>, Problem> {
    step(app, signed, id, Step::Reopen, body.value).await
}
