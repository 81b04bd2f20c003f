//! The table of titles: what each post may do.

use axum::Json;
use axum::extract::State;
use domain::access::Title;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::NamesWire;

/// A title with what it grants.
#[derive(Serialize, ToSchema)]
pub(crate) struct TitleItem {
    /// Its key.
    id: String,
    names: NamesWire,
    /// Words of the permissions that it grants.
    permissions: Vec<&'static str>,
    /// Whether its dangerous permissions count only with a second factor.
    second_factor: bool,
}

impl From<&Title> for TitleItem {
    fn from(title: &Title) -> Self {
        Self {
            id: title.id.clone(),
            names: (&title.names).into(),
            permissions: title.grants.keys().map(|permission| permission.word()).collect(),
            second_factor: title.second_factor,
        }
    }
}

/// Every title of this installation.
#[utoipa::path(get, path = "/api/titles", operation_id = "list_titles", tag = "accounts",
    responses((status = 200, body = Vec<TitleItem>), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(State(app): State<App>, _signed: Signed) -> Json<Vec<TitleItem>> {
    Json(app.service.titles().all().iter().map(Into::into).collect())
}
