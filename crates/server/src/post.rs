//! Posts that a roster can name, or the head of a building as helpers.

use axum::Json;
use axum::extract::State;
use domain::id::UnitId;
use serde::{Deserialize, Serialize};
use store::account::PostingRow;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{BodyRef, NamesWire, UnitRef};

/// Which posts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PostParams {
    /// Those that can be named as helpers of the assistance register (协助登记), for whoever heads buildings there: of the
    /// unit, below it, and above it up to its community or village; 200 at most.
    helpers: Option<bool>,
}

/// A post: no person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostItem {
    /// The posting, to be named in a line of the roster or as a helper.
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
#[utoipa::path(get, path = "/api/units/{id}/posts", operation_id = "list_posts", tag = "units",
    params(PostParams, ("id" = Uuid, Path)),
    responses((status = 200, body = Vec<PostItem>), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<PostParams>,
) -> Result<Json<Vec<PostItem>>, Problem> {
    let (actor, unit, now) = (&signed.actor, UnitId(id), app.now());
    let rows = match params.helpers {
        Some(true) => app.service.helper_posts(actor, unit, now).await?,
        Some(false) | None => app.service.rosterable(actor, unit, now).await?,
    };
    let items = rows.iter().filter_map(|row| PostItem::of(&app, row));
    Ok(Json(items.collect()))
}
