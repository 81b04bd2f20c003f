//! Lists as files. Rows are read page by page: a long list never stands in memory whole.

pub(crate) mod account;
pub(crate) mod body;
pub(crate) mod chain_test;
pub(crate) mod closure;
pub(crate) mod evacuation;
pub(crate) mod exercise;
pub(crate) mod gauge;
pub(crate) mod harm;
pub(crate) mod hazard;
pub(crate) mod journal;
pub(crate) mod outlet;
pub(crate) mod place;
pub(crate) mod public_message;
pub(crate) mod register;
pub(crate) mod response;
pub(crate) mod roster;
pub(crate) mod shelter;
mod table;
pub(crate) mod unit;
pub(crate) mod warning;
pub(crate) mod warning_feed;
pub(crate) mod warning_issuer;

use axum::body::Body as HttpBody;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::names::Names;
use futures::Stream;
use jiff::Timestamp;
use serde::Deserialize;
use service::ServiceError;
use utoipa::IntoParams;

use crate::state::App;
use crate::wire::UnitRef;

/// In which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatParams {
    /// `csv` (default), `xlsx`, or, where the list has positions, `geojson`.
    pub(crate) format: Option<String>,
}

/// Rows of one page of a long list.
const PAGE: u64 = 500;

/// Page after page of a list that is read by place. `read` gives a page and where the next one begins.
fn pages<P, F, R>(read: R) -> impl Stream<Item = Result<Vec<table::Row>, ServiceError>> + Send
where
    P: Send,
    F: Future<Output = Result<(Vec<table::Row>, Option<P>), ServiceError>> + Send,
    R: Fn(Option<P>) -> F + Send,
{
    async_stream::try_stream! {
        let mut place = None;
        loop {
            let (rows, next) = read(place).await?;
            yield rows;
            match next {
                Some(next) => place = Some(next),
                None => break,
            }
        }
    }
}

/// A list that stands in memory anyway, as one page.
fn at_once(rows: Vec<table::Row>) -> impl Stream<Item = Result<Vec<table::Row>, ServiceError>> + Send {
    futures::stream::once(std::future::ready(Ok(rows)))
}

/// A time as people of the installation read it.
fn local(app: &App, at: Timestamp) -> String {
    app.service.zone().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The same, or nothing.
fn instant(app: &App, at: Option<Timestamp>) -> String {
    at.map(|at| local(app, at)).unwrap_or_default()
}

/// Code and Chinese name of a unit.
fn unit_cells(unit: Option<&UnitRef>) -> [String; 2] {
    let code = unit.and_then(|unit| unit.code.clone()).unwrap_or_default();
    [code, unit.and_then(|unit| unit.names.0.get("zh").cloned()).unwrap_or_default()]
}

fn zh(names: &Names) -> String {
    names.best("zh").to_owned()
}

/// The name of a file with the date of today.
fn dated(app: &App, name: &str) -> String {
    format!("{name}-{}", app.service.zone().to_datetime(app.now()).strftime("%Y-%m-%d"))
}

pub(crate) fn file(kind: &'static str, name: &str, body: HttpBody) -> Response {
    let fixed = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (fixed, body).into_response()
}
