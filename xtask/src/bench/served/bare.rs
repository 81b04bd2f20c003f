//! The rows of one report, written to SQLite by a loop that does nothing else: the physical limit of one writer.

use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor};

const TABLES: &str = "
    create table command (actor text, key blob, body_hash blob, subject blob, primary key (actor, key)) without rowid;
    create table hazard (number integer primary key, id blob unique, category text, urgency text, state text, open int,
        unit blob, path text, x int, y int, cell int, due_at int, follow_hash blob, version int);
    create index hazard_path on hazard (path, due_at);
    create index hazard_due on hazard (due_at, id);
    create index hazard_cell on hazard (cell);
    create table hazard_deadline (hazard blob, sequence int, step text, due_at int, primary key (hazard, sequence)) without rowid;
    create table free_text (id blob primary key, subject blob, field text, value text, salt blob) without rowid;
    create table journal (seq integer primary key, kind text, subject blob, path text, recorded_at int, payload text);";

const ROWS: [&str; 5] = [
    "insert into command values ('anonymous', randomblob(16), randomblob(32), randomblob(16))",
    "insert into hazard (id, category, urgency, state, open, unit, path, x, y, cell, due_at, follow_hash, version)
        values (randomblob(16), 'A01', 'urgent', 'reported', 1, randomblob(16), '0001.0002.0003.0004', 1135000000,
        345000000, random(), random(), randomblob(32), 1)",
    "insert into hazard_deadline values (randomblob(16), 0, 'accept', 1795000000000)",
    "insert into free_text values (randomblob(16), randomblob(16), 'description',
        'e-bikes charge in the stairwell of building 7', randomblob(16))",
    "insert into journal (kind, subject, path, recorded_at, payload)
        values ('hazard.reported', randomblob(16), '0001.0002.0003.0004', 1795000000000, hex(randomblob(215)))",
];

/// Transactions per second, each on the disk before the next begins.
pub(super) async fn loop_of_one_writer(seconds: u64) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir_in(".")?;
    let options = SqliteConnectOptions::new().filename(folder.path().join("bare.db")).create_if_missing(true);
    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await?;
    connection.execute(TABLES).await?;
    let (begin, mut done) = (Instant::now(), 0_u64);
    while begin.elapsed() < Duration::from_secs(seconds) {
        let mut transaction = connection.begin_with("begin immediate").await?;
        for row in ROWS {
            sqlx::query(row).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        done += 1;
    }
    Ok(done as f64 / begin.elapsed().as_secs_f64())
}
