//! The real clock: the one place that reads it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{Engine, Store, StoreError};
use worker::Clock;

/// How often the distance to the database's clock is taken again.
const AGAIN: Duration = Duration::from_secs(30);

/// A distance that took longer to measure says too little.
const SLOW: i64 = 1_000;

/// Now, in whole milliseconds as everything is stored: a finer time would no longer equal itself once it was.
#[expect(clippy::disallowed_methods, reason = "the edge of the program; everything inside takes time as an argument")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The real clock as a value.
pub(crate) fn real() -> Clock {
    Arc::new(now)
}

/// The clock of a process that shares its database with others: this machine's, set right by the database's. Leases,
/// timers and what is recorded agree then between machines whose own clocks do not.
///
/// # Errors
/// When the database fails.
pub(crate) async fn shared(store: &Store) -> Result<Clock, StoreError> {
    if store.engine() == Engine::Sqlite {
        return Ok(real());
    }
    let apart = Arc::new(AtomicI64::new(measured(store).await?.0));
    let (store, kept) = (store.clone(), apart.clone());
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(AGAIN).await;
            match measured(&store).await {
                Ok((apart, took)) if took <= SLOW => kept.store(apart, Ordering::Relaxed),
                Ok(_) => {}
                Err(error) => tracing::debug!(%error, "the database's clock cannot be read; the last distance counts"),
            }
        }
    });
    Ok(Arc::new(move || {
        let now = now();
        now.saturating_add(SignedDuration::from_millis(apart.load(Ordering::Relaxed))).unwrap_or(now)
    }))
}

/// By how many milliseconds the database's clock is ahead of this machine's, and how long it took to ask.
async fn measured(store: &Store) -> Result<(i64, i64), StoreError> {
    let before = now().as_millisecond();
    let there = store.server_clock().await?.as_millisecond();
    let took = now().as_millisecond() - before;
    Ok((there - before - took / 2, took))
}
