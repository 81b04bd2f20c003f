//! The journal: appended in the transaction of each change, tailed by live readers.

mod columns;
mod page;
mod recent;

use domain::id::HazardId;
use domain::journal::NewEntry;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, InsertMany, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use serde_json::Value;
use uuid::Uuid;

use crate::entity::journal;
use crate::value::time;
use crate::{Store, StoreError, Write, bulk};

pub use columns::Search;
pub use page::{Before, Filter};
pub use recent::{happened, happened_at, happened_by, unmaskings_by};

/// Where a reader of the journal stands: everything up to and including it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cursor {
    /// Transaction number; always 0 on SQLite, where the sequence alone is commit order.
    pub tx: i64,
    /// Sequence number.
    pub seq: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.tx, self.seq)
    }
}

impl std::str::FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (tx, seq) = text.split_once('.').ok_or(())?;
        Ok(Self { tx: tx.parse().map_err(drop)?, seq: seq.parse().map_err(drop)? })
    }
}

/// One entry as it stands in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place.
    pub cursor: Cursor,
    /// What it tells, such as `hazard.accepted`.
    pub kind: String,
    /// The thing that changed.
    pub subject: Uuid,
    /// Path of the unit concerned, as of then.
    pub path: Option<String>,
    /// The responsible body then.
    pub body: Option<Uuid>,
    /// The account that did it.
    pub actor: Option<Uuid>,
    /// The posting under which it was done.
    pub posting: Option<Uuid>,
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What changed.
    pub payload: Value,
}

/// Appends entries inside a write, and the jobs that follow from them: no cause without its effect.
///
/// # Errors
/// When the database fails.
pub async fn append(write: &Write, entries: &[NewEntry]) -> Result<(), StoreError> {
    let rows: Vec<_> = entries.iter().map(active).collect();
    bulk::insert(write, &rows, None).await?;
    follow_up(write, entries).await
}

/// The rows of entries; whoever writes them owes [`follow_up`].
pub(crate) fn insert(entries: &[NewEntry]) -> InsertMany<journal::ActiveModel> {
    journal::Entity::insert_many(entries.iter().map(active))
}

fn active(entry: &NewEntry) -> journal::ActiveModel {
    journal::ActiveModel {
        seq: NotSet,
        // The database's own number of the transaction; see the column's default.
        tx: NotSet,
        kind: Set(entry.kind.word()),
        kind_version: Set(entry.kind.version()),
        subject_kind: Set(entry.kind.subject_kind().to_owned()),
        subject: Set(entry.subject),
        unit: Set(entry.unit.as_ref().map(|(id, _)| id.0)),
        path: Set(entry.unit.as_ref().map(|(_, path)| path.as_str().to_owned())),
        body: Set(entry.body.map(|id| id.0)),
        actor: Set(entry.by.account.map(|id| id.0)),
        posting: Set(entry.by.posting.map(|id| id.0)),
        command: Set(entry.command.map(|id| id.0)),
        cause_kind: Set(entry.cause.map(|cause| cause.kind().to_owned())),
        cause: Set(entry.cause.map(domain::journal::Cause::id)),
        happened_at: Set(entry.happened_at.as_millisecond()),
        recorded_at: Set(entry.recorded_at.as_millisecond()),
        payload: Set(entry.payload.to_string()),
    }
}

/// The jobs that follow from entries.
pub(crate) async fn follow_up(write: &Write, entries: &[NewEntry]) -> Result<(), StoreError> {
    for entry in entries {
        let jobs = domain::job::caused_by(entry);
        if !jobs.is_empty() {
            crate::job::insert(write, &jobs, entry.recorded_at).await?;
        }
        if let Some(state) = domain::job::moved_to(entry) {
            crate::work_order::queue_status(write, HazardId(entry.subject), state, entry.recorded_at).await?;
        }
    }
    Ok(())
}

/// What a restore added: another server counts its transactions from elsewhere, and entries from before the
/// restore would seem unsettled, or come after new ones.
const TX_OFFSET: &str = "coalesce((select value::bigint from meta where key = 'tx_offset'), 0)";

/// Below this transaction number every transaction has ended, so no entry can appear there any more.
/// Sequence numbers alone would not do: they are given out before the commit.
async fn settled_below(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(i64::MAX);
    }
    let sql = format!("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {TX_OFFSET} as tx");
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    match row {
        Some(row) => Ok(row.try_get("", "tx")?),
        None => Err(StoreError::damaged("journal", "tx", "")),
    }
}

impl Store {
    /// Settled entries after `cursor`, in journal order, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_after(&self, cursor: Cursor, limit: u64) -> Result<Vec<Entry>, StoreError> {
        let db = self.read();
        // Taken before the entries are read: whatever settles in between comes with the next call.
        let settled = settled_below(db).await?;
        let after = Condition::any()
            .add(journal::Column::Tx.gt(cursor.tx))
            .add(Condition::all().add(journal::Column::Tx.eq(cursor.tx)).add(journal::Column::Seq.gt(cursor.seq)));
        let rows = journal::Entity::find()
            .filter(after)
            .filter(journal::Column::Tx.lt(settled))
            .order_by_asc(journal::Column::Tx)
            .order_by_asc(journal::Column::Seq)
            .limit(limit)
            .all(db)
            .await?;
        rows.into_iter().map(entry).collect()
    }

    /// The place of the last settled entry.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_end(&self) -> Result<Cursor, StoreError> {
        let db = self.read();
        let settled = settled_below(db).await?;
        let row = journal::Entity::find()
            .filter(journal::Column::Tx.lt(settled))
            .order_by_desc(journal::Column::Tx)
            .order_by_desc(journal::Column::Seq)
            .limit(1)
            .one(db)
            .await?;
        Ok(row.map_or_else(Cursor::default, |row| Cursor { tx: row.tx, seq: row.seq }))
    }

    /// Every entry about one thing, in the order of the sequence.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_of(&self, subject: Uuid) -> Result<Vec<Entry>, StoreError> {
        let rows = journal::Entity::find()
            .filter(journal::Column::Subject.eq(subject))
            .order_by_asc(journal::Column::Seq)
            .all(self.read())
            .await?;
        rows.into_iter().map(entry).collect()
    }

    /// Number of entries whose kind begins with `prefix`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_count(&self, prefix: &str) -> Result<u64, StoreError> {
        let rows: Option<i64> = journal::Entity::find()
            .select_only()
            .column_as(Expr::col(journal::Column::Seq).count(), "n")
            .filter(journal::Column::Kind.starts_with(prefix))
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(rows.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }
}

fn entry(row: journal::Model) -> Result<Entry, StoreError> {
    let payload = serde_json::from_str(&row.payload)
        .map_err(|_| StoreError::damaged("journal", "payload", row.payload.clone()))?;
    Ok(Entry {
        cursor: Cursor { tx: row.tx, seq: row.seq },
        kind: row.kind,
        subject: row.subject,
        path: row.path,
        body: row.body,
        actor: row.actor,
        posting: row.posting,
        happened_at: time("journal", "happened_at", row.happened_at)?,
        recorded_at: time("journal", "recorded_at", row.recorded_at)?,
        payload,
    })
}
