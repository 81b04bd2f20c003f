//! The duty desk over HTTP: filters of the queue, saved views, one step for many hazards.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{IN_GRID_1, fill, report as hazard};
use testkit::client::{Answer, Client, answer, router};
use testkit::t0;
use uuid::Uuid;

async fn report(router: &Router) -> Value {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let reported = Client::new(router.clone()).post("/api/hazards", body).await;
    assert_eq!(reported.status, StatusCode::CREATED, "{}", reported.json);
    reported.json["hazard"].clone()
}

async fn bulk(client: &Client, action: Value, hazards: &[Value]) -> Vec<Value> {
    let done = client.post("/api/hazards/bulk", json!({ "action": action, "hazards": hazards })).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.json);
    done.json["results"].as_array().expect("results").clone()
}

fn row(hazard: &Value) -> Value {
    json!({ "id": hazard["id"], "key": Uuid::now_v7(), "version": hazard["version"] })
}

fn statuses(results: &[Value]) -> Vec<&str> {
    results
        .iter()
        .map(|result| result["problem"]["code"].as_str().or(result["status"].as_str()).expect("one"))
        .collect()
}

async fn send(client: &Client, method: &str, path: &str, body: Option<Value>) -> Answer {
    answer(client.raw(client.request(method, path, body)).await).await
}

both!(the_queue_is_narrowed_by_deadline_and_by_body, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (first, second) = (report(&router).await, report(&router).await);
    let lead = Client::signed_in(router.clone(), "lead").await;
    let rows = bulk(&lead, json!({ "action": "accept" }), &[row(&first)]).await;
    let assigned = bulk(&lead, json!({ "action": "assign", "body": city.property }), &[row(&rows[0]["hazard"])]).await;
    let (assigned, waiting) = (&assigned[0]["hazard"], &second);
    let due = |hazard: &Value| hazard["due"]["due_at"].as_i64().expect("a deadline");
    assert_ne!(due(assigned), due(waiting), "the two wait for different steps");
    let sooner = due(assigned).min(due(waiting));
    let grid2 = Client::signed_in(router.clone(), "grid2").await;
    let property = city.property;
    let cases = [
        (&lead, format!("due={sooner}"), 1),
        (&lead, format!("due={}", sooner - 1), 0),
        (&lead, format!("due={}", i64::from(i32::MAX) * 1_000), 2),
        (&lead, format!("body={property}"), 1),
        (&lead, format!("body={}", city.fire), 0),
        (&lead, format!("body={property}&due={}", due(assigned)), 1),
        (&grid2, format!("body={property}"), 0),
        (&lead, "state=assigned".to_owned(), 1),
        (&lead, "state=assigned,reported".to_owned(), 2),
        (&lead, "state=closed".to_owned(), 0),
        (&lead, "category=A01".to_owned(), 2),
        (&lead, "category=A05".to_owned(), 0),
        (&lead, format!("unit={}", city.unit("410102001002001").id.0), 2),
        (&lead, format!("unit={}", city.unit("410102001002002").id.0), 0),
        // A narrow box is answered by cells, a wide one in the order of the list; a border belongs to its box.
        (&lead, "bbox=113.604,34.754,113.606,34.756".to_owned(), 2),
        (&lead, "bbox=113.605,34.755,113.606,34.756".to_owned(), 2),
        (&lead, "bbox=113.6050001,34.754,113.606,34.756".to_owned(), 0),
        (&lead, "bbox=113.0,34.0,114.0,35.0".to_owned(), 2),
        (&lead, "bbox=113.0,34.0,114.0,34.7549999".to_owned(), 0),
        (&lead, "bbox=113.604,34.754,113.606,34.756&state=assigned".to_owned(), 1),
    ];
    for (client, query, expected) in cases {
        let listed = client.get(&format!("/api/hazards?{query}")).await.json;
        let counted = client.get(&format!("/api/hazards/counts?{query}")).await.json;
        let file = String::from_utf8(client.bytes(&format!("/api/hazards/export?{query}")).await).expect("UTF-8");
        let found = listed["items"].as_array().expect("items").len();
        assert_eq!((found, file.lines().count() - 1), (expected, expected), "{query}");
        assert_eq!(counted["open"], json!(expected), "{query}");
    }
    let no_time = format!("due={}", i64::MAX);
    for query in ["due=soon", "body=them", &no_time, "state=lost", "unit=here", "bbox=1,2,3", "bbox=114,34,113,35"] {
        let refused = lead.get(&format!("/api/hazards?{query}")).await;
        assert_eq!((refused.status.as_u16(), &refused.json["code"]), (422, &json!("invalid_request")), "{query}");
    }
    // What is closed is due no more.
    bulk(&lead, json!({ "action": "reject", "reason": "not here" }), &[row(waiting)]).await;
    let all = lead.get(&format!("/api/hazards?due={}", i64::from(i32::MAX) * 1_000)).await.json;
    let ids: Vec<_> = all["items"].as_array().expect("items").iter().map(|item| &item["id"]).collect();
    assert!(!ids.contains(&&waiting["id"]), "{all}");
});

