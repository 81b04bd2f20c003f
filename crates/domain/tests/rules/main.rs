//! Laws and examples of the rules, one subject per file. No timings: those are benchmarks.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod access;
mod boundary;
mod common;
mod contact;
mod deadline;
mod deadline_traps;
mod draft;
mod drawing;
mod duty;
mod hazard;
mod path;
mod public_message;
mod seal;
mod shipped;
mod statistics;
mod throttle;
mod tree;
mod unit_change;
mod unit_refusal;
mod working_days;
mod zorder;
