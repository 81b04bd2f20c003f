//! Feeds of warnings, as persons see and set them.

use domain::access::{Actor, Permission, Target};
use domain::feed::{EVERY_MAX_S, EVERY_MIN_S};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::warning_feed::{self, Entry, Feed};
use store::{StoreError, Write, journal};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Longest name, characters.
const NAME_MAX_CHARS: usize = 60;

/// Longest address, characters.
const ADDRESS_MAX_CHARS: usize = 500;

/// Most senders of one feed.
const SENDERS_MOST: usize = 50;

/// Most feeds.
const FEEDS_MOST: usize = 100;

/// Most entries shown of a feed.
const ENTRIES_SHOWN: u64 = 200;

/// What a feed shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedOrder {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Senders, as CAP names them, whose orange and red start calls when the way is authenticated.
    pub senders: Vec<String>,
    /// Whether nobody else can speak in its place: TLS, or an address of a line of one's own.
    pub authenticated: bool,
    /// How often it is asked, seconds.
    pub every_s: u32,
    /// Whether it is not asked for now.
    pub paused: bool,
    /// The version that was changed; none for a new one.
    pub version: Option<i32>,
}

impl FeedOrder {
    fn check(&self) -> Result<(), ServiceError> {
        let plain = |text: &str, most: usize| {
            !text.trim().is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
        };
        if !plain(&self.name, NAME_MAX_CHARS) {
            let detail = format!("a name has 1 to {NAME_MAX_CHARS} characters, none of them a control character");
            return Err(ServiceError::invalid("name", "feed_name_invalid", detail));
        }
        let rest = self.address.strip_prefix("https://").or_else(|| self.address.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if !plain(&self.address, ADDRESS_MAX_CHARS) || host.is_empty() || host.contains(['@', ' ']) {
            let detail = format!(
                "`{}` is no address of a feed; give one such as `https://station.example/cap.atom`, without a name and password",
                self.address
            );
            return Err(ServiceError::invalid("address", "feed_address_invalid", detail));
        }
        if self.authenticated && !self.address.starts_with("https://") && !is_number(host) {
            let detail = "anybody on the way could speak in its place: use https, or the number of a line of your own";
            return Err(ServiceError::invalid("authenticated", "feed_not_authentic", detail));
        }
        if !(EVERY_MIN_S..=EVERY_MAX_S).contains(&self.every_s) {
            let detail = format!("`{}` s is not between {EVERY_MIN_S} and {EVERY_MAX_S}", self.every_s);
            return Err(ServiceError::invalid("every_s", "feed_every_invalid", detail));
        }
        let sound = |sender: &String| plain(sender, 200) && !sender.contains([' ', ',', '<', '&']);
        if self.senders.len() > SENDERS_MOST || !self.senders.iter().all(sound) {
            let detail =
                format!("`senders` has at most {SENDERS_MOST}, as CAP writes them: no spaces, commas, `<`, `&`");
            return Err(ServiceError::invalid("senders", "feed_senders_invalid", detail));
        }
        Ok(())
    }
}

/// Whether the host is written as a number.
fn is_number(host: &str) -> bool {
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    };
    bare.is_some_and(|bare| bare.parse::<std::net::IpAddr>().is_ok())
}

impl Service {
    /// Every feed, by name.
    ///
    /// # Errors
    /// When the actor may see no warnings.
    pub async fn list_feeds(&self, actor: &Actor) -> Result<Vec<Feed>, ServiceError> {
        self.warning_scope(actor)?;
        Ok(self.store().feeds().await?)
    }

    /// A feed with what became of its latest entries.
    ///
    /// # Errors
    /// When there is none, or the actor may not set feeds: reasons quote what strangers wrote.
    pub async fn feed_entries(&self, actor: &Actor, id: Uuid) -> Result<Vec<Entry>, ServiceError> {
        self.may_manage_sources(actor)?;
        self.store().feed(id).await?.ok_or(ServiceError::NotFound("feed"))?;
        Ok(self.store().feed_entries(id, ENTRIES_SHOWN).await?)
    }

