//! A disk that is nearly full: what room is left is kept for warnings and calls.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use service::file::{Decoder, Files};
use service::reserve::Reserve;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::warning::{Cap, fit_station};
use testkit::{both, keys, t0};
use uuid::Uuid;

async fn upload(client: &Client) -> Answer {
    let mut request = client.request("POST", "/api/files", None);
    *request.body_mut() = Body::from(&b"OggS a voice"[..]);
    answer(client.raw(request).await).await
}

async fn begin(client: &Client) -> Answer {
    let mut request = client.request("POST", "/api/uploads", None);
    request.headers_mut().insert("tus-resumable", HeaderValue::from_static("1.0.0"));
    request.headers_mut().insert("upload-length", HeaderValue::from_static("12"));
    answer(client.raw(request).await).await
}

async fn report(client: &Client) -> Answer {
    let (lon, lat) = IN_GRID_1;
    client.post("/api/hazards", json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat })).await
}

fn refused(answer: &Answer) {
    let told = (answer.status, &answer.json["code"]);
    assert_eq!(told, (StatusCode::INSUFFICIENT_STORAGE, &json!("disk_reserve")), "{}", answer.json);
    assert_eq!(answer.headers["retry-after"], "300");
}

both!(a_disk_that_is_nearly_full_is_kept_for_warnings_and_calls, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    city.account("station", "warning_source", "4101").await;
    let folder = tempfile::tempdir().expect("a folder");
    let decoder = Decoder::new("/bin/false".into(), Vec::new());
    city.service.fit_files(Files::in_folder(folder.path(), decoder).expect("a file store"));
    let free = Arc::new(AtomicU64::new(1_000));
    let told = free.clone();
    let measure = move |_: &Path| Ok::<u64, std::io::Error>(told.load(Ordering::Relaxed));
    let disks = vec![("files", folder.path().to_owned())];
    city.service.fit_reserve(Reserve::new(1_000, disks).measured_by(Arc::new(measure)));
    let router = router(city.service.clone()).await;
    let (stranger, grid) = (Client::new(router.clone()), Client::signed_in(router.clone(), "grid1").await);
    assert_eq!(upload(&stranger).await.status, StatusCode::CREATED);

    free.store(999, Ordering::Relaxed);
    for client in [&stranger, &grid] {
        refused(&upload(client).await);
        refused(&begin(client).await);
        assert_eq!(report(client).await.status, StatusCode::CREATED, "reports go on without files");
    }
    free.store(499, Ordering::Relaxed);
    refused(&report(&stranger).await);
    assert_eq!(report(&grid).await.status, StatusCode::CREATED, "whoever is signed in goes on");

    // The warning path: a warning in, its calls, a confirmation.
    let station = Client::signed_in(router, "station").await;
    let mut request = station.request("POST", "/api/warnings", None);
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/cap+xml"));
    *request.body_mut() = Body::from(Cap::red("red").xml());
    let taken = answer(station.raw(request).await).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
    assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 3);
    let mine: Value = grid.get("/api/me/calls").await.json;
    let call = mine["items"][0]["id"].as_str().expect("a call").to_owned();
    let said = grid.post(&format!("/api/calls/{call}/report"), json!({ "report": "received" })).await;
    assert_eq!(said.status, StatusCode::OK, "{}", said.json);

    free.store(1_000, Ordering::Relaxed);
    assert_eq!(report(&stranger).await.status, StatusCode::CREATED, "it goes on when there is room");
    assert_eq!(upload(&stranger).await.status, StatusCode::CREATED);
});
