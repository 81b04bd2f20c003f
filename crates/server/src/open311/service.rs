//! What can be reported.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::catalogue::{Category, Item};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::Errors;
use super::reader::{language, opened, services};
use super::stem;
use crate::extract::{Params, Place};
use crate::state::App;

/// Parameters of every request.
#[derive(Deserialize)]
pub(super) struct Common {
    pub(super) jurisdiction_id: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    Params(common): Params<Common>,
) -> Result<Json<Vec<Value>>, Errors> {
    opened(&app, common.jurisdiction_id.as_deref())?;
    let language = language(&headers);
    Ok(Json(services(&app).map(|item| service(item, language)).collect()))
}

pub(super) async fn show(
    State(app): State<App>,
    Place(file): Place<String>,
    Params(common): Params<Common>,
) -> Result<Json<Value>, Errors> {
    opened(&app, common.jurisdiction_id.as_deref())?;
    let code = stem(&file)?;
    let item = services(&app).find(|item| item.id == code);
    let item = item.ok_or_else(|| Errors::not_found("service_code was not found"))?;
    // No service asks for more than every report has.
    Ok(Json(json!({ "service_code": item.id, "attributes": [] })))
}

fn service(item: &Item, language: &str) -> Value {
    let group = match (item.category, language) {
        (Category::Natural, "en") => "Natural disasters",
        (Category::Natural, _) => "自然灾害",
        (Category::Accident, "en") => "Accidents",
        (Category::Accident, _) => "事故灾难",
        (Category::Health, "en") => "Public health",
        (Category::Health, _) => "公共卫生",
        (Category::Social, "en") => "Social security",
        (Category::Social, _) => "社会安全",
    };
    json!({
        "service_code": item.id,
        "service_name": item.names.best(language),
        "description": item.names.best(language),
        "metadata": false,
        "type": "realtime",
        "keywords": "",
        "group": group,
    })
}
