//! Posts that a roster can name.

use axum::Json;
use axum::extract::State;
use domain::id::UnitId;
use serde::Serialize;
use store::account::PostingRow;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::Place;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{BodyRef, NamesWire, UnitRef};

/// A post: no person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostItem {
    /// The posting, to be named in a line of the roster.
    id: Uuid,
    title: NamesWire,
    unit: Option<UnitRef>,
    body: Option<BodyRef>,
}

impl PostItem {
    /// The post of a posting; `None` where its title is not known any more.
    pub(crate) fn of(app: &App, row: &PostingRow) -> Option<Self> {
        let bodies = app.service.bodies();
        Some(Self {
            id: row.id.0,
            title: (&app.service.titles().get(&row.title)?.names).into(),
            unit: app.service.tree().by_id(row.unit).map(Into::into),
            body: row.body.and_then(|id| bodies.iter().find(|body| body.id == id)).map(Into::into),
        })
    }
}

/// Posts that can be on duty for a unit: its own, those below and those above, the nearest first; 500 at most.
#[utoipa::path(get, path = "/api/units/{id}/posts", operation_id = "list_posts", tag = "units", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<PostItem>), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<Vec<PostItem>>, Problem> {
    let rows = app.service.rosterable(&signed.actor, UnitId(id), app.now()).await?;
    let items = rows.iter().filter_map(|row| PostItem::of(&app, row));
    Ok(Json(items.collect()))
}
