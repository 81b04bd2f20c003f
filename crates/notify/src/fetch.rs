//! Reading a document from outside through the one client: only what changed, under limits of size and time.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::header::{ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER};
use reqwest::{Method, StatusCode, Url};

use crate::outgoing::Http;

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
    /// What happened.
    pub what: String,
    /// Whether the source says that there is no such document for us, or that the address leads where nobody may go: no
    /// repetition helps soon.
    pub denied: bool,
    /// When the source wants to be asked again.
    pub retry_after: Option<SignedDuration>,
}

fn failed(what: String) -> FetchError {
    FetchError { what, denied: false, retry_after: None }
}

impl Http {
    /// Reads a document. What `marks` says of an earlier copy is sent along.
    ///
    /// # Errors
    /// When it did not arrive whole under the limits.
    pub async fn fetch(&self, address: &str, marks: &Marks, limits: Limits) -> Result<Fetched, FetchError> {
        let denied = |what: String| FetchError { what, denied: true, retry_after: None };
        let url = Url::parse(address).map_err(|error| denied(format!("`{address}` is no address: {error}")))?;
        let mut request = self.request(Method::GET, url).map_err(|error| denied(error.to_string()))?;
        request = request.timeout(limits.time);
        for (name, value) in [(IF_NONE_MATCH, &marks.etag), (IF_MODIFIED_SINCE, &marks.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let mut answer = request.send().await.map_err(|error| failed(cause(&error)))?;
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
            return Err(FetchError { what, denied, retry_after: retry_after(answer.headers()) });
        }
        let text = |name: HeaderName| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        let marks = Marks { etag: text(ETAG), last_modified: text(LAST_MODIFIED) };
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| failed(cause(&error)))? {
            if bytes.len() + part.len() > limits.bytes {
                return Err(failed(format!("the document is larger than {} bytes", limits.bytes)));
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

/// What lies at the bottom of an error: the client's own words say little. No address: it may hold a key.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "the source took too long".to_owned();
    }
    let mut bottom: &dyn std::error::Error = error;
    while let Some(below) = bottom.source() {
        bottom = below;
    }
    format!("the source cannot be read: {bottom}")
}

/// The address that a link in a document means.
pub fn joined(base: &str, link: &str) -> Option<String> {
    Some(Url::parse(base).ok()?.join(link).ok()?.to_string())
}
