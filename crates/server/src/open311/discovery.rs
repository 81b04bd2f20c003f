//! The discovery document: where the interface is and what it speaks.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::error::Errors;
use super::reader::opened;
use crate::state::App;

/// When the interface last changed in a way that a client notices.
const CHANGESET: &str = "2026-11-24 00:00";

pub(super) async fn show(State(app): State<App>) -> Result<Json<Value>, Errors> {
    let settings = opened(&app, None)?;
    let base = settings.base_url.trim_end_matches('/');
    Ok(Json(json!({
        "changeset": CHANGESET,
        "contact": settings.contact,
        "key_service": "a token is made by its owner: see docs/bridge.md",
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": format!("{base}/open311/v2"),
            "changeset": CHANGESET,
            "type": if app.settings.demo.is_some() { "test" } else { "production" },
            "formats": ["application/json"],
        }],
    })))
}
