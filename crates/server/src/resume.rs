//! Resumable uploads after the tus 1.0.0 protocol: core, creation, termination, expiration.
//!
//! Written by hand: the tus servers for Rust are programs of their own or bound to another framework, and each
//! keeps its files past our quarantine. The protocol itself is these five answers.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use service::file::{BYTES_MAX, UPLOAD_LASTS};
use store::upload::Upload;
use uuid::Uuid;

use crate::extract::Place;
use crate::middleware::finish;
use crate::network::SentFrom;
use crate::problem::Problem;
use crate::session::MaybeSigned;
use crate::state::App;

const VERSION: &str = "1.0.0";

/// A problem that says, as every answer of the protocol, which version speaks.
pub(crate) struct TusProblem(Problem);

impl From<Problem> for TusProblem {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<service::ServiceError> for TusProblem {
    fn from(error: service::ServiceError) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for TusProblem {
    fn into_response(self) -> Response {
        let old = self.0.code == "tus_version";
        let mut response = self.0.into_response();
        spoken(response.headers_mut());
        if old {
            response.headers_mut().insert("tus-version", HeaderValue::from_static(VERSION));
        }
        response
    }
}

fn spoken(headers: &mut HeaderMap) {
    headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// The client speaks our version.
fn agreed(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get("tus-resumable").is_some_and(|version| version == VERSION) {
        return Ok(());
    }
    let detail = "send `Tus-Resumable: 1.0.0`; no other version of the protocol is spoken here";
    Err(Problem::new(StatusCode::PRECONDITION_FAILED, "tus_version", detail))
}

fn number(headers: &HeaderMap, name: &'static str) -> Result<u64, Problem> {
    let value = headers.get(name).and_then(|value| value.to_str().ok()).and_then(|text| text.trim().parse().ok());
    value.ok_or_else(|| Problem::field(name, "upload_header", format!("send `{name}` with a number of bytes")))
}

fn stands(upload: &Upload, status: StatusCode) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    spoken(headers);
    headers.insert("upload-offset", HeaderValue::from(upload.received));
    headers.insert("upload-length", HeaderValue::from(upload.length));
    let ends: Result<Timestamp, _> = upload.created_at.checked_add(UPLOAD_LASTS);
    let ends = ends.map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    if let Some(value) = ends.ok().and_then(|text| HeaderValue::try_from(text).ok()) {
        headers.insert("upload-expires", value);
    }
    response
}

/// Begin an upload in parts, with or without an account; the file gets the id of the upload.
#[utoipa::path(post, path = "/api/uploads", operation_id = "begin_upload", tag = "files",
    params(("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Length" = u64, Header, description = "bytes of the whole file, at most 10 MiB"),
        ("Upload-Metadata" = Option<String>, Header, description = "taken and forgotten: what a file is is seen from its bytes, and no name of it is kept")),
    responses((status = 201, description = "begun; go on at `Location`", headers(("Location" = String), ("Upload-Expires" = String))),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 412, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json", description = "send the report without it, or wait for `Retry-After`"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    SentFrom(origin): SentFrom,
    headers: HeaderMap,
) -> Result<Response, TusProblem> {
    agreed(&headers)?;
    let length = number(&headers, "upload-length")?;
    if length > BYTES_MAX as u64 {
        let detail = format!("a file has at most 10 MiB, this one would have {length} bytes");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail).into());
    }
    let (now, service) = (app.now(), app.service.clone());
    let begun = finish(async move { service.begin_upload_from(actor.as_ref(), length, &origin, now).await });
    let upload = begun.await?;
    let mut response = stands(&upload, StatusCode::CREATED);
    if let Ok(place) = HeaderValue::try_from(format!("/api/uploads/{}", upload.id)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// What is spoken here.
#[utoipa::path(options, path = "/api/uploads", operation_id = "show_upload_protocol", tag = "files",
    responses((status = 204, description = "version, extensions and the largest file, in headers")))]
pub(crate) async fn options() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    spoken(headers);
    headers.insert("tus-version", HeaderValue::from_static(VERSION));
    headers.insert("tus-extension", HeaderValue::from_static("creation,termination,expiration"));
    headers.insert(HeaderName::from_static("tus-max-size"), HeaderValue::from(BYTES_MAX));
    response
}

/// How much of an upload has arrived.
#[utoipa::path(head, path = "/api/uploads/{id}", operation_id = "show_upload", tag = "files",
    params(("id" = Uuid, Path, description = "the upload"), ("Tus-Resumable" = String, Header, description = "`1.0.0`")),
    responses((status = 200, description = "where it stands", headers(("Upload-Offset" = u64), ("Upload-Length" = u64), ("Upload-Expires" = String))),
        (status = 404, description = "there is none, or it has expired"), (status = 412, description = "another version of the protocol")))]
pub(crate) async fn show(
    State(app): State<App>,
    Place(id): Place<Uuid>,
    headers: HeaderMap,
) -> Result<Response, TusProblem> {
    agreed(&headers)?;
    Ok(stands(&app.service.upload_in_parts(id, app.now()).await?, StatusCode::OK))
}

/// Bring more of an upload. With its last byte it is a file as from `POST /api/files`: name it in a report or attach it.
#[utoipa::path(patch, path = "/api/uploads/{id}", operation_id = "continue_upload", tag = "files",
    params(("id" = Uuid, Path, description = "the upload"), ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Offset" = u64, Header, description = "where these bytes begin")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "taken", headers(("Upload-Offset" = u64), ("Upload-Expires" = String))),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "it stands elsewhere: ask with HEAD"),
        (status = 412, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn proceed(
    State(app): State<App>,
    // Refuses the session of a page of another site; whoever knows the id may go on.
    _caller: MaybeSigned,
    Place(id): Place<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, TusProblem> {
    agreed(&headers)?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/offset+octet-stream") {
        let detail = "send the bytes with `content-type: application/offset+octet-stream`";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail).into());
    }
    let offset = number(&headers, "upload-offset")?;
    let (now, service) = (app.now(), app.service.clone());
    // To its end even when the client goes away: what arrived until then is kept.
    let upload = finish(async move { service.continue_upload(id, offset, body.into_data_stream(), now).await }).await?;
    Ok(stands(&upload, StatusCode::NO_CONTENT))
}

/// Give an upload up.
#[utoipa::path(delete, path = "/api/uploads/{id}", operation_id = "end_upload", tag = "files",
    params(("id" = Uuid, Path, description = "the upload"), ("Tus-Resumable" = String, Header, description = "`1.0.0`")),
    responses((status = 204, description = "forgotten; one that is a file by now stays a file"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 412, body = Problem, content_type = "application/problem+json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(
    State(app): State<App>,
    // Refuses the session of a page of another site; whoever knows the id may go on.
    _caller: MaybeSigned,
    Place(id): Place<Uuid>,
    headers: HeaderMap,
) -> Result<Response, TusProblem> {
    agreed(&headers)?;
    let (now, service) = (app.now(), app.service.clone());
    finish(async move { service.end_upload(id, now).await }).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    spoken(response.headers_mut());
    Ok(response)
}
