//! What the HTTP face promises. One program for all of them: each would be linked with everything below it again.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod access;
mod bridge;
mod broken_clients;
mod callouts;
mod contacts;
mod cors;
mod desk;
mod disk_reserve;
mod duty;
mod evacuation;
mod exports;
mod faults;
mod file_ranges;
mod hazards;
mod journal;
mod live;
mod matrix;
mod notices;
mod open311;
mod papers;
mod place_fields;
mod place_harm;
mod plans;
mod problem_pages;
mod public_messages;
mod report_limit;
mod report_phone;
mod report_proof;
mod seals;
mod sign_in;
mod sources;
mod tiles;
mod units;
mod upload_limit;
mod uploads;
