//! The real clock: the one place that reads it.

use std::sync::Arc;

use jiff::Timestamp;

/// Now, in whole milliseconds as everything is stored: a finer time would no longer equal itself once it was.
#[expect(clippy::disallowed_methods, reason = "the edge of the program; everything inside takes time as an argument")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The real clock as a value.
pub(crate) fn real() -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
    Arc::new(now)
}
