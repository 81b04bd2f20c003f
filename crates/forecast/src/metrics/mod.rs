//! How good a forecast was: [`area`] asks whether it pointed at the right places, [`poisson`] whether its counts were
//! right.
//!
//! Neither stands alone: a map can rank cells well and be wrong about how much happens. Both are shown beside the same
//! numbers of a simple forecast.

pub mod area;
pub mod poisson;
mod refused;

pub use area::{AreaScore, area};
pub use poisson::{PoissonScore, poisson};
pub use refused::Refused;
