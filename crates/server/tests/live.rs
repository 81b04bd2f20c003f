//! Live events: in scope only, without gap or repetition, across processes.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use server::Settings;
use service::Service;
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::client::{Client, router, router_set};
use uuid::Uuid;

/// A stream being read: each event as (id, name, data).
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(client: &Client, last: Option<&str>) -> Self {
        let mut request = client.request("GET", "/api/events", None);
        if let Some(last) = last {
            request.headers_mut().insert("last-event-id", last.parse().expect("a header"));
        }
        let response = client.raw(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        Self { body: response.into_body(), text: String::new() }
    }

    /// The next event; none when the stream ended.
    async fn next(&mut self) -> Option<(String, String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    line.map(|text| text.trim().to_owned())
                };
                let parsed = field("event").map(|name| {
                    let data = field("data").and_then(|data| serde_json::from_str(&data).ok());
                    (field("id").unwrap_or_default(), name, data.unwrap_or(Value::Null))
                });
                self.text = rest.to_owned();
                match parsed {
                    Some(parsed) => return Some(parsed),
                    None => continue,
                }
            }
            let frame = tokio::time::timeout(Duration::from_secs(10), self.body.frame()).await;
            let frame = frame.expect("an event or the end in time")?;
            let bytes = frame.expect("a frame").into_data().expect("data");
            self.text.push_str(std::str::from_utf8(&bytes).expect("UTF-8"));
        }
    }

    async fn named(&mut self, wanted: &str) -> (String, Value) {
        loop {
            let (id, name, data) = self.next().await.expect("an event");
            if name == wanted {
                return (id, data);
            }
        }
    }
}

async fn report(client: &Client) -> Value {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    client.post("/api/hazards", body).await.json["hazard"].clone()
}

async fn act(client: &Client, hazard: &Value, mut body: Value) -> Value {
    body["version"] = hazard["version"].clone();
    let path = format!("/api/hazards/{}/actions", hazard["id"].as_str().expect("an id"));
    client.post(&path, body).await.json["hazard"].clone()
}

both!(a_reader_hears_of_its_own_units_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let mut own = Stream::open(&Client::signed_in(router.clone(), "grid1").await, None).await;
    let mut other = Stream::open(&Client::signed_in(router.clone(), "grid2").await, None).await;
    let hazard = report(&Client::new(router.clone())).await;
    let (_, data) = own.named("hazard").await;
    assert_eq!((&data["id"], &data["state"]), (&hazard["id"], &json!("reported")));
    // Something that both may know comes after it: had the hazard been sent to the other, it would be first.
    rename(&city).await;
    let (_, name, _) = {
        let first = other.next().await.expect("hello");
        assert_eq!(first.1, "hello");
        other.next().await.expect("an event")
    };
    assert_eq!(name, "tree");
});

both!(a_beat_breaks_the_silence_and_moves_nobody_on, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let beat = Duration::from_millis(20);
    let router = router_set(city.service.clone(), |settings| Settings { beat, ..settings }).await;
    let mut stream = Stream::open(&Client::signed_in(router.clone(), "lead").await, None).await;
    stream.named("hello").await;
    for _ in 0..2 {
        let (id, name, data) = stream.next().await.expect("a beat");
        // With an id it would be what a browser resumes from.
        assert_eq!((&id[..], &name[..], data), ("", "beat", json!({})));
    }
    let hazard = report(&Client::new(router)).await;
    let (id, data) = stream.named("hazard").await;
    assert!(!id.is_empty() && data["id"] == hazard["id"], "what happens comes between the beats: {data}");
});

#[test]
fn the_document_of_the_api_names_what_a_stream_says_by_itself() {
    let document = server::openapi().to_json().expect("JSON");
    for name in ["`hello`", "`beat`", "`resync`"] {
        assert!(document.contains(name), "{name}");
    }
}

