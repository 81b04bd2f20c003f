//! Opening a store: connections, engine settings, migrations, and the check of the world.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use domain::world::World;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, SqlxPostgresConnector, SqlxSqliteConnector, Statement};
use sea_orm_migration::MigratorTrait;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::watch;
use uuid::Uuid;

use crate::migration::Migrator;
use crate::rested::must_be_tried;
use crate::{Meta, Store, StoreError};

/// Where the data lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as a `postgres://` address.
    Postgres(String),
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some(("sqlite", path)) => Ok(Self::Sqlite(PathBuf::from(path))),
            Some((scheme, _)) => Err(format!("`{scheme}` is not a known database, use sqlite:// or postgres://")),
            None => Ok(Self::Sqlite(PathBuf::from(text))),
        }
    }
}

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Where the data lies.
    pub location: Location,
    /// The world it must belong to.
    pub world: World,
    /// Largest number of connections.
    pub connections: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// Whether a missing database is made and an old one brought up to date.
    pub migrate: bool,
}

impl OpenOptions {
    /// Live, 16 connections, 2 s wait, migrating.
    pub fn new(location: Location) -> Self {
        Self { location, world: World::Live, connections: 16, acquire_timeout: Duration::from_secs(2), migrate: true }
    }
}

impl Store {
    /// Opens the store.
    ///
    /// # Errors
    /// When the database cannot be reached or made, or belongs to another world.
    pub async fn open(options: &OpenOptions) -> Result<Self, StoreError> {
        let (readers, writer) = match &options.location {
            Location::Sqlite(path) => sqlite(path, options).await?,
            Location::Postgres(address) => {
                let pool = postgres(address, options).await?;
                (pool.clone(), pool)
            }
        };
        if options.migrate {
            Migrator::up(&writer, None).await?;
        }
        let (commits, _) = watch::channel(0);
        let store = Self { readers, writer, world: options.world, commits: Arc::new(commits) };
        store.claim_world().await?;
        Ok(store)
    }

    /// Another store over the same database with connections of its own, which nothing else can use up. On SQLite, where
    /// one writer serves all, it is the same store.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn beside(&self, options: &OpenOptions) -> Result<Self, StoreError> {
        match &options.location {
            Location::Sqlite(_) => Ok(self.clone()),
            Location::Postgres(address) => {
                let pool = postgres(address, &OpenOptions { migrate: false, ..options.clone() }).await?;
                Ok(Self { readers: pool.clone(), writer: pool, ..self.clone() })
            }
        }
    }

    /// Stamps a new database with the world, or refuses one that has another stamp.
    async fn claim_world(&self) -> Result<(), StoreError> {
        let stamp = self.world.stamp();
        let write = self.write().await?;
        match Meta::get(write.tx(), "world").await? {
            Some(found) if found == stamp => Ok(()),
            Some(found) => Err(StoreError::WrongDatabase(format!(
                "this database belongs to the world `{found}`, not to `{stamp}`"
            ))),
            None => {
                Meta::set(write.tx(), "world", &stamp).await?;
                Meta::set(write.tx(), "tree_version", "0").await?;
                // Event ids carry it: a restored or promoted database gets a new one, and readers resync.
                Meta::set(write.tx(), "incarnation", &Uuid::new_v4().simple().to_string()[..8]).await?;
                write.commit().await
            }
        }
    }

    /// Closes every connection; on SQLite the write-ahead log is folded in.
    ///
    /// # Errors
    /// When a connection could not be closed cleanly.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await?;
        self.writer.close().await?;
        Ok(())
    }
}

/// The world of an exercise is gone when it ends, whatever happens: a power cut may take it.
fn durability(world: World) -> SqliteSynchronous {
    match world {
        World::Exercise { .. } => SqliteSynchronous::Off,
        World::Live if crate::weakened() => SqliteSynchronous::Normal,
        World::Live => SqliteSynchronous::Full,
    }
}

/// Several readers and one writer: a second writer would only wait for the first.
async fn sqlite(
    path: &std::path::Path,
    options: &OpenOptions,
) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(options.migrate)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged must survive a power cut; NORMAL loses the last seconds.
        .synchronous(durability(options.world))
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-32768")
        .pragma("temp_store", "memory")
        // Rows come from another thread. With the driver's 50 the two wait for each other all the time: reading 74,000
        // units took 2.3 s instead of 1.3 s.
        .row_buffer_size(2_000)
        .disable_statement_logging();
    let pool = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(options.acquire_timeout)
            // After a full disk SQLite has rolled back by itself, and the driver believes it is still inside: the
            // next write would seem to commit and be gone. Such a connection is thrown away.
            .before_acquire(|connection, _| {
                let clean = !sqlx::Connection::is_in_transaction(connection);
                Box::pin(async move { Ok(clean) })
            })
            .connect_with(connect.clone())
    };
    let failed = |error| StoreError::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error))));
    let writer = pool(1).await.map_err(failed)?;
    let readers = pool(options.connections).await.map_err(failed)?;
    Ok((SqlxSqliteConnector::from_sqlx_sqlite_pool(readers), SqlxSqliteConnector::from_sqlx_sqlite_pool(writer)))
}

async fn postgres(address: &str, options: &OpenOptions) -> Result<DatabaseConnection, StoreError> {
    let failed = |error| StoreError::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error))));
    let schema = options.world.schema();
    let connect = PgConnectOptions::from_str(address)
        .map_err(failed)?
        .application_name("bridgehead")
        .options([
            ("search_path", schema.as_str()),
            ("idle_in_transaction_session_timeout", "5000"),
            ("synchronous_commit", if crate::weakened() { "off" } else { "on" }),
        ])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(
                async move { Ok(!must_be_tried(meta.idle_for) || sqlx::Connection::ping(connection).await.is_ok()) },
            )
        })
        .connect_with(connect)
        .await
        .map_err(failed)?;
    let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    if options.migrate {
        connection.execute_unprepared(&format!("create schema if not exists {schema}")).await?;
    }
    Ok(connection)
}

/// A setting on which it depends whether an acknowledged write survives a power cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurabilitySetting {
    /// The engine's name for it.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Whether that is safe.
    pub safe: bool,
}

impl Store {
    /// The settings that durability rests on, as they are in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn durability(&self) -> Result<Vec<DurabilitySetting>, StoreError> {
        let backend = self.writer.get_database_backend();
        let mut settings = Vec::new();
        if backend == DbBackend::Postgres {
            for name in ["fsync", "full_page_writes", "synchronous_commit"] {
                let value: String = self.setting(&format!("select current_setting('{name}') as v")).await?;
                let safe = !matches!(value.as_str(), "off" | "local");
                settings.push(DurabilitySetting { name, value, safe });
            }
        } else {
            let mode: String = self.setting("select journal_mode as v from pragma_journal_mode").await?;
            settings.push(DurabilitySetting { name: "journal_mode", safe: mode == "wal", value: mode });
            let level: i64 = self.setting("select synchronous as v from pragma_synchronous").await?;
            settings.push(DurabilitySetting { name: "synchronous", safe: level >= 2, value: level.to_string() });
        }
        Ok(settings)
    }

    async fn setting<T: sea_orm::TryGetable>(&self, sql: &str) -> Result<T, StoreError> {
        let statement = Statement::from_string(self.writer.get_database_backend(), sql);
        let row = self.writer.query_one_raw(statement).await?;
        let row =
            row.ok_or_else(|| StoreError::WrongDatabase("the database does not know its own settings".to_owned()))?;
        Ok(row.try_get("", "v")?)
    }
}
