//! Open311 GeoReport v2, in JSON: the interface by which programs of others report and follow service requests.
//!
//! It is a standard of its own, so its routes and errors are not those of the API and do not stand in `openapi.json`.
//! It is closed where the operator did not open it. A report needs a token. Without a token nobody reads anything, or,
//! where the operator opened the list, public fields alone: no words, no person, positions to about a hundred metres,
//! and natural and accident hazards only, because where somebody is ill or was robbed is nobody's business.

mod create;
mod discovery;
mod error;
mod reader;
mod request;
mod service;
mod token;
mod view;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// Every route of the interface.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/open311/v2/discovery.json", get(discovery::show))
        .route("/open311/v2/services.json", get(service::list))
        .route("/open311/v2/services/{file}", get(service::show))
        .route("/open311/v2/requests.json", get(request::list).post(create::create))
        .route("/open311/v2/requests/{file}", get(request::show))
        .route("/open311/v2/tokens/{file}", get(token::show))
}

/// The name before `.json`; other formats are not written.
fn stem(file: &str) -> Result<&str, error::Errors> {
    file.strip_suffix(".json")
        .ok_or_else(|| error::Errors::not_found("only JSON is written: end the address with .json"))
}
