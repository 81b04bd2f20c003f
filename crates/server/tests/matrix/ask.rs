//! How each operation is asked: a path that leads somewhere, and a body that can be read.
//!
//! Steps name a version that the hazard never had: whoever may take them is told so, and nothing moves.

use serde_json::{Value, json};
use testkit::t0;
use testkit::warning::Cap;
use uuid::Uuid;

use super::class::credentials;
use super::world::{DAY, World, voice};

/// One request.
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    /// Bytes under a media type of their own.
    pub(crate) bytes: Option<(&'static str, Vec<u8>)>,
    /// Whether 401 and 404 can also mean something else there: what was sent, or that it is switched off.
    pub(crate) lenient: bool,
    /// For lists: whether the answer shows the row.
    pub(crate) shows: Option<fn(&str, &World) -> bool>,
    /// Needs a session that nothing else needs afterwards.
    pub(crate) fresh: bool,
}

fn ask(method: &'static str, path: impl Into<String>) -> Ask {
    Ask { method, path: path.into(), body: None, bytes: None, lenient: false, shows: None, fresh: false }
}

fn ask_with(method: &'static str, path: impl Into<String>, body: Value) -> Ask {
    Ask { body: Some(body), ..ask(method, path) }
}

fn get(path: impl Into<String>) -> Ask {
    ask("GET", path)
}

fn post(path: impl Into<String>, body: Value) -> Ask {
    Ask { body: Some(body), ..ask("POST", path) }
}

fn rows(path: impl Into<String>, shows: fn(&str, &World) -> bool) -> Ask {
    Ask { shows: Some(shows), ..get(path) }
}

