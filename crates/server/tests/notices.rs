//! A notice over HTTP: issued, printed, checked by whoever holds the paper.

use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::client::{Client, router};
use testkit::t0;
use testkit::walk::{submission, to_verified, walk};
use uuid::Uuid;

fn notice(city: &City) -> Value {
    let until = city.service.zone().to_datetime(t0()).date().to_string();
    json!({ "id": Uuid::now_v7(), "recipient": city.property, "found": "<b>two</b> e-bikes", "required": "move them", "until": until })
}

both!(a_notice_is_issued_printed_and_checked, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let taken = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.expect("a report");
    let stored = walk(&city, taken.stored, 1, to_verified(&city).into_iter().take(2).collect()).await;
    let router = router(city.service.clone()).await;
    let (lead, stranger) = (Client::signed_in(router.clone(), "lead").await, Client::new(router.clone()));
    let path = format!("/api/hazards/{}/notices", stored.hazard.id);
    let answer = lead.post(&path, notice(&city)).await;
    let made = answer.json;
    assert_eq!(
        (answer.status, &made["kind"], &made["sequence"]),
        (StatusCode::CREATED, &json!("notification"), &json!(1))
    );
    let id = made["id"].as_str().expect("an id");
    let listed = lead.get(&path).await;
    assert_eq!((listed.status, listed.json.as_array().map(Vec::len)), (StatusCode::OK, Some(1)));

    let print = |lang: &str| lead.request("GET", &format!("/api/notices/{id}/print?lang={lang}"), None);
    let page = lead.raw(print("zh")).await;
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let page = page.into_body().collect().await.expect("a page").to_bytes();
    let page = String::from_utf8(page.to_vec()).expect("text");
    assert!(page.contains("隐患告知书") && page.contains("&lt;b&gt;two"), "{page}");
    assert_eq!(lead.raw(print("fr")).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stranger.get(&format!("/api/notices/{id}/print")).await.status, StatusCode::UNAUTHORIZED);

    let (_, code) = page.split_once("核验码 ").expect("a code on the paper");
    let seen = stranger.get(&format!("/api/notices/check?code={}", &code[..19])).await;
    assert_eq!((seen.status, &seen.json["id"]), (StatusCode::OK, &made["id"]));
    assert!(!seen.json.to_string().contains("e-bikes"), "no texts for strangers");
    let withdrawn = lead.post(&format!("/api/notices/{id}/withdrawal"), json!({})).await;
    assert_eq!((withdrawn.status, withdrawn.json["withdrawn_at"].is_i64()), (StatusCode::OK, true));
});

both!(a_malformed_notice_is_refused_with_its_field, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let taken = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.expect("a report");
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let path = format!("/api/hazards/{}/notices", taken.stored.hazard.id);
    let mut bad = notice(&city);
    bad["until"] = json!("tomorrow");
    let answer = lead.post(&path, bad).await;
    assert_eq!(
        (answer.status, &answer.json["errors"][0]["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("notice_until"))
    );
    let answer = lead.post(&path, notice(&city)).await;
    assert_eq!((answer.status, &answer.json["code"]), (StatusCode::CONFLICT, &json!("notice_state")));
});
