//! What is done with evacuations: ordered, reported, brought home, ended.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::evacuation::{Moving, Peril, Stage};
use domain::id::{EvacuationId, GroupId, PlaceId, ResponseId, ShelterId, UnitId};
use jiff::Timestamp;
use serde::Deserialize;
use service::evacuation::{EvacuationReport, HomeOrder, NewEvacuation, NewGroup, ShelterChoice, Tick};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::evacuation_wire::{EvacuationDetail, detail};
use crate::extract::{Body, Key, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::words::{HouseholdStageWord, PerilWord};

/// An evacuation as it is ordered.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EvacuationOrder {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    unit: Uuid,
    /// The response whose plan asks for it, of this unit or one above.
    cause: Option<Uuid>,
    #[schema(value_type = PerilWord)]
    peril: Peril,
    /// Whom it moves; every building of the unit when empty.
    #[serde(default)]
    groups: Vec<EvacuationGroupOrder>,
    /// The sign at which it begins; up to 1,000 characters, no names of people.
    #[serde(default)]
    trigger: String,
    /// When everybody should be out, UTC ms.
    due_at: Option<i64>,
    /// Where to, in words.
    #[serde(default)]
    where_to: String,
    /// What is done for people afterwards.
    #[serde(default)]
    after_care: String,
    /// Before which nobody returns, UTC ms.
    no_return_before: Option<i64>,
    /// Ordered before it is reported (先转移后报告).
    #[serde(default)]
    move_first: bool,
}

/// A building, or a part of one.
#[derive(Deserialize, ToSchema)]
struct EvacuationGroupOrder {
    /// A building of the unit.
    place: Option<Uuid>,
    /// What people call it, up to 60 characters; as the register does when missing.
    #[serde(default)]
    label: String,
    /// Its households; missing where nobody has counted them.
    households: Option<u32>,
    /// Households that asked for help.
    #[serde(default)]
    asked_help: u32,
    /// The shelter that it goes to.
    shelter: Option<Uuid>,
    /// Send it anyway, after `shelter_doubtful` said what speaks against it.
    #[serde(default)]
    confirmed: bool,
}

/// What is reported, all of it or nothing; up to 500 lines.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EvacuationReportOrder {
    /// Households without a marked door that went on.
    #[serde(default)]
    moves: Vec<EvacuationMoveLine>,
    /// Doors.
    #[serde(default)]
    doors: Vec<EvacuationDoorLine>,
    /// Groups whose households were counted.
    #[serde(default)]
    counts: Vec<EvacuationCountLine>,
    /// Groups that go to a shelter, or to none any more.
    #[serde(default)]
    shelters: Vec<EvacuationShelterLine>,
}

/// A group and where it goes.
#[derive(Deserialize, ToSchema)]
struct EvacuationShelterLine {
    group: Uuid,
    /// The shelter; none takes the choice back, until somebody has arrived there.
    shelter: Option<Uuid>,
    /// The shelter that you saw it go to; none where you saw none. Where somebody else chose meanwhile, nothing changes.
    from: Option<Uuid>,
    /// Send it anyway, after `shelter_doubtful` said what speaks against it.
    #[serde(default)]
    confirmed: bool,
}

/// Households that went on.
#[derive(Deserialize, ToSchema)]
struct EvacuationMoveLine {
    group: Uuid,
    #[schema(value_type = HouseholdStageWord)]
    from: Stage,
    #[schema(value_type = HouseholdStageWord)]
    to: Stage,
    households: u32,
}

/// A door.
#[derive(Deserialize, ToSchema)]
struct EvacuationDoorLine {
    group: Uuid,
    /// Its number, up to 16 characters, such as `1203`. No name.
    door: String,
    #[schema(value_type = HouseholdStageWord)]
    stage: Stage,
}

/// A group that was counted.
#[derive(Deserialize, ToSchema)]
struct EvacuationCountLine {
    group: Uuid,
    households: u32,
}

/// What is decided about the return.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DecideReturnOrder {
    /// Whether people may go home; otherwise it is refused.
    authorise: bool,
    /// 4 to 500 characters.
    reason: String,
    /// Whether the risk is still high: then nobody returns within 24 hours after the rain.
    risk_high: bool,
    /// When the rain ended, UTC ms.
    rain_ended_at: Option<i64>,
}

/// Why an evacuation ends.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EndEvacuationOrder {
    /// 4 to 500 characters.
    reason: String,
}

fn moment(field: &'static str, millis: Option<i64>) -> Result<Option<Timestamp>, Problem> {
    let read = millis.map(Timestamp::from_millisecond).transpose();
    read.map_err(|_| Problem::field(field, "time_invalid", format!("`{field}` is no time in UTC milliseconds")))
}

async fn answer(app: &App, signed: &Signed, id: EvacuationId) -> Result<Json<EvacuationDetail>, Problem> {
    let sheet = app.service.show_evacuation(&signed.actor, id).await?;
    Ok(Json(detail(app, &signed.actor, &sheet)))
}

