//! The clock that all processes over one database share.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::value::time;
use crate::{Store, StoreError};

impl Store {
    /// What the clock of the PostgreSQL server shows, in whole milliseconds.
    ///
    /// # Errors
    /// When the database fails, or is SQLite, which has no clock of its own.
    pub async fn server_clock(&self) -> Result<Timestamp, StoreError> {
        let sql = "select (extract(epoch from clock_timestamp()) * 1000)::bigint as now";
        let row = self.read().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        let row = row.ok_or_else(|| StoreError::damaged("clock_timestamp", "now", ""))?;
        time("clock_timestamp", "now", row.try_get("", "now")?)
    }
}
