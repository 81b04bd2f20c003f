//! Reading a document from outside through the one client: only what changed, under limits of size and time.

use std::time::Duration;

use domain::feed::FeedFault;
use jiff::SignedDuration;
use reqwest::header::{ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER};
use reqwest::{Method, StatusCode, Url};

use crate::outgoing::{Http, Unreachable};

/// Under which limits a document is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most bytes.
    pub bytes: usize,
    /// How long it may take, from the first connection to the last byte.
    pub time: Duration,
}

/// What a source said of its document, to be asked again only for what changed since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// Nothing changed.
    Unchanged,
    /// The document, and its marks.
    Document(Vec<u8>, Marks),
}

/// Why nothing did.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct FetchError {
    /// Which sort of failure it is.
    pub fault: FeedFault,
    /// What happened.
    pub what: String,
    /// Whether the source says that there is no such document for us, or that the address leads where nobody may go: no
    /// repetition helps soon.
    pub denied: bool,
    /// When the source wants to be asked again.
    pub retry_after: Option<SignedDuration>,
}

fn failed(fault: FeedFault, what: String) -> FetchError {
    FetchError { fault, what, denied: false, retry_after: None }
}

impl Http {
    /// Reads a document. What `marks` says of an earlier copy is sent along.
    ///
    /// # Errors
    /// When it did not arrive whole under the limits.
    pub async fn fetch(&self, address: &str, marks: &Marks, limits: Limits) -> Result<Fetched, FetchError> {
        let denied = |fault: FeedFault, what: String| FetchError { denied: true, ..failed(fault, what) };
        let url = Url::parse(address)
            .map_err(|error| denied(FeedFault::Address, format!("`{address}` is no address: {error}")))?;
        let mut request = self.request(Method::GET, url).map_err(|error| denied(barred(&error), error.to_string()))?;
        request = request.timeout(limits.time);
        for (name, value) in [(IF_NONE_MATCH, &marks.etag), (IF_MODIFIED_SINCE, &marks.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let mut answer = request.send().await.map_err(|error| broken(&error))?;
        let status = answer.status();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Unchanged);
        }
        if !status.is_success() {
            let what = if status.is_redirection() {
                format!("the source leads to another place (status {}), which is not followed", status.as_u16())
            } else {
                format!("the source answers with status {}", status.as_u16())
            };
            let soon = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS];
            let denied = !status.is_server_error() && !soon.contains(&status);
            return Err(FetchError { fault: fault(status), what, denied, retry_after: retry_after(answer.headers()) });
        }
        let text = |name: HeaderName| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        let marks = Marks { etag: text(ETAG), last_modified: text(LAST_MODIFIED) };
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| broken(&error))? {
            if bytes.len() + part.len() > limits.bytes {
                let what = format!("the document is larger than {} bytes", limits.bytes);
                return Err(failed(FeedFault::TooLarge, what));
            }
            bytes.extend_from_slice(&part);
        }
        Ok(Fetched::Document(bytes, marks))
    }
}

/// The seconds that `Retry-After` asks for; a date is left aside, as clocks differ.
fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(SignedDuration::from_secs(seconds))
}

/// What an answer that is no document says.
fn fault(status: StatusCode) -> FeedFault {
    match status {
        _ if status.is_redirection() => FeedFault::Redirected,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
            FeedFault::NotAdmitted
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => FeedFault::Missing,
        _ if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => FeedFault::SourceBroken,
        _ => FeedFault::Status,
    }
}

fn barred(error: &Unreachable) -> FeedFault {
    match error {
        Unreachable::Scheme(_) => FeedFault::Address,
        Unreachable::Private(_) => FeedFault::PrivateNetwork,
    }
}

/// What lies at the bottom of an error: the client's own words say little. No address: it may hold a key.
fn broken(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        return failed(FeedFault::TooSlow, "the source took too long".to_owned());
    }
    let mut bottom: &(dyn std::error::Error + 'static) = error;
    while let Some(below) = bottom.source() {
        bottom = below;
    }
    // A name or a redirect that leads inside is found out on the way, and handed through by the client.
    let fault = bottom.downcast_ref::<Unreachable>().map_or(FeedFault::Unreachable, barred);
    failed(fault, format!("the source cannot be read: {bottom}"))
}

/// The address that a link in a document means.
pub fn joined(base: &str, link: &str) -> Option<String> {
    Some(Url::parse(base).ok()?.join(link).ok()?.to_string())
}
