//! Entries with every column as stored, for seals, export and search.

use domain::seal::{Columns, Place};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::journal;
use crate::{Store, StoreError};

/// Which entries are looked for; the default is all of them.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// About this thing.
    pub subject: Option<Uuid>,
    /// Recorded at or after.
    pub since: Option<Timestamp>,
    /// Whose kind begins with this.
    pub kind: Option<String>,
    /// By this account.
    pub actor: Option<Uuid>,
    /// No posting: what a person did for itself.
    pub without_posting: bool,
}

impl Store {
    /// Below this transaction number no entry can appear any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_settled_below(&self) -> Result<i64, StoreError> {
        super::settled_below(self.read()).await
    }

    /// Entries after `place` (from the very first one without it) whose transaction is below `settled`, in
    /// journal order, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_columns(
        &self,
        search: &Search,
        after: Option<Place>,
        settled: i64,
        limit: u64,
    ) -> Result<Vec<Columns>, StoreError> {
        let mut query = journal::Entity::find().filter(journal::Column::Tx.lt(settled));
        if let Some(after) = after {
            let same = Condition::all().add(journal::Column::Tx.eq(after.tx)).add(journal::Column::Seq.gt(after.seq));
            query = query.filter(Condition::any().add(journal::Column::Tx.gt(after.tx)).add(same));
        }
        if let Some(subject) = search.subject {
            query = query.filter(journal::Column::Subject.eq(subject));
        }
        if let Some(since) = search.since {
            query = query.filter(journal::Column::RecordedAt.gte(since.as_millisecond()));
        }
        if let Some(kind) = &search.kind {
            query = query.filter(journal::Column::Kind.starts_with(kind));
        }
        if let Some(actor) = search.actor {
            query = query.filter(journal::Column::Actor.eq(actor));
        }
        if search.without_posting {
            query = query.filter(journal::Column::Posting.is_null());
        }
        let rows = query
            .order_by_asc(journal::Column::Tx)
            .order_by_asc(journal::Column::Seq)
            .limit(limit)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(columns).collect())
    }
}

pub(super) fn columns(row: journal::Model) -> Columns {
    Columns {
        seq: row.seq,
        tx: row.tx,
        kind: row.kind,
        kind_version: row.kind_version,
        subject_kind: row.subject_kind,
        subject: row.subject,
        unit: row.unit,
        path: row.path,
        body: row.body,
        actor: row.actor,
        posting: row.posting,
        cause_kind: row.cause_kind,
        cause: row.cause,
        command: row.command,
        happened_at: row.happened_at,
        recorded_at: row.recorded_at,
        payload: row.payload,
    }
}