both!(events_carry_what_they_change_in_the_counts_of_open_ones, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let mut stream = Stream::open(&lead, None).await;
    let stranger = Client::new(router);
    let (one, other) = (report(&stranger).await, report(&stranger).await);
    let (_, data) = stream.named("hazard").await;
    assert_eq!((&data["open"], &data["levels"]), (&json!(1), &json!([0, 1, 2, 3, 4])), "{data}");
    stream.named("hazard").await;
    act(&lead, &one, json!({ "action": "accept" })).await;
    assert_eq!(stream.named("hazard").await.1["open"], 0);
    act(&lead, &other, json!({ "action": "reject", "reason": "nothing there" })).await;
    assert_eq!(stream.named("hazard").await.1["open"], -1);
});

async fn rename(city: &City) {
    let unit = city.unit("410102");
    let names = domain::names::Names::zh("新名");
    let change = domain::unit::change::UnitChange::Rename { names };
    let order = service::unit::ChangeOrder { unit: unit.id, version: unit.version, change, at: None };
    city.service
        .change_unit(&city.actor("admin").await, &order, &service::Once::fresh(), testkit::t0())
        .await
        .expect("a new name");
}

both!(who_loses_a_hazard_is_told_so, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let second = service::exchange::BodyRow {
        row: 2,
        code: "P2".to_owned(),
        kind: domain::body::BodyKind::PropertyCompany,
        names: domain::names::Names::zh("P2"),
        jurisdiction: vec!["410102001002".to_owned()],
    };
    city.service.import_bodies("test", vec![second], testkit::t0()).await.expect("a body");
    let other = city.service.bodies().iter().find(|body| body.code == "P2").expect("the body").id;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let mut stream = Stream::open(&Client::signed_in(router.clone(), "property").await, None).await;
    let hazard = report(&Client::new(router)).await;
    let hazard = act(&lead, &hazard, json!({ "action": "accept" })).await;
    let hazard = act(&lead, &hazard, json!({ "action": "assign", "body": city.property })).await;
    assert_eq!(stream.named("hazard").await.1["state"], "assigned");
    act(&lead, &hazard, json!({ "action": "assign", "body": other })).await;
    assert_eq!(stream.named("gone").await.1["id"], hazard["id"]);
});

both!(a_stream_resumes_without_gap_or_repetition, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = router(city.service.clone()).await;
    let lead = Client::signed_in(first.clone(), "lead").await;
    let mut stream = Stream::open(&lead, None).await;
    let stranger = Client::new(first);
    let one = report(&stranger).await;
    let (last, data) = stream.named("hazard").await;
    assert_eq!(data["id"], one["id"]);
    drop(stream);
    let missed = [report(&stranger).await, report(&stranger).await];
    // Another process on the same database, as after a restart or behind a balancer.
    let again = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
    let second = router(again).await;
    let mut resumed = Stream::open(&Client::signed_in(second.clone(), "lead").await, Some(&last)).await;
    let three = report(&stranger).await;
    for expected in [&missed[0], &missed[1], &three] {
        assert_eq!(resumed.named("hazard").await.1["id"], expected["id"]);
    }
});

both!(a_process_that_lags_behind_the_reader_repeats_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = router(city.service.clone()).await;
    let second = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
    let second = router(second).await;
    let lead = Client::signed_in(first.clone(), "lead").await;
    let stranger = Client::new(first);
    let mut stream = Stream::open(&lead, None).await;
    let mut witness = Stream::open(&lead.through(second.clone()), None).await;
    witness.named("hello").await;
    report(&stranger).await;
    let (last, _) = stream.named("hazard").await;
    // Most likely the second process has not looked at the journal since: the reader is ahead of it.
    let mut resumed = Stream::open(&lead.through(second), Some(&last)).await;
    let heard = tokio::spawn(async move { resumed.named("hazard").await });
    witness.named("hazard").await;
    let next = report(&stranger).await;
    assert_eq!(heard.await.expect("an event").1["id"], next["id"]);
});

