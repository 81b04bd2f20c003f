//! Inspections (巡查检查): what is looked at, when, by a fair draw of whom, in which order, and what became of it.
//!
//! A [`Checklist`] says what is looked at in places of a kind. A [`Plan`] says when: on days that recur within a season,
//! and once for each warning that sets it off. For the checks of departments a [`sampling`] draws places and posts at
//! random, so that anybody can redo the draw. A [`route`] orders the places of a day. Whoever is there answers the items
//! ([`Answer`]); each item that failed becomes a [`finding`], and [`coverage`] counts per place and plan what was done,
//! late and missed.
//!
//! Coverage knows places and plans, never a person or a post: no type of it has a field for one.
//!
//! This crate is pure: time, seeds and the words of the installation are arguments; it reads no clock and no file.

pub mod checklist;
pub mod coverage;
pub mod finding;
mod json;
pub mod plan;
pub mod point;
pub mod refusal;
pub mod route;
pub mod sampling;
pub mod text;
pub mod vocabulary;

pub use checklist::{Answer, Checklist, Verdict};
pub use plan::Plan;
pub use point::Point;
pub use refusal::{Code, Refusal};
pub use text::Text;
pub use vocabulary::Vocabulary;
