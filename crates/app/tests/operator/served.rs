//! `serve` with an `[oidc]` setting: a person signs in at the outside service and comes back signed in.

use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response, StatusCode};
use testkit::outside::{is_ready, port};

use super::{account, with_keys};
use crate::oidc::browser::Browser;
use crate::oidc::provider::{ADDRESS, Running, SECRET};
use crate::place::{Place, code, err};

/// `serve`, ended with its test.
struct Serving {
    child: Child,
    port: u16,
}

impl Serving {
    fn start(place: &Place) -> Self {
        let port = port();
        let log = std::fs::File::create(place.path("log")).expect("a log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}")]).current_dir(place.folder.path());
        command.env_remove("BRIDGEHEAD_DATABASE").stdout(Stdio::null()).stderr(log);
        let serving = Self { child: command.spawn().expect("a started program"), port };
        let log = || std::fs::read_to_string(place.path("log")).unwrap_or_default();
        assert!(is_ready(serving.port), "{}", log());
        serving
    }

    /// A router that hands each request to the program's socket as it came, and its answer back.
    fn router(&self) -> Router {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let base = format!("http://127.0.0.1:{}", self.port);
        Router::new().fallback(move |request: Request| {
            let (client, base) = (client.clone(), base.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.expect("a whole body");
                let sent = client.request(parts.method, format!("{base}{}", parts.uri)).headers(parts.headers);
                let answer = sent.body(body).send().await.expect("an answer");
                let (status, headers): (StatusCode, HeaderMap) = (answer.status(), answer.headers().clone());
                let mut response = Response::new(Body::from(answer.bytes().await.expect("a whole answer")));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                response
            }
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn configured(issuer: &str) -> Place {
    let place = with_keys();
    place.write("secret", &format!("{SECRET}\n"));
    let file = place.path("bridgehead.toml");
    let written = std::fs::read_to_string(&file).expect("a configuration");
    let written = written.replace("secure_cookies = true", "secure_cookies = false");
    let written = format!(
        "{written}\nallow_networks = [\"127.0.0.1/32\"]\n\n[oidc]\nissuer = {issuer:?}\n\
         client_id = \"bridgehead\"\nclient_secret_file = \"secret\"\naddress = {ADDRESS:?}\nlabel = \"市统一认证\"\n"
    );
    std::fs::write(&file, written).expect("a configuration");
    account(&place, "wang", "district_duty");
    place
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_linked_person_signs_in_by_the_outside_service_and_a_stranger_does_not() {
    let running = Running::start();
    let place = configured(&running.issuer);
    let link = place.run(&["account", "link-oidc", "wang", "--issuer", &running.issuer, "--subject", "8d2f60"]);
    assert_eq!(code(&link), Some(0), "{}", err(&link));
    let serving = Serving::start(&place);
    let mut browser = Browser::new(serving.router());
    let shown = browser.own("GET", "/api/system", None).await.json;
    assert!(shown.to_string().contains("市统一认证"), "the page has a button for it: {shown}");
    let arrival = browser.sign_in("8d2f60", &[], "/console/hazards").await;
    assert_eq!((arrival.status, arrival.location.as_str()), (StatusCode::SEE_OTHER, "/console/hazards"));
    let session = browser.own("GET", "/api/session", None).await;
    assert_eq!((session.status, session.json["account"]["login"].as_str()), (StatusCode::OK, Some("wang")));
    let stranger = Browser::new(serving.router()).sign_in("somebody", &[], "/").await;
    assert_eq!(stranger.problem(), (StatusCode::FORBIDDEN, "identity_unlinked"));
    let log = std::fs::read_to_string(place.path("log")).expect("the log");
    assert!(!log.contains(SECRET), "{log}");
}

#[test]
fn without_the_file_of_its_secret_it_does_not_serve() {
    let place = configured("http://127.0.0.1:1");
    std::fs::remove_file(place.path("secret")).expect("gone");
    let serve = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(code(&serve) == Some(1) && err(&serve).contains("`secret`"), "{}", err(&serve));
}
