//! Reports of harm: taken at once, put before every level, corrected by later versions, never changed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::harm::{Basis, HarmKind, Stage};
use domain::id::{HarmId, PlaceId, UnitId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::Once;
use service::harm::{HarmDraft, HarmPage, VersionDraft};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::harm_wire::{HarmCountsWire, HarmTotalsView, HarmView, harm_view};
use crate::middleware::finish;
use crate::place_register::CountParams;
use crate::problem::Problem;
use crate::session::{Person, Signed};
use crate::state::App;
use crate::wire::{NamesWire, Page, UnitRef, limit};
use crate::words::{HarmKindWord, HarmStageWord};

/// Which reports.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// In this unit or below it; everything that the reader sees, and the own ones, when missing.
    pub(crate) unit: Option<Uuid>,
    /// `next` of the page before.
    pub(crate) after: Option<String>,
    /// Rows per page, at most 100.
    pub(crate) limit: Option<u32>,
}

pub(crate) fn cursor(text: &str) -> Result<(Timestamp, HarmId), Problem> {
    let parts = text.split_once('.');
    let read = parts
        .and_then(|(at, id)| Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, HarmId(id.parse().ok()?))));
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// Reports of harm, the latest first. Who reported is not in them.
#[utoipa::path(get, path = "/api/harm-reports", operation_id = "list_harm_reports", tag = "harm", params(ListParams),
    responses((status = 200, body = Page<HarmView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<HarmView>>, Problem> {
    let rows = limit(params.limit).min(100);
    let before = params.after.as_deref().map(cursor).transpose()?;
    let page = HarmPage { unit: params.unit.map(UnitId), before, limit: rows as u64 + 1 };
    let mut sheets = app.service.list_harm(&signed.actor, &page).await?;
    let more = sheets.len() > rows;
    sheets.truncate(rows);
    let next = sheets
        .last()
        .filter(|_| more)
        .map(|sheet| format!("{}.{}", sheet.report.recorded_at.as_millisecond(), sheet.report.id));
    let items = sheets.into_iter().map(|sheet| harm_view(&app, &signed.actor, sheet)).collect();
    Ok(Json(Page { items, next }))
}

/// Sums, reported and verified apart; how dead and missing grew; how long each level took to look.
#[utoipa::path(get, path = "/api/harm-reports/totals", operation_id = "sum_harm_reports", tag = "harm", params(CountParams),
    responses((status = 200, body = HarmTotalsView)))]
pub(crate) async fn totals(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<CountParams>,
) -> Result<Json<HarmTotalsView>, Problem> {
    let totals = app.service.harm_totals(&signed.actor, params.unit.map(UnitId)).await?;
    Ok(Json(totals.into()))
}

/// One report with all its versions. That a level looks for the first time is written down.
#[utoipa::path(get, path = "/api/harm-reports/{id}", operation_id = "show_harm_report", tag = "harm", params(("id" = Uuid, Path)),
    responses((status = 200, body = HarmView)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<HarmView>, Problem> {
    answer(&app, &signed, HarmId(id)).await
}

async fn answer(app: &App, signed: &Signed, id: HarmId) -> Result<Json<HarmView>, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let sheet = finish(async move { service.show_harm(&actor, id, now).await }).await?;
    Ok(Json(harm_view(app, &signed.actor, sheet)))
}

/// A first report (首报). Every count may be missing, which means unknown; no name is asked for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HarmWire {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    #[schema(value_type = HarmKindWord)]
    kind: HarmKind,
    /// Where: the unit, else the place, else the point; the reporter's own unit where none is known.
    unit: Option<Uuid>,
    /// A place of the register.
    place: Option<Uuid>,
    /// Longitude, degrees.
    lon: Option<f64>,
    /// Latitude, degrees.
    lat: Option<f64>,
    #[serde(flatten)]
    counts: HarmCountsWire,
    /// Since when it is known, UTC milliseconds.
    known_at: Option<i64>,
    /// At most 2,000 characters; no names of people are needed.
    note: Option<String>,
    /// Whether the reporter's post may be shown to those above. Not, when missing.
    #[serde(default)]
    show_post: bool,
}

fn time(asked: Option<i64>) -> Option<Timestamp> {
    // A clock that says nonsense must not hold a report up.
    asked.and_then(|at| Timestamp::from_millisecond(at).ok())
}

