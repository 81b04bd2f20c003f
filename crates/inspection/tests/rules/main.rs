//! Laws and examples of inspections, one subject per file.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod answer;
mod checklist;
mod common;
mod coverage;
mod finding;
mod occurrence;
mod plan;
mod recurrence;
mod route;
mod sampling;
mod trigger;
