//! Who is on duty: at a moment, over some days, and changes of the roster. Posts, not names.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::duty::{Days, Watch};
use domain::id::{PostingId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::roster::{NewDuty, Rostering};
use service::{Once, ServiceError};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::roster::DutyPost;
use crate::session::Signed;
use crate::state::App;
use crate::wire::UnitRef;

/// Days that are shown when no end is given.
const DAYS_SHOWN: i64 = 7;

/// A moment, or some days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DutyParams {
    /// Who is on duty at this moment, UTC milliseconds; now when neither this nor `from` is given.
    at: Option<i64>,
    /// The roster from this moment on.
    from: Option<i64>,
    /// Until this moment; a week later when missing.
    to: Option<i64>,
}

/// Who is on duty.
#[derive(Serialize, ToSchema)]
pub(crate) struct DutyBoard {
    /// The unit whose roster answers: the one that was asked for, or the nearest above that has somebody at this
    /// moment. Missing: nobody is on duty, up to the top.
    unit: Option<UnitRef>,
    /// Who is there when; for a moment, leaders first.
    watches: Vec<WatchView>,
    /// The lines of the roster; empty for a moment.
    lines: Vec<LineView>,
    /// Shifts for which somebody else, or nobody, comes.
    substitutes: Vec<SubstituteView>,
    /// When nobody is there.
    gaps: Vec<[i64; 2]>,
    /// When nobody leads.
    leaderless: Vec<[i64; 2]>,
}

/// One post on duty.
#[derive(Serialize, ToSchema)]
struct WatchView {
    from: i64,
    to: i64,
    posting: DutyPost,
    /// Whether it leads the shift (带班领导).
    leader: bool,
}

/// One line of a roster.
#[derive(Serialize, ToSchema)]
struct LineView {
    id: Uuid,
    kind: String,
    /// Local time, `HH:MM`.
    start: String,
    /// Local time; not after the start means on the next day.
    end: String,
    /// Weekdays on which the shift begins, Monday 1 to Sunday 7.
    days: Vec<u8>,
    /// First date.
    from: Option<String>,
    /// Last date.
    to: Option<String>,
    posting: Uuid,
    leader: bool,
}

/// A changed shift.
#[derive(Serialize, ToSchema)]
struct SubstituteView {
    line: Uuid,
    date: String,
    /// Missing: nobody comes.
    posting: Option<Uuid>,
}

/// New lines.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewLines {
    lines: Vec<NewLine>,
}

/// A new line.
#[derive(Deserialize, ToSchema)]
struct NewLine {
    /// Who.
    posting: Uuid,
    /// `day`, `night` or another word of 1 to 16 characters.
    kind: String,
    /// Local time, `HH:MM`.
    start: String,
    /// Local time; not after the start means on the next day.
    end: String,
    /// Weekdays, Monday 1 to Sunday 7; each day when missing.
    days: Option<Vec<u8>>,
    /// First date, as `2026-02-16`.
    from: Option<String>,
    /// Last date; the same as the first for one shift.
    to: Option<String>,
    #[serde(default)]
    leader: bool,
}

/// The new lines.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineIds {
    ids: Vec<Uuid>,
}

/// Who comes instead.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Instead {
    /// A posting; `null` says that nobody comes.
    posting: Option<Uuid>,
}

/// Who is on duty for a unit, at a moment or over some days.
#[utoipa::path(get, path = "/api/units/{id}/duty", operation_id = "show_duty", tag = "units", params(DutyParams, ("id" = Uuid, Path)),
    responses((status = 200, body = DutyBoard), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<DutyParams>,
) -> Result<Json<DutyBoard>, Problem> {
    let tree = app.service.tree();
    let Some(from) = params.from else {
        let at = params.at.map_or(Ok(app.now()), |at| moment("at", at))?;
        let found = app.service.on_duty(&signed.actor, UnitId(id), at).await?;
        return Ok(Json(DutyBoard {
            unit: found.unit.and_then(|id| tree.by_id(id)).map(Into::into),
            watches: watch_views(&app, &found.watches).await?,
            lines: Vec::new(),
            substitutes: Vec::new(),
            gaps: Vec::new(),
            leaderless: Vec::new(),
        }));
    };
    let from = moment("from", from)?;
    let week = jiff::SignedDuration::from_hours(24 * DAYS_SHOWN);
    let to = params.to.map_or(Ok(from.checked_add(week).unwrap_or(from)), |to| moment("to", to))?;
    let board = app.service.duty_board(&signed.actor, UnitId(id), from, to).await?;
    let spans = |gaps: Vec<(Timestamp, Timestamp)>| {
        gaps.into_iter().map(|(from, to)| [from.as_millisecond(), to.as_millisecond()]).collect()
    };
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    Ok(Json(DutyBoard {
        unit: tree.by_id(board.unit).map(Into::into),
        watches: watch_views(&app, &board.watches).await?,
        lines: board
            .lines
            .into_iter()
            .map(|duty| LineView {
                id: duty.line.id,
                kind: duty.kind,
                start: duty.line.starts.strftime("%H:%M").to_string(),
                end: duty.line.ends.strftime("%H:%M").to_string(),
                days: duty.line.days.numbers().collect(),
                from: date(duty.line.from),
                to: date(duty.line.to),
                posting: duty.line.posting.0,
                leader: duty.line.leader,
            })
            .collect(),
        substitutes: board
            .substitutes
            .into_iter()
            .map(|change| SubstituteView {
                line: change.line,
                date: change.date.to_string(),
                posting: change.posting.map(|id| id.0),
            })
            .collect(),
        gaps: spans(board.gaps),
        leaderless: spans(board.leaderless),
    }))
}

