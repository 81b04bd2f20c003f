//! The journal as a file.

use axum::extract::State;
use axum::response::Response;
use document::sheet::Cell;
use jiff::Timestamp;
use service::journal::Line;

use super::table::{Format, Row, respond, text};
use super::{FormatParams, PAGE, dated, local, pages, zh};
use crate::extract::Params;
use crate::journal::{JournalParams, filter};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "seq",
    "recorded_at",
    "happened_at",
    "kind",
    "subject_kind",
    "subject",
    "cause_kind",
    "cause",
    "unit",
    "actor",
    "title",
    "post_unit",
    "payload",
];

/// The journal as far as the reader may read it, the newest entry first. That somebody took it is an entry of its own.
#[utoipa::path(get, path = "/api/journal/export", operation_id = "export_journal", tag = "journal", params(JournalParams, FormatParams),
    responses((status = 200, description = "the entries as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<JournalParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let filter = filter(&app.service.tree(), &params)?;
    let (now, service) = (app.now(), app.service.clone());
    let (actor, asked) = (signed.actor.clone(), filter.clone());
    finish(async move { service.journal_exported(&actor, &asked, format.word(), now).await }).await?;
    let (name, actor) = (dated(&app, "journal"), signed.actor);
    let read = move |before| {
        let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
        async move {
            let lines = app.service.journal_lines(&actor, &filter, before, PAGE).await?;
            let next = lines.last().filter(|_| lines.len() as u64 == PAGE).map(Line::place);
            Ok((lines.into_iter().map(|line| row(&app, line)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row(app: &App, line: Line) -> Row {
    let tree = app.service.tree();
    let entry = line.entry;
    let unit_name = |id| tree.by_id(id).map(|unit| zh(&unit.names)).unwrap_or_default();
    let at = |ms| text(Timestamp::from_millisecond(ms).map(|at| local(app, at)).unwrap_or_default());
    let title = line.posting.as_ref().and_then(|posting| app.service.titles().get(&posting.title));
    let cells = vec![
        text(entry.seq.to_string()),
        at(entry.recorded_at),
        at(entry.happened_at),
        text(entry.kind),
        text(entry.subject_kind),
        text(entry.subject.to_string()),
        entry.cause_kind.map_or(Cell::Empty, text),
        entry.cause.map_or(Cell::Empty, |id| text(id.to_string())),
        entry.unit.map_or(Cell::Empty, |id| text(unit_name(domain::id::UnitId(id)))),
        entry.actor.map_or(Cell::Empty, |id| text(id.to_string())),
        title.map_or(Cell::Empty, |title| text(title.names.best("zh"))),
        line.posting.map_or(Cell::Empty, |posting| text(unit_name(posting.unit))),
        text(entry.payload),
    ];
    Row { cells, geometry: None }
}
