//! Telling another system how its order stands: one JSON object by HTTP POST, through the one client.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::world::World;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;
use uuid::Uuid;

use crate::SendError;
use crate::outgoing::Http;
use crate::sms::{no_answer, percent, read, refused, word};

/// What the other system is called in errors.
const THEY: &str = "the other system";

/// Most calls that a recorder keeps; the oldest go.
const KEPT: usize = 10_000;

/// One status of one order.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusCall {
    /// Where it goes; `{number}` stands for their number.
    pub url: String,
    /// Their number.
    pub number: String,
    /// Headers, such as a credential.
    pub headers: Vec<(String, String)>,
    /// The same status has the same key each time, so that a repetition can be recognised.
    pub key: Uuid,
    /// Members of the object.
    pub body: BTreeMap<String, String>,
    /// JSON pointer into the answer, and what stands there when it was taken.
    pub taken: Option<(String, String)>,
}

/// Shows no credential.
impl std::fmt::Debug for StatusCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StatusCall").field("key", &self.key).finish_non_exhaustive()
    }
}

/// The way to other systems. The default is none: whatever is handed over stays here.
#[derive(Debug, Clone, Default)]
pub struct OrderPost(Way);

#[derive(Debug, Clone, Default)]
enum Way {
    #[default]
    None,
    Http(Http),
    Recording(Arc<Mutex<Vec<StatusCall>>>),
}

/// Why a way cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the way to `{system}`: {what}")]
pub struct WayError {
    system: String,
    what: String,
}

impl OrderPost {
    /// The way of a world: by HTTP in the live one; an exercise records, whatever is configured.
    pub fn of(world: World, http: Http) -> Self {
        match world {
            World::Live => Self(Way::Http(http)),
            World::Exercise { .. } => Self(Way::Recording(Arc::default())),
        }
    }

    /// What a recorder was given, the oldest first.
    pub fn recorded(&self) -> Vec<StatusCall> {
        match &self.0 {
            Way::Recording(calls) => calls.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            _ => Vec::new(),
        }
    }

    /// Looks at address and headers before the first status goes.
    ///
    /// # Errors
    /// When the address is none or a header cannot be sent.
    pub fn check(system: &str, headers: &[(String, String)], url: &str) -> Result<(), WayError> {
        let wrong = |what: String| WayError { system: system.to_owned(), what };
        address(url, "1").map_err(|error| wrong(error.to_string()))?;
        header_map(headers).map_err(|error| wrong(error.to_string()))?;
        Ok(())
    }

    /// Hands one status over; what they said.
    ///
    /// # Errors
    /// When they did not take it.
    pub async fn send(&self, call: &StatusCall) -> Result<String, SendError> {
        match &self.0 {
            Way::None => Err(SendError::Permanent("this process tells other systems nothing".to_owned())),
            Way::Http(http) => hand_over(http, call).await,
            Way::Recording(calls) => {
                let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
                if calls.len() >= KEPT {
                    calls.remove(0);
                }
                calls.push(call.clone());
                Ok("recorded, not sent".to_owned())
            }
        }
    }
}

async fn hand_over(http: &Http, call: &StatusCall) -> Result<String, SendError> {
    let url = address(&call.url, &call.number)?;
    let request = http.request(Method::POST, url).map_err(|error| SendError::Permanent(error.to_string()))?;
    let body = serde_json::to_string(&call.body).map_err(|error| SendError::Permanent(error.to_string()))?;
    let request = request
        .headers(header_map(&call.headers)?)
        .header(CONTENT_TYPE, "application/json")
        .header("idempotency-key", call.key.to_string())
        .body(body);
    // `without_url`: the address may hold a credential.
    let answer = request.send().await.map_err(|error| no_answer(THEY, &error.without_url()))?;
    let status = answer.status();
    if !status.is_success() {
        // What is refused for want of a credential or an address is mended by an operator, not by giving up.
        let mendable = matches!(status.as_u16(), 401 | 403 | 404);
        return Err(match refused(THEY, status) {
            SendError::Permanent(error) if mendable => SendError::Temporary(error),
            other => other,
        });
    }
    let bytes = read(THEY, answer).await?;
    let Some((at, when)) = &call.taken else { return Ok(status.as_u16().to_string()) };
    let answer: Option<Value> = serde_json::from_slice(&bytes).ok();
    let found = answer.as_ref().and_then(|answer| answer.pointer(at));
    let found = found.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default();
    let said = format!("{} `{}`", status.as_u16(), word(&found));
    if found == *when { Ok(said) } else { Err(SendError::Temporary(format!("{THEY} answered {said}"))) }
}

fn address(url: &str, number: &str) -> Result<Url, SendError> {
    let text = url.replace("{number}", &percent(number));
    Url::parse(&text).map_err(|_| SendError::Permanent(format!("the address of {THEY} is none")))
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, SendError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let parsed = HeaderName::try_from(name.as_str()).ok().zip(HeaderValue::try_from(value.as_str()).ok());
        let wrong = || SendError::Permanent(format!("the header `{name}` cannot be sent"));
        let (name, mut value) = parsed.ok_or_else(wrong)?;
        value.set_sensitive(true);
        map.insert(name, value);
    }
    Ok(map)
}
