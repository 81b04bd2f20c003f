//! The register of places: found, shown, added, changed, retired, imported.

use std::io::Write as _;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::{Json, RequestExt};
use domain::id::{BodyId, PlaceId, UnitId};
use domain::names::Names;
use domain::place::{Place as Known, PlaceFacts, height_cm};
use domain::unit::row::{Finding, Severity};
use serde::{Deserialize, Serialize};
use service::exchange::read_places;
use service::place::{PlaceChange, PlaceOrder};
use store::place::PlaceFilter;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Params, Place, media_type, too_large};
use crate::middleware::finish;
use crate::place_wire::{PlaceKindView, PlaceKindsView, PlaceOrderWire, PlaceView, place_views};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{Page, UnitRef, bounds, limit};

/// Largest file of places.
pub(crate) const FILE_MAX: usize = 8 * 1024 * 1024;

/// Which places.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParams {
    /// In this unit or below it; everything that the reader sees when missing.
    pub(crate) unit: Option<Uuid>,
    /// Of these kinds, a comma list.
    pub(crate) kind: Option<String>,
    /// Part of the name, or the beginning of the code.
    pub(crate) q: Option<String>,
    /// Whose middle lies in this box: west,south,east,north in degrees.
    pub(crate) bbox: Option<String>,
    /// Also those that do not stand any more.
    pub(crate) retired: Option<bool>,
    /// `next` of the page before.
    pub(crate) after: Option<String>,
    /// Rows per page, at most 500.
    pub(crate) limit: Option<u32>,
}

impl SearchParams {
    pub(crate) fn filter(&self) -> Result<PlaceFilter, Problem> {
        let kinds = self.kind.iter().flat_map(|kinds| kinds.split(',')).map(str::trim).filter(|kind| !kind.is_empty());
        Ok(PlaceFilter {
            kinds: kinds.map(str::to_owned).collect(),
            text: self.q.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
            bounds: self.bbox.as_deref().map(bounds).transpose()?,
            retired: self.retired == Some(true),
        })
    }
}

/// The kinds of places, and at which colour of a warning each closes.
#[utoipa::path(get, path = "/api/place-kinds", operation_id = "list_place_kinds", tag = "places",
    responses((status = 200, body = PlaceKindsView)))]
pub(crate) async fn kinds(State(app): State<App>) -> Result<Json<PlaceKindsView>, Problem> {
    let kinds = app.service.place_kinds()?;
    let items = kinds.all().iter().map(|kind| PlaceKindView::of(kinds, kind)).collect();
    Ok(Json(PlaceKindsView { version: kinds.version.clone(), source: kinds.source.clone(), items }))
}

/// Places of the register, by code.
#[utoipa::path(get, path = "/api/places/register", operation_id = "search_places", tag = "places", params(SearchParams),
    responses((status = 200, body = Page<PlaceView>)))]
pub(crate) async fn search(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<SearchParams>,
) -> Result<Json<Page<PlaceView>>, Problem> {
    let unit = app.service.place_area(&signed.actor, params.unit.map(UnitId))?;
    let (filter, rows) = (params.filter()?, limit(params.limit));
    let mut places =
        app.service.store().find_places(&unit.path, &filter, params.after.as_deref(), rows as u64 + 1).await?;
    let more = places.len() > rows;
    places.truncate(rows);
    let next = places.last().filter(|_| more).map(|place| place.code.clone());
    Ok(Json(Page { items: place_views(&app, &places).await?, next }))
}

/// Where to count.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CountParams {
    /// In this unit and below it; everything that the reader sees when missing.
    pub(crate) unit: Option<Uuid>,
}

/// How many places of each kind.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceCounts {
    unit: UnitRef,
    kinds: Vec<PlaceKindCount>,
}

/// How many places of one kind.
#[derive(Serialize, ToSchema)]
struct PlaceKindCount {
    kind: String,
    places: u64,
    /// Households that are known to live in them.
    households: u64,
}

