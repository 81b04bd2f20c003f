//! Fields of kinds of places over HTTP: listed, checked, kept, and out and in again as files.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use domain::names::Names;
use domain::place::{ForeignPlace, PlaceFields};
use serde_json::{Value, json};
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::{both, t0};
use uuid::Uuid;

fn garage(city: &City, fields: &Value) -> Value {
    json!({ "id": Uuid::now_v7(), "code": "g1", "kind": "underground_garage", "names": { "zh": "地下车库" },
        "unit": city.id("410102001002001"), "lon": 113.605, "lat": 34.755, "fields": fields })
}

async fn look(client: &Client, kind: &'static str, bytes: Vec<u8>) -> Answer {
    let mut request = client.request("POST", "/api/places/import?dry_run=true", None);
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    *request.body_mut() = Body::from(bytes);
    answer(client.raw(request).await).await
}

both!(a_kind_says_what_it_asks_for_and_a_place_keeps_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let kinds = lead.get("/api/place-kinds").await.json;
    let kinds = kinds["items"].as_array().expect("kinds");
    let kind = kinds.iter().find(|kind| kind["id"] == "underground_garage").expect("a kind");
    let floors = kind["fields"].as_array().expect("fields").iter().find(|field| field["id"] == "floors_below");
    let floors = floors.expect("a field");
    assert_eq!((&floors["type"], &floors["flood"], &floors["most"]), (&json!("integer"), &json!(true), &json!(10.0)));
    let refused = lead.post("/api/places", garage(&city, &json!({ "floors_below": 11 }))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.json);
    let error = &refused.json["errors"][0];
    assert_eq!((&error["pointer"], &error["code"]), (&json!("fields"), &json!("place_field_invalid")));
    assert_eq!(error["detail"], "field `floors_below` is a whole number from 0 to 10, not `11`");
    let known = json!({ "floors_below": 2, "pump_capacity": 120.5, "flood_barrier": true });
    let made = lead.post("/api/places", garage(&city, &known)).await;
    assert_eq!((made.status, &made.json["fields"]), (StatusCode::CREATED, &known), "{}", made.json);
    let open = lead.get(&format!("/api/places?unit={}", city.id("410102001002"))).await.json;
    assert!(open["features"][0]["properties"].get("fields").is_none(), "what is public stays little: {open}");
});

both!(fields_leave_as_columns_and_come_in_again, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let known = json!({ "floors_below": 2, "pump_capacity": 120.5, "flood_barrier": true });
    let made = lead.post("/api/places", garage(&city, &known)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
    let csv = lead.bytes("/api/places/register/export?kind=underground_garage").await;
    let text = String::from_utf8(csv.clone()).expect("text");
    assert!(text.contains("field:floors_below") && !text.contains("field:hydrant_type"), "{text}");
    let all = String::from_utf8(lead.bytes("/api/places/register/export").await).expect("text");
    assert!(all.contains("field:hydrant_type"), "{all}");
    let geojson = lead.bytes("/api/places/register/export?format=geojson").await;
    let file: Value = serde_json::from_slice(&geojson).expect("JSON");
    let properties = &file["features"][0]["properties"];
    assert_eq!((&properties["field:floors_below"], &properties["field:flood_barrier"]), (&json!(2.0), &json!("true")));
    assert!(properties.get("field:entrances").is_none(), "what is not known is left out");
    for (kind, bytes) in [("text/csv", csv), ("application/geo+json", geojson)] {
        let looked = look(&lead, kind, bytes).await.json;
        let sums = (&looked["rows"], &looked["new"], &looked["findings"]);
        assert_eq!(sums, (&json!(1), &json!(0), &json!([])), "{kind}: {looked}");
    }
});

both!(a_place_of_another_register_names_its_source, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let point = json!({ "type": "Point", "coordinates": [113.605, 34.755] });
    let school = ForeignPlace {
        key: "osm:way/7".to_owned(),
        kind: "school".to_owned(),
        names: Names::zh("平安小学"),
        fields: PlaceFields::default(),
        geometry: serde_json::from_value(point).expect("a point"),
    };
    let open = format!("/api/places?unit={}", city.id("410102001002"));
    let stranger = Client::new(router(city.service.clone()).await);
    assert_eq!(lead.post("/api/places", garage(&city, &json!({}))).await.status, StatusCode::CREATED);
    assert_eq!(stranger.get(&open).await.json.get("attribution"), None, "nothing came from elsewhere yet");
    let plan = city.service.plan_foreign_places(vec![school]).await.expect("a plan");
    city.service.take_foreign_places("osm", "city.osm.pbf", plan, t0(), |_| {}).await.expect("taken");
    let listed = lead.get("/api/places/register").await.json;
    let sources: Vec<_> = listed["items"].as_array().expect("places").iter().map(|place| &place["source"]).collect();
    assert_eq!(sources, [&Value::Null, &json!("osm:way/7")], "by code: g1, osm:way/7");
    let shown = stranger.get(&open).await.json;
    assert_eq!(shown["attribution"], "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright");
    assert_eq!(shown["features"].as_array().map(Vec::len), Some(2), "{shown}");
});
