//! Rosters over HTTP: show, add, end, substitute, take back; and what is refused with which code.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::{Database, both, t0};

struct Desk {
    city: City,
    router: axum::Router,
    lead: Client,
    /// `/api/units/…/duty` of the community.
    path: String,
    /// Postings of two people.
    grid1: Value,
    grid2: Value,
}

impl Desk {
    async fn open(database: &Database) -> Self {
        let city = fill(database.store.clone()).await;
        let router = router(city.service.clone()).await;
        let lead = Client::signed_in(router.clone(), "lead").await;
        let path = format!("/api/units/{}/duty", city.id("410102001002"));
        let (grid1, grid2) = (posting(&router, "grid1").await, posting(&router, "grid2").await);
        Self { city, router, lead, path, grid1, grid2 }
    }

    /// Adds lines; their ids.
    async fn add(&self, lines: Value) -> Vec<String> {
        let added = self.lead.post(&self.path, json!({ "lines": lines })).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.json);
        let ids = added.json["ids"].as_array().expect("ids");
        ids.iter().map(|id| id.as_str().expect("an id").to_owned()).collect()
    }

    /// The roster of the three days from 20 July on.
    async fn board(&self) -> Value {
        let (from, to) = (t0().as_millisecond(), t0().as_millisecond() + 3 * 86_400_000);
        let shown = self.lead.get(&format!("{}?from={from}&to={to}", self.path)).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.json);
        shown.json
    }
}

async fn posting(router: &axum::Router, login: &str) -> Value {
    let session = Client::signed_in(router.clone(), login).await.get("/api/session").await;
    session.json["postings"][0]["id"].clone()
}

async fn change(client: &Client, method: &str, path: &str, body: Option<Value>) -> Answer {
    answer(client.raw(client.request(method, path, body)).await).await
}

fn day_and_night(desk: &Desk) -> Value {
    json!([
        { "posting": desk.grid1, "kind": "day", "start": "08:00", "end": "20:00", "leader": true },
        { "posting": desk.grid2, "kind": "night", "start": "20:00", "end": "08:00" },
    ])
}

both!(a_roster_is_set_and_asked_for_a_moment_and_for_days, |database: Database| async move {
    let desk = Desk::open(&database).await;
    let nobody = desk.lead.get(&desk.path).await.json;
    assert_eq!((&nobody["unit"], &nobody["watches"]), (&Value::Null, &json!([])), "nobody up to the top");
    desk.add(day_and_night(&desk)).await;

    let now = desk.lead.get(&desk.path).await.json;
    assert_eq!(now["unit"]["code"], "410102001002");
    let watches = now["watches"].as_array().expect("watches");
    assert_eq!((watches.len(), &watches[0]["posting"]["id"], &watches[0]["leader"]), (1, &desk.grid1, &json!(true)));
    assert_eq!(watches[0]["to"], t0().as_millisecond() + 12 * 3_600_000);
    let night = format!("{}?at={}", desk.path, t0().as_millisecond() + 13 * 3_600_000);
    assert_eq!(desk.lead.get(&night).await.json["watches"][0]["posting"]["id"], desk.grid2);

    // A grid without a roster of its own is answered for by the community above it.
    let grid = Client::signed_in(desk.router.clone(), "grid1").await;
    let below = grid.get(&format!("/api/units/{}/duty", desk.city.id("410102001002001"))).await;
    assert_eq!((below.status, &below.json["unit"]["code"]), (StatusCode::OK, &json!("410102001002")));

    let board = desk.board().await;
    assert_eq!(board["lines"].as_array().expect("lines").len(), 2);
    assert_eq!(board["gaps"], json!([]), "somebody is always there");
    assert_eq!(board["leaderless"].as_array().expect("spans").len(), 3, "no night is led");
    assert_eq!(board["lines"][0]["days"], json!([1, 2, 3, 4, 5, 6, 7]));
});

