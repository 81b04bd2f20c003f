//! What can go wrong in the store.

use sea_orm::{DbErr, SqlErr};

/// An error of the store. Its text is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// A unique value is taken already.
    #[error("already there: {0}")]
    Duplicate(String),
    /// The row changed since it was read.
    #[error("the row has another version")]
    Stale,
    /// The answer to COMMIT did not arrive.
    #[error("the outcome of the commit is unknown: {0}")]
    OutcomeUnknown(DbErr),
    /// No connection in time.
    #[error("no database connection: {0}")]
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
        Self::OutcomeUnknown(error)
    }

    pub(crate) fn classify(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error),
            other => Self::Database(other),
        }
    }

    /// Whether trying again a little later may help.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::OutcomeUnknown(_) => true,
            Self::Database(error) => matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)),
            _ => false,
        }
    }
}
