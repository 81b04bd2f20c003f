//! Work-order bridges: every order becomes one hazard, whatever is sent how often, and what cannot be read is named.

use domain::access::Permission;
use domain::catalogue::Urgency;
use domain::hazard::{Channel, Command, State};
use service::ServiceError;
use service::bridge::{ExportPage, Form, Mapping, records, summary};
use store::hazard::Filter;
use testkit::bridge::{MAPPING, SAMPLE, account, csv, mapping, refusal, sample_with, take, token_actor, words};
use testkit::city::fill;
use testkit::walk::{act, to_verified, walk};
use testkit::{both, t0};

both!(a_sample_file_becomes_hazards_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    city.service.check_mapping(&mapping()).expect("the sample fits the city");
    let dry = city.service.take_orders(None, &mapping(), &csv(SAMPLE), true, t0()).await.expect("looked at");
    assert_eq!(words(&dry), ["created"; 3]);
    assert!(
        database.store.order("12345", "GD20210720000101").await.expect("read").is_none(),
        "a dry run writes nothing"
    );

    let results = take(&city, &csv(SAMPLE)).await;
    assert_eq!(words(&results), ["created"; 3]);
    let ids: Vec<_> = results.iter().map(|result| result.hazard.expect("a hazard")).collect();
    let first = database.store.hazard(ids[0]).await.expect("read").expect("there");
    assert_eq!((first.hazard.state, first.hazard.channel), (State::Reported, Channel::Import));
    assert_eq!((first.hazard.category.as_str(), first.hazard.urgency), ("A04", Urgency::Emergency));
    assert_eq!(first.hazard.unit, city.id("410102001002001"), "located by its position, shifted from GCJ-02");
    assert_eq!(first.outside, Some(("12345".to_owned(), "GD20210720000101".to_owned())));
    assert!(first.due.is_some(), "it has deadlines like any report");
    let text = city.service.hazard_detail(&city.actor("grid1").await, ids[0]).await.expect("seen").description;
    assert_eq!(text.as_deref(), Some("消防通道被占\n2号楼前消防通道停满车辆\n事发地址: 平安社区2号楼"));
    let second = database.store.hazard(ids[1]).await.expect("read").expect("there").hazard;
    assert_eq!((second.unit, second.urgency), (city.id("410102001002001"), Urgency::Normal), "their urgency, not ours");
    let third = database.store.hazard(ids[2]).await.expect("read").expect("there").hazard;
    assert_eq!((third.unit, third.urgency), (city.id("410102"), Urgency::Emergency), "a unit by its alias");

    let entries = database.store.journal_of(ids[0].0).await.expect("read");
    let payload = entries[0].payload.to_string();
    assert!(payload.contains("12345") && !payload.contains("GD2021") && !payload.contains("消防"), "{payload}");
    assert_eq!(words(&take(&city, &csv(SAMPLE)).await), ["known"; 3]);
    assert_eq!(
        database.store.hazards(&city.service.operator_scope(), &Filter::default(), None, 50).await.expect("all").len(),
        3
    );
});

both!(a_changed_order_is_noted_on_its_hazard_and_makes_no_second_one, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    take(&city, &csv(SAMPLE)).await;
    let changed = sample_with("停满车辆", "停满车辆,仍未处理".replace(',', "、").as_str());
    let results = take(&city, &csv(&changed)).await;
    assert_eq!(words(&results), ["changed", "known", "known"]);
    assert_eq!(words(&take(&city, &csv(&changed)).await), ["known"; 3], "noted once");
    let id = results[0].hazard.expect("a hazard");
    let detail = city.service.hazard_detail(&city.actor("lead").await, id).await.expect("seen");
    let line = detail.timeline.last().expect("a line");
    assert_eq!(line.event.word(), "amended");
    assert!(line.note.as_deref().is_some_and(|note| note.contains("仍未处理")), "what it says now: {:?}", line.note);
    assert_eq!(detail.stored.hazard.version, 1, "the hazard is as it was");
    let entries = database.store.journal_of(id.0).await.expect("read");
    assert_eq!(entries.last().expect("an entry").payload["order"]["changed"], serde_json::json!(["text"]));
    let all = city.service.operator_scope();
    assert_eq!(database.store.hazards(&all, &Filter::default(), None, 50).await.expect("all").len(), 3);
});

