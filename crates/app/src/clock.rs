//! The real clock: the one place that reads it.

use std::sync::Arc;

use jiff::Timestamp;

/// Now.
#[expect(clippy::disallowed_methods, reason = "the edge of the program; everything inside takes time as an argument")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The real clock as a value.
pub(crate) fn real() -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
    Arc::new(now)
}