/// Add lines to the roster of a unit. The same request twice adds them once.
#[utoipa::path(post, path = "/api/units/{id}/duty", operation_id = "add_duty", tag = "units",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = NewLines,
    responses((status = 201, body = LineIds), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<NewLines>,
) -> Result<(StatusCode, Json<LineIds>), Problem> {
    let once = Once::new(key, body.hash).about(id);
    let lines = body.value.lines.into_iter().map(new_duty).collect::<Result<Vec<_>, _>>()?;
    let (now, service) = (app.now(), app.service.clone());
    let by = async move { service.add_duties(Rostering::Person(&signed.actor), UnitId(id), &lines, &once, now).await };
    Ok((StatusCode::CREATED, Json(LineIds { ids: finish(by).await? })))
}

/// End a line of a roster; one that has never begun is taken out.
#[utoipa::path(delete, path = "/api/duty/{id}", operation_id = "end_duty", tag = "units", params(("id" = Uuid, Path)),
    responses((status = 204, description = "no shift of it begins from today on"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(State(app): State<App>, signed: Signed, Place(id): Place<Uuid>) -> Result<StatusCode, Problem> {
    let (now, service) = (app.now(), app.service.clone());
    finish(async move { service.end_duty(Rostering::Person(&signed.actor), id, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Name who comes instead for the shift that begins on a date.
#[utoipa::path(put, path = "/api/duty/{id}/substitutes/{date}", operation_id = "substitute_duty", tag = "units",
    params(("id" = Uuid, Path), ("date" = String, Path)), request_body = Instead,
    responses((status = 204, description = "named"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn substitute(
    State(app): State<App>,
    signed: Signed,
    Place((id, on)): Place<(Uuid, String)>,
    body: Body<Instead>,
) -> Result<StatusCode, Problem> {
    let on = date("date", &on)?;
    let (now, service, posting) = (app.now(), app.service.clone(), body.value.posting.map(PostingId));
    let by = async move { service.substitute_duty(Rostering::Person(&signed.actor), id, on, posting, now).await };
    finish(by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a substitute back.
#[utoipa::path(delete, path = "/api/duty/{id}/substitutes/{date}", operation_id = "restore_duty", tag = "units",
    params(("id" = Uuid, Path), ("date" = String, Path)),
    responses((status = 204, description = "taken back"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn restore(
    State(app): State<App>,
    signed: Signed,
    Place((id, on)): Place<(Uuid, String)>,
) -> Result<StatusCode, Problem> {
    let on = date("date", &on)?;
    let (now, service) = (app.now(), app.service.clone());
    finish(async move { service.restore_duty(Rostering::Person(&signed.actor), id, on, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn watch_views(app: &App, watches: &[Watch]) -> Result<Vec<WatchView>, ServiceError> {
    let ids: Vec<_> = watches.iter().map(|watch| watch.posting).collect();
    let rows = app.service.store().postings_by_id(&ids).await?;
    let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    let (tree, titles) = (app.service.tree(), app.service.titles());
    let views = watches.iter().filter_map(|watch| {
        let row = rows.get(&watch.posting)?;
        let posting = DutyPost {
            id: row.id.0,
            title: (&titles.get(&row.title)?.names).into(),
            unit: tree.by_id(row.unit).map(Into::into),
        };
        Some(WatchView {
            from: watch.from.as_millisecond(),
            to: watch.to.as_millisecond(),
            posting,
            leader: watch.leader,
        })
    });
    Ok(views.collect())
}

fn new_duty(line: NewLine) -> Result<NewDuty, Problem> {
    let days = line.days.map_or(Some(Days::ALL), Days::of);
    let detail = "give weekdays from Monday 1 to Sunday 7, at least one";
    Ok(NewDuty {
        posting: PostingId(line.posting),
        kind: line.kind,
        starts: line.start,
        ends: line.end,
        days: days.ok_or_else(|| Problem::field("days", "days_invalid", detail))?,
        from: line.from.map(|text| date("from", &text)).transpose()?,
        to: line.to.map(|text| date("to", &text)).transpose()?,
        leader: line.leader,
    })
}

fn date(field: &str, text: &str) -> Result<Date, Problem> {
    let detail = || format!("`{}` is no date such as `2026-02-16`", text.escape_debug());
    text.parse().map_err(|_| Problem::field(field, "date_invalid", detail()))
}

fn moment(field: &str, millis: i64) -> Result<Timestamp, Problem> {
    let detail = || format!("`{millis}` is no time in UTC milliseconds");
    Timestamp::from_millisecond(millis).map_err(|_| Problem::field(field, "time_invalid", detail()))
}
