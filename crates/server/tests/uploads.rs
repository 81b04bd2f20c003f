//! Uploads in parts over HTTP: what arrives is kept, and what is whole is a file as every other.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use futures::stream;
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use service::Service;
use service::file::{BYTES_MAX, Decoder, Files};
use tempfile::TempDir;
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::client::{Client, router};
use testkit::t0;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

const OCTETS: &str = "application/offset+octet-stream";

fn fit(service: &Service) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let decoder = Decoder::new("/bin/false".into(), Vec::new());
    service.fit_files(Files::in_folder(folder.path(), decoder).expect("a file store"));
    folder
}

fn objects(folder: &TempDir) -> usize {
    let folders = std::fs::read_dir(folder.path()).expect("the folder");
    folders.map(|entry| std::fs::read_dir(entry.expect("an entry").path()).expect("a folder").count()).sum()
}

pub(crate) fn voice(length: usize) -> Vec<u8> {
    let mut bytes = b"OggS".to_vec();
    bytes.extend((4..length).map(|index| (index % 251) as u8));
    bytes
}

type Headers<'a> = &'a [(&'static str, &'a str)];

pub(crate) struct Told {
    pub(crate) status: u16,
    headers: HeaderMap,
    json: Value,
}

impl Told {
    fn offset(&self) -> i64 {
        self.headers["upload-offset"].to_str().expect("text").parse().expect("a number")
    }

    fn code(&self) -> (u16, &str) {
        (self.status, self.json["code"].as_str().unwrap_or_default())
    }
}

async fn ask(client: &Client, method: &str, path: &str, headers: Headers<'_>, body: Body) -> Told {
    let mut request = client.request(method, path, None);
    request.headers_mut().insert("tus-resumable", "1.0.0".parse().expect("a header"));
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("a header"));
    }
    *request.body_mut() = body;
    let (parts, body) = client.raw(request).await.into_parts();
    let bytes = body.collect().await.expect("a whole body").to_bytes();
    Told {
        status: parts.status.as_u16(),
        headers: parts.headers,
        json: serde_json::from_slice(&bytes).unwrap_or_default(),
    }
}

pub(crate) async fn begin(client: &Client, length: usize) -> String {
    let headers = [("upload-length", length.to_string())];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let told = ask(client, "POST", "/api/uploads", &headers, Body::empty()).await;
    assert_eq!((told.status, told.offset()), (201, 0), "{}", told.json);
    told.headers["location"].to_str().expect("text").to_owned()
}

pub(crate) async fn bring(client: &Client, path: &str, offset: usize, body: impl Into<Body>) -> Told {
    let offset = offset.to_string();
    ask(client, "PATCH", path, &[("upload-offset", &offset), ("content-type", OCTETS)], body.into()).await
}

async fn stands(client: &Client, path: &str) -> Told {
    ask(client, "HEAD", path, &[], Body::empty()).await
}

fn hours(n: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_hours(n)).expect("a time")
}

pub(crate) async fn reported(client: &Client, file: &str) -> StatusCode {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat, "files": [file] });
    client.post("/api/hazards", body).await.status
}

pub(crate) async fn set_up(database: &testkit::Database) -> (City, TempDir, Client) {
    let city = fill(database.store.clone()).await;
    let folder = fit(&city.service);
    let stranger = Client::new(router(city.service.clone()).await);
    (city, folder, stranger)
}

