//! `pg_dump` and `pg_restore`, which must be as new as the server.

use std::path::Path;
use std::str::FromStr;

use sea_orm::{AccessMode, ConnectionTrait, DbBackend, IsolationLevel, Statement, TransactionTrait};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Row};
use tokio::process::Command;

use super::{Contents, contents, unreachable_database};
use crate::{Store, StoreError};

/// Dumps one snapshot and says what is in it.
pub(super) async fn dump(store: &Store, address: &str, file: &Path) -> Result<Contents, StoreError> {
    let tx = store.read().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    // The snapshot lives as long as this transaction, and that as long as the dump.
    tx.execute_unprepared("set local idle_in_transaction_session_timeout = 0").await?;
    let exported = Statement::from_string(DbBackend::Postgres, "select pg_export_snapshot() as v");
    let snapshot: String = match tx.query_one_raw(exported).await? {
        Some(row) => row.try_get("", "v")?,
        None => return Err(StoreError::WrongDatabase("the server gives no snapshot".to_owned())),
    };
    let contents = contents(&tx).await?;
    let schema = store.world().schema();
    let options = ["--format=custom".into(), format!("--schema={schema}"), format!("--snapshot={snapshot}")];
    run("pg_dump", &options, address, &[format!("--file={}", file.display())]).await?;
    tx.commit().await?;
    Ok(contents)
}

/// Puts a dump into a database in which the schema holds nothing yet.
pub(super) async fn restore(file: &Path, address: &str, schema: &str) -> Result<(), StoreError> {
    let options = PgConnectOptions::from_str(address).map_err(unreachable_database)?;
    let mut connection = PgConnection::connect_with(&options).await.map_err(unreachable_database)?;
    let count = sqlx::query("select count(*) from information_schema.tables where table_schema = $1").bind(schema);
    let tables: i64 = count.fetch_one(&mut connection).await.map_err(unreachable_database)?.get(0);
    if tables > 0 {
        return Err(StoreError::WrongDatabase(format!("the schema `{schema}` holds {tables} tables already")));
    }
    connection.close().await.map_err(unreachable_database)?;
    let options =
        ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--clean", "--if-exists"];
    run("pg_restore", &options.map(str::to_owned), address, &[file.display().to_string()]).await
}

async fn run(program: &str, options: &[String], address: &str, last: &[String]) -> Result<(), StoreError> {
    let (address, password) = without_password(address);
    let mut command = Command::new(program);
    command.args(options).arg(format!("--dbname={address}")).args(last).kill_on_drop(true);
    if let Some(password) = password {
        // In the environment, which other users of the machine cannot read; arguments they can.
        command.env("PGPASSWORD", password);
    }
    let failed = |what: String| StoreError::WrongDatabase(format!("`{program}` failed: {what}"));
    let output = command.output().await.map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// The address without its password, and the password as typed.
fn without_password(address: &str) -> (String, Option<String>) {
    let split = || {
        let (scheme, rest) = address.split_once("://")?;
        let (user, place) = rest.split_once('@')?;
        let (user, password) = user.split_once(':')?;
        let password = percent_encoding::percent_decode_str(password).decode_utf8().ok()?.into_owned();
        Some((format!("{scheme}://{user}@{place}"), password))
    };
    match split() {
        Some((address, password)) => (address, Some(password)),
        None => (address.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_password_leaves_the_address() {
        let split = super::without_password;
        assert_eq!(
            split("postgres://city:a%40b@db/city"),
            ("postgres://city@db/city".to_owned(), Some("a@b".to_owned()))
        );
        assert_eq!(split("postgres://city@db/city"), ("postgres://city@db/city".to_owned(), None));
    }
}
