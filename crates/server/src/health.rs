//! For load balancers and monitoring.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::problem::Problem;
use crate::state::App;

/// The process runs.
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "system", responses((status = 200, description = "the process runs", content_type = "text/plain", body = String)))]
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// The process can serve: its database answers. A second line `held` says that no channel sends until it is released.
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "system",
    responses((status = 200, description = "ready", content_type = "text/plain", body = String), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn readyz(State(app): State<App>) -> Result<&'static str, Problem> {
    app.service.store().ping().await?;
    // Held, it serves all the same: people must be able to look before somebody releases it.
    Ok(if app.service.held().await?.is_some() { "ready\nheld" } else { "ready" })
}

/// Counters and histograms for Prometheus.
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "system",
    responses((status = 200, description = "Prometheus text format", content_type = "text/plain", body = String), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn metrics(State(app): State<App>) -> impl IntoResponse {
    if let (Some(_), Some(reserve)) = (&app.metrics, app.service.reserve()) {
        metrics::gauge!("disk_reserve_bytes").set(reserve.bytes() as f64);
        for disk in app.service.disks().await.unwrap_or_default() {
            if let Ok(free) = disk.free {
                metrics::gauge!("disk_free_bytes", "disk" => disk.name).set(free as f64);
            }
        }
    }
    match &app.metrics {
        Some(handle) => (StatusCode::OK, handle.render()).into_response(),
        None => Problem::not_found("metrics recorder").into_response(),
    }
}
