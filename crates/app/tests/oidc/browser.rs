//! A browser that goes between the program's router and the provider's socket, with its cookies at each.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use axum::Router;
use axum::http::{Request, Response, StatusCode, header};
use serde_json::Value;
use testkit::client::{Answer, answer};
use tower::ServiceExt;

/// What the program answers to the browser that comes back.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    json: Value,
}

impl Arrival {
    pub(crate) fn problem(&self) -> (StatusCode, &str) {
        (self.status, self.json["code"].as_str().unwrap_or_default())
    }
}

pub(crate) struct Browser {
    router: Router,
    here: BTreeMap<String, String>,
    there: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, here: BTreeMap::new(), there: BTreeMap::new() }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.here.get(name).cloned()
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.here.insert(name.to_owned(), value.to_owned());
    }

    /// The whole way: away, there, back.
    pub(crate) async fn sign_in(&mut self, subject: &str, amr: &[&str], next: &str) -> Arrival {
        let back = self.fetch_code(subject, amr, next).await;
        self.arrive(&back).await
    }

    /// Away and there: gives the address that leads back.
    pub(crate) async fn fetch_code(&mut self, subject: &str, amr: &[&str], next: &str) -> String {
        let next = next.replace('?', "%3F").replace('=', "%3D").replace(':', "%3A");
        let address = self.begin(&format!("/api/session/oidc?next={next}")).await;
        self.at_provider(&address, subject, amr)
    }

    /// Where the program sends it.
    pub(crate) async fn begin(&mut self, path: &str) -> String {
        let response = self.ask("GET", path, None, "*/*").await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        location(&response)
    }

    /// Signs in there, and follows until the provider sends it back: path and query of that.
    pub(crate) fn at_provider(&mut self, address: &str, subject: &str, amr: &[&str]) -> String {
        let mut address = address.to_owned();
        let (origin, _) = origin(&address);
        for _ in 0..8 {
            let path = address.strip_prefix(&origin).unwrap_or(&address).to_owned();
            if !path.starts_with('/') {
                let (_, back) = self::origin(&address);
                return back;
            }
            let methods: String = amr.iter().map(|word| format!("&amr={word}")).collect();
            let login =
                if path.starts_with("/interaction/") { format!("?login={subject}{methods}") } else { String::new() };
            address = self.get_there(&origin, &format!("{path}{login}"));
        }
        panic!("the provider leads in a circle: {address}");
    }

    /// Comes back to the program.
    pub(crate) async fn arrive(&mut self, path: &str) -> Arrival {
        let response = self.ask("GET", path, None, "*/*").await;
        let location = response.headers().get(header::LOCATION).map(|_| location(&response)).unwrap_or_default();
        let Answer { status, json, .. } = answer(response).await;
        Arrival { status, location, json }
    }

    /// A page, as a person opens it.
    pub(crate) async fn page(&mut self, path: &str) -> Arrival {
        let response = self.ask("GET", path, None, "text/html,*/*").await;
        Arrival { status: response.status(), location: location(&response), json: Value::Null }
    }

    /// Any request to the program.
    pub(crate) async fn own(&mut self, method: &str, path: &str, body: Option<Value>) -> Answer {
        answer(self.ask(method, path, body, "application/json").await).await
    }

    async fn ask(&mut self, method: &str, path: &str, body: Option<Value>, accept: &str) -> Response<axum::body::Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test");
        request = request.header(header::ACCEPT, accept).header(header::COOKIE, line(&self.here));
        request = request.header(header::CONTENT_TYPE, "application/json");
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = request.body(axum::body::Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            keep(&mut self.here, cookie.to_str().expect("text"));
        }
        response
    }

    /// GET at the provider: where it leads.
    fn get_there(&mut self, origin: &str, path: &str) -> String {
        let host = origin.trim_start_matches("http://");
        let mut socket = TcpStream::connect(host).expect("the provider listens");
        socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        let cookies = line(&self.there);
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).expect("a request");
        let mut text = String::new();
        socket.read_to_string(&mut text).expect("an answer");
        let mut to = None;
        for line in text.lines().take_while(|line| !line.is_empty()) {
            let Some((name, value)) = line.split_once(": ") else { continue };
            match name.to_ascii_lowercase().as_str() {
                "location" => to = Some(value.to_owned()),
                "set-cookie" => keep(&mut self.there, value),
                _ => {}
            }
        }
        to.unwrap_or_else(|| panic!("the provider leads nowhere: {text}"))
    }
}

/// One parameter of an address, as it stands there.
pub(crate) fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| Some(pair.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
}

fn origin(address: &str) -> (String, String) {
    let (scheme, rest) = address.split_once("://").expect("an address");
    let (host, path) = rest.split_once('/').expect("a path");
    (format!("{scheme}://{host}"), format!("/{path}"))
}

fn location(response: &Response<axum::body::Body>) -> String {
    response.headers()[header::LOCATION].to_str().expect("text").to_owned()
}

fn line(cookies: &BTreeMap<String, String>) -> String {
    cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

/// Takes a cookie over, or forgets it, as a browser does.
fn keep(cookies: &mut BTreeMap<String, String>, text: &str) {
    let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
    let ends = text.to_ascii_lowercase();
    if value.is_empty() || ends.contains("max-age=0") || ends.contains("expires=thu, 01 jan 1970") {
        cookies.remove(name);
    } else {
        cookies.insert(name.to_owned(), value.to_owned());
    }
}
