//! Forms on paper: one struct per form, with every value already in words, drawn as a page that prints on A4, and
//! where the form is a [`Paper`] as a PDF too. And lists as workbooks.
//!
//! This crate is pure: it knows neither the store nor the clock.

mod assist;
mod bag;
mod exercise;
mod notice;
mod page;
mod paper;
mod plan;
#[cfg(feature = "pdf")]
mod press;
mod public_warnings;
pub mod sheet;

pub use assist::{AssistForm, AssistRow};
pub use bag::BagForm;
pub use exercise::{ExerciseForm, Listed, SideBySide, Unreached};
pub use notice::{NoticeForm, NoticeTitle};
pub use page::Language;
pub use paper::{Block, Column, Paper};
pub use plan::{PlanForm, PlanLists};
#[cfg(feature = "pdf")]
pub use press::{Press, PressError};
pub use public_warnings::{PublicItem, PublicWarnings};
