//! Alerts from the world and made ones: what is found wrong, what they mean, what is written.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod affected;
mod chain;
mod colour;
mod corpus;
mod drawn;
mod event;
mod feed;
mod hostile;
mod message;
mod model;
mod reasons;
mod scoreboard;
mod units;
