//! A hotline over HTTP: it pushes orders with a token, and fetches how they stand.

use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use service::bridge::Outside;
use testkit::bridge::{SAMPLE, account, mapping, sample_with};
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::{both, t0};

/// A program with a token, or with none.
struct Program {
    client: Client,
    token: Option<String>,
}

impl Program {
    /// The hotline's own account, its token limited to these permissions.
    async fn of(client: &Client, login: &str, permissions: &[&str]) -> Self {
        let person = Client::signed_in(client.router(), login).await;
        let ends = t0().as_millisecond() + 86_400_000;
        let order = json!({ "name": "hotline", "permissions": permissions, "unit": null, "expires_at": ends });
        let made = person.post("/api/tokens", order).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
        Self { client: client.stranger(), token: made.json["secret"].as_str().map(str::to_owned) }
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        body: impl Into<axum::body::Body>,
    ) -> Request<axum::body::Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test");
        request = request.header(header::CONTENT_TYPE, kind);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request.body(body.into()).expect("a request")
    }

    async fn push(&self, kind: &str, body: impl Into<axum::body::Body>) -> Answer {
        answer(self.client.raw(self.request("POST", "/api/bridge/12345/orders", kind, body)).await).await
    }

    async fn fetch(&self, path: &str) -> (StatusCode, String) {
        let response = self.client.raw(self.request("GET", path, "text/plain", axum::body::Body::empty())).await;
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
        (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
    }
}

async fn bridged(database: &testkit::Database) -> (City, Client) {
    let city = fill(database.store.clone()).await;
    account(&city).await;
    city.service.fit_outside(Outside { bridges: vec![mapping()], open311: None });
    let client = Client::new(router(city.service.clone()).await);
    (city, client)
}

fn counts(answer: &Answer) -> [u64; 4] {
    ["created", "known", "changed", "refused"].map(|word| answer.json[word].as_u64().expect("a count"))
}

both!(pushing_twice_makes_one_hazard_and_a_change_is_noted, |database: testkit::Database| async move {
    let (_city, client) = bridged(&database).await;
    let hotline = Program::of(&client, "bridge", &["bridge_orders"]).await;
    let first = hotline.push("text/csv; charset=utf-8", SAMPLE).await;
    assert_eq!((first.status, counts(&first)), (StatusCode::OK, [3, 0, 0, 0]), "{}", first.json);
    assert_eq!(counts(&hotline.push("text/csv", SAMPLE).await), [0, 3, 0, 0]);
    let changed = hotline.push("text/csv", sample_with("特急", "一般")).await;
    assert_eq!(counts(&changed), [0, 2, 1, 0]);
    let id = first.json["results"][0]["hazard"].as_str().expect("an id");
    assert_eq!(changed.json["results"][0]["hazard"], id);

    let lead = Client::signed_in(client.router(), "lead").await;
    let detail = lead.get(&format!("/api/hazards/{id}")).await.json;
    assert_eq!(detail["hazard"]["outside_number"], "GD20210720000101");
    assert_eq!(detail["timeline"][1]["event"], "amended");
    let found = lead.get("/api/hazards?q=GD20210720000102").await.json;
    assert_eq!(found["items"].as_array().expect("a list").len(), 1, "found by their number");
});

both!(json_is_answered_row_by_row, |database: testkit::Database| async move {
    let (_city, client) = bridged(&database).await;
    let hotline = Program::of(&client, "bridge", &["bridge_orders"]).await;
    let order = |number: &str, category: &str| json!({ "工单编号": number, "诉求内容": "x", "受理时间": "2021-07-20 07:30:00", "属地编码": "410102001002", "诉求分类": category });
    let list = json!([order("J1", "道路积水"), order("J2", "占道经营"), order("J1", "道路积水")]);
    let pushed = hotline.push("application/json", list.to_string()).await;
    assert_eq!((pushed.status, counts(&pushed)), (StatusCode::OK, [1, 1, 0, 1]), "{}", pushed.json);
    let refused = &pushed.json["results"][1];
    assert_eq!((&refused["row"], &refused["number"], &refused["field"]), (&json!(2), &json!("J2"), &json!("诉求分类")));
    assert_eq!((&refused["value"], &refused["code"]), (&json!("占道经营"), &json!("category_unknown")));
    assert_eq!(pushed.json["results"][2]["outcome"], "known");
});

