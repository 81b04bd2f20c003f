//! Risk of places, computed: matrices, weights, indices, networks, and how sure a number is.
//!
//! Each method stands in a module of its own, with its formula, its source and its ranges. [`case`] reads a method's
//! name and its inputs from JSON, computes, and says what is wrong and where.
//!
//! This crate is pure: it reads no clock, no file and no network, and chance is an argument. No input makes it panic;
//! what cannot be computed is a [`Refusal`]. It knows places and numbers, and no person.

pub mod ahp;
pub mod bands;
pub mod bayes;
pub mod bow_tie;
pub mod case;
mod check;
pub mod composite;
pub mod entropy;
pub mod files;
pub mod fuzzy;
pub mod fuzzy_ahp;
pub mod level;
mod metrics;
pub mod refusal;
pub mod scorecard;
pub mod sobol;
pub mod topsis;
pub mod uncertainty;

pub use case::{Case, evaluate, methods};
pub use level::RiskLevel;
pub use refusal::Refusal;
