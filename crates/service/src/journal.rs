//! Reading the journal, for those who may: auditors and administrators, each in its own subtree.
//!
//! Looking is itself an entry, once an hour for a reader; whoever asks for the entries of one person leaves another
//! one, about that person. What was done in office stands under its post; what a person did for itself names nobody.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Posting, Target};
use domain::id::{AccountId, PostingId};
use domain::journal::{By, Kind, NewEntry};
use domain::seal::Columns;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::account::PostingRow;
use store::journal;
use uuid::Uuid;

pub use store::journal::{Before, Filter};

use crate::{Service, ServiceError};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// One entry with what its ids stand for.
#[derive(Debug, Clone)]
pub struct Line {
    /// As stored.
    pub entry: Columns,
    /// The post under which it was done; none for what a person did for itself, and for the system.
    pub posting: Option<PostingRow>,
}

impl Line {
    /// Its place: older entries are the next page.
    pub fn place(&self) -> Before {
        Before { recorded_at: self.entry.recorded_at, seq: self.entry.seq }
    }
}

fn exported(actor: &Actor, posting: &Posting, payload: serde_json::Value, now: Timestamp) -> NewEntry {
    let by = By { account: Some(actor.account), posting: Some(posting.id) };
    NewEntry { by, payload, ..NewEntry::about(Kind::ListExported, Uuid::now_v7(), now) }
}

impl Service {
    /// A page of the journal as far as the actor may read it, the newest entry first.
    ///
    /// # Errors
    /// When the actor may read the journal nowhere, or the database fails.
    pub async fn read_journal(
        &self,
        actor: &Actor,
        filter: &Filter,
        before: Option<Before>,
        limit: u64,
        now: Timestamp,
    ) -> Result<Vec<Line>, ServiceError> {
        let posting = self.holder(actor, Permission::ReadJournal)?;
        let looked_at = self.looked_at(filter).await?;
        let since = now.saturating_sub(HOUR).unwrap_or(now);
        let (kind, subject) = (Kind::JournalRead, looked_at.unwrap_or(actor.account.0));
        let write = self.store().write().await?;
        if !journal::happened_by(&write, &kind.word(), subject, actor.account, since).await? {
            let by = By { account: Some(actor.account), posting: Some(posting.id) };
            let payload = json!({ "kind": filter.kind, "subject": filter.subject });
            journal::append(&write, &[NewEntry { by, payload, ..NewEntry::about(kind, subject, now) }]).await?;
            write.commit().await?;
        }
        self.journal_lines(actor, filter, before, limit).await
    }

    /// Writes down that the actor takes a part of the journal away as a file.
    ///
    /// # Errors
    /// When the actor may read the journal nowhere, or the database fails.
    pub async fn journal_exported(
        &self,
        actor: &Actor,
        filter: &Filter,
        format: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let posting = self.holder(actor, Permission::ReadJournal)?;
        let about = self.looked_at(filter).await?;
        let payload = json!({ "list": "journal", "format": format, "kind": filter.kind, "about": about });
        let mut entries = vec![exported(actor, posting, payload, now)];
        if let Some(person) = about {
            entries.push(NewEntry { kind: Kind::JournalRead, subject: person, ..entries[0].clone() });
        }
        let write = self.store().write().await?;
        journal::append(&write, &entries).await?;
        Ok(write.commit().await?)
    }

    /// Writes down that the actor takes the list of accounts away as a file.
    ///
    /// # Errors
    /// When the actor administers accounts nowhere, or the database fails.
    pub async fn accounts_exported(&self, actor: &Actor, format: &str, now: Timestamp) -> Result<(), ServiceError> {
        let posting = self.holder(actor, Permission::ManageAccounts)?;
        let payload = json!({ "list": "accounts", "format": format });
        let write = self.store().write().await?;
        journal::append(&write, &[exported(actor, posting, payload, now)]).await?;
        Ok(write.commit().await?)
    }

    /// The first post under which the actor has the permission anywhere.
    pub(crate) fn holder<'a>(&self, actor: &'a Actor, permission: Permission) -> Result<&'a Posting, ServiceError> {
        let holds = |posting: &'a Posting| {
            let target = Target { body: posting.body, ..Target::at(&posting.path) };
            actor.may(self.titles(), permission, &target)
        };
        actor.postings.iter().find_map(holds).ok_or(ServiceError::Forbidden(permission))
    }

    /// The person whose entries are asked for.
    async fn looked_at(&self, filter: &Filter) -> Result<Option<Uuid>, ServiceError> {
        if filter.actor.is_some() {
            return Ok(filter.actor);
        }
        let Some(subject) = filter.subject else { return Ok(None) };
        let account = self.store().account_facts_by_id(AccountId(subject)).await?;
        Ok(account.map(|account| account.id.0))
    }

    /// A page itself, for whoever has written down before that somebody looks: see
    /// [`journal_exported`](Self::journal_exported).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_lines(
        &self,
        actor: &Actor,
        filter: &Filter,
        before: Option<Before>,
        limit: u64,
    ) -> Result<Vec<Line>, ServiceError> {
        let scope = actor.scope(self.titles(), Permission::ReadJournal);
        let tree = self.tree();
        let root = tree.root().map(|unit| &unit.path);
        let entries = self.store().journal_page(&scope, root, filter, before, limit).await?;
        let postings: Vec<_> = entries.iter().filter_map(|entry| entry.posting).map(PostingId).collect();
        let postings = self.store().postings_by_id(&postings).await?;
        let postings: HashMap<_, _> = postings.into_iter().map(|posting| (posting.id.0, posting)).collect();
        let line = |mut entry: Columns| {
            if entry.posting.is_none() {
                entry.actor = None;
            }
            Line { posting: entry.posting.and_then(|id| postings.get(&id).cloned()), entry }
        };
        Ok(entries.into_iter().map(line).collect())
    }
}
