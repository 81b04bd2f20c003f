//! The second factor of the own account.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Body;
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{Person, SessionView, jar_of, view};
use crate::state::App;

/// A secret that waits for its first code. Shown once.
#[derive(Serialize, ToSchema)]
pub(crate) struct EnrolmentView {
    /// For typing it in.
    secret: String,
    /// The same as an address for a QR code.
    uri: String,
}

/// A code from the phone.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FirstCode {
    code: String,
}

/// Codes for a lost phone, each for one sign-in. Shown once.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

/// Begin a second factor: nothing asks for it before a code has proved it.
#[utoipa::path(post, path = "/api/factor", operation_id = "enrol_factor", tag = "session",
    responses((status = 200, body = EnrolmentView), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn enrol(State(app): State<App>, person: Person) -> Result<impl IntoResponse, Problem> {
    let now = app.now();
    let made = finish(async move { app.service.enrol_factor(&person.0, now).await }).await?;
    let shown = EnrolmentView { secret: made.secret, uri: made.uri };
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(shown)))
}

/// Prove the factor with its first code. All other sessions end.
#[utoipa::path(post, path = "/api/factor/confirm", operation_id = "confirm_factor", tag = "session",
    request_body = FirstCode,
    responses((status = 200, body = RecoveryCodes), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn confirm(
    State(app): State<App>,
    person: Person,
    jar: CookieJar,
    body: Body<FirstCode>,
) -> Result<impl IntoResponse, Problem> {
    let (now, code, service) = (app.now(), body.value.code, app.service.clone());
    let (renewed, recovery_codes) = finish(async move { service.confirm_factor(&person.0, &code, now).await }).await?;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((no_store, jar_of(&app, jar, renewed), axum::Json(RecoveryCodes { recovery_codes })))
}

/// Take the own factor away. All other sessions end.
#[utoipa::path(delete, path = "/api/factor", operation_id = "remove_factor", tag = "session",
    responses((status = 200, body = SessionView), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove(
    State(app): State<App>,
    person: Person,
    jar: CookieJar,
) -> Result<impl IntoResponse, Problem> {
    let (now, service) = (app.now(), app.service.clone());
    let renewed = finish(async move { service.remove_factor(&person.0, now).await }).await?;
    let shown = view(&app, &renewed.actor);
    Ok((jar_of(&app, jar, renewed), axum::Json(shown)))
}
