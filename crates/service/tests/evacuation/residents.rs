//! Residents' numbers: agreed to by their owners, called when the building is moved out, answered with a key, and gone
//! after a year.

use domain::evacuation::Stage;
use domain::id::{EvacuationId, GroupId, PlaceId, ResidentNumberId};
use domain::message::{Channel, MessageState};
use domain::resident::ResidentAnswer;
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::evacuation::NewGroup;
use service::hazard::Origin;
use service::message::Outcome;
use service::resident::{NewResident, ResidentRang, ResidentRing};
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_station, phone};
use testkit::{both, keys, t0};
use uuid::Uuid;

use super::{at, buildings, order};

const PHONE: &str = "13812345678";

fn minutes(minutes: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

fn number(place: PlaceId, phone: &str, door: &str, on_behalf: bool) -> NewResident {
    let id = ResidentNumberId(Uuid::now_v7());
    NewResident { id, place, phone: phone.to_owned(), door: door.to_owned(), on_behalf }
}

/// A city with a building of each grid.
async fn city(database: &testkit::Database) -> (City, [PlaceId; 2]) {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let places = buildings(&city).await;
    (city, places)
}

/// A number that the community took down.
async fn taken_down(city: &City, place: PlaceId, phone: &str, door: &str) -> ResidentNumberId {
    let new = number(place, phone, door, true);
    let (id, lead) = (new.id, city.actor("lead").await);
    city.service.register_resident(Some(&lead), new, &Origin::default(), t0()).await.expect("a number");
    id
}

/// The first building is moved out; its group.
async fn moved_out(city: &City, place: PlaceId) -> (EvacuationId, GroupId) {
    let groups = vec![NewGroup { place: Some(place), households: Some(10), ..NewGroup::default() }];
    let lead = city.actor("lead").await;
    let id = city.service.order_evacuation(&lead, order(city, groups), t0()).await.expect("an evacuation");
    city.service.place_resident_calls(t0()).await.expect("calls");
    let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
    (id, sheet.groups[0].id)
}

async fn rings(city: &City, now: Timestamp) -> Vec<ResidentRing> {
    city.service.claim_resident_calls(&Channel::ALL, 50, now).await.expect("a look")
}

async fn end(city: &City, ring: &ResidentRing, now: Timestamp) {
    let carrier_id = Some(ring.call.attempt.to_string());
    let outcome = Outcome { state: MessageState::Sent, carrier_id, error: None };
    let rang = ResidentRang { call: ring.call.id, outcome, channels: Channel::ALL.to_vec() };
    city.service.end_resident_calls(&[rang], now).await.expect("written down");
}

both!(a_number_counts_when_its_owner_agrees_and_a_stranger_changes_nothing, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let (service, origin) = (&city.service, Origin::default());
    let new = number(one, PHONE, "1203", false);
    let id = new.id;
    service.register_resident(None, new, &origin, t0()).await.expect("taken");
    let kept = service.store().resident_number(id).await.expect("a query").expect("a number");
    assert!(kept.confirmed_at.is_none(), "somebody said so, not its owner");
    let text = String::from_utf8_lossy(&kept.sealed);
    assert!(!text.contains("1203") && !text.contains("138"), "nothing of it lies open");
    let (_, group) = moved_out(&city, one).await;
    assert!(rings(&city, t0()).await.is_empty(), "nobody is called who did not agree");
    let link = service.resident_link(id).expect("a link");
    assert!(!service.linked_resident(&link, at(1)).await.expect("looked").confirmed, "looking agrees to nothing");
    assert!(service.reply_by_carrier(Channel::Sms, PHONE, "1", at(1)).await.expect("taken").is_empty());
    let seen = service.linked_resident(&link, at(1)).await.expect("looked");
    assert_eq!((seen.confirmed, seen.phone.as_str(), seen.door.as_deref()), (true, "138****5678", Some("1203")));
    service.register_resident(None, number(one, PHONE, "9999", false), &origin, at(2)).await.expect("the same answer");
    assert_eq!(service.linked_resident(&link, at(2)).await.expect("looked").door.as_deref(), Some("1203"));
    service.place_resident_calls(at(2)).await.expect("calls");
    let late = rings(&city, at(2)).await;
    assert_eq!(late.iter().map(|ring| ring.call.group).collect::<Vec<_>>(), [group], "who comes late is called too");
    service.erase_linked_resident(&link, at(3)).await.expect("gone");
    let gone = service.linked_resident(&link, at(3)).await;
    assert!(matches!(gone, Err(ServiceError::NotFound("resident_number"))), "{gone:?}");
});

