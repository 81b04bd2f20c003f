//! Pages of other sites: none may read an answer, except those whose origins the operator names.
//!
//! They come without cookies: a session belongs to the pages of this installation alone. What they read is what
//! anybody may read, or what their own token allows.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// Where a browser may keep what it was told about an address.
const MAX_AGE: Duration = Duration::from_secs(3600);

/// The origins of a setting, such as `https://map.example.org`.
///
/// # Errors
/// With the text that is no origin: scheme, host and perhaps a port, in lower case and without a path. `*` and
/// `null` are none: whoever is meant must be named.
pub fn origins(texts: &[String]) -> Result<Vec<HeaderValue>, String> {
    let origin = |text: &String| {
        let place = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let (host, port) = place.map_or(("", None), |place| match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (place, None),
        });
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:[]".contains(c);
        let good = !host.is_empty() && host.chars().all(plain) && port.is_none_or(|port| port.parse::<u16>().is_ok());
        let value = HeaderValue::from_str(text).ok().filter(|_| good);
        value.ok_or_else(|| format!("`{text}` is no origin; one is `https://map.example.org`"))
    };
    texts.iter().map(origin).collect()
}

/// The layer for these origins; none where there is none.
pub(crate) fn layer(origins: &[HeaderValue]) -> Option<CorsLayer> {
    let methods = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods(methods)
        .allow_headers(ASKED)
        .expose_headers(TOLD)
        .max_age(MAX_AGE);
    (!origins.is_empty()).then_some(layer)
}

/// What a page may send.
const ASKED: [HeaderName; 13] = [
    header::ACCEPT,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::IF_NONE_MATCH,
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("device-time"),
    HeaderName::from_static("last-event-id"),
    HeaderName::from_static("report-proof"),
    HeaderName::from_static("tus-resumable"),
    HeaderName::from_static("upload-length"),
    HeaderName::from_static("upload-metadata"),
    HeaderName::from_static("upload-offset"),
    HeaderName::from_static("x-request-id"),
];

/// What a page may read beside the body.
const TOLD: [HeaderName; 11] = [
    header::CONTENT_DISPOSITION,
    header::ETAG,
    header::LOCATION,
    header::RETRY_AFTER,
    HeaderName::from_static("tus-extension"),
    HeaderName::from_static("tus-max-size"),
    HeaderName::from_static("tus-resumable"),
    HeaderName::from_static("upload-expires"),
    HeaderName::from_static("upload-length"),
    HeaderName::from_static("upload-offset"),
    HeaderName::from_static("x-request-id"),
];
