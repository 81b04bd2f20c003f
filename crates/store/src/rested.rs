//! Whether a pooled connection is tried before it is used.
//!
//! A connection is tried when it comes back to the pool. Trying it again before each use costs a second way to the
//! server, so that is done only where it may have gone away since.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Idle for longer, and it is tried.
const LONG: Duration = Duration::from_secs(1);

/// When a connection of this process was last found lost: the others that lay idle then may be lost too.
static LOST: Mutex<Option<Instant>> = Mutex::new(None);

pub(crate) fn note_lost() {
    *LOST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

pub(crate) fn must_be_tried(idle_for: Duration) -> bool {
    let lost = *LOST.lock().unwrap_or_else(PoisonError::into_inner);
    idle_for > LONG || lost.is_some_and(|at| at.elapsed() < idle_for)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_lost_connection_makes_those_that_lay_idle_then_suspect() {
        let idle = Duration::from_millis(500);
        assert!(!must_be_tried(idle));
        note_lost();
        assert!(must_be_tried(idle), "it lay there when the other was lost");
        assert!(!must_be_tried(Duration::ZERO), "it came back since");
        assert!(must_be_tried(LONG + idle));
    }
}
