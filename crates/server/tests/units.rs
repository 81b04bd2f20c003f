//! Units over HTTP: lists, counts, locating, tiles, exports, changes.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde_json::json;
use testkit::both;
use testkit::city::{IN_GRID_2, OUTSIDE, fill};
use testkit::client::{Client, router};

both!(pages_cover_every_unit_exactly_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let mut seen = Vec::new();
    let mut path = "/api/units?limit=2".to_owned();
    loop {
        let page = stranger.get(&path).await.json;
        let items = page["items"].as_array().expect("items");
        seen.extend(items.iter().map(|unit| unit["code"].as_str().expect("a code").to_owned()));
        match page["next"].as_str() {
            Some(next) => path = format!("/api/units?limit=2&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5, "everything below the root: {seen:?}");
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 5);
});

both!(a_position_has_a_responsible_unit, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let at = |(lon, lat): (f64, f64)| format!("/api/units/locate?lon={lon}&lat={lat}");
    let inside = stranger.get(&at(IN_GRID_2)).await.json;
    assert_eq!((inside["unit"]["code"].as_str(), inside["fallback"].as_bool()), (Some("410102001002002"), Some(false)));
    assert_eq!(inside["lineage"].as_array().map(Vec::len), Some(5));
    let outside = stranger.get(&at(OUTSIDE)).await.json;
    assert_eq!((outside["unit"]["code"].as_str(), outside["fallback"].as_bool()), (Some("4101"), Some(true)));
});

both!(hazards_are_counted_only_where_the_reader_may_count, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let grid1 = Client::signed_in(router.clone(), "grid1").await;
    let open = async |code: &str| {
        grid1.get(&format!("/api/units/{}", city.id(code))).await.json["unit"]["open_hazards"].clone()
    };
    assert_eq!(open("410102001002001").await, json!(0), "her own grid has none");
    assert_eq!(open("410102001002002").await, json!(null), "the next grid is not hers: unknown, not none");
    assert_eq!(open("410102001002").await, json!(0), "of the community she sees her part");

    let numbers = |json: &serde_json::Value| -> Vec<u64> {
        let runs = json["assessed"].as_array().expect("runs").iter();
        runs.flat_map(|run| run[0].as_u64().expect("a number")..=run[1].as_u64().expect("a number")).collect()
    };
    let number = async |code: &str| {
        grid1.get(&format!("/api/units/{}", city.id(code))).await.json["unit"]["number"].as_u64().expect("a number")
    };
    let (own, next) = (number("410102001002001").await, number("410102001002002").await);
    let map = grid1.get("/api/map/state?level=4").await.json;
    assert_eq!(numbers(&map), [own]);
    let lead = Client::signed_in(router, "lead").await;
    let map = lead.get("/api/map/state?level=4").await.json;
    assert!(numbers(&map).contains(&own) && numbers(&map).contains(&next), "{map}");
});

both!(a_search_tells_namesakes_apart, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let found = stranger.get("/api/units?q=410102001002001").await.json;
    let above = found["items"][0]["above"].as_array().expect("names above").clone();
    assert_eq!(above.len(), 3, "county, street and community, not the city: {above:?}");
    let listed = stranger.get("/api/units?limit=2").await.json;
    assert!(listed["items"][0]["above"].is_null(), "a list below one parent need not repeat it");
});

both!(small_counts_are_kept_back, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let unit = stranger.get(&format!("/api/units/{}", city.id("410102001002001"))).await.json;
    let counts = &unit["unit"]["statistics"];
    assert_eq!(counts["population"], json!({ "value": 1000 }));
    assert_eq!(counts["age_80_plus"], json!({ "suppressed": true }), "three people would be recognised");
    assert!(counts["age_under_14"].is_null(), "unknown is not zero");
    assert!(unit["unit"]["open_hazards"].is_null(), "a stranger learns nothing of hazards");
});

both!(search_finds_names_and_codes, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let codes = |json: serde_json::Value| -> Vec<String> {
        let items = json["items"].as_array().expect("items").clone();
        items.iter().map(|unit| unit["code"].as_str().expect("a code").to_owned()).collect()
    };
    assert_eq!(codes(stranger.get("/api/units?q=%E5%B9%B3%E5%AE%89").await.json), ["410102001002"]);
    assert_eq!(codes(stranger.get("/api/units?q=410102001002").await.json).len(), 3);
    assert!(codes(stranger.get("/api/units?q=02001").await.json).is_empty(), "codes match from their beginning");
});

both!(an_export_begins_with_the_byte_order_mark, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let file = stranger.raw(stranger.request("GET", "/api/units/export?format=csv", None)).await;
    let bytes = file.into_body().collect().await.expect("a body").to_bytes();
    let text = std::str::from_utf8(&bytes).expect("UTF-8");
    assert!(text.starts_with("\u{feff}code,"));
    assert_eq!(text.trim_end().lines().count(), 7, "a header and six units");
});

both!(a_change_with_a_later_date_is_accepted_and_waits, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = Client::signed_in(router(city.service.clone()).await, "admin").await;
    let community = city.unit("410102001002");
    let tomorrow = testkit::t0().as_millisecond() + 86_400_000;
    let order = json!({ "version": 1, "change": "rename", "names": { "zh": "明天" }, "at": tomorrow });
    let planned = admin.post(&format!("/api/units/{}/changes", community.id), order).await;
    assert_eq!((planned.status, &planned.json), (StatusCode::ACCEPTED, &json!({ "tree_version": null })));
    assert_eq!(city.unit("410102001002"), community);
});

both!(an_administrator_changes_the_tree_and_others_may_not, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let community = city.unit("410102001002");
    let path = format!("/api/units/{}/changes", community.id);
    let rename = json!({ "version": community.version, "change": "rename", "names": { "zh": "平安新社区" } });
    let lead = Client::signed_in(router.clone(), "lead").await;
    assert_eq!(lead.post(&path, rename.clone()).await.status, StatusCode::FORBIDDEN);
    let admin = Client::signed_in(router, "admin").await;
    let done = admin.post(&path, rename.clone()).await;
    assert_eq!((done.status, &done.json["tree_version"]), (StatusCode::OK, &json!(2)));
    assert_eq!(admin.post(&path, rename).await.json["code"], "version_conflict");
    let detail = admin.get(&format!("/api/units/{}", community.id)).await.json;
    assert_eq!(detail["unit"]["names"]["zh"], "平安新社区");
    let history: Vec<&str> =
        detail["history"].as_array().expect("lines").iter().filter_map(|line| line["kind"].as_str()).collect();
    assert_eq!(history, ["created", "renamed"]);
});
