//! What the system holds about one person.

use std::collections::BTreeMap;

use domain::id::{AccountId, FileId, HazardId};
use domain::names::Names;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::access::outside::OutsideLink;
use crate::contact::{Shown, Unmasking};
use crate::{Service, ServiceError};

/// Everything that is kept about an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Holdings {
    /// Identity.
    pub account: AccountId,
    /// Sign-in name.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was disabled.
    pub disabled_at: Option<Timestamp>,
    /// Titles that it has or had.
    pub postings: Vec<HeldPosting>,
    /// Sessions that are remembered.
    pub sessions: Vec<HeldSession>,
    /// Who it is at outside sign-in services.
    pub outside_identities: Vec<OutsideLink>,
    /// Views of the queue that it saved: name and search string.
    pub saved_views: Vec<(String, String)>,
    /// Its phone number and mail address.
    pub contacts: Vec<Shown>,
    /// Every time that somebody saw one of them in full.
    pub unmaskings: Vec<Unmasking>,
    /// Hazards that it reported.
    pub hazards_reported: Vec<HazardId>,
    /// Photographs and voice notes that it uploaded.
    pub files: Vec<HeldFile>,
    /// Calls of warnings that went to it, as a post or as the deputy of one, by state.
    pub calls: BTreeMap<String, i64>,
    /// Tasks that it had to reach silent posts, by where they stand.
    pub knocks: BTreeMap<String, i64>,
    /// Names of papers that it asked for; they go after a day.
    pub papers: Vec<String>,
    /// Journal entries that it caused, by kind.
    pub journal_entries: BTreeMap<String, i64>,
}

/// A title that the account has or had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldPosting {
    /// The title.
    pub title: String,
    /// Where.
    pub unit: Uuid,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_to: Option<Timestamp>,
}

/// A file that the account uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldFile {
    /// Identity; whoever sees the hazard fetches it by this.
    pub id: FileId,
    /// Media type.
    pub media_type: String,
    /// Size.
    pub bytes: i64,
    /// When it came.
    pub created_at: Timestamp,
    /// The hazard that it belongs to; none while it waits for one.
    pub hazard: Option<HazardId>,
}

/// A session that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldSession {
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Service {
    /// What is held about the account, for itself or for the operator to hand over: contacts are whole.
    ///
    /// # Errors
    /// When there is no such account or the database fails.
    pub async fn holdings(&self, login: &str) -> Result<Holdings, ServiceError> {
        let store = self.store();
        let facts = store.account_facts(login).await?.ok_or(ServiceError::NotFound("account"))?;
        let postings = store.posting_facts(facts.id).await?.into_iter().map(|row| HeldPosting {
            title: row.title,
            unit: row.unit.0,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        });
        let sessions = store.session_facts(facts.id).await?;
        let sessions = sessions.into_iter().map(|(created_at, expires_at)| HeldSession { created_at, expires_at });
        let files = store.files_of_uploader(facts.id).await?.into_iter().map(|file| HeldFile {
            id: file.id,
            media_type: file.blob.media_type,
            bytes: file.blob.bytes,
            created_at: file.created_at,
            hazard: file.hazard,
        });
        let views = store.saved_views(facts.id).await?.into_iter().map(|view| (view.name, view.query));
        Ok(Holdings {
            saved_views: views.collect(),
            files: files.collect(),
            postings: postings.collect(),
            sessions: sessions.collect(),
            outside_identities: self.outside_identities(facts.id).await?,
            contacts: self.shown_contacts(facts.id, false).await?,
            unmaskings: self.unmaskings(facts.id).await?,
            hazards_reported: store.hazards_reported(facts.id).await?,
            calls: store.call_states_of(facts.id).await?.into_iter().collect(),
            knocks: self.knock_states_of(facts.id).await?,
            papers: store.papers_of(facts.id).await?,
            journal_entries: store.journal_kinds_by(facts.id).await?.into_iter().collect(),
            account: facts.id,
            login: facts.login,
            names: facts.names,
            created_at: facts.created_at,
            disabled_at: facts.disabled_at,
        })
    }
}
