//! Warnings and calls over HTTP: refusals with their reasons, the board that follows, the stream that says so.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::warning::{Cap, fit_station};
use testkit::{both, keys, t0};

async fn give(client: &Client, kind: &'static str, text: String) -> Answer {
    let mut request = client.request("POST", "/api/warnings", None);
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    *request.body_mut() = Body::from(text);
    answer(client.raw(request).await).await
}

/// A city whose station's program hands warnings in, with its router.
async fn city(database: &testkit::Database) -> (City, axum::Router) {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    city.account("station", "warning_source", "4101").await;
    let router = router(city.service.clone()).await;
    (city, router)
}

async fn wait_for(client: &Client, path: &str, holds: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..200 {
        let found = client.get(path).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.json);
        if holds(&found.json) {
            return found.json;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    client.get(path).await.json
}

both!(a_warning_is_taken_once_and_refused_with_every_reason, |database: testkit::Database| async move {
    let (_city, router) = city(&database).await;
    let station = Client::signed_in(router.clone(), "station").await;
    let red = Cap::red("red");
    let taken = give(&station, "application/cap+xml", red.xml()).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
    assert_eq!((&taken.json["colour"], &taken.json["official"]), (&json!("red"), &json!(true)));
    assert_eq!(taken.json["units"][0]["code"], "410102001002");
    assert!(taken.json["callout"]["id"].is_string());
    let again = give(&station, "text/xml; charset=utf-8", red.xml()).await;
    assert_eq!((again.status, &again.json["id"]), (StatusCode::OK, &taken.json["id"]));
    let broken = give(&station, "application/cap+xml", red.xml().replace("<scope>Public</scope>", "")).await;
    assert_eq!((broken.status, &broken.json["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("warning_invalid")));
    assert_eq!(broken.json["errors"][0]["pointer"], "/alert/scope", "{}", broken.json);
    let wide =
        Cap::red("wide").xml().replace("UTF-8", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let mut request = station.request("POST", "/api/warnings", None);
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/cap+xml"));
    *request.body_mut() = Body::from([&[0xff, 0xfe][..], &wide].concat());
    let wide = answer(station.raw(request).await).await;
    assert_eq!(wide.status, StatusCode::CREATED, "any encoding of letters: {}", wide.json);
    let plain = give(&station, "text/plain", red.xml()).await;
    assert_eq!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let grid = Client::signed_in(router, "grid1").await;
    assert_eq!(give(&grid, "application/cap+xml", Cap::red("other").xml()).await.status, StatusCode::FORBIDDEN);
});

both!(the_board_follows_each_report_and_each_reader_sees_the_own_part, |database: testkit::Database| async move {
    let (city, router) = city(&database).await;
    let station = Client::signed_in(router.clone(), "station").await;
    let taken = give(&station, "application/cap+xml", Cap::red("red").xml()).await;
    let round = taken.json["callout"]["id"].as_str().expect("a round").to_owned();
    let (lead, grid) =
        (Client::signed_in(router.clone(), "lead").await, Client::signed_in(router.clone(), "grid1").await);
    let board = format!("/api/callouts/{round}/board");
    let before = lead.get(&board).await;
    assert_eq!(before.json["callout"]["counts"]["posts"], 0, "{}", before.json);
    assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 3);
    let placed = wait_for(&lead, &board, |json| json["callout"]["counts"]["posts"] == 3).await;
    assert_eq!(placed["callout"]["placed"], true, "{placed}");
    assert_eq!(placed["children"].as_array().map(Vec::len), Some(2));

    let mine = grid.get("/api/me/calls").await;
    let call = mine.json["items"][0]["id"].as_str().expect("a call").to_owned();
    assert_eq!(mine.json["items"][0]["warning"]["instruction"]["zh"], "停止集会、停课、停业。");
    let said = grid.post(&format!("/api/calls/{call}/report"), json!({ "report": "received" })).await;
    assert_eq!((said.status, &said.json["state"]), (StatusCode::OK, &json!("received")), "{}", said.json);
    let after = wait_for(&lead, &board, |json| json["callout"]["counts"]["received"] == 1).await;
    assert_eq!((&after["unit"]["counts"]["received"], &after["unit"]["confirmed"]), (&json!(1), &json!(false)));
    grid.post(&format!("/api/calls/{call}/report"), json!({ "report": "moved", "people": 4 })).await;
    let after = wait_for(&lead, &board, |json| json["callout"]["counts"]["on_post"] == 1).await;
    assert_eq!((&after["callout"]["confirmed_units"], &after["unit"]["counts"]["moved"]), (&json!(1), &json!(4)));

    let own = grid.get(&board).await;
    assert_eq!(own.json["unit"]["code"], "410102001002001", "her own part: {}", own.json);
    assert_eq!(own.json["callout"]["counts"]["posts"], 1);
    let above = grid.get(&format!("{board}?unit={}", city.id("410102001002"))).await;
    assert_eq!(above.status, StatusCode::NOT_FOUND);
    let second = Client::signed_in(router, "grid2").await;
    assert_eq!(second.get(&format!("/api/calls/{call}")).await.status, StatusCode::NOT_FOUND);
    let refused = second.post(&format!("/api/calls/{call}/report"), json!({ "report": "on_post" })).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
});

both!(
    lists_of_calls_have_no_names_and_a_name_is_seen_with_a_reason_in_the_journal,
    |database: testkit::Database| async move {
        let (city, router) = city(&database).await;
        let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
        city.service.place_calls(t0()).await.expect("calls");
        let street = Client::signed_in(router, "street").await;
        let list = street.get(&format!("/api/callouts/{round}/calls?state=unanswered&limit=2")).await;
        assert_eq!(list.json["items"].as_array().map(Vec::len), Some(2), "{}", list.json);
        let next = list.json["next"].as_str().expect("another page");
        let rest = street.get(&format!("/api/callouts/{round}/calls?state=unanswered&limit=2&after={next}")).await;
        assert_eq!(rest.json["items"].as_array().map(Vec::len), Some(1));
        assert!(!list.json.to_string().contains("grid1"), "a post, not a person");
        let call = list.json["items"][0]["id"].as_str().expect("a call");
        let without = street.post(&format!("/api/calls/{call}/reveal"), json!({ "reason": " " })).await;
        assert_eq!(
            (without.status, &without.json["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("reason_required"))
        );
        let shown = street.post(&format!("/api/calls/{call}/reveal"), json!({ "reason": "电话催促" })).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.json);
        assert!(shown.json["names"]["zh"].is_string());
        let entries = city.service.store().journal_of(call.parse().expect("an id")).await.expect("entries");
        assert_eq!(entries.last().map(|entry| entry.kind.as_str()), Some("call.revealed"));
        assert!(!entries.last().expect("an entry").payload.to_string().contains("催促"), "no free text in the journal");
        let call = city.service.store().call(call.parse::<uuid::Uuid>().expect("an id").into()).await.expect("a call");
        let whose = call.expect("a call").post.1;
        assert!(city.service.unmaskings(whose).await.expect("views").is_empty(), "there was no number to see");
        let lead = city.actor("lead").await;
        testkit::warning::phone(&city, &lead, "13800000001").await;
        let own = list.json["items"]
            .as_array()
            .into_iter()
            .flatten()
            .chain(rest.json["items"].as_array().into_iter().flatten());
        let own = own
            .filter(|item| item["unit"]["code"] == "410102001002")
            .find_map(|item| item["id"].as_str())
            .expect("a call");
        street.post(&format!("/api/calls/{own}/reveal"), json!({ "reason": "电话催促" })).await;
        let seen = city.service.unmaskings(lead.account).await.expect("views");
        assert_eq!(
            seen.first().and_then(|view| view.reason.as_deref()),
            Some("电话催促"),
            "whose number it is sees why"
        );
    }
);

both!(a_stream_says_that_a_round_changed_and_only_to_whom_it_concerns, |database: testkit::Database| async move {
    use http_body_util::BodyExt;
    let (city, router) = city(&database).await;
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    city.service.place_calls(t0()).await.expect("calls");
    let grid = Client::signed_in(router.clone(), "grid1").await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let mut stream = lead.raw(lead.request("GET", "/api/events", None)).await.into_body();
    let mine = grid.get("/api/me/calls").await;
    let call = mine.json["items"][0]["id"].as_str().expect("a call").to_owned();
    grid.post(&format!("/api/calls/{call}/report"), json!({ "report": "on_post" })).await;
    let mut heard = String::new();
    let listen = async {
        while !heard.contains("event: callout") {
            let Some(Ok(frame)) = stream.frame().await else { break };
            heard.push_str(&String::from_utf8_lossy(frame.data_ref().map_or(&[][..], |data| data)));
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), listen).await.expect("an event");
    assert!(heard.contains(&format!("{{\"id\":\"{round}\"}}")), "{heard}");
});

both!(
    a_silent_post_is_somebodys_task_on_the_phone_and_a_call_goes_to_another_post,
    |database: testkit::Database| async move {
        let (city, router) = city(&database).await;
        let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
        city.service.place_calls(t0()).await.expect("calls");
        let (street, lead) =
            (Client::signed_in(router.clone(), "street").await, Client::signed_in(router.clone(), "lead").await);
        let grid = Client::signed_in(router, "grid1").await;
        let mine = grid.get("/api/me/calls").await;
        let call = mine.json["items"][0]["id"].as_str().expect("a call").to_owned();
        let path = format!("/api/calls/{call}");
        let helpers = grid.get(&format!("{path}/helpers")).await;
        assert_eq!(helpers.json["items"].as_array().map(Vec::len), Some(1), "{}", helpers.json);
        assert_eq!(helpers.json["items"][0]["unit"]["code"], "410102001002");
        let post = &helpers.json["items"][0]["id"];

        let order = json!({ "post": post, "way": "knock", "minutes": 15 });
        let refused = grid.post(&format!("{path}/knock"), order.clone()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.json);
        let ordered = street.post(&format!("{path}/knock"), order).await;
        assert_eq!(ordered.status, StatusCode::NO_CONTENT, "{}", ordered.json);
        let handed = grid.post(&format!("{path}/handover"), json!({ "post": post })).await;
        assert_eq!(handed.status, StatusCode::NO_CONTENT, "{}", handed.json);
        let shown = street.get(&path).await;
        assert_eq!((&shown.json["knock"]["state"], &shown.json["knock"]["by_person"]), (&json!("open"), &json!(true)));
        assert_eq!(
            (&shown.json["knock"]["owner"]["id"], &shown.json["handover"]["to"]["id"]),
            (post, post),
            "{}",
            shown.json
        );
        assert!(!shown.json.to_string().contains("\"lead\""), "a post, not a person");

        let tasks = lead.get("/api/me/knocks").await;
        assert_eq!(
            (&tasks.json["items"][0]["id"], &tasks.json["items"][0]["task"]["mine"]),
            (&json!(call), &json!(true))
        );
        let taken = lead.get("/api/me/calls").await;
        let taken = taken.json["items"].as_array().expect("calls");
        let taken = taken.iter().find(|one| one["id"] == json!(call)).expect("the call that was handed over");
        assert_eq!((&taken["mine"], &taken["handover"]["mine"]), (&json!(false), &json!(true)), "{taken}");
        let (key, answer) = (uuid::Uuid::now_v7(), format!("{path}/knock/report"));
        for _ in 0..2 {
            let found = lead.post_named(&answer, json!({ "found": "there" }), key).await;
            assert_eq!(found.status, StatusCode::NO_CONTENT, "{}", found.json);
        }
        let other = lead.post_named(&answer, json!({ "found": "nobody" }), key).await;
        assert_eq!(other.json["code"], "idempotency_mismatch", "{}", other.json);
        let after = street.get(&format!("/api/callouts/{round}/calls?state=on_post")).await;
        let after = &after.json["items"][0];
        assert_eq!(
            (&after["id"], &after["how"], &after["knock"]["state"]),
            (&json!(call), &json!("knock"), &json!("done"))
        );
    }
);
