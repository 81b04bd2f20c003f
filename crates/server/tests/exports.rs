//! Lists as files over HTTP: who gets what, in which forms, and what a file never holds.

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{IN_GRID_1, IN_GRID_2, fill};
use testkit::client::{Client, router};
use testkit::keys::Keys;
use testkit::t0;
use testkit::walk::submission;

/// Rows below the header, each cell as text.
fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    assert_eq!(&bytes[..3], "\u{feff}".as_bytes(), "a byte order mark");
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn xlsx_rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("list").expect("a sheet");
    sheet.rows().skip(1).map(|row| row.iter().map(Data::to_string).collect()).collect()
}

fn features(bytes: &[u8]) -> Vec<Value> {
    let file: Value = serde_json::from_slice(bytes).expect("JSON");
    file["features"].as_array().expect("features").clone()
}

both!(hazards_leave_in_three_forms_within_one_scope, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    // More than one page of the file.
    for index in 0..503 {
        let at = if index < 502 { IN_GRID_1 } else { IN_GRID_2 };
        city.service.report(None, submission("A01", at), t0()).await.expect("a report");
    }
    let router = router(city.service.clone()).await;
    for (login, expected) in [("lead", 503), ("grid1", 502), ("grid2", 1), ("property", 0)] {
        let client = Client::signed_in(router.clone(), login).await;
        let csv = csv_rows(&client.bytes("/api/hazards/export").await);
        let xlsx = xlsx_rows(client.bytes("/api/hazards/export?format=xlsx").await);
        let geojson = features(&client.bytes("/api/hazards/export?format=geojson").await);
        assert_eq!((csv.len(), xlsx.len(), geojson.len()), (expected, expected, expected), "{login}");
        let mut numbers: Vec<_> = csv.iter().map(|row| row[0].clone()).collect();
        assert_eq!(xlsx.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), numbers, "{login}");
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), expected, "each once");
        assert!(csv.iter().all(|row| !row.concat().contains("e-bikes")), "nobody's words");
    }
    let lead = Client::signed_in(router, "lead").await;
    let one =
        features(&lead.bytes(&format!("/api/hazards/export?format=geojson&unit={}", city.id("410102001002002"))).await);
    assert_eq!(one[0]["geometry"], json!({ "type": "Point", "coordinates": [IN_GRID_2.0, IN_GRID_2.1] }));
    assert_eq!(one[0]["properties"]["state"], "reported");
    for query in ["format=pdf", "format=geojson&state=lost"] {
        let refused = lead.get(&format!("/api/hazards/export?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
});

both!(units_bodies_places_and_rosters_leave_as_files, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let stranger = Client::new(router.clone());
    assert_eq!(csv_rows(&stranger.bytes("/api/units/export").await).len(), 6);
    let units = xlsx_rows(stranger.bytes("/api/units/export?format=xlsx").await);
    let codes: Vec<_> = units.iter().map(|row| row[0].as_str()).collect();
    assert!(codes.contains(&"410102001002002") && codes.len() == 6, "a code of fifteen digits stays whole: {codes:?}");
    let bodies = csv_rows(&stranger.bytes("/api/bodies/export").await);
    assert_eq!(xlsx_rows(stranger.bytes("/api/bodies/export?format=xlsx").await).len(), bodies.len());
    let listed = stranger.get("/api/bodies?limit=500").await.json["items"].as_array().expect("items").len();
    assert_eq!(bodies.len(), listed);
    let kinds = stranger.get("/api/bodies/export?kind=castle").await;
    assert_eq!(kinds.json["errors"][0]["code"], "kind_unknown");
    let places = format!("/api/places/export?unit={}", city.id("4101"));
    assert_eq!(
        features(&stranger.bytes(&format!("{places}&format=geojson")).await).len(),
        csv_rows(&stranger.bytes(&places).await).len()
    );
    assert_eq!(stranger.get("/api/bodies/export?format=geojson").await.json["errors"][0]["code"], "format_unknown");

    let roster = format!("/api/units/{}/roster/export", city.id("410102001002"));
    assert_eq!(stranger.get(&roster).await.status, StatusCode::UNAUTHORIZED);
    let lead = Client::signed_in(router.clone(), "lead").await;
    let shown = lead.get(&format!("/api/roster?unit={}", city.id("410102001002"))).await.json;
    let lines = shown["items"].as_array().expect("items").len();
    assert_eq!(csv_rows(&lead.bytes(&roster).await).len(), lines);
    assert_eq!(xlsx_rows(lead.bytes(&format!("{roster}?format=xlsx")).await).len(), lines);
    let grid = Client::signed_in(router, "grid1").await;
    let elsewhere = format!("/api/units/{}/roster/export", city.id("410102"));
    assert_eq!(grid.get(&elsewhere).await.json["code"], "forbidden");
});

both!(places_leave_page_by_page, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let unit = city.unit("410102001002001");
    let place = |index: usize| {
        let (id, geometry) = (domain::id::PlaceId(uuid::Uuid::now_v7()), geojson_point(113.605, 34.755));
        let (code, names) = (format!("P{index:04}"), domain::names::Names::zh("=车库"));
        let place = domain::place::Place::new(id, &code, "underground_garage", names, unit.id, geometry);
        store::place::PlaceRow { place, path: unit.path.clone(), middle: None }
    };
    let places: Vec<_> = (0..1_001).map(place).collect();
    let write = database.store.write().await.expect("a write");
    store::place::save(&write, &places).await.expect("places");
    write.commit().await.expect("a commit");
    let stranger = Client::new(router(city.service.clone()).await);
    let path = format!("/api/places/export?unit={}", unit.id);
    let csv = csv_rows(&stranger.bytes(&path).await);
    assert_eq!((csv.len(), csv[1_000][0].as_str(), csv[0][3].as_str()), (1_001, "P1000", "'=车库"));
    let xlsx = xlsx_rows(stranger.bytes(&format!("{path}&format=xlsx")).await);
    assert_eq!((xlsx.len(), xlsx[0][3].as_str()), (1_001, "=车库"), "a text in a workbook is no formula");
    assert_eq!(features(&stranger.bytes(&format!("{path}&format=geojson")).await).len(), 1_001);
});

