//! Text messages and voice calls through a gateway's HTTP interface, described by a template.
//!
//! Gateways differ in little: where the request goes, which headers it has, how number and text stand
//! in it, and where the answer says that it was taken and under which id. That is configuration.

use std::collections::BTreeMap;

use domain::message::{Channel, MessageState};
use futures::future::BoxFuture;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::outgoing::Http;
use crate::{Carrier, Outgoing, Receipt, SendError};

/// Most of an answer that is read.
const ANSWER_MAX: usize = 64 * 1024;

/// How a gateway is asked. `{to}`, `{text}` and `{id}` stand for number, text and message id; they are
/// written as the place needs it: escaped in JSON, percent-encoded in forms and addresses.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Where the request goes.
    pub url: String,
    /// `POST` or `GET`.
    #[serde(default = "post")]
    pub method: String,
    /// Further headers, such as credentials.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// `application/json` or `application/x-www-form-urlencoded`.
    #[serde(default = "json")]
    pub content_type: String,
    /// The body; none for `GET`.
    #[serde(default)]
    pub body: String,
    /// JSON pointer to the gateway's id in its answer.
    #[serde(default)]
    pub id_at: Option<String>,
    /// JSON pointer to the field that says whether it was taken, where a 200 alone does not.
    #[serde(default)]
    pub taken_at: Option<String>,
    /// What stands there when it was.
    #[serde(default)]
    pub taken_when: Option<String>,
    /// What stands there when trying later may help, such as a rate limit.
    #[serde(default)]
    pub later_when: Vec<String>,
}

fn post() -> String {
    "POST".to_owned()
}

fn json() -> String {
    "application/json".to_owned()
}

/// Shows no credentials.
impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = Url::parse(&self.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        f.debug_struct("Gateway").field("host", &host).finish_non_exhaustive()
    }
}

/// Why a gateway's description cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the SMS gateway: {0}")]
pub struct GatewayError(String);

/// A carrier over a gateway.
#[derive(Debug)]
pub struct Sms {
    channel: Channel,
    http: Http,
    gateway: Gateway,
    method: Method,
    headers: HeaderMap,
}

/// How a value is written where it stands.
#[derive(Clone, Copy)]
enum Escape {
    Json,
    Form,
}

impl Sms {
    /// Takes the description.
    ///
    /// # Errors
    /// When address, method, headers or type cannot be used, or number or text stand nowhere.
    pub fn new(http: Http, gateway: Gateway) -> Result<Self, GatewayError> {
        Self::by(Channel::Sms, http, gateway)
    }

