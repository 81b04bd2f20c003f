//! Clients that break off, dawdle or send garbage, over raw sockets against the real server. The invariants are those of
//! the fault table: each is let go within its bound, others are served, nothing stays half done or held.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;
use server::Patience;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::router;
use testkit::{Database, both};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use uuid::Uuid;

/// The real server, with files. It runs as long as this is kept.
struct Served {
    address: SocketAddr,
    files: tempfile::TempDir,
    _stop: watch::Sender<bool>,
}

/// Short enough to be waited for, long enough for a machine under load.
const SHORT: Patience = Patience {
    header: Duration::from_millis(1_500),
    piece: Duration::from_millis(1_500),
    body: Duration::from_secs(4),
    stop: Duration::from_secs(30),
};

async fn serve(database: &Database, patience: Patience) -> Served {
    let city = fill(database.store.clone()).await;
    let files = tempfile::tempdir().expect("a folder");
    // Voice notes need no decoder.
    let decoder = service::file::Decoder::new("/bin/false".into(), Vec::new());
    city.service.fit_files(service::file::Files::in_folder(files.path(), decoder).expect("a file store"));
    let router = router(city.service.clone()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, asked) = watch::channel(false);
    tokio::spawn(server::serve(listener, router, patience, asked));
    Served { address, files, _stop: stop }
}

fn report(id: Uuid) -> Vec<u8> {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": id, "category": "A01", "lon": lon, "lat": lat, "description": "飞线充电" }).to_string();
    let key = Uuid::now_v7();
    post("/api/hazards", &format!("Content-Type: application/json\r\nIdempotency-Key: {key}\r\n"), body.as_bytes())
}

fn upload() -> Vec<u8> {
    let mut voice =
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0".to_vec();
    voice.resize(60_000, 0);
    post("/api/files", "Content-Type: application/octet-stream\r\n", &voice)
}

fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: test\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// Sends bytes and reads until the server closes. It must close: nothing here asks it to.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    // It may have closed already; that is its right.
    let _ = socket.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(60), socket.read_to_end(&mut answer)).await;
    // A reset is an end too: the server hangs up on what it does not want to read.
    let _ = read.expect("the server lets go of the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> Option<u16> {
    answer.split(' ').nth(1).and_then(|word| word.parse().ok())
}

/// Others are served; nobody waits for anything; no connection to the database is out of the pool.
async fn all_is_well(database: &Database, served: &Served) {
    let answer = exchange(served.address, &report(Uuid::now_v7())).await;
    assert_eq!(status(&answer), Some(201), "others are served: {answer}");
    if matches!(database.location, store::Location::Postgres(_)) {
        let open = "select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
        assert_eq!(database.texts(open).await, Vec::<String>::new());
        // As many as the pool may have, and the one that listens for changes.
        let all = "select count(*)::text from pg_stat_activity where datname = current_database()";
        let count: u32 = database.texts(all).await[0].parse().expect("a number");
        assert!(count <= 6, "{count} connections");
    }
    database.store.write().await.expect("a write that waits for nobody").commit().await.expect("a commit");
}

