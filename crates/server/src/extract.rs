//! Extractors whose refusals are problems too: JSON bodies, queries, paths, idempotency keys.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use domain::id::CommandId;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use tower_http::timeout::TimeoutError;
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::App;

/// A JSON body with the SHA-256 of the bytes that it came in.
pub(crate) struct Body<T> {
    pub(crate) value: T,
    pub(crate) hash: Vec<u8>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json"));
        if !json {
            let detail = "send JSON with `content-type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(too_large)?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", error.to_string()))?;
        Ok(Self { value, hash: service::secret::sha256(&[&bytes]) })
    }
}

/// What the body says that it is, in small letters and without parameters; empty where it does not say.
pub(crate) fn media_type(request: &Request) -> String {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase()
}

pub(crate) fn too_large(rejection: BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is larger than 1 MiB")
        }
        _ => cut_short(&rejection),
    }
}

/// A body that did not arrive whole: because its sender took too long, or went away.
pub(crate) fn cut_short(rejection: &BytesRejection) -> Problem {
    let mut cause = std::error::Error::source(rejection);
    while let Some(error) = cause {
        if error.is::<TimeoutError>() {
            let detail = "the body took too long to arrive; send it again";
            return Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", detail);
        }
        cause = error.source();
    }
    Problem::new(StatusCode::BAD_REQUEST, "invalid_request", "the body did not arrive whole")
}

/// Query parameters.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            // PostgreSQL takes no such character: it would fail as if something were broken here.
            let detail = "a parameter holds the character U+0000";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", detail));
        }
        let query = Query::from_request_parts(parts, state).await;
        let Query(value) = query.map_err(|error: QueryRejection| {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", error.body_text())
        })?;
        Ok(Self(value))
    }
}

/// Path parameters; a malformed one means that there is nothing.
pub(crate) struct Place<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, state).await;
        let Path(value) = path.map_err(|_: PathRejection| Problem::not_found("such address"))?;
        Ok(Self(value))
    }
}

/// The client's name for its command, from the header `Idempotency-Key`.
pub(crate) struct Key(pub(crate) CommandId);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let text = parts.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = text.and_then(|text| text.trim().trim_matches('"').parse::<Uuid>().ok());
        key.map(|key| Self(CommandId(key))).ok_or_else(|| {
            let detail = "send the header `Idempotency-Key` with a UUID that names this command";
            Problem::field("Idempotency-Key", "idempotency_key_required", detail)
        })
    }
}

/// How far the device's clock runs ahead of ours, from its header `Device-Time` (UTC milliseconds as it sends); none
/// where it does not say. Not part of the body: a repeated request must stay the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClockAhead(pub(crate) Option<SignedDuration>);

impl FromRequestParts<App> for ClockAhead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let text = parts.headers.get("device-time").and_then(|value| value.to_str().ok());
        let device = text.and_then(|text| Timestamp::from_millisecond(text.trim().parse().ok()?).ok());
        Ok(Self(device.map(|device| device.duration_since(app.now()))))
    }
}

/// The same origin is asked of every request that changes something and brings a cookie.
pub(crate) fn same_origin(parts: &Parts) -> bool {
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, place)| place == host),
        (Some(_), None) => false,
    }
}
