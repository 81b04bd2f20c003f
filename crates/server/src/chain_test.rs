//! Tests of the call chain: begun, repeated, answered; whom two ways do not lead to.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::chain_test::WAYS_MIN;
use domain::id::{ChainTestId, UnitId};
use domain::unit::UnitPath;
use serde::{Deserialize, Serialize};
use service::chain_test::{ChainTestSheet, NewChainTest, TestedFilter};
use store::chain_test::{TestMessage, TestedPost};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::call::{LinkWire, RevealOrder};
use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{NamesWire, Page, UnitRef, limit};

/// Tests, the latest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChainTests {
    items: Vec<ChainTestView>,
}

/// A test, as far as the reader sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChainTestView {
    id: Uuid,
    unit: Option<UnitRef>,
    /// The part of it that the reader sees.
    seen: UnitRef,
    /// Whether another one follows a month later.
    repeated: bool,
    /// Whether a person began it, and not the month before.
    by_person: bool,
    begun_at: i64,
    /// When answers ceased to count.
    ended_at: Option<i64>,
    /// Whether every post is written down.
    placed: bool,
    /// Posts of the part that the reader sees.
    posts: u64,
    /// Those that fewer than two ways lead to.
    lacking: u64,
    /// Those that no way leads to.
    unreached: u64,
    /// Messages of the whole test that are still to be sent.
    outstanding: u64,
    /// Whether it waits for a round of calls to end.
    waits: bool,
    /// Whether the reader may say that it is repeated.
    may_repeat: bool,
}

/// A test to begin.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ChainTestOrder {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    /// The unit that is tested, with everything below it.
    unit: Uuid,
    /// Whether another one follows a month later.
    repeated: bool,
}

/// Whether another test follows.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RepeatOrder {
    repeated: bool,
}

/// Which posts of a test.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TestedParams {
    /// At this unit and below; at the top of what the reader sees when missing.
    unit: Option<Uuid>,
    /// Only those that fewer than two ways lead to.
    #[serde(default)]
    lacking: bool,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 500.
    limit: Option<u32>,
}

/// A post in a test.
#[derive(Serialize, ToSchema)]
pub(crate) struct TestedPostView {
    id: Uuid,
    unit: Option<UnitRef>,
    title_names: NamesWire,
    /// Ways that were seen to work.
    working: u32,
    /// Whether those are fewer than two.
    lacking: bool,
    /// One for each way that is known; none where neither number nor address is.
    ways: Vec<WayView>,
}

/// One message of a test.
#[derive(Serialize, ToSchema)]
struct WayView {
    /// `sms`, `voice` or `mail`.
    channel: &'static str,
    /// `pending`, `sending`, `sent`, `delivered`, `queued_remotely`, `failed_temporary` or `failed_permanent`.
    state: &'static str,
    /// When somebody answered by it.
    answered_at: Option<i64>,
    /// Whether it was seen to work: answered, or delivered by the carrier's word.
    works: bool,
    error: Option<String>,
}

/// Whose post it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct TestedNames {
    names: NamesWire,
}

fn view(app: &App, sheet: &ChainTestSheet, may_repeat: bool) -> ChainTestView {
    let ChainTestSheet { test, top, standing, outstanding, waits } = sheet;
    ChainTestView {
        id: test.id.0,
        unit: app.service.tree().by_id(test.unit.0).map(UnitRef::from),
        seen: top.into(),
        repeated: test.repeated,
        by_person: test.begun_by.is_some(),
        begun_at: test.begun_at.as_millisecond(),
        ended_at: test.ended_at.map(jiff::Timestamp::as_millisecond),
        placed: test.placed_at.is_some(),
        posts: standing.posts,
        lacking: standing.lacking,
        unreached: standing.unreached,
        outstanding: *outstanding,
        waits: *waits,
        may_repeat,
    }
}

/// Tests of the call chain (叫应链路测试) where the reader runs calls, the latest first.
#[utoipa::path(get, path = "/api/chain-tests", operation_id = "list_chain_tests", tag = "warnings",
    responses((status = 200, body = ChainTests)))]
pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Result<Json<ChainTests>, Problem> {
    let sheets = app.service.list_chain_tests(&signed.actor).await?;
    // Whoever sees the whole of it also says whether it is repeated.
    let items = sheets.iter().map(|sheet| view(&app, sheet, sheet.top.id == sheet.test.unit.0));
    Ok(Json(ChainTests { items: items.collect() }))
}

