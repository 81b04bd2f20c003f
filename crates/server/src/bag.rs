//! The bag for a night without power, network and road, on paper.

use axum::extract::State;
use axum::response::Response;
use document::{BagForm, Language};
use domain::colour::WarningColour;
use domain::id::UnitId;
use domain::place::{ClosureState, Place as Known};
use jiff::Timestamp;
use service::bag::Bag;
use uuid::Uuid;

use crate::extract::{Params, Place};
use crate::notice_form::not_real;
use crate::paper::{PrintParams, page};
use crate::paper_words::PaperWords;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// Print the bag of a street, community or grid, while an official orange or red is in force for it: posts, radios
/// and satellite phones, doors, places to close, shelters. No names and no numbers of persons.
#[utoipa::path(get, path = "/api/units/{id}/bag", operation_id = "print_bag", tag = "warnings",
    params(PrintParams, ("id" = Uuid, Path)),
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn print(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<PrintParams>,
) -> Result<Response, Problem> {
    let now = app.now();
    let bag = app.service.bag(&signed.actor, UnitId(id), now).await?;
    let html = form(&app, &bag, params.lang.into(), now)?.html();
    Ok(page(html))
}

fn form(app: &App, bag: &Bag, language: Language, now: Timestamp) -> Result<BagForm, Problem> {
    let words = PaperWords { app, language };
    let kinds = app.service.place_kinds()?;
    let closing = |(place, state): &(Known, Option<ClosureState>)| {
        let state = match state {
            None => words.say("未下达", "not ordered yet"),
            Some(ClosureState::ToClose) => words.say("待关闭", "to close"),
            Some(ClosureState::Closed) => words.say("已关闭", "closed"),
            Some(_) => String::new(),
        };
        [words.best(&place.names), words.place_kind(kinds, place), state]
    };
    let door = |place: &Known| {
        let [name, households, sill] = words.door(place);
        [name, households, sill, bag.goes_to.get(&place.id).map(|goes| words.goes_to(goes)).unwrap_or_default()]
    };
    let until = bag.warning.expires_at.map(|end| words.say(" · 至 ", " · until ") + &words.at(end)).unwrap_or_default();
    let colour = words.colour(bag.warning.colour.unwrap_or(WarningColour::Orange));
    let fictional = app.service.tree().lineage(&bag.unit.path).iter().any(|unit| unit.fictional);
    Ok(BagForm {
        language,
        place: words.lineage(&bag.unit.path),
        warning: format!("{colour} · {}{until}", words.best(&bag.warning.headline)),
        printed_at: words.at(now),
        posts: bag.posts.iter().map(|post| words.post(post)).collect(),
        lines: bag.lines.iter().map(|line| words.line(line)).collect(),
        doors: bag.doors.iter().map(door).collect(),
        closing: bag.closing.iter().map(closing).collect(),
        shelters: bag.shelters.iter().map(|one| words.shelter(one)).collect(),
        not_real: not_real(app, fictional, language),
    })
}
