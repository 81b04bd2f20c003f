//! One call: what was tried, what the post says, whose it is.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::callout::{How, Report, Step};
use domain::colour::WarningColour;
use domain::id::CallId;
use domain::message::{Channel, MessageState};
use serde::{Deserialize, Serialize};
use service::callout::{DeliveryReport, MyCall, Reported, Reporting};
use store::callout::{Attempt, CallRow};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::callout_wire::{CallView, Views};
use crate::extract::{Body, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{Person, Signed};
use crate::state::App;
use crate::wire::NamesWire;
use crate::words::{CallStepWord, ColourWord};

/// A call with everything that was tried.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallDetail {
    #[serde(flatten)]
    call: CallView,
    attempts: Vec<AttemptView>,
}

/// One message to one phone.
#[derive(Serialize, ToSchema)]
struct AttemptView {
    #[schema(value_type = CallStepWord)]
    step: Step,
    /// `sms`, `voice` or `mail`.
    channel: &'static str,
    /// `post` or `deputy`.
    to: &'static str,
    /// `sending`, `sent`, `delivered`, `queued_remotely`, `failed_temporary` or `failed_permanent`.
    state: &'static str,
    /// More than one: the program ended while the outcome was unknown, and asked again under the same key.
    tries: i16,
    error: Option<String>,
    began_at: i64,
    changed_at: i64,
}

/// What a post says.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReportWord {
    /// 已收到.
    Received,
    /// 已到岗.
    OnPost,
    /// 已转移.
    Moved,
}

/// How somebody else knows.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ToldWord {
    /// By radio or phone.
    Radio,
    /// At the door.
    Knock,
}

/// A report.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReportOrder {
    report: ReportWord,
    /// With `moved`: how many people so far, in all.
    people: Option<u32>,
    /// For the post of somebody else: how the reporter knows.
    how: Option<ToldWord>,
}

/// Why a name is asked for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RevealOrder {
    /// 4 to 500 characters; whoever is called can read it.
    pub(crate) reason: String,
}

/// Who is called.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevealView {
    names: NamesWire,
    phone: Option<String>,
}

/// The reader's own open calls.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyCalls {
    /// The strongest colour first.
    items: Vec<MyCallView>,
}

/// A call as its own post sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyCallView {
    #[serde(flatten)]
    call: CallView,
    warning: Option<CalledFor>,
}

/// What a call is about.
#[derive(Serialize, ToSchema)]
struct CalledFor {
    id: Uuid,
    /// `actual`, or what else it is.
    status: String,
    #[schema(value_type = Option<ColourWord>)]
    colour: Option<WarningColour>,
    event: NamesWire,
    headline: NamesWire,
    instruction: NamesWire,
    issuer: Option<String>,
    expires_at: Option<i64>,
}

/// What stands behind the `#` of the link of a call; it never stands in an address that a server or log sees.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LinkWire {
    pub(crate) secret: String,
}

/// A report by the button behind a link.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LinkReport {
    secret: String,
    report: ReportWord,
    /// With `moved`: how many people so far, in all.
    people: Option<u32>,
}

/// An answer that came back through a carrier.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReplyOrder {
    channel: ReplyChannel,
    /// The number that answered.
    from: String,
    /// The text, or the key that was pressed.
    text: String,
}

/// By which way an answer came.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReplyChannel {
    Sms,
    Voice,
}

/// What a carrier says later about messages.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DeliveryReports {
    /// At most 1,000.
    reports: Vec<DeliveryWire>,
}

/// What it says about one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DeliveryWire {
    channel: ReplyChannel,
    /// The carrier's id, as it stood in its answer when it took the message.
    id: String,
    state: DeliveryState,
}

/// Whether it arrived.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeliveryState {
    /// It arrived, or the call was taken.
    Delivered,
    /// It will not arrive.
    Failed,
}

