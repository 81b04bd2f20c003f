//! Bridges to other work-order systems: they push orders, and fetch how these stand.

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Json, RequestExt};
use domain::access::{Permission, Scope};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::ServiceError;
use service::bridge::{ExportPage, Form, Mapping, OrderResult, Outcome, records, summary};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::export::file;
use crate::extract::{Params, Place, media_type, too_large};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// What became of pushed orders.
#[derive(Serialize, ToSchema)]
pub(crate) struct PushView {
    /// Hazards that were made.
    created: usize,
    /// Orders that were here already and say the same.
    known: usize,
    /// Orders that were here already and say something else: that is noted on their hazards.
    changed: usize,
    /// Orders that were not taken.
    refused: usize,
    /// Each of them, in the order in which they came.
    results: Vec<OrderView>,
}

/// What became of one order.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderView {
    /// Its row: in CSV the heading is row 1, in JSON the first order is.
    row: u64,
    /// Their number.
    number: String,
    /// `created`, `known`, `changed` or `refused`.
    outcome: &'static str,
    /// Its hazard.
    hazard: Option<Uuid>,
    /// Their field that stands in the way.
    field: Option<String>,
    /// The offending value, shortened.
    value: Option<String>,
    /// Stable code.
    code: Option<&'static str>,
    /// What is wrong and what to do.
    detail: Option<String>,
}

impl From<OrderResult> for OrderView {
    fn from(result: OrderResult) -> Self {
        let outcome = result.outcome.word();
        let refused = match result.outcome {
            Outcome::Refused(refused) => Some(refused),
            _ => None,
        };
        let (field, value, code, detail) = match refused {
            Some(why) => (Some(why.field), Some(why.value), Some(why.code), Some(why.detail)),
            None => (None, None, None, None),
        };
        let hazard = result.hazard.map(|id| id.0);
        Self { row: result.row, number: result.number, outcome, hazard, field, value, code, detail }
    }
}

/// Orders as they were pushed.
pub(crate) struct Pushed {
    form: Form,
    bytes: Bytes,
}

impl FromRequest<App> for Pushed {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let form = match media_type(&request).as_str() {
            "application/json" => Form::Json,
            "text/csv" => Form::Csv,
            _ => {
                let detail = "send orders with `content-type: application/json` or `text/csv`";
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
            }
        };
        let bytes = request.extract::<Bytes, _>().await.map_err(too_large)?;
        Ok(Self { form, bytes })
    }
}

