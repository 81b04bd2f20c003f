//! Issuers of warnings as a file.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use service::warning::IssuerSum;
use utoipa::IntoParams;

use super::table::{Format, Row, number, respond, text};
use super::{at_once, dated};
use crate::extract::Params;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] =
    &["issuer", "warnings", "hits", "false_alarms", "unverified", "rounds", "posts", "night_rings"];

/// Which days, as what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// `csv` or `xlsx`.
    format: Option<String>,
    /// Days, 1 to 1,100; a year when missing.
    days: Option<i64>,
}

/// Issuers of warnings with their sums, as a file.
#[utoipa::path(get, path = "/api/warning-issuers/export", operation_id = "export_warning_issuers", tag = "warnings",
    params(ExportParams), responses((status = 200, description = "the issuers as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ExportParams>,
) -> Result<Response, Problem> {
    let format = Format::of(params.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let sums = app.service.warning_issuers(&signed.actor, params.days.unwrap_or(365), app.now()).await?;
    respond(format, &dated(&app, "warning-issuers"), COLUMNS, at_once(sums.into_iter().map(row).collect())).await
}

fn row(sum: IssuerSum) -> Row {
    let numbers = [sum.warnings, sum.hits, sum.false_alarms, sum.unverified, sum.rounds, sum.posts, sum.night_rings];
    let cells = std::iter::once(text(sum.issuer)).chain(numbers.map(|sum| number(Some(sum.into())))).collect();
    Row { cells, geometry: None }
}
