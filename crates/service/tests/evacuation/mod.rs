//! Evacuations: people first, the report after; nobody is lost, nobody is named, nobody goes home by a report.

mod assist;
mod choices;
mod residents;
mod shelters;

use domain::evacuation::{EvacuationRefusal, HomeRefusal, Moving, Peril, Return, Stage};
use domain::id::{CommandId, EvacuationId, GroupId, PlaceId};
use domain::names::Names;
use domain::place::Place;
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::evacuation::{EvacuationPage, EvacuationReport, HomeOrder, NewEvacuation, NewGroup, Tick};
use testkit::city::{City, fill};
use testkit::{both, t0};
use uuid::Uuid;

fn at(hours: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_hours(hours)).expect("a time")
}

/// A building of each grid.
async fn buildings(city: &City) -> [PlaceId; 2] {
    let ids = [PlaceId(Uuid::now_v7()), PlaceId(Uuid::now_v7())];
    let of = [("410102001002001", "1号楼"), ("410102001002002", "2号楼")];
    let places: Vec<_> = ids
        .into_iter()
        .zip(of)
        .map(|(id, (unit, name))| {
            let unit = city.unit(unit);
            let geometry = serde_json::json!({ "type": "Point", "coordinates": [113.605, 34.755] });
            let geometry = serde_json::from_value(geometry).expect("a point");
            let place = Place::new(id, name, "building", Names::zh(name), unit.id, geometry);
            store::place::PlaceRow { place, path: unit.path, middle: None }
        })
        .collect();
    let write = city.service.store().write().await.expect("a transaction");
    store::place::save(&write, &places).await.expect("places");
    write.commit().await.expect("written");
    ids
}

fn order(city: &City, groups: Vec<NewGroup>) -> NewEvacuation {
    NewEvacuation {
        id: EvacuationId(Uuid::now_v7()),
        unit: city.id("410102001002"),
        cause: None,
        peril: Peril::Flood,
        groups,
        trigger: "1小时雨量超过50毫米".to_owned(),
        due_at: Some(at(2)),
        where_to: "平安小学".to_owned(),
        after_care: "被褥、热水、药品".to_owned(),
        no_return_before: None,
        move_first: true,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    }
}

fn report(id: EvacuationId) -> EvacuationReport {
    EvacuationReport {
        id,
        moves: Vec::new(),
        doors: Vec::new(),
        counts: Vec::new(),
        shelters: Vec::new(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    }
}

fn goes(from: Stage, to: Stage, households: u32) -> Moving {
    Moving { from, to, households }
}

fn door(group: GroupId, door: &str, stage: Stage) -> Tick {
    Tick { group, door: door.to_owned(), stage }
}

/// An evacuation with ten households in the building of the first grid, three of which asked for help, and an uncounted
/// building in the second.
async fn ordered(city: &City) -> (EvacuationId, [GroupId; 2]) {
    let [one, two] = buildings(city).await;
    let groups = vec![
        NewGroup { place: Some(two), ..NewGroup::default() },
        NewGroup { place: Some(one), households: Some(10), asked_help: 3, ..NewGroup::default() },
    ];
    let lead = city.actor("lead").await;
    let id = city.service.order_evacuation(&lead, order(city, groups), t0()).await.expect("an evacuation");
    let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
    (id, [sheet.groups[0].id, sheet.groups[1].id])
}

both!(a_community_secretary_orders_alone_and_reports_after, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (id, _) = ordered(&city).await;
    let (lead, grid) = (city.actor("lead").await, city.actor("grid1").await);
    let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
    assert_eq!(sheet.groups[0].label, "1号楼", "where people asked for help comes first");
    assert_eq!((sheet.groups[0].counted, sheet.groups[1].counted), (true, false), "unknown is not zero");
    assert_eq!((sheet.texts.trigger.as_str(), sheet.texts.where_to.as_str()), ("1小时雨量超过50毫米", "平安小学"));
    assert_eq!(sheet.organiser.map(|post| post.title).as_deref(), Some("community_lead"));
    assert_eq!((sheet.evacuation.move_first, sheet.evacuation.told_at), (true, None));
    city.service.tell_evacuation(&lead, id, at(1)).await.expect("told");
    let told = city.service.show_evacuation(&lead, id).await.expect("an evacuation").evacuation.told_at;
    assert_eq!(told, Some(at(1)));
    let refused = city.service.order_evacuation(&grid, order(&city, Vec::new()), t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    let entries = city.service.store().journal_of(id.0).await.expect("entries");
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["evacuation.opened", "evacuation.told"]);
    assert!(!entries[0].payload.to_string().contains("平安小学"), "no free text in the journal");
});

