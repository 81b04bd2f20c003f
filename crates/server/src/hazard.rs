//! Hazards: report, list, look, act.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::{Actor, Scope};
use domain::hazard::{Channel, Draft};
use domain::id::{BodyId, FileId, HazardId, PlaceId, UnitId};
use domain::unit::UnitTree;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::hazard::{Extras, Submission};
use store::hazard::{Filter, Place as ListPlace, Stored};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, ClockAhead, Key, Params, Place};
use crate::hazard_wire::{HazardDetail, HazardView, detail_view, hazard_view};
use crate::middleware::finish;
use crate::network::SentFrom;
use crate::problem::Problem;
use crate::session::{MaybeSigned, Signed};
use crate::state::App;
use crate::unit::{find, tagged};
use crate::wire::{Page, bounds, limit};
use crate::words::ChannelWord;

/// A report.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReportWire {
    /// Identity, made by the client (UUIDv7).
    id: Uuid,
    /// Catalogue id.
    category: String,
    /// What was seen, at most 2,000 characters.
    description: Option<String>,
    /// Longitude, WGS-84 degrees.
    lon: Option<f64>,
    /// Latitude, WGS-84 degrees.
    lat: Option<f64>,
    /// How exact the position is, metres.
    accuracy_m: Option<u32>,
    /// The unit, where no position is known.
    unit: Option<Uuid>,
    /// The place that it concerns.
    place: Option<Uuid>,
    /// How it came in; `own` when missing. `on_behalf` and `phone_note` need a post that may report for others.
    #[schema(value_type = Option<ChannelWord>)]
    channel: Option<Channel>,
    /// When it was seen, UTC milliseconds by the device.
    happened_at: Option<i64>,
    /// A random secret of 22 to 64 characters for the follow link; made here when missing.
    follow_secret: Option<String>,
    /// A phone number for status texts: an 11-digit mobile of mainland China, or one with its country
    /// code. Needs a `follow_secret` beside it.
    phone: Option<String>,
    /// Language tag of those texts, `zh` or `en`.
    language: Option<String>,
    /// Files that were uploaded before, at most six.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// A report that was taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportedView {
    hazard: HazardView,
    /// Secret of the follow link; not given out again for a repeated request that did not bring it.
    follow_secret: Option<String>,
}

/// Report a hazard, with or without an account.
#[utoipa::path(post, path = "/api/hazards", operation_id = "report_hazard", tag = "hazards", request_body = ReportWire,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key"),
        ("Device-Time" = Option<i64>, Header, description = "the device's clock as it sends, UTC milliseconds: `happened_at` is set right by it"),
        ("Report-Proof" = Option<String>, Header, description = "a solved puzzle, where a 429 brought one as `challenge`: the challenge, a dot, and a number such that the SHA-256 of the whole text begins with as many zero bits as the second part of the challenge says; of use once, before the time in its third part (seconds)")),
    responses((status = 201, body = ReportedView), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json", description = "solve its `challenge`, where it brings one, or wait for `Retry-After`"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    Key(key): Key,
    SentFrom(origin): SentFrom,
    ClockAhead(ahead): ClockAhead,
    body: Body<ReportWire>,
) -> Result<(StatusCode, Json<ReportedView>), Problem> {
    let now = app.now();
    let wire = body.value;
    let seen_at = wire.happened_at.map(Timestamp::from_millisecond).transpose();
    let seen_at = seen_at
        .map_err(|_| Problem::field("happened_at", "time_invalid", "`happened_at` is no time in UTC milliseconds"))?;
    let draft = Draft::new(
        HazardId(wire.id),
        wire.category,
        wire.description,
        (wire.lon, wire.lat),
        wire.accuracy_m,
        wire.unit.map(UnitId),
        wire.place.map(PlaceId),
        // A clock that runs ahead saw it earlier than it says.
        seen_at.map(|at| at.saturating_sub(ahead.unwrap_or_default()).unwrap_or(at)),
        now,
    );
    let mut draft = draft.map_err(service::ServiceError::from)?;
    draft.channel = wire.channel.unwrap_or(Channel::Own);
    draft.clock_ahead = ahead;
    if draft.channel == Channel::Import {
        return Err(Problem::field("channel", "channel_invalid", "`import` is no way to report"));
    }
    let description = Some(draft.description.clone()).filter(|text| !text.is_empty());
    let new = Submission { draft, key, body_hash: body.hash, follow_secret: wire.follow_secret };
    let service = app.service.clone();
    let files = wire.files.into_iter().map(FileId).collect();
    let extras = Extras { phone: wire.phone, language: wire.language, files };
    let from = origin.clone();
    let reported = finish(async move { service.report_from(actor.as_ref(), new, extras, &from, now).await }).await;
    let reported = match reported {
        Err(problem) if problem.code == "too_many_reports" => {
            let challenge = app.service.report_puzzle(&origin, now).await?.map(Into::into);
            return Err(Problem { challenge, ..problem });
        }
        other => other?,
    };
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let hazard = hazard_view(&app, &tree, &bodies, &reported.stored, description, now).ok_or_else(gone)?;
    Ok((StatusCode::CREATED, Json(ReportedView { hazard, follow_secret: reported.follow_secret })))
}

