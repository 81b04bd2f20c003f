//! Seeing a contact in full: with a reason, in the journal, and for its subject to see.

use domain::access::{Actor, Permission};
use domain::contact::ContactKind;
use domain::id::{AccountId, TextId};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::journal::{self, Search};
use store::{Write, account};
use uuid::Uuid;

use crate::access::{Session, recently_authenticated};
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Shortest and longest reason, in characters.
pub const REASON_CHARS: std::ops::RangeInclusive<usize> = 4..=500;

/// The reason without the white space around it.
///
/// # Errors
/// When it is too short or too long.
pub(crate) fn given_reason(reason: &str) -> Result<&str, ServiceError> {
    let reason = reason.trim();
    if REASON_CHARS.contains(&reason.chars().count()) {
        return Ok(reason);
    }
    let detail = format!("a reason must have {} to {} characters", REASON_CHARS.start(), REASON_CHARS.end());
    Err(ServiceError::invalid("reason", "reason_required", detail))
}

/// One time that a contact was shown in full, as its subject is told: posts, not persons.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unmasking {
    /// When.
    pub at: Timestamp,
    /// Which contact.
    pub kind: String,
    /// Title of the posting under which it was done.
    pub title: Option<String>,
    /// The unit of that posting.
    pub unit: Option<Uuid>,
    /// The reason that was given; missing when it was erased.
    pub reason: Option<String>,
}

impl Service {
    /// Shows a contact in full. A session that was left open is not enough: password and second factor must have been
    /// shown lately. Whoever sees very many is noticed ([`super::browsing`]).
    ///
    /// # Errors
    /// When the actor may not or did not show so lately, gives no reason, or the account has no such contact. Nothing
    /// is shown unless the journal took it.
    pub async fn unmask(
        &self,
        session: &Session,
        account: AccountId,
        kind: ContactKind,
        reason: &str,
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let actor = &session.actor;
        let by = self.reach(actor, Permission::UnmaskContact, account, now).await?;
        recently_authenticated(session, now)?;
        let reason = given_reason(reason)?;
        let plain = self.plain_contact(account, kind).await?.ok_or(ServiceError::NotFound("contact"))?;
        let write = self.store().write().await?;
        let reason = keep_text(&write, account.0, "unmask_reason", reason).await?;
        self.write_view_down(&write, actor, by, (account, kind), reason, now).await?;
        write.commit().await?;
        Ok(plain)
    }

    /// Writes down that a contact was seen in full: its owner is shown it, and very many are noticed.
    pub(crate) async fn write_view_down(
        &self,
        write: &Write,
        actor: &Actor,
        by: By,
        (account, kind): (AccountId, ContactKind),
        reason: Option<Value>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        // Two views at once would each not see the other, and both stay below the limit.
        account::hold(write, actor.account).await?.ok_or(ServiceError::SignInFailed)?;
        let entry = NewEntry {
            by,
            payload: json!({ "kind": kind.word(), "reason": reason }),
            ..NewEntry::about(Kind::ContactUnmasked, account.0, now)
        };
        journal::append(write, &[entry]).await?;
        if let Some(notice) = self.browsing(write, actor, by.posting, now).await? {
            journal::append(write, &[notice]).await?;
        }
        Ok(())
    }

    /// Every time that a contact of this account was shown in full, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unmaskings(&self, account: AccountId) -> Result<Vec<Unmasking>, ServiceError> {
        let search =
            Search { subject: Some(account.0), kind: Some("contact.unmasked".to_owned()), ..Search::default() };
        let entries = self.store().journal_columns(&search, None, i64::MAX, 10_000).await?;
        let texts = self.store().texts(&[account.0]).await?.remove(&account.0).unwrap_or_default();
        let postings: Vec<_> = entries.iter().filter_map(|entry| Some(entry.posting?.into())).collect();
        let postings = self.store().postings_by_id(&postings).await?;
        let lines = entries.iter().map(|entry| {
            let payload: Value = serde_json::from_str(&entry.payload)?;
            let reason = payload["reason"]["id"].as_str().and_then(|id| id.parse().ok()).map(TextId);
            let posting = postings.iter().find(|posting| Some(posting.id.0) == entry.posting);
            Ok(Unmasking {
                at: Timestamp::from_millisecond(entry.recorded_at).unwrap_or_default(),
                kind: payload["kind"].as_str().unwrap_or_default().to_owned(),
                title: posting.map(|posting| posting.title.clone()),
                unit: posting.map(|posting| posting.unit.0),
                reason: texts.iter().find(|(id, ..)| Some(*id) == reason).map(|(_, _, value)| value.clone()),
            })
        });
        lines.collect()
    }
}
