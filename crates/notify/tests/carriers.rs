//! Carriers against servers on real sockets.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::message::{Channel, MessageState};
use domain::outlet::OutletKind;
use domain::world::World;
use notify::mail::{Mail, Protection, Server};
use notify::outgoing::{Http, Reach, Unreachable};
use notify::outlet::{OutletCall, OutletError, Outlets};
use notify::recording::Recording;
use notify::sms::{Gateway, Sms};
use notify::{Carrier, Carriers, Outgoing, SendError};
use reqwest::Method;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use uuid::Uuid;

type Seen = Arc<Mutex<Vec<String>>>;

/// A server that gives one answer to each request, and what it was asked.
async fn http(bind: &str, answer: impl Fn() -> String + Send + 'static) -> (String, Seen) {
    let listener = TcpListener::bind(bind).await.expect("a socket");
    let address = listener.local_addr().expect("an address").to_string();
    let seen = Seen::default();
    let log = seen.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            let mut part = [0; 4096];
            loop {
                let read = stream.read(&mut part).await.unwrap_or(0);
                request.extend_from_slice(&part[..read]);
                let text = String::from_utf8_lossy(&request).to_lowercase();
                let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                    body.len() >= length.unwrap_or(0)
                });
                if whole || read == 0 {
                    break;
                }
            }
            log.lock().expect("the log").push(String::from_utf8_lossy(&request).into_owned());
            let _ = stream.write_all(answer().as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (address, seen)
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn status(line: &str, headers: &str) -> String {
    format!("HTTP/1.1 {line}\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
}

fn here() -> Reach {
    Reach::allowing(vec!["127.0.0.1/32".parse().expect("a network")])
}

fn message() -> Outgoing {
    Outgoing {
        id: Uuid::nil(),
        to: "+8613812345678".to_owned(),
        subject: "s".to_owned(),
        text: "您上报的 \"H-1\" {to}&x=1\n".to_owned(),
        urgent: false,
    }
}

fn gateway(address: &str) -> Gateway {
    Gateway {
        url: format!("http://{address}/send?ref={{id}}"),
        method: "POST".to_owned(),
        headers: BTreeMap::from([("x-key".to_owned(), "topsecret".to_owned())]),
        content_type: "application/json".to_owned(),
        body: r#"{"phones":["{to}"],"content":"{text}"}"#.to_owned(),
        id_at: Some("/data/id".to_owned()),
        taken_at: Some("/code".to_owned()),
        taken_when: Some("OK".to_owned()),
        later_when: vec!["LIMIT".to_owned()],
    }
}

fn sms(gateway: Gateway) -> Sms {
    Sms::new(Http::new(here()).expect("a client"), gateway).expect("a gateway")
}

#[tokio::test]
async fn a_gateway_gets_number_and_text_as_json_and_its_id_is_kept() {
    let (address, seen) = http("127.0.0.1:0", || ok(r#"{"code":"OK","data":{"id":77}}"#)).await;
    let receipt = sms(gateway(&address)).send(&message()).await.expect("taken");
    assert_eq!((receipt.state, receipt.carrier_id.as_deref()), (MessageState::QueuedRemotely, Some("77")));
    let request = seen.lock().expect("the log")[0].clone();
    assert!(request.starts_with("POST /send?ref=00000000-0000-0000-0000-000000000000 HTTP/1.1"));
    assert!(request.contains("x-key: topsecret"));
    let (_, body) = request.split_once("\r\n\r\n").expect("a body");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON, whatever the text holds");
    assert_eq!((&body["phones"][0], &body["content"]), (&message().to.into(), &message().text.into()));
}

#[tokio::test]
async fn a_form_is_percent_encoded() {
    let (address, seen) = http("127.0.0.1:0", || ok("0")).await;
    let form = Gateway {
        url: format!("http://{address}/"),
        content_type: "application/x-www-form-urlencoded".to_owned(),
        body: "mobile={to}&msg={text}".to_owned(),
        taken_when: None,
        ..gateway(&address)
    };
    sms(form).send(&message()).await.expect("taken");
    let request = seen.lock().expect("the log")[0].clone();
    assert!(request.contains("mobile=%2B8613812345678&msg=%E6%82%A8"), "{request}");
    assert!(request.ends_with("%7Bto%7D%26x%3D1%0A"), "a text cannot add a field: {request}");
}

#[tokio::test]
async fn what_a_gateway_says_decides_whether_it_is_tried_again() {
    type Answer = (fn() -> String, bool);
    let answers: [Answer; 7] = [
        (|| ok(r#"{"code":"LIMIT"}"#), true),
        (|| ok(r#"{"code":"BLACKLISTED"}"#), false),
        (|| ok("<html>"), false),
        (|| status("503 Unavailable", ""), true),
        (|| status("429 Slow Down", ""), true),
        (|| status("401 Unauthorized", ""), false),
        (String::new, true),
    ];
    for (number, (answer, again)) in answers.into_iter().enumerate() {
        let (address, _) = http("127.0.0.1:0", answer).await;
        let error = sms(gateway(&address)).send(&message()).await.expect_err("refused");
        assert_eq!(matches!(error, SendError::Temporary(_)), again, "answer {number}: {error:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a socket").local_addr().expect("an address");
    let error = sms(gateway(&nobody.to_string())).send(&message()).await.expect_err("nobody is there");
    assert!(matches!(error, SendError::Temporary(_)), "{error:?}");
}

#[tokio::test]
async fn no_error_and_no_debug_line_holds_number_text_or_credentials() {
    let (address, _) = http("127.0.0.1:0", || ok(r#"{"code":"number 13812345678 refused"}"#)).await;
    let query = Gateway {
        url: format!("http://{address}/?to={{to}}&text={{text}}"),
        method: "GET".to_owned(),
        body: String::new(),
        ..gateway(&address)
    };
    let carrier = sms(query.clone());
    let refused = carrier.send(&message()).await.expect_err("refused");
    let unreachable = sms(Gateway { url: "http://127.0.0.1:1/?to={to}&text={text}".to_owned(), ..query });
    let unreachable = unreachable.send(&message()).await.expect_err("nobody is there");
    for text in [format!("{refused:?}"), format!("{unreachable:?}"), format!("{carrier:?}"), format!("{:?}", message())]
    {
        assert!(!text.contains("13812345678") && !text.contains("topsecret"), "{text}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut() {
    let (address, _) = http("127.0.0.1:0", || ok(&"x".repeat(1_000_000))).await;
    let error = sms(gateway(&address)).send(&message()).await.expect_err("too long");
    assert!(matches!(error, SendError::Permanent(_)), "{error:?}");
}

#[test]
fn a_gateway_that_cannot_work_is_refused_at_the_start() {
    let new = |change: fn(&mut Gateway)| {
        let mut gateway = gateway("127.0.0.1:1");
        change(&mut gateway);
        Sms::new(Http::new(Reach::default()).expect("a client"), gateway)
    };
    assert!(new(|_| ()).is_ok());
    assert!(new(|gateway| gateway.body = r#"{"phones":["{to}"]}"#.to_owned()).is_err(), "no text");
    assert!(new(|gateway| gateway.body = "{to} {text}".to_owned()).is_err(), "no JSON");
    assert!(new(|gateway| gateway.method = "BREW".to_owned()).is_err());
    assert!(new(|gateway| gateway.url = "nowhere".to_owned()).is_err());
    assert!(new(|gateway| gateway.content_type = "text/xml".to_owned()).is_err());
    assert!(new(|gateway| drop(gateway.headers.insert("a\nb".to_owned(), "c".to_owned()))).is_err());
}

#[tokio::test]
async fn a_private_address_is_reached_by_no_spelling_and_gets_no_connection() {
    let (address, seen) = http("127.0.0.1:0", || ok("{}")).await;
    let port = address.rsplit_once(':').expect("a port").1;
    let http = Http::new(Reach::default()).expect("a client");
    for host in ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let url = format!("http://{host}:{port}/").parse().expect("a URL");
        assert!(matches!(http.request(Method::GET, url), Err(Unreachable::Private(_))), "{host}");
    }
    // A name is looked at when it is resolved.
    let url = format!("http://localhost:{port}/").parse().expect("a URL");
    let error = http.request(Method::GET, url).expect("a name may be anything").send().await.expect_err("refused");
    assert!(format!("{error:?}").contains("Private"), "{error:?}");
    let named = Gateway { url: format!("http://localhost:{port}/"), ..gateway(&address) };
    let carrier = Sms::new(http, named).expect("a gateway");
    let error = carrier.send(&message()).await.expect_err("refused");
    assert!(matches!(error, SendError::Permanent(_)), "it will be refused again: {error:?}");
    assert!(seen.lock().expect("the log").is_empty());
}

#[tokio::test]
async fn a_redirect_leads_neither_inside_nor_elsewhere() {
    let (inner, inner_seen) = http("127.0.0.2:0", || ok(r#"{"code":"OK"}"#)).await;
    let (other, other_seen) = http("127.0.0.1:0", || ok(r#"{"code":"OK"}"#)).await;
    let port = other.rsplit_once(':').expect("a port").1.to_owned();
    for target in [format!("http://{inner}/"), format!("http://localhost:{port}/"), "file:///etc/passwd".to_owned()] {
        let location = format!("location: {target}\r\n");
        let (outer, outer_seen) = http("127.0.0.1:0", move || status("307 Elsewhere", &location)).await;
        sms(gateway(&outer)).send(&message()).await.expect_err("not followed");
        assert_eq!(outer_seen.lock().expect("the log").len(), 1, "{target}");
    }
    assert!(inner_seen.lock().expect("the log").is_empty() && other_seen.lock().expect("the log").is_empty());
    // Without end it is not followed either.
    let (round, seen) = http("127.0.0.1:0", || status("307 Again", "location: /again\r\n")).await;
    sms(gateway(&round)).send(&message()).await.expect_err("not for ever");
    assert!(seen.lock().expect("the log").len() <= 5);
}

/// A mail server that answers each command, and what it was told. `rcpt` answers the recipient.
async fn smtp(rcpt: &'static str) -> (u16, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let port = listener.local_addr().expect("an address").port();
    let seen = Seen::default();
    let log = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (log, (read, mut write)) = (log.clone(), stream.into_split());
            tokio::spawn(async move {
                let mut lines = BufReader::new(read).lines();
                let _ = write.write_all(b"220 fake\r\n").await;
                let mut data = false;
                while let Ok(Some(line)) = lines.next_line().await {
                    log.lock().expect("the log").push(line.clone());
                    let answer = match line.split(' ').next().unwrap_or_default() {
                        "." if data => {
                            data = false;
                            "250 2.0.0 Ok: queued as 4XyZ12\r\n"
                        }
                        _ if data => continue,
                        "EHLO" => "250-fake\r\n250 8BITMIME\r\n",
                        "RCPT" => rcpt,
                        "DATA" => {
                            data = true;
                            "354 go on\r\n"
                        }
                        "QUIT" => "221 bye\r\n",
                        _ => "250 ok\r\n",
                    };
                    let _ = write.write_all(answer.as_bytes()).await;
                }
            });
        }
    });
    (port, seen)
}

fn mail(port: u16) -> Mail {
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        protection: Protection::None,
        user: None,
        password: None,
        from: "Bridgehead <duty@example.org>".to_owned(),
    };
    Mail::new(&server).expect("a mail server")
}

fn letter(to: &str) -> Outgoing {
    Outgoing { to: to.to_owned(), subject: "测试".to_owned(), ..message() }
}

#[tokio::test]
async fn a_letter_goes_to_the_server_with_an_id_of_its_own() {
    let (port, seen) = smtp("250 ok\r\n").await;
    let receipt = mail(port).send(&letter("wang@example.org")).await.expect("taken");
    assert_eq!((receipt.state, receipt.carrier_id.as_deref()), (MessageState::QueuedRemotely, Some("4XyZ12")));
    let seen = seen.lock().expect("the log").join("\n");
    assert!(seen.contains("RCPT TO:<wang@example.org>") && seen.contains("MAIL FROM:<duty@example.org>"), "{seen}");
    assert!(seen.contains("Message-ID: <00000000-0000-0000-0000-000000000000@example.org>"), "{seen}");
}

#[tokio::test]
async fn a_letter_is_refused_for_now_or_for_ever() {
    let (busy, _) = smtp("451 4.7.1 try later wang@example.org\r\n").await;
    let (unknown, _) = smtp("550 5.1.1 no such user wang@example.org\r\n").await;
    let later = mail(busy).send(&letter("wang@example.org")).await.expect_err("later");
    let never = mail(unknown).send(&letter("wang@example.org")).await.expect_err("never");
    assert!(matches!(&later, SendError::Temporary(text) if text.contains("451")), "{later:?}");
    assert!(matches!(&never, SendError::Permanent(text) if text.contains("550")), "{never:?}");
    assert!(!format!("{later:?}{never:?}").contains("wang"), "no address in errors");
    let nobody = tokio::time::timeout(Duration::from_secs(10), mail(1).send(&letter("wang@example.org"))).await;
    assert!(matches!(nobody, Ok(Err(SendError::Temporary(_)))), "{nobody:?}");
    for to in ["", "nobody", "a@b\r\nRCPT TO:<x@y>", "+8613812345678"] {
        let error = mail(busy).send(&letter(to)).await.expect_err("no address");
        assert!(matches!(error, SendError::Permanent(_)), "{to}: {error:?}");
    }
}

#[test]
fn a_password_is_not_sent_in_the_clear() {
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port: None,
        protection: Protection::None,
        user: Some("duty".to_owned()),
        password: Some("topsecret".to_owned()),
        from: "duty@example.org".to_owned(),
    };
    assert!(Mail::new(&server).is_err());
    assert!(!format!("{server:?}").contains("topsecret"));
    let tls = Server { protection: Protection::Tls, ..server };
    assert!(Mail::new(&tls).is_ok());
    assert!(Mail::new(&Server { from: "nobody".to_owned(), ..tls }).is_err());
}

#[tokio::test]
async fn an_exercise_reaches_nobody_whatever_is_configured() {
    let (address, seen) = http("127.0.0.1:0", || ok(r#"{"code":"OK"}"#)).await;
    let configured: Vec<Arc<dyn Carrier>> = vec![Arc::new(sms(gateway(&address)))];
    let exercise = Carriers::of(World::Exercise { id: Uuid::nil() }, configured.clone());
    for channel in Channel::ALL {
        let receipt = exercise.get(channel).expect("a carrier").send(&message()).await.expect("recorded");
        assert_eq!(receipt.state, MessageState::Sent);
    }
    assert!(seen.lock().expect("the log").is_empty());
    let live = Carriers::of(World::Live, configured);
    live.get(Channel::Sms).expect("a carrier").send(&message()).await.expect("taken");
    assert_eq!(seen.lock().expect("the log").len(), 1);
    assert!(live.get(Channel::Mail).is_none());
    let recorder = Recording::new(Channel::Sms);
    recorder.send(&message()).await.expect("recorded");
    assert_eq!(recorder.messages(), [message()]);
}

fn group(kind: OutletKind, address: &str, secret: Option<&str>) -> OutletCall {
    OutletCall {
        id: Uuid::nil(),
        kind,
        address: format!("http://{address}/robot/send?access_token=topsecret"),
        secret: secret.map(str::to_owned),
        text: "暴雨红色预警".to_owned(),
        at_ms: 1_626_739_200_000,
        command: None,
    }
}

async fn say(call: &OutletCall) -> Result<notify::Receipt, OutletError> {
    Outlets::of(World::Live, Http::new(here()).expect("a client"), None).send(call).await
}

#[tokio::test]
async fn each_messenger_gets_its_own_form_and_the_signature_that_it_asks_for() {
    let (address, seen) = http("127.0.0.1:0", || ok(r#"{"errcode":0,"errmsg":"ok","code":0}"#)).await;
    for (kind, secret) in [
        (OutletKind::DingTalk, Some("SEC0")),
        (OutletKind::WeCom, None),
        (OutletKind::Feishu, Some("SEC0")),
        (OutletKind::Feishu, None),
    ] {
        assert_eq!(say(&group(kind, &address, secret)).await.expect("taken").state, MessageState::Sent);
    }
    let seen = seen.lock().expect("the log").clone();
    let body = |at: usize| {
        let (_, body) = seen[at].split_once("\r\n\r\n").expect("a body");
        serde_json::from_str::<serde_json::Value>(body).expect("JSON")
    };
    // Made with Python's hmac over the strings that their documents give.
    let signed = "POST /robot/send?access_token=topsecret&timestamp=1626739200000&sign=AF1Vyreexs9ff1NummrJPVv4BqjhTJ7GM5Z3r%2BWE%2BGI%3D HTTP/1.1";
    assert!(seen[0].starts_with(signed), "{}", seen[0]);
    assert_eq!(body(0)["text"]["content"], "暴雨红色预警");
    assert!(seen[1].starts_with("POST /robot/send?access_token=topsecret HTTP/1.1"), "{}", seen[1]);
    assert_eq!(body(1)["msgtype"], "text");
    assert_eq!(
        (&body(2)["timestamp"], &body(2)["sign"]),
        (&"1626739200".into(), &"6r/EfnV6vQSpJVhWDe5IkWtbR7EmmF0n6kf/P/WOrjc=".into())
    );
    assert_eq!((&body(2)["content"]["text"], &body(3)["sign"]), (&"暴雨红色预警".into(), &serde_json::Value::Null));
}

#[tokio::test]
async fn what_a_messenger_says_in_its_answer_counts_and_not_the_200() {
    type Answer = (OutletKind, fn() -> String, bool, Option<u32>);
    let answers: [Answer; 9] = [
        (OutletKind::DingTalk, || ok(r#"{"errcode":310000,"errmsg":"sign not match"}"#), false, None),
        (OutletKind::DingTalk, || ok(r#"{"errcode":130101,"errmsg":"send too fast"}"#), true, Some(60)),
        (OutletKind::DingTalk, || ok(r#"{"errcode":-1,"errmsg":"busy"}"#), true, None),
        (OutletKind::WeCom, || ok(r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#), true, Some(60)),
        (OutletKind::WeCom, || ok(r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#), false, None),
        (OutletKind::Feishu, || ok(r#"{"code":11232,"msg":"frequency limited"}"#), true, Some(60)),
        (OutletKind::Feishu, || ok(r#"{"code":19021,"msg":"sign match fail"}"#), false, None),
        (OutletKind::Feishu, || ok("<html>a portal</html>"), false, None),
        (OutletKind::WeCom, || status("429 Slow Down", "retry-after: 7\r\n"), true, Some(7)),
    ];
    for (number, (kind, answer, again, after_s)) in answers.into_iter().enumerate() {
        let (address, _) = http("127.0.0.1:0", answer).await;
        let error = say(&group(kind, &address, None)).await.expect_err("refused");
        assert_eq!(matches!(error.error, SendError::Temporary(_)), again, "answer {number}: {error:?}");
        assert_eq!(error.after_s, after_s, "answer {number}");
        assert!(!format!("{error:?}").contains("topsecret"), "{error:?}");
    }
}

#[tokio::test]
async fn a_robot_inside_the_network_is_not_reached_and_an_exercise_records() {
    let (address, seen) = http("127.0.0.1:0", || ok(r#"{"errcode":0}"#)).await;
    let call = group(OutletKind::DingTalk, &address, None);
    let outside = Outlets::of(World::Live, Http::new(Reach::default()).expect("a client"), None);
    let error = outside.send(&call).await.expect_err("a private address");
    assert!(matches!(error.error, SendError::Permanent(_)), "{error:?}");
    let exercise = Outlets::of(World::Exercise { id: Uuid::nil() }, Http::new(here()).expect("a client"), None);
    exercise.send(&call).await.expect("recorded");
    assert_eq!(exercise.recorded().len(), 1);
    assert!(seen.lock().expect("the log").is_empty());
    assert!(!format!("{call:?}{exercise:?}").contains("topsecret"));
}
