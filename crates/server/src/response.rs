//! Responses: listed, decided, begun, signed; who holds the command post; the plans behind them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::Actor;
use domain::id::{PostingId, ResponseId, ResponseStepId, UnitId, WarningId};
use domain::response::{ResponseLevel, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::response::{Begun, Deciding};
use store::response::{ResponseCut, ResponseRow};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::response_wire::{ResponseView, StopsWire, response_views};
use crate::session::{Person, Signed};
use crate::state::App;
use crate::wire::{NamesWire, Page, UnitRef, limit};
use crate::words::ResponseLevelWord;

/// Which responses.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Of this unit and below.
    pub(crate) unit: Option<Uuid>,
    /// That this warning asked for last.
    pub(crate) warning: Option<Uuid>,
    /// Only proposed ones and those in force.
    pub(crate) open: Option<bool>,
    /// Only those with a spoken decision of the reader's that waits for the signature.
    to_sign: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 500.
    limit: Option<u32>,
}

impl ListParams {
    pub(crate) fn cut(&self, reader: &Actor) -> ResponseCut {
        let to_sign = self.to_sign.filter(|wanted| *wanted).map(|_| reader.account);
        ResponseCut { open: self.open == Some(true), to_sign, ..ResponseCut::default() }
    }
}

/// What is decided.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResponseVerdict {
    /// In force at `level`.
    Activate,
    /// Not now, or not higher.
    Decline,
    /// Over.
    End,
}

/// A decision.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DecisionOrder {
    verdict: ResponseVerdict,
    /// With `activate`.
    #[schema(value_type = Option<ResponseLevelWord>)]
    level: Option<ResponseLevel>,
    /// Wanted where a red warning asks.
    stops: Option<StopsWire>,
    /// Why: 2 to 500 characters.
    reason: String,
    /// When it was decided, where that was earlier: within 24 hours.
    decided_at: Option<i64>,
    /// The post whose spoken decision is written down; see `/api/units/{id}/deciders`.
    spoken_by: Option<Uuid>,
    /// The version that was seen.
    version: i32,
}

/// A response that no warning asked for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BeginOrder {
    /// Word of the plan.
    plan: String,
    unit: Uuid,
    #[schema(value_type = ResponseLevelWord)]
    level: ResponseLevel,
    reason: String,
    decided_at: Option<i64>,
    spoken_by: Option<Uuid>,
}

/// Whether the reader is at the command post.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AttendOrder {
    present: bool,
}

/// Posts that may decide for a unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deciders {
    items: Vec<DeciderView>,
}

/// A post that may decide.
#[derive(Serialize, ToSchema)]
struct DeciderView {
    posting: Uuid,
    title: NamesWire,
    unit: Option<UnitRef>,
}

