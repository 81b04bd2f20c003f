//! One step of a hazard: by somebody signed in, or by the reporter with the follow link.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::catalogue::Urgency;
use domain::hazard::{Command, SecuredItem, WaitingReason, WhistleKind};
use domain::id::{BodyId, CommandId, HazardId, WaitingId, WhistleId};
use jiff::Timestamp;
use serde::Deserialize;
use service::ServiceError;
use service::hazard::Act;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Key, Place};
use crate::hazard::gone;
use crate::hazard_wire::{HazardDetail, detail_view};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::words::{SecuredItemWord, UrgencyWord, WaitingReasonWord, WhistleKindWord};

/// What to do with the hazard. Which fields are needed depends on the action.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum ActionWire {
    /// Take it on.
    Accept,
    /// Refuse it.
    Reject {
        /// Why.
        reason: String,
    },
    /// Ask for a second look at a refusal.
    Appeal {
        /// Why it should be taken.
        reason: String,
    },
    /// Name the body that must rectify.
    Assign {
        /// The body.
        body: Uuid,
    },
    /// "Not our responsibility": name who is.
    HandBack {
        /// The body that is responsible.
        body: Uuid,
        /// Why.
        reason: String,
    },
    /// Interim control is in place.
    Control {
        /// What was done.
        note: String,
    },
    /// Rectification begins.
    Start,
    /// Rectification is done.
    Finish {
        /// What was done.
        note: String,
    },
    /// Verification passed.
    Verify,
    /// Verification failed.
    Return {
        /// What is still wrong.
        reason: String,
    },
    /// Close the file.
    Close,
    /// Let it wait.
    Suspend {
        /// Why.
        reason: String,
        /// Until when, UTC milliseconds; at most 15 days ahead.
        until: i64,
    },
    /// Go on.
    Resume,
    /// It may be a major hazard.
    SuspectMajor {
        /// The department that decides.
        body: Uuid,
        /// What speaks for it.
        reason: String,
    },
    /// It is a major hazard.
    ConfirmMajor,
    /// It is not.
    DenyMajor {
        /// Why not.
        reason: String,
    },
    /// One of the five items is settled.
    Secure {
        /// Which.
        #[schema(value_type = SecuredItemWord)]
        item: SecuredItem,
        /// Who, what, how much, until when.
        note: String,
    },
    /// Another urgency.
    Regrade {
        /// The urgency.
        #[schema(value_type = UrgencyWord)]
        urgency: Urgency,
        /// Why.
        reason: String,
    },
    /// The level above joins.
    Escalate {
        /// Why.
        reason: String,
    },
    /// Call a department.
    Whistle {
        /// Identity, made by the client (UUIDv7); that of the command when missing.
        id: Option<Uuid>,
        /// On which ground.
        #[schema(value_type = WhistleKindWord)]
        kind: WhistleKind,
        /// The department.
        body: Uuid,
        /// What is asked of it.
        reason: String,
    },
    /// Answer a call.
    AnswerWhistle {
        /// The call.
        id: Uuid,
        /// What is done.
        note: String,
    },
    /// Put it on the supervision list.
    Supervise {
        /// Why.
        reason: String,
    },
    /// Take it off the supervision list.
    EndSupervision {
        /// What was found.
        reason: String,
    },
    /// It is the same as another.
    Merge {
        /// The hazard that goes on.
        other: Uuid,
    },
    /// It is not.
    Separate {
        /// Why.
        reason: String,
    },
    /// A closed one has come back.
    Recur {
        /// The closed hazard.
        other: Uuid,
    },
    /// The reporter finds it fixed.
    JudgeFixed {
        /// In the reporter's words.
        note: Option<String>,
    },
    /// The reporter finds it not fixed.
    JudgeNotFixed {
        /// What is not fixed.
        note: String,
    },
    /// Something is asked of somebody else.
    Ask {
        /// Identity, made by the client (UUIDv7); that of the command when missing.
        id: Option<Uuid>,
        /// What for.
        #[schema(value_type = WaitingReasonWord)]
        kind: WaitingReason,
        /// Of whom.
        body: Uuid,
        /// When it was asked, UTC milliseconds.
        asked_at: i64,
        /// What exactly.
        note: String,
    },
    /// What came of a question.
    Answer {
        /// The question.
        id: Uuid,
        /// Whether it was granted.
        granted: bool,
        /// When the answer came, UTC milliseconds.
        answered_at: i64,
        /// In which words.
        note: Option<String>,
    },
}

