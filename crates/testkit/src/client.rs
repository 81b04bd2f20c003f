//! A client that talks to the real router without a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::{App, Clock, Live, Provider, Settings};
use service::Service;
use tokio::sync::watch;
use tower::ServiceExt;
use uuid::Uuid;

use crate::city::PASSWORD;
use crate::t0;

/// One person's browser.
#[derive(Debug, Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: axum::http::HeaderMap,
    /// Body as JSON; null where it is none.
    pub json: Value,
}

/// The router over a service, with a clock that stands at [`t0`].
pub async fn router(service: Service) -> Router {
    router_with(service, None, Arc::new(t0)).await
}

/// The router that lets in pages of these other sites.
pub async fn router_for(service: Service, origins: &[&str]) -> Router {
    let origins: Vec<_> = origins.iter().map(|origin| (*origin).to_owned()).collect();
    let settings = Settings { allowed_origins: server::origins(&origins).expect("origins"), ..settings() };
    router_of(service, settings, Arc::new(t0)).await
}

/// The router with some other settings.
pub async fn router_set(service: Service, change: impl FnOnce(Settings) -> Settings) -> Router {
    router_of(service, change(settings()), Arc::new(t0)).await
}

/// The router with an outside sign-in service and a clock.
pub async fn router_with(service: Service, provider: Option<Provider>, clock: Clock) -> Router {
    router_of(service, Settings { provider, ..settings() }, clock).await
}

async fn router_of(service: Service, settings: Settings, clock: Clock) -> Router {
    let (sender, stop) = watch::channel(false);
    // Kept for the life of the test process: a dropped sender would look like a stop.
    std::mem::forget(sender);
    let live = Live::start(service.clone(), stop).await.expect("a live feed");
    server::router(App::new(service, live, settings, clock, None))
}

fn settings() -> Settings {
    Settings {
        name: "test".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        secure_cookies: false,
        // Over a socket everybody comes from this machine: a test says with a header whom it plays.
        trusted_proxies: vec![std::net::Ipv4Addr::LOCALHOST.into()],
        beat: server::BEAT,
        allowed_origins: Vec::new(),
        notices: Vec::new(),
        provider: None,
        demo: None,
    }
}

impl Client {
    /// A browser that is not signed in.
    pub fn new(router: Router) -> Self {
        Self { router, cookie: None }
    }

    /// A browser that is signed in as somebody of the small city.
    pub async fn signed_in(router: Router, login: &str) -> Self {
        let mut client = Self::new(router);
        let request = client.request("POST", "/api/session", Some(json!({ "login": login, "password": PASSWORD })));
        let answer = client.raw(request).await;
        assert_eq!(answer.status(), StatusCode::OK, "sign-in of {login}");
        client.keep_cookies(answer.headers());
        client
    }

    /// The router that it talks to.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Takes over the cookies of an answer, as a browser does.
    pub fn keep_cookies(&mut self, headers: &axum::http::HeaderMap) {
        let mut kept: Vec<String> = self.cookie.iter().flat_map(|text| text.split("; ")).map(str::to_owned).collect();
        for cookie in headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("a cookie").split(';').next().expect("a pair").to_owned();
            let name = pair.split('=').next().expect("a name").to_owned();
            kept.retain(|old| old.split('=').next() != Some(&name));
            kept.push(pair);
        }
        self.cookie = Some(kept.join("; "));
    }

    /// The same browser with its session, led to another process by a balancer.
    #[must_use]
    pub fn through(&self, router: Router) -> Self {
        Self { router, cookie: self.cookie.clone() }
    }

    /// Another browser, without this one's cookies.
    #[must_use]
    pub fn stranger(&self) -> Self {
        Self::new(self.router.clone())
    }

    /// POST that names its command.
    pub async fn post_named(&self, path: &str, body: Value, key: Uuid) -> Answer {
        let mut request = self.request("POST", path, Some(body));
        request.headers_mut().insert("idempotency-key", key.to_string().parse().expect("a header"));
        answer(self.raw(request).await).await
    }

    /// GET, the body as bytes.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let response = self.raw(self.request("GET", path, None)).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body().collect().await.expect("a whole body").to_bytes().to_vec()
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        answer(self.raw(self.request("GET", path, None)).await).await
    }

    /// POST with a new idempotency key.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        answer(self.raw(self.request("POST", path, Some(body))).await).await
    }

    /// A request with this client's cookie.
    pub fn request(&self, method: &str, path: &str, body: Option<Value>) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request = request.header("idempotency-key", Uuid::now_v7().to_string());
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        request.body(body).expect("a valid request")
    }

    /// Sends any request.
    pub async fn raw(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("the router always answers")
    }
}

/// Reads an answer whole.
pub async fn answer(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a whole body").to_bytes();
    Answer { status: parts.status, headers: parts.headers, json: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}
