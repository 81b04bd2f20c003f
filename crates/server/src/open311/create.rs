//! Taking a request in: by the ordinary report, with a token, never as a person's own.

use axum::Form;
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use domain::hazard::{Channel, Draft};
use domain::id::{CommandId, HazardId, UnitId};
use serde_json::{Value, json};
use service::hazard::{Extras, Origin, Submission};
use service::{ServiceError, secret};
use uuid::Uuid;

use super::error::Errors;
use super::reader::{keyed, language, opened, services};
use crate::hazard_wire::number_text;
use crate::middleware::finish;
use crate::network::Network;
use crate::state::App;

/// What is asked of people elsewhere and not kept here: nothing here would use it.
const NOT_KEPT: [&str; 3] = ["email", "first_name", "last_name"];

/// Fields of a form, refused as the standard refuses.
pub(super) struct Fields(Vec<(String, String)>);

impl FromRequest<App> for Fields {
    type Rejection = Errors;

    async fn from_request(request: Request, app: &App) -> Result<Self, Errors> {
        let form = Form::<Vec<(String, String)>>::from_request(request, app).await;
        let Form(fields) = form.map_err(|rejection| {
            let what = "send application/x-www-form-urlencoded, at most 1 MiB";
            let status = rejection.status();
            Errors::new(if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::BAD_REQUEST } else { status }, what)
        })?;
        Ok(Self(fields))
    }
}

impl Fields {
    /// The value of a field; none where it is empty.
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    fn degrees(&self, name: &str) -> Result<Option<f64>, Errors> {
        let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
        let read = |text| number(text).ok_or_else(|| Errors::bad(format!("{name} is a number of degrees")));
        self.get(name).map(read).transpose()
    }

    /// What names the content of the request. Neither the credential nor a phone number is in it: the hash is kept.
    fn hash(&self) -> Vec<u8> {
        let mut parts: Vec<u8> = Vec::new();
        for (name, value) in self.0.iter().filter(|(name, _)| name != "api_key" && name != "phone") {
            for text in [name, value] {
                parts.extend_from_slice(&text.len().to_be_bytes());
                parts.extend_from_slice(text.as_bytes());
            }
        }
        secret::sha256(&[&parts])
    }
}

pub(super) async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    network: Network,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), Errors> {
    opened(&app, fields.get("jurisdiction_id"))?;
    let actor = keyed(&app, fields.get("api_key"), &headers).await?;
    let actor = actor.ok_or_else(|| Errors::key("api_key is missing"))?;
    let code = fields.get("service_code").ok_or_else(|| Errors::bad("service_code is missing"))?;
    if !services(&app).any(|item| item.id == code) {
        return Err(Errors::bad("service_code is none of services.json"));
    }
    if let Some(name) = NOT_KEPT.into_iter().find(|name| fields.get(name).is_some()) {
        return Err(Errors::bad(format!(
            "{name} is not kept here: leave it out, or send phone, to which status texts go"
        )));
    }
    let now = app.now();
    let id = HazardId(Uuid::now_v7());
    let degrees = (fields.degrees("long")?, fields.degrees("lat")?);
    let unit = unit(&app, &fields, degrees.0.is_some())?;
    let draft = Draft::new(id, code.to_owned(), Some(description(&fields)), degrees, None, unit, None, None, now);
    let draft = Draft { channel: Channel::Import, ..draft.map_err(ServiceError::from)? };
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let key = key.and_then(|text| text.trim().trim_matches('"').parse().ok()).unwrap_or_else(Uuid::now_v7);
    let phone = fields.get("phone").map(str::to_owned);
    let extras = Extras { phone, language: Some(language(&headers).to_owned()), ..Extras::default() };
    let new = Submission {
        draft,
        key: CommandId(key),
        body_hash: fields.hash(),
        // Nobody gets it: the request is followed by its number.
        follow_secret: Some(secret::token()),
    };
    let service = app.service.clone();
    let origin = Origin { network: network.0, ..Origin::default() };
    let reported = finish(async move { service.report_through(&actor, new, extras, &origin, now).await }).await;
    let notice = fields.get("media_url").map(|_| "media_url is not fetched; the request was taken without it");
    match reported.map_err(Errors::from) {
        Ok(reported) => {
            let number = number_text(&app, &reported.stored);
            let view = json!([{ "service_request_id": number, "service_notice": notice, "account_id": null }]);
            Ok((StatusCode::CREATED, Json(view)))
        }
        // It may or may not be stored: the token tells, later.
        Err(error) if error.code == Some("outcome_unknown") => {
            let view = json!([{ "token": id, "service_notice": notice, "account_id": null }]);
            Ok((StatusCode::ACCEPTED, Json(view)))
        }
        Err(error) => Err(error),
    }
}

/// The unit, where there is no position: by its code, or the root where only an address in words is given.
fn unit(app: &App, fields: &Fields, positioned: bool) -> Result<Option<UnitId>, Errors> {
    let tree = app.service.tree();
    match (fields.get("address_id"), fields.get("address_string")) {
        (Some(code), _) => {
            let unit = tree.by_code(code).map(|unit| unit.id);
            unit.map(Some).ok_or_else(|| Errors::bad("address_id is the code of no unit here"))
        }
        (None, Some(_)) if !positioned => Ok(tree.root().map(|root| root.id)),
        _ if positioned => Ok(None),
        _ => Err(Errors::bad("lat and long, address_string or address_id must be given")),
    }
}

fn description(fields: &Fields) -> String {
    let mut text = fields.get("description").unwrap_or_default().to_owned();
    if let Some(address) = fields.get("address_string") {
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text.push_str(address);
    }
    text
}
