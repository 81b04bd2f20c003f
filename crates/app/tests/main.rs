//! What the real program promises. One program for all of them: each would be linked with everything below it again.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod bridge;
mod callout;
mod cap;
mod carriers;
mod city;
mod clocks;
mod exercise_silence;
mod faults;
mod files;
mod full_disk;
mod jobs;
mod keeping;
mod kills;
mod live;
mod lost_database;
#[cfg(feature = "oidc")]
mod oidc;
mod operator;
mod osm;
mod place;
mod program;
mod risk;
mod risk_index;