/// What became of the reports.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryTaken {
    /// Messages that stand elsewhere now; a report that comes twice, or leads backwards, changes nothing.
    changed: usize,
    /// Ids that nobody here knows.
    unknown: usize,
}

/// Most reports of one request.
const REPORTS_MAX: usize = 1_000;

impl From<ReplyChannel> for Channel {
    fn from(channel: ReplyChannel) -> Self {
        match channel {
            ReplyChannel::Sms => Self::Sms,
            ReplyChannel::Voice => Self::Voice,
        }
    }
}

/// How many calls an answer concerned.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReplyView {
    calls: usize,
}

/// One call with everything that was tried.
#[utoipa::path(get, path = "/api/calls/{id}", operation_id = "show_call", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 200, body = CallDetail)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<CallDetail>, Problem> {
    let (call, round, attempts) = app.service.show_call(&signed.actor, CallId(id)).await?;
    let views = Views::new(&app, Some(&signed.actor), std::slice::from_ref(&call)).await?;
    let attempts = attempts.iter().map(|attempt| attempt_view(&call, attempt)).collect();
    Ok(Json(CallDetail { call: views.of(&round, &call), attempts }))
}

fn attempt_view(call: &CallRow, attempt: &Attempt) -> AttemptView {
    AttemptView {
        step: attempt.step,
        channel: attempt.channel.word(),
        to: if attempt.account == call.post.1 { "post" } else { "deputy" },
        state: attempt.state.word(),
        tries: attempt.tries,
        error: attempt.error.clone(),
        began_at: attempt.began_at.as_millisecond(),
        changed_at: attempt.changed_at.as_millisecond(),
    }
}

/// Say that a call was received (已收到), that the post is there (已到岗), or how many were moved (已转移).
#[utoipa::path(post, path = "/api/calls/{id}/report", operation_id = "report_call", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = ReportOrder,
    responses((status = 200, body = CallView), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<ReportOrder>,
) -> Result<Json<CallView>, Problem> {
    let ReportOrder { report, people, how } = body.value;
    let how = match how {
        None => How::Page,
        Some(ToldWord::Radio) => How::Radio,
        Some(ToldWord::Knock) => How::Knock,
    };
    let reporting = Reporting { call: CallId(id), report: said(report, people)?, how };
    let Reported { call, round, title } = app.service.report_call(&signed.actor, reporting, app.now()).await?;
    let views = Views::titled(&app, Some(&signed.actor), HashMap::from([(call.post.0.0, title)]));
    Ok(Json(views.of(&round, &call)))
}

fn said(report: ReportWord, people: Option<u32>) -> Result<Report, Problem> {
    match (report, people) {
        (ReportWord::Received, _) => Ok(Report::Received),
        (ReportWord::OnPost, _) => Ok(Report::OnPost),
        (ReportWord::Moved, Some(people)) => Ok(Report::Moved(people)),
        (ReportWord::Moved, None) => {
            Err(Problem::field("people", "people_invalid", "say with `people` how many were moved so far"))
        }
    }
}

/// See whose post it is, and the number, while the round goes on: with a reason, in the journal.
#[utoipa::path(post, path = "/api/calls/{id}/reveal", operation_id = "reveal_call", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = RevealOrder,
    responses((status = 200, body = RevealView), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reveal(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<RevealOrder>,
) -> Result<impl IntoResponse, Problem> {
    let now = app.now();
    let shown =
        finish(async move { app.service.reveal_call(&person.0, CallId(id), &body.value.reason, now).await }).await?;
    let view = RevealView { names: (&shown.names).into(), phone: shown.phone };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

/// The reader's own open calls, and those in which it stands in for a silent post.
#[utoipa::path(get, path = "/api/me/calls", operation_id = "list_own_calls", tag = "warnings",
    responses((status = 200, body = MyCalls)))]
