//! Live events: one task per process tails the journal; every connection filters what it may see.
//!
//! The first entry after a pause goes out at once, what follows goes out in batches, four times a second: a flood of
//! reports costs a thousand readers four wake-ups a second each instead of a thousand. What other processes commit is
//! announced by them, outside their transactions.
//!
//! A reader resumes with `Last-Event-ID` (incarnation, transaction, sequence). It subscribes first, then
//! reads what it missed from the journal, then passes on what the task sends beyond that: no gap, no
//! repetition. A reader that falls too far behind, or comes from another incarnation of the database,
//! is told to load everything again (`resync`). A session that ends loses its stream.

mod stream;
mod told;

use std::sync::Arc;
use std::time::Duration;

use domain::unit::UnitTree;
use service::Service;
use store::journal::{Cursor, Entry};
use store::{Engine, Meta};
use tokio::sync::{broadcast, watch};

pub use stream::BEAT;
pub(crate) use stream::{__path_events, events};
pub(crate) use told::Told;
use told::changes_tree;

/// What is sent to all readers at once.
pub(crate) type Batch = Arc<[Told]>;

/// Batches that a slow reader may lag behind before it must load everything again.
const BACKLOG: usize = 64;

/// Shortest time between two batches.
const PACE: Duration = Duration::from_millis(250);

/// Entries read at once.
const BATCH: u64 = 500;

/// How often the journal is looked at when nothing was heard of: what a command wrote into the same SQLite file, and what
/// was announced while the connection for announcements was gone. One index look-up.
fn poll(engine: Engine) -> Duration {
    match engine {
        Engine::Sqlite => Duration::from_millis(250),
        Engine::Postgres => Duration::from_secs(1),
    }
}

/// The live feed of this process. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    sender: broadcast::Sender<Batch>,
    position: watch::Receiver<Cursor>,
    stop: watch::Receiver<bool>,
    incarnation: Arc<str>,
}

impl Live {
    /// Starts tailing at the present end of the journal; stops when `stop` turns true.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn start(service: Service, stop: watch::Receiver<bool>) -> Result<Self, store::StoreError> {
        let incarnation = Meta::get(service.store().read(), "incarnation").await?.unwrap_or_default();
        let start = service.store().journal_end().await?;
        let (sender, _) = broadcast::channel(BACKLOG);
        let (moved, position) = watch::channel(start);
        let live = Self { sender: sender.clone(), position, stop: stop.clone(), incarnation: incarnation.into() };
        let (heard, hears) = watch::channel(0);
        let (hearing, ended) = (service.store().clone(), stop.clone());
        tokio::spawn(async move {
            let announcing = hearing.announce(ended.clone());
            tokio::join!(announcing, hearing.hear(heard, ended));
        });
        tokio::spawn(tail(service, live.clone(), start, (moved, hears), stop));
        Ok(live)
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Batch> {
        self.sender.subscribe()
    }

    /// Turns true when the process stops: every stream must end, or the server would wait for it.
    fn stop(&self) -> watch::Receiver<bool> {
        self.stop.clone()
    }

    /// Everything up to here has been sent.
    pub(crate) fn position(&self) -> Cursor {
        *self.position.borrow()
    }

    /// Makes entries ready for readers.
    fn told(&self, entries: Vec<Entry>, tree: &UnitTree) -> Batch {
        entries.into_iter().map(|entry| Told::new(self.event_id(entry.cursor), entry, tree)).collect()
    }

    fn event_id(&self, cursor: Cursor) -> String {
        format!("{}.{cursor}", self.incarnation)
    }

    /// The cursor of an event id of this incarnation.
    fn parse_id(&self, id: &str) -> Option<Cursor> {
        id.strip_prefix(&*self.incarnation)?.strip_prefix('.')?.parse().ok()
    }
}

async fn tail(
    service: Service,
    live: Live,
    mut cursor: Cursor,
    (moved, mut heard): (watch::Sender<Cursor>, watch::Receiver<u64>),
    mut stop: watch::Receiver<bool>,
) {
    let mut commits = service.store().commits();
    let poll = poll(service.store().engine());
    loop {
        match service.store().journal_after(cursor, BATCH).await {
            Ok(entries) => {
                let full = entries.len() as u64 == BATCH;
                if let Some(last) = entries.last() {
                    cursor = last.cursor;
                    refresh(&service, &entries).await;
                    // No receiver is no error: nobody is looking.
                    let _ = live.sender.send(live.told(entries, &service.tree()));
                    moved.send_replace(cursor);
                    if !full {
                        tokio::select! {
                            _ = stop.wait_for(|stop| *stop) => return,
                            () = tokio::time::sleep(PACE) => {}
                        }
                    }
                    // What was committed meanwhile is there to be read.
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "the journal cannot be read; trying again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = commits.changed() => {}
            // Where nothing is announced, nobody holds the other end: then this waits for the others.
            Ok(()) = heard.changed() => {}
            () = tokio::time::sleep(poll) => {}
        }
    }
}

/// Brings what this process keeps in memory up to date before readers hear of the change.
async fn refresh(service: &Service, entries: &[Entry]) {
    let any = |prefix: &str| entries.iter().any(|entry| entry.kind.starts_with(prefix));
    let result = async {
        if entries.iter().any(changes_tree) {
            service.refresh_tree().await?;
        }
        if any("import.bodies") || any("unit.") {
            service.refresh_bodies().await?;
        }
        Ok::<(), service::ServiceError>(())
    };
    if let Err(error) = result.await {
        tracing::warn!(%error, "units and bodies cannot be read again; the next change tries anew");
    }
}
