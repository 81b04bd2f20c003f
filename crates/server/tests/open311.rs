//! Open311 GeoReport v2 by a real HTTP client over a real socket: report, follow, list; what is not public stays here.

use domain::hazard::Command;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use service::bridge::{Open311, Outside};
use testkit::bridge::{account, token_actor};
use testkit::city::{City, fill};
use testkit::client::{self, router};
use testkit::{both, keys, t0};

struct Interface {
    base: String,
    http: Client,
}

/// A city whose interface listens on a socket.
async fn listening(database: &testkit::Database, public_list: bool) -> (City, Interface, axum::Router) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    account(&city).await;
    let open311 = Open311 {
        jurisdiction: "zhengzhou.example".to_owned(),
        public_list,
        contact: "desk@zhengzhou.example".to_owned(),
        base_url: "https://city.example/".to_owned(),
    };
    city.service.fit_outside(Outside { bridges: Vec::new(), open311: Some(open311) });
    let router = router(city.service.clone()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let base = format!("http://{}/open311/v2", listener.local_addr().expect("an address"));
    let served = router.clone();
    tokio::spawn(async move { axum::serve(listener, served).await });
    (city, Interface { base, http: Client::new() }, router)
}

impl Interface {
    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await.expect("an answer");
        (answer.status(), answer.json().await.expect("JSON"))
    }

    async fn post(&self, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        self.post_text(
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&"),
        )
        .await
    }

    async fn post_text(&self, text: String) -> (StatusCode, Value) {
        let request = self.http.post(format!("{}/requests.json", self.base));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(text);
        let answer = request.send().await.expect("an answer");
        (answer.status(), answer.json().await.expect("JSON"))
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A token of `login` for these permissions.
async fn token(router: &axum::Router, login: &str, permissions: &[&str]) -> String {
    let person = client::Client::signed_in(router.clone(), login).await;
    let ends = t0().as_millisecond() + 86_400_000;
    let order = json!({ "name": "app", "permissions": permissions, "unit": null, "expires_at": ends });
    person.post("/api/tokens", order).await.json["secret"].as_str().expect("a secret").to_owned()
}

fn is_error(answer: &(StatusCode, Value), status: u16, part: &str) {
    assert_eq!(answer.0.as_u16(), status, "{}", answer.1);
    assert_eq!(answer.1[0]["code"], status, "{}", answer.1);
    assert!(answer.1[0]["description"].as_str().is_some_and(|text| text.contains(part)), "{part}: {}", answer.1);
}

both!(a_request_is_sent_followed_and_closed, |database: testkit::Database| async move {
    let (city, interface, router) = listening(&database, true).await;
    let key = token(&router, "bridge", &["bridge_orders"]).await;
    let (status, discovery) = interface.get("/discovery.json").await;
    assert_eq!(
        (status, &discovery["endpoints"][0]["url"]),
        (StatusCode::OK, &json!("https://city.example/open311/v2"))
    );
    let (_, services) = interface.get("/services.json?jurisdiction_id=zhengzhou.example").await;
    let codes: Vec<&str> =
        services.as_array().expect("a list").iter().filter_map(|s| s["service_code"].as_str()).collect();
    assert!(codes.contains(&"A04") && !codes.contains(&"S05") && !codes.contains(&"S04"), "{codes:?}");
    assert_eq!(interface.get("/services/A04.json").await.1, json!({ "service_code": "A04", "attributes": [] }));

    let (status, made) = interface
        .post(&[
            ("api_key", &key),
            ("service_code", "A04"),
            ("lat", "34.75512"),
            ("long", "113.60512"),
            ("description", "消防通道被占,=1+1"),
            ("phone", "13812345678"),
            ("media_url", "http://169.254.169.254/latest"),
        ])
        .await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let id = made[0]["service_request_id"].as_str().expect("a number").to_owned();
    assert!(made[0]["service_notice"].as_str().is_some_and(|notice| notice.contains("not fetched")));
    let scope = city.service.operator_scope();
    let rows = database.store.hazards(&scope, &store::hazard::Filter::default(), None, 5).await.expect("rows");

    let (_, listed) = interface.get("/requests.json").await;
    assert_eq!(listed.as_array().expect("a list").len(), 1);
    let (_, one) = interface.get(&format!("/requests/{id}.json")).await;
    let shown = &one[0];
    assert_eq!((&shown["status"], &shown["service_code"]), (&json!("open"), &json!("A04")));
    assert_eq!((&shown["lat"], &shown["long"]), (&json!(34.755), &json!(113.605)), "about a hundred metres");
    assert_eq!(shown["requested_datetime"], "2021-07-20T08:00:00+08:00");
    let text = one.to_string();
    assert!(shown["description"].is_null() && !text.contains("media_url") && !text.contains("1381"), "{text}");
    // Its phone number is sealed and in no answer, entry or text.
    assert_eq!(database.texts("select language from report_contact").await.len(), 1);
    let (_, full) = interface.get(&format!("/requests/{id}.json?api_key={key}")).await;
    assert_eq!((&full[0]["description"], &full[0]["lat"]), (&json!("消防通道被占,=1+1"), &json!(34.75512)));

    let (_, found) = interface.get(&format!("/tokens/{}.json", rows[0].hazard.id)).await;
    assert_eq!(found[0]["service_request_id"], id.as_str());
    let stored = testkit::walk::walk(&city, rows[0].clone(), 1, testkit::walk::to_verified(&city)).await;
    testkit::walk::act(&city, "lead", &stored, Command::Close, testkit::walk::minute(9)).await.expect("closed");
    let (_, one) = interface.get(&format!("/requests/{id}.json")).await;
    assert_eq!((&one[0]["status"], &one[0]["status_notes"]), (&json!("closed"), &json!("已办结")));
    assert_eq!(one[0]["updated_datetime"], "2021-07-20T08:09:00+08:00");
    assert_eq!(interface.get("/requests.json?status=open").await.1, json!([]));
    assert_eq!(
        interface.get("/requests.json?status=closed,open&page_size=1").await.1.as_array().expect("a list").len(),
        1
    );
    assert_eq!(interface.get("/requests.json?page=2").await.1, json!([]));
});

both!(what_is_wrong_is_said_as_the_standard_says_it, |database: testkit::Database| async move {
    let (city, interface, router) = listening(&database, false).await;
    let key = token(&router, "bridge", &["bridge_orders"]).await;
    let other = token(&router, "lead", &["view_roster"]).await;
    let at = [("lat", "34.755"), ("long", "113.605")];
    let with = |more: &[(&'static str, &str)]| {
        let all: Vec<String> =
            at.iter().chain(more).map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        interface.post_text(all.join("&"))
    };
    is_error(&with(&[("service_code", "A04")]).await, 403, "api_key is missing");
    is_error(&with(&[("service_code", "A04"), ("api_key", "bht_x")]).await, 403, "not valid");
    // A session is no key: no page of another site can report with it.
    is_error(&with(&[("service_code", "A04"), ("api_key", "deadbeef")]).await, 403, "not valid");
    is_error(&with(&[("service_code", "A04"), ("api_key", &other)]).await, 403, "bridge_orders");
    is_error(&with(&[("api_key", &key)]).await, 400, "service_code is missing");
    is_error(&with(&[("api_key", &key), ("service_code", "S05")]).await, 400, "none of services");
    is_error(
        &with(&[("api_key", &key), ("service_code", "A04"), ("email", "a@b.example")]).await,
        400,
        "email is not kept",
    );
    is_error(&with(&[("api_key", &key), ("service_code", "A04"), ("phone", "12")]).await, 400, "11 digits");
    is_error(&with(&[("api_key", &key), ("service_code", "A04"), ("description", "a\0b")]).await, 400, "control");
    is_error(
        &with(&[("api_key", &key), ("service_code", "A04"), ("description", &"x".repeat(3_000))]).await,
        400,
        "2000",
    );
    is_error(&with(&[("api_key", &key), ("service_code", "A04"), ("jurisdiction_id", "x")]).await, 404, "jurisdiction");
    let nowhere = [("api_key", key.as_str()), ("service_code", "A04")];
    is_error(&interface.post(&nowhere).await, 400, "address_string");
    is_error(&interface.post(&[nowhere[0], nowhere[1], ("lat", "x"), ("long", "1")]).await, 400, "lat");
    is_error(&interface.post(&[nowhere[0], nowhere[1], ("address_id", "77")]).await, 400, "address_id");
    is_error(&interface.post_text(format!("description={}", "x".repeat(1_100_000))).await, 413, "1 MiB");
    assert!(database.texts("select channel from hazard").await.is_empty());
    assert_eq!(interface.post(&[nowhere[0], nowhere[1], ("address_string", "建设路")]).await.0, StatusCode::CREATED);
    let rows =
        database.store.hazards(&city.service.operator_scope(), &Default::default(), None, 5).await.expect("rows");
    assert_eq!((rows.len(), rows[0].hazard.unit, rows[0].hazard.channel.word()), (1, city.id("4101"), "import"));

    is_error(&interface.get("/requests.json").await, 403, "api_key is missing");
    let get = async |path: &str| interface.get(&format!("{path}api_key={key}")).await;
    assert_eq!(get("/requests.json?").await.1.as_array().expect("a list").len(), 1);
    is_error(&get("/requests.json?status=lost&").await, 400, "status");
    is_error(&get("/requests.json?start_date=yesterday&").await, 400, "start_date");
    is_error(&get("/requests.json?start_date=2021-01-01&end_date=2021-07-20&").await, 400, "90 days");
    is_error(&get("/requests.json?page=0&").await, 400, "page");
    is_error(&get("/requests.json?page=x&").await, 400, "");
    is_error(&get("/requests/H-2021-999999.json?").await, 404, "not found");
    is_error(&get("/requests/H-1999-000001.json?").await, 404, "not found");
    is_error(&get("/requests/1.xml?").await, 404, "JSON");
    is_error(&interface.get("/tokens/01890000-0000-7000-8000-000000000000.json").await, 404, "token");
    is_error(&interface.get("/services/Z9.json").await, 404, "service_code");
});

both!(the_public_sees_no_place_where_somebody_is_ill, |database: testkit::Database| async move {
    let (city, interface, router) = listening(&database, true).await;
    let actor = token_actor(&city, &[domain::access::Permission::BridgeOrders]).await;
    assert!(!actor.postings.is_empty());
    let key = token(&router, "bridge", &["bridge_orders"]).await;
    for code in ["H01", "S02", "A12"] {
        let fields = [("api_key", key.as_str()), ("service_code", code), ("lat", "34.755"), ("long", "113.605")];
        assert_eq!(interface.post(&fields).await.0, StatusCode::CREATED, "{code}");
    }
    let codes = async |path: &str| {
        let (_, list) = interface.get(path).await;
        let list = list.as_array().expect("a list").clone();
        let mut codes: Vec<String> =
            list.iter().map(|one| one["service_code"].as_str().expect("a code").to_owned()).collect();
        codes.sort();
        codes
    };
    assert_eq!(codes("/requests.json").await, ["A12"]);
    assert_eq!(codes("/requests.json?service_code=H01").await, [""; 0]);
    assert_eq!(codes(&format!("/requests.json?api_key={key}")).await, ["A12", "H01", "S02"]);
    assert_eq!(codes(&format!("/requests.json?service_code=H01,S02&api_key={key}")).await, ["H01", "S02"]);
    let ids = ["H-2021-000001", "H-2021-000002", "H-2021-000003", "x"].join(",");
    assert_eq!(codes(&format!("/requests.json?service_request_id={ids}")).await.len(), 1, "ids open nothing");
});

both!(where_it_was_not_opened_there_is_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = client::Client::new(router(city.service.clone()).await);
    for path in ["discovery.json", "services.json", "services/A04.json", "requests.json", "requests/H-2021-000001.json"]
    {
        let answer = stranger.get(&format!("/open311/v2/{path}")).await;
        assert_eq!((answer.status.as_u16(), &answer.json[0]["code"]), (404, &json!(404)), "{path}");
    }
});

both!(a_program_that_floods_is_told_when_to_come_again, |database: testkit::Database| async move {
    let (city, interface, router) = listening(&database, false).await;
    let key = token(&router, "bridge", &["bridge_orders"]).await;
    let send = |from: [u8; 4], command: uuid::Uuid, key: &str| {
        let text = format!("api_key={key}&service_code=A04&lat=34.75512&long=113.60512&description=x");
        let mut request = axum::http::Request::new(axum::body::Body::from(text));
        *request.method_mut() = axum::http::Method::POST;
        *request.uri_mut() = "/open311/v2/requests.json".parse().expect("a path");
        let headers = request.headers_mut();
        headers.insert("content-type", "application/x-www-form-urlencoded".parse().expect("a header"));
        headers.insert("idempotency-key", command.to_string().parse().expect("a header"));
        let peer = std::net::SocketAddr::from((from, 40_000));
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        let client = client::Client::new(router.clone());
        async move { client::answer(client.raw(request).await).await }
    };
    let (here, first) = ([198, 51, 100, 7], uuid::Uuid::now_v7());
    assert_eq!(send(here, first, &key).await.status, StatusCode::CREATED);
    // As if the rest of the budget had been spent in this moment.
    let budget = domain::access::throttle::REPORT_NETWORK;
    let spent = t0().as_millisecond() + i64::from(budget.tries) * i64::from(budget.refill_s) * 1_000;
    database.execute(&format!("update throttle set spent_until = {spent}")).await;
    let held = send(here, uuid::Uuid::now_v7(), &key).await;
    is_error(&(held.status, held.json.clone()), 429, "too many reports");
    let wait: u32 = held.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert_eq!(wait, budget.refill_s);
    assert_eq!(send(here, first, &key).await.status, StatusCode::CREATED, "a repetition costs nothing");
    assert_eq!(send([203, 0, 113, 9], uuid::Uuid::now_v7(), &key).await.status, StatusCode::CREATED);
    // The people of the same network have their own budget.
    let (lon, lat) = testkit::city::IN_GRID_1;
    let person = client::Client::new(router.clone());
    let report = json!({ "id": uuid::Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let mut request = person.request("POST", "/api/hazards", Some(report));
    let peer = std::net::SocketAddr::from((here, 40_001));
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    assert_eq!(person.raw(request).await.status(), StatusCode::CREATED);
    drop((city, interface));
});