    /// The same for voice calls: the gateway rings the number and speaks the text.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn voice(http: Http, gateway: Gateway) -> Result<Self, GatewayError> {
        Self::by(Channel::Voice, http, gateway)
    }

    fn by(channel: Channel, http: Http, gateway: Gateway) -> Result<Self, GatewayError> {
        let wrong = |what: String| Err(GatewayError(what));
        let method = match gateway.method.as_str() {
            "POST" => Method::POST,
            "GET" => Method::GET,
            other => return wrong(format!("`{other}` is no method that is used; `POST` or `GET`")),
        };
        if !matches!(gateway.content_type.as_str(), "application/json" | "application/x-www-form-urlencoded") {
            return wrong(format!("`{}` is no content type that is written", gateway.content_type));
        }
        for mark in ["{to}", "{text}"] {
            if !gateway.body.contains(mark) && !gateway.url.contains(mark) {
                return wrong(format!("`{mark}` stands neither in the address nor in the body"));
            }
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &gateway.headers {
            let parsed = HeaderName::try_from(name.as_str()).ok().zip(HeaderValue::try_from(value.as_str()).ok());
            let Some((key, mut value)) = parsed else { return wrong(format!("the header `{name}` cannot be sent")) };
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        let sms = Self { channel, http, gateway, method, headers };
        let sample = Outgoing {
            id: uuid::Uuid::nil(),
            to: "+8613800000000".to_owned(),
            subject: String::new(),
            text: "\"sample\"\n".to_owned(),
            urgent: false,
        };
        if sms.url(&sample).is_err() {
            return wrong("its address is none".to_owned());
        }
        if sms.gateway.content_type == "application/json" && !sms.gateway.body.is_empty() {
            let body = fill(&sms.gateway.body, &sample, Escape::Json);
            if serde_json::from_str::<Value>(&body).is_err() {
                return wrong("its body is no JSON".to_owned());
            }
        }
        Ok(sms)
    }

    fn url(&self, message: &Outgoing) -> Result<Url, SendError> {
        let text = fill(&self.gateway.url, message, Escape::Form);
        Url::parse(&text).map_err(|_| SendError::Permanent("the gateway's address is none".to_owned()))
    }

    async fn hand_over(&self, message: &Outgoing) -> Result<Receipt, SendError> {
        let url = self.url(message)?;
        let request = self.http.request(self.method.clone(), url);
        let mut request = request.map_err(|error| SendError::Permanent(error.to_string()))?;
        request = request.headers(self.headers.clone());
        if !self.gateway.body.is_empty() {
            let escape = if self.gateway.content_type == "application/json" { Escape::Json } else { Escape::Form };
            let body = fill(&self.gateway.body, message, escape);
            request = request.header(CONTENT_TYPE, &self.gateway.content_type).body(body);
        }
        // `without_url`: the address may hold number and text.
        let answer = request.send().await.map_err(|error| no_answer("the gateway", &error.without_url()))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(refused("the gateway", status));
        }
        let body = read("the gateway", answer).await?;
        self.receipt(&body)
    }

    fn receipt(&self, body: &[u8]) -> Result<Receipt, SendError> {
        let answer: Option<Value> = serde_json::from_slice(body).ok();
        let at = |pointer: &Option<String>| {
            let value = answer.as_ref()?.pointer(pointer.as_deref()?)?;
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        if let Some(wanted) = &self.gateway.taken_when {
            let found = at(&self.gateway.taken_at).unwrap_or_default();
            if self.gateway.later_when.contains(&found) {
                return Err(SendError::Temporary(format!("the gateway says `{}`", word(&found))));
            }
            if found != *wanted {
                return Err(SendError::Permanent(format!("the gateway says `{}`", word(&found))));
            }
        }
        let carrier_id = at(&self.gateway.id_at).filter(|id| !id.is_empty() && id.len() <= 200);
        Ok(Receipt { state: MessageState::QueuedRemotely, carrier_id })
    }
}

impl Carrier for Sms {
    fn channel(&self) -> Channel {
        self.channel
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(message))
    }
}

pub(crate) async fn read(who: &str, mut answer: reqwest::Response) -> Result<Vec<u8>, SendError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| no_answer(who, &error.without_url()))? {
        if body.len() + chunk.len() > ANSWER_MAX {
            return Err(SendError::Permanent(format!("the answer of {who} is too long")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A refused address will be refused again; everything else may be better later.
pub(crate) fn no_answer(who: &str, error: &reqwest::Error) -> SendError {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if let Some(private) = error.downcast_ref::<crate::outgoing::Unreachable>() {
            return SendError::Permanent(private.to_string());
        }
        cause = error.source();
    }
    let what = if error.is_timeout() { "did not answer in time" } else { "cannot be reached" };
    SendError::Temporary(format!("{who} {what}"))
}

pub(crate) fn refused(who: &str, status: StatusCode) -> SendError {
    let what = format!("{who} answered {}", status.as_u16());
    let later = matches!(status.as_u16(), 408 | 425 | 429) || status.is_server_error();
    if later { SendError::Temporary(what) } else { SendError::Permanent(what) }
}

/// A code as it may stand in a log: what is no short word may be anything, even the number.
pub(crate) fn word(text: &str) -> &str {
    let short = !text.is_empty() && text.len() <= 40;
    let is_word = short && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    let number = text.bytes().filter(u8::is_ascii_digit).count() >= 8;
    if is_word && !number { text } else { "…" }
}

fn fill(template: &str, message: &Outgoing, escape: Escape) -> String {
    let write = |value: &str| match escape {
        Escape::Json => {
            let quoted = Value::from(value).to_string();
            quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
        }
        Escape::Form => percent(value),
    };
    // One pass: a text that holds `{to}` stays as it is.
    let mut filled = String::with_capacity(template.len() + message.text.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        let marks = [("{to}", message.to.as_str()), ("{text}", message.text.as_str())];
        if let Some((mark, value)) = marks.into_iter().find(|(mark, _)| rest.starts_with(mark)) {
            filled.push_str(&write(value));
            rest = &rest[mark.len()..];
        } else if let Some(after) = rest.strip_prefix("{id}") {
            filled.push_str(&message.id.to_string());
            rest = after;
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// Percent-encoding of everything but unreserved characters.
pub(crate) fn percent(value: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    value.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
