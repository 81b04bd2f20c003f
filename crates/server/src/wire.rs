//! Small wire types that several resources share.

use std::collections::BTreeMap;

use domain::body::{Body, BodyKind};
use domain::names::Names;
use domain::unit::boundary::{Bounds, Position};
use domain::unit::{Unit, UnitKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::words::{BodyKindWord, UnitKindWord};

/// Names by language tag.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct NamesWire(pub(crate) BTreeMap<String, String>);

impl From<&Names> for NamesWire {
    fn from(names: &Names) -> Self {
        Self(names.0.clone())
    }
}

/// A unit in passing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct UnitRef {
    pub(crate) id: Uuid,
    /// Small stable number; the feature id in tiles.
    pub(crate) number: u32,
    #[schema(value_type = UnitKindWord)]
    pub(crate) kind: UnitKind,
    pub(crate) code: Option<String>,
    pub(crate) names: NamesWire,
    /// Whether the names that are not Chinese are transliterations.
    pub(crate) transliterated: bool,
    /// Whether it is invented for demonstration.
    pub(crate) fictional: bool,
}

impl From<&Unit> for UnitRef {
    fn from(unit: &Unit) -> Self {
        Self {
            id: unit.id.0,
            number: unit.number.0,
            kind: unit.kind,
            code: unit.code.clone(),
            names: (&unit.names).into(),
            transliterated: unit.transliterated,
            fictional: unit.fictional,
        }
    }
}

/// A body in passing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BodyRef {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    #[schema(value_type = BodyKindWord)]
    pub(crate) kind: BodyKind,
    pub(crate) names: NamesWire,
}

impl From<&Body> for BodyRef {
    fn from(body: &Body) -> Self {
        Self { id: body.id.0, code: body.code.clone(), kind: body.kind, names: (&body.names).into() }
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// Ask `?after=` with this for the next page; none on the last one.
    pub(crate) next: Option<String>,
}

/// Most rows of one page.
pub(crate) const LIMIT_MAX: u32 = 500;

/// Rows per page: as asked, within bounds; 50 when not asked.
pub(crate) fn limit(asked: Option<u32>) -> usize {
    asked.unwrap_or(50).clamp(1, LIMIT_MAX) as usize
}

/// West, south, east, north in degrees, from `w,s,e,n`.
pub(crate) fn bounds(text: &str) -> Result<Bounds, Problem> {
    let bad = || Problem::field("bbox", "bbox_invalid", "give `bbox` as west,south,east,north in degrees");
    let numbers: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| bad())?;
    let [west, south, east, north] = numbers[..] else { return Err(bad()) };
    let min = Position::from_degrees(west, south).ok_or_else(bad)?;
    let max = Position::from_degrees(east, north).ok_or_else(bad)?;
    if min.x > max.x || min.y > max.y {
        return Err(bad());
    }
    Ok(Bounds { min, max })
}
