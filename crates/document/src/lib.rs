//! Forms on paper: one struct per form, with every value already in words, drawn as a page that prints on A4. And
//! lists as workbooks.
//!
//! This crate is pure: it knows neither the store nor the clock.

mod notice;
mod page;
pub mod sheet;

pub use notice::{NoticeForm, NoticeTitle};
pub use page::Language;