both!(a_shift_gets_a_substitute_and_loses_it_again, |database: Database| async move {
    let desk = Desk::open(&database).await;
    let ids = desk.add(day_and_night(&desk)).await;
    let shift = format!("/api/duty/{}/substitutes/2021-07-21", ids[0]);
    let second = |board: &Value| {
        let starts = t0().as_millisecond() + 86_400_000;
        let watches = board["watches"].as_array().expect("watches").clone();
        watches.into_iter().find(|watch| watch["from"] == starts).map(|watch| watch["posting"]["id"].clone())
    };
    assert_eq!(second(&desk.board().await), Some(desk.grid1.clone()));
    let named = change(&desk.lead, "PUT", &shift, Some(json!({ "posting": desk.grid2 }))).await;
    assert_eq!(named.status, StatusCode::NO_CONTENT, "{}", named.json);
    let board = desk.board().await;
    assert_eq!(board["substitutes"], json!([{ "line": ids[0], "date": "2021-07-21", "posting": desk.grid2 }]));
    assert_eq!(second(&board), Some(desk.grid2.clone()));
    // Nobody comes: the roster says so, and that there is a gap.
    assert_eq!(
        change(&desk.lead, "PUT", &shift, Some(json!({ "posting": null }))).await.status,
        StatusCode::NO_CONTENT
    );
    let board = desk.board().await;
    assert_eq!((second(&board), board["gaps"].as_array().expect("gaps").len()), (None, 1));
    assert_eq!(change(&desk.lead, "DELETE", &shift, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(second(&desk.board().await), Some(desk.grid1.clone()), "the line counts again");
    let again = change(&desk.lead, "DELETE", &shift, None).await;
    assert_eq!((again.status, &again.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    let told = database.texts("select kind from journal where kind = 'roster.substituted'").await;
    assert_eq!(told.len(), 3, "each change stands in the journal, the refused one does not");
});

both!(a_line_ends_and_what_was_stays, |database: Database| async move {
    let desk = Desk::open(&database).await;
    let mut lines = day_and_night(&desk);
    lines[0]["from"] = json!("2021-07-01");
    lines[1]["from"] = json!("2021-07-21");
    let ids = desk.add(lines).await;
    for id in &ids {
        let ended = change(&desk.lead, "DELETE", &format!("/api/duty/{id}"), None).await;
        assert_eq!(ended.status, StatusCode::NO_CONTENT, "{}", ended.json);
    }
    let board = desk.board().await;
    let lines = board["lines"].as_array().expect("lines");
    assert_eq!((lines.len(), &lines[0]["id"]), (1, &json!(ids[0])), "the one that never began is gone");
    assert_eq!((&lines[0]["from"], &lines[0]["to"]), (&json!("2021-07-01"), &json!("2021-07-19")));
    assert_eq!(board["watches"], json!([]));
    let gone = change(&desk.lead, "DELETE", &format!("/api/duty/{}", ids[1]), None).await;
    assert_eq!((gone.status, &gone.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
});

both!(a_wrong_roster_is_refused_with_its_field, |database: Database| async move {
    let desk = Desk::open(&database).await;
    let ids = desk.add(day_and_night(&desk)).await;
    let line = |field: &str, value: Value| {
        let mut line = json!({ "posting": desk.grid1, "kind": "day", "start": "08:00", "end": "20:00" });
        line[field] = value;
        json!({ "lines": [line] })
    };
    let wrong = [
        (line("kind", json!("")), "duty_kind_invalid"),
        (line("kind", json!("x".repeat(17))), "duty_kind_invalid"),
        (line("kind", json!("a\0b")), "duty_kind_invalid"),
        (line("start", json!("25:00")), "time_invalid"),
        (line("end", json!("late")), "time_invalid"),
        (line("days", json!([8])), "days_invalid"),
        (line("days", json!([])), "days_invalid"),
        (line("from", json!("2021-02-30")), "date_invalid"),
        (line("posting", json!(uuid::Uuid::now_v7())), "duty_posting_invalid"),
        (
            json!({ "lines": [{ "posting": desk.grid1, "kind": "d", "start": "08:00", "end": "09:00", "from": "2021-07-22", "to": "2021-07-21" }] }),
            "duty_dates_invalid",
        ),
    ];
    for (body, code) in wrong {
        let refused = desk.lead.post(&desk.path, body.clone()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", refused.json);
        assert_eq!(refused.json["errors"][0]["code"], code, "{body}");
    }
    let far = format!("{}?from={}&to={}", desk.path, t0().as_millisecond(), t0().as_millisecond() + 63 * 86_400_000);
    assert_eq!(desk.lead.get(&far).await.json["errors"][0]["code"], "duty_range_invalid");
    assert_eq!(
        desk.lead.get(&format!("{}?at={}", desk.path, i64::MAX)).await.json["errors"][0]["code"],
        "time_invalid"
    );
    let put = |date: &str, posting: Value| {
        let path = format!("/api/duty/{}/substitutes/{date}", ids[0]);
        let lead = desk.lead.clone();
        async move { change(&lead, "PUT", &path, Some(json!({ "posting": posting }))).await }
    };
    assert_eq!(put("tomorrow", Value::Null).await.json["errors"][0]["code"], "date_invalid");
    assert_eq!(put("2021-07-22", json!(uuid::Uuid::now_v7())).await.json["errors"][0]["code"], "duty_posting_invalid");
    let weekdays = desk
        .add(json!([{ "posting": desk.grid1, "kind": "w", "start": "08:00", "end": "09:00", "days": [1, 2, 3, 4, 5] }]))
        .await;
    let sunday = format!("/api/duty/{}/substitutes/2021-07-25", weekdays[0]);
    let refused = change(&desk.lead, "PUT", &sunday, Some(json!({ "posting": null }))).await;
    assert_eq!(refused.json["errors"][0]["code"], "duty_date_unknown");
    assert_eq!(desk.board().await["substitutes"], json!([]), "nothing that was refused was kept");
});
