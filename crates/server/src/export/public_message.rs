//! Messages for the public as a file.

use axum::extract::State;
use axum::response::Response;
use domain::names::Names;
use serde::Deserialize;
use service::public_message::MessagePage;
use store::public_message::StoredMessage;
use utoipa::IntoParams;

use super::table::{Format, Row, respond, text};
use super::{FormatParams, dated, instant, pages, zh};
use crate::extract::Params;
use crate::problem::Problem;
use crate::public_message::states;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "identifier",
    "kind",
    "state",
    "hazard",
    "colour",
    "units",
    "audiences",
    "text",
    "issuer",
    "created_at",
    "submitted_at",
    "published_at",
    "expires_at",
    "ended_at",
    "sent_by_one",
    "verdict",
];

/// Messages that are read at once.
const ROWS: u64 = 100;

/// Which messages.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageFileParams {
    /// States, with commas between.
    state: Option<String>,
    /// Only those that one person sent and nobody judged yet.
    unreviewed: Option<bool>,
}

/// Messages for the public as a file, the latest first. The text is that for residents, as it went out.
#[utoipa::path(get, path = "/api/public-messages/export", operation_id = "export_public_messages", tag = "public",
    params(MessageFileParams, FormatParams), responses((status = 200, description = "the messages as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<MessageFileParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (states, unreviewed) = (states(params.state.as_deref())?, params.unreviewed == Some(true));
    let page = move |before, limit| MessagePage { states: states.clone(), unreviewed, before, limit };
    // A refusal must not come after the first line has gone out.
    app.service.list_public_messages(&signed.actor, &page(None, 1)).await?;
    let (name, actor) = (dated(&app, "public-messages"), signed.actor);
    let read = move |before| {
        let (app, actor, page) = (app.clone(), actor.clone(), page(before, ROWS));
        async move {
            let rows = app.service.list_public_messages(&actor, &page).await?;
            let last = rows.last().filter(|_| rows.len() as u64 == ROWS);
            let next = last.map(|row| (row.created_at, row.message.id));
            Ok((rows.iter().map(|row| row_of(&app, row)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row_of(app: &App, stored: &StoredMessage) -> Row {
    let StoredMessage { message, content, published, .. } = stored;
    let tree = app.service.tree();
    let units: Vec<_> = content.units.iter().filter_map(|id| tree.by_id(*id)).map(|unit| zh(&unit.names)).collect();
    let audiences: Vec<_> = content.said.iter().map(|said| said.audience.word()).collect();
    let out = published.as_ref();
    let words = |names: Option<&Names>| names.map(zh).unwrap_or_default();
    let sent = out.and_then(|published| published.texts.first()).map(|text| &text.text);
    let said = content.said.first().map(|said| &said.action);
    let cells = vec![
        text(out.map(|published| published.identifier.clone()).unwrap_or_default()),
        text(message.kind.word()),
        text(message.state.word()),
        text(&content.hazard),
        text(content.colour.map(|colour| colour.word()).unwrap_or_default()),
        text(units.join("、")),
        text(audiences.join(" ")),
        text(words(sent.or(said))),
        text(words(out.map(|published| &published.issuer))),
        text(instant(app, Some(stored.created_at))),
        text(instant(app, stored.submitted_at)),
        text(instant(app, out.map(|published| published.at))),
        text(instant(app, Some(content.expires_at))),
        text(instant(app, stored.ended.map(|(at, _)| at))),
        text(message.glass.to_string()),
        text(message.review.map(|review| review.verdict.word()).unwrap_or_default()),
    ];
    Row { cells, geometry: None }
}