    /// Makes a feed under the id that the client made, or changes it; the same request twice is one.
    ///
    /// # Errors
    /// When the actor may not, the order cannot be taken, somebody changed it meanwhile, or another has the address.
    pub async fn set_feed(
        &self,
        actor: &Actor,
        id: Uuid,
        order: &FeedOrder,
        now: Timestamp,
    ) -> Result<Feed, ServiceError> {
        let by = self.may_manage_sources(actor)?;
        order.check()?;
        let full = self.store().feeds().await?.len() >= FEEDS_MOST;
        let write = self.store().write().await?;
        let old = warning_feed::hold(&write, id).await?;
        let current = old.as_ref().map(|feed| feed.version);
        if let Some(old) = old.as_ref().filter(|old| order.version.is_none() && same(old, order)) {
            return Ok(old.clone());
        }
        if current != order.version {
            return Err(match current {
                Some(current) => ServiceError::VersionConflict { given: order.version.unwrap_or_default(), current },
                None => ServiceError::NotFound("feed"),
            });
        }
        let new = old.is_none();
        if new && full {
            let detail = format!("there are {FEEDS_MOST} feeds already; delete one first");
            return Err(ServiceError::invalid("id", "feeds_too_many", detail));
        }
        let feed = changed(old, id, order, now);
        warning_feed::put(&write, &feed, new).await.map_err(|error| match error {
            StoreError::Duplicate(_) => {
                ServiceError::invalid("address", "feed_address_taken", "another feed has this address")
            }
            other => other.into(),
        })?;
        self.feed_entry(&write, if new { Kind::FeedMade } else { Kind::FeedChanged }, &feed, by, now).await?;
        write.commit().await?;
        Ok(feed)
    }

    /// Takes a feed away. Its warnings stay.
    ///
    /// # Errors
    /// When there is none, or the actor may not.
    pub async fn delete_feed(&self, actor: &Actor, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        let by = self.may_manage_sources(actor)?;
        let write = self.store().write().await?;
        let feed = warning_feed::hold(&write, id).await?.ok_or(ServiceError::NotFound("feed"))?;
        warning_feed::delete(&write, id).await?;
        self.feed_entry(&write, Kind::FeedRemoved, &feed, by, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// Asks a feed now: whatever it waits for is left aside, once.
    ///
    /// # Errors
    /// When there is none, or the actor may not.
    pub async fn poll_feed_now(&self, actor: &Actor, id: Uuid, now: Timestamp) -> Result<Feed, ServiceError> {
        self.may_manage_sources(actor)?;
        let write = self.store().write().await?;
        let feed = warning_feed::hold(&write, id).await?.ok_or(ServiceError::NotFound("feed"))?;
        warning_feed::wake(&write, id, now).await?;
        write.commit().await?;
        Ok(Feed { next_at: now, ..feed })
    }

    /// Sources are of the whole installation: who sets them holds the permission at its top.
    pub(crate) fn may_manage_sources(&self, actor: &Actor) -> Result<By, ServiceError> {
        let tree = self.tree();
        let permission = Permission::ManageWarningSources;
        let root = tree.root().ok_or(ServiceError::Forbidden(permission))?;
        let posting = self.require(actor, permission, &Target::at(&root.path))?;
        Ok(By { account: Some(actor.account), posting: Some(posting.id) })
    }

    async fn feed_entry(
        &self,
        write: &Write,
        kind: Kind,
        feed: &Feed,
        by: By,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let payload = json!({ "authenticated": feed.authenticated, "senders": feed.senders.len(),
            "every_s": feed.every_s, "paused": feed.paused_at.is_some(), "version": feed.version });
        journal::append(write, &[NewEntry { by, payload, ..NewEntry::about(kind, feed.id, now) }]).await?;
        Ok(())
    }
}

fn same(old: &Feed, order: &FeedOrder) -> bool {
    old.version == 1
        && old.name == order.name.trim()
        && old.address == order.address
        && old.senders == order.senders
        && (old.authenticated, old.every_s, old.paused_at.is_some())
            == (order.authenticated, order.every_s, order.paused)
}

/// The feed as ordered. Another address is another source: what was known of the old one says nothing.
fn changed(old: Option<Feed>, id: Uuid, order: &FeedOrder, now: Timestamp) -> Feed {
    let kept = old.filter(|old| old.address == order.address);
    let version = order.version.unwrap_or_default() + 1;
    let fresh = Feed {
        id,
        name: String::new(),
        address: order.address.clone(),
        senders: Vec::new(),
        authenticated: false,
        every_s: order.every_s,
        version,
        paused_at: None,
        etag: None,
        last_modified: None,
        next_at: now,
        failures: 0,
        last_error: None,
        tried_at: None,
        ok_at: None,
    };
    let base = kept.unwrap_or(fresh);
    Feed {
        name: order.name.trim().to_owned(),
        senders: order.senders.clone(),
        authenticated: order.authenticated,
        every_s: order.every_s,
        paused_at: order.paused.then(|| base.paused_at.unwrap_or(now)),
        next_at: now,
        version,
        ..base
    }
}
