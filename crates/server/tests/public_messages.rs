//! Messages for the public over HTTP: two people, what everybody reads, and how refusals look.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::city::{City, fill};
use testkit::client::{Client, router};
use testkit::{Database, both, t0};
use uuid::Uuid;

fn content(city: &City, zh: &str, en: &str) -> Value {
    json!({
        "hazard": "rain", "units": [city.id("410102001002")], "expires_at": t0().as_millisecond() + 3_600_000,
        "said": [{ "audience": "residents", "action": { "zh": zh, "en": en } }],
    })
}

/// Writes and hands in as the secretary; gives the address of the message.
async fn handed_in(lead: &Client, content: Value) -> String {
    let id = Uuid::now_v7();
    let order = json!({ "id": id, "kind": "risk_notice", "content": content });
    let drafted = lead.post("/api/public-messages", order).await;
    assert_eq!(drafted.status, StatusCode::CREATED, "{}", drafted.json);
    let at = format!("/api/public-messages/{id}");
    let handed = lead.post(&format!("{at}/submit"), json!({ "version": 1 })).await;
    assert_eq!((handed.status, &handed.json["state"]), (StatusCode::OK, &json!("submitted")), "{}", handed.json);
    at
}

both!(what_two_people_publish_everybody_reads, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (lead, street) = (Client::signed_in(router.clone(), "lead").await, Client::signed_in(router, "street").await);
    let stranger = lead.stranger();
    assert_eq!(stranger.get("/api/public/warnings.json").await.json, json!({ "exercise": false, "items": [] }));
    let at = handed_in(&lead, content(&city, "减少外出 <b>", "go out less <b>")).await;
    assert_eq!(lead.post(&format!("{at}/approve"), json!({ "version": 2 })).await.json["code"], "forbidden");
    let out = street.post(&format!("{at}/approve"), json!({ "version": 2 })).await;
    assert_eq!((out.status, &out.json["state"]), (StatusCode::OK, &json!("published")), "{}", out.json);
    assert_eq!(out.json["decided"]["post"]["title"]["zh"], "街道值班员", "a post, no person");

    let open = stranger.get("/api/public/warnings.json").await;
    assert_eq!(open.headers["access-control-allow-origin"], "*");
    assert!(
        !open.headers.contains_key("set-cookie")
            && open.headers["cache-control"].to_str().is_ok_and(|text| text.contains("public"))
    );
    let item = &open.json["items"][0];
    assert_eq!(item["texts"][0]["text"]["zh"], "暴雨风险提示，平安社区，20日9时前：减少外出 <b>。林山寨街道08:00");
    let mut again = stranger.request("GET", "/api/public/warnings.json", None);
    again.headers_mut().insert("if-none-match", open.headers["etag"].clone());
    assert_eq!(stranger.raw(again).await.status(), StatusCode::NOT_MODIFIED);
    let count = async |query: &str| {
        let answer = stranger.get(&format!("/api/public/warnings.json?{query}")).await;
        answer.json["items"].as_array().map(Vec::len)
    };
    assert_eq!(count("unit=410102001002001").await, Some(1), "a unit below");
    assert_eq!(count("unit=4101").await, Some(1), "a unit above");
    assert_eq!(count("lon=113.605&lat=34.755").await, Some(1));
    assert_eq!(count("lon=113.69&lat=34.71").await, Some(0), "elsewhere");
    assert_eq!(count("unit=nowhere").await, None);

    let cap = item["cap"].as_str().expect("an address");
    let document = String::from_utf8(stranger.bytes(cap).await).expect("UTF-8");
    assert!(document.contains("urn:oasis:names:tc:emergency:cap:1.2") && document.contains("410102001002"));
    let feed = String::from_utf8(stranger.bytes("/api/public/feed.atom").await).expect("UTF-8");
    assert_eq!(feed.matches("<entry>").count(), 1);
    assert!(feed.contains(&format!("href=\"{cap}\"")), "{feed}");
    for (language, word) in [("zh", "暴雨风险提示"), ("en", "Rainstorm risk notice")] {
        let page = stranger.bytes(&format!("/public/warnings?lang={language}")).await;
        let page = String::from_utf8(page).expect("UTF-8");
        assert!(page.contains(word) && page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
        assert!(!page.contains("<script"));
    }
});

both!(what_is_not_out_is_nobody_s_business, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let at = handed_in(&lead, content(&city, "减少外出", "go out less")).await;
    let stranger = lead.stranger();
    let id = at.rsplit('/').next().expect("an id");
    assert_eq!(stranger.get(&format!("/api/public/messages/{id}.cap")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.get(&at).await.status, StatusCode::UNAUTHORIZED);
    let grid = Client::signed_in(router, "grid1").await;
    assert_eq!(grid.get(&at).await.status, StatusCode::FORBIDDEN);
});

both!(refusals_name_the_field_and_have_a_page, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let long = content(&city, &"减少外出".repeat(12), "go out less");
    let preview = lead.post("/api/public-messages/preview", json!({ "kind": "risk_notice", "content": long })).await;
    assert_eq!(preview.json["problems"][0]["code"], "message_too_long", "{}", preview.json);
    assert_eq!((&preview.json["population"], &preview.json["break_glass"]), (&json!(1_000), &json!(false)));
    let explained = String::from_utf8(lead.bytes("/docs/problems").await).expect("UTF-8");
    for code in [
        "message_state",
        "message_not_author",
        "approver_is_author",
        "access_unsettled",
        "second_factor_needed",
        "template_not_fixed",
        "no_red_in_force",
        "decider_invalid",
        "message_not_decider",
        "message_units",
        "message_text",
        "message_detail",
        "message_expires",
        "message_warning",
        "message_colour",
        "message_about",
        "message_hazard",
        "message_advice",
        "message_kind",
        "message_too_long",
        "message_contradicts",
        "not_competent_body",
        "decided_at_invalid",
        "too_many_requests",
    ] {
        assert!(explained.contains(&format!("<a id=\"{code}\"></a>")), "`{code}` stands in docs/problems.md");
    }
});
