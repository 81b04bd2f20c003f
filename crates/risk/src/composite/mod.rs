//! Composite indices: many indicators, one number a unit, and what the number is made of.
//!
//! The way of a value: it is divided by its denominator, filled in where the rule for missing values says so, drawn in
//! where it is an outlier, and becomes a score from 0 to the scale between limits; scores become groups and groups the
//! index ([`compute()`]). With fixed limits a score can be compared with last month's; with limits from the data it moves
//! when another unit does, and the limits that came out are given, so that they can be fixed.
//!
//! Beside the number stand its parts ([`Explanation`]: contributions that add up), how much of it rests on recent data
//! ([`UnitScore::reliability`]), and what a change of method would have made of older data ([`recompute()`]). How far
//! weights, limits and rules decide the ranking is told by [`crate::uncertainty`].
//!
//! Sources: OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 3 to 7; INFORM Risk (JRC) for fixed
//! limits and the geometric mean of dimensions.

mod aggregate;
mod answer;
mod compute;
mod data;
mod definition;
mod explain;
mod normalise;
mod outliers;
mod plan;
mod rank;
mod recompute;
mod reliability;
mod result;
mod slope;

pub use compute::compute;
pub use data::Data;
pub use definition::{
    Aggregation, Band, Definition, Direction, Freshness, Group, Indicator, Limits, Missing, Outliers, Transform,
};
pub use explain::{Contribution, Explanation, change, explain, explain_all};
pub use recompute::{Difference, Recomputed, recompute};
pub use result::{Gap, Index, LimitsUsed, Treatment, UnitScore};

pub(crate) use aggregate::{Way, fill};
pub(crate) use answer::answer;
pub(crate) use compute::{Scores, band, score};
pub(crate) use normalise::{observable, varies};
pub(crate) use plan::Plan;
pub(crate) use rank::from_highest;
