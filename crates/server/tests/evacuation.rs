//! Evacuations, shelters and the register over HTTP: what goes out as a file, and what never does.

use axum::http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router};
use uuid::Uuid;

async fn keyed(client: &Client, path: &str, key: Uuid, body: Value) -> Answer {
    let mut request = client.request("POST", path, Some(body));
    let key = HeaderValue::from_str(&key.to_string()).expect("a header");
    request.headers_mut().insert("idempotency-key", key);
    answer(client.raw(request).await).await
}

async fn ordered(city: &City, lead: &Client) -> Answer {
    let groups = json!([{ "label": "3号楼", "households": 20, "asked_help": 2 }]);
    let order = json!({
        "id": Uuid::now_v7(), "unit": city.id("410102001002"), "peril": "flood", "groups": groups,
        "trigger": "橙色预警", "where_to": "平安小学", "move_first": true,
    });
    keyed(lead, "/api/evacuations", Uuid::now_v7(), order).await
}

both!(what_is_reported_over_http_counts_once_and_goes_out_as_counts_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let made = ordered(&city, &lead).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
    assert_eq!((&made.json["households"]["total"], &made.json["can"]["run"]), (&json!(20), &json!(true)));
    let (id, group) = (&made.json["id"], &made.json["items"][0]["id"]);
    let report = format!("/api/evacuations/{}/report", id.as_str().expect("an id"));
    let lines = json!({
        "doors": [{ "group": group, "door": "0702", "stage": "refused" }],
        "moves": [{ "group": group, "from": "listed", "to": "notified", "households": 5 }],
    });
    let key = Uuid::now_v7();
    for _ in 0..2 {
        let said = keyed(&lead, &report, key, lines.clone()).await;
        assert_eq!(said.status, StatusCode::OK, "{}", said.json);
        assert_eq!(said.json["households"]["stages"], json!({ "listed": 14, "notified": 5, "refused": 1 }));
    }
    let beyond = json!({ "moves": [{ "group": group, "from": "listed", "to": "returned", "households": 1 }] });
    let refused = keyed(&lead, &report, Uuid::now_v7(), beyond).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("stage_order")));
    let to_do: Vec<_> = {
        let shown = lead.get(&format!("/api/evacuations/{}", id.as_str().expect("an id"))).await;
        let items = shown.json["items"][0]["to_do"].as_array().expect("a list").clone();
        items.into_iter().map(|one| (one["hand"].clone(), one["households"].clone())).collect()
    };
    assert_eq!(
        to_do,
        [(json!("organiser"), json!(14)), (json!("organiser"), json!(5)), (json!("persuader"), json!(1))]
    );
    let file = lead.raw(lead.request("GET", "/api/evacuations/export", None)).await;
    let bytes = http_body_util::BodyExt::collect(file.into_body()).await.expect("a body").to_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.contains("3号楼") && text.contains(",20,20,14,5,"), "{text}");
    assert!(!text.contains("0702"), "no door leaves in a file: {text}");
});

/// A rule of the interface: one building at a time, and no file.
#[test]
fn no_route_lists_the_register_across_buildings_or_gives_it_as_a_file() {
    let document = serde_json::to_value(server::openapi()).expect("a document");
    let mut known = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        if !path.contains("assist") {
            continue;
        }
        assert!(!path.contains("export"), "{path}");
        for (method, operation) in item.as_object().expect("operations") {
            known.push(format!("{} {path}", method.to_uppercase()));
            let answers = operation["responses"].to_string();
            assert!(!answers.contains("text/csv") && !answers.contains("spreadsheet"), "{path}");
            let says = answers.contains("AssistView") && !answers.contains("LinkedAssistView");
            assert!(!says || path == "/api/assist/{id}/view", "{path} says what an entry says");
        }
    }
    known.sort();
    assert_eq!(
        known,
        [
            "GET /api/assist-prints",
            "GET /api/places/{id}/assist",
            "GET /api/places/{id}/assist/entries",
            "POST /api/assist",
            "POST /api/assist-links",
            "POST /api/assist-links/erase",
            "POST /api/assist-prints/{id}/end",
            "POST /api/assist/{id}/erase",
            "POST /api/assist/{id}/view",
            "POST /api/places/{id}/assist/print",
            "PUT /api/assist/{id}/helpers",
            "PUT /api/places/{id}/assist",
        ],
        "another way to the register needs another look at who sees what"
    );
}