/// The request for one row of the table.
pub(crate) fn of(row: &str, w: &World) -> Ask {
    let (operation, variant) = row.split_once(' ').unwrap_or((row, ""));
    let hazard = format!("/api/hazards/{}", w.hazard);
    let duty = format!("/api/duty/{}", w.line);
    let shift = format!("{duty}/substitutes/{DAY}");
    let target = format!("/api/accounts/{}", w.target);
    let message = format!("/api/public-messages/{}", w.message);
    let password = testkit::city::PASSWORD;
    match operation {
        "healthz" | "readyz" => get(format!("/{operation}")),
        "metrics" => Ask { lenient: true, ..get("/metrics") },
        "show_system" => get("/api/system"),
        "show_catalogue" => get("/api/catalogue"),
        "show_tile" => get(format!("/api/tiles/{}/5/26/12", w.tree_version)),
        "list_units" => get("/api/units"),
        "count_units" => get("/api/units/counts"),
        "export_units" => get("/api/units/export"),
        "locate_unit" => get("/api/units/locate?lon=113.605&lat=34.755"),
        "show_unit" => get(format!("/api/units/{}", w.community)),
        "show_boundary" => get(format!("/api/units/{}/boundary", w.community)),
        "change_unit" => {
            let order = json!({ "version": 999, "change": "rename", "names": { "zh": "新" } });
            post(format!("/api/units/{}/changes", w.community), order)
        }
        "list_bodies" => get("/api/bodies"),
        "export_bodies" => get("/api/bodies/export"),
        "list_places" => get("/api/places"),
        "export_places" => get(format!("/api/places/export?unit={}", w.community)),
        "list_place_kinds" => get("/api/place-kinds"),
        "search_places" => get(format!("/api/places/register?unit={}", w.community)),
        "count_places" => get(format!("/api/places/counts?unit={}", w.community)),
        "export_place_register" => get(format!("/api/places/register/export?unit={}", w.community)),
        "show_place" => get(format!("/api/places/{}", w.place)),
        "create_place" => post("/api/places", place(w, None)),
        "change_place" => Ask { body: Some(place(w, Some(999))), ..ask("PUT", format!("/api/places/{}", w.place)) },
        "retire_place" => post(format!("/api/places/{}/retire", w.place), json!({ "version": 999 })),
        "import_places" => {
            let csv = b"id,kind,name_zh,lon,lat\nx,shop,x,113.605,34.755\n".to_vec();
            Ask { bytes: Some(("text/csv", csv)), ..ask("POST", "/api/places/import?dry_run=true") }
        }
        "propose_closures" => {
            get(format!("/api/closures/proposal?unit={}&hazard=rainstorm&colour=orange", w.community))
        }
        "order_closures" => {
            let due = t0().as_millisecond() + 60_000;
            let order = json!({ "unit": w.community, "hazard": "rainstorm", "colour": "orange", "due_at": due });
            post("/api/closures", order)
        }
        "list_closures" => get(format!("/api/closures?unit={}", w.community)),
        "count_closures" => get(format!("/api/closures/counts?unit={}", w.community)),
        "export_closures" => get(format!("/api/closures/export?unit={}", w.community)),
        "list_own_closures" => get("/api/me/closures"),
        "report_closed" => post(format!("/api/closures/{}/closed", w.closure), json!({ "note": "x" })),
        "authorise_reopening" => post(format!("/api/closures/{}/authorisation", w.closure), json!({ "note": "x" })),
        "report_reopened" => post(format!("/api/closures/{}/reopened", w.closure), json!({ "note": "x" })),
        "report_harm" => {
            post("/api/harm-reports", json!({ "id": Uuid::now_v7(), "kind": "flood", "unit": w.grid, "note": "x" }))
        }
        "list_harm_reports" => get("/api/harm-reports"),
        "sum_harm_reports" => get(format!("/api/harm-reports/totals?unit={}", w.community)),
        "export_harm_reports" => get("/api/harm-reports/export"),
        "show_harm_report" => get(format!("/api/harm-reports/{}", w.harm)),
        "add_harm_version" => {
            let version = json!({ "stage": "follow_up", "dead": 1, "verified": !variant.is_empty() });
            // Another one than a class has just reported herself: nobody verifies the own word.
            let of = if variant.is_empty() { w.other_harm } else { w.harm };
            post(format!("/api/harm-reports/{of}/versions"), version)
        }
        "relate_harm_report" => {
            let order = json!({ "master": w.other_harm });
            Ask { body: Some(order), ..ask("PUT", format!("/api/harm-reports/{}/master", w.harm)) }
        }
        "reveal_harm_reporter" => {
            post(format!("/api/harm-reports/{}/reveal", w.harm), json!({ "reason": "核查是否瞒报" }))
        }
        "list_seals" => get("/api/journal/seals"),
        "show_map_state" => rows("/api/map/state?level=3", |text, _| !text.contains("\"numbers\":[]")),
        "stream_events" => get("/api/events"),
        "report_hazard" => {
            let channel = if variant.is_empty() { "own" } else { "on_behalf" };
            let report = json!({ "id": Uuid::now_v7(), "category": "A01", "unit": w.grid, "channel": channel });
            post("/api/hazards", report)
        }
        "list_near_hazards" => get("/api/hazards/near?category=A01&lon=113.605&lat=34.755"),
        "list_hazards" => rows("/api/hazards?limit=500", |text, w| text.contains(&w.hazard.to_string())),
        "count_hazards" => rows("/api/hazards/counts", |text, _| !text.contains("\"open\":0")),
        "export_hazards" => rows("/api/hazards/export", |text, _| text.lines().count() > 1),
        "show_hazard" => get(hazard),
        "act_on_hazard" => post(format!("{hazard}/actions"), step(variant, w)),
        "act_on_many_hazards" => {
            let row = json!({ "id": w.hazard, "key": Uuid::now_v7(), "version": 999 });
            let body = json!({ "action": { "action": "accept" }, "hazards": [row] });
            let shows = |text: &str, _: &World| !text.contains("\"forbidden\"") && !text.contains("\"not_found\"");
            Ask { shows: Some(shows), ..post("/api/hazards/bulk", body) }
        }
        "list_views" => get("/api/views"),
        "save_view" => {
            let view = json!({ "name": "x", "query": "open=true" });
            Ask { body: Some(view), ..ask("PUT", format!("/api/views/{}", w.session)) }
        }
        "delete_view" => ask("DELETE", format!("/api/views/{}", w.session)),
        "follow_report" => post("/api/follow", json!({ "secret": w.follow })),
        "act_on_report" => {
            let mut body = step("judge_fixed", w);
            body["secret"] = json!(w.follow);
            body["id"] = json!(w.hazard);
            post("/api/follow/actions", body)
        }
        "upload_file" => Ask { bytes: Some(("application/octet-stream", voice())), ..ask("POST", "/api/files") },
        // Without the protocol's header each is told so; an upload is found by its secret id alone.
        "show_upload_protocol" => ask("OPTIONS", "/api/uploads"),
        "begin_upload" => ask("POST", "/api/uploads"),
        "show_upload" => ask("HEAD", format!("/api/uploads/{}", w.hazard)),
        "continue_upload" => ask("PATCH", format!("/api/uploads/{}", w.hazard)),
        "end_upload" => ask("DELETE", format!("/api/uploads/{}", w.hazard)),
        "attach_file" if variant.is_empty() => post(format!("{hazard}/files"), json!({ "file": w.loose[0] })),
        "attach_file" => post(format!("{hazard}/files"), json!({ "file": w.loose[1], "follow_secret": w.follow })),
        "list_hazard_files" => get(format!("{hazard}/files")),
        "fetch_file" if variant.is_empty() => get(format!("/api/files/{}", w.attached)),
        "fetch_file" => get(format!("/api/files/{}", w.released)),
        "release_file" => post(format!("/api/files/{}/release", w.attached), json!({})),
        "issue_notice" => {
            let notice = json!({ "id": Uuid::now_v7(), "recipient": w.property, "found": "x", "required": "y", "basis": "z", "until": "2021-08-01" });
            post(format!("{hazard}/notices"), notice)
        }
        "list_notices" => get(format!("{hazard}/notices")),
        "print_notice" => get(format!("/api/notices/{}/print", w.notice)),
        "check_notice" => get(format!("/api/notices/check?code={}", w.code)),
        "withdraw_notice" => post(format!("/api/notices/{}/withdrawal", w.notice), json!({})),
        "push_orders" => Ask { bytes: Some(("text/csv", b"x\n".to_vec())), ..ask("POST", "/api/bridge/12345/orders") },
        "export_orders_csv" => get("/api/bridge/12345/orders.csv"),
        "export_orders_json" => get("/api/bridge/12345/orders.json"),
        "list_warning_feeds" => get("/api/warning-feeds"),
        "export_warning_feeds" => get("/api/warning-feeds/export?format=xlsx"),
        "set_warning_feed" => {
            let address = format!("https://station.example/{}", w.login);
            let order = json!({ "name": "省气象台", "address": address, "authenticated": true, "every_s": 60 });
            ask_with("PUT", format!("/api/warning-feeds/{}", Uuid::now_v7()), order)
        }
        "poll_warning_feed" => post(format!("/api/warning-feeds/{}/poll", w.feed), json!({})),
        "list_warning_feed_entries" => get(format!("/api/warning-feeds/{}/entries", w.feed)),
        "delete_warning_feed" => ask("DELETE", format!("/api/warning-feeds/{}", w.feed)),
        "list_gauges" => get("/api/gauges"),
        "export_gauges" => get("/api/gauges/export?format=csv"),
        "set_gauge" => {
            let order = json!({ "name": "雨量站", "unit": w.grid, "quantities": ["rain"], "every_s": 300 });
            ask_with("PUT", format!("/api/gauges/{}", Uuid::now_v7()), order)
        }
        "renew_gauge" => post(format!("/api/gauges/{}/secret", w.gauge), json!({})),
        "revoke_gauge" => ask("DELETE", format!("/api/gauges/{}", w.gauge)),
        "send_readings" => {
            let reading = json!({ "quantity": "rain", "at": t0().as_millisecond(), "value": 1, "unit": "mm" });
            post("/api/readings", json!({ "readings": [reading] }))
        }
        "list_proposals" => get("/api/proposals?open=true"),
        "decide_proposal" => {
            let order = json!({ "decision": "dismissed", "reason": "已到现场核实" });
            post(format!("/api/proposals/{}/decision", w.proposal), order)
        }
        "receive_warning" => {
            let cap = Cap { colour: "蓝色", ..Cap::red(&format!("given-{}", w.login)) };
            Ask { bytes: Some(("application/cap+xml", cap.xml().into_bytes())), ..ask("POST", "/api/warnings") }
        }
        "list_warnings" => get("/api/warnings"),
        "export_warnings" => get("/api/warnings/export?format=xlsx"),
        "show_warning" => get(format!("/api/warnings/{}", w.warning)),
        "show_warning_document" => get(format!("/api/warnings/{}/document", w.warning)),
        "verify_warning" => {
            post(format!("/api/warnings/{}/verification", w.quiet_warning), json!({ "verification": "hit" }))
        }
        "list_warning_issuers" => get("/api/warning-issuers"),
        "export_warning_issuers" => get("/api/warning-issuers/export"),
        "start_callout" => post(format!("/api/warnings/{}/callout", w.quiet_warning), json!({})),
        "show_callout_board" => get(format!("/api/callouts/{}/board", w.callout)),
        "list_calls" => get(format!("/api/callouts/{}/calls", w.callout)),
        "export_calls" => get(format!("/api/callouts/{}/calls/export", w.callout)),
        "list_call_backs" => get(format!("/api/callouts/{}/call-backs", w.callout)),
        // Drawn by lot in each world; somebody has called back already.
        "report_call_back" => post(format!("/api/calls/{}/call-back", w.call), json!({ "found": "there" })),
        "list_call_helpers" => get(format!("/api/calls/{}/helpers", w.call)),
        "hand_over_call" => post(format!("/api/calls/{}/handover", w.call), json!({ "post": w.helper })),
        "order_knock" => {
            let order = json!({ "post": w.helper, "way": "knock", "minutes": 15 });
            post(format!("/api/calls/{}/knock", w.call), order)
        }
        "report_knock" => post(format!("/api/calls/{}/knock/report", w.call), json!({ "found": "nobody" })),
        "list_own_knocks" => get("/api/me/knocks"),
        "list_chain_tests" => get("/api/chain-tests"),
        "export_chain_tests" => get("/api/chain-tests/export"),
        // One is open for the community: whoever may begin one is told so.
        "begin_chain_test" => {
            let order = json!({ "id": Uuid::now_v7(), "unit": w.community, "repeated": false });
            post("/api/chain-tests", order)
        }
        "repeat_chain_test" => post(format!("/api/chain-tests/{}/repeat", w.chain_test), json!({ "repeated": true })),
        "list_tested_posts" => get(format!("/api/chain-tests/{}/posts", w.chain_test)),
        "export_tested_posts" => get(format!("/api/chain-tests/{}/posts/export", w.chain_test)),
        "reveal_tested_post" => {
            post(format!("/api/chain-test-posts/{}/reveal", w.tested_post), json!({ "reason": "核对号码" }))
        }
        "answer_chain_test" => post("/api/chain-test-links/answer", json!({ "secret": w.chain_test_link })),
        "print_bag" => get(format!("/api/units/{}/bag", w.community)),
        "show_call" => get(format!("/api/calls/{}", w.call)),
        "list_own_calls" => get("/api/me/calls"),
        "report_call" => post(format!("/api/calls/{}/report", w.call), json!({ "report": "received", "how": "radio" })),
        "reveal_call" => post(format!("/api/calls/{}/reveal", w.call), json!({ "reason": "电话催促" })),
        "look_at_call" => post("/api/call-links", json!({ "secret": w.call_link })),
        "report_by_link" => {
            post("/api/call-links/report", json!({ "secret": w.call_link, "report": "moved", "people": 2 }))
        }
        // A number that nobody has: whoever may ask is told so.
        "reply_to_call" => {
            let reply = json!({ "channel": "sms", "from": "13900000000", "text": "在路上" });
            post("/api/call-replies", reply)
        }
        "end_callout" => post(format!("/api/callouts/{}/end", w.callout), json!({ "reason": "预警发错" })),
        "list_responses" => get("/api/responses"),
        "export_responses" => get("/api/responses/export"),
        "show_response" => get(format!("/api/responses/{}", w.response)),
        // A version that it never had: whoever may decide is told so.
        "decide_response" if variant.is_empty() => {
            let order = json!({ "verdict": "activate", "level": "i", "reason": "水位上涨", "version": 99 });
            post(format!("/api/responses/{}/decisions", w.response), order)
        }
        "decide_response" => {
            let order = json!({ "verdict": "activate", "level": "i", "reason": "水位上涨", "version": 99, "spoken_by": w.on_duty });
            post(format!("/api/responses/{}/decisions", w.response), order)
        }
        "begin_response" => {
            let order = json!({ "plan": "heat", "unit": w.street, "level": "iv", "reason": "连续高温" });
            post("/api/responses", order)
        }
        // Nothing was written down for anybody here.
        "sign_decision" => post(format!("/api/responses/{}/decisions/{}/signature", w.response, w.hazard), json!({})),
        "attend_command_post" => {
            post(format!("/api/responses/{}/command-post", w.response), json!({ "present": true }))
        }
        "list_scenarios" => get("/api/scenarios"),
        "list_exercises" => get("/api/exercises"),
        "export_exercises" => get("/api/exercises/export"),
        "export_exercise" => get(format!("/api/exercises/{}/export", w.exercise)),
        "export_silent_posts" => get(format!("/api/exercises/{}/silent/export", w.exercise)),
        "export_late_tasks" => get(format!("/api/exercises/{}/late-tasks/export", w.exercise)),
        "show_exercise" => get(format!("/api/exercises/{}", w.exercise)),
        "print_exercise" => get(format!("/api/exercises/{}/report", w.exercise)),
        "ask_exercise_pdf" => post(format!("/api/exercises/{}/report", w.exercise), json!({})),
        "print_plan" => get(format!("/api/units/{}/plans/flood", w.community)),
        "ask_plan_pdf" => post(format!("/api/units/{}/plans/flood", w.community), json!({})),
        "show_paper" => get(format!("/api/papers/{}", w.paper)),
        "download_paper" => get(format!("/api/papers/{}/file", w.paper)),
        "begin_exercise" => post(
            "/api/exercises",
            json!({ "id": Uuid::now_v7(), "scenario": "zhengzhou-2021-07-20", "course": "as_planned", "unit": w.community }),
        ),
        "end_exercise" => post(format!("/api/exercises/{}/end", w.exercise), json!({})),
        "list_deciders" => get(format!("/api/units/{}/deciders", w.street)),
        "list_plans" => get("/api/plans"),
        "list_tasks" => get("/api/tasks"),
        "export_tasks" => get("/api/tasks/export"),
        "report_task" => post(format!("/api/tasks/{}/report", w.task), json!({ "state": "done", "amount": 2 })),
        "list_outlets" => get(format!("/api/units/{}/outlets", w.community)),
        "export_outlets" => get(format!("/api/units/{}/outlets/export", w.community)),
        "list_told_outlets" => get(format!("/api/callouts/{}/outlets", w.callout)),
        "report_deliveries" => {
            let report = json!({ "channel": "sms", "id": "nobody", "state": "delivered" });
            post("/api/delivery-reports", json!({ "reports": [report] }))
        }
        "add_outlet" => {
            let order = json!({ "kind": "wecom", "name": "值班群", "address": "https://robot.example/send?key=x" });
            post(format!("/api/units/{}/outlets", w.community), order)
        }
        "remove_outlet" => ask("DELETE", format!("/api/outlets/{}", w.outlet)),
        "open_evacuation" => {
            post("/api/evacuations", json!({ "id": Uuid::now_v7(), "unit": w.community, "peril": "flood" }))
        }
        "list_evacuations" => get("/api/evacuations"),
        "export_evacuations" => get("/api/evacuations/export"),
        "show_evacuation" => get(format!("/api/evacuations/{}", w.evacuation)),
        "list_evacuation_doors" => get(format!("/api/evacuations/{}/doors", w.evacuation)),
        "report_evacuation" if variant == "shelter" => {
            let line = json!({ "group": w.group });
            post(format!("/api/evacuations/{}/report", w.evacuation), json!({ "shelters": [line] }))
        }
        "report_evacuation" => {
            let line = json!({ "group": w.group, "door": "101", "stage": "notified" });
            post(format!("/api/evacuations/{}/report", w.evacuation), json!({ "doors": [line] }))
        }
        "tell_evacuation" => post(format!("/api/evacuations/{}/told", w.evacuation), json!({})),
        // In the rain nobody returns: whoever may decide is told so.
        "decide_return" => {
            let order = json!({ "authorise": variant.is_empty(), "reason": "上游仍有险情", "risk_high": true });
            post(format!("/api/evacuations/{}/return", w.evacuation), order)
        }
        "end_evacuation" => post(format!("/api/evacuations/{}/end", w.evacuation), json!({ "reason": "险情解除" })),
        "list_shelters" => get("/api/shelters"),
        "export_shelters" => get("/api/shelters/export"),
        "suggest_shelters" => get("/api/shelters/suggest?lon=113.605&lat=34.755&peril=flood"),
        "import_shelters" => {
            let file = "code,name_zh,unit_code,lon,lat,kind,suitable_for,area_m2,class\n\
                S1,平安小学,410102001002001,113.605,34.755,building,flood,500,temporary\n";
            Ask { bytes: Some(("text/csv", file.as_bytes().to_vec())), ..post("/api/shelters/import", json!({})) }
        }
        "register_assist" => {
            let entry = json!({ "id": Uuid::now_v7(), "place": w.building, "door": "1203", "help": ["carry"],
                "consent": "guardian", "on_behalf": !variant.is_empty() });
            post("/api/assist", entry)
        }
        "look_at_assist" => post("/api/assist-links", json!({ "secret": w.assist_links[0] })),
        "show_assist_coverage" => get(format!("/api/places/{}/assist", w.building)),
        "estimate_assist" => {
            Ask { body: Some(json!({ "estimated": 9 })), ..ask("PUT", format!("/api/places/{}/assist", w.building)) }
        }
        "list_assist_entries" => get(format!("/api/places/{}/assist/entries", w.building)),
        "view_assist" => post(format!("/api/assist/{}/view", w.assist), json!({ "reason": "转移前确认" })),
        "name_assist_helpers" => {
            Ask { body: Some(json!({ "postings": [] })), ..ask("PUT", format!("/api/assist/{}/helpers", w.assist)) }
        }
        "print_assist" => post(format!("/api/places/{}/assist/print", w.building), json!({ "reason": "逐户转移" })),
        "list_assist_prints" => get(format!("/api/assist-prints?unit={}", w.community)),
        "close_assist_print" => {
            post(format!("/api/assist-prints/{}/end", w.assist_print), json!({ "how": "returned" }))
        }
        "erase_assist" => post(format!("/api/assist/{}/erase", w.assist), json!({ "reason": "已经搬走" })),
        "register_resident" => {
            let phone = "13600000001";
            let entry =
                json!({ "id": Uuid::now_v7(), "place": w.building, "phone": phone, "on_behalf": !variant.is_empty() });
            post("/api/resident-numbers", entry)
        }
        "look_at_resident" => post("/api/resident-number-links", json!({ "secret": w.resident_links[0] })),
        "confirm_resident" => post("/api/resident-number-links/confirm", json!({ "secret": w.resident_links[0] })),
        "erase_resident" => post("/api/resident-number-links/erase", json!({ "secret": w.resident_links[1] })),
        "look_at_resident_call" => post("/api/resident-call-links", json!({ "secret": w.resident_call_link })),
        "answer_resident_call" => {
            post("/api/resident-call-links/answer", json!({ "secret": w.resident_call_link, "answer": "left" }))
        }
        "list_resident_calls" => get(format!("/api/evacuations/{}/resident-calls", w.evacuation)),
        "erase_own_assist" => post("/api/assist-links/erase", json!({ "secret": w.assist_links[1] })),
        "list_message_templates" => get("/api/public-messages/templates"),
        "preview_public_message" => {
            post("/api/public-messages/preview", json!({ "kind": "risk_notice", "content": said(w) }))
        }
        "draft_public_message" => {
            let order = json!({ "id": Uuid::now_v7(), "kind": "risk_notice", "content": said(w) });
            post("/api/public-messages", order)
        }
        "edit_public_message" => {
            let change = json!({ "version": 999, "kind": "risk_notice", "content": said(w) });
            Ask { body: Some(change), ..ask("PUT", message) }
        }
        "list_public_messages" => get("/api/public-messages"),
        "export_public_messages" => get("/api/public-messages/export"),
        "show_public_message" => get(message),
        "list_message_deciders" => get(format!("{message}/deciders")),
        "submit_public_message" => post(format!("{message}/submit"), json!({ "version": 999 })),
        "approve_public_message" => post(format!("{message}/approve"), json!({ "version": 999 })),
        "reject_public_message" => post(format!("{message}/reject"), json!({ "version": 999, "note": "x" })),
        "review_public_message" => {
            post(format!("{message}/review"), json!({ "version": 999, "verdict": "justified", "note": "x" }))
        }
        "sign_public_message" => post(format!("{message}/sign"), json!({ "version": 999 })),
        "break_glass" => post("/api/public-messages/break-glass", json!({ "id": Uuid::now_v7(), "content": said(w) })),
        "cancel_public_message" => post(format!("{message}/cancel"), json!({ "id": Uuid::now_v7() })),
        "clear_public_message" => post(format!("{message}/all-clear"), json!({ "id": Uuid::now_v7() })),
        "list_public_warnings" => get("/api/public/warnings.json?unit=4101"),
        "show_public_feed" => get("/api/public/feed.atom"),
        "show_public_cap" => Ask { lenient: true, ..get(format!("/api/public/messages/{}.cap", w.message)) },
        "show_roster" => get(format!("/api/roster?unit={}", w.community)),
        "export_roster" => get(format!("/api/units/{}/roster/export", w.community)),
        "list_posts" => get(format!("/api/units/{}/posts?helpers={}", w.community, !variant.is_empty())),
        "show_duty" => get(format!("/api/units/{}/duty", w.community)),
        "add_duty" => {
            let line = json!({ "posting": w.on_duty, "kind": "night", "start": "20:00", "end": "08:00" });
            post(format!("/api/units/{}/duty", w.community), json!({ "lines": [line] }))
        }
        "substitute_duty" => Ask { body: Some(json!({ "posting": null })), ..ask("PUT", shift) },
        "restore_duty" => ask("DELETE", shift),
        "end_duty" => ask("DELETE", duty),
        "list_titles" => get("/api/titles"),
        "export_accounts" => get("/api/accounts/export"),
        "list_journal" => get("/api/journal"),
        "export_journal" => get("/api/journal/export"),
        "list_accounts" => get("/api/accounts"),
        "list_contacts" => get(format!("{target}/contacts")),
        "unmask_contact" => post(format!("{target}/unmask"), json!({ "kind": "phone", "reason": "逐户叫应" })),
        "open_account" => {
            let posting = json!({ "title": "building_head", "unit": w.grid, "body": null });
            let names = json!({ "zh": "新人" });
            let login = format!("new-{}", Uuid::now_v7().simple());
            post(
                "/api/accounts",
                json!({ "login": login, "names": names, "email": "n@example.org", "posting": posting }),
            )
        }
        "give_posting" => {
            post(format!("{target}/postings"), json!({ "title": "building_head", "unit": w.grid, "body": null }))
        }
        "end_posting" => post(format!("/api/postings/{}/end", w.target_posting), json!({})),
        "send_account_link" => ask("POST", format!("/api/accounts/{}/link", w.invited)),
        "disable_account" => post(format!("{target}/disable"), json!({})),
        "show_own_holdings" => get("/api/me/holdings"),
        "list_own_unmaskings" => get("/api/me/unmaskings"),
        "set_own_contact" => {
            let order = json!({ "kind": "email", "value": "a@example.org" });
            Ask { body: Some(order), ..ask("PUT", "/api/me/contacts") }
        }
        "list_tokens" => get("/api/tokens"),
        "make_token" => {
            let ends = t0().as_millisecond() + 1_000;
            post("/api/tokens", json!({ "name": "x", "permissions": [], "expires_at": ends }))
        }
        "revoke_token" => ask("DELETE", format!("/api/tokens/{}", w.token)),
        "list_sessions" => get("/api/sessions"),
        "revoke_session" => ask("DELETE", format!("/api/sessions/{}", w.session)),
        "enrol_factor" => post("/api/factor", json!({})),
        // A code that is none: told apart from having no session by its code.
        "confirm_factor" => Ask { lenient: true, ..post("/api/factor/confirm", json!({ "code": "000000" })) },
        "remove_factor" => ask("DELETE", "/api/factor"),
        // Whatever changed the factor has ended the session that did it.
        "confirm_session" => Ask { fresh: true, ..post("/api/session/confirm", json!({ "password": password })) },
        "sign_in" => post("/api/session", credentials(&w.login)),
        "reset_password" => post("/api/password-reset", json!({ "secret": w.reset, "new": "another password" })),
        "begin_outside_sign_in" => Ask { lenient: true, ..get("/api/session/oidc") },
        "end_outside_sign_in" => Ask { lenient: true, ..get("/api/session/oidc/callback?code=x&state=y") },
        "finish_outside_sign_in" => {
            Ask { lenient: true, ..post("/api/session/oidc/code", json!({ "code": "000000" })) }
        }
        "show_session" => get("/api/session"),
        "change_password" => {
            Ask { fresh: true, ..post("/api/session/password", json!({ "old": password, "new": password })) }
        }
        "sign_out" => Ask { fresh: true, ..ask("DELETE", "/api/session") },
        "erase_own_account" => Ask { fresh: true, ..post("/api/me/erasure", json!({})) },
        other => panic!("nobody knows how to ask `{other}`: add it here and to the table"),
    }
}

/// A place that nobody has yet, or another word for one that has a version.
fn place(w: &World, version: Option<i32>) -> Value {
    let (id, code) = (Uuid::now_v7(), format!("new-{}", Uuid::now_v7()));
    json!({
        "id": id, "version": version, "code": code, "kind": "shop", "names": { "zh": "店" }, "unit": w.grid,
        "lon": 113.605, "lat": 34.755,
    })
}

/// What a message for the public says.
fn said(w: &World) -> Value {
    json!({
        "hazard": "rain", "units": [w.community], "expires_at": t0().as_millisecond() + 3_600_000,
        "said": [{ "audience": "residents", "action": { "zh": "减少外出", "en": "go out less" } }],
        "detail": { "zh": "看社区通知", "en": "see the notice board" },
    })
}

/// A step with every field that any action could need.
fn step(action: &str, w: &World) -> Value {
    let (now, kind) = (t0().as_millisecond(), if action == "whistle" { "emergency" } else { "other" });
    json!({
        "version": 999, "action": action, "reason": "x", "note": "x", "body": w.property, "until": now, "item": "funds",
        "urgency": "urgent", "id": Uuid::now_v7(), "kind": kind, "other": w.hazard, "asked_at": now,
        "answered_at": now, "granted": true,
    })
}
