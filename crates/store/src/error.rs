//! What can go wrong in the store.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::rested::note_lost;

/// An error of the store. Its text is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("database: {0}")]
    Database(DbErr),
    /// A unique value is taken already.
    #[error("already there: {0}")]
    Duplicate(String),
    /// The row changed since it was read.
    #[error("the row has another version")]
    Stale,
    /// The disk is full: nothing was written.
    #[error("the disk is full: {0}")]
    Full(DbErr),
    /// The answer to COMMIT did not arrive.
    #[error("the outcome of the commit is unknown: {0}")]
    OutcomeUnknown(DbErr),
    /// No connection in time, or somebody else held what was needed for too long.
    #[error("the database is not to be had: {0}")]
    Unavailable(DbErr),
    /// A stored value cannot be read back.
    #[error("table `{table}`, column `{column}` holds `{value}`")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// The database belongs to another world, or is no Bridgehead database.
    #[error("{0}")]
    WrongDatabase(String),
}

impl StoreError {
    pub(crate) fn damaged(table: &'static str, column: &'static str, value: impl Into<String>) -> Self {
        Self::Damaged { table, column, value: value.into() }
    }

    /// An error of a write in which a unique value may be taken.
    pub(crate) fn from_insert(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(what)) => Self::Duplicate(what),
            _ => Self::classify(error),
        }
    }

    pub(crate) fn from_commit(error: DbErr) -> Self {
        // A full disk is an answer: the transaction was rolled back.
        if is_full(&error) {
            return Self::Full(error);
        }
        note_lost();
        Self::OutcomeUnknown(error)
    }

    pub(crate) fn classify(error: DbErr) -> Self {
        match error {
            error if is_full(&error) => Self::Full(error),
            error if is_lost(&error) => {
                note_lost();
                Self::Unavailable(error)
            }
            // The connection is sound: somebody else holds the file or the row for too long.
            error if is_held(&error) => Self::Unavailable(error),
            other => Self::Database(other),
        }
    }

    /// Whether trying again a little later may help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::OutcomeUnknown(_))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::classify(error)
    }
}

/// The driver's own error.
fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn code(error: &DbErr) -> Option<String> {
    let sqlx::Error::Database(error) = driver(error)? else { return None };
    error.code().map(|code| code.into_owned())
}

/// SQLite's SQLITE_FULL, PostgreSQL's `disk_full`.
fn is_full(error: &DbErr) -> bool {
    matches!(code(error).as_deref(), Some("13" | "53100"))
}

/// SQLite's SQLITE_BUSY and SQLITE_LOCKED with what they say more, PostgreSQL's `lock_not_available`.
fn is_held(error: &DbErr) -> bool {
    matches!(code(error).as_deref(), Some("5" | "6" | "261" | "262" | "517" | "55P03"))
}

/// Whether there is no connection, or it went away before the answer.
fn is_lost(error: &DbErr) -> bool {
    use sqlx::Error as E;
    let gone = matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_))
        || matches!(driver(error), Some(E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed));
    // PostgreSQL: connection failures, too many of them, and a server that is going down or coming up.
    let said = code(error)
        .is_some_and(|code| code.starts_with("08") || ["53300", "57P01", "57P02", "57P03"].contains(&&*code));
    gone || said
}
