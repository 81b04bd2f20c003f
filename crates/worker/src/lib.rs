//! Work that nobody waits for: what becomes due with time.
//!
//! Every round asks a use case that is safe to run in several processes at once, so that any number
//! of workers can share a database. A failed round is logged and tried again; nothing is lost by it,
//! since each round looks at what is still to be done.

mod callout;
mod chain_test;
mod exercise;
mod feed;
mod inbound;
mod job;
mod knock;
mod letter;
mod order;
mod outlet;
mod paper;
mod resident;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use service::{Service, ServiceError};
use tokio::sync::watch;

pub use callout::run_calls;
pub use chain_test::run_chain_tests;
pub use exercise::run_exercises;
pub use feed::{FeedReader, ask_due, run_feeds};
pub use job::{Post, free_left_claims, run_jobs};
pub use paper::{Press, run_papers};

/// Reads the time. The binary passes the real clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How often deadlines and planned changes are looked at.
const OFTEN: Duration = Duration::from_secs(10);

/// How often the journal is sealed: what stands after the last seal is not protected yet.
const SEALING: Duration = Duration::from_secs(60);

/// How often ended sessions are forgotten.
const SELDOM: Duration = Duration::from_secs(3_600);

/// How often the whole file store is looked through.
const DAILY: Duration = Duration::from_secs(86_400);

/// How long after the start what is done seldom begins: it looks through much, and people wait for the first page.
const CALM: Duration = Duration::from_secs(60);

/// Runs every schedule until `stop` turns true.
pub async fn run(service: Service, clock: Clock, stop: watch::Receiver<bool>) {
    let deadlines = repeat("deadlines", OFTEN, stop.clone(), || async { service.record_overdue(clock()).await });
    let planned =
        repeat("planned changes of units", OFTEN, stop.clone(), || async { service.carry_out_planned(clock()).await });
    let seals = repeat("seals", SEALING, stop.clone(), || async {
        // Without a keyring nothing can be signed; `serve` and `worker` do not start without one.
        if service.keyring().is_ok() { service.seal_journal(clock()).await } else { Ok(0) }
    });
    let sessions = repeat("ended sessions", SELDOM, stop.clone(), || async {
        service.forget_ended_sessions(clock()).await.map(|forgotten| usize::try_from(forgotten).unwrap_or(usize::MAX))
    });
    let contacts = seldom("numbers of closed reports", SELDOM, stop.clone(), || service.forget_contacts(clock()));
    let links = seldom("links of closed reports", SELDOM, stop.clone(), || service.end_follow_links(clock()));
    let restricted =
        seldom("words of closed restricted reports", SELDOM, stop.clone(), || service.expire_restricted(clock()));
    let doors = seldom("doors of ended evacuations", SELDOM, stop.clone(), || service.forget_doors(clock()));
    let assists = seldom("expired entries of the register", SELDOM, stop.clone(), || service.forget_assists(clock()));
    let residents = seldom("numbers of residents", SELDOM, stop.clone(), || service.forget_residents(clock()));
    let files = seldom("files that nobody refers to", SELDOM, stop.clone(), || service.sweep_files(clock()));
    let entries = seldom("entries of feeds", SELDOM, stop.clone(), || service.forget_feed_entries(clock()));
    let readings = seldom("readings of long ago", SELDOM, stop.clone(), || service.forget_readings(clock()));
    let papers = seldom("papers of yesterday", SELDOM, stop.clone(), || service.forget_papers(clock()));
    let snapshots = seldom("the snapshot for calls", SELDOM, stop.clone(), || service.write_due_snapshot(clock()));
    let objects = seldom("objects that nothing knows", DAILY, stop, || service.sweep_objects(clock()));
    tokio::join!(
        deadlines, planned, seals, sessions, contacts, links, restricted, files, entries, readings, objects, doors,
        assists, snapshots, residents, papers
    );
}

async fn seldom<F>(what: &'static str, every: Duration, stop: watch::Receiver<bool>, round: impl Fn() -> F)
where
    F: Future<Output = Result<usize, ServiceError>>,
{
    let mut ended = stop.clone();
    let stopped = async { ended.wait_for(|stop| *stop).await.is_ok() };
    if tokio::time::timeout(CALM, stopped).await.is_err() {
        repeat(what, every, stop, round).await;
    }
}

async fn repeat<F>(what: &'static str, every: Duration, mut stop: watch::Receiver<bool>, round: impl Fn() -> F)
where
    F: Future<Output = Result<usize, ServiceError>>,
{
    loop {
        match round().await {
            Ok(0) => {}
            Ok(done) => tracing::info!(what, done, "a round is done"),
            Err(error) => tracing::warn!(what, %error, "a round failed; the next one tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(every) => {}
        }
    }
}