/// Begin a test: every post that a warning would call is written to, and told that it is a test.
#[utoipa::path(post, path = "/api/chain-tests", operation_id = "begin_chain_test", tag = "warnings",
    params(("Idempotency-Key" = Uuid, Header)), request_body = ChainTestOrder,
    responses((status = 204, description = "begun"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(app): State<App>,
    signed: Signed,
    Key(key): Key,
    body: Body<ChainTestOrder>,
) -> Result<StatusCode, Problem> {
    let ChainTestOrder { id, unit, repeated } = body.value;
    let new = NewChainTest { id: ChainTestId(id), unit: UnitId(unit), repeated, key, body_hash: body.hash };
    let (service, actor, now) = (app.service.clone(), signed.actor, app.now());
    finish(async move { service.begin_chain_test(&actor, new, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say whether another test follows this one a month later. The latest test of a unit decides.
#[utoipa::path(post, path = "/api/chain-tests/{id}/repeat", operation_id = "repeat_chain_test", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = RepeatOrder,
    responses((status = 204, description = "written down"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn repeat(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<RepeatOrder>,
) -> Result<StatusCode, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor, app.now());
    let repeated = body.value.repeated;
    finish(async move { service.repeat_chain_test(&actor, ChainTestId(id), repeated, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Posts of a test and the ways that lead to each, in the order of the tree.
#[utoipa::path(get, path = "/api/chain-tests/{id}/posts", operation_id = "list_tested_posts", tag = "warnings",
    params(TestedParams, ("id" = Uuid, Path)), responses((status = 200, body = Page<TestedPostView>),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn posts(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<TestedParams>,
) -> Result<Json<Page<TestedPostView>>, Problem> {
    let rows = limit(params.limit);
    let after = params.after.as_deref().map(cursor).transpose()?;
    let filter = TestedFilter { unit: params.unit.map(UnitId), lacking: params.lacking, after, limit: rows as u64 };
    let found = app.service.list_tested_posts(&signed.actor, ChainTestId(id), &filter).await?;
    let full = found.last().filter(|_| found.len() == rows);
    let next = full.map(|(post, _)| format!("{}~{}", post.unit.1.as_str(), post.id));
    let titles = titles_of(&app, &found).await?;
    let items = found.iter().map(|(post, messages)| TestedPostView {
        id: post.id,
        unit: app.service.tree().by_id(post.unit.0).map(UnitRef::from),
        title_names: titles.get(&post.id).cloned().unwrap_or(NamesWire(Default::default())),
        working: post.working,
        lacking: post.working < WAYS_MIN,
        ways: messages.iter().map(way).collect(),
    });
    Ok(Json(Page { items: items.collect(), next }))
}

fn cursor(text: &str) -> Result<(UnitPath, Uuid), Problem> {
    let read = text.split_once('~').and_then(|(path, id)| Some((UnitPath::parse(path)?, id.parse().ok()?)));
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// Names of the titles of tested posts.
pub(crate) async fn titles_of(
    app: &App,
    posts: &[(TestedPost, Vec<TestMessage>)],
) -> Result<HashMap<Uuid, NamesWire>, service::ServiceError> {
    let ids: Vec<_> = posts.iter().map(|(post, _)| post.post.0).collect();
    let rows = app.service.store().postings_by_id(&ids).await?;
    let titles: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row.title)).collect();
    let names = |post: &TestedPost| Some((&app.service.titles().get(titles.get(&post.post.0)?)?.names).into());
    Ok(posts.iter().filter_map(|(post, _)| Some((post.id, names(post)?))).collect())
}

fn way(message: &TestMessage) -> WayView {
    WayView {
        channel: message.channel.word(),
        state: message.state.word(),
        answered_at: message.answered_at.map(jiff::Timestamp::as_millisecond),
        works: message.works(),
        error: message.error.clone(),
    }
}

/// Whose post it is, with a reason that stays.
#[utoipa::path(post, path = "/api/chain-test-posts/{id}/reveal", operation_id = "reveal_tested_post", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = RevealOrder,
    responses((status = 200, body = TestedNames), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reveal(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<RevealOrder>,
) -> Result<Json<TestedNames>, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor, app.now());
    let reason = body.value.reason;
    let names = finish(async move { service.reveal_tested_post(&actor, id, &reason, now).await }).await?;
    Ok(Json(TestedNames { names: (&names).into() }))
}

/// Say by the button behind the link of a test that its message arrived. Looking at the link proves nothing.
#[utoipa::path(post, path = "/api/chain-test-links/answer", operation_id = "answer_chain_test", tag = "warnings",
    request_body = LinkWire, responses((status = 204, description = "it counts"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn answer(State(app): State<App>, body: Body<LinkWire>) -> Result<StatusCode, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let secret = body.value.secret;
    finish(async move { service.answer_chain_test(&secret, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
