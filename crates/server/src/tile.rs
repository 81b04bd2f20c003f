//! Vector tiles of the unit tree: geometry only, immutable per tree version. State comes apart (`map.rs`).

mod encode;
mod project;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::extract::Place;
use crate::problem::Problem;
use crate::state::App;

/// Closest zoom with tiles of its own; the map stretches them beyond.
const ZOOM_MAX: u8 = 16;

/// Levels of the tree that a zoom shows: from far away counties, close up micro-grids.
fn levels(zoom: u8) -> &'static [u8] {
    match zoom {
        0..=8 => &[1],
        9..=10 => &[1, 2],
        11..=12 => &[2, 3],
        13 => &[3, 4],
        _ => &[3, 4, 5],
    }
}

/// One tile of unit boundaries (layer `units`) and names (layer `labels`).
#[utoipa::path(get, path = "/api/tiles/{version}/{z}/{x}/{y}", operation_id = "show_tile", tag = "map",
    params(("version" = i64, Path, description = "tree version"), ("z" = u8, Path, description = "zoom, 0 to 16"),
        ("x" = u32, Path, description = "column"), ("y" = u32, Path, description = "row")),
    responses((status = 200, body = Vec<u8>, description = "Mapbox vector tile", content_type = "application/vnd.mapbox-vector-tile"),
        (status = 204, description = "there is nothing in it"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    Place((version, z, x, y)): Place<(i64, u8, u32, u32)>,
) -> Result<Response, Problem> {
    let tree = app.service.tree();
    let inside = z <= ZOOM_MAX && x < 1 << z && y < 1 << z;
    if !inside || version != tree.version() {
        return Err(Problem::not_found("tile of this tree version"));
    }
    let key = (version, z, x, y);
    let tile = app.tiles.try_get_with(key, async move {
        // Cutting and encoding can take tens of milliseconds: not on a thread that serves others.
        tokio::task::spawn_blocking(move || encode::tile(&tree, levels(z), z, x, y).map(Bytes::from))
            .await
            .map_err(|error| error.to_string())?
            .map_err(|error| error.to_string())
    });
    let tile = tile.await.map_err(|error| service::ServiceError::Internal(error.to_string()))?;
    if tile.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let fixed = [
        (header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((fixed, tile).into_response())
}
