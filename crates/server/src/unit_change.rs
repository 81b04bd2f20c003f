//! Changing the tree: create, rename, recode, move, merge, split, close.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::UnitId;
use domain::names::Names;
use domain::unit::Boundary;
use domain::unit::change::{NewUnit, UnitChange};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::Once;
use service::unit::{ChangeOrder, Changed};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Key, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::unit::kind;
use crate::wire::NamesWire;

/// A new unit, or one part of a split.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewUnitWire {
    /// Identity, made by the client (UUIDv7); made here when missing.
    id: Option<Uuid>,
    kind: String,
    code: Option<String>,
    names: NamesWire,
    /// GeoJSON polygon or multipolygon, WGS-84.
    #[schema(value_type = Option<Object>)]
    boundary: Option<geojson::Geometry>,
}

/// What to do with the unit.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(crate) enum ChangeWire {
    /// Make a unit below this one.
    Create(NewUnitWire),
    /// Give it other names.
    Rename {
        /// All names.
        names: NamesWire,
    },
    /// Give it another code.
    Recode {
        /// The new code.
        code: String,
    },
    /// Put it under another unit.
    Move {
        /// The unit above.
        parent: Uuid,
    },
    /// End it; another unit takes over.
    Merge {
        /// Who takes over.
        into: Uuid,
    },
    /// End it and make parts in its place.
    Split {
        /// Two parts or more.
        parts: Vec<NewUnitWire>,
    },
    /// End it.
    Close {
        /// Who takes over; the unit above when missing.
        successor: Option<Uuid>,
    },
}

/// An ordered change.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OrderWire {
    /// The unit's version as last seen.
    version: i32,
    /// When it takes effect, UTC milliseconds; at once when missing, planned when ahead.
    at: Option<i64>,
    #[serde(flatten)]
    change: ChangeWire,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedView {
    /// The tree version with the change; none when it waits for its date.
    tree_version: Option<i64>,
}

/// Change the tree at this unit, now or at a later date. The same request twice is one change.
#[utoipa::path(post, path = "/api/units/{id}/changes", operation_id = "change_unit", tag = "units", request_body = OrderWire,
    params(("id" = Uuid, Path, description = "the unit; for a creation the unit above"),
        ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = ChangedView, description = "in force"), (status = 202, body = ChangedView, description = "planned"),
        (status = 401, body = Problem, content_type = "application/problem+json"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<OrderWire>,
) -> Result<(StatusCode, Json<ChangedView>), Problem> {
    let at = body.value.at.map(Timestamp::from_millisecond).transpose();
    let at = at.map_err(|_| Problem::field("at", "time_invalid", "`at` is no time in UTC milliseconds"))?;
    let order = ChangeOrder { unit: UnitId(id), version: body.value.version, change: parse(body.value.change)?, at };
    let (service, now, once) = (app.service.clone(), app.now(), Once::new(key, body.hash).about(id));
    let changed =
        crate::middleware::finish(async move { service.change_unit(&signed.actor, &order, &once, now).await }).await?;
    Ok(match changed {
        Changed::Done(version) => (StatusCode::OK, Json(ChangedView { tree_version: Some(version) })),
        Changed::Planned => (StatusCode::ACCEPTED, Json(ChangedView { tree_version: None })),
    })
}

fn parse(change: ChangeWire) -> Result<UnitChange, Problem> {
    Ok(match change {
        ChangeWire::Create(new) => UnitChange::Create(new_unit(new)?),
        ChangeWire::Rename { names } => UnitChange::Rename { names: Names(names.0) },
        ChangeWire::Recode { code } => UnitChange::Recode { code },
        ChangeWire::Move { parent } => UnitChange::Move { parent: UnitId(parent) },
        ChangeWire::Merge { into } => UnitChange::Merge { into: UnitId(into) },
        ChangeWire::Split { parts } => {
            UnitChange::Split { parts: parts.into_iter().map(new_unit).collect::<Result<_, _>>()? }
        }
        ChangeWire::Close { successor } => UnitChange::Close { successor: successor.map(UnitId) },
    })
}

fn new_unit(new: NewUnitWire) -> Result<NewUnit, Problem> {
    Ok(NewUnit {
        id: UnitId(new.id.unwrap_or_else(Uuid::now_v7)),
        kind: kind(&new.kind)?,
        code: new.code,
        names: Names(new.names.0),
        boundary: new.boundary.map(boundary).transpose()?,
    })
}

fn boundary(geometry: geojson::Geometry) -> Result<Boundary, Problem> {
    domain::geometry::convert::from_geojson(&geometry).ok_or_else(|| {
        Problem::field("boundary", "boundary_invalid", "give a GeoJSON polygon or multipolygon with valid rings")
    })
}
