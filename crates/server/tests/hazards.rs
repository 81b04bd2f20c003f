//! Hazards over HTTP: the loop, scopes, repeats, follow links, exports.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::{Client, answer, router};
use testkit::t0;
use testkit::walk::submission;
use uuid::Uuid;

fn report() -> Value {
    let (lon, lat) = IN_GRID_1;
    json!({ "id": Uuid::now_v7(), "category": "A01", "description": "=cmd in the stairwell", "lon": lon, "lat": lat })
}

async fn act(client: &Client, hazard: &Value, action: Value) -> Value {
    let mut body = action;
    body["version"] = hazard["version"].clone();
    let path = format!("/api/hazards/{}/actions", hazard["id"].as_str().expect("an id"));
    let done = client.post(&path, body).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.json);
    done.json["hazard"].clone()
}

both!(six_hands_take_a_report_to_closed, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let reported = Client::new(router.clone()).post("/api/hazards", report()).await;
    assert_eq!(reported.status, StatusCode::CREATED, "{}", reported.json);
    let grid = Client::signed_in(router.clone(), "grid1").await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let property = Client::signed_in(router.clone(), "property").await;
    let mut hazard = reported.json["hazard"].clone();
    let steps = [
        (&grid, json!({ "action": "accept" }), "accepted"),
        (&lead, json!({ "action": "assign", "body": city.property }), "assigned"),
        (&property, json!({ "action": "control", "note": "power off" }), "controlled"),
        (&property, json!({ "action": "start" }), "rectifying"),
        (&property, json!({ "action": "finish", "note": "moved out" }), "awaiting_verification"),
        (&grid, json!({ "action": "return", "reason": "one is still there" }), "rectifying"),
        (&property, json!({ "action": "finish", "note": "the last one is gone" }), "awaiting_verification"),
        (&grid, json!({ "action": "verify", "remark": "seen" }), "verified"),
        (&lead, json!({ "action": "close" }), "closed"),
    ];
    for (client, action, state) in steps {
        hazard = act(client, &hazard, action).await;
        assert_eq!(hazard["state"], state);
    }
    let detail = lead.get(&format!("/api/hazards/{}", hazard["id"].as_str().expect("an id"))).await.json;
    let timeline = detail["timeline"].as_array().expect("a timeline");
    assert_eq!(timeline.len(), 10);
    assert_eq!(timeline[3]["actor"]["title"]["en"], "Property manager", "posts are named, not persons");
    assert!(!detail.to_string().contains("\"property\""), "no sign-in name is shown");

    let secret = reported.json["follow_secret"].as_str().expect("a secret");
    let stranger = Client::new(router);
    let followed = stranger.post("/api/follow", json!({ "secret": secret })).await;
    assert_eq!(followed.json["hazard"]["state"], "closed");
    assert!(!followed.json.to_string().contains("moved out"), "notes of others are not the reporter's");
    let wrong = stranger.post("/api/follow", json!({ "secret": "0".repeat(32) })).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
});

