//! Giving a call to another post, and who could have it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{CallId, PostingId};
use serde::{Deserialize, Serialize};
use service::Once;
use service::callout::Handing;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::call_aside::HelperView;
use crate::extract::{Body, Key, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// Posts that can be asked beside the one that is called.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallHelpers {
    /// Those of its own unit first, then those of the unit above.
    items: Vec<HelperView>,
}

/// To whom a call goes.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HandoverOrder {
    /// One of the helpers of the call.
    post: Uuid,
    /// The `at` of the handover that the sender knew of, 0 for none: where the call was handed over since, the order is
    /// refused. Missing, the last order counts.
    known_at: Option<i64>,
}

/// Posts that can take a call over or go to its door: of the same unit and of the unit above.
#[utoipa::path(get, path = "/api/calls/{id}/helpers", operation_id = "list_call_helpers", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 200, body = CallHelpers)))]
pub(crate) async fn helpers(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<CallHelpers>, Problem> {
    let posts = app.service.call_helpers(&signed.actor, CallId(id), app.now()).await?;
    Ok(Json(CallHelpers { items: posts.iter().map(|post| HelperView::of(&app, post)).collect() }))
}

/// Hand a call over (转交) to another post, which is called at once. The first one keeps it and sees to whom it went. By
/// the post itself, its deputy, or whoever runs the round. The same request twice hands it over once.
#[utoipa::path(post, path = "/api/calls/{id}/handover", operation_id = "hand_over_call", tag = "warnings",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = HandoverOrder,
    responses((status = 204, description = "handed over"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn hand_over(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<HandoverOrder>,
) -> Result<StatusCode, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    let once = Once::new(key, body.hash).about(id);
    let handing = Handing { to: PostingId(body.value.post), known_at: body.value.known_at };
    finish(async move { service.hand_over_call(&actor, CallId(id), handing, &once, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
