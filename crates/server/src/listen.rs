//! The socket: connections with bounds on how long a client may take, ended gracefully.
//!
//! `axum::serve` has no such bounds: whoever sends half a header would keep a connection for ever.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt;
use tower_http::timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer};

/// How long clients are waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the whole header of a request, and for the next request of a connection.
    pub header: Duration,
    /// For the next piece of a body.
    pub piece: Duration,
    /// For a whole body.
    pub body: Duration,
    /// For requests that are under way when the process is asked to stop.
    pub stop: Duration,
}

impl Default for Patience {
    /// A header may take longer than a balancer keeps its own idle connections, 60 s by default in many; a body as
    /// long as ten megabytes need on a bad mobile network.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { header: seconds(65), piece: seconds(30), body: seconds(600), stop: seconds(30) }
    }
}

/// Serves until `stop` turns true or its sender is gone; then lets requests end.
///
/// # Errors
/// None while it runs; the listener must be bound.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let router =
        router.layer(RequestBodyTimeoutLayer::new(patience.piece)).layer(RequestBodyDeadlineLayer::new(patience.body));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, router.clone(), patience.header, stop.clone()));
                }
                Err(error) => wait_after(&error).await,
            },
            Some(_) = connections.join_next() => {}
            () = asked(&mut stop) => break,
        }
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(patience.stop, ended).await.is_err() {
        tracing::warn!("requests that were under way did not end in time and are broken off");
    }
    Ok(())
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    header: Duration,
    mut stop: watch::Receiver<bool>,
) {
    // Events are small and must leave at once.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request.map(Body::new)).await.unwrap_or_else(|none| match none {})) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = asked(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection broke");
    }
}

/// Until the process is asked to stop.
async fn asked(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// A connection that was gone before it was taken is nobody's fault; without file descriptors it is tried again later.
async fn wait_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be taken");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
