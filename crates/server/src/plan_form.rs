//! The plan of a unit on paper (预案), as a page and as PDF.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use document::{Language, PlanForm, PlanLists};
use domain::id::UnitId;
use domain::place::Place as Known;
use jiff::{SignedDuration, Timestamp};
use service::plan_sheet::PlanSheet;
use uuid::Uuid;

use crate::extract::{Params, Place};
use crate::notice_form::not_real;
use crate::paper::{self, PaperView, PrintParams, page};
use crate::paper_words::PaperWords;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// Print the plan of a unit: conditions, posts, checklist, places to close, people to move by building, shelters. No
/// names and no numbers of persons.
#[utoipa::path(get, path = "/api/units/{id}/plans/{plan}", operation_id = "print_plan", tag = "responses",
    params(PrintParams, ("id" = Uuid, Path), ("plan" = String, Path, description = "word of the plan")),
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn print(
    State(app): State<App>,
    signed: Signed,
    Place((id, plan)): Place<(Uuid, String)>,
    Params(params): Params<PrintParams>,
) -> Result<Response, Problem> {
    let html = read(&app, &signed, (id, &plan), params.lang.into(), app.now()).await?.paper().html();
    Ok(page(html))
}

/// Ask for the plan of a unit as PDF. It is made in the background and kept for a day.
#[utoipa::path(post, path = "/api/units/{id}/plans/{plan}", operation_id = "ask_plan_pdf", tag = "responses",
    params(PrintParams, ("id" = Uuid, Path), ("plan" = String, Path, description = "word of the plan")),
    responses((status = 200, body = PaperView),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn ask(
    State(app): State<App>,
    signed: Signed,
    Place((id, plan)): Place<(Uuid, String)>,
    Params(params): Params<PrintParams>,
) -> Result<Json<PaperView>, Problem> {
    let form = read(&app, &signed, (id, &plan), params.lang.into(), app.now()).await?;
    paper::ask(&app, signed.actor, format!("plan-{plan}-{id}"), &form.paper()).await
}

async fn read(
    app: &App,
    signed: &Signed,
    (id, plan): (Uuid, &str),
    language: Language,
    now: Timestamp,
) -> Result<PlanForm, Problem> {
    let sheet = app.service.plan_sheet(&signed.actor, UnitId(id), plan, now).await?;
    form(PaperWords { app, language }, &sheet, now)
}

fn form(words: PaperWords<'_>, sheet: &PlanSheet, now: Timestamp) -> Result<PlanForm, Problem> {
    let (service, minutes) = (&words.app.service, |span: SignedDuration| {
        let minutes = span.as_mins();
        words.say(&format!("{minutes} 分钟"), &format!("{minutes} min"))
    });
    let kinds = service.place_kinds()?;
    let closes = |place: &Known| [words.best(&place.names), words.place_kind(kinds, place)];
    let lists = sheet.lists.as_ref().map(|lists| PlanLists {
        closing: lists.closing.iter().map(closes).collect(),
        doors: lists.doors.iter().map(|place| words.door(place)).collect(),
        shelters: lists.shelters.iter().map(|one| words.shelter(one)).collect(),
    });
    let conditions = sheet.conditions.iter().map(|(row, lag)| {
        [
            words.warning(row.hazard, row.colour),
            words.level(row.level),
            words.kinds(&row.bodies),
            minutes(lag.target),
            words.best(&row.source),
        ]
    });
    let checklist = sheet
        .items
        .iter()
        .map(|item| [words.best(&item.names), words.level(item.from), words.kinds(&item.units), minutes(item.due)]);
    let fictional = service.tree().lineage(&sheet.unit.path).iter().any(|unit| unit.fictional);
    Ok(PlanForm {
        language: words.language,
        plan: words.best(&sheet.plan.names),
        place: words.lineage(&sheet.unit.path),
        version: service.plans().version.clone(),
        printed_at: words.at(now),
        conditions: conditions.collect(),
        posts: sheet.posts.iter().map(|post| words.post(post)).collect(),
        lines: sheet.lines.iter().map(|line| words.line(line)).collect(),
        checklist: checklist.collect(),
        lists,
        not_real: not_real(words.app, fictional, words.language),
    })
}
