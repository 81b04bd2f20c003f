//! Places as GeoJSON.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use domain::id::PlaceId;
use domain::place::attribution;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::extract::Params;
use crate::problem::Problem;
use crate::state::App;
use crate::unit::{find, tagged};

/// Most places of one answer: one community has some hundreds.
const MOST: u64 = 5_000;

/// Which places.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// In this unit or below it.
    pub(crate) unit: Uuid,
}

/// Buildings, stairwells, garages, schools and shops of a unit.
#[utoipa::path(get, path = "/api/places", operation_id = "list_places", tag = "places", params(ListParams),
    responses((status = 200, body = Object, description = "GeoJSON feature collection, WGS-84; its member `attribution`, where there is one, is to be shown with the places", content_type = "application/geo+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    Params(params): Params<ListParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tree = app.service.tree();
    let unit = find(&tree, params.unit)?;
    let places = app.service.store().places_within(&unit.path, MOST).await?;
    let ids: Vec<PlaceId> = places.iter().map(|place| place.id).collect();
    let keys = app.service.store().source_keys(&ids).await?;
    let named = keys.values().find_map(|key| attribution(key));
    let features: Vec<Value> = places
        .into_iter()
        .map(|place| {
            json!({
                "type": "Feature",
                "geometry": place.geometry,
                "properties": { "id": place.id, "code": place.code, "kind": place.kind, "names": place.names,
                    "parent": place.parent, "unit": place.unit },
            })
        })
        .collect();
    let mut collection = json!({ "type": "FeatureCollection", "features": features });
    if let Some(named) = named {
        collection["attribution"] = named.into();
    }
    let mut response = tagged(&headers, &collection);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/geo+json"));
    Ok(response)
}
