//! Work groups, loudspeakers, radios and satellite phones of units, and what each group and speaker was told.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{CalloutId, OutletId, UnitId};
use domain::outlet::OutletKind;
use serde::{Deserialize, Serialize};
use service::Once;
use service::outlet::NewOutlet;
use store::outlet::{Outlet, OutletMessage};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{Person, Signed};
use crate::state::App;
use crate::wire::UnitRef;
use crate::words::OutletKindWord;

/// A work group, loudspeaker, radio or satellite phone. The address of a group or a speaker is shown to nobody.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutletView {
    id: Uuid,
    unit: Option<UnitRef>,
    #[schema(value_type = OutletKindWord)]
    kind: OutletKind,
    name: String,
    /// What people speak over: a radio's channel and call sign, a satellite phone's number.
    line: Option<String>,
    added_at: i64,
}

/// A new one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OutletOrder {
    #[schema(value_type = OutletKindWord)]
    kind: OutletKind,
    /// 1 to 60 characters.
    name: String,
    /// Web address of the group's robot or topic of the speaker, which can be replaced and not read back; or the
    /// channel, call sign or number that people speak over.
    address: String,
    /// What the robot's requests are signed with, where DingTalk or Feishu asks for it.
    secret: Option<String>,
}

/// Its id.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutletMade {
    id: Uuid,
}

/// What one outlet was told about a round. It confirms nothing.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutletTold {
    /// Missing: it was taken away.
    outlet: Option<OutletView>,
    unit: Option<UnitRef>,
    /// `pending`, `sending`, `sent`, `delivered` (a speaker said that it played), `failed_temporary` or
    /// `failed_permanent`.
    state: &'static str,
    /// More than one: it was tried again, under the same id.
    tries: i16,
    error: Option<String>,
    /// When it is tried next.
    next_at: Option<i64>,
    changed_at: i64,
}

/// Where to begin.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ToldParams {
    /// At this unit; at the top of what the reader sees when missing.
    unit: Option<Uuid>,
}

impl OutletView {
    fn of(app: &App, outlet: Outlet, line: Option<String>) -> Self {
        Self {
            id: outlet.id.0,
            unit: app.service.tree().by_id(outlet.unit).map(Into::into),
            kind: outlet.kind,
            name: outlet.name,
            line,
            added_at: outlet.added_at.as_millisecond(),
        }
    }
}

/// Work groups, loudspeakers, radios and satellite phones of a unit and everything below.
#[utoipa::path(get, path = "/api/units/{id}/outlets", operation_id = "list_outlets", tag = "units",
    params(("id" = Uuid, Path)), responses((status = 200, body = Vec<OutletView>),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<Vec<OutletView>>, Problem> {
    let outlets = app.service.list_outlets(&signed.actor, UnitId(id)).await?;
    Ok(Json(outlets.into_iter().map(|(outlet, line)| OutletView::of(&app, outlet, line)).collect()))
}

/// Add a work group, loudspeaker, radio or satellite phone to a unit: with a recent sign-in. The same request twice adds
/// it once.
#[utoipa::path(post, path = "/api/units/{id}/outlets", operation_id = "add_outlet", tag = "units",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = OutletOrder,
    responses((status = 201, body = OutletMade), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<OutletOrder>,
) -> Result<(StatusCode, Json<OutletMade>), Problem> {
    let once = Once::new(key, body.hash).about(id);
    let OutletOrder { kind, name, address, secret } = body.value;
    let (now, new) = (app.now(), NewOutlet { kind, name, address, secret });
    let added = async move { app.service.add_outlet(&person.0, UnitId(id), new, &once, now).await };
    Ok((StatusCode::CREATED, Json(OutletMade { id: finish(added).await?.0 })))
}

/// Take a work group, loudspeaker, radio or satellite phone away, and its address out of the database.
#[utoipa::path(delete, path = "/api/outlets/{id}", operation_id = "remove_outlet", tag = "units",
    params(("id" = Uuid, Path)), responses((status = 204, description = "taken away")))]
pub(crate) async fn remove(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    finish(async move { app.service.remove_outlet(&person.0, OutletId(id), now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the work groups and loudspeakers of a round were told.
#[utoipa::path(get, path = "/api/callouts/{id}/outlets", operation_id = "list_told_outlets", tag = "warnings",
    params(ToldParams, ("id" = Uuid, Path)), responses((status = 200, body = Vec<OutletTold>)))]
pub(crate) async fn told(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<ToldParams>,
) -> Result<Json<Vec<OutletTold>>, Problem> {
    let told = app.service.outlets_of_round(&signed.actor, CalloutId(id), params.unit.map(UnitId)).await?;
    let tree = app.service.tree();
    let view = |(message, outlet): (OutletMessage, Option<Outlet>)| OutletTold {
        outlet: outlet.map(|outlet| OutletView::of(&app, outlet, None)),
        unit: tree.by_id(message.unit).map(Into::into),
        state: message.state.word(),
        tries: message.tries,
        error: message.error,
        next_at: message.next_at.map(jiff::Timestamp::as_millisecond),
        changed_at: message.changed_at.as_millisecond(),
    };
    Ok(Json(told.into_iter().map(view).collect()))
}