both!(a_repeated_request_is_one_report, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let (body, key) = (report(), Uuid::now_v7().to_string());
    let mut answers = Vec::new();
    for _ in 0..2 {
        let mut request = stranger.request("POST", "/api/hazards", Some(body.clone()));
        request.headers_mut().insert("idempotency-key", key.parse().expect("a header"));
        answers.push(answer(stranger.raw(request).await).await);
    }
    assert_eq!((answers[0].status, answers[1].status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(answers[0].json["hazard"]["number"], answers[1].json["hazard"]["number"]);
    assert!(answers[1].json["follow_secret"].is_null(), "a secret is never given out twice");
    let mut other = stranger.request("POST", "/api/hazards", Some(report()));
    other.headers_mut().insert("idempotency-key", key.parse().expect("a header"));
    assert_eq!(answer(stranger.raw(other).await).await.json["code"], "idempotency_mismatch");
});

both!(a_repeated_action_is_one_step, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let hazard = Client::new(router.clone()).post("/api/hazards", report()).await.json["hazard"].clone();
    let lead = Client::signed_in(router, "lead").await;
    let path = format!("/api/hazards/{}/actions", hazard["id"].as_str().expect("an id"));
    let (accept, key) = (json!({ "version": 1, "action": "accept" }), Uuid::now_v7());
    let first = lead.post_named(&path, accept.clone(), key).await;
    let again = lead.post_named(&path, accept, key).await;
    assert_eq!((first.status, again.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(first.json, again.json);
    let other = lead.post_named(&path, json!({ "version": 1, "action": "reject", "reason": "no" }), key).await;
    assert_eq!((other.status, &other.json["code"]), (StatusCode::CONFLICT, &json!("idempotency_mismatch")));
});

both!(a_follow_link_tells_what_was_agreed_and_nothing_else, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let grid = Client::signed_in(router.clone(), "grid1").await;
    // Reported by somebody who is signed in: even so the link names nobody.
    let reported = grid.post("/api/hazards", report()).await.json;
    act(&grid, &reported["hazard"], json!({ "action": "accept", "remark": "seen by 王" })).await;
    let secret = reported["follow_secret"].as_str().expect("a secret");
    let request = grid.request("POST", "/api/follow", Some(json!({ "secret": secret })));
    let followed = answer(Client::new(router).raw(request).await).await;
    assert_eq!(followed.headers["cache-control"], "no-store");
    let keys = |value: &Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        keys.sort_unstable();
        keys
    };
    let hazard = [
        "can",
        "category",
        "category_names",
        "due_at",
        "due_step",
        "id",
        "number",
        "overdue",
        "reported_at",
        "state",
        "unit",
        "urgency",
        "version",
    ];
    assert_eq!(keys(&followed.json), ["hazard", "timeline"]);
    assert_eq!(keys(&followed.json["hazard"]), hazard);
    assert_eq!(keys(&followed.json["timeline"][1]), ["at", "event", "state"]);
});

both!(the_export_of_hazards_begins_with_the_byte_order_mark, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let text = String::from_utf8(lead.bytes("/api/hazards/export").await).expect("UTF-8");
    assert!(text.starts_with("\u{feff}number,id,"), "{text}");
});

/// The folder with data that is not ours to ship.
fn naughty_strings() -> Option<Vec<String>> {
    let named = std::env::var_os("BRIDGEHEAD_SHARED").map(std::path::PathBuf::from);
    let shared = named.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
    let text = std::fs::read(shared.join("data/hostile/blns/blns.json")).ok()?;
    Some(serde_json::from_slice(&text).expect("a list of strings"))
}

both!(naughty_strings_come_back_as_they_went_in, |database: testkit::Database| async move {
    let Some(strings) = naughty_strings() else {
        println!("skipped: no shared data");
        return;
    };
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let stranger = Client::new(router.clone());
    let mut kept = std::collections::BTreeMap::new();
    for string in &strings {
        let (mut body, id) = (report(), Uuid::now_v7());
        (body["id"], body["description"]) = (json!(id), json!(string));
        let answer = stranger.post("/api/hazards", body).await;
        let text = string.trim();
        let control = text.chars().any(|c| c.is_control() && !"\n\r\t".contains(c));
        let expected = if control { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CREATED };
        assert_eq!(answer.status, expected, "{string:?}: {}", answer.json);
        if !control {
            kept.insert(id.to_string(), text.to_owned());
        }
    }
    let lead = Client::signed_in(router, "lead").await;
    let mut shown = std::collections::BTreeMap::new();
    let mut path = "/api/hazards?limit=200".to_owned();
    loop {
        let page = lead.get(&path).await.json;
        for item in page["items"].as_array().expect("items") {
            let text = item["description"].as_str().unwrap_or_default();
            shown.insert(item["id"].as_str().expect("an id").to_owned(), text.to_owned());
        }
        match page["next"].as_str() {
            Some(next) => path = format!("/api/hazards?limit=200&after={next}"),
            None => break,
        }
    }
    assert!(shown == kept, "{} of {}", shown.len(), kept.len());
    for string in strings.iter().filter(|string| !string.contains('\0')) {
        let asked: String = string.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let status = lead.get(&format!("/api/hazards?limit=1&q={asked}")).await.status;
        assert_eq!(status, StatusCode::OK, "{string:?}");
    }
});