/// How many places of each kind stand in a unit.
#[utoipa::path(get, path = "/api/places/counts", operation_id = "count_places", tag = "places", params(CountParams),
    responses((status = 200, body = PlaceCounts)))]
pub(crate) async fn counts(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<CountParams>,
) -> Result<Json<PlaceCounts>, Problem> {
    let unit = app.service.place_area(&signed.actor, params.unit.map(UnitId))?;
    let counts = app.service.store().count_places(&unit.path).await?;
    let kinds = counts.into_iter().map(|(kind, places, households)| PlaceKindCount { kind, places, households });
    Ok(Json(PlaceCounts { kinds: kinds.collect(), unit: (&unit).into() }))
}

/// One place.
#[utoipa::path(get, path = "/api/places/{id}", operation_id = "show_place", tag = "places", params(("id" = Uuid, Path)),
    responses((status = 200, body = PlaceView)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<PlaceView>, Problem> {
    let place = app.service.show_place(&signed.actor, PlaceId(id)).await?;
    one(&app, place).await
}

async fn one(app: &App, place: Known) -> Result<Json<PlaceView>, Problem> {
    place_views(app, &[place]).await?.pop().map(Json).ok_or_else(|| Problem::not_found("place"))
}

/// Add a place. The same place again is answered as it stands.
#[utoipa::path(post, path = "/api/places", operation_id = "create_place", tag = "places", request_body = PlaceOrderWire,
    responses((status = 201, body = PlaceView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create(
    State(app): State<App>,
    signed: Signed,
    body: Body<PlaceOrderWire>,
) -> Result<(StatusCode, Json<PlaceView>), Problem> {
    let id = body.value.id.ok_or_else(|| Problem::field("id", "id_required", "choose a UUIDv7 as `id`"))?;
    let (order, service, now) = (order(body.value)?, app.service.clone(), app.now());
    let place = finish(async move { service.create_place(&signed.actor, PlaceId(id), order, now).await }).await?;
    Ok((StatusCode::CREATED, one(&app, place).await?))
}

/// Say anew what the register knows of a place.
#[utoipa::path(put, path = "/api/places/{id}", operation_id = "change_place", tag = "places", request_body = PlaceOrderWire,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = PlaceView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<PlaceOrderWire>,
) -> Result<Json<PlaceView>, Problem> {
    let version = body
        .value
        .version
        .ok_or_else(|| Problem::field("version", "version_required", "send the `version` of the place that you saw"))?;
    let (change, service, now) = (PlaceChange::Set(Box::new(order(body.value)?)), app.service.clone(), app.now());
    let changed =
        finish(async move { service.change_place(&signed.actor, PlaceId(id), version, change, now).await }).await?;
    one(&app, changed).await
}

/// Which version does not stand any more.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PlaceRetireWire {
    /// The version that the client saw.
    version: i32,
}

/// Say that a place does not stand any more. It stays in the register, out of every list that does not ask for it.
#[utoipa::path(post, path = "/api/places/{id}/retire", operation_id = "retire_place", tag = "places", request_body = PlaceRetireWire,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = PlaceView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn retire(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<PlaceRetireWire>,
) -> Result<Json<PlaceView>, Problem> {
    let (version, service, now) = (body.value.version, app.service.clone(), app.now());
    let retired =
        finish(
            async move { service.change_place(&signed.actor, PlaceId(id), version, PlaceChange::Retire, now).await },
        );
    one(&app, retired.await?).await
}

