//! Numbered lists on paper: of one building, while an activation is open.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use document::{AssistForm, AssistRow, Language};
use domain::assist::{Help, PrintEnd};
use domain::id::{PlaceId, UnitId};
use domain::names::Names;
use serde::Deserialize;
use service::assist::PrintedList;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::assist::AssistReasonOrder;
use crate::assist_wire::{AssistPrintView, print_view};
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::notice_form::not_real;
use crate::paper::{PrintParams, page};
use crate::problem::Problem;
use crate::session::{Person, Signed};
use crate::state::App;
use crate::words::PrintEndWord;

/// Of which unit.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// In this unit or below it.
    unit: Uuid,
}

/// What became of a print.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssistPrintEndOrder {
    #[schema(value_type = PrintEndWord)]
    how: PrintEnd,
}

/// Print the list of one building under the next number, while an activation is open: with a reason that each of its
/// persons can read.
#[utoipa::path(post, path = "/api/places/{id}/assist/print", operation_id = "print_assist", tag = "evacuations",
    params(("id" = Uuid, Path, description = "the building"), PrintParams), request_body = AssistReasonOrder,
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn print(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Params(params): Params<PrintParams>,
    body: Body<AssistReasonOrder>,
) -> Result<Response, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let list = finish(async move { service.print_assist(&person.0.actor, PlaceId(id), &body.value.reason, now).await });
    let list = list.await?;
    let post = list.print.posting.map(|id| [id]);
    let held = app.service.store().postings_by_id(post.as_ref().map_or(&[][..], |ids| &ids[..])).await?;
    let title = held.first().and_then(|held| app.service.titles().get(&held.title)).map(|title| &title.names);
    let html = form(&app, &list, title, params.lang.into()).html();
    Ok(page(html))
}

fn form(app: &App, list: &PrintedList, title: Option<&Names>, language: Language) -> AssistForm {
    let best = |names: &Names| names.best(language.key()).to_owned();
    let tree = app.service.tree();
    let above = tree.lineage(&list.unit.path);
    let place: Vec<String> = above.iter().map(|unit| &unit.names).chain([&list.place]).map(best).collect();
    let zone = app.service.zone();
    let at = list.print.printed_at;
    let rows = list.lines.iter().map(|line| AssistRow {
        door: line.said.door.clone(),
        call_name: line.said.call_name.clone(),
        help: line.said.help.iter().map(|help| said(*help, language)).collect::<Vec<_>>().join(" · "),
        phones: line.said.phones.join(" · "),
    });
    let registered = list.print.entries;
    let full = domain::assist::needs_full_knock(registered, list.estimated);
    let estimated = list.estimated.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let coverage = match (language, full) {
        (Language::Zh, true) => format!("登记 {registered} 户,估计 {estimated} 户需要协助:名单不全,逐户敲门"),
        (Language::Zh, false) => format!("登记 {registered} 户,估计 {estimated} 户需要协助"),
        (Language::En, true) => {
            format!("{registered} of an estimated {estimated} registered: not complete, knock at each door")
        }
        (Language::En, false) => format!("{registered} of an estimated {estimated} registered"),
    };
    AssistForm {
        language,
        number: list.print.number,
        place: place.join(" › "),
        printed_at: format!("{} UTC{}", zone.to_datetime(at).strftime("%Y-%m-%d %H:%M"), zone.to_offset(at)),
        post: title.map(best).unwrap_or_default(),
        coverage,
        rows: rows.collect(),
        not_real: not_real(app, above.iter().any(|unit| unit.fictional), language),
    }
}

fn said(help: Help, language: Language) -> &'static str {
    let (zh, en) = match help {
        Help::Carry => ("需要抬或搀扶", "to be carried or led"),
        Help::OxygenPower => ("需要氧气或供电", "oxygen or power"),
        Help::Hearing => ("听不见,需当面告知", "does not hear: tell in person"),
        Help::Language => ("语言不通", "another language"),
        Help::AloneAtNight => ("夜间独自一人", "alone at night"),
    };
    if language == Language::Zh { zh } else { en }
}

/// Prints of a unit: their numbers and what became of them. Nothing that stood on them.
#[utoipa::path(get, path = "/api/assist-prints", operation_id = "list_assist_prints", tag = "evacuations", params(ListParams),
    responses((status = 200, body = Vec<AssistPrintView>), (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Vec<AssistPrintView>>, Problem> {
    let prints = app.service.assist_prints(&signed.actor, UnitId(params.unit)).await?;
    Ok(Json(prints.iter().map(|print| print_view(&app, print)).collect()))
}

/// Write down that a print was given back or destroyed.
#[utoipa::path(post, path = "/api/assist-prints/{id}/end", operation_id = "close_assist_print", tag = "evacuations",
    params(("id" = Uuid, Path)), request_body = AssistPrintEndOrder,
    responses((status = 200, body = AssistPrintView), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn close(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<AssistPrintEndOrder>,
) -> Result<Json<AssistPrintView>, Problem> {
    let (service, now) = (app.service.clone(), app.now());
    let done = finish(async move { service.close_assist_print(&signed.actor, id, body.value.how, now).await });
    let print = done.await?;
    Ok(Json(print_view(&app, &print)))
}
