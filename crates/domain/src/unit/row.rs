//! Rows of an import file, after parsing and datum conversion, before they meet the tree.

use jiff::Timestamp;

use super::{Boundary, BoundaryQuality, Statistics, UnitKind};
use crate::names::Names;

/// One unit as a file gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitRow {
    /// Row in the file, counted from 1 as a person would (a CSV header is row 1, so data starts at 2; features start at 1).
    pub row: u64,
    /// Public code; unique within the file.
    pub code: String,
    /// Code of the unit above; none for the root.
    pub parent: Option<String>,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// Names by language; at least one.
    pub names: Names,
    /// Whether the non-Chinese names are transliterations.
    pub transliterated: bool,
    /// Whether the unit is invented for demonstration.
    pub fictional: bool,
    /// Boundary in WGS-84, where the file has one.
    pub boundary: Option<Boundary>,
    /// How far the boundary can be trusted.
    pub boundary_quality: BoundaryQuality,
    /// Short source note about the boundary.
    pub boundary_note: Option<String>,
    /// From when the unit exists; none means from the import on.
    pub valid_from: Option<Timestamp>,
    /// Counts, where the file has them.
    pub statistics: Option<Statistics>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The file is refused.
    Error,
    /// Worth a look; the file can be imported.
    Warning,
}

/// Something wrong with one row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Row in the file, counted from 1; 0 for the file as a whole.
    pub row: u64,
    /// The field concerned.
    pub field: &'static str,
    /// The offending value, shortened to 80 characters.
    pub value: String,
    /// Stable code, such as `ring_crosses_itself`.
    pub code: &'static str,
    /// What is wrong and what to do, in one lower-case sentence.
    pub message: String,
}