both!(each_reports_for_the_own_part_and_sees_no_other, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (id, [first, second]) = ordered(&city).await;
    let (own, other) = (city.actor("grid1").await, city.actor("grid2").await);
    let moves = vec![(first, goes(Stage::Listed, Stage::Notified, 6))];
    let said = EvacuationReport { moves, ..report(id) };
    let refused = city.service.report_evacuation(&other, said.clone(), t0()).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("group"))), "{refused:?}");
    city.service.report_evacuation(&own, said.clone(), t0()).await.expect("a report");
    city.service.report_evacuation(&own, said.clone(), t0()).await.expect("the same again");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    assert_eq!(sheet.groups.len(), 1, "the own part alone");
    assert_eq!(sheet.sum.at(Stage::Notified), 6, "once");
    let reused = EvacuationReport { body_hash: vec![2], ..said };
    assert!(matches!(city.service.report_evacuation(&own, reused, t0()).await, Err(ServiceError::KeyReused)));
    let counts = EvacuationReport { counts: vec![(second, 7)], ..report(id) };
    city.service.report_evacuation(&other, counts, t0()).await.expect("counted");
    let whole = city.service.show_evacuation(&city.actor("lead").await, id).await.expect("an evacuation");
    assert_eq!((whole.sum.total(), whole.groups.iter().all(|group| group.counted)), (17, true));
    let page = EvacuationPage { open: true, limit: 10, ..EvacuationPage::default() };
    let listed = city.service.list_evacuations(&other, &page).await.expect("a list");
    assert_eq!((listed.len(), listed[0].sum.total()), (1, 7));
});

both!(doors_are_ticked_without_names_and_the_list_says_who_is_missing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (id, [first, _]) = ordered(&city).await;
    let own = city.actor("grid1").await;
    let doors = vec![
        door(first, "101", Stage::Relatives),
        door(first, "102", Stage::Refused),
        door(first, "103", Stage::NotFound),
        door(first, "102", Stage::Police),
    ];
    city.service.report_evacuation(&own, EvacuationReport { doors, ..report(id) }, t0()).await.expect("a report");
    // A phone that was without network sends what it knew an hour ago.
    let late = vec![door(first, "101", Stage::Notified)];
    city.service.report_evacuation(&own, EvacuationReport { doors: late, ..report(id) }, t0()).await.expect("late");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    let counts = sheet.groups[0].households;
    assert_eq!((counts.total(), counts.unaccounted(), counts.at(Stage::Listed)), (10, 9, 7));
    let known = city.service.evacuation_doors(&own, id, Some(first)).await.expect("doors");
    let known: Vec<_> = known.iter().map(|door| (door.door.as_str(), door.stage)).collect();
    assert_eq!(known, [("101", Stage::Relatives), ("102", Stage::Police), ("103", Stage::NotFound)]);
    let all: Vec<_> = (1..=9).map(|n| door(first, &format!("20{n}"), Stage::Confirmed)).collect();
    city.service.report_evacuation(&own, EvacuationReport { doors: all, ..report(id) }, t0()).await.expect("doors");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    assert_eq!(sheet.sum.total(), 12, "two doors that nobody had on the list are two households more");
    let moves = vec![(first, goes(Stage::Confirmed, Stage::EnRoute, 1))];
    let twice = city.service.report_evacuation(&own, EvacuationReport { moves, ..report(id) }, t0()).await;
    assert!(
        matches!(twice, Err(ServiceError::Evacuation(EvacuationRefusal::TooFew { there: 0, .. }))),
        "households behind doors go by their doors: {twice:?}"
    );
    let named = vec![door(first, "张三,电话13800000000号", Stage::Confirmed)];
    let refused = city.service.report_evacuation(&own, EvacuationReport { doors: named, ..report(id) }, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "door_invalid", .. })), "{refused:?}");
    let entries = city.service.store().journal_of(id.0).await.expect("entries");
    assert!(entries.iter().all(|entry| !entry.payload.to_string().contains("\"102\"")), "no door in the journal");
});

both!(nobody_goes_home_before_it_is_authorised_and_the_street_may_refuse, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (id, [first, _]) = ordered(&city).await;
    let (own, lead, street) = (city.actor("grid1").await, city.actor("lead").await, city.actor("street").await);
    let moves = vec![(first, goes(Stage::Listed, Stage::Shelter, 9))];
    let doors = vec![door(first, "101", Stage::Shelter)];
    let said = EvacuationReport { moves, doors, ..report(id) };
    // Doors are written first: one household behind a door, nine without.
    city.service.report_evacuation(&own, said, t0()).await.expect("a report");
    let moves = vec![(first, goes(Stage::Shelter, Stage::LeftEarly, 2))];
    city.service.report_evacuation(&own, EvacuationReport { moves, ..report(id) }, at(1)).await.expect("a report");
    let entries = city.service.store().journal_of(id.0).await.expect("entries");
    let alarm = entries.last().expect("an alarm");
    assert_eq!((alarm.kind.as_str(), &alarm.payload["households"]), ("evacuation.left_early", &serde_json::json!(2)));
    assert_eq!(city.alerted(domain::job::Alert::LeftEarly, at(1)).await, ["district", "lead", "street"]);

    let order = |authorise, rain: Option<i64>| HomeOrder {
        authorise,
        reason: "上游水库已泄洪".to_owned(),
        risk_high: true,
        rain_ended_at: rain.map(at),
    };
    let wet = city.service.decide_return(&lead, id, &order(true, Some(10)), at(20)).await;
    assert!(matches!(wet, Err(ServiceError::Home(HomeRefusal::AfterRain))), "{wet:?}");
    let denied = city.service.decide_return(&lead, id, &order(false, None), at(20)).await;
    assert!(matches!(denied, Err(ServiceError::Forbidden(_))), "{denied:?}");
    city.service.decide_return(&street, id, &order(false, None), at(20)).await.expect("refused");
    let below = city.service.decide_return(&lead, id, &order(true, Some(10)), at(40)).await;
    assert!(matches!(below, Err(ServiceError::Home(HomeRefusal::RefusedAbove))), "{below:?}");
    city.service.decide_return(&street, id, &order(true, Some(10)), at(40)).await.expect("authorised");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    assert_eq!(sheet.evacuation.home.0, Return::Authorised);
    assert_eq!((sheet.sum.at(Stage::ReturnAuthorised), sheet.sum.at(Stage::LeftEarly)), (8, 2));
    let home = vec![door(first, "101", Stage::Returned)];
    let moves = vec![(first, goes(Stage::ReturnAuthorised, Stage::Returned, 7))];
    let back = EvacuationReport { moves, doors: home, ..report(id) };
    city.service.report_evacuation(&own, back, at(41)).await.expect("home");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    assert_eq!(sheet.sum.at(Stage::Returned), 8);
});

