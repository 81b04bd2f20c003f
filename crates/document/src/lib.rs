//! Forms on paper: one struct per form, with every value already in words, drawn as a page that prints on A4.
//!
//! This crate is pure: it knows neither the store nor the clock.

mod notice;
mod page;

pub use notice::{NoticeForm, NoticeTitle};
pub use page::Language;
