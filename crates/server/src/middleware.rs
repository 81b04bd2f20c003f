//! What every request passes through.

use std::future::Future;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use service::ServiceError;

use crate::problem::Problem;
use crate::state::App;

/// Runs a write to its end even when the client goes away: an aborted request must not leave a
/// transaction half open.
pub(crate) async fn finish<T: Send + 'static>(
    write: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::spawn(write).await {
        Ok(result) => result.map_err(Into::into),
        Err(error) => Err(ServiceError::Internal(error.to_string()).into()),
    }
}

/// What a page may load and do. The console's component kit writes its styles into the page.
const POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; \
    worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// The same for the pocket, whose styles all lie in files, and which plays a voice note before it is sent. Its service
/// worker keeps this policy with the pages.
const POCKET_POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
    worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// Security headers of every answer.
pub(crate) async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let pocket = path == "/pocket" || path.starts_with("/pocket/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, if pocket { POCKET_POLICY } else { POLICY }),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=(self)"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Cookies that only go over TLS say that the installation stands behind it: browsers stay there for a year.
    if app.settings.secure_cookies {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// What a handler that broke down answers: a problem like any other. The panic itself stands in the log.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::internal(&"a handler panicked").into_response()
}

/// Counts requests and their time, by route pattern.
pub(crate) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let started = app.now();
    let response = next.run(request).await;
    let seconds = started.duration_until(app.now()).as_secs_f64();
    let labels = [("route", route), ("method", method), ("status", response.status().as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels[..2]).record(seconds);
    response
}

/// A demonstration's accounts are open to anybody: it answers this machine alone, never through a proxy.
pub(crate) async fn guard_demo(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.settings.demo.is_none() {
        return next.run(request).await;
    }
    let headers = request.headers();
    let forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = matches!(name, "127.0.0.1" | "localhost" | "[::1]");
    if !local || forwarded.iter().any(|name| headers.contains_key(*name)) {
        let detail = "a demonstration answers its own machine alone";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, "demo_is_local", detail).into_response();
    }
    next.run(request).await
}
