//! Feeds of warnings as a file.

use axum::response::Response;
use document::sheet::Cell;
use domain::feed::FeedFault;
use jiff::Timestamp;

use super::table::{Format, Row, number, respond, text};
use super::{at_once, dated, local};
use crate::problem::Problem;
use crate::state::App;
use crate::warning_feed::FeedView;

const COLUMNS: &[&str] = &[
    "name",
    "address",
    "authenticated",
    "senders",
    "every_s",
    "state",
    "failures",
    "fault",
    "last_error",
    "asked_at",
    "answered_at",
    "next_at",
];

pub(crate) async fn export_feeds(app: &App, format: Option<&str>, feeds: Vec<FeedView>) -> Result<Response, Problem> {
    let format = Format::of(format, &[Format::Csv, Format::Xlsx])?;
    let time = |at: Option<i64>| -> Cell {
        let at = at.and_then(|at| Timestamp::from_millisecond(at).ok());
        text(at.map(|at| local(app, at)).unwrap_or_default())
    };
    let rows = feeds.into_iter().map(|feed| Row {
        cells: vec![
            text(feed.name),
            text(feed.address),
            text(feed.authenticated.to_string()),
            text(feed.senders.join(" ")),
            number(Some(f64::from(feed.every_s))),
            text(feed.state.word()),
            number(Some(f64::from(feed.failures))),
            text(feed.fault.map(FeedFault::word).unwrap_or_default()),
            text(feed.last_error.unwrap_or_default()),
            time(feed.tried_at),
            time(feed.ok_at),
            time(feed.next_at),
        ],
        geometry: None,
    });
    respond(format, &dated(app, "warning-feeds"), COLUMNS, at_once(rows.collect())).await
}