both!(what_cannot_be_read_is_refused_with_row_field_and_value, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let head = SAMPLE.lines().next().expect("a heading");
    let rows = [
        // Full-width letters, spaces and our own names are understood.
        "G1,t,x,a,2021-07-20 07:30:00,,,410102001002, 消防通道 占用 ,一般",
        "G2,t,x,a,2021-07-20 07:30:00,,,410102001002,a05,一般",
        "G3,t,x,a,2021-07-20 07:30:00,,,410102001002,燃气泄漏、软管老化、违规灶具,一般",
        "G4,t,x,a,2021-07-20 07:30:00,,,410102001002,占道经营,一般",
        "G5,t,x,a,2021-07-20 07:30:00,,,410102001002,道路积水,十万火急",
        "G6,t,x,a,20.07.2021,,,410102001002,道路积水,一般",
        "G7,t,x,a,2021-07-20 07:30:00,513.6,34.7,410102001002,道路积水,一般",
        "G8,t,x,a,2021-07-20 07:30:00,,,999999,道路积水,一般",
        "G9,t,x,a,2021-07-20 07:30:00,,,,道路积水,一般",
        ",t,x,a,2021-07-20 07:30:00,,,410102001002,道路积水,一般",
        "G11,t,x,a,2021-07-20 07:30:00,,,410102001002,家庭暴力线索,一般",
    ];
    let text = format!("{head}\n{}\n", rows.join("\n"));
    let results = take(&city, &csv(&text)).await;
    assert_eq!(words(&results[..3]), ["created"; 3], "{results:?}");
    let refused: Vec<_> = results[3..].iter().map(refusal).collect();
    assert_eq!(
        refused,
        [
            (5, "诉求分类", "占道经营", "category_unknown"),
            (6, "紧急程度", "十万火急", "urgency_unknown"),
            (7, "受理时间", "20.07.2021", "time_invalid"),
            (8, "经度", "513.6 34.7", "position_invalid"),
            (9, "属地编码", "999999", "unit_unknown"),
            (10, "属地编码", "", "place_missing"),
            (11, "工单编号", "", "number_missing"),
            // A restricted kind is switched off: nothing outside can hand one in.
            (12, "工单编号", "G11", "category_unknown"),
        ]
    );
    assert_eq!(summary(&results)["refused"], 8);
});

both!(json_is_read_by_pointers_and_hostile_input_breaks_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let order = r#"{"工单编号":20210720001,"工单标题":"=cmd|' /C calc'!A0","诉求内容":"a\u0000b","受理时间":"2021-07-20 07:30:00","属地编码":"410102001002","诉求分类":"道路积水"}"#;
    let document = format!(r#"{{"code":0,"data":{{"list":[{order},17,{{"工单编号":["x"]}}]}}}}"#);
    let read = records(&mapping(), Form::Json, document.as_bytes()).expect("records");
    let results = take(&city, &read).await;
    assert_eq!(words(&results), ["created", "refused", "refused"]);
    assert_eq!(results[0].number, "20210720001", "a number is taken as its text");
    let unreadable = |form, bytes: &[u8]| match records(&mapping(), form, bytes) {
        Err(ServiceError::Invalid { code, .. }) => code,
        other => panic!("it was read: {other:?}"),
    };
    assert_eq!(unreadable(Form::Json, b"{\"data\":{}}"), "orders_unreadable");
    assert_eq!(unreadable(Form::Json, "[".repeat(100_000).as_bytes()), "orders_unreadable");
    assert_eq!(unreadable(Form::Csv, b""), "orders_unreadable");
    assert_eq!(unreadable(Form::Csv, b"\xFF\xFF\xFF"), "orders_unreadable");
    assert_eq!(unreadable(Form::Csv, "工单编号\n1\n".as_bytes()), "column_missing");
    let many = format!("[{}1]", "1,".repeat(10_000));
    assert_eq!(unreadable(Form::Json, many.as_bytes()), "orders_too_many");
});

both!(a_token_hands_in_what_lies_in_its_scope_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    account(&city).await;
    let service = &city.service;
    let push = async |actor: &domain::access::Actor| {
        service.take_orders(Some(actor), &mapping(), &csv(SAMPLE), false, t0()).await
    };
    for login in ["grid1", "lead", "admin"] {
        let refused = push(&city.actor(login).await).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden(Permission::BridgeOrders))), "{login}: {refused:?}");
    }
    let other = token_actor(&city, &[Permission::ViewHazards]).await;
    assert!(push(&other).await.is_err(), "a token of another scope");
    city.account("district-bridge", "work_order_bridge", "410102001002").await;
    let results = push(&city.actor("district-bridge").await).await.expect("answered");
    assert_eq!(words(&results), ["created", "created", "refused"]);
    assert_eq!(refusal(&results[2]).3, "forbidden", "the third one lies in the county, outside the community");
    // The whole city knows the first two; the community's account learns nothing of the third.
    let all = token_actor(&city, &[Permission::BridgeOrders]).await;
    assert_eq!(words(&push(&all).await.expect("answered")), ["known", "known", "created"]);
    assert_eq!(refusal(&push(&city.actor("district-bridge").await).await.expect("answered")[2]).3, "forbidden");
});

both!(an_order_is_found_by_its_number_and_two_at_once_make_one_hazard, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let records = csv(SAMPLE);
    let (one, other) = tokio::join!(take(&city, &records), take(&city, &records));
    let mut all: Vec<_> = words(&one).into_iter().chain(words(&other)).collect();
    all.sort_unstable();
    assert_eq!(all, ["created", "created", "created", "known", "known", "known"]);
    let outside = Some("GD20210720000102".to_owned());
    let filter = Filter { text: outside.clone(), outside, ..Filter::default() };
    let scope = city.service.hazard_scope(&city.actor("lead").await);
    let found = database.store.hazards(&scope, &filter, None, 10).await.expect("found");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].outside.as_ref().expect("an order").1, "GD20210720000102");
});