both!(a_file_in_parts_is_a_file_as_every_other, |database: testkit::Database| async move {
    let (city, folder, stranger) = set_up(&database).await;
    let bytes = voice(1_500_000);
    let path = begin(&stranger, bytes.len()).await;
    let id = path.rsplit('/').next().expect("an id").to_owned();
    assert_eq!(reported(&stranger, &id).await, StatusCode::UNPROCESSABLE_ENTITY, "not before it is whole");
    let first = bring(&stranger, &path, 0, bytes[..700].to_vec()).await;
    assert_eq!((first.status, first.offset()), (204, 700), "{}", first.json);
    let told = stands(&stranger, &path).await;
    assert_eq!((told.status, told.offset(), told.headers["upload-length"].as_bytes()), (200, 700, &b"1500000"[..]));
    assert_eq!(told.headers["upload-expires"], "Wed, 21 Jul 2021 00:00:00 GMT");
    let last = bring(&stranger, &path, 700, bytes[700..].to_vec()).await;
    assert_eq!((last.status, last.offset()), (204, 1_500_000), "{}", last.json);
    assert_eq!(objects(&folder), 1, "the parts are gone, the file is there");
    assert_eq!(reported(&stranger, &id).await, StatusCode::CREATED);
    let lead = Client::signed_in(stranger.router(), "lead").await;
    assert!(lead.bytes(&format!("/api/files/{id}")).await == bytes, "byte for byte");
    // The last answer was lost: asked again, it says that all is there.
    let again = stands(&stranger, &path).await;
    assert_eq!((again.status, again.offset()), (200, 1_500_000));
    assert_eq!(bring(&stranger, &path, 1_500_000, Vec::new()).await.status, 204);
    // Ending an upload that is a file takes nothing from the file.
    assert_eq!(ask(&stranger, "DELETE", &path, &[], Body::empty()).await.status, 204);
    assert!(lead.bytes(&format!("/api/files/{id}")).await == bytes);
    drop(city);
});

both!(what_a_broken_request_brought_is_kept, |database: testkit::Database| async move {
    let (_city, _folder, stranger) = set_up(&database).await;
    let bytes = voice(3_000);
    let path = begin(&stranger, bytes.len()).await;
    let broken = stream::iter([
        Ok(bytes[..1_000].to_vec()),
        Ok(bytes[1_000..1_700].to_vec()),
        Err(std::io::Error::other("cut")),
    ]);
    let told = bring(&stranger, &path, 0, Body::from_stream(broken)).await;
    assert_eq!(told.code(), (422, "upload_broken"));
    assert_eq!(stands(&stranger, &path).await.offset(), 1_700);
    for wrong in [0, 1_699, 1_701, 3_000] {
        let refused = bring(&stranger, &path, wrong, bytes[..10].to_vec()).await;
        assert_eq!(refused.code(), (409, "upload_offset"), "{wrong}");
        assert_eq!(refused.headers["tus-resumable"], "1.0.0");
    }
    assert_eq!(bring(&stranger, &path, 1_700, bytes[1_700..].to_vec()).await.offset(), 3_000);
});

