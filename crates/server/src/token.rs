//! Tokens for programs.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::access::Permission;
use domain::id::UnitId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::Once;
use service::access::NewToken;
use store::api_token::TokenRow;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Key, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Person;
use crate::state::App;
use crate::wire::UnitRef;

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenView {
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// What it may do, as far as its owner still may.
    permissions: Vec<String>,
    /// The subtree in which it works; everywhere its owner does, when none.
    unit: Option<UnitRef>,
    created_at: i64,
    expires_at: i64,
}

/// A new token with its secret, shown once: send it as `Authorization: Bearer`.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeToken {
    token: TokenView,
    secret: String,
}

/// What a new token shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenOrder {
    /// 1 to 64 characters.
    name: String,
    /// Words of permissions that you hold.
    permissions: Vec<String>,
    /// Work in this unit and below alone.
    unit: Option<Uuid>,
    /// When it ends, within a year.
    expires_at: i64,
}

fn shown(app: &App, row: TokenRow) -> TokenView {
    TokenView {
        id: row.id,
        name: row.name,
        permissions: row.permissions,
        unit: row.unit.and_then(|id| app.service.tree().by_id(id).map(Into::into)),
        created_at: row.created_at.as_millisecond(),
        expires_at: row.expires_at.as_millisecond(),
    }
}

/// The own tokens in force, the newest first.
#[utoipa::path(get, path = "/api/tokens", operation_id = "list_tokens", tag = "session",
    responses((status = 200, body = Vec<TokenView>), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(State(app): State<App>, person: Person) -> Result<axum::Json<Vec<TokenView>>, Problem> {
    let rows = app.service.tokens(&person.0, app.now()).await?;
    Ok(axum::Json(rows.into_iter().map(|row| shown(&app, row)).collect()))
}

/// Make a token. The same request twice makes one; its secret is shown once, so the second answer is `token_made`.
#[utoipa::path(post, path = "/api/tokens", operation_id = "make_token", tag = "session", request_body = TokenOrder,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = MadeToken), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn make(
    State(app): State<App>,
    person: Person,
    Key(key): Key,
    body: Body<TokenOrder>,
) -> Result<impl IntoResponse, Problem> {
    let (once, new) = (Once::new(key, body.hash), order(body.value)?);
    let (now, service) = (app.now(), app.service.clone());
    let (row, secret) = finish(async move { service.make_token(&person.0, new, &once, now).await }).await?;
    let made = MadeToken { token: shown(&app, row), secret };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], axum::Json(made)))
}

/// Revoke an own token.
#[utoipa::path(delete, path = "/api/tokens/{id}", operation_id = "revoke_token", tag = "session",
    params(("id" = Uuid, Path, description = "the token")),
    responses((status = 204, description = "revoked"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    finish(async move { app.service.revoke_token(&person.0, id, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn order(order: TokenOrder) -> Result<NewToken, Problem> {
    let mut permissions = BTreeSet::new();
    for word in &order.permissions {
        let permission = Permission::from_word(word).ok_or_else(|| {
            Problem::field("permissions", "permission_unknown", format!("there is no permission `{word}`"))
        })?;
        permissions.insert(permission);
    }
    let expires_at = Timestamp::from_millisecond(order.expires_at)
        .map_err(|_| Problem::field("expires_at", "invalid_request", "no such time"))?;
    Ok(NewToken { name: order.name, permissions, unit: order.unit.map(UnitId), expires_at })
}
