//! Where a database stands: a copy of it stands elsewhere.

use std::os::unix::fs::MetadataExt;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{Engine, Store, StoreError};

impl Store {
    /// A text that stays the same while the database stays where it is, and differs in a copy: path and inode
    /// of the file; the server's own number and the database's on PostgreSQL, which a standby that takes over keeps.
    ///
    /// # Errors
    /// When the database fails or its file cannot be looked at.
    pub async fn whereabouts(&self) -> Result<String, StoreError> {
        match self.engine() {
            Engine::Sqlite => {
                let path = self.text("select file as v from pragma_database_list where name = 'main'").await?;
                let path = std::fs::canonicalize(&path).map_err(|error| unknown(&path, &error))?;
                let inode = std::fs::metadata(&path).map_err(|error| unknown(&path.display(), &error))?.ino();
                Ok(format!("{} inode {inode}", path.display()))
            }
            Engine::Postgres => {
                let sql = "select (select system_identifier from pg_control_system())::text || ' ' || oid::text \
                    || ' ' || (current_schema()::regnamespace::oid)::text as v \
                    from pg_database where datname = current_database()";
                self.text(sql).await
            }
        }
    }

    async fn text(&self, sql: &str) -> Result<String, StoreError> {
        let backend: DbBackend = self.read().get_database_backend();
        let row = self.read().query_one_raw(Statement::from_string(backend, sql)).await?;
        let row = row.ok_or_else(|| StoreError::WrongDatabase("the database does not know where it is".to_owned()))?;
        Ok(row.try_get("", "v")?)
    }
}

fn unknown(path: &dyn std::fmt::Display, error: &std::io::Error) -> StoreError {
    StoreError::WrongDatabase(format!("the file `{path}` cannot be looked at: {error}"))
}
