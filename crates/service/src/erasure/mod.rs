//! Erasing what tells who somebody was, with the journal kept valid.
//!
//! The journal holds ids and hashes alone. Erasing destroys the values and the salts that these refer to, and
//! appends that it was done. A backup still has the values: so each erasure is written into a list of ids beside
//! the keyring, and a restore applies the list again.

mod list;

use domain::id::{AccountId, TextId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use jiff::Timestamp;
use serde_json::json;
use store::journal::Search;
use store::{erase, file, journal};

use crate::access::{AccessRefusal, Session, recently_authenticated};
use crate::seal::texts_in;
use crate::{Service, ServiceError};

pub use list::{ErasureList, Line};

/// What was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Erased {
    /// Accounts.
    pub accounts: u64,
    /// Texts.
    pub texts: u64,
    /// Photographs and voice notes.
    pub files: u64,
}

impl Service {
    /// Erases an account: names, sign-in name, password, contacts, sessions, the texts about it, and the texts and
    /// files that it gave for itself, such as descriptions and photographs of its reports. Its postings end. What it
    /// did in office stays, under an id that leads nowhere.
    ///
    /// # Errors
    /// When there is no such account, the list cannot be written, or the database fails.
    pub async fn erase_account(
        &self,
        id: AccountId,
        by: Option<AccountId>,
        list: &ErasureList,
        now: Timestamp,
    ) -> Result<Erased, ServiceError> {
        self.store().account_facts_by_id(id).await?.ok_or(ServiceError::NotFound("account"))?;
        // First on the list: an erasure that fails after that is repeated, one that is forgotten is not.
        list.add(&Line::Account { account: id, at: now })?;
        let mut erased = self.erase_account_now(id, by, now).await?;
        // What came in while the account was going: now it can write no more.
        let late = self.texts_of(id).await?;
        if !late.is_empty() {
            erased.texts += self.erase_texts_now(&late, by, now).await?;
        }
        Ok(erased)
    }

    /// Erases the own account, for somebody without an office: what is asked of an official must be answered first.
    ///
    /// # Errors
    /// When password and code were not shown lately, a posting has not ended, or the erasure fails.
    pub async fn erase_own_account(&self, session: &Session, now: Timestamp) -> Result<Erased, ServiceError> {
        recently_authenticated(session, now)?;
        let id = session.actor.account;
        let postings = self.store().posting_facts(id).await?;
        if postings.iter().any(|posting| posting.valid_to.is_none_or(|end| end > now)) {
            return Err(AccessRefusal::HoldsPosting.into());
        }
        let list = ErasureList::beside(self.keyring()?.path());
        self.erase_account(id, Some(id), &list, now).await
    }

    /// Erases one text; says whether it still stood.
    ///
    /// # Errors
    /// When there is no such text, the list cannot be written, or the database fails.
    pub async fn erase_text(
        &self,
        id: TextId,
        by: Option<AccountId>,
        list: &ErasureList,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        self.store().text_subject(id).await?.ok_or(ServiceError::NotFound("text"))?;
        list.add(&Line::Text { text: id, at: now })?;
        Ok(self.erase_texts_now(&[id], by, now).await? > 0)
    }

    /// Does every erasure of the list again, after a restore brought the values back.
    ///
    /// # Errors
    /// When the list cannot be read or the database fails.
    pub async fn erase_again(&self, list: &ErasureList, now: Timestamp) -> Result<Erased, ServiceError> {
        let mut erased = Erased::default();
        for line in list.lines()? {
            match line {
                Line::Account { account, .. } => {
                    let facts = self.store().account_facts_by_id(account).await?;
                    if facts.is_some_and(|facts| !facts.login.starts_with("erased-")) {
                        let more = self.erase_account_now(account, None, now).await?;
                        erased.accounts += more.accounts;
                        erased.texts += more.texts;
                        erased.files += more.files;
                    }
                }
                Line::Text { text, .. } => {
                    if self.store().text_subject(text).await?.is_some() {
                        erased.texts += self.erase_texts_now(&[text], None, now).await?;
                    }
                }
            }
        }
        Ok(erased)
    }

    /// The texts that go with an account: those about it, the descriptions of its reports, and whatever it wrote
    /// for itself, under no posting. What it wrote in office stays.
    async fn texts_of(&self, id: AccountId) -> Result<Vec<TextId>, ServiceError> {
        let mut texts = self.store().texts_of_account(id).await?;
        let own = Search { actor: Some(id.0), without_posting: true, ..Search::default() };
        let mut after = None;
        loop {
            let entries = self.store().journal_columns(&own, after, i64::MAX, 1_000).await?;
            let Some(last) = entries.last() else { break };
            after = Some(last.place());
            texts.extend(entries.iter().flat_map(|entry| texts_in(&entry.payload)).map(|(id, _)| id));
        }
        texts.sort_unstable();
        texts.dedup();
        let standing = self.store().salted_texts(&texts).await?;
        Ok(standing.into_iter().map(|(id, ..)| id).collect())
    }

    async fn erase_account_now(
        &self,
        id: AccountId,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Erased, ServiceError> {
        let texts = self.texts_of(id).await?;
        let write = self.store().write().await?;
        let count = erase::texts(&write, &texts).await?;
        let files = file::delete_of_reporter(&write, id).await?;
        erase::account(&write, id, &Names::zh_en("已注销", "erased"), now).await?;
        let by = By { account: by, posting: None };
        let ids: Vec<_> = texts.iter().map(|text| text.0).collect();
        let entry = NewEntry {
            by,
            payload: json!({ "texts": ids, "files": files }),
            ..NewEntry::about(Kind::AccountErased, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(Erased { accounts: 1, texts: count, files })
    }

    pub(crate) async fn erase_texts_now(
        &self,
        ids: &[TextId],
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<u64, ServiceError> {
        let mut entries = Vec::new();
        for id in ids {
            let Some((subject, field)) = self.store().text_subject(*id).await? else { continue };
            entries.push(NewEntry {
                by: By { account: by, posting: None },
                payload: json!({ "of": subject, "field": field }),
                ..NewEntry::about(Kind::TextErased, id.0, now)
            });
        }
        let write = self.store().write().await?;
        let count = erase::texts(&write, ids).await?;
        if count > 0 {
            journal::append(&write, &entries).await?;
            write.commit().await?;
        }
        Ok(count)
    }
}
