//! Tasks to reach silent posts: at the door, or by radio.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::callout::{KnockFound, KnockWay};
use domain::id::{CallId, PostingId};
use serde::{Deserialize, Serialize};
use service::Once;
use service::callout::{KnockAnswer, KnockOrder};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::call_aside::KnockView;
use crate::callout_wire::{CallPost, Views};
use crate::extract::{Body, Key, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::words::{KnockFoundWord, KnockWayWord};

/// Who goes, how, and until when.
#[derive(Deserialize, ToSchema)]
pub(crate) struct KnockOrderWire {
    /// One of the helpers of the call.
    post: Uuid,
    #[schema(value_type = KnockWayWord)]
    way: KnockWay,
    /// 1 to 240, from now.
    minutes: u32,
}

/// What was found.
#[derive(Deserialize, ToSchema)]
pub(crate) struct KnockReport {
    #[schema(value_type = KnockFoundWord)]
    found: KnockFound,
    /// The `ordered_at` of the task that is answered: where another one has taken its place, `nobody` is refused.
    /// Missing, it is about the task that the call has now.
    ordered_at: Option<i64>,
}

/// The reader's own tasks.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyKnocks {
    /// The first due first.
    items: Vec<MyKnockView>,
}

/// A task, and whom it is about.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyKnockView {
    #[serde(flatten)]
    post: CallPost,
    task: KnockView,
}

/// Make a silent post somebody's task (上门、电台): who goes, how, until when. Another order takes the place of the first.
/// The same request twice is one order.
#[utoipa::path(post, path = "/api/calls/{id}/knock", operation_id = "order_knock", tag = "warnings",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = KnockOrderWire,
    responses((status = 204, description = "ordered"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn order(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<KnockOrderWire>,
) -> Result<StatusCode, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    let once = Once::new(key, body.hash).about(id);
    let KnockOrderWire { post, way, minutes } = body.value;
    let order = KnockOrder { owner: PostingId(post), way, minutes };
    finish(async move { service.order_knock(&actor, CallId(id), &order, &once, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say what was found: `there` is 已到岗 by knock or radio, recorded by the reader. The same request twice is one answer.
#[utoipa::path(post, path = "/api/calls/{id}/knock/report", operation_id = "report_knock", tag = "warnings",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = KnockReport,
    responses((status = 204, description = "written down"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<KnockReport>,
) -> Result<StatusCode, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    let once = Once::new(key, body.hash).about(id);
    let answer = KnockAnswer { found: body.value.found, ordered_at: body.value.ordered_at };
    finish(async move { service.report_knock(&actor, CallId(id), answer, &once, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The reader's own tasks to reach silent posts, in rounds that go on.
#[utoipa::path(get, path = "/api/me/knocks", operation_id = "list_own_knocks", tag = "warnings",
    responses((status = 200, body = MyKnocks)))]
pub(crate) async fn mine(State(app): State<App>, signed: Signed) -> Result<Json<MyKnocks>, Problem> {
    let knocks = app.service.my_knocks(&signed.actor).await?;
    let calls: Vec<_> = knocks.iter().map(|one| one.call.clone()).collect();
    let views = Views::new(&app, Some(&signed.actor), &calls).await?;
    let items = knocks.iter().filter_map(|one| {
        Some(MyKnockView { post: views.post_of(&one.call), task: views.knock(&one.callout, &one.call)? })
    });
    Ok(Json(MyKnocks { items: items.collect() }))
}