impl ActionWire {
    /// The command of the domain, sent under `key`.
    pub(crate) fn command(self, key: CommandId) -> Result<Command, Problem> {
        use ActionWire as W;
        Ok(match self {
            W::Accept => Command::Accept,
            W::Reject { reason } => Command::Reject { reason },
            W::Appeal { reason } => Command::Appeal { reason },
            W::Assign { body } => Command::Assign { body: BodyId(body) },
            W::HandBack { body, reason } => Command::HandBack { competent: BodyId(body), reason },
            W::Control { note } => Command::Control { note },
            W::Start => Command::Start,
            W::Finish { note } => Command::Finish { note },
            W::Verify => Command::Verify,
            W::Return { reason } => Command::Return { reason },
            W::Close => Command::Close,
            W::Suspend { reason, until } => Command::Suspend { reason, until: time("until", until)? },
            W::Resume => Command::Resume,
            W::SuspectMajor { body, reason } => Command::SuspectMajor { body: BodyId(body), reason },
            W::ConfirmMajor => Command::ConfirmMajor,
            W::DenyMajor { reason } => Command::DenyMajor { reason },
            W::Secure { item, note } => Command::Secure { item, note },
            W::Regrade { urgency, reason } => Command::Regrade { urgency, reason },
            W::Escalate { reason } => Command::Escalate { reason },
            W::Whistle { id, kind, body, reason } => {
                Command::Whistle { id: WhistleId(id.unwrap_or(key.0)), kind, body: BodyId(body), reason }
            }
            W::AnswerWhistle { id, note } => Command::AnswerWhistle { id: WhistleId(id), answer: note },
            W::Supervise { reason } => Command::Supervise { reason },
            W::EndSupervision { reason } => Command::EndSupervision { reason },
            W::Merge { other } => Command::Merge { master: HazardId(other) },
            W::Separate { reason } => Command::Separate { reason },
            W::Recur { other } => Command::Recur { earlier: HazardId(other) },
            W::JudgeFixed { note } => Command::JudgeFixed { note: note.unwrap_or_default() },
            W::JudgeNotFixed { note } => Command::JudgeNotFixed { note },
            W::Ask { id, kind, body, asked_at, note } => {
                let (id, asked_at) = (WaitingId(id.unwrap_or(key.0)), time("asked_at", asked_at)?);
                Command::Ask { id, kind, body: BodyId(body), asked_at, note }
            }
            W::Answer { id, granted, answered_at, note } => Command::Answer {
                id: WaitingId(id),
                granted,
                answered_at: time("answered_at", answered_at)?,
                note: note.unwrap_or_default(),
            },
        })
    }
}

fn time(field: &'static str, ms: i64) -> Result<Timestamp, Problem> {
    let invalid = |_| Problem::field(field, "time_invalid", format!("`{field}` is no time in UTC milliseconds"));
    Timestamp::from_millisecond(ms).map_err(invalid)
}

/// One step.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ActWire {
    /// The hazard's version as last seen.
    version: i32,
    /// A remark, for actions that do not need a text of their own.
    remark: Option<String>,
    #[serde(flatten)]
    action: ActionWire,
}

impl ActWire {
    fn act(self, id: HazardId, key: CommandId, body_hash: Vec<u8>) -> Result<Act, Problem> {
        let (version, note) = (self.version, self.remark.unwrap_or_default());
        Ok(Act { id, version: Some(version), command: self.action.command(key)?, note, key, body_hash })
    }
}

/// Take a hazard one step further.
#[utoipa::path(post, path = "/api/hazards/{id}/actions", operation_id = "act_on_hazard", tag = "hazards", request_body = ActWire,
    params(("id" = Uuid, Path, description = "the hazard"),
        ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = HazardDetail), (status = 204, description = "done; it is out of sight for this post now"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn act(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<ActWire>,
) -> Result<Response, Problem> {
    let now = app.now();
    let act = body.value.act(HazardId(id), key, body.hash)?;
    let service = app.service.clone();
    let detail = finish(async move {
        service.act(&signed.actor, act, now).await?;
        match service.hazard_detail(&signed.actor, HazardId(id)).await {
            Err(ServiceError::NotFound(_)) => Ok(None),
            other => other.map(Some),
        }
    });
    // A body that has handed it back sees it no longer: the step is done all the same.
    let Some(detail) = detail.await? else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    Ok(Json(detail_view(&app, detail, now).ok_or_else(gone)?).into_response())
}

/// What a reporter does with the follow link: `appeal`, `judge_fixed` or `judge_not_fixed`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FollowActWire {
    /// The secret of the follow link.
    secret: String,
    /// The report.
    id: Uuid,
    #[serde(flatten)]
    act: ActWire,
}

/// Appeal a refusal, or say whether it is fixed.
#[utoipa::path(post, path = "/api/follow/actions", operation_id = "act_on_report", tag = "hazards", request_body = FollowActWire,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 204), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn act_as_reporter(
    State(app): State<App>,
    Key(key): Key,
    body: Body<FollowActWire>,
) -> Result<StatusCode, Problem> {
    let (now, wire) = (app.now(), body.value);
    let act = wire.act.act(HazardId(wire.id), key, body.hash)?;
    let service = app.service.clone();
    finish(async move { service.act_as_reporter(&wire.secret, act, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