/// Hand orders in. Each becomes a hazard once: repeat as you like, a known order is not taken twice.
#[utoipa::path(post, path = "/api/bridge/{system}/orders", operation_id = "push_orders", tag = "bridge",
    params(("system" = String, Path, description = "key of the other system")),
    request_body(description = "a JSON list of orders, or CSV with a heading; at most 1 MiB",
        content((Vec<Value> = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = PushView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn push(
    State(app): State<App>,
    signed: Signed,
    Place(system): Place<String>,
    pushed: Pushed,
) -> Result<Json<PushView>, Problem> {
    scope(&app, &signed, &[Permission::BridgeOrders])?;
    let mapping = bridge(&app, &system)?.clone();
    let (service, now) = (app.service.clone(), app.now());
    let results = finish(async move {
        let records = records(&mapping, pushed.form, &pushed.bytes)?;
        service.take_orders(Some(&signed.actor), &mapping, &records, false, now).await
    });
    let results = results.await?;
    let counts = summary(&results);
    let count = |word| counts.get(word).copied().unwrap_or_default();
    Ok(Json(PushView {
        created: count("created"),
        known: count("known"),
        changed: count("changed"),
        refused: count("refused"),
        results: results.into_iter().map(Into::into).collect(),
    }))
}

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// Only orders that changed since, UTC milliseconds.
    since: Option<i64>,
}

/// How the orders stand that the reader may see, as CSV in the columns of the mapping.
#[utoipa::path(get, path = "/api/bridge/{system}/orders.csv", operation_id = "export_orders_csv", tag = "bridge",
    params(("system" = String, Path, description = "key of the other system"), ExportParams),
    responses((status = 200, body = String, description = "CSV, UTF-8 with byte order mark", content_type = "text/csv"),
        (status = 401, body = Problem, content_type = "application/problem+json"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn csv(
    State(app): State<App>,
    signed: Signed,
    Place(system): Place<String>,
    Params(params): Params<ExportParams>,
) -> Result<Response, Problem> {
    export(&app, &signed, &system, &params, Form::Csv).await
}

/// How the orders stand that the reader may see, as a JSON list in the columns of the mapping.
#[utoipa::path(get, path = "/api/bridge/{system}/orders.json", operation_id = "export_orders_json", tag = "bridge",
    params(("system" = String, Path, description = "key of the other system"), ExportParams),
    responses((status = 200, body = Vec<Value>, content_type = "application/json"),
        (status = 401, body = Problem, content_type = "application/problem+json"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn json(
    State(app): State<App>,
    signed: Signed,
    Place(system): Place<String>,
    Params(params): Params<ExportParams>,
) -> Result<Response, Problem> {
    export(&app, &signed, &system, &params, Form::Json).await
}

async fn export(
    app: &App,
    signed: &Signed,
    system: &str,
    params: &ExportParams,
    form: Form,
) -> Result<Response, Problem> {
    // The hotline's own account reads what it may hand in; everybody else what they may see anyway.
    let scope = scope(app, signed, &[Permission::BridgeOrders, Permission::ViewHazards])?;
    let mapping = bridge(app, system)?.clone();
    let since = params.since.map(Timestamp::from_millisecond).transpose();
    let since = since.map_err(|_| Problem::field("since", "time_invalid", "`since` is no time in UTC milliseconds"))?;
    let first = app.service.export_orders(&scope, &mapping, since, None).await?;
    let (kind, extension) = match form {
        Form::Csv => ("text/csv; charset=utf-8", "csv"),
        Form::Json => ("application/json", "json"),
    };
    let name = format!("orders-{system}-{}.{extension}", app.now().strftime("%Y-%m-%d"));
    let app = app.clone();
    let start = Some((first, true));
    let stream = futures::stream::try_unfold(start, move |part| {
        let (app, scope, mapping) = (app.clone(), scope.clone(), mapping.clone());
        async move {
            let Some((page, is_first)) = part else { return Ok::<_, std::io::Error>(None) };
            let text = written(&mapping, &page, form, is_first)?;
            let next = match page.next {
                Some(place) => {
                    let page = app.service.export_orders(&scope, &mapping, since, Some(place)).await;
                    Some((page.map_err(std::io::Error::other)?, false))
                }
                None => None,
            };
            Ok(Some((text, next)))
        }
    });
    Ok(file(kind, &name, HttpBody::from_stream(stream)))
}

/// One part of the file, with what stands before the first and behind the last one.
fn written(mapping: &Mapping, page: &ExportPage, form: Form, is_first: bool) -> Result<String, std::io::Error> {
    let headings = mapping.headings();
    let mut text = String::new();
    match form {
        Form::Csv => {
            if is_first {
                // A spreadsheet takes the file for UTF-8 by its byte order mark alone.
                text = format!("\u{feff}{}", ExportPage::line(&headings)?);
            }
            for row in &page.rows {
                text.push_str(&ExportPage::line(row)?);
            }
        }
        Form::Json => {
            for (index, row) in page.rows.iter().enumerate() {
                let pairs = headings.iter().cloned().zip(row.iter().cloned().map(Value::from));
                text.push(if is_first && index == 0 { '[' } else { ',' });
                text.push_str(&Value::Object(pairs.collect()).to_string());
            }
            if is_first && page.rows.is_empty() {
                text.push('[');
            }
            if page.next.is_none() {
                text.push(']');
            }
        }
    }
    Ok(text)
}

/// What the signed-in one may do with orders: the first of these permissions that she holds anywhere.
fn scope(app: &App, signed: &Signed, permissions: &[Permission]) -> Result<Scope, Problem> {
    let scopes = permissions.iter().map(|&permission| signed.actor.scope(app.service.titles(), permission));
    let held = scopes.into_iter().find(|scope| !scope.is_empty());
    held.ok_or_else(|| ServiceError::Forbidden(permissions.first().copied().unwrap_or(Permission::BridgeOrders)).into())
}

fn bridge<'a>(app: &'a App, system: &str) -> Result<&'a Mapping, Problem> {
    app.service.outside().bridge(system).ok_or_else(|| Problem::not_found("bridge to this system"))
}