both!(saved_views_are_their_owners_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (lead, grid) =
        (Client::signed_in(router.clone(), "lead").await, Client::signed_in(router.clone(), "grid1").await);
    let (late, own) = (format!("/api/views/{}", Uuid::now_v7()), format!("/api/views/{}", Uuid::now_v7()));
    let view = json!({ "name": " 超期 ⏰ ", "query": "?overdue=true&unit=x" });
    for _ in 0..2 {
        let saved = send(&lead, "PUT", &late, Some(view.clone())).await;
        assert_eq!((saved.status, &saved.json["name"]), (StatusCode::OK, &json!("超期 ⏰")), "{}", saved.json);
    }
    send(&lead, "PUT", &own, Some(json!({ "name": "a", "query": "" }))).await;
    // The same id and the same name in another account are another view.
    send(&grid, "PUT", &late, Some(json!({ "name": "超期 ⏰", "query": "mine" }))).await;
    let names = |json: &Value| -> Vec<String> {
        let views = json["views"].as_array().expect("views");
        views.iter().map(|view| format!("{}={}", view["name"], view["query"]).replace('"', "")).collect()
    };
    assert_eq!(names(&lead.get("/api/views").await.json), ["a=", "超期 ⏰=?overdue=true&unit=x"]);
    assert_eq!(names(&grid.get("/api/views").await.json), ["超期 ⏰=mine"]);
    let held = lead.get("/api/me/holdings").await.json;
    assert_eq!(
        held["saved_views"],
        json!([{ "name": "a", "query": "" }, { "name": "超期 ⏰", "query": "?overdue=true&unit=x" }])
    );
    let bad = [
        (json!({ "name": "a", "query": "" }), "view_name_taken"),
        (json!({ "name": "  ", "query": "" }), "view_name_invalid"),
        (json!({ "name": "x".repeat(41), "query": "" }), "view_name_invalid"),
        (json!({ "name": "a\0b", "query": "" }), "view_name_invalid"),
        (json!({ "name": "b", "query": "x".repeat(1_001) }), "view_query_invalid"),
        (json!({ "name": "b", "query": "\0" }), "view_query_invalid"),
    ];
    for (body, code) in bad {
        let refused = send(&lead, "PUT", &late, Some(body)).await;
        assert_eq!((refused.status.as_u16(), &refused.json["code"]), (422, &json!(code)));
    }
    assert_eq!(send(&lead, "DELETE", &own, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(send(&lead, "DELETE", &own, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(names(&grid.get("/api/views").await.json).len(), 1);
});

both!(an_account_has_fifty_views_and_none_once_it_is_erased, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = testkit::keys::Keys::new();
    let router = router(keys.give(&city.service)).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let mut ids = Vec::new();
    for number in 0..51 {
        let id = Uuid::now_v7();
        let body = json!({ "name": format!("view {number}"), "query": "" });
        let saved = send(&lead, "PUT", &format!("/api/views/{id}"), Some(body)).await;
        let expected = if number < 50 { (200, Value::Null) } else { (422, json!("views_too_many")) };
        assert_eq!((saved.status.as_u16(), saved.json["code"].clone()), expected, "{number}");
        ids.push(id);
    }
    // What is there already can still be changed.
    let body = json!({ "name": "renamed", "query": "?state=reported" });
    let saved = send(&lead, "PUT", &format!("/api/views/{}", ids[0]), Some(body)).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.json);
    let account = city.actor("lead").await.account;
    keys.give(&city.service).erase_account(account, None, &keys.list(), t0()).await.expect("an erasure");
    assert_eq!(database.texts("select name from saved_view").await, [""; 0]);
});

both!(each_hazard_of_many_stands_for_itself, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let mut hazards = Vec::new();
    for _ in 0..3 {
        hazards.push(report(&router).await);
    }
    let lead = Client::signed_in(router.clone(), "lead").await;
    let mut rows: Vec<Value> = hazards.iter().map(row).collect();
    rows[1]["version"] = json!(9);
    rows[2].as_object_mut().expect("a row").remove("version");
    rows.insert(1, json!({ "id": Uuid::now_v7(), "key": Uuid::now_v7(), "version": 1 }));
    let accept = json!({ "action": "accept", "remark": "taken on" });
    let first = bulk(&lead, accept.clone(), &rows).await;
    assert_eq!(statuses(&first), ["done", "not_found", "version_conflict", "done"]);
    assert!(first.iter().zip(&rows).all(|(result, row)| result["id"] == row["id"]), "in the order asked");
    assert_eq!((&first[0]["hazard"]["state"], &first[0]["hazard"]["version"]), (&json!("accepted"), &json!(2)));
    // The answer was lost: the same request again does nothing twice and says the same.
    assert_eq!(bulk(&lead, accept, &rows).await, first);
    let other = bulk(&lead, json!({ "action": "accept" }), &rows[..1]).await;
    assert_eq!(statuses(&other), ["idempotency_mismatch"], "a key names one command");
    let detail = lead.get(&format!("/api/hazards/{}", hazards[0]["id"].as_str().expect("an id"))).await.json;
    let events: Vec<_> = detail["timeline"].as_array().expect("a timeline").iter().map(|l| &l["event"]).collect();
    assert_eq!(events, ["reported", "accepted"]);
    let grid2 = Client::signed_in(router.clone(), "grid2").await;
    let unseen = bulk(&grid2, json!({ "action": "accept" }), &[row(&hazards[1])]).await;
    assert_eq!(statuses(&unseen), ["not_found"], "another grid's are not there");
    let grid1 = Client::signed_in(router.clone(), "grid1").await;
    let denied = bulk(&grid1, json!({ "action": "reject", "reason": "no" }), &[row(&hazards[1])]).await;
    assert_eq!(statuses(&denied), ["forbidden"]);
});

