//! A clock whose hands a test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::t0;

/// Seconds after [`t0`] that the clock shows.
#[derive(Debug, Clone, Default)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    /// A clock that shows what the hands say, whenever it is read.
    pub fn clock(&self) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
        let hands = self.0.clone();
        Arc::new(move || t0().checked_add(SignedDuration::from_secs(hands.load(Ordering::SeqCst))).expect("a time"))
    }

    /// Moves the hands on.
    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}