both!(list_counts_map_and_export_obey_one_scope, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    for _ in 0..3 {
        assert_eq!(Client::new(router.clone()).post("/api/hazards", report()).await.status, StatusCode::CREATED);
    }
    for (login, expected) in [("lead", 3), ("grid1", 3), ("grid2", 0), ("property", 0), ("street", 3)] {
        let client = Client::signed_in(router.clone(), login).await;
        let listed = client.get("/api/hazards?limit=500").await.json["items"].as_array().expect("items").len();
        let counted = client.get("/api/hazards/counts").await.json["open"].as_u64().expect("a count");
        let map = client.get("/api/map/state?level=3").await.json;
        let mapped: u64 = map["open"].as_array().expect("counts").iter().filter_map(Value::as_u64).sum();
        let file = client.raw(client.request("GET", "/api/hazards/export", None)).await;
        let bytes = file.into_body().collect().await.expect("a body").to_bytes();
        let lines = String::from_utf8_lossy(&bytes).lines().count() - 1;
        assert_eq!((listed, counted, mapped, lines), (expected, expected as u64, expected as u64, expected), "{login}");
    }
});

both!(pages_of_the_queue_cover_every_hazard_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    for _ in 0..5 {
        assert_eq!(Client::new(router.clone()).post("/api/hazards", report()).await.status, StatusCode::CREATED);
    }
    let lead = Client::signed_in(router, "lead").await;
    let mut seen = Vec::new();
    let mut path = "/api/hazards?limit=2".to_owned();
    loop {
        let page = lead.get(&path).await.json;
        seen.extend(page["items"].as_array().expect("items").iter().map(|item| item["id"].to_string()));
        match page["next"].as_str() {
            Some(next) => path = format!("/api/hazards?limit=2&after={next}"),
            None => break,
        }
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((all, seen.len()), (5, 5));
});

both!(a_cell_that_looks_like_a_formula_is_guarded, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = city.actor("admin").await;
    let unit = city.unit("410102001002001");
    let names = domain::names::Names::zh("=1+1");
    let change = domain::unit::change::UnitChange::Rename { names };
    let order = service::unit::ChangeOrder { unit: unit.id, version: unit.version, change, at: None };
    city.service.change_unit(&admin, &order, &service::Once::fresh(), testkit::t0()).await.expect("a new name");
    let router = router(city.service.clone()).await;
    assert_eq!(Client::new(router.clone()).post("/api/hazards", report()).await.status, StatusCode::CREATED);
    let lead = Client::signed_in(router, "lead").await;
    let file = lead.raw(lead.request("GET", "/api/hazards/export", None)).await;
    let bytes = file.into_body().collect().await.expect("a body").to_bytes();
    assert!(String::from_utf8_lossy(&bytes).contains(",'=1+1,"), "{}", String::from_utf8_lossy(&bytes));
});

both!(descriptions_and_numbers_can_be_searched, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let number = Client::new(router.clone()).post("/api/hazards", report()).await.json["hazard"]["number"].clone();
    let lead = Client::signed_in(router, "lead").await;
    for (q, expected) in [("STAIRWELL", 1), ("%25", 0), ("cellar", 0), (number.as_str().expect("a number"), 1)] {
        let found = lead.get(&format!("/api/hazards?q={q}")).await.json["items"].as_array().expect("items").len();
        assert_eq!(found, expected, "{q}");
    }
});