pub(crate) async fn mine(State(app): State<App>, signed: Signed) -> Result<Json<MyCalls>, Problem> {
    let calls = app.service.my_calls(&signed.actor).await?;
    let rows: Vec<_> = calls.iter().map(|one| one.call.clone()).collect();
    let views = Views::new(&app, Some(&signed.actor), &rows).await?;
    Ok(Json(MyCalls { items: calls.into_iter().map(|one| my_view(&views, one)).collect() }))
}

fn my_view(views: &Views<'_>, one: MyCall) -> MyCallView {
    let warning = one.warning.map(|warning| CalledFor {
        id: warning.id.0,
        status: warning.status,
        colour: warning.colour,
        event: (&warning.event).into(),
        headline: (&warning.headline).into(),
        instruction: (&warning.instruction).into(),
        issuer: warning.issuer,
        expires_at: warning.expires_at.map(jiff::Timestamp::as_millisecond),
    });
    MyCallView { call: views.of(&one.callout, &one.call), warning }
}

async fn link_answer(app: &App, one: MyCall) -> Result<impl IntoResponse + use<>, Problem> {
    let views = Views::new(app, None, std::slice::from_ref(&one.call)).await?;
    let view = my_view(&views, one);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

/// What the link of a call is about. Looking confirms nothing.
#[utoipa::path(post, path = "/api/call-links", operation_id = "look_at_call", tag = "warnings", request_body = LinkWire,
    responses((status = 200, body = MyCallView), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn look(State(app): State<App>, body: Body<LinkWire>) -> Result<impl IntoResponse, Problem> {
    let one = app.service.linked_call(&body.value.secret).await?;
    link_answer(&app, one).await
}

/// Report by the button behind the link of a call.
#[utoipa::path(post, path = "/api/call-links/report", operation_id = "report_by_link", tag = "warnings",
    request_body = LinkReport,
    responses((status = 200, body = MyCallView), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report_by_link(
    State(app): State<App>,
    body: Body<LinkReport>,
) -> Result<impl IntoResponse, Problem> {
    let LinkReport { secret, report, people } = body.value;
    let one = app.service.report_by_link(&secret, said(report, people)?, app.now()).await?;
    link_answer(&app, one).await
}

/// An answer that came back through a carrier: a text, or a key pressed in a voice call.
#[utoipa::path(post, path = "/api/call-replies", operation_id = "reply_to_call", tag = "warnings",
    request_body = ReplyOrder,
    responses((status = 200, body = ReplyView), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reply(
    State(app): State<App>,
    signed: Signed,
    body: Body<ReplyOrder>,
) -> Result<Json<ReplyView>, Problem> {
    let ReplyOrder { channel, from, text } = body.value;
    let calls = app.service.reply_from(&signed.actor, channel.into(), &from, &text, app.now()).await?;
    Ok(Json(ReplyView { calls: calls.len() }))
}

/// What a carrier says later about messages: that they arrived, or will not.
#[utoipa::path(post, path = "/api/delivery-reports", operation_id = "report_deliveries", tag = "warnings",
    request_body = DeliveryReports,
    responses((status = 200, body = DeliveryTaken), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn deliveries(
    State(app): State<App>,
    signed: Signed,
    body: Body<DeliveryReports>,
) -> Result<Json<DeliveryTaken>, Problem> {
    if body.value.reports.len() > REPORTS_MAX {
        let detail = format!("at most {REPORTS_MAX} reports stand in one request");
        return Err(Problem::field("reports", "too_many_delivery_reports", detail));
    }
    let report = |wire: DeliveryWire| DeliveryReport {
        channel: wire.channel.into(),
        carrier_id: wire.id,
        state: match wire.state {
            DeliveryState::Delivered => MessageState::Delivered,
            DeliveryState::Failed => MessageState::FailedPermanent,
        },
    };
    let reports: Vec<_> = body.value.reports.into_iter().map(report).collect();
    let (changed, unknown) = app.service.take_delivery_reports(&signed.actor, &reports, app.now()).await?;
    Ok(Json(DeliveryTaken { changed, unknown }))
}
