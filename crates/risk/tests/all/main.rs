//! Golden cases, laws and refusals of every method.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod ahp;
mod any_numbers;
mod bands;
mod bayes;
mod bow_tie;
mod cases;
mod composite;
mod files;
mod fuzzy;
mod golden;
mod page;
mod published;
mod scoreboard;
mod sobol;
mod weights;
