//! A phone number with a report, over HTTP: taken, sealed, given back to nobody.

use axum::http::StatusCode;
use serde_json::json;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::{Client, router};
use testkit::{both, keys};
use uuid::Uuid;

both!(a_number_goes_in_and_comes_out_nowhere, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let stranger = Client::new(router.clone());
    let (lon, lat) = IN_GRID_1;
    let secret = Uuid::new_v4().simple().to_string();
    let report = |phone: &str| {
        json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat, "phone": phone,
            "language": "en", "follow_secret": secret })
    };
    let refused = stranger.post("/api/hazards", report("13812345678")).await;
    assert_eq!(
        (refused.status, &refused.json["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("phone_unavailable"))
    );
    keys::fit(&city.service);
    let refused = stranger.post("/api/hazards", report("999-topsecret")).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("phone_invalid")));
    assert!(!refused.json.to_string().contains("topsecret"), "what was typed is not repeated");

    let (body, key) = (report("13812345678"), Uuid::now_v7());
    let taken = stranger.post_named("/api/hazards", body.clone(), key).await;
    let again = stranger.post_named("/api/hazards", body, key).await;
    assert_eq!((taken.status, again.status), (StatusCode::CREATED, StatusCode::CREATED), "{}", taken.json);
    assert_eq!(database.texts("select language from report_contact").await, ["en"], "once");
    let path = format!("/api/hazards/{}", taken.json["hazard"]["id"].as_str().expect("an id"));
    let lead = Client::signed_in(router, "lead").await;
    let shown = lead.get(&path).await.json;
    let followed = stranger.post("/api/follow", json!({ "secret": secret })).await.json;
    for answer in [taken.json, again.json, shown, followed] {
        assert!(!answer.to_string().contains("12345678"), "{answer}");
    }
});
