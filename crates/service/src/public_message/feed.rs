//! The feed of what is in force.

use ::warning::feed::{EntryOut, FeedOut, write};
use jiff::Timestamp;

use crate::{Service, ServiceError};

impl Service {
    /// An Atom feed of the messages in force, under the name of the installation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_feed(&self, name: &str, now: Timestamp) -> Result<String, ServiceError> {
        let settings = &self.warnings()?.public;
        let address = settings.address.as_deref().unwrap_or_default().trim_end_matches('/');
        let found = self.public_warnings(now).await?;
        let time = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let entries = found.iter().filter_map(|one| {
            let published = one.published.as_ref()?;
            let lines: Vec<&str> =
                published.texts.iter().flat_map(|text| text.text.0.values()).map(String::as_str).collect();
            let title = published.texts.first().map(|text| text.text.best("zh").to_owned()).unwrap_or_default();
            Some(EntryOut {
                id: format!("urn:uuid:{}", one.message.id),
                title,
                summary: lines.join("\n"),
                updated: time(published.at),
                alert: format!("{address}/api/public/messages/{}.cap", one.message.id),
            })
        });
        let latest = found.iter().filter_map(|one| one.published.as_ref()).map(|published| published.at).max();
        let feed = FeedOut {
            address: format!("{address}/api/public/feed.atom"),
            title: name.to_owned(),
            author: name.to_owned(),
            // With nothing in force the feed is as old as time: no clock makes an unchanged feed look new.
            updated: time(latest.unwrap_or(Timestamp::UNIX_EPOCH)),
            entries: entries.collect(),
        };
        Ok(write(&feed))
    }
}
