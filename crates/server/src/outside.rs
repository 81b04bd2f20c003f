//! Signing in by an outside service: the browser goes there, comes back with a code, and has a session.
//!
//! The cookie of the round binds the answer to the browser that asked: a code that somebody else fetched opens nothing
//! here. A person's browser that cannot go on is led to the sign-in page with the code of the problem; a program gets
//! the problem itself.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;
use service::ServiceError;
use service::access::AccessRefusal;
use service::access::outside::{OutsideSignIn, ProviderError, Round, SIGN_IN_LASTS};
use utoipa::{IntoParams, ToSchema};

use crate::extract::{Body, Params};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{SessionView, device_of, jar_of, view};
use crate::state::{App, Provider};

/// The page after signing in when none was asked for.
const HOME: &str = "/console/";

/// Where a person is told what went wrong.
const SIGN_IN_PAGE: &str = "/console/sign-in";

/// Longest path that is kept while the browser is away: it travels in a cookie.
const NEXT_MAX: usize = 512;

/// Where to go afterwards.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BeginParams {
    /// A path of this installation, such as `/console/hazards`; anything else is not followed.
    next: Option<String>,
    /// Whether the person must sign in there again, before something that asks for a recent sign-in.
    #[serde(default)]
    fresh: bool,
}

/// What the outside service sends back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallbackParams {
    /// To be exchanged for the identity.
    code: Option<String>,
    /// What this browser was sent away with.
    state: Option<String>,
    /// Why there is no code.
    error: Option<String>,
}

/// The code of the second factor.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OutsideCode {
    /// Code of the second factor, or a recovery code.
    code: String,
}

