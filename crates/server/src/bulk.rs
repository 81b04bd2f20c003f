//! One step for many hazards, with a result for each.

use axum::Json;
use axum::extract::State;
use domain::id::{CommandId, HazardId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::hazard::{BULK_MOST, BulkRow};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::Body;
use crate::hazard::views;
use crate::hazard_action::ActionWire;
use crate::hazard_wire::HazardView;
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// What to do with each. A new call or question takes the key of its row as its id.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BulkActionWire {
    /// A remark, for actions that do not need a text of their own.
    remark: Option<String>,
    #[serde(flatten)]
    action: ActionWire,
}

/// One of the hazards.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BulkRowWire {
    id: Uuid,
    /// Names the command for this hazard: repeat it with the same key.
    key: Uuid,
    /// The hazard's version as last seen; missing acts on whatever stands there now.
    version: Option<i32>,
}

/// One step for many hazards.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BulkWire {
    #[schema(value_type = BulkActionWire)]
    action: Value,
    /// 1 to 500.
    hazards: Vec<BulkRowWire>,
}

/// How it went with one hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BulkStatus {
    /// The step was taken, now or by the same request before.
    Done,
    /// It was not; `problem` says why.
    Refused,
}

/// The result for one hazard.
#[derive(Serialize, ToSchema)]
pub(crate) struct BulkResult {
    id: Uuid,
    status: BulkStatus,
    /// As it stands now; missing when it is out of sight for this post.
    hazard: Option<HazardView>,
    problem: Option<Problem>,
}

/// The results, in the order asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct BulkResults {
    results: Vec<BulkResult>,
}

/// Take up to 500 hazards one step further. Each stands for itself: one that refuses stops no other.
#[utoipa::path(post, path = "/api/hazards/bulk", operation_id = "act_on_many_hazards", tag = "hazards", request_body = BulkWire,
    responses((status = 200, body = BulkResults), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn act(
    State(app): State<App>,
    signed: Signed,
    body: Body<BulkWire>,
) -> Result<Json<BulkResults>, Problem> {
    let (now, wire) = (app.now(), body.value);
    let asked: Vec<Uuid> = wire.hazards.iter().map(|row| row.id).collect();
    if asked.is_empty() || asked.len() > BULK_MOST {
        let detail = format!("name 1 to {BULK_MOST} hazards, not {}", asked.len());
        return Err(Problem::field("hazards", "bulk_size", detail));
    }
    let (rows, note) = rows(wire)?;
    let service = app.service.clone();
    let mut done = finish(async move { Ok(service.act_on_many(&signed.actor, rows, &note, now).await) }).await?;
    let stored: Vec<_> = done.iter_mut().filter_map(|result| result.as_mut().ok()?.take()).collect();
    let mut shown = views(&app, &stored, now).await?;
    let mut done = done.into_iter();
    let result = |id: Uuid| match done.next() {
        Some(Ok(_)) => {
            let hazard = shown.iter().position(|view| view.id() == id).map(|index| shown.swap_remove(index));
            BulkResult { id, status: BulkStatus::Done, hazard, problem: None }
        }
        Some(Err(error)) => BulkResult { id, status: BulkStatus::Refused, hazard: None, problem: Some(error.into()) },
        None => {
            let problem = Problem::unavailable("unavailable", "not tried: the database could not be reached before");
            BulkResult { id, status: BulkStatus::Refused, hazard: None, problem: Some(problem) }
        }
    };
    Ok(Json(BulkResults { results: asked.into_iter().map(result).collect() }))
}

/// One command for each hazard, and the remark.
fn rows(wire: BulkWire) -> Result<(Vec<BulkRow>, String), Problem> {
    let asked = wire.action.to_string();
    let parsed = serde_json::from_value(wire.action);
    let action: BulkActionWire =
        parsed.map_err(|error| Problem::field("action", "invalid_request", format!("`action`: {error}")))?;
    match action.action {
        ActionWire::Whistle { id: Some(_), .. } | ActionWire::Ask { id: Some(_), .. } => {
            let detail = "leave out `id`: each call or question takes the key of its row";
            return Err(Problem::field("action", "bulk_action", detail));
        }
        ActionWire::AnswerWhistle { .. } | ActionWire::Answer { .. } => {
            let detail = "an answer belongs to one call or question: send it by itself";
            return Err(Problem::field("action", "bulk_action", detail));
        }
        _ => {}
    }
    let rows = wire.hazards.into_iter().map(|row| {
        let key = CommandId(row.key);
        let version = row.version.map_or_else(String::new, |version| version.to_string());
        let body_hash = service::secret::sha256(&[asked.as_bytes(), row.id.as_bytes(), version.as_bytes()]);
        Ok(BulkRow {
            id: HazardId(row.id),
            version: row.version,
            command: action.action.clone().command(key)?,
            key,
            body_hash,
        })
    });
    Ok((rows.collect::<Result<_, Problem>>()?, action.remark.unwrap_or_default()))
}
