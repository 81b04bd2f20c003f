//! Feeds of warnings: asked when they are due, by whichever worker comes first. One that fails is asked later; an entry
//! that is bad stops no other.

use std::sync::Arc;
use std::time::Duration;

use domain::feed::{EntryOutcome, FeedFault, next_at};
use futures::StreamExt;
use notify::fetch::{FetchError, Fetched, Limits, Marks};
use notify::outgoing::Http;
use service::warning::{Content, Led, News};
use service::{Service, ServiceError};
use store::warning_feed::Claimed;
use tokio::sync::watch;

use crate::{Clock, repeat};

/// How often is looked for feeds that are due.
const LOOK: Duration = Duration::from_secs(2);

/// Feeds that are asked at once: one that hangs holds up no other.
const AT_ONCE: usize = 8;

/// Entries of one document that are followed in one go; the next look goes on.
const FOLLOWED_MAX: usize = 50;

/// How feeds are read.
#[derive(Debug, Clone)]
pub struct FeedReader {
    /// The one client.
    pub http: Http,
    /// Limits of a document, and of an alert that it leads to.
    pub limits: Limits,
    /// Gives numbers in 0..1, so that many askers do not ask at once.
    pub jitter: fn() -> f64,
}

impl FeedReader {
    /// With the limits that are usual: what the parser reads, in 15 seconds.
    pub fn new(http: Http, jitter: fn() -> f64) -> Self {
        let bytes = 16 * 1024 * 1024;
        Self { http, limits: Limits { bytes, time: Duration::from_secs(15) }, jitter }
    }
}

/// Asks feeds until `stop` turns true.
pub async fn run_feeds(service: Service, reader: FeedReader, clock: Clock, stop: watch::Receiver<bool>) {
    let reader = Arc::new(reader);
    repeat("feeds of warnings", LOOK, stop, || ask_due(&service, &reader, &clock)).await;
}

/// Asks each feed that is due, once; says how many brought something.
///
/// # Errors
/// When the database fails.
pub async fn ask_due(service: &Service, reader: &Arc<FeedReader>, clock: &Clock) -> Result<usize, ServiceError> {
    let claimed = service.claim_feeds(AT_ONCE as u64, clock()).await?;
    let asked = futures::stream::iter(claimed.into_iter().map(|one| ask(service, reader, clock, one)));
    let brought: Vec<_> = asked.buffer_unordered(AT_ONCE).collect().await;
    let mut some = 0;
    for one in brought {
        some += usize::from(one? > 0);
    }
    Ok(some)
}

/// One feed; gives how many new warnings it brought.
async fn ask(
    service: &Service,
    reader: &FeedReader,
    clock: &Clock,
    mut claimed: Claimed,
) -> Result<usize, ServiceError> {
    let feed = &claimed.feed;
    let marks = Marks { etag: feed.etag.clone(), last_modified: feed.last_modified.clone() };
    let fetched = reader.http.fetch(&feed.address, &marks, reader.limits).await;
    let (mut taken, mut asked_for) = (0, None);
    let outcome = match fetched {
        Ok(Fetched::Unchanged) => Ok(None),
        Ok(Fetched::Document(bytes, marks)) => match follow(service, reader, clock, &claimed, bytes).await? {
            Followed { left: None, new } => {
                taken = new;
                Ok(Some(marks))
            }
            Followed { left: Some(why), new } => {
                taken = new;
                Err(why)
            }
        },
        Err(FetchError { fault, what, retry_after, .. }) => {
            asked_for = retry_after;
            Err(fault.because(&what))
        }
    };
    let now = clock();
    let feed = &mut claimed.feed;
    feed.tried_at = Some(now);
    match outcome {
        Ok(marks) => {
            if let Some(marks) = marks {
                (feed.etag, feed.last_modified) = (marks.etag, marks.last_modified);
            }
            (feed.failures, feed.last_error, feed.ok_at) = (0, None, Some(now));
        }
        Err(why) => {
            // The next look must see the whole document again, or what is left would never be looked at.
            (feed.etag, feed.last_modified) = (None, None);
            tracing::warn!(feed = %feed.id, %why, failures = feed.failures + 1, "a feed failed; it is asked again");
            feed.failures = feed.failures.saturating_add(1);
            feed.last_error = Some(why);
        }
    }
    feed.next_at = next_at(now, feed.every_s, feed.failures, asked_for, (reader.jitter)());
    service.end_poll(&claimed).await?;
    Ok(taken)
}

/// What a document came to.
struct Followed {
    /// Why it must be looked at again.
    left: Option<String>,
    /// New warnings.
    new: usize,
}

async fn follow(
    service: &Service,
    reader: &FeedReader,
    clock: &Clock,
    claimed: &Claimed,
    bytes: Vec<u8>,
) -> Result<Followed, ServiceError> {
    let issue = service.feed_news(claimed, bytes).await?;
    let mut followed = Followed { left: issue.broken, new: 0 };
    let rest = issue.news.len().saturating_sub(FOLLOWED_MAX);
    for news in issue.news.iter().take(FOLLOWED_MAX) {
        let led = led(reader, &claimed.feed.address, news).await;
        let entry = match service.take_entry(claimed, news, led, clock()).await {
            Ok(entry) => entry,
            // Whatever one entry does to us, the next one has its turn.
            Err(error) => {
                let led = Led::Failed(FeedFault::Internal, error.to_string(), false);
                service.take_entry(claimed, news, led, clock()).await?
            }
        };
        match entry.outcome {
            EntryOutcome::Taken => followed.new += 1,
            EntryOutcome::Waiting => followed.left = entry.reason.or(followed.left),
            EntryOutcome::Refused => {
                tracing::warn!(feed = %claimed.feed.id, entry = %entry.key, reason = ?entry.reason, "an entry was refused");
            }
            EntryOutcome::Known => {}
        }
    }
    if rest > 0 && followed.left.is_none() {
        followed.left = Some(FeedFault::MoreLeft.because(&format!("{rest} more entries; the next look goes on")));
    }
    Ok(followed)
}

/// What an entry leads to. A link is fetched as the feed itself is: the same client, the same limits.
async fn led(reader: &FeedReader, base: &str, news: &News) -> Led {
    match &news.content {
        Content::Inside(reading) => Led::Inside(reading.clone()),
        Content::Nothing => Led::Nowhere,
        Content::Link(link) => {
            let address = notify::fetch::joined(base, link).unwrap_or_else(|| link.clone());
            match reader.http.fetch(&address, &Marks::default(), reader.limits).await {
                Ok(Fetched::Document(bytes, _)) => Led::Document(bytes),
                Ok(Fetched::Unchanged) => {
                    let what = "the source says that nothing changed".to_owned();
                    Led::Failed(FeedFault::Unchanged, what, false)
                }
                Err(error) => Led::Failed(error.fault, error.what, error.denied),
            }
        }
    }
}
