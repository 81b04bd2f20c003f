//! Where warnings and readings come from, over HTTP: gauges under secrets of their own, what they propose, who decides.

use axum::http::{HeaderValue, StatusCode, header};
use domain::colour::WarningColour;
use domain::id::UnitId;
use domain::reading::{Levels, Quantity};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use service::reading::GaugeOrder;
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router_with};
use testkit::hands::Hands;
use testkit::{both, keys, rain, t0};
use uuid::Uuid;

struct Desk {
    city: City,
    router: axum::Router,
    hands: Hands,
}

impl Desk {
    async fn new(database: &testkit::Database) -> Self {
        let city = fill(database.store.clone()).await;
        keys::fit(&city.service);
        city.account("boss", "administrator", "4101").await;
        let hands = Hands::default();
        let router = router_with(city.service.clone(), None, hands.clock()).await;
        Self { city, router, hands }
    }

    async fn client(&self, login: &str) -> Client {
        Client::signed_in(self.router.clone(), login).await
    }

    /// A gauge of the community; its id and its secret.
    async fn gauge(&self, unit: &str, quantities: &[Quantity]) -> (Uuid, String) {
        let order = GaugeOrder {
            name: format!("雨量站 {unit}"),
            unit: UnitId(self.city.id(unit).0),
            quantities: quantities.to_vec(),
            levels: Levels { orange: Some(98.0), ..Levels::default() },
            every_s: 3_600,
            version: None,
        };
        let boss = self.city.actor("boss").await;
        let id = Uuid::now_v7();
        let (_, secret) = self.city.service.set_gauge(&boss, id, &order, self.now()).await.expect("a gauge");
        (id, secret.expect("a secret"))
    }

    fn now(&self) -> Timestamp {
        self.hands.clock()()
    }

    async fn send(&self, secret: &str, readings: Value) -> Answer {
        let nobody = Client::new(self.router.clone());
        let mut request = nobody.request("POST", "/api/readings", Some(json!({ "readings": readings })));
        let value = HeaderValue::from_str(&format!("Bearer {secret}")).expect("a header");
        request.headers_mut().insert(header::AUTHORIZATION, value);
        answer(nobody.raw(request).await).await
    }
}

fn mm(at: Timestamp, value: f64) -> Value {
    json!({ "quantity": "rain", "at": at.as_millisecond(), "value": value, "unit": "mm" })
}

both!(
    the_reconstructed_rain_proposes_red_at_four_in_the_afternoon_and_no_earlier,
    |database: testkit::Database| async move {
        let desk = Desk::new(&database).await;
        let (_, secret) = desk.gauge("410102001002", &[Quantity::Rain]).await;
        let lead = desk.city.actor("lead").await;
        let from: Timestamp = "2021-07-20T09:00:00+08:00".parse().expect("a time");
        let mut colours = Vec::new();
        for (at, value) in rain::reconstructed().into_iter().filter(|(at, _)| *at >= from) {
            desk.hands.forward(at.duration_since(desk.now()).as_secs());
            let sent = desk.send(&secret, json!([mm(at, value)])).await;
            assert_eq!((sent.status, &sent.json["taken"]), (StatusCode::OK, &json!(1)), "{}", sent.json);
            let found = desk.city.service.list_proposals(&lead, true).await.expect("proposals");
            colours.push((at, found.first().map(|one| one.proposal.colour), found.len()));
        }
        let first = |colour| colours.iter().find(|(_, found, _)| *found == Some(colour)).map(|(at, ..)| *at);
        let four: Timestamp = "2021-07-20T16:00:00+08:00".parse().expect("a time");
        assert_eq!(first(WarningColour::Red), Some(four));
        assert!(first(WarningColour::Orange).is_some_and(|at| at < four));
        assert!(colours.iter().all(|(.., count)| *count <= 1), "one line that grows: {colours:?}");
        let boss = desk.client("boss").await;
        let found = boss.get("/api/proposals").await.json["items"][0].clone();
        assert_eq!((&found["hazard"], &found["raised_at"]), (&json!("rainstorm"), &json!(four.as_millisecond())));
        let evidence = &found["evidence"][0];
        assert_eq!((&evidence["window_minutes"], &evidence["threshold"]), (&json!(180), &json!(100.0)));
        assert_eq!(evidence["at"], json!(four.as_millisecond()));
        // Neither a warning nor a call came of it.
        assert_eq!(boss.get("/api/warnings").await.json["items"], json!([]));
    }
);

