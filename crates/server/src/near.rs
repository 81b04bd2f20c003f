//! What may be the same as a report that is about to be sent: one danger is one file.

use axum::Json;
use axum::extract::State;
use domain::hazard::{Draft, State as HazardState};
use domain::id::{HazardId, PlaceId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Params;
use crate::hazard_wire::number_text;
use crate::problem::Problem;
use crate::state::App;
use crate::words::StateWord;

/// What is about to be reported, and where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NearParams {
    /// Key of the catalogue.
    category: String,
    /// Longitude, WGS-84 degrees.
    lon: Option<f64>,
    /// Latitude, WGS-84 degrees.
    lat: Option<f64>,
    /// A place.
    place: Option<Uuid>,
    /// A unit; without a position or place nothing is near.
    unit: Option<Uuid>,
}

/// A hazard of the same category close by. Neither who reported it nor what was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct NearView {
    number: String,
    #[schema(value_type = StateWord)]
    state: HazardState,
    reported_at: i64,
    /// Metres; missing where one of them is known by its place alone.
    distance_m: Option<f64>,
    /// Whether it was closed within the last 180 days: it may have come back.
    closed: bool,
}

/// Hazards that may be the same: open, or closed within 180 days, of this category, within 60 m or at the same place.
#[utoipa::path(get, path = "/api/hazards/near", operation_id = "list_near_hazards", tag = "hazards", params(NearParams),
    responses((status = 200, body = Vec<NearView>, description = "at most five, open and near ones first"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    Params(params): Params<NearParams>,
) -> Result<Json<Vec<NearView>>, Problem> {
    let now = app.now();
    let at = (params.lon, params.lat);
    let (unit, place) = (params.unit.map(UnitId), params.place.map(PlaceId));
    let id = HazardId(Uuid::now_v7());
    let draft =
        Draft::new(id, params.category, None, at, None, unit, place, None, now).map_err(service::ServiceError::from)?;
    let near = app.service.near(&draft, now).await?;
    let view = |near: service::hazard::Near| NearView {
        number: number_text(&app, &near.stored),
        state: near.stored.hazard.state,
        reported_at: near.stored.hazard.reported_at.as_millisecond(),
        distance_m: near.distance_m.map(f64::round),
        closed: near.closed,
    };
    Ok(Json(near.into_iter().map(view).collect()))
}
