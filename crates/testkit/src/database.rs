//! Throw-away databases.
//!
//! SQLite: a file in a temporary folder. PostgreSQL: a clone of one migrated template on the server that
//! `BRIDGEHEAD_TEST_POSTGRES` names (`make test` starts one); the template is made once per schema.

use std::str::FromStr;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, Database as Connect, DatabaseConnection, DbBackend, Statement};
use store::{Location, OpenOptions, Store};
use tempfile::TempDir;
use uuid::Uuid;

/// A store that is gone after the test.
#[derive(Debug)]
pub struct Database {
    /// The store, migrated and empty.
    pub store: Store,
    /// Where it lies, for opening it a second time.
    pub location: Location,
    folder: Option<Arc<TempDir>>,
}

/// Data that is there until the test has ended.
#[derive(Debug)]
pub struct Kept {
    _folder: Option<Arc<TempDir>>,
    location: Location,
}

impl Kept {
    /// Gives the disk back: hundreds of databases, each with PostgreSQL's own catalogue, are gigabytes.
    /// That of a failed test stays, to be looked at.
    pub async fn remove(self) {
        let Location::Postgres(address) = &self.location else { return };
        let (server, name) = address.as_str().rsplit_once('/').expect("an address with a name");
        let admin = Connect::connect(format!("{server}/postgres")).await.expect("the test server answers");
        admin.execute_unprepared(&format!("drop database {name} with (force)")).await.expect("a dropped database");
        admin.close().await.expect("a closed connection");
    }
}

impl Database {
    /// Keeps the data until the test has ended: a test body may take the store alone out of this value.
    pub fn keep(&self) -> Kept {
        Kept { _folder: self.folder.clone(), location: self.location.clone() }
    }

    /// Opens the same data again, as another process would.
    pub async fn reopen(&self) -> Store {
        open(&self.location, false).await
    }

    /// A file that a program has written.
    pub async fn file(path: std::path::PathBuf) -> Self {
        let location = Location::Sqlite(path);
        Self { store: open(&location, false).await, location, folder: None }
    }

    /// What stands at this address, made by a program.
    pub async fn at(address: &str) -> Self {
        let location = Location::from_str(address).expect("a valid address");
        Self { store: open(&location, false).await, location, folder: None }
    }

    /// The same data over connections of its own.
    pub async fn again(&self) -> Self {
        Self { store: self.reopen().await, location: self.location.clone(), folder: self.folder.clone() }
    }

    /// The texts of the first column that a query gives: for looking at rows that no query of the store shows.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let db = self.store.read();
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("rows");
        rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a text")).collect()
    }

    /// Tries the same, and takes it back: says why the database itself refuses.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn try_execute(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        let write = self.store.write().await.expect("a write");
        write.tx().execute_unprepared(sql).await.map(|_| ())
    }

    /// Changes rows as an operator at the database's own prompt would.
    pub async fn execute(&self, sql: &str) {
        let write = self.store.write().await.expect("a write");
        write.tx().execute_unprepared(sql).await.expect("a statement that runs");
        write.commit().await.expect("a commit");
    }
}

/// An empty SQLite store.
pub async fn sqlite() -> Database {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let location = Location::Sqlite(folder.path().join("test.db"));
    let store = open(&location, true).await;
    Database { store, location, folder: Some(Arc::new(folder)) }
}

/// An empty PostgreSQL store.
pub async fn postgres() -> Database {
    let server = std::env::var("BRIDGEHEAD_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("BRIDGEHEAD_TEST_POSTGRES names no server: run the tests with `make test`, or start one with `scripts/postgres.sh start`")
    });
    let admin = Connect::connect(format!("{server}/postgres")).await.expect("the test server answers");
    let template = template(&server, &admin).await;
    let name = format!("t_{}", Uuid::new_v4().simple());
    admin
        .execute_unprepared(&format!("create database {name} template {template}"))
        .await
        .expect("a clone of the template");
    admin.close().await.expect("a closed connection");
    let location = Location::from_str(&format!("{server}/{name}")).expect("a valid address");
    let store = open(&location, false).await;
    Database { store, location, folder: None }
}

/// Changes rows of a database that the test itself did not open.
pub async fn execute(location: &Location, sql: &str) {
    let store = open(location, false).await;
    let write = store.write().await.expect("a write");
    write.tx().execute_unprepared(sql).await.expect("a statement that runs");
    write.commit().await.expect("a commit");
    store.close().await.expect("a closed store");
}

/// Makes an empty database on the server at this address.
pub async fn create_database(server: &str, name: &str) {
    let admin = Connect::connect(format!("{server}/postgres")).await.expect("the test server answers");
    admin.execute_unprepared(&format!("create database {name}")).await.expect("a new database");
    admin.close().await.expect("a closed connection");
}

/// Makes a copy of a database on the server at this address, row by row the same; nobody may be connected to it.
pub async fn clone_database(server: &str, from: &str, name: &str) {
    let admin = Connect::connect(format!("{server}/postgres")).await.expect("the test server answers");
    admin.execute_unprepared(&format!("create database {name} template {from}")).await.expect("a copy");
    admin.close().await.expect("a closed connection");
}

/// The migrated template; made by the first test that asks, while the others wait.
async fn template(server: &str, admin: &DatabaseConnection) -> String {
    let name = format!("template_{}", store::schema_version());
    let exists = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "select 1 as one from pg_database where datname = $1 and datistemplate",
        [name.clone().into()],
    );
    let present = admin.query_one_raw(exists.clone()).await.expect("an answer").is_some();
    if !present {
        admin.execute_unprepared("select pg_advisory_lock(719)").await.expect("a lock");
        if admin.query_one_raw(exists).await.expect("an answer").is_none() {
            admin.execute_unprepared(&format!("drop database if exists {name}")).await.expect("no half-made template");
            admin.execute_unprepared(&format!("create database {name}")).await.expect("a new database");
            let location = Location::from_str(&format!("{server}/{name}")).expect("a valid address");
            open(&location, true).await.close().await.expect("a closed store");
            admin.execute_unprepared(&format!("alter database {name} is_template true")).await.expect("a template");
        }
        admin.execute_unprepared("select pg_advisory_unlock(719)").await.expect("an unlock");
    }
    name
}

async fn open(location: &Location, migrate: bool) -> Store {
    let options = OpenOptions { migrate, connections: 4, ..OpenOptions::new(location.clone()) };
    Store::open(&options).await.expect("an open store")
}