both!(one_has_left_and_another_needs_help_and_nobody_is_called_again, |database: testkit::Database| async move {
    let (city, [one, two]) = city(&database).await;
    let service = &city.service;
    taken_down(&city, one, PHONE, "1203").await;
    taken_down(&city, one, "13900000001", "").await;
    taken_down(&city, two, "13900000002", "101").await;
    let (id, group) = moved_out(&city, one).await;
    let first = rings(&city, t0()).await;
    assert_eq!(first.len(), 2, "the other building stays");
    assert!(first.iter().all(|ring| ring.channel == Channel::Voice && ring.where_to == "平安小学"), "{first:?}");
    assert!(rings(&city, t0()).await.is_empty(), "each once");
    for ring in &first {
        end(&city, ring, t0()).await;
    }
    let second = rings(&city, minutes(5)).await;
    assert!(second.len() == 2 && second.iter().all(|ring| ring.channel == Channel::Sms), "{second:?}");
    assert!(second.iter().all(|ring| first.iter().all(|before| before.call.attempt != ring.call.attempt)));
    for ring in &second {
        end(&city, ring, minutes(5)).await;
    }
    service.reply_by_carrier(Channel::Voice, PHONE, "2", minutes(6)).await.expect("taken");
    let lead = city.actor("lead").await;
    let sheet = service.show_evacuation(&lead, id).await.expect("an evacuation");
    assert_eq!((sheet.groups[0].asked_help, sheet.residents[&group].needs_help), (1, 1));
    let calls = service.resident_calls(&lead, id, None).await.expect("answers");
    assert_eq!(calls[0].door.as_deref(), Some("1203"), "who needs help comes first");
    service.reply_by_carrier(Channel::Sms, PHONE, "1", minutes(9)).await.expect("taken");
    let sheet = service.show_evacuation(&lead, id).await.expect("an evacuation");
    assert_eq!((sheet.groups[0].asked_help, sheet.residents[&group].left), (0, 1), "the last word counts");
    let doors = service.evacuation_doors(&lead, id, None).await.expect("doors");
    assert_eq!(
        doors.iter().map(|door| (door.door.as_str(), door.stage)).collect::<Vec<_>>(),
        [("1203", Stage::EnRoute)]
    );
    let link = service.resident_call_link(first[1].call.id).expect("a link");
    service.answer_by_link(&link, ResidentAnswer::Left, minutes(10)).await.expect("taken");
    assert_eq!(service.linked_resident_call(&link).await.expect("a look").answer, Some(ResidentAnswer::Left));
    let doors = service.evacuation_doors(&lead, id, None).await.expect("doors");
    assert_eq!(doors.len(), 1, "without a door nobody's door is marked");
    assert!(rings(&city, minutes(15)).await.is_empty(), "who answered is not called again");
});

