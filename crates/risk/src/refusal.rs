//! Why something is not computed: what, where, the value that was found, and what to do.

use serde::Serialize;

/// Why an input is not computed.
///
/// `path` is a JSON pointer. Functions of this crate start it at the name of their argument (`/matrix/0/2`); read from
/// a case it starts at the case (`/inputs/matrix/0/2`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code} at {path}: found {found}, but {wanted}")]
pub struct Refusal {
    /// Stable word for programs; all are constants of [`code`].
    pub code: &'static str,
    /// Where, as a JSON pointer; empty for the whole.
    pub path: String,
    /// What stands there: the value in backticks, or a sentence without a full stop.
    pub found: String,
    /// What must hold, and what to do.
    pub wanted: String,
}

/// The codes of refusals.
pub mod code {
    /// A key is not known, or a value has another type.
    pub const MALFORMED: &str = "malformed";
    /// The method has no such name.
    pub const UNKNOWN_METHOD: &str = "unknown_method";
    /// There is nothing to compute with.
    pub const EMPTY: &str = "empty";
    /// Two lengths that must be the same differ.
    pub const SHAPE: &str = "shape";
    /// NaN, an infinity, or a result that leaves the range of numbers.
    pub const NOT_FINITE: &str = "not_finite";
    /// A number is outside the range that the method takes.
    pub const OUT_OF_RANGE: &str = "out_of_range";
    /// A name is not among those that are known here.
    pub const UNKNOWN_NAME: &str = "unknown_name";
    /// Parts contradict each other.
    pub const CONTRADICTION: &str = "contradiction";
    /// More than is computed at once.
    pub const TOO_LARGE: &str = "too_large";
}

impl Refusal {
    /// A refusal at a place.
    pub fn new(
        code: &'static str,
        path: impl Into<String>,
        found: impl Into<String>,
        wanted: impl Into<String>,
    ) -> Self {
        Self { code, path: path.into(), found: found.into(), wanted: wanted.into() }
    }

    /// The same, below `above` (`/inputs`).
    #[must_use]
    pub fn under(mut self, above: &str) -> Self {
        self.path.insert_str(0, above);
        self
    }
}
