//! Tests of the call chain, and the posts of one, as files.

use axum::extract::State;
use axum::response::Response;
use domain::id::ChainTestId;
use domain::message::Channel;
use serde::Deserialize;
use service::chain_test::{ChainTestSheet, TestedFilter};
use store::chain_test::{TestMessage, TestedPost};
use utoipa::IntoParams;
use uuid::Uuid;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, at_once, dated, instant, pages, unit_cells};
use crate::chain_test::titles_of;
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};

const COLUMNS: &[&str] =
    &["unit_code", "unit_name", "begun_at", "ended_at", "repeated", "by_person", "posts", "lacking", "unreached"];

const POST_COLUMNS: &[&str] = &["unit_code", "unit_name", "title", "working", "sms", "voice", "mail"];

/// Which posts of a test.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TestedFileParams {
    /// At this unit and below.
    unit: Option<Uuid>,
    /// Only those that fewer than two ways lead to.
    #[serde(default)]
    lacking: bool,
}

/// Tests of the call chain as a file, the latest first.
#[utoipa::path(get, path = "/api/chain-tests/export", operation_id = "export_chain_tests", tag = "warnings",
    params(FormatParams), responses((status = 200, description = "the tests as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn tests(
    State(app): State<App>,
    signed: Signed,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let sheets = app.service.list_chain_tests(&signed.actor).await?;
    let rows = sheets.iter().map(|sheet| test_row(&app, sheet)).collect();
    respond(format, &dated(&app, "chain-tests"), COLUMNS, at_once(rows)).await
}

fn test_row(app: &App, sheet: &ChainTestSheet) -> Row {
    let [code, name] = unit_cells(Some(&UnitRef::from(&sheet.top)));
    let count = |count: u64| text(count.to_string());
    let cells = vec![
        text(code),
        text(name),
        text(instant(app, Some(sheet.test.begun_at))),
        text(instant(app, sheet.test.ended_at)),
        text(sheet.test.repeated.to_string()),
        text(sheet.test.begun_by.is_some().to_string()),
        count(sheet.standing.posts),
        count(sheet.standing.lacking),
        count(sheet.standing.unreached),
    ];
    Row { cells, geometry: None }
}

/// Posts of a test as a file: for each way `answered`, where its message stands, or nothing where none is known.
#[utoipa::path(get, path = "/api/chain-tests/{id}/posts/export", operation_id = "export_tested_posts", tag = "warnings",
    params(TestedFileParams, FormatParams, ("id" = Uuid, Path)), responses((status = 200, description = "the posts as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn posts(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<TestedFileParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (id, unit) = (ChainTestId(id), params.unit.map(Into::into));
    let filter = move |after, limit| TestedFilter { unit, lacking: params.lacking, after, limit };
    // A refusal must not come after the first line has gone out.
    app.service.list_tested_posts(&signed.actor, id, &filter(None, 1)).await?;
    let (name, actor) = (dated(&app, "chain-test-posts"), signed.actor);
    let read = move |after| {
        let (app, actor, filter) = (app.clone(), actor.clone(), filter(after, PAGE));
        async move {
            let found = app.service.list_tested_posts(&actor, id, &filter).await?;
            let next = found.last().filter(|_| found.len() as u64 == PAGE);
            let next = next.map(|(post, _)| (post.unit.1.clone(), post.id));
            let titles = titles_of(&app, &found).await?;
            let row = |(post, messages): &(TestedPost, Vec<TestMessage>)| {
                post_row(&app, post, messages, titles.get(&post.id))
            };
            Ok((found.iter().map(row).collect(), next))
        }
    };
    respond(format, &name, POST_COLUMNS, pages(read)).await
}

fn post_row(app: &App, post: &TestedPost, messages: &[TestMessage], title: Option<&NamesWire>) -> Row {
    let tree = app.service.tree();
    let [code, name] = unit_cells(tree.by_id(post.unit.0).map(UnitRef::from).as_ref());
    let way = |channel: Channel| {
        let message = messages.iter().find(|message| message.channel == channel);
        message.map_or("", |message| if message.answered_at.is_some() { "answered" } else { message.state.word() })
    };
    let cells = vec![
        text(code),
        text(name),
        text(title.and_then(|title| title.0.get("zh").cloned()).unwrap_or_default()),
        number(Some(post.working.into())),
        text(way(Channel::Sms)),
        text(way(Channel::Voice)),
        text(way(Channel::Mail)),
    ];
    Row { cells, geometry: None }
}
