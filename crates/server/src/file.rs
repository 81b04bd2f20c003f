//! Files: upload, attach, release, fetch.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::id::{FileId, HazardId};
use serde::{Deserialize, Serialize};
use service::file::{Attacher, BYTES_MAX};
use store::file::File;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::byte_range;
use crate::extract::{Body, Place, cut_short};
use crate::middleware::finish;
use crate::network::SentFrom;
use crate::problem::Problem;
use crate::session::{MaybeSigned, Signed};
use crate::state::App;

/// A file that was taken into quarantine.
#[derive(Serialize, ToSchema)]
pub(crate) struct UploadedView {
    /// Its id: name it in a report or attach it within a day, or it is deleted.
    id: Uuid,
    /// What it is kept as.
    media_type: String,
    /// How large it is now.
    bytes: i64,
    /// Width of a picture, pixels.
    width: Option<i32>,
    /// Height of a picture, pixels.
    height: Option<i32>,
    /// Longitude that the camera wrote, WGS-84 degrees; kept nowhere.
    lon: Option<f64>,
    /// Latitude that the camera wrote, WGS-84 degrees; kept nowhere.
    lat: Option<f64>,
}

/// A file of a hazard.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileView {
    id: Uuid,
    media_type: String,
    bytes: i64,
    /// Width of a picture, pixels.
    width: Option<i32>,
    /// Height of a picture, pixels.
    height: Option<i32>,
    created_at: i64,
    /// `report`: given by the reporter; `work`: by those who work on it.
    side: Option<String>,
    /// Whether everybody who sees the hazard may see it.
    released: bool,
}

impl From<File> for FileView {
    fn from(file: File) -> Self {
        Self {
            id: file.id.0,
            media_type: file.blob.media_type,
            bytes: file.blob.bytes,
            width: file.blob.size.map(|(width, _)| width),
            height: file.blob.size.map(|(_, height)| height),
            created_at: file.created_at.as_millisecond(),
            side: file.side,
            released: file.released_at.is_some(),
        }
    }
}

/// The bytes of a file, with a bound of their own.
pub(crate) struct Upload(Vec<u8>);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejection: BytesRejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", "a file has at most 10 MiB")
            }
            _ => cut_short(&rejection),
        })?;
        Ok(Self(bytes.to_vec()))
    }
}

/// Largest body of an upload; one byte more than a file, so that the limit is told by its own name.
pub(crate) const UPLOAD_MAX: usize = BYTES_MAX + 1;

/// Upload a picture (JPEG, PNG, WebP) or a voice note (M4A, Ogg, WebM, MP3, WAV), with or without an account.
#[utoipa::path(post, path = "/api/files", operation_id = "upload_file", tag = "files",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the bytes, at most 10 MiB; what they are is seen from them"),
    responses((status = 201, body = UploadedView), (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json", description = "send the report without it, or wait for `Retry-After`")))]
pub(crate) async fn upload(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    SentFrom(origin): SentFrom,
    Upload(bytes): Upload,
) -> Result<(StatusCode, Json<UploadedView>), Problem> {
    let (now, service) = (app.now(), app.service.clone());
    let uploaded = finish(async move { service.upload_from(actor.as_ref(), bytes, &origin, now).await }).await?;
    let view = UploadedView {
        id: uploaded.id.0,
        media_type: uploaded.media_type,
        bytes: uploaded.bytes,
        width: uploaded.size.map(|(width, _)| width),
        height: uploaded.size.map(|(_, height)| height),
        lon: uploaded.position.map(|(lon, _)| lon),
        lat: uploaded.position.map(|(_, lat)| lat),
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// A file as it was given, or the part of it that `Range` asks for. Nobody's browser shows it as a page.
#[utoipa::path(get, path = "/api/files/{id}", operation_id = "fetch_file", tag = "files", params(("id" = Uuid, Path, description = "the file")),
    responses((status = 200, description = "the bytes", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, description = "the bytes of one range", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 401, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 416, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn fetch(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let fetched = app.service.fetch_file(&signed.actor, FileId(id)).await?;
    let (kind, ending) = match fetched.file.blob.media_type.as_str() {
        "image/jpeg" => ("image/jpeg", "jpg"),
        "audio/mp4" => ("audio/mp4", "m4a"),
        "audio/ogg" => ("audio/ogg", "ogg"),
        "audio/webm" => ("audio/webm", "webm"),
        "audio/mpeg" => ("audio/mpeg", "mp3"),
        "audio/wav" => ("audio/wav", "wav"),
        _ => ("application/octet-stream", "bin"),
    };
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{id}.{ending}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    ];
    Ok(byte_range::answer(&asked, headers, fetched.bytes))
}

/// Release a file: whoever sees its hazard may see it.
#[utoipa::path(post, path = "/api/files/{id}/release", operation_id = "release_file", tag = "files", params(("id" = Uuid, Path, description = "the file")),
    responses((status = 200, body = FileView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn release(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<FileView>, Problem> {
    let (now, service) = (app.now(), app.service.clone());
    let file = finish(async move { service.release_file(&signed.actor, FileId(id), now).await }).await?;
    Ok(Json(file.into()))
}

/// The files of a hazard that the reader may fetch.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileList {
    items: Vec<FileView>,
}

/// The files of a hazard, in the order in which they came.
#[utoipa::path(get, path = "/api/hazards/{id}/files", operation_id = "list_hazard_files", tag = "files", params(("id" = Uuid, Path, description = "the hazard")),
    responses((status = 200, body = FileList), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<FileList>, Problem> {
    let files = app.service.files_of_hazard(&signed.actor, HazardId(id)).await?;
    Ok(Json(FileList { items: files.into_iter().map(Into::into).collect() }))
}

/// Which file to attach.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AttachWire {
    /// The file, uploaded before.
    file: Uuid,
    /// The secret of the follow link, for a reporter without an account.
    follow_secret: Option<String>,
}

/// Attach a file to a hazard, as somebody who works on it or as its reporter. Twice is once.
#[utoipa::path(post, path = "/api/hazards/{id}/files", operation_id = "attach_file", tag = "files", request_body = AttachWire,
    params(("id" = Uuid, Path, description = "the hazard")),
    responses((status = 200, body = FileView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn attach(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    Place(id): Place<Uuid>,
    body: Body<AttachWire>,
) -> Result<Json<FileView>, Problem> {
    let (now, service, wire) = (app.now(), app.service.clone(), body.value);
    if actor.is_none() && wire.follow_secret.is_none() {
        return Err(Problem::sign_in_required());
    }
    let attached = finish(async move {
        let by = match (&wire.follow_secret, &actor) {
            (Some(secret), actor) => Attacher::Follow(secret, actor.as_ref().map(|actor| actor.account)),
            (None, Some(actor)) => Attacher::Actor(actor),
            (None, None) => return Err(service::ServiceError::NotFound("hazard")),
        };
        service.attach_to_hazard(by, HazardId(id), FileId(wire.file), now).await
    });
    Ok(Json(attached.await?.into()))
}
