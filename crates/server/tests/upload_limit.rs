//! Floods of files: held up where they come from, and before reports are.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, StatusCode};
use domain::access::throttle::{REPORT_NETWORK, UPLOAD_ACCOUNT, UPLOAD_DEVICE, UPLOAD_NETWORK};
use serde_json::json;
use service::Service;
use service::file::{Decoder, Files};
use tempfile::TempDir;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::{both, t0};
use uuid::Uuid;

const HERE: [u8; 4] = [198, 51, 100, 7];

fn fit(service: &Service) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let decoder = Decoder::new("/bin/false".into(), Vec::new());
    service.fit_files(Files::in_folder(folder.path(), decoder).expect("a file store"));
    folder
}

/// Begins an upload in parts as it comes from an address.
async fn begin(client: &Client, from: [u8; 4]) -> Answer {
    let mut request = client.request("POST", "/api/uploads", None);
    request.headers_mut().insert("tus-resumable", HeaderValue::from_static("1.0.0"));
    request.headers_mut().insert("upload-length", HeaderValue::from_static("12"));
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 40_000))));
    answer(client.raw(request).await).await
}

async fn upload(client: &Client, from: [u8; 4]) -> Answer {
    let mut request = client.request("POST", "/api/files", None);
    *request.body_mut() = axum::body::Body::from(&b"OggS a voice"[..]);
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 40_000))));
    answer(client.raw(request).await).await
}

async fn report(client: &Client, from: [u8; 4]) -> Answer {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let mut request = client.request("POST", "/api/hazards", Some(body));
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 40_000))));
    answer(client.raw(request).await).await
}

fn held(answer: &Answer, code: &str) {
    let told = (answer.status, &answer.json["code"]);
    assert_eq!(told, (StatusCode::TOO_MANY_REQUESTS, &json!(code)), "{}", answer.json);
    assert!(answer.headers.contains_key("retry-after"));
}

/// As if a lane of which one try was spent now had been tried so often: nobody waits for hundreds of requests here.
async fn spend(database: &testkit::Database, refill_s: u32, tries: u32) {
    let now = t0().as_millisecond();
    let (once, often) = (now + i64::from(refill_s) * 1_000, now + i64::from(refill_s * tries) * 1_000);
    database.execute(&format!("update throttle set spent_until = {often} where spent_until = {once}")).await;
}

both!(a_network_that_floods_files_is_held_up_and_nobody_else, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city.service);
    let router = router(city.service.clone()).await;
    let stranger = Client::new(router.clone());
    assert_eq!(upload(&stranger, HERE).await.status, StatusCode::CREATED);
    spend(&database, UPLOAD_NETWORK.refill_s, UPLOAD_NETWORK.tries).await;
    held(&upload(&stranger, HERE).await, "too_many_uploads");
    let resumed = begin(&stranger, HERE).await;
    held(&resumed, "too_many_uploads");
    assert_eq!(resumed.headers["tus-resumable"], "1.0.0");
    assert_eq!(report(&stranger, HERE).await.status, StatusCode::CREATED, "the report goes without them");
    assert_eq!(upload(&stranger, [203, 0, 113, 9]).await.status, StatusCode::CREATED, "another network");

    // An account has a lane of its own, and so has the browser that it has signed in with.
    let mut lead = Client::signed_in(router.clone(), "lead").await;
    assert_eq!(upload(&lead, HERE).await.status, StatusCode::CREATED);
    spend(&database, UPLOAD_ACCOUNT.refill_s, UPLOAD_ACCOUNT.tries).await;
    held(&upload(&lead, HERE).await, "too_many_uploads");
    let out = lead.raw(lead.request("DELETE", "/api/session", None)).await;
    assert!(out.status().is_success(), "{}", out.status());
    let cookies = out.headers().clone();
    lead.keep_cookies(&cookies);
    for number in 0..UPLOAD_DEVICE.tries {
        let begun = begin(&lead, HERE).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{number}: {}", begun.json);
    }
    held(&begin(&lead, HERE).await, "too_many_uploads");
});

both!(files_wait_before_reports_do, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city.service);
    let router = router(city.service.clone()).await;
    let (stranger, lead) = (Client::new(router.clone()), Client::signed_in(router, "lead").await);
    assert_eq!(report(&stranger, HERE).await.status, StatusCode::CREATED);
    assert_eq!(upload(&stranger, HERE).await.status, StatusCode::CREATED);
    spend(&database, REPORT_NETWORK.refill_s, REPORT_NETWORK.tries / 4 * 3).await;
    held(&upload(&stranger, HERE).await, "uploads_shed");
    held(&begin(&stranger, HERE).await, "uploads_shed");
    assert_eq!(report(&stranger, HERE).await.status, StatusCode::CREATED, "reports go on");
    assert_eq!(upload(&lead, HERE).await.status, StatusCode::CREATED, "whoever is signed in goes on");
    assert_eq!(upload(&stranger, [203, 0, 113, 9]).await.status, StatusCode::CREATED, "another network");
});
