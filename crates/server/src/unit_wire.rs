//! Units as the wire shows them.

use std::collections::HashMap;

use domain::access::Scope;
use domain::id::UnitId;
use domain::unit::statistics::{Shown, shown};
use domain::unit::{BoundaryQuality, Statistics, Unit, UnitKind, UnitTree};
use serde::Serialize;
use serde_json::Value;
use store::hazard::Load;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{BodyRef, NamesWire, UnitRef};
use crate::words::{BoundaryQualityWord, ChangeWord, UnitKindWord};

/// A count that may be shown, or is kept back because it is small.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum CountView {
    /// The count.
    Value {
        /// The count.
        value: u32,
    },
    /// Between 1 and 4.
    Suppressed {
        /// Always true.
        suppressed: bool,
    },
}

impl From<u32> for CountView {
    fn from(count: u32) -> Self {
        match shown(count) {
            Shown::Count(value) => Self::Value { value },
            Shown::Suppressed => Self::Suppressed { suppressed: true },
        }
    }
}

/// Counts of people and households.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatisticsView {
    /// The date described, UTC milliseconds.
    as_of: i64,
    source: String,
    /// Whether the counts were scaled from a larger area.
    estimate: bool,
    population: Option<CountView>,
    households: Option<CountView>,
    age_60_plus: Option<CountView>,
    age_80_plus: Option<CountView>,
    age_under_14: Option<CountView>,
    rented_households: Option<CountView>,
    non_registered_households: Option<CountView>,
}

impl From<&Statistics> for StatisticsView {
    fn from(counts: &Statistics) -> Self {
        Self {
            as_of: counts.as_of.as_millisecond(),
            source: counts.source.clone(),
            estimate: counts.estimate,
            population: counts.population.map(Into::into),
            households: counts.households.map(Into::into),
            age_60_plus: counts.age_60_plus.map(Into::into),
            age_80_plus: counts.age_80_plus.map(Into::into),
            age_under_14: counts.age_under_14.map(Into::into),
            rented_households: counts.rented_households.map(Into::into),
            non_registered_households: counts.non_registered_households.map(Into::into),
        }
    }
}

/// A unit in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitView {
    #[serde(flatten)]
    unit: UnitRef,
    parent: Option<Uuid>,
    /// 0 city, 1 county, 2 street or town, 3 community or village, 4 grid, 5 micro-grid.
    level: u8,
    /// `surveyed`, `published`, `synthetic` or `none`.
    #[schema(value_type = BoundaryQualityWord)]
    boundary_quality: BoundaryQuality,
    boundary_note: Option<String>,
    area_m2: Option<f64>,
    /// A position inside, longitude and latitude.
    centre: Option<[f64; 2]>,
    /// West, south, east, north.
    bbox: Option<[f64; 4]>,
    statistics: Option<StatisticsView>,
    valid_from: i64,
    valid_to: Option<i64>,
    /// The unit that took over.
    successor: Option<Uuid>,
    version: i32,
    /// Units directly below.
    children: usize,
    /// In a search, the names above it, from just below the root: many towns have a community of the same name.
    above: Option<Vec<NamesWire>>,
    /// Open hazards in it and below, as far as the reader sees them; none for a reader without access there.
    open_hazards: Option<u32>,
    /// Of these, overdue.
    overdue_hazards: Option<u32>,
}

/// Open and overdue hazards by unit, everything below included, as far as one reader may count them.
/// The default is a reader without access.
#[derive(Default)]
pub(crate) struct Loads {
    scope: Scope,
    sums: HashMap<UnitId, (u32, u32)>,
}

impl Loads {
    /// Adds each unit's hazards to all units above it.
    pub(crate) fn new(tree: &UnitTree, scope: Scope, loads: &[Load]) -> Self {
        let mut sums: HashMap<UnitId, (u32, u32)> = HashMap::new();
        for load in loads {
            for above in tree.lineage(&load.path) {
                let sum = sums.entry(above.id).or_default();
                sum.0 += load.open;
                sum.1 += load.overdue;
            }
        }
        Self { scope, sums }
    }