/// Rows of one request: hundreds, as a duty desk has them after a storm.
const HUNDREDS: usize = 300;

both!(
    three_hundred_at_once_each_get_their_answer_and_a_repetition_changes_nothing,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
        let (mut rows, mut expected, mut taken) = (Vec::new(), Vec::new(), Vec::new());
        for place in 0..HUNDREDS {
            // Of fifteen, one was changed since it was seen, one is nowhere, and one was taken on before.
            let (code, seen) = match place % 15 {
                0 => ("version_conflict", Some(9)),
                1 => ("not_found", Some(1)),
                2 => ("transition_refused", None),
                _ => ("done", Some(1)),
            };
            let id = if code == "not_found" { Uuid::now_v7() } else { hazard(&city.service).await.0 };
            if code == "transition_refused" {
                taken.push(json!({ "id": id, "key": Uuid::now_v7() }));
            }
            rows.push(json!({ "id": id, "key": Uuid::now_v7(), "version": seen }));
            expected.push(code);
        }
        let accept = json!({ "action": "accept", "remark": "after the storm" });
        assert_eq!(statuses(&bulk(&lead, accept.clone(), &taken).await), vec!["done"; taken.len()]);

        let first = bulk(&lead, accept.clone(), &rows).await;
        assert_eq!(statuses(&first), expected);
        for (result, row) in first.iter().zip(&rows) {
            assert_eq!(result["id"], row["id"], "in the order asked");
            if result["status"] == "done" {
                assert_eq!((&result["hazard"]["state"], &result["hazard"]["version"]), (&json!("accepted"), &json!(2)));
            } else {
                let said = result["problem"]["detail"].as_str().unwrap_or_default();
                assert!(!said.is_empty() && result["hazard"].is_null(), "who is refused reads why: {result}");
            }
        }
        // Each step stands in the journal once, and nothing of one that was refused.
        let journal = city.service.store();
        let done = expected.iter().filter(|code| **code == "done").count() + taken.len();
        assert_eq!(journal.journal_count("hazard.accepted").await.expect("a count"), done as u64);
        for (row, code) in rows.iter().zip(&expected).filter(|(_, code)| **code == "version_conflict") {
            let path = format!("/api/hazards/{}", row["id"].as_str().expect("an id"));
            let detail = lead.get(&path).await.json;
            let events: Vec<_> =
                detail["timeline"].as_array().expect("a timeline").iter().map(|l| &l["event"]).collect();
            assert_eq!(events, ["reported"], "{code}");
        }

        let before = journal.journal_count("").await.expect("a count");
        assert_eq!(bulk(&lead, accept, &rows).await, first, "the same keys say the same");
        assert_eq!(journal.journal_count("").await.expect("a count"), before, "and write nothing");
    }
);