/// Which hazards.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Only what the reader has reported, wherever it is; without it, what the reader's posts see.
    mine: Option<bool>,
    /// In this unit or below it.
    unit: Option<Uuid>,
    /// States, separated by commas.
    state: Option<String>,
    /// Still open.
    open: Option<bool>,
    /// Catalogue id.
    category: Option<String>,
    /// Only those whose deadline has passed.
    overdue: Option<bool>,
    /// Only those still open whose next deadline lies at or before this instant, UTC milliseconds.
    due: Option<i64>,
    /// Only those on which this body is to act.
    body: Option<Uuid>,
    /// Running number, such as `123` or `H-2026-000123`, its number in another system, or part of a description.
    q: Option<String>,
    /// West, south, east, north in degrees.
    bbox: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, 1 to 500; 50 when missing.
    limit: Option<u32>,
}

/// The rows that may be listed.
pub(crate) fn scope(app: &App, actor: &Actor, params: &ListParams) -> Scope {
    if params.mine.unwrap_or(false) { app.service.own_reports(actor) } else { app.service.hazard_scope(actor) }
}

/// The store's filter for the parameters.
pub(crate) fn filter(tree: &UnitTree, params: &ListParams, now: Timestamp) -> Result<Filter, Problem> {
    let states = params.state.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
    let states = states.map(|word| {
        domain::hazard::State::from_word(word)
            .ok_or_else(|| Problem::field("state", "state_unknown", format!("`{word}` is no state of a hazard")))
    });
    let asked = params.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let number = asked.and_then(|text| text.rsplit('-').next()?.parse().ok());
    Ok(Filter {
        within: params.unit.map(|id| find(tree, id)).transpose()?.map(|unit| unit.path.clone()),
        states: states.collect::<Result<_, _>>()?,
        open: params.open,
        category: params.category.clone(),
        overdue_at: params.overdue.unwrap_or(false).then_some(now),
        due_by: params.due.map(due_by).transpose()?,
        body: params.body.map(BodyId),
        text: asked.filter(|_| number.is_none()).map(str::to_owned),
        number,
        outside: asked.map(str::to_owned),
        bounds: params.bbox.as_deref().map(bounds).transpose()?,
    })
}

fn due_by(ms: i64) -> Result<Timestamp, Problem> {
    let invalid = |_| Problem::field("due", "time_invalid", "`due` is no time in UTC milliseconds");
    Timestamp::from_millisecond(ms).map_err(invalid)
}

/// Hazards that the reader may see; what is due first comes first.
#[utoipa::path(get, path = "/api/hazards", operation_id = "list_hazards", tag = "hazards", params(ListParams),
    responses((status = 200, body = Page<HazardView>), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<HazardView>>, Problem> {
    let now = app.now();
    let filter = filter(&app.service.tree(), &params, now)?;
    let after = params.after.as_deref().map(cursor).transpose()?;
    let limit = limit(params.limit);
    let scope = scope(&app, &signed.actor, &params);
    let mut rows = app.service.store().hazards(&scope, &filter, after, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| {
        let place = row.place_in_list();
        format!("{}.{}", place.due_at, place.id)
    });
    Ok(Json(Page { items: views(&app, &rows, now).await?, next }))
}

/// Views of rows, with the reporters' words.
pub(crate) async fn views(app: &App, rows: &[Stored], now: Timestamp) -> Result<Vec<HazardView>, Problem> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.hazard.id.0).collect();
    let texts = app.service.store().texts(&ids).await?;
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let described = |id: &Uuid| {
        let texts = texts.get(id)?;
        texts.iter().find(|(_, field, _)| field == "description").map(|(_, _, value)| value.clone())
    };
    Ok(rows.iter().filter_map(|row| hazard_view(app, &tree, &bodies, row, described(&row.hazard.id.0), now)).collect())
}

/// How many hazards stand where.
#[derive(Serialize, ToSchema)]
pub(crate) struct HazardCounts {
    /// Number by state.
    by_state: std::collections::BTreeMap<String, u64>,
    /// Still open.
    open: u64,
    /// Open with a passed deadline.
    overdue: u64,
}

/// How many hazards stand in each state, as far as the reader may see them.
#[utoipa::path(get, path = "/api/hazards/counts", operation_id = "count_hazards", tag = "hazards", params(ListParams),
    responses((status = 200, body = HazardCounts), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn counts(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<HazardCounts>, Problem> {
    let now = app.now();
    let filter = filter(&app.service.tree(), &params, now)?;
    let scope = scope(&app, &signed.actor, &params);
    let store = app.service.store();
    let states = store.hazard_states(&scope, &filter).await?;
    let late = store.hazard_states(&scope, &Filter { overdue_at: Some(now), ..filter }).await?;
    Ok(Json(HazardCounts {
        open: states.iter().filter(|(state, _)| state.is_open()).map(|(_, n)| n).sum(),
        overdue: late.iter().map(|(_, n)| n).sum(),
        by_state: states.into_iter().map(|(state, n)| (state.word().to_owned(), n)).collect(),
    }))
}

/// One hazard with timeline, deadlines and what can be done next.
#[utoipa::path(get, path = "/api/hazards/{id}", operation_id = "show_hazard", tag = "hazards", params(("id" = Uuid, Path, description = "the hazard")),
    responses((status = 200, body = HazardDetail), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let detail = app.service.hazard_detail(&signed.actor, HazardId(id)).await?;
    let view = detail_view(&app, detail, app.now()).ok_or_else(gone)?;
    Ok(tagged(&headers, &view))
}

fn cursor(text: &str) -> Result<ListPlace, Problem> {
    let parsed = text
        .split_once('.')
        .and_then(|(due_at, id)| Some(ListPlace { due_at: due_at.parse().ok()?, id: id.parse().ok()? }));
    parsed.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` is no cursor of this list"))
}

/// The unit of a stored hazard is not in the tree that this process knows.
pub(crate) fn gone() -> Problem {
    Problem::new(StatusCode::CONFLICT, "version_conflict", "the unit tree is changing; load it again")
}