both!(a_connection_that_is_cut_leaves_what_arrived, |database: testkit::Database| async move {
    let (_city, _folder, stranger) = set_up(&database).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (address, router) = (listener.local_addr().expect("an address"), stranger.router());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let bytes = voice(3_000);
    let path = begin(&stranger, bytes.len()).await;
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nHost: test\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: {OCTETS}\r\nContent-Length: 3000\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.expect("a head");
    socket.write_all(&bytes[..1_200]).await.expect("a part");
    drop(socket);
    let mut tries = 0;
    while stands(&stranger, &path).await.offset() < 1_200 {
        tries += 1;
        assert!(tries < 200, "what arrived is lost");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let last = bring(&stranger, &path, 1_200, bytes[1_200..].to_vec()).await;
    assert_eq!((last.status, last.offset()), (204, 3_000), "{}", last.json);
    server.abort();
});

both!(two_requests_at_once_bring_a_part_once, |database: testkit::Database| async move {
    let (_city, folder, stranger) = set_up(&database).await;
    let bytes = voice(2_000);
    let path = begin(&stranger, bytes.len()).await;
    let one = || bring(&stranger, &path, 0, bytes[..1_000].to_vec());
    let (a, b, c) = tokio::join!(one(), one(), one());
    let mut codes = [a.status, b.status, c.status];
    codes.sort_unstable();
    assert_eq!(codes, [204, 409, 409]);
    assert_eq!((stands(&stranger, &path).await.offset(), objects(&folder)), (1_000, 1));
    assert_eq!(bring(&stranger, &path, 1_000, bytes[1_000..].to_vec()).await.status, 204);
});

both!(an_upload_is_bounded_and_speaks_its_protocol, |database: testkit::Database| async move {
    let (_city, folder, stranger) = set_up(&database).await;
    let most = BYTES_MAX.to_string();
    let over = (BYTES_MAX + 1).to_string();
    let cases: [(Headers<'_>, u16, &str); 7] = [
        (&[("upload-length", &over)], 413, "file_too_large"),
        (&[("upload-length", "99999999999999999999")], 422, "invalid_request"),
        (&[("upload-length", "-1")], 422, "invalid_request"),
        (&[("upload-length", "0")], 422, "file_empty"),
        (&[("upload-defer-length", "1")], 422, "invalid_request"),
        (&[], 422, "invalid_request"),
        (&[("upload-length", "5"), ("tus-resumable", "0.2.2")], 412, "tus_version"),
    ];
    for (headers, status, code) in cases {
        let told = ask(&stranger, "POST", "/api/uploads", headers, Body::empty()).await;
        assert_eq!(told.code(), (status, code), "{headers:?}");
        assert_eq!(told.headers["content-type"], "application/problem+json");
    }
    let spoken = ask(&stranger, "OPTIONS", "/api/uploads", &[], Body::empty()).await;
    assert_eq!((spoken.status, spoken.headers["tus-max-size"].as_bytes()), (204, most.as_bytes()));
    assert_eq!(spoken.headers["tus-extension"], "creation,termination,expiration");
    let path = begin(&stranger, 100).await;
    let plain =
        ask(&stranger, "PATCH", &path, &[("upload-offset", "0"), ("content-type", "text/plain")], Body::empty()).await;
    assert_eq!(plain.code(), (415, "unsupported_media_type"));
    assert_eq!(bring(&stranger, &path, 0, voice(101)).await.code(), (422, "upload_too_long"));
    assert_eq!(stands(&stranger, &path).await.offset(), 0);
    // What is no file that is taken is forgotten, bytes and all.
    assert_eq!(bring(&stranger, &path, 0, vec![b'x'; 100]).await.code(), (422, "file_kind"));
    assert_eq!((stands(&stranger, &path).await.status, objects(&folder)), (404, 0));
    let nowhere = format!("/api/uploads/{}", Uuid::new_v4());
    assert_eq!(bring(&stranger, &nowhere, 0, Vec::new()).await.code(), (404, "not_found"));
});

both!(an_upload_ends_when_it_is_told_to_or_after_a_day, |database: testkit::Database| async move {
    let (city, folder, stranger) = set_up(&database).await;
    let (told, left) = (begin(&stranger, 100).await, begin(&stranger, 100).await);
    for path in [&told, &left] {
        bring(&stranger, path, 0, voice(50)).await;
    }
    assert_eq!(objects(&folder), 2);
    assert_eq!(ask(&stranger, "DELETE", &told, &[], Body::empty()).await.status, 204);
    assert_eq!(ask(&stranger, "DELETE", &told, &[], Body::empty()).await.status, 404);
    assert_eq!((stands(&stranger, &told).await.status, objects(&folder)), (404, 1));
    city.service.sweep_files(hours(23)).await.expect("a round");
    assert_eq!(stands(&stranger, &left).await.status, 200);
    city.service.sweep_files(hours(25)).await.expect("a round");
    assert_eq!((stands(&stranger, &left).await.status, objects(&folder)), (404, 0));
});

both!(another_site_brings_nothing_with_a_session, |database: testkit::Database| async move {
    let (_city, _folder, stranger) = set_up(&database).await;
    let lead = Client::signed_in(stranger.router(), "lead").await;
    let headers = [("upload-length", "5"), ("origin", "https://elsewhere.example")];
    assert_eq!(ask(&lead, "POST", "/api/uploads", &headers, Body::empty()).await.code(), (403, "cross_origin"));
});