both!(every_change_of_state_is_queued_in_its_transaction, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let results = take(&city, &csv(SAMPLE)).await;
    let id = results[0].hazard.expect("a hazard");
    let order = database.store.order("12345", "GD20210720000101").await.expect("read").expect("there");
    assert!(database.store.order_statuses(order.id).await.expect("read").is_empty(), "coming in is no change");
    let stored = database.store.hazard(id).await.expect("read").expect("there");
    let stored = walk(&city, stored, 1, to_verified(&city)).await;
    // A step that is refused queues nothing.
    act(&city, "grid1", &stored, Command::Accept, t0()).await.expect_err("no second time");
    let states: Vec<State> =
        database.store.order_statuses(order.id).await.expect("read").iter().map(|status| status.hazard_state).collect();
    use State::{Accepted, Assigned, AwaitingVerification, Controlled, Rectifying, Verified};
    assert_eq!(states, [Accepted, Assigned, Controlled, Rectifying, AwaitingVerification, Verified]);
    let jobs = database.texts("select key from job where kind = 'order_status' order by key").await;
    assert_eq!(jobs.len(), 6, "{jobs:?}");
    let tally = |orders, waiting, failed| store::work_order::Tally { orders, waiting, failed };
    assert_eq!(database.store.order_tally("12345").await.expect("numbers"), tally(3, 6, 0));
    database
        .execute("update work_order_status set state = 'failed' where step = (select min(step) from work_order_status)")
        .await;
    assert_eq!(database.store.order_tally("12345").await.expect("numbers"), tally(3, 5, 1));
    assert_eq!(database.store.order_tally("other").await.expect("numbers"), tally(0, 0, 0));
    // What is part of another hazard follows its course.
    let second = database.store.hazard(results[1].hazard.expect("one")).await.expect("read").expect("there");
    act(&city, "lead", &second, Command::Merge { master: id }, t0()).await.expect("merged");
    let stored = database.store.hazard(id).await.expect("read").expect("there");
    act(&city, "lead", &stored, Command::Close, t0()).await.expect("closed");
    let part = database.store.order("12345", "GD20210720000102").await.expect("read").expect("there");
    let states: Vec<State> =
        database.store.order_statuses(part.id).await.expect("read").iter().map(|status| status.hazard_state).collect();
    assert_eq!(states, [State::Duplicate, State::Closed]);
});

both!(the_list_for_the_superior_has_its_columns_its_scope_and_no_formulas, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    take(&city, &csv(&sample_with("消防通道被占", "=HYPERLINK(1)"))).await;
    let service = &city.service;
    let rows = async |scope| service.export_orders(&scope, &mapping(), None, None).await.expect("a page").rows;
    let all = rows(service.operator_scope()).await;
    assert_eq!(all.len(), 3);
    let first = all.iter().find(|row| row[0] == "GD20210720000101").expect("the first order");
    assert_eq!(first[3..5], ["第一网格", "消防通道占用"]);
    assert_eq!(first[7], "2021-07-20 07:30:00", "when they took it down, in their form and zone");
    assert_eq!(first[9], "中原区");
    let line = ExportPage::line(first).expect("a line");
    assert!(line.contains("\"'=HYPERLINK(1)") || line.contains(",'=HYPERLINK(1)"), "{line}");
    let lead = rows(service.hazard_scope(&city.actor("lead").await)).await;
    assert_eq!(lead.len(), 2, "the community alone");
    assert!(rows(service.hazard_scope(&city.actor("fire").await)).await.is_empty());
    let later = t0().checked_add(jiff::SignedDuration::from_mins(1)).expect("a time");
    let since = service.export_orders(&service.operator_scope(), &mapping(), Some(later), None).await.expect("a page");
    assert!(since.rows.is_empty());
});

both!(a_mapping_that_means_nothing_here_is_refused_at_the_start, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    for (from, to, part) in [
        ("system = \"12345\"", "system = \"12 345\"", "system"),
        ("\"A04\"", "\"Z99\"", "Z99"),
        ("\"urgent\"", "\"very\"", "very"),
        ("= \"410102\"", "= \"999\"", "999"),
        ("accepted =", "taken =", "taken"),
        ("https://", "ftp://", "ftp"),
        ("\"closed_at\"", "\"reporter\"", "reporter"),
        ("Asia/Shanghai", "Asia/Zhengzhou", "Zhengzhou"),
    ] {
        assert!(MAPPING.contains(from), "{from}");
        let mapping = Mapping::parse(&MAPPING.replacen(from, to, 1)).expect("it is TOML");
        let error = city.service.check_mapping(&mapping).expect_err(to).to_string();
        assert!(error.contains(part), "{error}");
    }
    assert!(Mapping::parse(&format!("colour = 1\n{MAPPING}")).is_err(), "an unknown member is a slip of the pen");
});