fn geojson_point(lon: f64, lat: f64) -> geojson::Geometry {
    json!({ "type": "Point", "coordinates": [lon, lat] }).to_string().parse().expect("a geometry")
}

both!(accounts_leave_without_contacts_and_leave_a_trace, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    let kind = domain::contact::ContactKind::Phone;
    service.set_contact(Some(&lead), lead.account, kind, Some("13812341234"), t0()).await.expect("a contact");
    let router = router(service).await;
    let refused = Client::signed_in(router.clone(), "lead").await.get("/api/accounts/export").await;
    assert_eq!((refused.status.as_u16(), &refused.json["code"]), (403, &json!("forbidden")));
    assert_eq!(database.store.journal_count("export.made").await.expect("a count"), 0);
    let admin = Client::signed_in(router, "admin").await;
    let csv = csv_rows(&admin.bytes("/api/accounts/export").await);
    let xlsx = xlsx_rows(admin.bytes("/api/accounts/export?format=xlsx").await);
    let listed = admin.get("/api/accounts").await.json;
    let postings: usize = listed
        .as_array()
        .expect("accounts")
        .iter()
        .map(|item| item["postings"].as_array().expect("postings").len())
        .sum();
    assert_eq!((csv.len(), xlsx.len()), (postings, postings));
    assert!(csv.iter().any(|row| row[0] == "lead" && row[4] == "社区书记"), "{csv:?}");
    assert!(!csv.concat().concat().contains("1381234"), "no contact of anybody");
    assert_eq!(database.store.journal_count("export.made").await.expect("a count"), 2);
});

both!(the_journal_leaves_within_its_reader_s_scope_and_says_so, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    city.account("auditor1", "auditor", "410102001002001").await;
    for at in [IN_GRID_1, IN_GRID_2] {
        city.service.report(None, submission("A01", at), t0()).await.expect("a report");
    }
    let router = router(city.service.clone()).await;
    let refused = Client::signed_in(router.clone(), "lead").await.get("/api/journal/export").await;
    assert_eq!(refused.json["code"], "forbidden");
    let auditor = Client::signed_in(router.clone(), "auditor1").await;
    let own = csv_rows(&auditor.bytes("/api/journal/export?kind=hazard.").await);
    assert_eq!(own.len(), 1);
    let admin = Client::signed_in(router, "admin").await;
    assert_eq!(xlsx_rows(admin.bytes("/api/journal/export?kind=hazard.&format=xlsx").await).len(), 2);
    let whole = csv_rows(&admin.bytes("/api/journal/export").await);
    let page = admin.get("/api/journal?limit=500").await.json;
    let made: Vec<_> = whole.iter().filter(|row| row[3] == "export.made").collect();
    assert_eq!(made.len(), 3, "this one is in it too");
    assert_eq!(whole.len() + 1, page["items"].as_array().expect("items").len(), "then only the look itself is new");
    let lead = city.actor("lead").await.account;
    admin.bytes(&format!("/api/journal/export?actor={lead}")).await;
    let looks = admin.get(&format!("/api/journal?kind=journal.read&subject={lead}")).await.json;
    assert!(!looks["items"].as_array().expect("items").is_empty(), "a person's part is written down about that person");
});

both!(silent_posts_and_late_tasks_of_an_exercise_leave_whole, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = testkit::exercise::played(&city).await;
    let street = Client::signed_in(router(city.service.clone()).await, "street").await;
    let silent = format!("/api/exercises/{id}/silent/export");
    let row = ["410102001002001", "试点社区第一网格", "专职网格员", "no_network", "1", "0", "0"];
    assert_eq!(csv_rows(&street.bytes(&silent).await), [row]);
    assert_eq!(xlsx_rows(street.bytes(&format!("{silent}?format=xlsx")).await), [row]);
    let late = format!("/api/exercises/{id}/late-tasks/export");
    let unit = ["410102001002001", "试点社区第一网格"];
    let rows = [
        [&unit[..], &["测报积水深度", "do", "2021-07-20 08:30", "", "480"]].concat(),
        [&unit[..], &["巡查下穿通道", "do", "2021-07-20 08:30", "2021-07-20 09:15", "45"]].concat(),
    ];
    assert_eq!(csv_rows(&street.bytes(&late).await), rows);
    assert_eq!(xlsx_rows(street.bytes(&format!("{late}?format=xlsx")).await), rows);

    let report = street.get(&format!("/api/exercises/{id}")).await.json["report"].clone();
    assert_eq!(report["unreached_by"], json!([{ "why": "no_network", "posts": 1 }]));
    let post = &report["silent_posts"][0];
    assert_eq!((&post["why"], &post["title_names"]["zh"]), (&json!("no_network"), &json!("专职网格员")));
    assert_eq!((&report["silent_rows"], &report["rounds"][0]["out_of_reach"]), (&json!(1), &json!(1)));
    assert_eq!((&report["late_rows"], &report["late_unreported"]), (&json!(2), &json!(1)));
    assert_eq!(report["late_tasks"][1]["late_min"], 45);
});
