//! The bag for a night without power, network and road, on paper.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use document::{BagForm, Language};
use domain::colour::WarningColour;
use domain::id::UnitId;
use domain::names::Names;
use domain::place::{ClosureState, Place as Known};
use domain::shelter::Unsuited;
use jiff::Timestamp;
use serde::Deserialize;
use service::bag::Bag;
use service::shelter::Proposal;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::extract::{Params, Place};
use crate::notice_form::{LanguageWire, not_real};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// In which language.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BagParams {
    /// `zh` or `en`.
    #[param(inline)]
    #[serde(default)]
    lang: LanguageWire,
}

/// Print the bag of a street, community or grid, while an official orange or red is in force for it: posts, radios
/// and satellite phones, doors, places to close, shelters. No names and no numbers of persons.
#[utoipa::path(get, path = "/api/units/{id}/bag", operation_id = "print_bag", tag = "warnings",
    params(BagParams, ("id" = Uuid, Path)),
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn print(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<BagParams>,
) -> Result<Response, Problem> {
    let now = app.now();
    let bag = app.service.bag(&signed.actor, UnitId(id), now).await?;
    let html = form(&app, &bag, params.lang.into(), now)?.html();
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, html).into_response())
}

fn form(app: &App, bag: &Bag, language: Language, now: Timestamp) -> Result<BagForm, Problem> {
    let best = |names: &Names| names.best(language.key()).to_owned();
    let (tree, zone, kinds) = (app.service.tree(), app.service.zone(), app.service.place_kinds()?);
    let above = tree.lineage(&bag.unit.path);
    let at = |at: Timestamp| format!("{} UTC{}", zone.to_datetime(at).strftime("%Y-%m-%d %H:%M"), zone.to_offset(at));
    let unit = |id| tree.by_id(id).map(|unit| best(&unit.names)).unwrap_or_default();
    let title = |key: &str| app.service.titles().get(key).map(|title| best(&title.names)).unwrap_or_default();
    let pick = |zh: &str, en: &str| if language == Language::Zh { zh.to_owned() } else { en.to_owned() };
    let post = |post: &service::callout::CalledPost| {
        let leads = if post.leader { pick("(带班)", " (leads)") } else { String::new() };
        [unit(post.unit), title(&post.title) + &leads]
    };
    let closing = |(place, state): &(Known, Option<ClosureState>)| {
        let kind = kinds.all().iter().find(|kind| kind.id == place.kind).map(|kind| best(&kind.names));
        let state = match state {
            None => pick("未下达", "not ordered yet"),
            Some(ClosureState::ToClose) => pick("待关闭", "to close"),
            Some(ClosureState::Closed) => pick("已关闭", "closed"),
            Some(_) => String::new(),
        };
        [best(&place.names), kind.unwrap_or_else(|| place.kind.clone()), state]
    };
    let until = bag.warning.expires_at.map(|end| pick(" · 至 ", " · until ") + &at(end)).unwrap_or_default();
    let warning = format!("{} · {}{until}", colour(bag.warning.colour, &pick), best(&bag.warning.headline));
    Ok(BagForm {
        language,
        place: above.iter().map(|unit| best(&unit.names)).collect::<Vec<_>>().join(" › "),
        warning,
        printed_at: at(now),
        posts: bag.posts.iter().map(post).collect(),
        lines: bag.lines.iter().map(|(outlet, line)| [unit(outlet.unit), outlet.name.clone(), line.clone()]).collect(),
        doors: bag.doors.iter().map(|place| door(place, &best(&place.names))).collect(),
        closing: bag.closing.iter().map(closing).collect(),
        shelters: bag.shelters.iter().map(|one| shelter(one, &best(&one.occupied.shelter.names), &pick)).collect(),
        not_real: not_real(app, above.iter().any(|unit| unit.fictional), language),
    })
}

fn colour(colour: Option<WarningColour>, pick: &impl Fn(&str, &str) -> String) -> String {
    match colour {
        Some(WarningColour::Red) => pick("红色", "Red"),
        _ => pick("橙色", "Orange"),
    }
}

fn door(place: &Known, name: &str) -> [String; 3] {
    let households = place.facts.households.map(|count| count.to_string()).unwrap_or_default();
    let sill = place.facts.sill_cm.map(|cm| format!("{:.2} m", f64::from(cm) / 100.0)).unwrap_or_default();
    [name.to_owned(), households, sill]
}

fn shelter(one: &Proposal, name: &str, pick: &impl Fn(&str, &str) -> String) -> [String; 4] {
    let mind = match one.unsuited {
        None => String::new(),
        Some(Unsuited::OpenAir) => pick("露天,不适用", "open air: not suited"),
        Some(Unsuited::Underground) => pick("地下,不适用", "underground: not suited"),
        Some(Unsuited::NotNamed) => pick("未列为适用", "not listed as suited"),
    };
    [name.to_owned(), format!("{:.0} m", one.distance_m), one.free.to_string(), mind]
}
