//! Errors as GeoReport writes them: a list of code and description.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use service::ServiceError;

use crate::problem::Problem;

/// Why a request of the interface was refused.
#[derive(Debug)]
pub(super) struct Errors {
    pub(super) status: StatusCode,
    description: String,
    /// The stable code of a problem behind it.
    pub(super) code: Option<&'static str>,
    /// Seconds after which it may be tried again.
    retry_after_s: Option<u32>,
}

impl Errors {
    pub(super) fn new(status: StatusCode, description: impl Into<String>) -> Self {
        Self { status, description: description.into(), code: None, retry_after_s: None }
    }

    pub(super) fn bad(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, description)
    }

    pub(super) fn not_found(description: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, description)
    }

    pub(super) fn key(description: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, description)
    }
}

impl From<Problem> for Errors {
    fn from(problem: Problem) -> Self {
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // The standard knows 400 for whatever a request says wrongly.
        let status = if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::BAD_REQUEST } else { status };
        Self { status, description: problem.detail, code: Some(problem.code), retry_after_s: problem.retry_after_s }
    }
}

impl From<ServiceError> for Errors {
    fn from(error: ServiceError) -> Self {
        Problem::from(error).into()
    }
}

impl From<store::StoreError> for Errors {
    fn from(error: store::StoreError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Errors {
    fn into_response(self) -> Response {
        let body = json!([{ "code": self.status.as_u16(), "description": self.description }]);
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
