//! A shelter for a building: checked, said twice where something speaks against it, taken back until somebody arrived.

use domain::access::Actor;
use domain::evacuation::{Peril, Stage};
use domain::id::{EvacuationId, GroupId, PlaceId, ShelterId};
use domain::names::Names;
use domain::place::Place;
use domain::shelter::{Doubt, ShelterRefusal, Unsuited};
use service::ServiceError;
use service::evacuation::{EvacuationReport, NewEvacuation, NewGroup, ShelterChoice};
use testkit::city::{City, fill};
use testkit::{both, t0};
use uuid::Uuid;

use super::shelters::shelters;
use super::{at, buildings, door, goes, order, ordered, report};

/// `near` holds 100 people, `small` 20; `hall` stands where both buildings stand; `square` lies under the sky.
const ROWS: &str = "hall,一号楼架空层,,410102001002001,113.605,34.755,building,flood;gas,,100,temporary\n\
    near,平安小学,,410102001002001,113.605,34.756,building,flood;gas,98.5,100,temporary\n\
    small,活动室,,410102001002002,113.615,34.756,building,flood,,20,temporary\n\
    square,平安广场,,410102001002001,113.606,34.757,open,earthquake,,9000,emergency\n";

async fn ids(city: &City) -> [ShelterId; 4] {
    shelters(city, ROWS).await.expect("an import");
    let listed = city.service.list_shelters(&city.actor("lead").await, None, None, 10).await.expect("a list");
    let ids: Vec<_> = listed.iter().map(|one| one.shelter.id).collect();
    ids.try_into().expect("four, by code")
}

fn choice(group: GroupId, from: Option<ShelterId>, to: Option<ShelterId>) -> ShelterChoice {
    ShelterChoice { group, from, to, confirmed: false }
}

async fn choose(city: &City, actor: &Actor, id: EvacuationId, one: ShelterChoice) -> Result<(), ServiceError> {
    city.service.report_evacuation(actor, EvacuationReport { shelters: vec![one], ..report(id) }, t0()).await
}

fn refusal(result: Result<(), ServiceError>) -> ShelterRefusal {
    match result {
        Err(ServiceError::Shelter(refusal) | ServiceError::GroupShelter { refusal, .. }) => refusal,
        other => panic!("{other:?}"),
    }
}

both!(a_shelter_is_checked_and_a_person_confirms_what_speaks_against_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [hall, near, small, square] = ids(&city).await;
    let (id, [first, second]) = ordered(&city).await;
    let own = city.actor("grid1").await;
    let ask = |to| choose(&city, &own, id, choice(first, None, Some(to)));
    assert_eq!(refusal(ask(square).await), ShelterRefusal::Barred(Unsuited::OpenAir));
    assert_eq!(refusal(ask(hall).await), ShelterRefusal::Emptied, "it stands in what is moved out");
    assert_eq!(
        refusal(ask(small).await),
        ShelterRefusal::Doubtful(vec![Doubt::NoRoom]),
        "ten households, twenty people"
    );
    let unknown = ask(ShelterId(Uuid::now_v7())).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("shelter"))), "{unknown:?}");
    let foreign = choose(&city, &own, id, choice(second, None, Some(near))).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound("group"))), "{foreign:?}");
    let before = city.service.store().journal_of(id.0).await.expect("entries").len();
    let sure = ShelterChoice { confirmed: true, ..choice(first, None, Some(small)) };
    choose(&city, &own, id, sure).await.expect("confirmed");
    choose(&city, &own, id, sure).await.expect("it goes there already");
    let entries = city.service.store().journal_of(id.0).await.expect("entries");
    assert_eq!(entries.len(), before + 1, "what is refused or changes nothing is no entry");
    let (kind, payload) = (&entries[before].kind, &entries[before].payload);
    assert_eq!(
        (kind.as_str(), &payload["to"], &payload["against"][0]),
        ("evacuation.sheltered", &serde_json::json!("small"), &serde_json::json!("no_room"),)
    );
    assert!(payload["from"].is_null(), "{payload}");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    let goes_to = &sheet.goes_to[&first];
    assert_eq!((goes_to.occupied.shelter.code.as_str(), goes_to.occupied.free()), ("small", 20));
    assert_eq!(goes_to.occupied.coming, 26, "ten households");
    assert!(goes_to.distance_m.is_some_and(|metres| (900.0..1_000.0).contains(&metres)), "{goes_to:?}");
});

