//! What the person sees with the link of the own entry: what is held, and who saw it.

use domain::id::{PlaceId, TextId};
use domain::journal::By;
use domain::names::Names;
use jiff::Timestamp;
use serde_json::Value;
use store::assist::Entry;
use store::journal::Search;

use super::Said;
use crate::contact::Unmasking;
use crate::{Service, ServiceError, secret};

/// An entry as the person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedAssist {
    /// What it says.
    pub said: Said,
    /// As it is kept.
    pub entry: Entry,
    /// The building.
    pub place: (PlaceId, Names),
    /// Every time that somebody saw it: posts and reasons, no names.
    pub views: Vec<Unmasking>,
}

impl Service {
    /// The entry behind a link.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none, or it has ended.
    pub async fn linked_assist(&self, link: &str, now: Timestamp) -> Result<LinkedAssist, ServiceError> {
        let entry = self.assist_of_link(link, now).await?;
        let names = self.store().place(entry.place).await?.map(|place| place.names).unwrap_or_default();
        let said = self.opened(&entry)?;
        let views = self.assist_views(&entry).await?;
        Ok(LinkedAssist { said, place: (entry.place, names), views, entry })
    }

    /// Deletes the entry behind a link, at once and wholly.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none.
    pub async fn erase_linked_assist(&self, link: &str, now: Timestamp) -> Result<(), ServiceError> {
        let entry = self.assist_of_link(link, now).await?;
        self.forget_assist(&entry, By::default(), "own_wish", now).await?;
        Ok(())
    }

    async fn assist_of_link(&self, link: &str, now: Timestamp) -> Result<Entry, ServiceError> {
        let hash = secret::sha256(&[link.as_bytes()]);
        let found = self.store().assist_by_secret(&hash).await?.filter(|entry| entry.expires_at > now);
        found.ok_or(ServiceError::NotFound("entry"))
    }

    async fn assist_views(&self, entry: &Entry) -> Result<Vec<Unmasking>, ServiceError> {
        let search = Search { subject: Some(entry.id.0), kind: Some("assist.viewed".to_owned()), ..Search::default() };
        let entries = self.store().journal_columns(&search, None, i64::MAX, 10_000).await?;
        let texts = self.store().texts(&[entry.id.0]).await?.remove(&entry.id.0).unwrap_or_default();
        let postings: Vec<_> = entries.iter().filter_map(|entry| Some(entry.posting?.into())).collect();
        let postings = self.store().postings_by_id(&postings).await?;
        let lines = entries.iter().map(|entry| {
            let payload: Value = serde_json::from_str(&entry.payload)?;
            let reason = payload["reason"]["id"].as_str().and_then(|id| id.parse().ok()).map(TextId);
            let posting = postings.iter().find(|posting| Some(posting.id.0) == entry.posting);
            Ok(Unmasking {
                at: Timestamp::from_millisecond(entry.recorded_at).unwrap_or_default(),
                kind: if payload["print"].is_null() { "seen" } else { "printed" }.to_owned(),
                title: posting.map(|posting| posting.title.clone()),
                unit: posting.map(|posting| posting.unit.0),
                reason: texts.iter().find(|(id, ..)| Some(*id) == reason).map(|(_, _, value)| value.clone()),
            })
        });
        lines.collect()
    }
}
