//! Feeds as the worker asks them. Each entry stands for itself: one that is bad is remembered with its reason and stops
//! no other.

use std::collections::HashSet;

use ::warning::alert::Alert;
use ::warning::feed::Entry as Read;
use ::warning::profile::Profile;
use ::warning::{Finding, Reading, feed, read_with, write};
use domain::feed::{DENIED_MAX, EntryOutcome, FeedFault};
use jiff::{SignedDuration, Timestamp};
use store::warning_feed::{self, Claimed, Entry};

use super::Way;
use crate::secret::sha256;
use crate::{Service, ServiceError};

/// How long a worker holds a feed: longer than the slowest document and the slowest fifty entries take.
const LEASE: SignedDuration = SignedDuration::from_secs(600);

/// For how long is remembered what became of an entry.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Longest reason and title that are kept, characters.
const TEXT_MAX_CHARS: usize = 300;

/// An entry that is not settled yet.
#[derive(Debug, Clone)]
pub struct News {
    /// What makes it one.
    pub key: String,
    /// Its name.
    pub title: Option<String>,
    /// What stands in it, or where it leads.
    pub content: Content,
    tries: i32,
    seen_at: Option<Timestamp>,
}

/// What an entry brings.
#[derive(Debug, Clone)]
pub enum Content {
    /// The alert in it.
    Inside(Box<Reading>),
    /// The address of its alert.
    Link(String),
    /// Neither.
    Nothing,
}

/// What an entry led to.
#[derive(Debug)]
pub enum Led {
    /// The alert inside it.
    Inside(Box<Reading>),
    /// A document.
    Document(Vec<u8>),
    /// Nothing yet: why, what happened, and whether its source denies it.
    Failed(FeedFault, String, bool),
    /// It leads nowhere.
    Nowhere,
}

/// A document of a feed, read.
#[derive(Debug, Default)]
pub struct Issue {
    /// What is new in it, the oldest first: an update must find what it is about.
    pub news: Vec<News>,
    /// What makes it unreadable, in whole or from some place on.
    pub broken: Option<String>,
}

impl Service {
    /// Claims feeds that are due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_feeds(&self, limit: u64, now: Timestamp) -> Result<Vec<Claimed>, ServiceError> {
        if !self.store().has_due_feed(now).await? {
            return Ok(Vec::new());
        }
        let write = self.store().write().await?;
        let claimed = warning_feed::claim(&write, now, LEASE, limit).await?;
        write.commit().await?;
        Ok(claimed)
    }

    /// Writes down how asking went, and lets the feed go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_poll(&self, claimed: &Claimed) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        warning_feed::end(&write, claimed).await?;
        write.commit().await?;
        Ok(())
    }

    /// What a document of a feed brings that is not settled yet: an Atom or RSS feed, or one alert.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_news(&self, claimed: &Claimed, bytes: Vec<u8>) -> Result<Issue, ServiceError> {
        // A document of 16 MiB takes a while: other work goes on meanwhile.
        let read = tokio::task::spawn_blocking(move || entries(&bytes)).await;
        let (mut found, broken) = read.map_err(|error| ServiceError::Internal(error.to_string()))?;
        let keys: Vec<_> = found.iter().map(|one| one.key.clone()).collect();
        let known = self.store().feed_entries_of(claimed.feed.id, &keys).await?;
        let settled: HashSet<_> =
            known.iter().filter(|one| one.outcome != EntryOutcome::Waiting).map(|one| one.key.clone()).collect();
        found.retain(|one| !settled.contains(&one.key));
        for one in &mut found {
            if let Some(before) = known.iter().find(|before| before.key == one.key) {
                (one.tries, one.seen_at) = (before.tries, Some(before.seen_at));
            }
        }
        // Feeds put the newest first.
        found.reverse();
        found.sort_by_key(|one| match &one.content {
            Content::Inside(reading) => reading.alert.as_ref().map(|alert| alert.sent.at),
            _ => None,
        });
        Ok(Issue { news: found, broken })
    }

    /// Takes one entry: a new warning, one that was here, or none, for a reason. Gives what became of it.
    ///
    /// # Errors
    /// When the database fails. What is wrong with the entry is an answer.
    pub async fn take_entry(
        &self,
        claimed: &Claimed,
        news: &News,
        led: Led,
        now: Timestamp,
    ) -> Result<Entry, ServiceError> {
        let mut entry = Entry {
            key: news.key.clone(),
            title: news.title.as_deref().map(cut),
            outcome: EntryOutcome::Refused,
            reason: None,
            tries: news.tries + 1,
            warning: None,
            seen_at: news.seen_at.unwrap_or(now),
            changed_at: now,
        };
        let (reading, document) = match led {
            Led::Inside(reading) => {
                // Cut out of the feed it would miss what the feed declares; it is kept as it was understood.
                let document = reading.alert.as_ref().map(|alert| write(alert).into_bytes());
                (*reading, document.unwrap_or_default())
            }
            Led::Document(bytes) => (read_with(&bytes, Some(Profile::Lenient)), bytes),
            Led::Failed(fault, what, denied) => {
                let given_up = denied && entry.tries >= DENIED_MAX;
                entry.outcome = if given_up { EntryOutcome::Refused } else { EntryOutcome::Waiting };
                entry.reason = Some(cut(&fault.because(&what)));
                return self.remember(claimed, entry).await;
            }
            Led::Nowhere => {
                entry.reason = Some(FeedFault::NoAlert.because("the entry neither holds an alert nor leads to one"));
                return self.remember(claimed, entry).await;
            }
        };
        match reading.alert {
            None => entry.reason = Some(cut(&FeedFault::Unsound.because(&reasons(&reading.report.errors)))),
            Some(alert) => match self.receive_from_feed(claimed, &alert, &document, now).await {
                Ok((warning, known)) => {
                    entry.outcome = if known { EntryOutcome::Known } else { EntryOutcome::Taken };
                    entry.warning = Some(warning);
                }
                Err(ServiceError::Exists(_)) => {
                    let what = "another message with this sender and identifier is here already";
                    entry.reason = Some(FeedFault::IdentifierTaken.because(what));
                }
                Err(error) => return Err(error),
            },
        }
        self.remember(claimed, entry).await
    }

    /// Forgets what became of entries long ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_feed_entries(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let write = self.store().write().await?;
        let gone = warning_feed::forget(&write, now.saturating_sub(KEPT).unwrap_or(now)).await?;
        write.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }

    async fn receive_from_feed(
        &self,
        claimed: &Claimed,
        alert: &Alert,
        document: &[u8],
        now: Timestamp,
    ) -> Result<(domain::id::WarningId, bool), ServiceError> {
        let feed = &claimed.feed;
        let official = feed.authenticated && feed.senders.contains(&alert.sender);
        let received =
            self.receive_alert(alert, document, Way::Feed, official, domain::journal::By::default(), now).await?;
        Ok((received.warning.id, received.known))
    }

    async fn remember(&self, claimed: &Claimed, entry: Entry) -> Result<Entry, ServiceError> {
        let write = self.store().write().await?;
        warning_feed::remember(&write, claimed.feed.id, &entry).await?;
        write.commit().await?;
        Ok(entry)
    }
}