both!(a_file_of_shelters_is_taken_whole_and_comes_back_as_it_went, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (admin, lead) =
        (Client::signed_in(router.clone(), "admin").await, Client::signed_in(router.clone(), "lead").await);
    let import = async |text: &str| {
        let mut request = admin.request("POST", "/api/shelters/import", None);
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
        *request.body_mut() = axum::body::Body::from(text.to_owned());
        answer(admin.raw(request).await).await
    };
    let heading = "code,name_zh,name_en,unit_code,lon,lat,kind,suitable_for,elevation_m,area_m2,class\n";
    let square = format!("{heading}S2,平安广场,,410102001002001,113.605,34.755,open,flood,,9000,emergency\n");
    let refused = import(&square).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("rows_refused")));
    assert_eq!(refused.json["errors"][0]["pointer"], "2/suitable_for", "{}", refused.json);
    let school =
        format!("{heading}S1,平安小学,,410102001002001,113.605,34.756,building,flood;storm,98.5,262,temporary\n");
    let taken = import(&school).await;
    assert_eq!((taken.status, &taken.json["new"]), (StatusCode::OK, &json!(1)), "{}", taken.json);
    let file = lead.raw(lead.request("GET", "/api/shelters/export", None)).await;
    let bytes = http_body_util::BodyExt::collect(file.into_body()).await.expect("a body").to_bytes();
    let again = import(&String::from_utf8_lossy(&bytes)).await;
    assert_eq!((again.status, &again.json["new"]), (StatusCode::OK, &json!(0)), "{}", again.json);
    let listed = lead.get("/api/shelters").await;
    assert_eq!((&listed.json["items"][0]["capacity"], &listed.json["items"][0]["people"]), (&json!(262), &json!(0)));
    let proposed = lead.get("/api/shelters/suggest?lon=113.605&lat=34.755&peril=gas").await;
    assert_eq!(proposed.json[0]["unsuited"], "not_named", "{}", proposed.json);
});

both!(a_shelter_over_http_is_doubted_confirmed_shown_and_taken_back, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (admin, lead) =
        (Client::signed_in(router.clone(), "admin").await, Client::signed_in(router.clone(), "lead").await);
    let mut file = admin.request("POST", "/api/shelters/import", None);
    file.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv"));
    let rows = "code,name_zh,unit_code,lon,lat,kind,suitable_for,area_m2,class\n\
        S1,活动室,410102001002001,113.605,34.756,building,flood,20,temporary\n";
    *file.body_mut() = axum::body::Body::from(rows);
    assert_eq!(answer(admin.raw(file).await).await.status, StatusCode::OK);
    let shelter = lead.get("/api/shelters").await.json["items"][0]["id"].clone();
    let made = ordered(&city, &lead).await;
    let (id, group) = (made.json["id"].as_str().expect("an id"), made.json["items"][0]["id"].clone());
    assert_eq!(made.json["items"][0]["may_choose"], true, "{}", made.json);
    let report = format!("/api/evacuations/{id}/report");
    let say = async |line: Value| keyed(&lead, &report, Uuid::now_v7(), json!({ "shelters": [line] })).await;
    let doubted = say(json!({ "group": group, "shelter": shelter })).await;
    assert_eq!((doubted.status, &doubted.json["code"]), (StatusCode::CONFLICT, &json!("shelter_doubtful")));
    assert_eq!(doubted.json["errors"][0]["code"], "no_room", "{}", doubted.json);
    let sent = say(json!({ "group": group, "shelter": shelter, "confirmed": true })).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.json);
    let goes_to = &sent.json["items"][0]["goes_to"];
    assert_eq!(
        (&goes_to["names"]["zh"], &goes_to["free"], &goes_to["coming"]),
        (&json!("活动室"), &json!(20), &json!(52))
    );
    let unseen = say(json!({ "group": group })).await;
    assert_eq!((unseen.status, &unseen.json["code"]), (StatusCode::CONFLICT, &json!("shelter_changed")));
    let back = say(json!({ "group": group, "from": shelter })).await;
    assert!(back.status == StatusCode::OK && back.json["items"][0]["goes_to"].is_null(), "{}", back.json);
    let groups =
        json!([{ "label": "4号楼", "households": 1 }, { "label": "5号楼", "households": 9, "shelter": shelter }]);
    let order = json!({ "id": Uuid::now_v7(), "unit": city.id("410102001002"), "peril": "flood", "groups": groups });
    let doubted = keyed(&lead, "/api/evacuations", Uuid::now_v7(), order).await;
    let told = (&doubted.json["code"], &doubted.json["errors"][0]["pointer"], &doubted.json["errors"][0]["code"]);
    assert_eq!(told, (&json!("shelter_doubtful"), &json!("groups/1/shelter"), &json!("no_room")), "{}", doubted.json);
});
