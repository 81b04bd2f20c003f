//! Fuzzy comprehensive evaluation (模糊综合评价): how much something belongs to each grade.
//!
//! A vector of weights W of factors and a matrix R, in which rᵢⱼ from 0 to 1 says how much factor i belongs to grade j,
//! give the membership vector B = W ∘ R by one of four [`Operator`]s. R comes from votes (the share that chose the grade)
//! or from membership functions ([`Shape`]). With two levels, the normalised vectors of the groups become the rows of R.
//!
//! The whole vector is the result. The grade of greatest membership, and the weighted average of the grades' scores, are
//! told beside it: (0.26, 0.25, 0.25, 0.24) has a first grade too, and it says nothing.
//!
//! Source: Zadeh 1965, *Fuzzy sets*; Wang Peizhuang 1983 (汪培庄《模糊集合论及其应用》) for the evaluation and its operators.

mod case;
mod membership;
mod operator;
mod shape;

pub use membership::{Membership, evaluate, evaluate_groups};
pub use operator::Operator;
pub use shape::Shape;

pub(crate) use case::answer;
