//! What one does to one's own access: sessions, password, a reset link, showing the password again.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{Person, SessionView, jar_of, view};
use crate::state::App;

/// One session of the account.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionItem {
    id: Uuid,
    /// Whether it is the one that asks.
    current: bool,
    /// Whether a second factor was shown.
    second_factor: bool,
    /// When it began.
    created_at: i64,
    /// When it was last used, in full hours.
    last_seen_at: i64,
    /// When it ends.
    ends_at: i64,
}

/// The password again, and the code of the second factor where there is one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Confirmation {
    password: String,
    code: Option<String>,
}

/// A change of the own password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PasswordChange {
    /// The present password.
    old: String,
    /// The new one, ten characters or more.
    new: String,
}

/// A new password by a reset link.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PasswordReset {
    /// The secret of the link.
    secret: String,
    /// The new password, ten characters or more.
    new: String,
}

/// The sessions of the account, the newest first.
#[utoipa::path(get, path = "/api/sessions", operation_id = "list_sessions", tag = "session",
    responses((status = 200, body = Vec<SessionItem>), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(State(app): State<App>, person: Person) -> Result<axum::Json<Vec<SessionItem>>, Problem> {
    let listed = app.service.sessions(&person.0, app.now()).await?;
    let items = listed.into_iter().map(|row| SessionItem {
        id: row.id,
        current: row.current,
        second_factor: row.second_factor,
        created_at: row.created_at.as_millisecond(),
        last_seen_at: row.last_seen_at.as_millisecond(),
        ends_at: row.ends_at.as_millisecond(),
    });
    Ok(axum::Json(items.collect()))
}

/// End one session of the account; its live streams end too.
#[utoipa::path(delete, path = "/api/sessions/{id}", operation_id = "revoke_session", tag = "session",
    params(("id" = Uuid, Path, description = "the session")),
    responses((status = 204, description = "ended"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    finish(async move { app.service.revoke_session(&person.0, id, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Show the password again: what asks for a recent sign-in may follow within ten minutes.
#[utoipa::path(post, path = "/api/session/confirm", operation_id = "confirm_session", tag = "session",
    request_body = Confirmation,
    responses((status = 204, description = "confirmed"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn confirm(
    State(app): State<App>,
    person: Person,
    body: Body<Confirmation>,
) -> Result<StatusCode, Problem> {
    let (now, shown) = (app.now(), body.value);
    finish(async move { app.service.confirm_session(&person.0, &shown.password, shown.code.as_deref(), now).await })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Set another password. All other sessions end.
#[utoipa::path(post, path = "/api/session/password", operation_id = "change_password", tag = "session",
    request_body = PasswordChange,
    responses((status = 200, body = SessionView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change_password(
    State(app): State<App>,
    person: Person,
    jar: CookieJar,
    body: Body<PasswordChange>,
) -> Result<impl IntoResponse, Problem> {
    let (now, change, service) = (app.now(), body.value, app.service.clone());
    let renewed =
        finish(async move { service.change_password(&person.0, &change.old, &change.new, now).await }).await?;
    let shown = view(&app, &renewed.actor);
    Ok((jar_of(&app, jar, renewed), axum::Json(shown)))
}

/// Set a new password by the link that the operator gave. Every session and token of the account ends.
#[utoipa::path(post, path = "/api/password-reset", operation_id = "reset_password", tag = "session",
    request_body = PasswordReset,
    responses((status = 204, description = "set"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reset_password(State(app): State<App>, body: Body<PasswordReset>) -> Result<StatusCode, Problem> {
    let (now, reset) = (app.now(), body.value);
    finish(async move { app.service.reset_password(&reset.secret, &reset.new, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
