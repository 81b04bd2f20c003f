//! Parts of a file by their bytes: a player of sound asks for one after the other.

use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde_json::Value;
use testkit::both;
use testkit::client::Client;

use crate::uploads::{begin, bring, reported, set_up, voice};

/// What came: the status, which part it says it is, and the bytes.
async fn part(client: &Client, path: &str, headers: &[(&'static str, &str)]) -> (u16, Option<String>, Vec<u8>) {
    let mut request = client.request("GET", path, None);
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("a header"));
    }
    let (parts, body) = client.raw(request).await.into_parts();
    let told = parts.headers.get("content-range").map(|value| value.to_str().expect("text").to_owned());
    if parts.status.is_success() {
        assert_eq!(parts.headers["accept-ranges"], "bytes");
        assert_eq!(parts.headers["content-type"], "audio/ogg");
        assert_eq!(parts.headers["cache-control"], "no-store");
        assert!(parts.headers["content-disposition"].to_str().expect("text").starts_with("attachment"));
    }
    (parts.status.as_u16(), told, body.collect().await.expect("a whole body").to_bytes().to_vec())
}

both!(a_file_is_had_in_parts, |database: testkit::Database| async move {
    let (_city, _folder, stranger) = set_up(&database).await;
    let bytes = voice(1_000);
    let upload = begin(&stranger, bytes.len()).await;
    assert_eq!(bring(&stranger, &upload, 0, bytes.clone()).await.status, 204);
    let id = upload.rsplit('/').next().expect("an id");
    assert_eq!(reported(&stranger, id).await, StatusCode::CREATED);
    let lead = Client::signed_in(stranger.router(), "lead").await;
    let path = format!("/api/files/{id}");

    for (asked, told, from, to) in [
        ("bytes=0-1", "bytes 0-1/1000", 0, 2),
        ("bytes=0-", "bytes 0-999/1000", 0, 1_000),
        ("bytes=990-", "bytes 990-999/1000", 990, 1_000),
        ("bytes=500-700", "bytes 500-700/1000", 500, 701),
        ("bytes=900-9999", "bytes 900-999/1000", 900, 1_000),
        ("bytes=-10", "bytes 990-999/1000", 990, 1_000),
    ] {
        let came = part(&lead, &path, &[("range", asked), ("accept-encoding", "gzip")]).await;
        assert_eq!(came, (206, Some(told.to_owned()), bytes[from..to].to_vec()), "{asked}");
    }
    // What is not understood, and what may be answered so, is answered by the whole.
    for asked in ["bytes=0-1,5-6", "bytes=-5000", "bytes=+1-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes 0-1", ""] {
        let came = part(&lead, &path, &[("range", asked)]).await;
        assert_eq!(came, (200, None, bytes.clone()), "{asked}");
    }
    assert_eq!(part(&lead, &path, &[]).await, (200, None, bytes.clone()));
    let conditional = part(&lead, &path, &[("range", "bytes=0-1"), ("if-range", "\"other\"")]).await;
    assert_eq!(conditional, (200, None, bytes.clone()), "another version, as far as is known");
    for beyond in ["bytes=1000-", "bytes=1000-1001", "bytes=7-3"] {
        let (status, told, body) = part(&lead, &path, &[("range", beyond)]).await;
        assert_eq!((status, told.as_deref()), (416, Some("bytes */1000")), "{beyond}");
        let problem: Value = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem["code"], "range_not_satisfiable");
    }
    // A part is as closed as the whole.
    assert_eq!(part(&stranger, &path, &[("range", "bytes=0-1")]).await.0, 401);
    let other = Client::signed_in(stranger.router(), "property").await;
    assert_eq!(part(&other, &path, &[("range", "bytes=0-1")]).await.0, 404);
});