both!(what_a_stranger_a_wrong_token_and_a_hostile_body_get, |database: testkit::Database| async move {
    let (_city, client) = bridged(&database).await;
    let hotline = Program::of(&client, "bridge", &["bridge_orders"]).await;
    let mut answers = Vec::new();
    let stranger = Program { client: client.clone(), token: None };
    answers.push((stranger.push("text/csv", SAMPLE).await, 401, "sign_in_required"));
    let made_up = Program { client: client.clone(), token: Some("bht_made_up".to_owned()) };
    answers.push((made_up.push("text/csv", SAMPLE).await, 401, "sign_in_required"));
    let lead = Program::of(&client, "lead", &["view_hazards", "report_for_others"]).await;
    answers.push((lead.push("text/csv", SAMPLE).await, 403, "forbidden"));
    answers.push((hotline.push("text/xml", "<a/>").await, 415, "unsupported_media_type"));
    answers.push((hotline.push("text/csv", "x".repeat(1_100_000)).await, 413, "too_large"));
    answers.push((hotline.push("application/json", "[".repeat(200_000)).await, 422, "orders_unreadable"));
    answers.push((hotline.push("text/csv", vec![0xFF, 0xFE, 0x00]).await, 422, "orders_unreadable"));
    answers.push((hotline.push("text/csv", "工单编号\n1\n").await, 422, "column_missing"));
    let elsewhere = hotline.request("POST", "/api/bridge/other/orders", "text/csv", SAMPLE);
    answers.push((answer(client.raw(elsewhere).await).await, 404, "not_found"));
    for (number, (answer, status, code)) in answers.iter().enumerate() {
        assert_eq!(
            (answer.status.as_u16(), answer.json["code"].as_str()),
            (*status, Some(*code)),
            "{number}: {}",
            answer.json
        );
    }
    let none: Vec<String> = database.texts("select id from work_order").await;
    assert!(none.is_empty());
    // A token for orders is good for nothing else.
    assert_eq!(hotline.fetch("/api/hazards").await.0, StatusCode::OK);
    let (_, list) = hotline.fetch("/api/hazards").await;
    let list: Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["items"], json!([]), "nothing is in its scope");
});

both!(the_superior_fetches_its_columns_inside_the_readers_scope, |database: testkit::Database| async move {
    let (_city, client) = bridged(&database).await;
    let hotline = Program::of(&client, "bridge", &["bridge_orders"]).await;
    assert_eq!(hotline.fetch("/api/bridge/12345/orders.json").await.1, "[]");
    hotline.push("text/csv", sample_with("消防通道被占", "=HYPERLINK(1)")).await;
    let (status, csv) = hotline.fetch("/api/bridge/12345/orders.csv").await;
    assert_eq!(status, StatusCode::OK);
    assert!(csv.starts_with("\u{feff}工单编号,本系统编号,承办单位"), "{csv}");
    assert!(csv.contains("'=HYPERLINK(1)"), "no spreadsheet runs it: {csv}");
    let (_, json) = hotline.fetch("/api/bridge/12345/orders.json").await;
    let list: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((list.as_array().expect("a list").len(), &list[0]["报送单位"]), (3, &json!("中原区")));
    let lead = Program::of(&client, "lead", &["view_hazards"]).await;
    let (_, json) = lead.fetch("/api/bridge/12345/orders.json").await;
    let list: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(list.as_array().expect("a list").len(), 2, "the community alone");
    let stranger = Program { client: client.clone(), token: None };
    assert_eq!(stranger.fetch("/api/bridge/12345/orders.csv").await.0, StatusCode::UNAUTHORIZED);
    let later = t0().as_millisecond() + 1;
    assert_eq!(hotline.fetch(&format!("/api/bridge/12345/orders.json?since={later}")).await.1, "[]");
});
