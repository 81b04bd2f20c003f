//! Reports of harm as a file: one line for each version, so that what was known when stays readable.

use axum::extract::State;
use axum::response::Response;
use domain::id::UnitId;
use domain::unit::UnitTree;
use service::harm::{HarmPage, HarmSheet};
use store::harm::HarmVersion;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, dated, local, pages, zh};
use crate::extract::Params;
use crate::harm::ListParams;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "report",
    "version",
    "kind",
    "unit_code",
    "unit_name",
    "place",
    "stage",
    "basis",
    "dead",
    "missing",
    "dead_or_missing",
    "injured",
    "affected",
    "moved",
    "loss_yuan",
    "known_at",
    "recorded_at",
    "counts_with",
];

/// Every version of the reports that the reader sees; who reported is not in it. An empty cell is unknown.
#[utoipa::path(get, path = "/api/harm-reports/export", operation_id = "export_harm_reports", tag = "harm", params(ListParams, FormatParams),
    responses((status = 200, description = "the versions as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let unit = params.unit.map(UnitId);
    let page = move |before, limit| HarmPage { unit, before, limit };
    // A refusal must not come after the first line has gone out.
    app.service.list_harm(&signed.actor, &page(None, 1)).await?;
    let (name, actor) = (dated(&app, "harm-reports"), signed.actor);
    let read = move |before| {
        let (app, actor, page) = (app.clone(), actor.clone(), page(before, PAGE));
        async move {
            let sheets = app.service.list_harm(&actor, &page).await?;
            let last = sheets.last().filter(|_| sheets.len() as u64 == PAGE);
            let next = last.map(|sheet| (sheet.report.recorded_at, sheet.report.id));
            let tree = app.service.tree();
            let lines = sheets.iter().flat_map(|sheet| sheet.versions.iter().map(move |version| (sheet, version)));
            Ok((lines.map(|(sheet, version)| row(&app, &tree, sheet, version)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row(app: &App, tree: &UnitTree, sheet: &HarmSheet, version: &HarmVersion) -> Row {
    let (report, counts, unit) = (&sheet.report, &version.counts, tree.by_id(sheet.report.unit));
    let people = |count: Option<u32>| number(count.map(f64::from));
    #[expect(clippy::cast_precision_loss, reason = "losses are bounded far below 2^53")]
    let loss = counts.loss_yuan.map(|loss| loss as f64);
    let cells = vec![
        text(report.id.to_string()),
        number(Some(f64::from(version.number))),
        text(report.kind.word()),
        text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
        text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
        text(sheet.place.as_ref().map(|place| zh(&place.names)).unwrap_or_default()),
        text(version.stage.word()),
        text(version.basis.word()),
        people(counts.dead),
        people(counts.missing),
        people(counts.combined()),
        people(counts.injured),
        people(counts.affected),
        people(counts.moved),
        number(loss),
        text(local(app, version.known_at)),
        text(local(app, version.recorded_at)),
        text(sheet.master.map(|id| id.to_string()).unwrap_or_default()),
    ];
    Row { cells, geometry: None }
}
