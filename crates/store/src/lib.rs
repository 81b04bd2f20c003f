//! Everything that is kept: SQLite or PostgreSQL behind one [`Store`].
//!
//! The only crate that knows SQL. A [`Store`] belongs to one world. Reads go through
//! [`Store::read`]; writes through [`Store::write`] alone, which begins a transaction that is
//! immediate on SQLite. After a commit everybody who tails the journal is woken.

pub mod access_change;
pub mod account;
pub mod api_token;
pub mod assist;
pub mod backup;
pub mod body;
mod bulk;
pub mod callout;
pub mod chain_test;
mod clock;
pub mod closure;
pub mod command;
pub mod contact;
pub mod device;
mod entity;
mod entity_access;
mod entity_assist;
mod entity_public;
pub mod erase;
mod error;
pub mod evacuation;
pub mod exercise;
mod fault_control;
pub mod file;
mod filter;
pub mod follow;
pub mod gauge;
pub mod harm;
pub mod hazard;
pub mod holding;
pub mod import;
pub mod job;
pub mod journal;
pub mod message;
mod meta;
mod migration;
pub mod notice;
mod open;
pub mod outlet;
pub mod outside;
pub mod paper;
pub mod place;
pub mod proposal;
pub mod public_message;
pub mod registers;
mod relay;
pub mod report_contact;
pub mod reset_link;
pub mod resident;
pub mod response;
mod rested;
pub mod roster;
mod rows;
pub mod saved_view;
pub mod seal;
pub mod sealed;
pub mod second_factor;
pub mod session;
pub mod shelter;
pub mod snapshot;
pub mod text;
pub mod throttle;
pub mod unit;
pub mod unit_plan;
pub mod unit_write;
pub mod upload;
mod value;
pub mod verification;
pub mod warning;
pub mod warning_feed;
mod whereabouts;
pub mod work_order;

use std::sync::Arc;

use domain::world::World;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::watch;

pub use error::StoreError;
pub use fault_control::weakened;
pub use meta::Meta;
pub use migration::schema_version;
pub use open::{DurabilitySetting, Location, OpenOptions};
pub use rows::Rows;

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process.
    Sqlite,
    /// A server, any number of processes.
    Postgres,
}

/// The store of one world. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    world: World,
    commits: Arc<watch::Sender<u64>>,
}

/// An open write transaction. Dropped without [`commit`](Write::commit), it leaves nothing behind.
#[derive(Debug)]
pub struct Write {
    transaction: DatabaseTransaction,
    commits: Arc<watch::Sender<u64>>,
}

impl Store {
    /// The world that this store belongs to.
    pub fn world(&self) -> World {
        self.world
    }

    /// Which engine holds the data.
    pub fn engine(&self) -> Engine {
        match self.readers.get_database_backend() {
            DbBackend::Postgres => Engine::Postgres,
            _ => Engine::Sqlite,
        }
    }

    /// The connection for reading; every query sees what was committed before it began.
    pub fn read(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Begins a write transaction.
    ///
    /// # Errors
    /// When no connection is free in time, or the database cannot be reached.
    pub async fn write(&self) -> Result<Write, StoreError> {
        // A deferred transaction that reads first would get SQLITE_BUSY at its first write.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        Ok(Write { transaction, commits: self.commits.clone() })
    }

    /// Changes whenever this process commits: a reason to look at the journal now.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.readers.ping().await?;
        Ok(())
    }
}

impl Write {
    /// The transaction, for queries.
    pub fn tx(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Makes it all durable and wakes the readers of the journal.
    ///
    /// # Errors
    /// [`StoreError::OutcomeUnknown`] when the answer to COMMIT did not arrive: it may or may not
    /// have happened, and the caller must repeat under the same id.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(StoreError::from_commit)?;
        self.commits.send_modify(|count| *count += 1);
        Ok(())
    }
}
