//! What the background jobs promise. One program for all of them: each would be linked with everything below it again.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod calls;
mod chain_tests;
mod feeds;
mod jobs;
mod knocks;
mod orders;
mod outlets;
mod papers;
mod schedules;
