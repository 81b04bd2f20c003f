//! Gauges, and the readings that they send under a secret of their own.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use domain::id::UnitId;
use domain::reading::{GaugeState, Levels, Quantity, gauge_state};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::reading::{GaugeOrder, NewReading};
use store::gauge::Gauge;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::export::FormatParams;
use crate::export::gauge::export_gauges;
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::UnitRef;
use crate::words::{GaugeStateWord, QuantityWord, ReadingRefusalWord};

/// Most readings in one request.
const READINGS_MOST: usize = 1_000;

/// A gauge.
#[derive(Serialize, ToSchema)]
pub(crate) struct GaugeView {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) unit: Option<UnitRef>,
    /// What it may send.
    #[schema(value_type = Vec<QuantityWord>)]
    pub(crate) quantities: Vec<Quantity>,
    #[schema(value_type = LevelsWire)]
    levels: Levels,
    /// How often it should speak, seconds.
    pub(crate) every_s: u32,
    #[schema(value_type = GaugeStateWord)]
    pub(crate) state: GaugeState,
    /// The latest moment that a reading is of.
    pub(crate) last_at: Option<i64>,
    version: i32,
}

/// Levels of water from which a gauge proposes, metres.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema only; values are the domain's")]
pub(crate) struct LevelsWire {
    blue: Option<f64>,
    yellow: Option<f64>,
    orange: Option<f64>,
    red: Option<f64>,
}

/// Gauges in what the reader sees, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct GaugeList {
    items: Vec<GaugeView>,
}

/// What a gauge shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct GaugeWire {
    /// 1 to 60 characters.
    name: String,
    /// Where it stands.
    unit: Uuid,
    /// What it may send.
    #[schema(value_type = Vec<QuantityWord>)]
    quantities: Vec<Quantity>,
    #[serde(default)]
    #[schema(value_type = Option<LevelsWire>)]
    levels: Option<Levels>,
    /// How often it should speak, 10 to 86,400 seconds.
    every_s: u32,
    /// The version that was changed; left out for a new gauge.
    version: Option<i32>,
}

/// A gauge, and its secret where it is new.
#[derive(Serialize, ToSchema)]
pub(crate) struct GaugeMade {
    gauge: GaugeView,
    /// Shown once. The gauge sends it as `authorization: Bearer …`.
    secret: Option<String>,
}

/// Readings of one gauge.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReadingsWire {
    /// 1 to 1,000.
    readings: Vec<ReadingWire>,
}

/// A reading.
#[derive(Deserialize, ToSchema)]
struct ReadingWire {
    /// A quantity that the gauge is registered for.
    quantity: String,
    /// When, UTC milliseconds; for rain and snow the end of the time in which it fell.
    at: i64,
    value: f64,
    /// `mm`, `m/s`, `°C`, `m`, `%` or `µg/m³`.
    unit: String,
    /// Whether a broker kept it and sends it again: such a reading is refused.
    #[serde(default)]
    retained: bool,
}

/// What became of readings.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReadingsTaken {
    taken: usize,
    /// Those that were here already.
    known: usize,
    refused: Vec<RefusedView>,
}

/// A reading that was not taken.
#[derive(Serialize, ToSchema)]
struct RefusedView {
    /// Its place in the request, from 0.
    row: usize,
    #[schema(value_type = ReadingRefusalWord)]
    code: &'static str,
    /// What to do.
    detail: &'static str,
}

/// A gauge that shows its secret.
pub(crate) struct Device(Gauge);

impl FromRequestParts<App> for Device {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let secret =
            value.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let gauge = match secret {
            Some((_, secret)) => app.service.gauge_of(secret.trim()).await?,
            None => None,
        };
        gauge.map(Self).ok_or_else(Problem::sign_in_required)
    }
}

fn view(app: &App, gauge: Gauge) -> GaugeView {
    let tree = app.service.tree();
    let state = gauge_state(gauge.revoked_at.is_some(), gauge.made_at, gauge.last_at, gauge.every_s, app.now());
    GaugeView {
        id: gauge.id,
        name: gauge.name,
        unit: tree.by_id(gauge.unit).map(Into::into),
        quantities: gauge.quantities,
        levels: gauge.levels,
        every_s: gauge.every_s,
        state,
        last_at: gauge.last_at.map(Timestamp::as_millisecond),
        version: gauge.version,
    }
}