both!(a_hazard_out_of_sight_is_done_without_being_shown, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let hazard = report(&router).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let accepted = bulk(&lead, json!({ "action": "accept" }), &[row(&hazard)]).await;
    let assign = json!({ "action": "assign", "body": city.property });
    let assigned = bulk(&lead, assign, &[row(&accepted[0]["hazard"])]).await;
    let property = Client::signed_in(router, "property").await;
    let back = json!({ "action": "hand_back", "body": city.fire, "reason": "theirs" });
    let rows = [json!({ "id": hazard["id"], "key": Uuid::now_v7(), "version": assigned[0]["hazard"]["version"] })];
    for _ in 0..2 {
        let handed = bulk(&property, back.clone(), &rows).await;
        assert_eq!((statuses(&handed), &handed[0]["hazard"]), (vec!["done"], &Value::Null));
    }
});

both!(a_request_about_many_is_bounded_and_whole, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (one, two) = (report(&router).await, report(&router).await);
    let street = Client::signed_in(router.clone(), "street").await;
    let many = |n: usize| (0..n).map(|_| json!({ "id": Uuid::now_v7(), "key": Uuid::now_v7() })).collect::<Vec<_>>();
    let whistle = json!({ "action": "whistle", "kind": "emergency", "body": city.fire, "reason": "smoke" });
    let mut with_id = whistle.clone();
    with_id["id"] = json!(Uuid::now_v7());
    let cases = [
        (json!({ "action": "accept" }), many(0), "bulk_size"),
        (json!({ "action": "accept" }), many(501), "bulk_size"),
        (json!({ "action": "vanish" }), many(1), "invalid_request"),
        (json!({ "action": "reject" }), many(1), "invalid_request"),
        (json!("accept"), many(1), "invalid_request"),
        (with_id, many(1), "bulk_action"),
        (json!({ "action": "answer_whistle", "id": Uuid::now_v7(), "note": "coming" }), many(1), "bulk_action"),
    ];
    for (action, hazards, code) in cases {
        let refused = street.post("/api/hazards/bulk", json!({ "action": action, "hazards": hazards })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}");
        assert_eq!(refused.json["errors"][0]["code"], json!(code), "{action}: {}", refused.json);
    }
    assert_eq!(bulk(&street, json!({ "action": "accept" }), &many(500)).await.len(), 500);
    let accepted = bulk(&street, json!({ "action": "accept" }), &[row(&one), row(&two)]).await;
    let rows: Vec<Value> = accepted.iter().map(|result| row(&result["hazard"])).collect();
    let called = bulk(&street, whistle, &rows).await;
    assert_eq!(statuses(&called), ["done", "done"], "each call has an id of its own");
});