fn order(wire: PlaceOrderWire) -> Result<PlaceOrder, Problem> {
    let height = |field: &str, metres: Option<f64>| {
        let bad = || Problem::field(field, "height_invalid", "a height is from -500 to 9000 metres");
        metres.map(|metres| height_cm(metres).ok_or_else(bad)).transpose()
    };
    Ok(PlaceOrder {
        code: wire.code,
        kind: wire.kind,
        names: Names(wire.names.0),
        parent: wire.parent.map(PlaceId),
        unit: wire.unit.map(UnitId),
        point: wire.lon.zip(wire.lat),
        facts: PlaceFacts {
            elevation_cm: height("elevation_m", wire.elevation_m)?,
            sill_cm: height("sill_m", wire.sill_m)?,
            households: wire.households,
            body: wire.body.map(BodyId),
        },
        fields: wire.fields,
    })
}

/// A file of places.
pub(crate) struct PlacesFile {
    ending: &'static str,
    bytes: Bytes,
}

impl FromRequest<App> for PlacesFile {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let ending = match media_type(&request).as_str() {
            "text/csv" => ".csv",
            "application/geo+json" | "application/json" => ".geojson",
            _ => {
                let detail = "send places with `content-type: text/csv` or `application/geo+json`";
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
            }
        };
        Ok(Self { ending, bytes: request.extract::<Bytes, _>().await.map_err(too_large)? })
    }
}

/// How to import.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportParams {
    /// Only look: nothing is written.
    dry_run: Option<bool>,
}

/// What a file would do, or did.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceImportView {
    /// Rows that can be taken.
    rows: usize,
    /// Those of them that the register has not had.
    new: usize,
    /// Whether they were taken.
    taken: bool,
    findings: Vec<PlaceFindingView>,
}

/// What is wrong with a row.
#[derive(Serialize, ToSchema)]
struct PlaceFindingView {
    /// Row or feature, counted from 1; 0 for the file as a whole.
    row: u64,
    field: String,
    /// The offending value, shortened.
    value: String,
    /// Stable code.
    code: String,
    message: String,
    /// Whether it stands in the way.
    error: bool,
}

impl From<Finding> for PlaceFindingView {
    fn from(found: Finding) -> Self {
        Self {
            row: found.row,
            field: found.field.to_owned(),
            value: found.value,
            code: found.code.to_owned(),
            message: found.message,
            error: found.severity == Severity::Error,
        }
    }
}

/// Take a file of places in, or only look at it. All rows or none: while a row has an error, nothing is written.
#[utoipa::path(post, path = "/api/places/import", operation_id = "import_places", tag = "places", params(ImportParams),
    request_body(description = "CSV with a heading, or a GeoJSON feature collection; at most 8 MiB",
        content((String = "text/csv"), (Object = "application/geo+json"))),
    responses((status = 200, body = PlaceImportView)))]
pub(crate) async fn import(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ImportParams>,
    file: PlacesFile,
) -> Result<Json<PlaceImportView>, Problem> {
    let (service, now, dry) = (app.service.clone(), app.now(), params.dry_run == Some(true));
    // Whoever manages no places has no file read.
    app.service.may_import_places(&signed.actor)?;
    let read = tokio::task::spawn_blocking(move || {
        let mut copy = tempfile::Builder::new().suffix(file.ending).tempfile()?;
        copy.write_all(&file.bytes)?;
        Ok::<_, std::io::Error>(read_places(copy.path()))
    });
    let read = read.await.map_err(std::io::Error::other).flatten();
    let read = read.map_err(|error| service::ServiceError::Internal(error.to_string()))?;
    let read = read.map_err(|error| Problem::field("file", "file_unreadable", error.to_string()))?;
    let view = finish(async move {
        let mut plan = service.check_places(&signed.actor, read.rows).await?;
        plan.findings.splice(0..0, read.findings);
        let (rows, new) = (plan.rows(), plan.new);
        let findings: Vec<PlaceFindingView> = plan.findings.drain(..).map(Into::into).collect();
        let taken = !dry && rows > 0 && findings.iter().all(|found| !found.error);
        if taken {
            service.take_places(&signed.actor, "upload", plan, now).await?;
        }
        Ok(PlaceImportView { rows, new, taken, findings })
    });
    Ok(Json(view.await?))
}
