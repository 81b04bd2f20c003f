//! Sign-in, sign-out, and who is asking.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::access::Actor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::ServiceError;
use service::access::{AccessRefusal, Attempt, Session, SignedIn, TOKEN_PREFIX};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, same_origin};
use crate::middleware::finish;
use crate::network::Network;
use crate::problem::Problem;
use crate::state::App;
use crate::wire::{BodyRef, NamesWire, UnitRef};

/// Who is signed in, or a refusal.
pub(crate) struct Signed {
    pub(crate) actor: Actor,
    /// The session's or the program's.
    pub(crate) token: String,
    pub(crate) ends_at: Timestamp,
    /// None for a program.
    session: Option<Session>,
}

/// A person with a session; a token is not enough.
pub(crate) struct Person(pub(crate) Session);

/// Who is signed in, if anybody.
pub(crate) struct MaybeSigned(pub(crate) Option<Actor>);

impl FromRequestParts<App> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(token) = bearer(parts)? {
            let actor = app.service.actor_of(&token, app.now()).await?;
            let (actor, ends_at) = actor.ok_or_else(Problem::sign_in_required)?;
            return Ok(Self { actor, token, ends_at, session: None });
        }
        let token = token(parts, app).ok_or_else(Problem::sign_in_required)?;
        let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if changes && !same_origin(parts) {
            let detail = "this request comes from another site";
            return Err(Problem::new(StatusCode::FORBIDDEN, "cross_origin", detail));
        }
        let session = app.service.session_of(&token, app.now()).await?.ok_or_else(Problem::sign_in_required)?;
        Ok(Self { actor: session.actor.clone(), token, ends_at: session.ends_at, session: Some(session) })
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed = Signed::from_request_parts(parts, app).await?;
        signed.session.map(Self).ok_or_else(|| ServiceError::from(AccessRefusal::SessionRequired).into())
    }
}

/// The token of a program. No browser sends it by itself, so the origin does not matter.
fn bearer(parts: &Parts) -> Result<Option<String>, Problem> {
    let Some(value) = parts.headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|text| text.split_once(' '));
    match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && token.starts_with(TOKEN_PREFIX) => {
            Ok(Some(token.trim().to_owned()))
        }
        _ => Err(Problem::sign_in_required()),
    }
}

impl FromRequestParts<App> for MaybeSigned {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Signed::from_request_parts(parts, app).await {
            Ok(signed) => Ok(Self(Some(signed.actor))),
            // A token that does not work is no reason to take its program for a stranger.
            Err(problem)
                if problem.status == StatusCode::UNAUTHORIZED.as_u16()
                    && !parts.headers.contains_key(header::AUTHORIZATION) =>
            {
                Ok(Self(None))
            }
            Err(problem) => Err(problem),
        }
    }
}

/// The `__Host-` prefix binds the cookie to this host; browsers take it over TLS alone.
fn cookie_name(app: &App) -> &'static str {
    if app.settings.secure_cookies { "__Host-bridgehead" } else { "bridgehead" }
}

/// The browser's secret, which tells an account's own browsers from strangers'.
fn device_cookie_name(app: &App) -> &'static str {
    if app.settings.secure_cookies { "__Host-bridgehead-device" } else { "bridgehead-device" }
}

/// By what the browser says that it was here before.
pub(crate) fn device_of(app: &App, jar: &CookieJar) -> Option<String> {
    jar.get(device_cookie_name(app)).map(|cookie| cookie.value().to_owned())
}

fn token(parts: &Parts, app: &App) -> Option<String> {
    CookieJar::from_headers(&parts.headers).get(cookie_name(app)).map(|cookie| cookie.value().to_owned())
}

fn cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.secure_cookies)
        .build()
}

/// The cookies of a session that has just begun.
pub(crate) fn jar_of(app: &App, jar: CookieJar, signed: SignedIn) -> CookieJar {
    let jar = jar.add(cookie(app, cookie_name(app), signed.token));
    match signed.device {
        Some(device) => {
            let mut cookie = cookie(app, device_cookie_name(app), device);
            // How long it is known is decided here, not there.
            cookie.make_permanent();
            jar.add(cookie)
        }
        None => jar,
    }
}

/// Name and password, and the code of the second factor where there is one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SignIn {
    /// Sign-in name.
    login: String,
    /// Password.
    password: String,
    /// Code of the second factor, or a recovery code; needed after `second_factor_required`.
    code: Option<String>,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// The account.
    account: AccountView,
    /// What it holds where.
    postings: Vec<PostingView>,
    /// Permissions held anywhere.
    permissions: Vec<&'static str>,
}

/// The signed-in account.
#[derive(Serialize, ToSchema)]
struct AccountView {
    id: Uuid,
    login: String,
    names: NamesWire,
}

/// One posting in force.
#[derive(Serialize, ToSchema)]
struct PostingView {
    id: Uuid,
    title: TitleView,
    unit: UnitRef,
    body: Option<BodyRef>,
}

/// A title.
#[derive(Serialize, ToSchema)]
struct TitleView {
    id: String,
    names: NamesWire,
}

pub(crate) fn view(app: &App, actor: &Actor) -> SessionView {
    let tree = app.service.tree();
    let bodies = app.service.bodies();
    let titles = app.service.titles();
    let postings = actor.postings.iter().filter_map(|posting| {
        let title = titles.get(&posting.title)?;
        Some(PostingView {
            id: posting.id.0,
            title: TitleView { id: title.id.clone(), names: (&title.names).into() },
            unit: tree.by_id(posting.unit)?.into(),
            body: posting.body.and_then(|id| bodies.iter().find(|body| body.id == id)).map(Into::into),
        })
    });
    SessionView {
        account: AccountView { id: actor.account.0, login: actor.login.clone(), names: (&actor.names).into() },
        postings: postings.collect(),
        permissions: actor.permissions(titles).into_iter().map(|permission| permission.word()).collect(),
    }
}

/// Sign in with name and password.
#[utoipa::path(post, path = "/api/session", operation_id = "sign_in", tag = "session", request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "wait for `Retry-After`")))]
pub(crate) async fn create(
    State(app): State<App>,
    jar: CookieJar,
    network: Network,
    body: Body<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    let attempt = Attempt {
        login: body.value.login,
        password: body.value.password,
        code: body.value.code,
        device: device_of(&app, &jar),
        network: network.0,
    };
    let (now, service) = (app.now(), app.service.clone());
    let signed = finish(async move { service.sign_in(&attempt, now).await }).await?;
    let view = view(&app, &signed.actor);
    Ok((jar_of(&app, jar, signed), axum::Json(view)))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", operation_id = "show_session", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(State(app): State<App>, signed: Signed) -> axum::Json<SessionView> {
    axum::Json(view(&app, &signed.actor))
}

/// Sign out.
#[utoipa::path(delete, path = "/api/session", operation_id = "sign_out", tag = "session",
    responses((status = 204, description = "signed out"), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn delete(
    State(app): State<App>,
    signed: Signed,
    jar: CookieJar,
) -> Result<impl IntoResponse, Problem> {
    let (service, token, now) = (app.service.clone(), signed.token, app.now());
    finish(async move { service.sign_out(&token, now).await }).await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(cookie(&app, cookie_name(&app), String::new()))))
}
