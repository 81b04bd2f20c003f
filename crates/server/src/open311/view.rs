//! A hazard as a service request.

use domain::hazard::State;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use store::hazard::Stored;

use super::reader::Reader;
use crate::hazard_wire::number_text;
use crate::state::App;

/// Three decimals are about a hundred metres: which block, not which door.
const ROUNDED: f64 = 1_000.0;

/// The request. What is not known, or not for this reader, is missing or null as the standard has it.
pub(super) fn request(
    app: &App,
    reader: &Reader,
    stored: &Stored,
    (updated, description): (Option<Timestamp>, Option<String>),
    language: &str,
) -> Value {
    let hazard = &stored.hazard;
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let item = app.service.catalogue().get(&hazard.category);
    let body = hazard.body.and_then(|id| bodies.iter().find(|body| body.id == id));
    let degrees = |degrees: f64| if reader.full { degrees } else { (degrees * ROUNDED).round() / ROUNDED };
    let mut view = Map::new();
    let mut set = |name: &str, value: Value| view.insert(name.to_owned(), value);
    set("service_request_id", number_text(app, stored).into());
    set("status", if hazard.state.is_open() { "open" } else { "closed" }.into());
    set("status_notes", notes(hazard.state, language).into());
    set("service_name", item.map(|item| item.names.best(language)).into());
    set("service_code", hazard.category.clone().into());
    set("description", if reader.full { description.into() } else { Value::Null });
    set("agency_responsible", body.map(|body| body.names.best(language)).into());
    set("service_notice", Value::Null);
    set("requested_datetime", written(app, hazard.reported_at).into());
    set("updated_datetime", updated.map(|at| written(app, at)).into());
    set("expected_datetime", stored.due.map(|(_, at)| written(app, at)).into());
    set("address", Value::Null);
    let unit = tree.by_id(hazard.unit).filter(|_| reader.full);
    set("address_id", unit.and_then(|unit| unit.code.clone()).into());
    set("zipcode", Value::Null);
    set("lat", hazard.position.map(|p| degrees(p.lat())).into());
    set("long", hazard.position.map(|p| degrees(p.lon())).into());
    Value::Object(view)
}

/// A time as W3C writes it, in the installation's zone.
fn written(app: &App, at: Timestamp) -> String {
    let zoned = at.to_zoned_datetime(app.service.zone().clone());
    jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%S%:z", &zoned).unwrap_or_else(|_| at.to_string())
}

/// What the state means, in a sentence for whoever follows it.
fn notes(state: State, language: &str) -> &'static str {
    let (zh, en) = match state {
        State::Reported => ("已收到,待受理", "received, not looked at yet"),
        State::Accepted => ("已受理", "taken on"),
        State::Rejected => ("不予受理", "not taken on"),
        State::Assigned => ("已分派责任单位", "given to the body that must act"),
        State::Controlled => ("已采取临时管控措施", "made safe for now"),
        State::Rectifying => ("整改中", "being put right"),
        State::AwaitingVerification => ("整改完成,待验收", "reported done, to be verified by somebody else"),
        State::Verified => ("验收通过", "verified"),
        State::Closed => ("已办结", "closed"),
        State::Suspended => ("已管控,暂缓整改", "made safe, the work waits"),
        State::Duplicate => ("与另一件合并办理", "handled together with another request"),
    };
    if language == "en" { en } else { zh }
}

/// The token of a request: the id that it had before it had a number.
pub(super) fn token(app: &App, stored: &Stored) -> Value {
    json!({ "service_request_id": number_text(app, stored), "token": stored.hazard.id })
}