both!(a_choice_is_changed_and_taken_back_until_somebody_arrived, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [_, near, small, _] = ids(&city).await;
    let (id, [first, _]) = ordered(&city).await;
    let own = city.actor("grid1").await;
    let go = |from, to, confirmed| choose(&city, &own, id, ShelterChoice { confirmed, ..choice(first, from, to) });
    go(None, Some(near), false).await.expect("it has room");
    assert_eq!(refusal(go(None, Some(small), true).await), ShelterRefusal::Changed, "who saw none is told");
    go(Some(near), None, false).await.expect("taken back");
    let sheet = city.service.show_evacuation(&own, id).await.expect("an evacuation");
    assert!(sheet.groups[0].shelter.is_none() && sheet.goes_to.is_empty());
    go(None, Some(near), false).await.expect("chosen again");
    let doors = vec![door(first, "101", Stage::Shelter)];
    city.service.report_evacuation(&own, EvacuationReport { doors, ..report(id) }, at(1)).await.expect("arrived");
    assert_eq!(refusal(go(Some(near), None, true).await), ShelterRefusal::Arrived);
    let moving = refusal(go(Some(near), Some(small), false).await);
    assert_eq!(moving, ShelterRefusal::Doubtful(vec![Doubt::NoRoom, Doubt::MovesOn]));
    go(Some(near), Some(small), true).await.expect("the first shelter is in danger itself: they move on");
    let entries = city.service.store().journal_of(id.0).await.expect("entries");
    let ways = entries.iter().filter(|entry| entry.kind == "evacuation.sheltered");
    let ways: Vec<_> = ways.map(|entry| (entry.payload["from"].as_str(), entry.payload["to"].as_str())).collect();
    let (near, small) = (Some("near"), Some("small"));
    assert_eq!(ways, [(None, near), (near, None), (None, near), (near, small)]);
});

both!(two_buildings_share_the_room_of_one_shelter, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [_, near, ..] = ids(&city).await;
    let [one, two] = buildings(&city).await;
    let lead = city.actor("lead").await;
    let group = |place, households| NewGroup {
        place: Some(place),
        households: Some(households),
        shelter: Some(near),
        ..NewGroup::default()
    };
    let both = |second| order(&city, vec![group(one, 20), group(two, second)]);
    let full = city.service.order_evacuation(&lead, both(19), t0()).await.map(|_| ());
    assert_eq!(refusal(full), ShelterRefusal::Doubtful(vec![Doubt::NoRoom]), "39 households are 102 people");
    let id = city.service.order_evacuation(&lead, both(18), t0()).await.expect("99 people");
    let entries = city.service.store().journal_of(id.0).await.expect("entries");
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["evacuation.opened", "evacuation.sheltered", "evacuation.sheltered"]);
    // People of another evacuation, too.
    let third = NewGroup { label: "3号楼".to_owned(), ..NewGroup::default() };
    let other = order(&city, vec![NewGroup { households: Some(1), shelter: Some(near), ..third }]);
    let refused = city.service.order_evacuation(&lead, other, t0()).await.map(|_| ());
    assert_eq!(refusal(refused), ShelterRefusal::Doubtful(vec![Doubt::NoRoom]));
    let gas = NewEvacuation { peril: Peril::Gas, ..both(1) };
    let near_by = city.service.order_evacuation(&lead, gas, t0()).await.map(|_| ());
    assert_eq!(refusal(near_by), ShelterRefusal::Doubtful(vec![Doubt::NoRoom, Doubt::InArea]));
});

both!(no_shelter_stands_in_what_another_evacuation_has_emptied, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [hall, near, small, _] = ids(&city).await;
    let [one, _] = buildings(&city).await;
    let lead = city.actor("lead").await;
    let first = order(&city, vec![NewGroup { place: Some(one), households: Some(1), ..NewGroup::default() }]);
    let first = city.service.order_evacuation(&lead, first, t0()).await.expect("an evacuation");
    let apart = |label: &str, shelter| NewGroup {
        label: label.to_owned(),
        households: Some(1),
        shelter: Some(shelter),
        confirmed: true,
        ..NewGroup::default()
    };
    let three = || order(&city, vec![apart("3号楼", near), apart("4号楼", small), apart("5号楼", hall)]);
    let refused = city.service.order_evacuation(&lead, three(), t0()).await.map(|_| ());
    assert_eq!(refusal(refused), ShelterRefusal::Emptied, "one of the three");
    city.service.end_evacuation(&lead, first, "雨停了,人已回家", at(1)).await.expect("ended");
    let second = city.service.order_evacuation(&lead, three(), at(1)).await.expect("each has its own shelter");
    let sheet = city.service.show_evacuation(&lead, second).await.expect("an evacuation");
    let mut codes: Vec<_> = sheet.goes_to.values().map(|goes| goes.occupied.shelter.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["hall", "near", "small"]);
});