both!(half_a_header_and_a_dribbled_body_are_let_go, |database: Database| async move {
    let served = serve(&database, SHORT).await;
    let (address, whole) = (served.address, report(Uuid::now_v7()));
    let body = whole.windows(4).position(|part| part == b"\r\n\r\n").expect("a body") + 4;
    // In the request line, in a name, in a value, between CR and LF, before the empty line; and nothing at all.
    for cut in [0, 5, 14, 30, body - 60, body - 3, body - 1] {
        assert_eq!(exchange(address, &whole[..cut]).await, "", "cut at {cut}: there is nothing to answer");
    }
    for (what, whole) in [("report", &whole), ("upload", &upload())] {
        let answer = exchange(address, &whole[..whole.len() - 10]).await;
        assert_eq!(status(&answer), Some(408), "a {what} that stops: {answer}");
        assert!(answer.contains("\"code\":\"too_slow\"") && answer.contains("application/problem+json"), "{answer}");
    }
    // One byte at a time, never late for a piece, and so for ever.
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    socket.write_all(&whole[..body]).await.expect("sent");
    let (mut reading, mut writing) = socket.into_split();
    let dribble = tokio::spawn(async move {
        while writing.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let mut answer = String::new();
    let read = tokio::time::timeout(Duration::from_secs(60), reading.read_to_string(&mut answer)).await;
    let _ = read.expect("the server lets go of the connection");
    assert!(answer.is_empty() || status(&answer) == Some(408), "{answer}");
    dribble.abort();
    all_is_well(&database, &served).await;
});

both!(garbage_is_refused_and_never_read_as_a_second_request, |database: Database| async move {
    let served = serve(&database, SHORT).await;
    let address = served.address;
    let long = "x".repeat(1_000_000);
    let many: String = (0..500).map(|n| format!("X-{n}: y\r\n")).collect();
    let get = "GET /healthz HTTP/1.1\r\nHost: test\r\n";
    let cases: Vec<(&str, Vec<u8>, &[u16])> = vec![
        ("a huge header", format!("{get}X: {long}\r\n\r\n").into_bytes(), &[431]),
        ("very many headers", format!("{get}{many}\r\n").into_bytes(), &[431]),
        ("a huge address", format!("GET /{long} HTTP/1.1\r\nHost: test\r\n\r\n").into_bytes(), &[414, 431]),
        ("a handshake of TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".repeat(20), &[400]),
        ("no HTTP", b"\0\0\0\0\0\0\0\0\r\n\r\n".to_vec(), &[400]),
        ("HTTP/2 at once", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), &[400]),
        ("a length below zero", format!("{get}Content-Length: -5\r\n\r\n").into_bytes(), &[400]),
        ("two lengths", format!("{get}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab").into_bytes(), &[400]),
        ("a header that goes on", format!("{get}X: a\r\n b\r\n\r\n").into_bytes(), &[400]),
        ("a name with a space", format!("{get}X y: a\r\n\r\n").into_bytes(), &[400]),
        ("a NUL in a value", format!("{get}X: a\0b\r\n\r\n").into_bytes(), &[400]),
    ];
    for (what, bytes, expected) in cases {
        let answer = exchange(address, &bytes).await;
        // A large request may be cut off before its answer is read.
        assert!(status(&answer).is_none_or(|status| expected.contains(&status)), "{what}: {answer}");
        assert!(!answer.contains(" 200 ") && !answer.contains(" 500 "), "{what}: {answer}");
    }
    // Pipelined: what comes first is answered, the garbage behind it ends the connection.
    let mut pipelined = format!("{get}\r\n{get}\r\n").into_bytes();
    pipelined.extend(b"\x01\x02 garbage\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n");
    let answer = exchange(address, &pipelined).await;
    assert_eq!(answer.matches("HTTP/1.1 200").count(), 2, "{answer}");
    assert!(answer.matches("HTTP/1.1").count() <= 3, "nothing behind garbage is read as a request: {answer}");
    // A report hidden in the body of another request stays a body.
    let hidden = report(Uuid::now_v7());
    for lengths in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
    ] {
        let head = format!(
            "POST /api/follow HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n{lengths}\r\n\r\n0\r\n\r\n"
        );
        let answer = exchange(address, &[head.as_bytes(), &hidden[..]].concat()).await;
        assert!(!answer.contains(" 201 "), "{lengths}: {answer}");
    }
    let hazards = "select count(*) || '' from hazard";
    assert_eq!(database.texts(hazards).await, ["0"], "no report came out of it");
    all_is_well(&database, &served).await;
});

both!(a_thousand_uploads_broken_off_leave_nothing, |database: Database| async move {
    let served = serve(&database, Patience::default()).await;
    let whole = upload();
    let body = whole.windows(4).position(|part| part == b"\r\n\r\n").expect("a body") + 4;
    // Each byte of the head, then further and further into the body.
    let steps = (whole.len() - body) / (1_000 - body);
    for round in 0..1_000 {
        let cut = if round < body { round } else { body + (round - body) * steps };
        let mut socket = TcpStream::connect(served.address).await.expect("a connection");
        let _ = socket.write_all(&whole[..cut]).await;
        socket.set_zero_linger().expect("a hard end");
    }
    assert_eq!(database.texts("select count(*) || '' from attachment").await, ["0"]);
    let left = std::fs::read_dir(served.files.path()).expect("the folder").flatten().count();
    assert_eq!(left, 0, "no part of a file was kept");
    let taken = exchange(served.address, &whole).await;
    assert_eq!(status(&taken), Some(201), "{taken}");
    assert_eq!(database.texts("select count(*) || '' from attachment").await, ["1"]);
    all_is_well(&database, &served).await;
});
