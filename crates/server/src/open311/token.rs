//! From a token to the number of its request.

use axum::Json;
use axum::extract::State;
use domain::id::HazardId;
use serde_json::Value;
use uuid::Uuid;

use super::error::Errors;
use super::reader::opened;
use super::service::Common;
use super::{stem, view};
use crate::extract::{Params, Place};
use crate::state::App;

pub(super) async fn show(
    State(app): State<App>,
    Place(file): Place<String>,
    Params(common): Params<Common>,
) -> Result<Json<Vec<Value>>, Errors> {
    opened(&app, common.jurisdiction_id.as_deref())?;
    let unknown = || Errors::not_found("token was not found: the request was not stored");
    let id: Uuid = stem(&file)?.parse().map_err(|_| unknown())?;
    let stored = app.service.store().hazard(HazardId(id)).await?.filter(|stored| !stored.hazard.restricted);
    Ok(Json(vec![view::token(&app, &stored.ok_or_else(unknown)?)]))
}
