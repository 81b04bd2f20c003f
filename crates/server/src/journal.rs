//! The journal as those see it who may read it.

use axum::Json;
use axum::extract::State;
use domain::unit::UnitTree;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::journal::{Before, Filter, Line};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Params;
use crate::hazard_wire::{PostView, post_view};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::unit::find;
use crate::wire::{Page, UnitRef, limit};

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct JournalParams {
    /// Of this kind, such as `hazard.accepted`, or of its whole family, such as `hazard.`.
    kind: Option<String>,
    /// Concerning this unit or one below it, as of then.
    unit: Option<Uuid>,
    /// About this thing.
    subject: Option<Uuid>,
    /// Done in office by this account; that somebody asked is an entry about that account.
    actor: Option<Uuid>,
    /// Recorded at or after, UTC milliseconds.
    from: Option<i64>,
    /// Recorded before, UTC milliseconds.
    to: Option<i64>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, 1 to 500; 50 when missing.
    limit: Option<u32>,
}

/// One entry, told by posts: whose account it is says the account itself, to whoever may see accounts. What a person
/// did for itself, such as signing in, names no actor.
#[derive(Serialize, ToSchema)]
pub(crate) struct JournalItem {
    seq: i64,
    /// When it was recorded here.
    at: i64,
    /// When it happened, by the device.
    happened_at: i64,
    /// Such as `hazard.accepted`.
    kind: String,
    /// What kind of thing the subject is, such as `hazard`.
    subject_kind: String,
    subject: Uuid,
    /// The unit concerned, where it still is in the tree.
    unit: Option<UnitRef>,
    /// The account that did it in office.
    actor: Option<Uuid>,
    /// The post under which it was done.
    post: Option<PostView>,
    /// What kind of thing set it off, where it was not done for its own sake.
    cause_kind: Option<String>,
    cause: Option<Uuid>,
    /// What changed: words, ids and times; free text stands as a salted hash alone.
    #[schema(value_type = Object)]
    payload: Value,
}

/// The store's filter for the parameters.
pub(crate) fn filter(tree: &UnitTree, params: &JournalParams) -> Result<Filter, Problem> {
    let kind = params.kind.as_deref().map(str::trim).filter(|kind| !kind.is_empty());
    if let Some(kind) = kind.filter(|kind| !kind.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c))) {
        let detail = format!("`{kind}` is no kind of entry; one is `hazard.accepted`, a family is `hazard.`");
        return Err(Problem::field("kind", "kind_unknown", detail));
    }
    let time = |field: &'static str, ms: Option<i64>| {
        let invalid = |_| Problem::field(field, "time_invalid", format!("`{field}` is no time in UTC milliseconds"));
        ms.map(Timestamp::from_millisecond).transpose().map_err(invalid)
    };
    Ok(Filter {
        within: params.unit.map(|id| find(tree, id)).transpose()?.map(|unit| unit.path.clone()),
        kind: kind.map(str::to_owned),
        subject: params.subject,
        actor: params.actor,
        from: time("from", params.from)?,
        to: time("to", params.to)?,
    })
}

/// The journal, the newest entry first, as far as the reader may read it. Looking is an entry itself, once an hour.
#[utoipa::path(get, path = "/api/journal", operation_id = "list_journal", tag = "journal", params(JournalParams),
    responses((status = 200, body = Page<JournalItem>), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<JournalParams>,
) -> Result<Json<Page<JournalItem>>, Problem> {
    let (now, service) = (app.now(), app.service.clone());
    let filter = filter(&app.service.tree(), &params)?;
    let before = params.after.as_deref().map(cursor).transpose()?;
    let limit = limit(params.limit);
    let lines =
        finish(async move { service.read_journal(&signed.actor, &filter, before, limit as u64 + 1, now).await });
    let mut lines = lines.await?;
    let more = lines.len() > limit;
    lines.truncate(limit);
    let place = |line: &Line| format!("{}.{}", line.entry.recorded_at, line.entry.seq);
    let next = lines.last().filter(|_| more).map(place);
    Ok(Json(Page { items: lines.into_iter().map(|line| item(&app, line)).collect(), next }))
}

fn item(app: &App, line: Line) -> JournalItem {
    let tree = app.service.tree();
    let entry = line.entry;
    JournalItem {
        seq: entry.seq,
        at: entry.recorded_at,
        happened_at: entry.happened_at,
        unit: entry.unit.and_then(|id| tree.by_id(domain::id::UnitId(id))).map(Into::into),
        actor: entry.actor,
        post: line.posting.as_ref().and_then(|posting| post_view(app, &tree, &app.service.bodies(), posting)),
        payload: serde_json::from_str(&entry.payload).unwrap_or_default(),
        cause_kind: entry.cause_kind,
        cause: entry.cause,
        kind: entry.kind,
        subject_kind: entry.subject_kind,
        subject: entry.subject,
    }
}

fn cursor(text: &str) -> Result<Before, Problem> {
    let parsed = text
        .split_once('.')
        .and_then(|(at, seq)| Some(Before { recorded_at: at.parse().ok()?, seq: seq.parse().ok()? }));
    parsed.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` is no cursor of this list"))
}
