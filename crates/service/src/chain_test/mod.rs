//! Tests of the call chain (叫应链路测试): on a quiet day each post that a warning would call is written to by every way that
//! leads to it, and those are listed who cannot be reached by two.
//!
//! A test is *begun* by a person ([`begin`]) and repeated a month later. A worker *writes down* its posts ([`place`]) and
//! *sends* ([`send`]), at the pace of the contracts and never while a round of calls is open. A way counts as working
//! when somebody *answers* by it ([`answer`]) or its carrier says that the message arrived. The *list* ([`list`]) shows
//! posts and units; names take a reason.

mod answer;
mod begin;
mod list;
mod place;
mod send;

pub use begin::NewChainTest;
pub use list::{ChainTestSheet, TestedFilter};
pub use send::TestSending;
