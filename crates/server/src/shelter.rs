//! Shelters: listed, proposed, imported.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::{Json, RequestExt};
use domain::evacuation::Peril;
use domain::id::UnitId;
use domain::shelter::{ShelterClass, ShelterKind, Unsuited};
use domain::unit::boundary::Position;
use serde::{Deserialize, Serialize};
use service::shelter::{Occupied, Proposal, Wanted};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Params, media_type, too_large};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{NamesWire, Page, UnitRef, limit};
use crate::words::{PerilWord, ShelterClassWord, ShelterKindWord, UnsuitedWord};

/// Which shelters.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// In this unit or below it.
    pub(crate) unit: Option<Uuid>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 500.
    limit: Option<u32>,
}

/// Where a shelter is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestParams {
    /// Longitude, WGS-84 degrees.
    lon: f64,
    /// Latitude.
    lat: f64,
    /// What people flee from, such as `flood`.
    #[param(value_type = PerilWord)]
    peril: Peril,
    /// How many people.
    people: Option<u32>,
}

/// A shelter with who is in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShelterView {
    id: Uuid,
    code: String,
    names: NamesWire,
    unit: Option<UnitRef>,
    place: Option<Uuid>,
    lon: f64,
    lat: f64,
    #[schema(value_type = ShelterKindWord)]
    kind: ShelterKind,
    #[schema(value_type = Vec<PerilWord>)]
    suitable_for: BTreeSet<Peril>,
    /// Height of its lowest floor above the sea, metres.
    elevation_m: Option<f64>,
    /// Effective area, m².
    area_m2: u32,
    #[schema(value_type = ShelterClassWord)]
    class: ShelterClass,
    /// How many people fit in, by its class.
    capacity: u32,
    /// Households that arrived.
    households: u32,
    /// About how many people they are: an estimate.
    people: u32,
    /// About how many people were sent there and may still come: an estimate.
    coming: u32,
}

/// A proposed shelter with the reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShelterProposalView {
    #[serde(flatten)]
    shelter: ShelterView,
    /// Why nobody should be sent there; none where people can be.
    #[schema(value_type = Option<UnsuitedWord>)]
    unsuited: Option<Unsuited>,
    /// Metres.
    distance_m: u32,
    /// Whether it is nearer than its class asks for.
    within_reach: Option<bool>,
    /// How many more people fit in.
    free: u32,
}

/// What an import did.
#[derive(Serialize, ToSchema)]
pub(crate) struct SheltersImportedView {
    rows: usize,
    /// Those that were not there before.
    new: usize,
}

/// A CSV file.
pub(crate) struct Csv(String);

impl FromRequest<App> for Csv {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        if media_type(&request) != "text/csv" {
            let detail = "send the file with `content-type: text/csv`, in UTF-8";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
        }
        let bytes = request.extract::<Bytes, _>().await.map_err(too_large)?;
        let text = String::from_utf8(bytes.to_vec());
        text.map(Self)
            .map_err(|_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", "the file is not UTF-8"))
    }
}

pub(crate) fn view(app: &App, one: &Occupied) -> ShelterView {
    let shelter = &one.shelter;
    ShelterView {
        id: shelter.id.0,
        code: shelter.code.clone(),
        names: (&shelter.names).into(),
        unit: app.service.tree().by_id(shelter.unit).map(Into::into),
        place: shelter.place.map(|id| id.0),
        lon: shelter.position.lon(),
        lat: shelter.position.lat(),
        kind: shelter.kind,
        suitable_for: shelter.suitable_for.clone(),
        elevation_m: shelter.elevation_cm.map(|cm| f64::from(cm) / 100.0),
        area_m2: shelter.area_m2,
        class: shelter.class,
        capacity: one.capacity,
        households: one.households,
        people: one.people,
        coming: one.coming,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a distance on the earth, whole metres")]
pub(crate) fn whole_metres(metres: f64) -> u32 {
    metres.round().clamp(0.0, 40_000_000.0) as u32
}

fn proposal(app: &App, one: &Proposal) -> ShelterProposalView {
    ShelterProposalView {
        shelter: view(app, &one.occupied),
        unsuited: one.unsuited,
        distance_m: whole_metres(one.distance_m),
        within_reach: one.within_reach,
        free: one.free,
    }
}

/// Shelters where the reader sees warnings, by code, with who is in them.
#[utoipa::path(get, path = "/api/shelters", operation_id = "list_shelters", tag = "evacuations", params(ListParams),
    responses((status = 200, body = Page<ShelterView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<ShelterView>>, Problem> {
    let rows = limit(params.limit);
    let after = params.after.as_deref();
    let found = app.service.list_shelters(&signed.actor, params.unit.map(UnitId), after, rows as u64).await?;
    let next = found.last().filter(|_| found.len() == rows).map(|one| one.shelter.code.clone());
    Ok(Json(Page { items: found.iter().map(|one| view(&app, one)).collect(), next }))
}

/// Shelters near a position, the one that is proposed first: suitable, with room, near. Unsuitable ones stand at the end
/// with their reason. A person decides.
#[utoipa::path(get, path = "/api/shelters/suggest", operation_id = "suggest_shelters", tag = "evacuations", params(SuggestParams),
    responses((status = 200, body = Vec<ShelterProposalView>)))]
pub(crate) async fn suggest(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<SuggestParams>,
) -> Result<Json<Vec<ShelterProposalView>>, Problem> {
    let SuggestParams { lon, lat, peril, people } = params;
    let from = Position::from_degrees(lon, lat);
    let from =
        from.ok_or_else(|| Problem::field("lon", "position_invalid", "give longitude and latitude in degrees"))?;
    let wanted = Wanted { from, peril, people: people.unwrap_or(0) };
    let found = app.service.suggest_shelters(&signed.actor, wanted).await?;
    Ok(Json(found.iter().map(|one| proposal(&app, one)).collect()))
}

/// Make or replace shelters by code, from a CSV file; all rows or none. A square or a basement that calls itself a
/// shelter from floods is refused.
#[utoipa::path(post, path = "/api/shelters/import", operation_id = "import_shelters", tag = "evacuations",
    request_body(description = "`code, name_zh, name_en, unit_code, lon, lat, kind, suitable_for, elevation_m, area_m2, class`, UTF-8", content((String = "text/csv"))),
    responses((status = 200, body = SheltersImportedView), (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn import(
    State(app): State<App>,
    signed: Signed,
    Csv(text): Csv,
) -> Result<Json<SheltersImportedView>, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let done = finish(async move { service.import_shelters(&signed.actor, &text, now).await }).await?;
    Ok(Json(SheltersImportedView { rows: done.rows, new: done.new }))
}
