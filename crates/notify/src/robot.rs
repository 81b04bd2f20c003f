//! Group robots of messengers: DingTalk (钉钉), WeCom (企业微信), Feishu (飞书).
//!
//! Each is one address that takes a JSON object. All of them answer 200 and say in the body whether they took it;
//! each takes about 20 messages a minute and then wants to be left alone. DingTalk and Feishu can ask for a signature
//! over the time, whose secret the group's owner has (their documents: 自定义机器人安全设置; 签名校验).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::message::MessageState;
use domain::outlet::OutletKind;
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, Url};
use ring::hmac;
use serde_json::{Value, json};

use crate::outgoing::Http;
use crate::outlet::{OutletCall, OutletError};
use crate::sms::{no_answer, read, refused};
use crate::{Receipt, SendError};

/// What the messenger is called in errors.
const THEY: &str = "the messenger";

/// How long a robot that was asked too often is left alone.
const REST_S: u32 = 60;

/// WeCom takes 2,048 bytes, the others more.
const TEXT_MAX: usize = 2_000;

/// Says one text in a group.
pub(crate) async fn tell(http: &Http, call: &OutletCall) -> Result<Receipt, OutletError> {
    let refuse = |what: &str| OutletError::from(SendError::Permanent(what.to_owned()));
    let mut url = Url::parse(&call.address).map_err(|_| refuse("the address of the robot is none"))?;
    let body = body(call, &mut url).to_string();
    let request = http.request(Method::POST, url).map_err(|error| refuse(&error.to_string()))?;
    let request = request.header("content-type", "application/json").body(body);
    // `without_url`: the address holds the robot's credential.
    let answer = request.send().await.map_err(|error| no_answer(THEY, &error.without_url()))?;
    let status = answer.status();
    if !status.is_success() {
        let after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let rest = (status.as_u16() == 429).then_some(REST_S);
        return Err(OutletError { error: refused(THEY, status), after_s: after.or(rest) });
    }
    let bytes = read(THEY, answer).await?;
    let answer: Value = serde_json::from_slice(&bytes)
        .map_err(|_| refuse("the messenger's answer is no JSON: is the address right?"))?;
    taken(call.kind, &answer)
}

/// The request, its signature where the robot has a secret.
fn body(call: &OutletCall, url: &mut Url) -> Value {
    let text = cut(&call.text);
    match call.kind {
        OutletKind::Feishu => {
            let mut body = json!({ "msg_type": "text", "content": { "text": text } });
            if let Some(secret) = &call.secret {
                let seconds = (call.at_ms / 1_000).to_string();
                // Theirs is turned around: time and secret are the key, and nothing is the message.
                let sign = signature(&format!("{seconds}\n{secret}"), "");
                body["timestamp"] = seconds.into();
                body["sign"] = sign.into();
            }
            body
        }
        kind => {
            if let (OutletKind::DingTalk, Some(secret)) = (kind, &call.secret) {
                let millis = call.at_ms.to_string();
                let sign = signature(secret, &format!("{millis}\n{secret}"));
                url.query_pairs_mut().append_pair("timestamp", &millis).append_pair("sign", &sign);
            }
            json!({ "msgtype": "text", "text": { "content": text } })
        }
    }
}

fn signature(key: &str, message: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    STANDARD.encode(hmac::sign(&key, message.as_bytes()))
}

/// What fits, cut between letters.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(TEXT_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Reads the code in the answer: 0 was taken, some say "too often" or "busy", all others will not become better.
fn taken(kind: OutletKind, answer: &Value) -> Result<Receipt, OutletError> {
    let code = ["errcode", "code", "StatusCode"].iter().find_map(|key| answer[*key].as_i64());
    let what = |code: i64| format!("{THEY} answered with the code {code}");
    match (kind, code) {
        (_, Some(0)) => Ok(Receipt { state: MessageState::Sent, carrier_id: None }),
        // Too many messages a minute.
        (OutletKind::DingTalk, Some(code @ (130_101 | 410_100)))
        | (OutletKind::WeCom, Some(code @ (45_009 | 45_033)))
        | (OutletKind::Feishu, Some(code @ (9_499 | 11_232 | 99_991_400))) => {
            Err(OutletError { error: SendError::Temporary(what(code)), after_s: Some(REST_S) })
        }
        // Their system is busy.
        (OutletKind::DingTalk | OutletKind::WeCom, Some(code @ -1)) | (OutletKind::Feishu, Some(code @ 11_246)) => {
            Err(SendError::Temporary(what(code)).into())
        }
        (_, Some(code)) => Err(SendError::Permanent(what(code)).into()),
        (_, None) => Err(SendError::Permanent(format!("{THEY} answered without a code: is the address right?")).into()),
    }
}
