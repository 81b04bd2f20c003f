//! Seals are public, and a held database says so.

use axum::http::StatusCode;
use serde_json::json;
use service::seal::Published;
use testkit::city::{fill, report};
use testkit::client::{Client, router};
use testkit::keys::Keys;
use testkit::{Database, both, t0};

both!(anybody_can_keep_the_seals_and_verify_with_them, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let visitor = Client::new(router(service.clone()).await);
    let none = visitor.get("/api/journal/seals").await;
    assert_eq!((none.status, none.json["seals"].clone()), (StatusCode::OK, json!([])));
    report(&service).await;
    let sealed = async {
        while service.seal_journal(t0()).await.expect("a seal") == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), sealed).await.expect("settled in time");
    let answer = visitor.get("/api/journal/seals").await;
    assert_eq!(answer.status, StatusCode::OK);
    let kept: Published = serde_json::from_value(answer.json.clone()).expect("the form that `verify` takes");
    assert_eq!(kept, service.all_seals().await.expect("seals"));
    let found = service.verify_journal(Some(&kept), &[], |_| {}).await.expect("a verification");
    assert_eq!(found.findings, [], "the answer alone is enough to verify with");
    let text = answer.json.to_string();
    let secrets = std::fs::read_to_string(keys.keyring.path()).expect("the keyring");
    for line in secrets.lines().filter(|line| line.contains("\"secret\"")) {
        assert!(!text.contains(line.split('"').nth(3).expect("a secret")));
    }
    let after = visitor.get("/api/journal/seals?after=1&limit=99999").await;
    assert!(after.json["seals"].as_array().expect("a list").iter().all(|seal| seal["number"] != 1));
    assert_eq!(visitor.get("/api/journal/seals?after=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
});

both!(a_held_database_says_so_until_it_is_released, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let visitor = Client::new(router(city.service.clone()).await);
    assert_eq!(visitor.get("/api/system").await.json["held"], json!(false));
    city.service.mark_restored(json!({}), t0()).await.expect("a mark");
    assert_eq!(visitor.get("/api/system").await.json["held"], json!(true));
    assert_eq!(visitor.get("/readyz").await.status, StatusCode::OK, "people must be able to look");
    city.service.release("admin", t0()).await.expect("a release");
    assert_eq!(visitor.get("/api/system").await.json["held"], json!(false));
});
