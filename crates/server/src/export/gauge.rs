//! Gauges as a file.

use axum::response::Response;
use jiff::Timestamp;

use super::table::{Format, Row, number, respond, text};
use super::{at_once, dated, local};
use crate::gauge::GaugeView;
use crate::problem::Problem;
use crate::state::App;

const COLUMNS: &[&str] = &["name", "unit_code", "quantities", "every_s", "state", "last_at"];

pub(crate) async fn export_gauges(
    app: &App,
    format: Option<&str>,
    gauges: Vec<GaugeView>,
) -> Result<Response, Problem> {
    let format = Format::of(format, &[Format::Csv, Format::Xlsx])?;
    let tree = app.service.tree();
    let rows = gauges.into_iter().map(|gauge| {
        let last = gauge.last_at.and_then(|at| Timestamp::from_millisecond(at).ok());
        let unit = gauge.unit.and_then(|unit| tree.by_id(domain::id::UnitId(unit.id)));
        let words: Vec<_> = gauge.quantities.iter().map(|one| one.word()).collect();
        let cells = vec![
            text(gauge.name),
            text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
            text(words.join(" ")),
            number(Some(f64::from(gauge.every_s))),
            text(gauge.state.word()),
            text(last.map(|at| local(app, at)).unwrap_or_default()),
        ];
        Row { cells, geometry: None }
    });
    let rows = rows.collect();
    respond(format, &dated(app, "gauges"), COLUMNS, at_once(rows)).await
}