both!(each_row_is_refused_for_its_own_reason_and_the_rest_is_taken, |database: testkit::Database| async move {
    let desk = Desk::new(&database).await;
    let (id, secret) = desk.gauge("410102001002", &[Quantity::Rain]).await;
    let hour = |n: i64| t0().saturating_add(SignedDuration::from_mins(n)).expect("a time");
    let level = json!({ "quantity": "level", "at": t0().as_millisecond(), "value": 99.0, "unit": "m" });
    let kept =
        json!({ "quantity": "rain", "at": t0().as_millisecond(), "value": 99.0, "unit": "mm", "retained": true });
    let rows = json!([
        mm(t0(), 1.5),
        mm(t0(), 1.5),
        mm(t0(), 2.5),
        level,
        kept,
        mm(hour(-361), 1.0),
        mm(hour(3), 1.0),
        mm(hour(-5), 900.0),
        json!({ "quantity": "rain", "at": t0().as_millisecond(), "value": 1.0, "unit": "cm" }),
    ]);
    let sent = desk.send(&secret, rows.clone()).await;
    assert_eq!((&sent.json["taken"], &sent.json["known"]), (&json!(1), &json!(1)), "{}", sent.json);
    let codes: Vec<_> = sent.json["refused"].as_array().expect("rows").iter().map(|one| one["code"].clone()).collect();
    let expected =
        ["conflicting", "quantity_not_allowed", "retained", "too_old", "in_future", "implausible", "unit_wrong"];
    assert_eq!(codes, expected);
    let again = desk.send(&secret, rows).await;
    assert_eq!((&again.json["taken"], &again.json["known"]), (&json!(0), &json!(2)), "replayed: {}", again.json);
    // Nobody else's secret, no token of an account, and none any more.
    for wrong in ["bhg_wrong", "", "bht_wrong"] {
        assert_eq!(desk.send(wrong, json!([mm(t0(), 1.5)])).await.status, StatusCode::UNAUTHORIZED);
    }
    let boss = desk.client("boss").await;
    let listed = boss.get("/api/gauges").await.json;
    assert_eq!((&listed["items"][0]["state"], listed["items"][0]["secret"].is_null()), (&json!("ok"), true));
    desk.hands.forward(3_661);
    let boss = desk.client("boss").await;
    assert_eq!(boss.get("/api/gauges").await.json["items"][0]["state"], "silent");
    assert_eq!(
        boss.raw(boss.request("DELETE", &format!("/api/gauges/{id}"), None)).await.status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(desk.send(&secret, json!([mm(desk.now(), 1.5)])).await.status, StatusCode::UNAUTHORIZED);
    let renewed = boss.post(&format!("/api/gauges/{id}/secret"), json!({})).await;
    let secret = renewed.json["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(desk.send(&secret, json!([mm(desk.now(), 1.5)])).await.status, StatusCode::OK);
    let csv = String::from_utf8(boss.bytes("/api/gauges/export?format=csv").await).expect("a text");
    assert!(csv.contains("雨量站 410102001002") && !csv.contains(&secret), "{csv}");
});

both!(a_proposal_waits_for_the_desk_and_a_decision_is_quiet_about_as_much, |database: testkit::Database| async move {
    let desk = Desk::new(&database).await;
    let (_, secret) = desk.gauge("410102001002001", &[Quantity::Level, Quantity::WindGust]).await;
    let level =
        |value: f64| json!([{ "quantity": "level", "at": desk.now().as_millisecond(), "value": value, "unit": "m" }]);
    assert_eq!(desk.send(&secret, level(97.9)).await.json["taken"], 1);
    let lead = desk.client("lead").await;
    assert_eq!(lead.get("/api/proposals").await.json["items"], json!([]));
    desk.hands.forward(60);
    desk.send(&secret, level(98.0)).await;
    let found = lead.get("/api/proposals").await.json["items"][0].clone();
    assert_eq!((&found["hazard"], &found["colour"]), (&json!("flood"), &json!("orange")));
    assert_eq!(found["evidence"][0]["unit"], "m");
    let path = format!("/api/proposals/{}/decision", found["id"].as_str().expect("an id"));
    let order = json!({ "decision": "dismissed", "reason": "水尺检修,读数不实" });
    // Who may see it may not decide for it by that.
    let grid = desk.client("grid1").await;
    assert_eq!(grid.get("/api/proposals").await.json["items"][0]["id"], found["id"]);
    assert_eq!(grid.post(&path, order.clone()).await.status, StatusCode::FORBIDDEN);
    let bare = lead.post(&path, json!({ "decision": "taken", "reason": " " })).await;
    assert_eq!((bare.status, &bare.json["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("reason_required")));
    let decided = lead.post(&path, order.clone()).await;
    assert_eq!((decided.status, &decided.json["state"]), (StatusCode::OK, &json!("dismissed")), "{}", decided.json);
    assert_eq!(lead.post(&path, order).await.status, StatusCode::OK, "the same again");
    let other = lead.post(&path, json!({ "decision": "taken", "reason": "马上组织转移" })).await;
    assert_eq!((other.status, &other.json["code"]), (StatusCode::CONFLICT, &json!("proposal_decided")));
    // As much is quiet for six hours; a gale is another matter.
    desk.hands.forward(600);
    desk.send(&secret, level(98.2)).await;
    assert_eq!(lead.get("/api/proposals?open=true").await.json["items"], json!([]));
    let gust = json!([{ "quantity": "wind_gust", "at": desk.now().as_millisecond(), "value": 40.0, "unit": "m/s" }]);
    desk.send(&secret, gust).await;
    let open = lead.get("/api/proposals?open=true").await.json;
    assert_eq!((&open["items"][0]["hazard"], &open["items"][0]["colour"]), (&json!("gale"), &json!("red")));
    // Acted on, it asks for what a red gale warning would: the nearest body that has such a plan decides.
    assert_eq!(lead.get("/api/responses?open=true").await.json["items"], json!([]), "a proposal alone asks nothing");
    let path = format!("/api/proposals/{}/decision", open["items"][0]["id"].as_str().expect("an id"));
    let acted = lead.post(&path, json!({ "decision": "taken", "reason": "阵风超过三十七米每秒" })).await;
    assert_eq!((acted.status, &acted.json["state"]), (StatusCode::OK, &json!("taken")), "{}", acted.json);
    let asked = desk.client("boss").await.get("/api/responses?open=true").await.json;
    let [asked] = &asked["items"].as_array().expect("responses")[..] else { panic!("one response: {asked}") };
    assert_eq!(
        (&asked["plan"], &asked["state"], &asked["warning"]),
        (&json!("wind"), &json!("proposed"), &Value::Null)
    );
    assert_eq!(asked["proposal"]["level"], "ii");
    desk.hands.forward(6 * 3_600);
    desk.send(&secret, level(98.2)).await;
    let lead = desk.client("lead").await;
    assert_eq!(
        lead.get("/api/proposals?open=true").await.json["items"].as_array().map(Vec::len),
        Some(1),
        "and what was acted on is quiet too"
    );
    let all = lead.get("/api/proposals").await.json;
    assert_eq!(all["items"].as_array().map(Vec::len), Some(3));
});