/// Responses of bodies that the reader may see, the latest first.
#[utoipa::path(get, path = "/api/responses", operation_id = "list_responses", tag = "responses", params(ListParams),
    responses((status = 200, body = Page<ResponseView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<ResponseView>>, Problem> {
    let rows = limit(params.limit);
    let before = params.after.as_deref().map(cursor).transpose()?;
    let cut = ResponseCut { before, limit: rows as u64, ..params.cut(&signed.actor) };
    let (unit, warning) = (params.unit.map(UnitId), params.warning.map(WarningId));
    let sheets = app.service.list_responses(&signed.actor, unit, warning, cut, app.now()).await?;
    let next = sheets
        .last()
        .filter(|_| sheets.len() == rows)
        .map(|sheet| format!("{}.{}", sheet.row.opened_at.as_millisecond(), sheet.row.id));
    Ok(Json(Page { items: response_views(&app, &signed.actor, sheets).await?, next }))
}

fn cursor(text: &str) -> Result<(Timestamp, ResponseId), Problem> {
    let parts = text.split_once('.');
    let read = parts
        .and_then(|(at, id)| Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, ResponseId(id.parse().ok()?))));
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// One response.
#[utoipa::path(get, path = "/api/responses/{id}", operation_id = "show_response", tag = "responses",
    params(("id" = Uuid, Path)), responses((status = 200, body = ResponseView)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<ResponseView>, Problem> {
    let sheet = app.service.show_response(&signed.actor, ResponseId(id), app.now()).await?;
    let view = response_views(&app, &signed.actor, vec![sheet]).await?.pop();
    view.map(Json).ok_or_else(|| Problem::not_found("response"))
}

/// Decide on a response, or write down what a commander decided by word of mouth.
#[utoipa::path(post, path = "/api/responses/{id}/decisions", operation_id = "decide_response", tag = "responses",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)), request_body = DecisionOrder,
    responses((status = 200, body = ResponseView),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn decide(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<DecisionOrder>,
) -> Result<Json<ResponseView>, Problem> {
    let order = body.value;
    let verdict = match (order.verdict, order.level) {
        (ResponseVerdict::Activate, Some(level)) => Verdict::Activate(level),
        (ResponseVerdict::Activate, None) => {
            return Err(Problem::field("level", "level_required", "say at which `level` it comes into force"));
        }
        (ResponseVerdict::Decline, _) => Verdict::Decline,
        (ResponseVerdict::End, _) => Verdict::End,
    };
    let deciding = Deciding {
        verdict,
        stops: order.stops.map(Into::into),
        reason: order.reason,
        decided_at: instant(order.decided_at)?,
        spoken_by: order.spoken_by.map(PostingId),
        version: Some(order.version),
        key,
        body_hash: body.hash,
    };
    let now = app.now();
    app.service.show_response(&person.0.actor, ResponseId(id), now).await?;
    app.service.confirmed(&person.0, now)?;
    let (service, actor) = (app.service.clone(), person.0.actor.clone());
    let row = finish(async move { service.decide_response(&actor, ResponseId(id), &deciding, now).await }).await?;
    shown(&app, &person, row).await
}

/// Begin a response that no warning asked for.
#[utoipa::path(post, path = "/api/responses", operation_id = "begin_response", tag = "responses",
    params(("Idempotency-Key" = Uuid, Header)), request_body = BeginOrder,
    responses((status = 201, body = ResponseView),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(app): State<App>,
    person: Person,
    Key(key): Key,
    body: Body<BeginOrder>,
) -> Result<(StatusCode, Json<ResponseView>), Problem> {
    let order = body.value;
    let begun = Begun { plan: order.plan, unit: UnitId(order.unit), level: order.level };
    let deciding = Deciding {
        verdict: Verdict::Activate(order.level),
        stops: None,
        reason: order.reason,
        decided_at: instant(order.decided_at)?,
        spoken_by: order.spoken_by.map(PostingId),
        version: None,
        key,
        body_hash: body.hash,
    };
    let now = app.now();
    app.service.confirmed(&person.0, now)?;
    let (service, actor) = (app.service.clone(), person.0.actor.clone());
    let row = finish(async move { service.begin_response(&actor, &begun, &deciding, now).await }).await?;
    Ok((StatusCode::CREATED, shown(&app, &person, row).await?))
}

async fn shown(app: &App, person: &Person, row: ResponseRow) -> Result<Json<ResponseView>, Problem> {
    let sheet = app.service.show_response(&person.0.actor, row.id, app.now()).await?;
    let view = response_views(app, &person.0.actor, vec![sheet]).await?.pop();
    view.map(Json).ok_or_else(|| Problem::not_found("response"))
}

fn instant(millis: Option<i64>) -> Result<Option<Timestamp>, Problem> {
    let bad = |_| Problem::field("decided_at", "decided_at_invalid", "give `decided_at` in UTC milliseconds");
    millis.map(|millis| Timestamp::from_millisecond(millis).map_err(bad)).transpose()
}

/// Sign a decision that a duty desk wrote down for the reader.
#[utoipa::path(post, path = "/api/responses/{id}/decisions/{step}/signature", operation_id = "sign_decision",
    tag = "responses", params(("id" = Uuid, Path), ("step" = Uuid, Path)),
    responses((status = 204, description = "signed")))]
pub(crate) async fn sign(
    State(app): State<App>,
    person: Person,
    Place((id, step)): Place<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), person.0.actor.clone());
    let signing = async move { service.sign_decision(&actor, ResponseId(id), ResponseStepId(step), now).await };
    finish(signing).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Come to the command post, or leave it.
#[utoipa::path(post, path = "/api/responses/{id}/command-post", operation_id = "attend_command_post",
    tag = "responses", params(("id" = Uuid, Path)), request_body = AttendOrder,
    responses((status = 200, body = ResponseView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn attend(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<AttendOrder>,
) -> Result<Json<ResponseView>, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), person.0.actor.clone());
    let before = app.service.show_response(&actor, ResponseId(id), now).await?;
    let present = body.value.present;
    finish(async move { service.attend_command_post(&actor, ResponseId(id), present, now).await }).await?;
    shown(&app, &person, before.row).await
}

/// Posts that may decide for a unit: whose spoken decision a duty desk can write down.
#[utoipa::path(get, path = "/api/units/{id}/deciders", operation_id = "list_deciders", tag = "responses",
    params(("id" = Uuid, Path)), responses((status = 200, body = Deciders),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn deciders(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<Deciders>, Problem> {
    let (tree, posts) = (app.service.tree(), app.service.deciders(&signed.actor, UnitId(id), app.now()).await?);
    let view = |post: store::callout::DutyPost| {
        let title = app.service.titles().get(&post.title);
        Some(DeciderView {
            posting: post.posting.0,
            title: (&title?.names).into(),
            unit: tree.by_id(post.unit).map(Into::into),
        })
    };
    Ok(Json(Deciders { items: posts.into_iter().filter_map(view).collect() }))
}
