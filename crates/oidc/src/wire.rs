//! Requests of the protocol through the one outgoing client, which looks at every address.

use futures::FutureExt;
use futures::future::BoxFuture;
use notify::outgoing::{Http, Unreachable};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::Method;

/// Largest answer that is read: keys and tokens are a few thousand bytes.
const ANSWER_MAX: usize = 512 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The address is not one that is called.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// The connection failed.
    #[error("no answer: {0}")]
    Connection(#[from] reqwest::Error),
    /// The answer is too long.
    #[error("the answer has more than {ANSWER_MAX} bytes")]
    TooLong,
    /// What was to be sent, or came, is no HTTP.
    #[error("no HTTP: {0}")]
    Malformed(String),
}

/// The outgoing client as the protocol's library takes it.
pub(crate) struct Wire(pub(crate) Http);

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = WireError;
    type Future = BoxFuture<'c, Result<HttpResponse, WireError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        send(&self.0, request).boxed()
    }
}

async fn send(http: &Http, request: HttpRequest) -> Result<HttpResponse, WireError> {
    let malformed = |error: &dyn std::fmt::Display| WireError::Malformed(error.to_string());
    let (parts, body) = request.into_parts();
    let method = Method::from_bytes(parts.method.as_str().as_bytes()).map_err(|error| malformed(&error))?;
    let url = parts.uri.to_string().parse().map_err(|error: url::ParseError| malformed(&error))?;
    let mut answer = http.request(method, url)?.headers(parts.headers).body(body).send().await?;
    let mut response = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await? {
        if bytes.len() + part.len() > ANSWER_MAX {
            return Err(WireError::TooLong);
        }
        bytes.extend_from_slice(&part);
    }
    response.body(bytes).map_err(|error| malformed(&error))
}