both!(
    a_building_is_divided_among_shelters_by_groups_that_say_their_households,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let [_, near, small, _] = ids(&city).await;
        let [one, _] = buildings(&city).await;
        let lead = city.actor("lead").await;
        let part = |label: &str, households, shelter| NewGroup {
            place: Some(one),
            label: label.to_owned(),
            households,
            shelter: Some(shelter),
            ..NewGroup::default()
        };
        let both = |second| order(&city, vec![part("一单元", Some(30), near), second]);
        for vague in [part("", Some(5), small), part("二单元", None, small)] {
            let refused = city.service.order_evacuation(&lead, both(vague), t0()).await;
            assert!(matches!(refused, Err(ServiceError::Invalid { code: "group_invalid", .. })), "{refused:?}");
        }
        let full = city.service.order_evacuation(&lead, both(part("二单元", Some(8), small)), t0()).await;
        let Err(ServiceError::GroupShelter { group, refusal }) = full else { panic!("{full:?}") };
        assert_eq!((group, refusal), (1, ShelterRefusal::Doubtful(vec![Doubt::NoRoom])), "8 households are 21 people");
        let whole = NewEvacuation { groups: vec![part("", None, near)], ..both(part("二单元", Some(5), small)) };
        let id = city.service.order_evacuation(&lead, whole, t0()).await.expect("named once it needs neither");
        city.service.end_evacuation(&lead, id, "另行安排", t0()).await.expect("ended");
        let id =
            city.service.order_evacuation(&lead, both(part("二单元", Some(5), small)), t0()).await.expect("divided");
        let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
        let mut goes: Vec<_> = sheet
            .groups
            .iter()
            .map(|group| {
                let shelter = sheet.goes_to[&group.id].occupied.shelter.code.as_str();
                (group.label.as_str(), group.households.total(), shelter)
            })
            .collect();
        goes.sort_unstable();
        assert_eq!(goes, [("一单元", 30, "near"), ("二单元", 5, "small")]);
    }
);

both!(shelters_are_chosen_over_one_connection_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [_, near, small, _] = ids(&city).await;
    let (id, [first, second]) = ordered(&city).await;
    let lead = city.actor("lead").await;
    let narrow = city.over_one_connection(&database).await;
    let shelters = vec![choice(first, None, Some(near)), choice(second, None, Some(small))];
    let shelters = shelters.into_iter().map(|one| ShelterChoice { confirmed: true, ..one }).collect();
    let chosen = EvacuationReport { shelters, ..report(id) };
    narrow.report_evacuation(&lead, chosen, t0()).await.expect("a second connection is not waited for");
});

both!(a_commander_says_where_people_go_and_reports_no_household, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let [_, near, ..] = ids(&city).await;
    let (id, [first, _]) = ordered(&city).await;
    let mut commander = city.actor("district").await;
    for held in &mut commander.postings {
        held.title = "commander".to_owned();
    }
    choose(&city, &commander, id, choice(first, None, Some(near))).await.expect("chosen");
    let moves = vec![(first, goes(Stage::Listed, Stage::Notified, 1))];
    let said = EvacuationReport { moves, ..report(id) };
    let refused = city.service.report_evacuation(&commander, said, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    let with = EvacuationReport {
        shelters: vec![choice(first, Some(near), None)],
        doors: vec![door(first, "101", Stage::Notified)],
        ..report(id)
    };
    let refused = city.service.report_evacuation(&commander, with, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    let doors = city.service.evacuation_doors(&commander, id, None).await;
    assert!(matches!(doors, Err(ServiceError::Forbidden(_))), "{doors:?}");
});

both!(every_building_of_a_unit_is_on_the_list_however_many_places_it_has, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let unit = city.unit("410102001002001");
    let place = |kind: &str, number: u32| {
        let geometry = serde_json::json!({ "type": "Point", "coordinates": [113.605, 34.755] });
        let geometry = serde_json::from_value(geometry).expect("a point");
        let code = format!("{kind}-{number:05}");
        let place = Place::new(PlaceId(Uuid::now_v7()), &code, kind, Names::zh(&code), unit.id, geometry);
        store::place::PlaceRow { place, path: unit.path.clone(), middle: None }
    };
    // Codes of shops come first or last; more buildings than one page and than one order may name.
    let mut places: Vec<_> = (0..300).map(|number| place("a_shop", number)).collect();
    places.extend((0..2_003).map(|number| place("building", number)));
    let write = city.service.store().write().await.expect("a transaction");
    store::place::save(&write, &places).await.expect("places");
    write.commit().await.expect("written");
    let lead = city.actor("lead").await;
    let id = city.service.order_evacuation(&lead, order(&city, Vec::new()), t0()).await.expect("an evacuation");
    let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
    let labels: std::collections::BTreeSet<_> = sheet.groups.iter().map(|group| group.label.as_str()).collect();
    assert_eq!((sheet.groups.len(), labels.len()), (2_003, 2_003), "each once");
    assert!(labels.contains("building-02002") && !labels.contains("a_shop-00000"));
});