/// Gauges in what the reader sees, by name.
#[utoipa::path(get, path = "/api/gauges", operation_id = "list_gauges", tag = "warnings",
    responses((status = 200, body = GaugeList)))]
pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Result<Json<GaugeList>, Problem> {
    let gauges = app.service.list_gauges(&signed.actor).await?;
    Ok(Json(GaugeList { items: gauges.into_iter().map(|gauge| view(&app, gauge)).collect() }))
}

/// Gauges as a file.
#[utoipa::path(get, path = "/api/gauges/export", operation_id = "export_gauges", tag = "warnings", params(FormatParams),
    responses((status = 200, description = "the gauges as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let gauges = app.service.list_gauges(&signed.actor).await?;
    let views = gauges.into_iter().map(|gauge| view(&app, gauge)).collect();
    export_gauges(&app, form.format.as_deref(), views).await
}

/// Register a gauge under an id that the client makes, or change it. The secret of a new one is shown once.
#[utoipa::path(put, path = "/api/gauges/{id}", operation_id = "set_gauge", tag = "warnings",
    params(("id" = Uuid, Path, description = "the gauge (UUIDv7, made by the client)")), request_body = GaugeWire,
    responses((status = 200, body = GaugeMade), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn set(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<GaugeWire>,
) -> Result<Json<GaugeMade>, Problem> {
    let (service, now, actor, wire) = (app.service.clone(), app.now(), signed.actor.clone(), body.value);
    let order = GaugeOrder {
        name: wire.name,
        unit: UnitId(wire.unit),
        quantities: wire.quantities,
        levels: wire.levels.unwrap_or_default(),
        every_s: wire.every_s,
        version: wire.version,
    };
    let (gauge, secret) = finish(async move { service.set_gauge(&actor, id, &order, now).await }).await?;
    Ok(Json(GaugeMade { gauge: view(&app, gauge), secret }))
}

/// Give a gauge another secret: the old one works no more.
#[utoipa::path(post, path = "/api/gauges/{id}/secret", operation_id = "renew_gauge", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 200, body = GaugeMade)))]
pub(crate) async fn renew(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<GaugeMade>, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let (gauge, secret) = finish(async move { service.renew_gauge(&actor, id, now).await }).await?;
    Ok(Json(GaugeMade { gauge: view(&app, gauge), secret: Some(secret) }))
}

/// Take the secret of a gauge back. What it sent stays.
#[utoipa::path(delete, path = "/api/gauges/{id}", operation_id = "revoke_gauge", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 204, description = "it works no more")))]
pub(crate) async fn revoke(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    finish(async move { service.revoke_gauge(&actor, id, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send readings, under the secret of a gauge. Each row stands for itself; the same ones again change nothing. What
/// crosses a threshold is proposed to the desk, and nothing else follows.
#[utoipa::path(post, path = "/api/readings", operation_id = "send_readings", tag = "warnings", request_body = ReadingsWire,
    responses((status = 200, body = ReadingsTaken),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn send(
    State(app): State<App>,
    Device(gauge): Device,
    body: Body<ReadingsWire>,
) -> Result<Json<ReadingsTaken>, Problem> {
    let rows = body.value.readings;
    if rows.is_empty() || rows.len() > READINGS_MOST {
        let detail = format!("send 1 to {READINGS_MOST} readings at once, not {}", rows.len());
        return Err(Problem::field("readings", "readings_count_invalid", detail));
    }
    let new: Vec<_> = rows
        .into_iter()
        .map(|one| NewReading {
            quantity: one.quantity,
            at: one.at,
            value: one.value,
            unit: one.unit,
            retained: one.retained,
        })
        .collect();
    let (service, now) = (app.service.clone(), app.now());
    let taken = finish(async move { service.take_readings(&gauge, &new, now).await }).await?;
    let refused = taken.refused.into_iter().map(|one| RefusedView {
        row: one.row,
        code: one.reason.word(),
        detail: one.reason.detail(),
    });
    Ok(Json(ReadingsTaken { taken: taken.taken, known: taken.known, refused: refused.collect() }))
}
