//! Bodies: who is competent where.

use axum::Json;
use axum::extract::State;
use domain::body::{Body, BodyKind};
use domain::unit::{UnitPath, UnitTree};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::extract::Params;
use crate::problem::Problem;
use crate::state::App;
use crate::unit::find;
use crate::unit_wire::BodyView;
use crate::wire::{Page, limit};

/// Which bodies.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Competent for this unit.
    unit: Option<Uuid>,
    /// Of this kind.
    kind: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, 1 to 500; 50 when missing.
    limit: Option<u32>,
}

/// Bodies, by code.
#[utoipa::path(get, path = "/api/bodies", operation_id = "list_bodies", tag = "bodies", params(ListParams),
    responses((status = 200, body = Page<BodyView>), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<BodyView>>, Problem> {
    let tree = app.service.tree();
    let all = app.service.bodies();
    let after = |body: &&Body| params.after.as_ref().is_none_or(|after| body.code > *after);
    let wanted = wanted(&all, &tree, &params)?.filter(after);
    let limit = limit(params.limit);
    let mut bodies: Vec<&Body> = wanted.take(limit + 1).collect();
    let more = bodies.len() > limit;
    bodies.truncate(limit);
    let next = bodies.last().filter(|_| more).map(|body| body.code.clone());
    Ok(Json(Page { items: bodies.into_iter().map(|body| view(body, &tree)).collect(), next }))
}

/// The bodies that the parameters ask for, on every page.
pub(crate) fn wanted<'a>(
    all: &'a [Body],
    tree: &'a UnitTree,
    params: &ListParams,
) -> Result<impl Iterator<Item = &'a Body>, Problem> {
    let unit = params.unit.map(|id| find(tree, id)).transpose()?;
    let kind = params.kind.as_deref().map(|word| {
        BodyKind::from_word(word)
            .ok_or_else(|| Problem::field("kind", "kind_unknown", format!("`{word}` is no kind of body")))
    });
    let kind = kind.transpose()?;
    Ok(all.iter().filter(move |body| {
        kind.is_none_or(|kind| body.kind == kind) && unit.is_none_or(|unit| body.is_competent(tree, &unit.path))
    }))
}

/// Bodies whose jurisdiction covers the path.
pub(crate) fn bodies_for(bodies: &[Body], tree: &UnitTree, path: &UnitPath) -> Vec<BodyView> {
    bodies.iter().filter(|body| body.is_competent(tree, path)).map(|body| view(body, tree)).collect()
}

fn view(body: &Body, tree: &UnitTree) -> BodyView {
    let jurisdiction = body.jurisdiction.iter().filter_map(|&unit| tree.by_id(unit));
    BodyView { body: body.into(), jurisdiction: jurisdiction.map(Into::into).collect() }
}
