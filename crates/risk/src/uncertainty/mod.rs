//! How sure a rank is: an index computed many times with other weights, limits, means and rules for missing values.
//!
//! In each run every choice is drawn anew and independently ([`Variation`]); [`spread()`] tells between what the score and
//! the rank of each unit lie and how often it stays in its band, [`sensitivity()`] which of the choices moves ranks. Both
//! give the same numbers for the same seed, on any number of threads.
//!
//! Source: Saisana, Saltelli and Tarantola 2005 (doi 10.1111/j.1467-985X.2005.00350.x); OECD/JRC handbook (2008), step 7.

mod draw;
mod run;
mod sensitivity;
mod spread;
mod variation;

pub use sensitivity::{Factor, FactorShare, RankSensitivity, sensitivity};
pub use spread::{Interval, RankInterval, Spread, UnitSpread, spread};
pub use variation::{Mean, Normalisation, Variation};
