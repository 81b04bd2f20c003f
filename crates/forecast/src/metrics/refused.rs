//! Why a forecast is not scored.

/// Why a forecast is not scored. `list` names the argument.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// There is nothing to score.
    #[error("`{list}` is empty, but at least one is needed")]
    Empty {
        /// The argument.
        list: &'static str,
    },
    /// Two lists differ in length.
    #[error("`{list}` has {found} values, but {wanted} are needed, one for each forecast")]
    Length {
        /// The argument.
        list: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        wanted: usize,
    },
    /// A value is not one that can be scored.
    #[error("`{list}` has the value `{value}`, but {wanted}")]
    Value {
        /// The argument.
        list: &'static str,
        /// Which of its values, from 0; none where the argument is one value.
        index: Option<usize>,
        /// The value.
        value: f64,
        /// What is needed.
        wanted: &'static str,
    },
    /// Nothing happened anywhere: no share of it can be hit.
    #[error("`events` has no event, so a share of hits means nothing; score a longer time")]
    NoEvents,
}
