//! Requests as lists and one by one.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use store::hazard::{PublicFilter, Stored};
use uuid::Uuid;

use super::error::Errors;
use super::reader::{Reader, keyed, language, opened};
use super::{stem, view};
use crate::extract::{Params, Place};
use crate::hazard_wire::number_text;
use crate::state::App;

/// The longest span of days that is listed.
const SPAN_MAX: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Most requests that are asked for by their numbers.
const IDS_MAX: usize = 100;

/// Requests per page: as asked, at most the second.
const PAGE: (u64, u64) = (100, 500);

/// The furthest page: nobody turns to it, and a database would count up to it.
const PAGE_LAST: u64 = 1_000;

/// Which requests.
#[derive(Deserialize)]
pub(super) struct ListParams {
    jurisdiction_id: Option<String>,
    api_key: Option<String>,
    service_request_id: Option<String>,
    service_code: Option<String>,
    start_date: Option<String>,
    end_date: Option<String>,
    status: Option<String>,
    page: Option<u64>,
    page_size: Option<u64>,
}

pub(super) async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    params: Result<Params<ListParams>, crate::problem::Problem>,
) -> Result<Json<Vec<Value>>, Errors> {
    let Params(params) = params?;
    let settings = opened(&app, params.jurisdiction_id.as_deref())?;
    let actor = keyed(&app, params.api_key.as_deref(), &headers).await?;
    let reader = Reader::of(&app, settings, actor.as_ref())?;
    let filter = filter(&app, &reader, &params)?;
    let size = params.page_size.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let page = params.page.unwrap_or(1);
    if !(1..=PAGE_LAST).contains(&page) {
        return Err(Errors::bad(format!("page is a number from 1 to {PAGE_LAST}")));
    }
    let rows = app.service.store().hazards_by_day(&reader.scope, &filter, (page - 1) * size, size).await?;
    Ok(Json(views(&app, &reader, &rows, language(&headers)).await?))
}

pub(super) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Place(file): Place<String>,
    params: Result<Params<ListParams>, crate::problem::Problem>,
) -> Result<Json<Vec<Value>>, Errors> {
    let Params(params) = params?;
    let settings = opened(&app, params.jurisdiction_id.as_deref())?;
    let actor = keyed(&app, params.api_key.as_deref(), &headers).await?;
    let reader = Reader::of(&app, settings, actor.as_ref())?;
    let unknown = || Errors::not_found("service_request_id was not found");
    let asked = stem(&file)?;
    let number = number(asked).ok_or_else(unknown)?;
    let filter =
        PublicFilter { categories: reader.categories(&app), numbers: Some(vec![number]), ..PublicFilter::default() };
    let rows = app.service.store().hazards_by_day(&reader.scope, &filter, 0, 1).await?;
    let rows: Vec<Stored> = rows.into_iter().filter(|row| number_text(&app, row) == asked).collect();
    if rows.is_empty() {
        return Err(unknown());
    }
    Ok(Json(views(&app, &reader, &rows, language(&headers)).await?))
}

async fn views(app: &App, reader: &Reader, rows: &[Stored], language: &str) -> Result<Vec<Value>, Errors> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.hazard.id.0).collect();
    let updated = app.service.store().last_recorded(&ids).await?;
    let mut texts = if reader.full { app.service.store().texts(&ids).await? } else { Default::default() };
    let views = rows.iter().map(|row| {
        let texts = texts.remove(&row.hazard.id.0).unwrap_or_default();
        let description = texts.into_iter().find(|(_, field, _)| field == "description").map(|(_, _, text)| text);
        view::request(app, reader, row, (updated.get(&row.hazard.id.0).copied(), description), language)
    });
    Ok(views.collect())
}

fn filter(app: &App, reader: &Reader, params: &ListParams) -> Result<PublicFilter, Errors> {
    let mut categories = reader.categories(app);
    if let Some(ids) = words(params.service_request_id.as_deref()) {
        if ids.len() > IDS_MAX {
            return Err(Errors::bad(format!("at most {IDS_MAX} values of service_request_id are looked up at once")));
        }
        // One that cannot be a number of ours is one that is not found.
        let numbers = ids.into_iter().filter_map(number).collect();
        return Ok(PublicFilter { categories, numbers: Some(numbers), ..PublicFilter::default() });
    }
    if let Some(codes) = words(params.service_code.as_deref()) {
        categories.retain(|id| codes.contains(&id.as_str()));
    }
    let open = match words(params.status.as_deref()).unwrap_or_default().as_slice() {
        [] => None,
        ["open"] => Some(true),
        ["closed"] => Some(false),
        [one, other] if one != other && [*one, *other].iter().all(|word| matches!(*word, "open" | "closed")) => None,
        _ => return Err(Errors::bad("status is `open`, `closed` or both, separated by a comma")),
    };
    let (from, to) = span(app, params)?;
    Ok(PublicFilter { categories, numbers: None, from: Some(from), to: Some(to), open })
}

/// The days that are listed: 90 up to now, or up to or from the date that is given.
fn span(app: &App, params: &ListParams) -> Result<(Timestamp, Timestamp), Errors> {
    let start = params.start_date.as_deref().map(|text| moment(app, "start_date", text)).transpose()?;
    let end = params.end_date.as_deref().map(|text| moment(app, "end_date", text)).transpose()?;
    let before = |at: Timestamp| at.saturating_sub(SPAN_MAX).unwrap_or(Timestamp::MIN);
    let (from, to) = match (start, end) {
        (None, None) => (before(app.now()), app.now()),
        (None, Some(end)) => (before(end), end),
        (Some(start), None) => (start, start.saturating_add(SPAN_MAX).unwrap_or(Timestamp::MAX)),
        (Some(start), Some(end)) => (start, end),
    };
    if to < from {
        return Err(Errors::bad("end_date lies before start_date"));
    }
    if to.duration_since(from) > SPAN_MAX {
        return Err(Errors::bad("start_date and end_date are at most 90 days apart"));
    }
    Ok((from, to))
}

fn moment(app: &App, name: &str, text: &str) -> Result<Timestamp, Errors> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let day: Option<Date> = text.parse().ok().filter(|_| text.len() == 10);
    let day = day.and_then(|day| app.service.zone().to_timestamp(day.at(0, 0, 0, 0)).ok());
    day.ok_or_else(|| Errors::bad(format!("{name} is a time such as 2026-11-01T00:00:00+08:00")))
}

/// Words separated by commas; none where the parameter is missing or empty.
fn words(text: Option<&str>) -> Option<Vec<&str>> {
    let words: Vec<&str> = text?.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then_some(words)
}

/// The running number of an id such as `H-2026-000123`.
fn number(id: &str) -> Option<i64> {
    let (year, number) = id.strip_prefix("H-")?.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(year) && digits(number) { number.parse().ok() } else { None }
}