both!(
    residents_of_a_divided_building_count_with_the_group_that_is_named_first,
    |database: testkit::Database| async move {
        let (city, [one, _]) = city(&database).await;
        taken_down(&city, one, PHONE, "1203").await;
        let part = |label: &str, asked_help| NewGroup {
            place: Some(one),
            label: label.to_owned(),
            households: Some(5),
            asked_help,
            ..NewGroup::default()
        };
        let lead = city.actor("lead").await;
        let new = order(&city, vec![part("二单元", 0), part("一单元", 3)]);
        let id = city.service.order_evacuation(&lead, new, t0()).await.expect("an evacuation");
        city.service.place_resident_calls(t0()).await.expect("calls");
        let rung: Vec<_> = rings(&city, t0()).await.iter().map(|ring| ring.call.group).collect();
        let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
        let first = sheet.groups.iter().find(|group| group.label == "二单元").expect("a group");
        assert_eq!(rung, [first.id], "once");
    }
);

both!(what_never_came_back_is_asked_again_under_its_key_and_an_end_ends_it, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let service = &city.service;
    taken_down(&city, one, PHONE, "1203").await;
    let (id, _) = moved_out(&city, one).await;
    let first = rings(&city, t0()).await;
    let again = rings(&city, minutes(2)).await;
    assert_eq!(again[0].call.attempt, first[0].call.attempt);
    end(&city, &again[0], minutes(2)).await;
    let lead = city.actor("lead").await;
    service.end_evacuation(&lead, id, "雨停,没有险情", minutes(3)).await.expect("ended");
    assert!(rings(&city, minutes(7)).await.is_empty());
    let link = service.resident_call_link(first[0].call.id).expect("a link");
    let late = service.answer_by_link(&link, ResidentAnswer::Left, minutes(8)).await;
    assert!(matches!(late, Err(ServiceError::Evacuation(_))), "{late:?}");
    let other = service.resident_link(first[0].call.number).expect("a link of another sort");
    let refused = service.answer_by_link(&other, ResidentAnswer::Left, minutes(8)).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("resident_call"))), "{refused:?}");
    let kept = at(24 * 31);
    service.forget_doors(kept).await.expect("a round");
    assert!(service.resident_calls(&lead, id, None).await.expect("answers").is_empty(), "gone with the doors");
});

both!(whoever_is_on_duty_answers_for_the_post_and_not_for_the_home, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    fit_station(&city.service);
    let grid1 = city.actor("grid1").await;
    phone(&city, &grid1, PHONE).await;
    taken_down(&city, one, PHONE, "1203").await;
    let (id, _) = moved_out(&city, one).await;
    Cap::red("red").give(&city.service, t0()).await.expect("a warning");
    city.service.place_calls(t0()).await.expect("calls");
    let taken = city.service.reply_by_carrier(Channel::Sms, PHONE, "1", minutes(1)).await.expect("taken");
    assert_eq!(taken.len(), 1, "the post received");
    let calls = city.service.resident_calls(&city.actor("lead").await, id, None).await.expect("answers");
    assert!(calls[0].answer.is_none(), "and nobody has left");
});

both!(numbers_go_by_themselves_and_nobody_is_pestered, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let (service, origin) = (&city.service, Origin::default());
    for _ in 0..3 {
        service.register_resident(None, number(one, PHONE, "", false), &origin, t0()).await.expect("taken");
    }
    let often = service.register_resident(None, number(one, PHONE, "", false), &origin, t0()).await;
    assert!(matches!(often, Err(ServiceError::Access(_))), "{often:?}");
    let wrong = service.register_resident(None, number(one, "12", "", false), &origin, t0()).await;
    assert!(matches!(wrong, Err(ServiceError::Invalid { code: "phone_invalid", .. })), "{wrong:?}");
    let stranger = city.actor("property").await;
    let refused = service.register_resident(Some(&stranger), number(one, PHONE, "", true), &origin, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    taken_down(&city, one, "13900000001", "").await;
    assert_eq!(service.forget_residents(at(47)).await.expect("a round"), 0);
    assert_eq!(service.forget_residents(at(48)).await.expect("a round"), 1, "nobody agreed");
    assert_eq!(service.forget_residents(at(365 * 24 - 1)).await.expect("a round"), 0);
    assert_eq!(service.forget_residents(at(365 * 24)).await.expect("a round"), 1, "a year is over");
});
