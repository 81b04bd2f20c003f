//! Copies of the whole database, and putting one back.
//!
//! SQLite writes a copy of itself (`VACUUM INTO`): one file, consistent, while everything goes on. PostgreSQL
//! is dumped by `pg_dump` and put back by `pg_restore`. What is said about the copy (counts, last seal) is read
//! from the copy, or from the very snapshot that is dumped, so that it can be held against what comes back.

mod postgres;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::seal::Place;
use domain::world::World;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryOrder, QuerySelect, Statement};

use crate::entity::journal;
use crate::{Engine, Location, Meta, OpenOptions, Store, StoreError, seal};

/// What a database holds, to compare a copy with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Which incarnation.
    pub incarnation: String,
    /// Rows by table.
    pub rows: BTreeMap<String, i64>,
    /// The newest seal.
    pub seal: Option<seal::Signed>,
    /// The last entry of the journal.
    pub journal_end: Option<Place>,
}

impl Store {
    /// Writes a copy of the database into a file that is not there yet.
    ///
    /// # Errors
    /// When the database fails, the file cannot be written, or `pg_dump` is missing or fails.
    pub async fn copy_into(&self, location: &Location, file: &Path) -> Result<Contents, StoreError> {
        match location {
            Location::Sqlite(_) => {
                let into = Statement::from_sql_and_values(
                    DbBackend::Sqlite,
                    "vacuum into ?",
                    [file.display().to_string().into()],
                );
                self.read().execute_raw(into).await?;
                let options = OpenOptions {
                    migrate: false,
                    connections: 1,
                    world: self.world(),
                    ..OpenOptions::new(Location::Sqlite(file.to_owned()))
                };
                let copy = Self::open(&options).await?;
                let contents = contents(copy.read()).await?;
                copy.close().await?;
                Ok(contents)
            }
            Location::Postgres(address) => postgres::dump(self, address, file).await,
        }
    }

    /// What the database holds now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        contents(self.read()).await
    }

    /// The number that must be added to the server's own transaction numbers, so that they come after every one
    /// that the journal holds. Nothing on SQLite.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lift_transactions(&self, write: &crate::Write) -> Result<(), StoreError> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let sql = "insert into meta (key, value) \
            select 'tx_offset', greatest(0, coalesce(max(tx), 0) + 1 - pg_current_xact_id()::text::bigint)::text from journal \
            on conflict (key) do update set value = greatest(meta.value::bigint, excluded.value::bigint)::text";
        write.tx().execute_unprepared(sql).await?;
        let default = "do $$ begin execute format( \
            'alter table journal alter column tx set default pg_current_xact_id()::text::bigint + %s', \
            (select value::bigint from meta where key = 'tx_offset')); end $$";
        write.tx().execute_unprepared(default).await?;
        Ok(())
    }
}

/// Puts a copy back where nothing is yet.
///
/// # Errors
/// When something is there already, the copy cannot be read, or `pg_restore` is missing or fails.
pub async fn put_back(file: &Path, location: &Location, world: World) -> Result<(), StoreError> {
    match location {
        Location::Sqlite(path) => {
            // A log that an old database left behind would be played into the new one.
            let beside = ["-wal", "-shm", "-journal"].map(|ending| {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                PathBuf::from(name)
            });
            if let Some(there) = [path.clone()].iter().chain(&beside).find(|path| path.exists()) {
                return Err(StoreError::WrongDatabase(format!("`{}` is there already", there.display())));
            }
            let failed = |error| StoreError::WrongDatabase(format!("`{}` cannot be copied: {error}", file.display()));
            // Under another name first: a copy that was broken off must not pass for a database.
            let part = path.with_extension("part");
            tokio::fs::copy(file, &part).await.map_err(failed)?;
            tokio::fs::File::open(&part).await.map_err(failed)?.sync_all().await.map_err(failed)?;
            tokio::fs::rename(&part, path).await.map_err(failed)
        }
        Location::Postgres(address) => postgres::restore(file, address, &world.schema()).await,
    }
}

async fn contents(db: &impl ConnectionTrait) -> Result<Contents, StoreError> {
    let names = match db.get_database_backend() {
        DbBackend::Postgres => {
            "select table_name::text as name from information_schema.tables where table_schema = current_schema()"
        }
        _ => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    };
    let mut rows = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), names)).await? {
        let name: String = row.try_get("", "name")?;
        let count = Query::select().expr(Expr::val(1).count()).from(Alias::new(&name)).to_owned();
        let counted = db.query_one(&count).await?;
        let count = counted.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or(0);
        rows.insert(name, count);
    }
    let end: Option<(i64, i64)> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Tx)
        .column(journal::Column::Seq)
        .order_by_desc(journal::Column::Tx)
        .order_by_desc(journal::Column::Seq)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(Contents {
        incarnation: Meta::get(db, "incarnation").await?.unwrap_or_default(),
        rows,
        seal: seal::last(db).await?,
        journal_end: end.map(|(tx, seq)| Place { tx, seq }),
    })
}

fn unreachable_database(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error))))
}