    /// Open and overdue ones; `None` where the reader may not count: no number is not the same as none.
    fn of(&self, unit: &Unit) -> Option<(u32, u32)> {
        self.scope.touches(&unit.path).then(|| self.sums.get(&unit.id).copied().unwrap_or_default())
    }
}

/// The view of one unit.
pub(crate) fn unit_view(tree: &UnitTree, unit: &Unit, counts: Option<&Statistics>, loads: &Loads) -> UnitView {
    let load = loads.of(unit);
    let boundary = unit.boundary.as_ref();
    UnitView {
        unit: unit.into(),
        parent: unit.parent.map(|id| id.0),
        level: unit.kind.level(),
        boundary_quality: unit.boundary_quality,
        boundary_note: unit.boundary_note.clone(),
        area_m2: boundary.map(|boundary| boundary.area_m2().round()),
        centre: tree.centre(unit).map(|p| [p.lon(), p.lat()]),
        bbox: boundary.and_then(|boundary| boundary.bounds()).map(|bounds| bounds.degrees()),
        statistics: counts.map(Into::into),
        valid_from: unit.valid_from.as_millisecond(),
        valid_to: unit.valid_to.map(|at| at.as_millisecond()),
        successor: unit.successor.map(|id| id.0),
        version: unit.version,
        children: tree.children(unit.id).len(),
        above: None,
        open_hazards: load.map(|(open, _)| open),
        overdue_hazards: load.map(|(_, overdue)| overdue),
    }
}

impl UnitView {
    /// The same, told apart from its namesakes.
    pub(crate) fn among_namesakes(mut self, tree: &UnitTree, unit: &Unit) -> Self {
        let lineage = tree.lineage(&unit.path);
        let between = lineage.get(1..lineage.len().saturating_sub(1)).unwrap_or_default();
        self.above = Some(between.iter().map(|above| (&above.names).into()).collect());
        self
    }
}

/// How many units of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindCount {
    #[schema(value_type = UnitKindWord)]
    pub(crate) kind: UnitKind,
    /// Real ones.
    pub(crate) count: u32,
    /// Invented ones, not in `count`.
    pub(crate) fictional: u32,
}

/// Counts per kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindCounts {
    pub(crate) counts: Vec<KindCount>,
}

/// A code with its validity.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodeView {
    pub(crate) scheme: String,
    pub(crate) value: String,
    pub(crate) valid_from: i64,
    pub(crate) valid_to: Option<i64>,
}

/// One line of a unit's history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeView {
    /// `created`, `renamed`, `recoded`, `corrected`, `moved`, `merged`, `split` or `closed`.
    #[schema(value_type = ChangeWord)]
    pub(crate) kind: String,
    pub(crate) at: i64,
    pub(crate) recorded_at: i64,
    /// The changed fields before.
    #[schema(value_type = Option<Object>)]
    pub(crate) before: Option<Value>,
    /// The changed fields after.
    #[schema(value_type = Option<Object>)]
    pub(crate) after: Option<Value>,
}

/// A body with its jurisdiction.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BodyView {
    #[serde(flatten)]
    pub(crate) body: BodyRef,
    pub(crate) jurisdiction: Vec<UnitRef>,
}

/// One unit with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitDetail {
    pub(crate) unit: UnitView,
    /// From the root down to the unit.
    pub(crate) lineage: Vec<UnitRef>,
    pub(crate) codes: Vec<CodeView>,
    /// What stands below it.
    pub(crate) counts: Vec<KindCount>,
    /// Bodies whose jurisdiction covers it.
    pub(crate) bodies: Vec<BodyView>,
    pub(crate) history: Vec<ChangeView>,
}

/// Who answers for a position.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LocatedView {
    pub(crate) unit: UnitRef,
    pub(crate) lineage: Vec<UnitRef>,
    /// Territorial fallback: no boundary contains the position.
    pub(crate) fallback: bool,
}