/// Report harm. It counts at once, unverified, and street, district and city have it in the same transaction.
#[utoipa::path(post, path = "/api/harm-reports", operation_id = "report_harm", tag = "harm", request_body = HarmWire,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = HarmView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    signed: Signed,
    Key(key): Key,
    body: Body<HarmWire>,
) -> Result<(StatusCode, Json<HarmView>), Problem> {
    let (wire, once) = (body.value, Once::new(key, body.hash));
    let draft = HarmDraft {
        id: HarmId(wire.id),
        kind: wire.kind,
        unit: wire.unit.map(UnitId),
        place: wire.place.map(PlaceId),
        point: wire.lon.zip(wire.lat),
        counts: wire.counts.into(),
        known_at: time(wire.known_at),
        note: wire.note,
        show_post: wire.show_post,
    };
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let id = finish(async move { service.report_harm(&actor, draft, &once, now).await }).await?;
    Ok((StatusCode::CREATED, answer(&app, &signed, id).await?))
}

/// What is known later (续报, 终报), or verified.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HarmVersionWire {
    #[schema(value_type = HarmStageWord)]
    stage: Stage,
    /// Whether the numbers are verified, by somebody who did not report them.
    #[serde(default)]
    verified: bool,
    #[serde(flatten)]
    counts: HarmCountsWire,
    /// Since when it is known, UTC milliseconds.
    known_at: Option<i64>,
    /// At most 2,000 characters.
    note: Option<String>,
    /// Whether the author's post may be shown to those above.
    #[serde(default)]
    show_post: bool,
}

/// Add a version: a follow-up, a final report, a correction, or verified numbers. Those before it stay.
#[utoipa::path(post, path = "/api/harm-reports/{id}/versions", operation_id = "add_harm_version", tag = "harm", request_body = HarmVersionWire,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = HarmView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<HarmVersionWire>,
) -> Result<(StatusCode, Json<HarmView>), Problem> {
    let (wire, once) = (body.value, Once::new(key, body.hash).about(id));
    let draft = VersionDraft {
        stage: wire.stage,
        basis: if wire.verified { Basis::Verified } else { Basis::Reported },
        counts: wire.counts.into(),
        known_at: time(wire.known_at),
        note: wire.note,
        show_post: wire.show_post,
    };
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let added = finish(async move {
        service.add_harm_version(&actor, HarmId(id), draft, &once, now).await?;
        service.harm_sheet(HarmId(id)).await
    });
    Ok((StatusCode::CREATED, Json(harm_view(&app, &signed.actor, added.await?))))
}

/// Which report counts.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HarmRelationWire {
    /// The report that counts; none says that the two tell of different incidents after all.
    master: Option<Uuid>,
}

/// Say that two reports tell of one incident, or do not. Both stay; one counts.
#[utoipa::path(put, path = "/api/harm-reports/{id}/master", operation_id = "relate_harm_report", tag = "harm", request_body = HarmRelationWire,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = HarmView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn relate(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<HarmRelationWire>,
) -> Result<Json<HarmView>, Problem> {
    let (master, service, now) = (body.value.master.map(HarmId), app.service.clone(), app.now());
    let actor = signed.actor.clone();
    let related = finish(async move {
        service.relate_harm(&actor, HarmId(id), master, now).await?;
        service.harm_sheet(HarmId(id)).await
    });
    Ok(Json(harm_view(&app, &signed.actor, related.await?)))
}

/// Why a name is asked for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HarmRevealWire {
    /// Of which version; the first when missing.
    number: Option<i32>,
    /// 4 to 500 characters; it is journalled.
    reason: String,
}

/// Who said a version.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmReporterView {
    names: NamesWire,
    /// Title of the post.
    title: Option<NamesWire>,
    unit: Option<UnitRef>,
}

/// See who reported, with a reason. No superior of the unit may; the look is journalled.
#[utoipa::path(post, path = "/api/harm-reports/{id}/reveal", operation_id = "reveal_harm_reporter", tag = "harm", request_body = HarmRevealWire,
    params(("id" = Uuid, Path)), responses((status = 200, body = HarmReporterView)))]
pub(crate) async fn reveal(
    State(app): State<App>,
    Person(session): Person,
    Place(id): Place<Uuid>,
    body: Body<HarmRevealWire>,
) -> Result<Json<HarmReporterView>, Problem> {
    let (service, now, wire) = (app.service.clone(), app.now(), body.value);
    let shown = finish(async move {
        service.reveal_harm_reporter(&session, HarmId(id), wire.number.unwrap_or(1), &wire.reason, now).await
    });
    let shown = shown.await?;
    let post = shown.post.as_ref();
    let title = post.and_then(|post| app.service.titles().get(&post.title)).map(|title| (&title.names).into());
    let tree = app.service.tree();
    let unit = post.and_then(|post| tree.by_id(post.unit)).map(Into::into);
    Ok(Json(HarmReporterView { names: (&shown.names).into(), title, unit }))
}