both!(doors_are_forgotten_a_month_after_the_end, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (id, [first, _]) = ordered(&city).await;
    let (own, lead) = (city.actor("grid1").await, city.actor("lead").await);
    let doors = vec![door(first, "101", Stage::Relatives)];
    city.service.report_evacuation(&own, EvacuationReport { doors, ..report(id) }, t0()).await.expect("a report");
    let silent = city.service.end_evacuation(&lead, id, " ", at(1)).await;
    assert!(matches!(silent, Err(ServiceError::Invalid { code: "reason_required", .. })), "{silent:?}");
    city.service.end_evacuation(&lead, id, "险情解除", at(1)).await.expect("ended");
    let over = city.service.report_evacuation(&own, report(id), at(2)).await;
    assert!(matches!(over, Err(ServiceError::Evacuation(EvacuationRefusal::Ended))), "{over:?}");
    assert_eq!(city.service.forget_doors(at(30 * 24)).await.expect("a round"), 0);
    assert_eq!(city.service.evacuation_doors(&own, id, None).await.expect("doors").len(), 1);
    assert_eq!(city.service.forget_doors(at(30 * 24 + 1)).await.expect("a round"), 1);
    assert_eq!(city.service.evacuation_doors(&own, id, None).await.expect("doors").len(), 0);
    assert_eq!(city.service.forget_doors(at(30 * 24 + 2)).await.expect("a round"), 0);
    let sum = city.service.show_evacuation(&own, id).await.expect("an evacuation").sum;
    assert_eq!((sum.total(), sum.unaccounted()), (10, 9), "counts stay");
});

both!(an_evacuation_names_no_response_that_its_orderer_does_not_see, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let cause = Some(domain::id::ResponseId(Uuid::now_v7()));
    let refused = city.service.order_evacuation(&lead, NewEvacuation { cause, ..order(&city, Vec::new()) }, t0()).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("response"))), "{refused:?}");
});

both!(of_two_equal_requests_at_once_one_counts, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [near, far] = buildings(&city).await;
    let (lead, grid) = (city.actor("lead").await, city.actor("grid1").await);
    let of = |place, households| NewGroup { place: Some(place), households, ..NewGroup::default() };
    let open = async |new: NewEvacuation| city.service.order_evacuation(&lead, new, t0()).await;
    let new = order(&city, vec![of(near, Some(10))]);
    let (one, two) = tokio::join!(open(new.clone()), open(new.clone()));
    let id = one.expect("an evacuation");
    assert_eq!(two.expect("the same, sent at the same time"), id);
    let page = EvacuationPage { open: true, limit: 10, ..EvacuationPage::default() };
    assert_eq!(city.service.list_evacuations(&lead, &page).await.expect("a list").len(), 1);
    let other = open(NewEvacuation { body_hash: vec![2], ..new }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");

    let group = city.service.show_evacuation(&lead, id).await.expect("an evacuation").groups[0].id;
    let said = EvacuationReport { moves: vec![(group, goes(Stage::Listed, Stage::Notified, 6))], ..report(id) };
    let say = async |said: EvacuationReport| city.service.report_evacuation(&grid, said, t0()).await;
    let (one, two) = tokio::join!(say(said.clone()), say(said.clone()));
    one.expect("a report");
    two.expect("the same, sent at the same time");
    let sum = city.service.show_evacuation(&lead, id).await.expect("an evacuation").sum;
    assert_eq!((sum.at(Stage::Listed), sum.at(Stage::Notified)), (4, 6), "once");
    let elsewhere = open(order(&city, vec![of(far, None)])).await.expect("another evacuation");
    let other = say(EvacuationReport { id: elsewhere, ..said }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});