/// Go to the outside service to sign in.
#[utoipa::path(get, path = "/api/session/oidc", operation_id = "begin_outside_sign_in", tag = "session", params(BeginParams),
    responses((status = 303, description = "to the outside service"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Params(params): Params<BeginParams>,
) -> Response {
    let next = params.next.filter(|next| is_own_path(next)).unwrap_or_else(|| HOME.to_owned());
    let round = Round::begin();
    match away(&app, &round, params.fresh).await {
        Ok(address) => {
            let jar = jar.add(kept(&app, round_cookie(&app), format!("{}.{next}", round.secret())));
            (jar, see_other(&address)).into_response()
        }
        Err(problem) => failed(&headers, problem),
    }
}

async fn away(app: &App, round: &Round, fresh: bool) -> Result<String, Problem> {
    provider(app)?.address(round, fresh, app.now()).await.map_err(Into::into)
}

/// Come back from the outside service.
#[utoipa::path(get, path = "/api/session/oidc/callback", operation_id = "end_outside_sign_in", tag = "session",
    params(CallbackParams),
    responses((status = 303, description = "signed in; to the page that was asked for"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn callback(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Params(params): Params<CallbackParams>,
) -> Response {
    let carried = jar.get(round_cookie(&app)).map(|cookie| cookie.value().to_owned());
    // One answer for each round, whatever it is.
    let jar = jar.remove(kept(&app, round_cookie(&app), String::new()));
    let (secret, next) = carried.as_deref().and_then(|text| text.split_once('.')).unwrap_or_default();
    let next = if is_own_path(next) { next } else { HOME };
    let device = device_of(&app, &jar);
    match arrive(&app, Round::of(secret.to_owned()), params, device).await {
        Ok(OutsideSignIn::Signed(signed)) => (jar_of(&app, jar, *signed), see_other(next)).into_response(),
        Ok(OutsideSignIn::CodeNeeded(waiting)) => {
            let jar = jar.add(kept(&app, waiting_cookie(&app), waiting));
            (jar, failed(&headers, ServiceError::from(AccessRefusal::SecondFactorRequired).into())).into_response()
        }
        Err(problem) => (jar, failed(&headers, problem)).into_response(),
    }
}

async fn arrive(
    app: &App,
    round: Round,
    params: CallbackParams,
    device: Option<String>,
) -> Result<OutsideSignIn, Problem> {
    let provider = provider(app)?.clone();
    if round.secret().is_empty() || params.state.as_deref() != Some(round.state().as_str()) {
        let detail = "this answer belongs to no sign-in that began in this browser; begin it again";
        return Err(Problem::new(StatusCode::FORBIDDEN, "outside_state_invalid", detail));
    }
    let Some(code) = params.code.filter(|_| params.error.is_none()) else {
        let said = params.error.unwrap_or_default();
        return Err(ProviderError::Refused(format!("it answered `{}`", said.escape_debug())).into());
    };
    let now = app.now();
    let identity = provider.identity(&round, code, now).await?;
    let service = app.service.clone();
    finish(async move { service.sign_in_outside(&identity, device.as_deref(), now).await }).await
}

/// Send the code of the second factor after coming back from the outside service.
#[utoipa::path(post, path = "/api/session/oidc/code", operation_id = "finish_outside_sign_in", tag = "session",
    request_body = OutsideCode,
    responses((status = 200, body = SessionView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn code(
    State(app): State<App>,
    jar: CookieJar,
    body: Body<OutsideCode>,
) -> Result<impl IntoResponse, Problem> {
    let name = waiting_cookie(&app);
    let secret = jar.get(name).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let (now, device, service, code) = (app.now(), device_of(&app, &jar), app.service.clone(), body.value.code);
    let signed = finish(async move { service.finish_outside(&secret, &code, device.as_deref(), now).await }).await?;
    let shown = view(&app, &signed.actor);
    let jar = jar.remove(kept(&app, name, String::new()));
    Ok((jar_of(&app, jar, signed), axum::Json(shown)))
}

fn provider(app: &App) -> Result<&Provider, Problem> {
    app.settings.provider.as_ref().ok_or_else(|| {
        let detail = "this installation has no outside sign-in service";
        Problem::new(StatusCode::NOT_FOUND, "outside_sign_in_off", detail)
    })
}

/// A path of this host: a browser reads `//` and `/\` as another host, and skips tabs and line breaks.
fn is_own_path(path: &str) -> bool {
    let second = path.as_bytes().get(1);
    path.starts_with('/')
        && !matches!(second, Some(b'/' | b'\\'))
        && path.len() <= NEXT_MAX
        && path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b';' | b',' | b'"'))
}

/// A browser asks for pages, and a person reads them.
fn failed(headers: &HeaderMap, problem: Problem) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html") {
        return see_other(&format!("{SIGN_IN_PAGE}?problem={}", problem.code));
    }
    problem.into_response()
}

fn see_other(address: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(address) else {
        return Problem::new(StatusCode::BAD_GATEWAY, "provider_unavailable", "it sends nowhere").into_response();
    };
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn round_cookie(app: &App) -> &'static str {
    if app.settings.secure_cookies { "__Host-bridgehead-round" } else { "bridgehead-round" }
}

fn waiting_cookie(app: &App) -> &'static str {
    if app.settings.secure_cookies { "__Host-bridgehead-waiting" } else { "bridgehead-waiting" }
}

/// A cookie for the few minutes of a sign-in. Lax: the browser comes back from another site by a plain link.
fn kept(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.secure_cookies)
        .max_age(time::Duration::seconds(SIGN_IN_LASTS.as_secs()))
        .build()
}

impl From<ProviderError> for Problem {
    fn from(error: ProviderError) -> Self {
        tracing::warn!(%error, "an outside sign-in failed");
        match error {
            ProviderError::Unavailable(_) => Self::unavailable(
                "provider_unavailable",
                "the outside sign-in service does not answer; sign in with your password, or try again in a moment",
            ),
            ProviderError::Refused(_) => {
                let detail = "the outside sign-in service did not confirm who you are; begin again";
                Self::new(StatusCode::UNAUTHORIZED, "provider_refused", detail)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn only_own_paths_are_followed() {
        for own in ["/console/hazards", "/pocket/?a=b#c", "/"] {
            assert!(is_own_path(own), "{own}");
        }
        for foreign in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/a\\b",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/a\nb",
            "/中",
            "",
            "console",
            " /console",
        ] {
            assert!(!is_own_path(foreign), "{foreign:?}");
        }
    }
}