/// The entries of a document, each once, and what makes it unreadable.
fn entries(bytes: &[u8]) -> (Vec<News>, Option<String>) {
    let read = feed::read_with(bytes, Some(Profile::Lenient));
    // What stops the reading stands at the document itself.
    let broken: Vec<_> = read.report.errors.iter().filter(|one| one.path == "/").cloned().collect();
    if read.entries.is_empty() && broken.iter().any(|one| one.code == "not_cap") {
        // No feed: perhaps the alert itself stands there.
        let alone = read_with(bytes, Some(Profile::Lenient));
        if !alone.report.errors.iter().any(|one| one.path == "/") {
            return (vec![news(key(&[bytes]), None, Content::Inside(Box::new(alone)))], None);
        }
    }
    let mut seen = HashSet::new();
    let found = read.entries.into_iter().map(entry).filter(|one| seen.insert(one.key.clone())).collect();
    (found, (!broken.is_empty()).then(|| cut(&FeedFault::Unreadable.because(&reasons(&broken)))))
}

fn entry(read: Read) -> News {
    let link = read.alert_link().map(|link| link.href.clone());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let inside = read.alert.as_ref().map(|reading| match &reading.alert {
        Some(alert) => write(alert),
        None => reasons(&reading.report.errors),
    });
    let key = key(&[
        text(&read.id).as_bytes(),
        text(&read.updated).as_bytes(),
        text(&link).as_bytes(),
        text(&inside).as_bytes(),
    ]);
    let content = match (read.alert, link) {
        (Some(reading), _) => Content::Inside(Box::new(reading)),
        (None, Some(link)) => Content::Link(link),
        (None, None) => Content::Nothing,
    };
    news(key, read.title, content)
}

fn news(key: String, title: Option<String>, content: Content) -> News {
    News { key, title, content, tries: 0, seen_at: None }
}

fn key(parts: &[&[u8]]) -> String {
    // Each part by its own hash: where one ends and the next begins must not be up to whoever writes them.
    let hashes: Vec<Vec<u8>> = parts.iter().map(|part| sha256(&[part])).collect();
    let whole = sha256(&hashes.iter().map(Vec::as_slice).collect::<Vec<_>>());
    whole.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn reasons(findings: &[Finding]) -> String {
    let lines: Vec<_> =
        findings.iter().take(3).map(|one| format!("{} {}: {}", one.code, one.path, one.message)).collect();
    lines.join("; ")
}

/// As much as is kept; no character that a database refuses.
fn cut(text: &str) -> String {
    text.chars().filter(|one| !one.is_control()).take(TEXT_MAX_CHARS).collect()
}
