//! Forms on paper: one struct per form, with every value already in words, drawn as a page that prints on A4. And
//! lists as workbooks.
//!
//! This crate is pure: it knows neither the store nor the clock.

mod assist;
mod bag;
mod notice;
mod page;
mod public_warnings;
pub mod sheet;

pub use assist::{AssistForm, AssistRow};
pub use bag::BagForm;
pub use notice::{NoticeForm, NoticeTitle};
pub use page::Language;
pub use public_warnings::{PublicItem, PublicWarnings};
