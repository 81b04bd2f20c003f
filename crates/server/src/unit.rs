//! Reading units.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::access::Actor;
use domain::id::UnitId;
use domain::unit::boundary::Position;
use domain::unit::{Unit, UnitKind, UnitPath, UnitTree};
use serde::Deserialize;
use serde_json::{Value, json};
use store::hazard::Filter;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::body::bodies_for;
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::MaybeSigned;
use crate::state::App;
use crate::unit_wire::{
    ChangeView, CodeView, KindCount, KindCounts, Loads, LocatedView, UnitDetail, UnitView, unit_view,
};
use crate::wire::{Page, UnitRef, limit};

/// Which units.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Directly below this unit.
    parent: Option<Uuid>,
    /// Anywhere below this unit.
    within: Option<Uuid>,
    /// Of this kind.
    kind: Option<String>,
    /// Part of a name in any language, or the beginning of a code.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, 1 to 500; 50 when missing.
    limit: Option<u32>,
}

/// Units by parent, subtree, kind or text. Higher levels come first, then codes.
#[utoipa::path(get, path = "/api/units", operation_id = "list_units", tag = "units", params(ListParams),
    responses((status = 200, body = Page<UnitView>), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<UnitView>>, Problem> {
    let tree = app.service.tree();
    let kind = params.kind.as_deref().map(kind).transpose()?;
    let within = params.within.map(|id| find(&tree, id)).transpose()?;
    let text = params.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let mut units: Vec<&Unit> = match (params.parent, text) {
        (Some(parent), None) => tree.children(find(&tree, parent)?.id).collect(),
        (Some(parent), Some(text)) => {
            let parent = find(&tree, parent)?;
            let found = tree.search(text, Some(&parent.path)).into_iter();
            found.filter(|unit| unit.parent == Some(parent.id)).collect()
        }
        (None, Some(text)) => tree.search(text, within.map(|unit| &unit.path)),
        (None, None) => match within.or(tree.root()) {
            Some(top) => {
                let mut below: Vec<&Unit> = tree.subtree(&top.path).filter(|unit| unit.id != top.id).collect();
                below.sort_by(|a, b| order(a).cmp(&order(b)));
                below
            }
            None => Vec::new(),
        },
    };
    units.retain(|unit| kind.is_none_or(|kind| unit.kind == kind));
    let from = match &params.after {
        Some(after) => {
            let place = cursor(after)
                .ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` is no cursor of this list"))?;
            units.partition_point(|unit| order(unit) <= (place.0, place.1.as_str(), place.2))
        }
        None => 0,
    };
    let limit = limit(params.limit);
    let page = &units[from..units.len().min(from + limit)];
    let next = (from + page.len() < units.len()).then(|| page.last().map(|unit| cursor_of(unit))).flatten();
    let part = params.parent.or(params.within).map(|id| find(&tree, id)).transpose()?;
    let loads = loads(&app, actor.as_ref(), part.map(|unit| unit.path.clone())).await?;
    let ids: Vec<UnitId> = page.iter().map(|unit| unit.id).collect();
    let counts = app.service.store().unit_statistics(&ids).await?;
    let items = page.iter().map(|unit| {
        let view = unit_view(&tree, unit, counts.get(&unit.id), &loads);
        if text.is_some() { view.among_namesakes(&tree, unit) } else { view }
    });
    Ok(Json(Page { items: items.collect(), next }))
}

/// Where to count.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WithinParams {
    /// Below this unit; the whole tree when missing.
    within: Option<Uuid>,
}

/// How many units of each kind there are.
#[utoipa::path(get, path = "/api/units/counts", operation_id = "count_units", tag = "units", params(WithinParams),
    responses((status = 200, body = KindCounts), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn counts(
    State(app): State<App>,
    Params(params): Params<WithinParams>,
) -> Result<Json<KindCounts>, Problem> {
    let tree = app.service.tree();
    let top = match params.within {
        Some(id) => Some(find(&tree, id)?),
        None => tree.root(),
    };
    Ok(Json(KindCounts { counts: top.map(|top| kind_counts(&tree, top)).unwrap_or_default() }))
}

/// A position, WGS-84 degrees.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PositionParams {
    /// Longitude.
    lon: f64,
    /// Latitude.
    lat: f64,
}

/// Who answers for a position. Always answers once there is a tree: no place is unowned.
#[utoipa::path(get, path = "/api/units/locate", operation_id = "locate_unit", tag = "units", params(PositionParams),
    responses((status = 200, body = LocatedView), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn locate(
    State(app): State<App>,
    Params(params): Params<PositionParams>,
) -> Result<Json<LocatedView>, Problem> {
    let position = Position::from_degrees(params.lon, params.lat)
        .ok_or_else(|| Problem::field("lon", "position_invalid", "`lon` and `lat` must lie within ±180 and ±90"))?;
    let tree = app.service.tree();
    let located = tree.locate(position).ok_or_else(|| Problem::not_found("unit: none has been imported yet"))?;
    Ok(Json(LocatedView {
        unit: located.unit.into(),
        lineage: lineage(&tree, located.unit),
        fallback: located.fallback,
    }))
}

/// One unit with lineage, codes, counts, bodies and history.
#[utoipa::path(get, path = "/api/units/{id}", operation_id = "show_unit", tag = "units", params(("id" = Uuid, Path, description = "the unit")),
    responses((status = 200, body = UnitDetail), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    MaybeSigned(actor): MaybeSigned,
    Place(id): Place<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tree = app.service.tree();
    let unit = find(&tree, id)?;
    let store = app.service.store();
    let loads = loads(&app, actor.as_ref(), Some(unit.path.clone())).await?;
    let counts = store.unit_statistics(&[unit.id]).await?;
    let codes = store.unit_codes(unit.id).await?.into_iter().map(|code| CodeView {
        scheme: code.scheme,
        value: code.value,
        valid_from: code.valid_from.as_millisecond(),
        valid_to: code.valid_to.map(|at| at.as_millisecond()),
    });
    let detail = UnitDetail {
        unit: unit_view(&tree, unit, counts.get(&unit.id), &loads),
        lineage: lineage(&tree, unit),
        codes: codes.collect(),
        counts: kind_counts(&tree, unit),
        bodies: bodies_for(&app.service.bodies(), &tree, &unit.path),
        history: history(&app, unit).await?,
    };
    Ok(tagged(&headers, &detail))
}

/// A unit's boundary as a GeoJSON feature.
#[utoipa::path(get, path = "/api/units/{id}/boundary", operation_id = "show_boundary", tag = "units", params(("id" = Uuid, Path, description = "the unit")),
    responses((status = 200, body = Object, description = "GeoJSON feature, WGS-84", content_type = "application/geo+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn boundary(
    State(app): State<App>,
    Place(id): Place<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tree = app.service.tree();
    let unit = find(&tree, id)?;
    let boundary = unit.boundary.as_ref().ok_or_else(|| Problem::not_found("boundary of this unit"))?;
    let feature = json!({
        "type": "Feature",
        "id": unit.number.0,
        "geometry": domain::geometry::convert::geojson(boundary),
        "properties": { "code": unit.code, "names": unit.names, "boundary_quality": unit.boundary_quality.word() },
    });
    let mut response = tagged(&headers, &feature);
    let kind = header::HeaderValue::from_static("application/geo+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// The answer with an ETag of its content; 304 where the reader has it already.
pub(crate) fn tagged(headers: &HeaderMap, value: &impl serde::Serialize) -> Response {
    tagged_text(headers, serde_json::to_vec(value).unwrap_or_default().into())
}

/// JSON with a tag of its content; nothing but the tag when the reader has it already.
pub(crate) fn tagged_text(headers: &HeaderMap, text: Bytes) -> Response {
    with_tag(headers, tag_of(&text), text)
}

/// The tag of a content.
pub(crate) fn tag_of(text: &[u8]) -> String {
    format!("\"{}\"", service::secret::hex(&service::secret::sha256(&[text])[..12]))
}

/// JSON under its tag; nothing but the tag when the reader has it already.
pub(crate) fn with_tag(headers: &HeaderMap, tag: String, text: Bytes) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fixed = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    // A compressing proxy weakens the tag; it is still the same content.
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    (fixed, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Open hazards that the reader may see in a part of the tree, by unit.
async fn loads(app: &App, actor: Option<&Actor>, within: Option<UnitPath>) -> Result<Loads, Problem> {
    let Some(actor) = actor else { return Ok(Loads::default()) };
    let scope = app.service.hazard_scope(actor);
    let loads = app.service.store().hazard_loads(&scope, &Filter { within, ..Filter::default() }, app.now()).await?;
    Ok(Loads::new(&app.service.tree(), scope, &loads))
}

pub(crate) fn find(tree: &UnitTree, id: Uuid) -> Result<&Unit, Problem> {
    tree.by_id(UnitId(id)).ok_or_else(|| Problem::not_found(&format!("unit `{id}`")))
}

pub(crate) fn lineage(tree: &UnitTree, unit: &Unit) -> Vec<UnitRef> {
    tree.lineage(&unit.path).into_iter().map(Into::into).collect()
}

pub(crate) fn kind(word: &str) -> Result<UnitKind, Problem> {
    UnitKind::from_word(word)
        .ok_or_else(|| Problem::field("kind", "kind_unknown", format!("`{word}` is no kind of unit")))
}

fn kind_counts(tree: &UnitTree, top: &Unit) -> Vec<KindCount> {
    let counts = tree.counts_below(&top.path).into_iter();
    counts.map(|(kind, count, fictional)| KindCount { kind, count, fictional }).collect()
}

async fn history(app: &App, unit: &Unit) -> Result<Vec<ChangeView>, Problem> {
    let changes = app.service.store().unit_changes(unit.id).await?;
    let view = |kind: &str, at: i64, recorded_at: i64, before: Option<Value>, after: Option<Value>| ChangeView {
        kind: kind.to_owned(),
        at,
        recorded_at,
        before,
        after,
    };
    let mut lines = Vec::with_capacity(changes.len() + 1);
    if changes.first().is_none_or(|first| first.kind != "created") {
        // A unit that came with an import began then; nobody wrote a line for it.
        let from = unit.valid_from.as_millisecond();
        lines.push(view("created", from, from, None, None));
    }
    for change in changes {
        let (at, recorded_at) = (change.at.as_millisecond(), change.recorded_at.as_millisecond());
        lines.push(view(&change.kind, at, recorded_at, change.before, change.after));
    }
    Ok(lines)
}

/// The order of every list of units.
fn order(unit: &Unit) -> (u8, &str, u32) {
    (unit.kind.level(), unit.code.as_deref().unwrap_or_default(), unit.number.0)
}

fn cursor_of(unit: &Unit) -> String {
    let (level, code, number) = order(unit);
    format!("{level}.{number}.{code}")
}

fn cursor(text: &str) -> Option<(u8, String, u32)> {
    let mut parts = text.splitn(3, '.');
    let level = parts.next()?.parse().ok()?;
    let number = parts.next()?.parse().ok()?;
    Some((level, parts.next()?.to_owned(), number))
}
