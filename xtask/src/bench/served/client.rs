//! A client that takes little CPU itself: one kept connection, requests one after another.

use anyhow::{Context, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::load::PASSWORD;

/// A signed-in connection.
pub(super) struct Client {
    sender: SendRequest<Full<Bytes>>,
    port: u16,
    cookie: String,
}

impl Client {
    /// A connection with a session of this account.
    pub(super) async fn sign_in(port: u16, login: &str) -> anyhow::Result<Self> {
        let mut client = Self::with(port, String::new()).await?;
        let form = json!({ "login": login, "password": PASSWORD });
        let response = client.send("POST", "/api/session", Some(form), &[]).await?;
        ensure!(response.status() == 200, "signing in as `{login}` gave {}", response.status());
        let cookies = response.headers().get_all("set-cookie").iter();
        let pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        client.cookie = pairs.collect::<Vec<_>>().join("; ");
        response.into_body().collect().await?;
        Ok(client)
    }

    /// Another connection with the same session.
    pub(super) async fn again(&self) -> anyhow::Result<Self> {
        Self::with(self.port, self.cookie.clone()).await
    }

    async fn with(port: u16, cookie: String) -> anyhow::Result<Self> {
        let socket = TcpStream::connect(("127.0.0.1", port)).await?;
        socket.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(socket)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, port, cookie })
    }

    /// Asks and gives the answer with its body still to come.
    pub(super) async fn send(
        &mut self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<Response<Incoming>> {
        let mut request = Request::builder().method(method).uri(path).header("cookie", &self.cookie);
        let host = format!("localhost:{}", self.port);
        request = request.header("origin", format!("http://{host}")).header("host", host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map(|body| body.to_string());
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        self.sender.ready().await?;
        Ok(self.sender.send_request(request.body(Full::from(body.unwrap_or_default()))?).await?)
    }

    /// The whole answer to a GET that must succeed.
    pub(super) async fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> anyhow::Result<Bytes> {
        let response = self.send("GET", path, None, headers).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        ensure!(status == 200, "{path} gave {status}: {}", String::from_utf8_lossy(&body));
        Ok(body)
    }

    /// Reports a hazard.
    pub(super) async fn report(&mut self, lon: f64, lat: f64) -> anyhow::Result<()> {
        self.report_as(Uuid::now_v7(), lon, lat).await
    }

    /// Reports a hazard under this id.
    pub(super) async fn report_as(&mut self, id: Uuid, lon: f64, lat: f64) -> anyhow::Result<()> {
        let seen = "e-bikes charge in the stairwell of building 7";
        let body = json!({ "id": id, "category": "A01", "description": seen, "lon": lon, "lat": lat });
        let response = self.send("POST", "/api/hazards", Some(body), &[("idempotency-key", &id.to_string())]).await?;
        let status = response.status();
        let body = response.into_body().collect().await.context("the answer to a report")?.to_bytes();
        ensure!(status == 201, "a report gave {status}: {}", String::from_utf8_lossy(&body));
        Ok(())
    }
}