/// Order an evacuation. A community secretary does so alone: people first, the report after (先转移后报告).
#[utoipa::path(post, path = "/api/evacuations", operation_id = "open_evacuation", tag = "evacuations",
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")), request_body = EvacuationOrder,
    responses((status = 201, body = EvacuationDetail), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn open(
    State(app): State<App>,
    signed: Signed,
    Key(key): Key,
    body: Body<EvacuationOrder>,
) -> Result<(StatusCode, Json<EvacuationDetail>), Problem> {
    let order = body.value;
    let groups = order.groups.into_iter().map(|group| NewGroup {
        place: group.place.map(PlaceId),
        label: group.label,
        households: group.households,
        asked_help: group.asked_help,
        shelter: group.shelter.map(ShelterId),
        confirmed: group.confirmed,
    });
    let new = NewEvacuation {
        id: EvacuationId(order.id),
        unit: UnitId(order.unit),
        cause: order.cause.map(ResponseId),
        peril: order.peril,
        groups: groups.collect(),
        trigger: order.trigger,
        due_at: moment("due_at", order.due_at)?,
        where_to: order.where_to,
        after_care: order.after_care,
        no_return_before: moment("no_return_before", order.no_return_before)?,
        move_first: order.move_first,
        key,
        body_hash: body.hash,
    };
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    let id = finish(async move { service.order_evacuation(&actor, new, now).await }).await?;
    Ok((StatusCode::CREATED, answer(&app, &signed, id).await?))
}

/// Report households that went on, doors that were marked, groups that were counted, shelters that were chosen. Under the
/// same key it counts once. A shelter is also chosen by whoever runs the evacuation.
#[utoipa::path(post, path = "/api/evacuations/{id}/report", operation_id = "report_evacuation", tag = "evacuations",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = EvacuationReportOrder,
    responses((status = 200, body = EvacuationDetail), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<EvacuationReportOrder>,
) -> Result<Json<EvacuationDetail>, Problem> {
    let EvacuationReportOrder { moves, doors, counts, shelters } = body.value;
    let moving = |line: EvacuationMoveLine| {
        (GroupId(line.group), Moving { from: line.from, to: line.to, households: line.households })
    };
    let tick = |line: EvacuationDoorLine| Tick { group: GroupId(line.group), door: line.door, stage: line.stage };
    let choice = |line: EvacuationShelterLine| ShelterChoice {
        group: GroupId(line.group),
        from: line.from.map(ShelterId),
        to: line.shelter.map(ShelterId),
        confirmed: line.confirmed,
    };
    let report = EvacuationReport {
        id: EvacuationId(id),
        moves: moves.into_iter().map(moving).collect(),
        doors: doors.into_iter().map(tick).collect(),
        counts: counts.into_iter().map(|line| (GroupId(line.group), line.households)).collect(),
        shelters: shelters.into_iter().map(choice).collect(),
        key,
        body_hash: body.hash,
    };
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.report_evacuation(&actor, report, now).await }).await?;
    answer(&app, &signed, EvacuationId(id)).await
}

/// Write down that the unit above was told of an evacuation that was ordered before it was reported.
#[utoipa::path(post, path = "/api/evacuations/{id}/told", operation_id = "tell_evacuation", tag = "evacuations",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = EvacuationDetail), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn tell(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<EvacuationDetail>, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.tell_evacuation(&actor, EvacuationId(id), now).await }).await?;
    answer(&app, &signed, EvacuationId(id)).await
}

/// Authorise the return, or refuse it as the unit above.
#[utoipa::path(post, path = "/api/evacuations/{id}/return", operation_id = "decide_return", tag = "evacuations",
    params(("id" = Uuid, Path)), request_body = DecideReturnOrder,
    responses((status = 200, body = EvacuationDetail), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn home(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<DecideReturnOrder>,
) -> Result<Json<EvacuationDetail>, Problem> {
    let DecideReturnOrder { authorise, reason, risk_high, rain_ended_at } = body.value;
    let order = HomeOrder { authorise, reason, risk_high, rain_ended_at: moment("rain_ended_at", rain_ended_at)? };
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.decide_return(&actor, EvacuationId(id), &order, now).await }).await?;
    answer(&app, &signed, EvacuationId(id)).await
}

/// End an evacuation, with a reason.
#[utoipa::path(post, path = "/api/evacuations/{id}/end", operation_id = "end_evacuation", tag = "evacuations",
    params(("id" = Uuid, Path)), request_body = EndEvacuationOrder,
    responses((status = 200, body = EvacuationDetail), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<EndEvacuationOrder>,
) -> Result<Json<EvacuationDetail>, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.end_evacuation(&actor, EvacuationId(id), &body.value.reason, now).await }).await?;
    answer(&app, &signed, EvacuationId(id)).await
}