both!(an_event_id_that_was_never_given_forces_a_resync, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let mut stream = Stream::open(&lead, None).await;
    let (id, _) = stream.named("hello").await;
    let incarnation = id.split('.').next().expect("an incarnation");
    let ahead = format!("{incarnation}.{}.{}", i64::MAX, i64::MAX);
    let mut stream = Stream::open(&lead, Some(&ahead)).await;
    assert_eq!(stream.next().await.expect("an event").1, "resync");
});

both!(signing_out_elsewhere_ends_the_stream_here, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let second = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
    let mut stream = Stream::open(&lead.through(router(second).await), None).await;
    assert_eq!(stream.next().await.expect("an event").1, "hello");
    assert_eq!(lead.raw(lead.request("DELETE", "/api/session", None)).await.status(), StatusCode::NO_CONTENT);
    let ended = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("an end");
});

both!(a_revoked_session_loses_its_stream_within_five_seconds, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = router(city.service.clone()).await;
    let desk = Client::signed_in(first.clone(), "lead").await;
    let lost = Client::signed_in(first, "lead").await;
    // The lost phone hangs on another process than the one that is told.
    let second = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
    let mut stream = Stream::open(&lost.through(router(second).await), None).await;
    assert_eq!(stream.next().await.expect("an event").1, "hello");
    let mut kept = Stream::open(&desk, None).await;
    assert_eq!(kept.next().await.expect("an event").1, "hello");
    let sessions = desk.get("/api/sessions").await.json;
    let other = sessions.as_array().expect("a list").iter().find(|row| row["current"] == false).expect("the phone");
    let path = format!("/api/sessions/{}", other["id"].as_str().expect("an id"));
    assert_eq!(desk.raw(desk.request("DELETE", &path, None)).await.status(), StatusCode::NO_CONTENT);
    let ended = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.expect("an end");
    assert_eq!(lost.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    let hazard = report(&desk).await;
    assert_eq!(kept.named("hazard").await.1["id"], hazard["id"], "the other session's stream goes on");
});

both!(a_revoked_token_loses_its_stream, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let ends = testkit::t0().as_millisecond() + 3_600_000;
    let order = json!({ "name": "a screen", "permissions": ["view_hazards"], "expires_at": ends });
    let made = lead.post("/api/tokens", order).await.json;
    let mut program = lead.stranger().request("GET", "/api/events", None);
    let bearer = format!("Bearer {}", made["secret"].as_str().expect("a secret"));
    program.headers_mut().insert("authorization", bearer.parse().expect("a header"));
    let response = lead.raw(program).await;
    assert_eq!(response.status(), StatusCode::OK);
    let mut stream = Stream { body: response.into_body(), text: String::new() };
    assert_eq!(stream.next().await.expect("an event").1, "hello");
    let path = format!("/api/tokens/{}", made["token"]["id"].as_str().expect("an id"));
    assert_eq!(lead.raw(lead.request("DELETE", &path, None)).await.status(), StatusCode::NO_CONTENT);
    let ended = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.expect("an end");
});

both!(
    a_change_of_the_tree_reaches_every_process_before_its_readers_hear_of_it,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let second = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
        let grid = Client::signed_in(router(second.clone()).await, "grid2").await;
        let mut stream = Stream::open(&grid, None).await;
        rename(&city).await;
        let (_, data) = stream.named("tree").await;
        assert_eq!(data["tree_version"], json!(2));
        assert_eq!(second.tree().by_code("410102").expect("the unit").names.best("zh"), "新名");
    }
);

both!(an_event_id_of_another_database_forces_a_resync, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let mut stream = Stream::open(&lead, Some("ffffffff.0.1")).await;
    assert_eq!(stream.next().await.expect("an event").1, "resync");
});

both!(a_stream_ends_with_its_session, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let mut stream = Stream::open(&lead, None).await;
    assert_eq!(stream.next().await.expect("an event").1, "hello");
    assert_eq!(lead.raw(lead.request("DELETE", "/api/session", None)).await.status(), StatusCode::NO_CONTENT);
    assert!(stream.next().await.is_none());
});
