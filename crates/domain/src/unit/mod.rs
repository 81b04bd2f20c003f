//! Units: the dated tree of the city, from the whole city down to micro-grids.

pub mod boundary;
pub mod change;
pub mod kind;
pub mod locate;
pub mod path;
pub mod row;
pub mod statistics;
pub mod tree;

use jiff::Timestamp;

use crate::id::UnitId;
use crate::names::Names;

pub use boundary::{Boundary, BoundaryQuality};
pub use kind::UnitKind;
pub use path::{UnitNumber, UnitPath};
pub use statistics::Statistics;
pub use tree::UnitTree;

/// One unit as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// Small stable number: the path segment and the feature id in map tiles. Never reused.
    pub number: UnitNumber,
    /// The unit directly above; none for the root.
    pub parent: Option<UnitId>,
    /// Numbers from the root down to this unit.
    pub path: UnitPath,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// Current public code (districts 6, streets 9, communities 12, grids 15 digits; another city may use any text).
    pub code: Option<String>,
    /// Names by language.
    pub names: Names,
    /// Whether the non-Chinese names are transliterations.
    pub transliterated: bool,
    /// Whether the unit is invented for demonstration.
    pub fictional: bool,
    /// Boundary, where known.
    pub boundary: Option<Boundary>,
    /// How far the boundary can be trusted.
    pub boundary_quality: BoundaryQuality,
    /// Short source note shown beside the boundary (`published≈2000`).
    pub boundary_note: Option<String>,
    /// From when the unit exists.
    pub valid_from: Timestamp,
    /// Until when it existed; none while it does.
    pub valid_to: Option<Timestamp>,
    /// The unit that took over after a merge, split or closing.
    pub successor: Option<UnitId>,
    /// Counts up with every change.
    pub version: i32,
}
