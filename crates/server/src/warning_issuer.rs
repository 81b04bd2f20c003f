//! After warnings have ended: whether they came true, and what each issuer's asked of posts at night.

use axum::Json;
use axum::extract::State;
use domain::id::WarningId;
use domain::warned::Verification;
use serde::{Deserialize, Serialize};
use service::warning::IssuerSum;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::warning_wire::{WarningView, warning_view};
use crate::words::VerificationWord;

/// How far is looked back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct IssuerParams {
    /// Days, 1 to 1,100; a year when missing.
    days: Option<i64>,
}

/// What a person says of a warning that has ended.
#[derive(Deserialize, ToSchema)]
pub(crate) struct VerificationOrder {
    #[schema(value_type = VerificationWord)]
    verification: Verification,
    /// What it rests on, at most 200 characters; no names.
    note: Option<String>,
}

/// What the warnings of one issuer were worth, and asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct WarningIssuer {
    /// The issuing body in words, or the CAP sender where it names none.
    issuer: String,
    /// Warnings; those whose place a later one took count with that.
    warnings: u32,
    hits: u32,
    false_alarms: u32,
    /// Ended, and nobody has said either.
    unverified: u32,
    /// Rounds of calls that are over.
    rounds: u32,
    /// Posts called in them, each once for each round.
    posts: u32,
    /// Messages and calls to phones in them at night.
    night_rings: u32,
}

/// Issuers.
#[derive(Serialize, ToSchema)]
pub(crate) struct WarningIssuers {
    /// When the night begins that `night_rings` counts, local time, such as `22:00`.
    night_from: String,
    /// When it ends.
    night_to: String,
    items: Vec<WarningIssuer>,
}

/// Say whether what an ended warning warned of came (预警检验). Said again, the later word counts.
#[utoipa::path(post, path = "/api/warnings/{id}/verification", operation_id = "verify_warning", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = VerificationOrder,
    responses((status = 200, body = WarningView),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn verify(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<VerificationOrder>,
) -> Result<Json<WarningView>, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    let said = (body.value.verification, body.value.note);
    finish(async move { service.verify_warning(&actor, WarningId(id), said, now).await }).await?;
    let sheet = app.service.show_warning(&signed.actor, WarningId(id)).await?;
    Ok(Json(warning_view(&app, Some(&signed.actor), sheet).await?))
}

/// For each issuer: how many warnings came true, and how often posts were rung at night for them. Of warnings whose
/// every unit the reader sees.
#[utoipa::path(get, path = "/api/warning-issuers", operation_id = "list_warning_issuers", tag = "warnings",
    params(IssuerParams), responses((status = 200, body = WarningIssuers),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<IssuerParams>,
) -> Result<Json<WarningIssuers>, Problem> {
    let sums = app.service.warning_issuers(&signed.actor, params.days.unwrap_or(365), app.now()).await?;
    let (from, to) = app.service.warnings()?.plan.night();
    let [night_from, night_to] = [from, to].map(|time| time.strftime("%H:%M").to_string());
    Ok(Json(WarningIssuers { night_from, night_to, items: sums.into_iter().map(view).collect() }))
}

fn view(sum: IssuerSum) -> WarningIssuer {
    let IssuerSum { issuer, warnings, hits, false_alarms, unverified, rounds, posts, night_rings } = sum;
    WarningIssuer { issuer, warnings, hits, false_alarms, unverified, rounds, posts, night_rings }
}