both!(a_reporter_appeals_with_the_link_and_a_body_hands_back_over_http, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (lead, street) =
        (Client::signed_in(router.clone(), "lead").await, Client::signed_in(router.clone(), "street").await);
    let stranger = Client::new(router.clone());
    let reported = stranger.post("/api/hazards", report()).await.json;
    act(&lead, &reported["hazard"], json!({ "action": "reject", "reason": "private" })).await;
    let secret = &reported["follow_secret"];
    let followed = stranger.post("/api/follow", json!({ "secret": secret })).await.json;
    assert_eq!(followed["hazard"]["can"], json!(["appeal"]));
    let mut step =
        json!({ "secret": secret, "id": reported["hazard"]["id"], "version": followed["hazard"]["version"] });
    step["action"] = json!("accept");
    assert_eq!(stranger.post("/api/follow/actions", step.clone()).await.json["code"], "reporter_only");
    step["action"] = json!("appeal");
    step["reason"] = json!("it is the common stair");
    assert_eq!(stranger.post("/api/follow/actions", step).await.status, StatusCode::NO_CONTENT);

    let path = format!("/api/hazards/{}", reported["hazard"]["id"].as_str().expect("an id"));
    let shown = street.get(&path).await.json;
    let accepted = act(&street, &shown["hazard"], json!({ "action": "accept" })).await;
    let assigned = act(&lead, &accepted, json!({ "action": "assign", "body": city.property })).await;
    let property = Client::signed_in(router, "property").await;
    let back = json!({ "version": assigned["version"], "action": "hand_back", "body": city.fire, "reason": "theirs" });
    assert_eq!(
        property.post(&format!("{path}/actions"), back).await.status,
        StatusCode::NO_CONTENT,
        "done, and out of sight"
    );
});

both!(what_may_be_the_same_is_offered_without_a_word_of_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (lon, lat) = IN_GRID_1;
    city.service.report(None, submission("A01", (lon, lat)), t0()).await.expect("a report");
    let stranger = Client::new(router(city.service.clone()).await);
    let near = stranger.get(&format!("/api/hazards/near?category=A01&lon={}&lat={lat}", lon + 0.000_3)).await;
    assert_eq!(near.json.as_array().map(Vec::len), Some(1));
    assert_eq!((&near.json[0]["state"], &near.json[0]["closed"]), (&json!("reported"), &json!(false)));
    assert!(
        near.json[0]["distance_m"].as_f64().is_some_and(|metres| (20.0..40.0).contains(&metres)),
        "{:?}",
        near.json
    );
    assert!(!near.json.to_string().contains("e-bikes"), "what was written stays there");
    for (category, away) in [("A02", 0.0), ("A01", 0.002)] {
        let path = format!("/api/hazards/near?category={category}&lon={}&lat={lat}", lon + away);
        assert_eq!(stranger.get(&path).await.json, json!([]), "{path}");
    }
    let refused = stranger.get("/api/hazards/near?category=A01&lon=400&lat=1").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
});

both!(a_phone_whose_clock_is_wrong_changes_no_time_limit_and_is_set_right, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let now = t0().as_millisecond();
    let (mut seen, mut due) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..100_i64 {
        // From two hours behind to two hours ahead.
        let ahead = (round * 144_001) % 14_400_000 - 7_200_000;
        let mut body = report();
        // Ten minutes ago, by that clock.
        body["happened_at"] = json!(now + ahead - 600_000);
        let request = Request::post("/api/hazards")
            .header("content-type", "application/json")
            .header("idempotency-key", Uuid::now_v7().to_string())
            .header("x-forwarded-for", format!("203.0.113.{round}"))
            .header("device-time", (now + ahead).to_string())
            .body(Body::from(body.to_string()))
            .expect("a request");
        let taken = answer(Client::new(router.clone()).raw(request).await).await;
        assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
        due.insert(taken.json["hazard"]["due"]["due_at"].as_i64().expect("a deadline"));
        let id: Uuid = taken.json["hazard"]["id"].as_str().expect("an id").parse().expect("an id");
        let entries = database.store.journal_of(id).await.expect("entries");
        assert_eq!(entries[0].recorded_at, t0());
        assert_eq!(entries[0].payload["clock_ahead_ms"], json!(ahead));
        seen.insert(entries[0].happened_at.as_millisecond());
    }
    assert_eq!(seen, BTreeSet::from([now - 600_000]), "it was seen when it was seen");
    assert_eq!(due.len(), 1, "limits run on the server's clock");
    // A phone that says nothing of its clock is believed up to the receipt.
    let mut body = report();
    body["happened_at"] = json!(now + 7_200_000);
    let taken = Client::new(router).post("/api/hazards", body).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
    let id: Uuid = taken.json["hazard"]["id"].as_str().expect("an id").parse().expect("an id");
    let entries = database.store.journal_of(id).await.expect("entries");
    assert_eq!((entries[0].happened_at, &entries[0].payload["clock_ahead_ms"]), (t0(), &Value::Null));
});
