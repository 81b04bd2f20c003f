//! Telling the other processes at once that something was committed, and hearing it from them. PostgreSQL alone has
//! several processes.
//!
//! Nothing is announced inside a transaction of its own matter: of 7,710 three-row transactions a second a NOTIFY in each
//! left 2,924. One task per process announces, at most ten times a second, whatever was committed in between.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;

use crate::{Engine, Store};

/// Shortest time between two announcements.
const PACE: Duration = Duration::from_millis(100);

/// Until what failed is tried again.
const AGAIN: Duration = Duration::from_secs(1);

impl Store {
    /// Announces what this process commits, until `stop` turns true. What cannot be announced is found all the same:
    /// whoever waits looks at the journal each second as well. Nothing to do on SQLite.
    pub async fn announce(&self, mut stop: watch::Receiver<bool>) {
        let mut commits = self.commits();
        while self.engine() == Engine::Postgres {
            let done = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                done = self.announce_next(&mut commits) => done,
            };
            rest(done).await;
        }
    }

    /// Changes `heard` whenever a process announces something, until `stop` turns true. Keeps one connection; nothing to
    /// do on SQLite.
    pub async fn hear(&self, heard: watch::Sender<u64>, mut stop: watch::Receiver<bool>) {
        while self.engine() == Engine::Postgres {
            let done = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                done = self.hear_with(&heard) => done,
            };
            rest(done).await;
        }
    }

    async fn announce_next(&self, commits: &mut watch::Receiver<u64>) -> Result<(), sqlx::Error> {
        // The sender is this store's own: it is there as long as the store is.
        let _ = commits.changed().await;
        let pool = self.writer.get_postgres_connection_pool();
        sqlx::query("select pg_notify($1, '')").bind(self.channel()).execute(pool).await?;
        tokio::time::sleep(PACE).await;
        Ok(())
    }

    async fn hear_with(&self, heard: &watch::Sender<u64>) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(self.readers.get_postgres_connection_pool()).await?;
        listener.listen(&self.channel()).await?;
        loop {
            listener.recv().await?;
            heard.send_modify(|count| *count += 1);
        }
    }

    /// The name of this world's announcements.
    fn channel(&self) -> String {
        format!("bridgehead_{}", self.world().schema())
    }
}

/// After a failure a moment passes before the next try.
async fn rest(done: Result<(), sqlx::Error>) {
    if let Err(error) = done {
        tracing::debug!(%error, "announcements between processes failed; trying again");
        tokio::time::sleep(AGAIN).await;
    }
}
