//! Expected counts per place and week, and how good they were.
//!
//! [`metrics`] holds a forecast against what happened. This crate is pure: no clock, no file, no network, chance is an
//! argument. It forecasts places, never a person.

pub mod metrics;
