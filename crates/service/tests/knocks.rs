//! Going there and handing over: who has which task, what it brings, who is called instead, what a dark unit gets.

use domain::callout::{CallState, How, KnockFound, KnockState, KnockWay, Report, Step};
use domain::id::{CalloutId, PostingId};
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use service::callout::{CallFilter, Handing, KnockAnswer, KnockOrder, MyKnock, Reporting, Ring};
use service::{Once, ServiceError};
use store::StoreError;
use store::callout::CallRow;
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_station, phone};
use testkit::{Database, both, keys, t0};

use crate::callout::end;

const WAYS: [Channel; 2] = [Channel::Sms, Channel::Voice];
pub(crate) const COMMUNITY: &str = "410102001002";
pub(crate) const GRIDS: [&str; 2] = ["410102001002001", "410102001002002"];

pub(crate) fn at(seconds: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_secs(seconds)).expect("a time")
}

/// A red round in a city where each of the three posts has a phone.
pub(crate) async fn red(database: &Database) -> (City, CalloutId) {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    for (login, number) in [("lead", "13800000001"), ("grid1", "13800000002"), ("grid2", "13800000003")] {
        phone(&city, &city.actor(login).await, number).await;
    }
    let round = Cap::red("red-1").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 3);
    (city, round)
}

pub(crate) async fn call_at(city: &City, round: CalloutId, code: &str) -> CallRow {
    let (unit, filter) = (city.id(code), CallFilter { limit: 500, ..CallFilter::default() });
    let calls = city.service.list_calls(&city.actor("district").await, round, &filter).await.expect("calls").1;
    assert_eq!(calls.len(), 3, "each post once");
    calls.into_iter().find(|call| call.unit == unit).expect("a call")
}

pub(crate) async fn rings(city: &City, now: Timestamp) -> Vec<Ring> {
    city.service.claim_rings(&WAYS, 500, now).await.expect("rings")
}

pub(crate) async fn post(city: &City, login: &str) -> PostingId {
    city.actor(login).await.postings[0].id
}

/// The street has the secretary reach a silent post of each grid by radio.
pub(crate) async fn lead_reaches_each(city: &City, round: CalloutId) {
    let street = city.actor("street").await;
    for code in GRIDS {
        let call = call_at(city, round, code).await;
        let order = KnockOrder { owner: post(city, "lead").await, way: KnockWay::Radio, minutes: 5 };
        city.service.order_knock(&street, call.id, &order, &Once::fresh(), at(60)).await.expect("an order");
    }
}

/// An answer to whichever task the call has.
fn answer(found: KnockFound) -> KnockAnswer {
    KnockAnswer { found, ordered_at: None }
}

async fn knocks(city: &City, login: &str) -> Vec<MyKnock> {
    city.service.my_knocks(&city.actor(login).await).await.expect("tasks")
}

async fn kinds(city: &City, call: &CallRow) -> Vec<String> {
    let entries = city.service.store().journal_of(call.id.0).await.expect("entries");
    entries.into_iter().map(|entry| entry.kind).collect()
}

both!(whoever_goes_there_says_on_post_for_the_silent_one, |database: Database| async move {
    let (city, round) = red(&database).await;
    city.account("head", "grid_leader", COMMUNITY).await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let (lead, head, once) = (city.actor("lead").await, city.actor("head").await, Once::fresh());
    let order = KnockOrder { owner: post(&city, "head").await, way: KnockWay::Knock, minutes: 20 };
    let give =
        async |order: KnockOrder, once: Once| city.service.order_knock(&lead, call.id, &order, &once, at(60)).await;
    let other = city.service.order_knock(&city.actor("grid2").await, call.id, &order, &once, at(60)).await;
    assert!(matches!(other, Err(ServiceError::Forbidden(_))), "{other:?}");
    let neighbour = give(KnockOrder { owner: post(&city, "grid2").await, ..order }, Once::fresh()).await;
    assert!(matches!(neighbour, Err(ServiceError::Invalid { code: "helper_unknown", .. })), "{neighbour:?}");
    let endless = give(KnockOrder { minutes: 241, ..order }, Once::fresh()).await;
    assert!(matches!(endless, Err(ServiceError::Invalid { code: "knock_minutes_invalid", .. })), "{endless:?}");
    for _ in 0..2 {
        give(order, once.clone()).await.expect("the same request is one order");
    }
    let given = knocks(&city, "head").await;
    let [task] = &given[..] else { panic!("one task: {given:?}") };
    assert_eq!((task.call.id, task.state, task.knock.due_at), (call.id, KnockState::Open, at(60 + 20 * 60)));
    assert_eq!(task.knock.ordered_by, Some(lead.account));

    let report = async |found, now| city.service.report_knock(&head, call.id, answer(found), &Once::fresh(), now).await;
    let (grid2, there) = (city.actor("grid2").await, answer(KnockFound::There));
    let stranger = city.service.report_knock(&grid2, call.id, there, &Once::fresh(), at(90)).await;
    assert!(matches!(stranger, Err(ServiceError::Forbidden(_))), "{stranger:?}");
    report(KnockFound::Nobody, at(100)).await.expect("nobody there");
    assert_eq!(knocks(&city, "head").await[0].state, KnockState::Nobody);
    for _ in 0..2 {
        report(KnockFound::There, at(120)).await.expect("found after all");
    }
    let after = call_at(&city, round, GRIDS[0]).await;
    assert_eq!((after.call.state, after.call.on_post_at), (CallState::OnPost, Some(at(120))));
    assert_eq!((after.how, after.reported_by), (Some(How::Knock), Some(head.account)), "recorded by whoever went");
    assert_eq!(knocks(&city, "head").await[0].state, KnockState::Done);
    assert_eq!(kinds(&city, &call).await, ["call.knock_ordered", "call.knock_nobody", "call.on_post"]);
    let late = give(order, Once::fresh()).await;
    assert!(matches!(late, Err(ServiceError::KnockNeedless)), "{late:?}");
});

both!(a_task_is_needless_when_the_post_answers_and_over_with_the_round, |database: Database| async move {
    let (city, round) = red(&database).await;
    lead_reaches_each(&city, round).await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let said = Reporting { call: call.id, report: Report::OnPost, how: How::Page };
    city.service.report_call(&city.actor("grid1").await, said, at(70)).await.expect("a report");
    let states: Vec<_> =
        knocks(&city, "lead").await.into_iter().map(|one| (one.call.id == call.id, one.state)).collect();
    assert!(
        states.contains(&(true, KnockState::Needless)) && states.contains(&(false, KnockState::Open)),
        "{states:?}"
    );
    city.service.end_callout(&city.actor("district").await, round, "预警解除", at(130)).await.expect("it ends");
    assert!(knocks(&city, "lead").await.is_empty(), "nobody goes any more");
    let second = call_at(&city, round, GRIDS[1]).await;
    let (lead, nobody) = (city.actor("lead").await, answer(KnockFound::Nobody));
    let late = city.service.report_knock(&lead, second.id, nobody, &Once::fresh(), at(140)).await;
    assert!(matches!(late, Err(ServiceError::Call(_))), "{late:?}");
});

both!(a_dark_unit_has_a_task_with_an_owner_for_each_silent_post_at_once, |database: Database| async move {
    let (city, _) = red(&database).await;
    let community = city.id(COMMUNITY);
    let (lead, grids): (Vec<_>, Vec<_>) =
        rings(&city, t0()).await.into_iter().partition(|ring| ring.call.unit == community);
    end(&city.service, &lead, MessageState::Sent, t0()).await;
    end(&city.service, &grids, MessageState::FailedPermanent, at(1)).await;
    let given = knocks(&city, "lead").await;
    assert_eq!(given.len(), 2, "whoever is still reached goes to the doors");
    for task in &given {
        assert_eq!(
            (task.knock.way, task.state, task.knock.due_at),
            (KnockWay::Knock, KnockState::Open, at(1 + 15 * 60))
        );
        assert_eq!((task.knock.ordered_by, task.call.call.state), (None, CallState::Unreached));
        assert_eq!(kinds(&city, &task.call).await, ["call.knock_ordered"]);
    }
    let again = rings(&city, at(120)).await;
    end(&city.service, &again, MessageState::FailedPermanent, at(120)).await;
    assert_eq!(knocks(&city, "lead").await.len(), 2);
    assert_eq!(kinds(&city, &given[0].call).await, ["call.knock_ordered"], "once");
});

both!(where_nobody_of_a_dark_unit_is_reached_the_unit_above_takes_the_radio, |database: Database| async move {
    let (city, round) = red(&database).await;
    let all = rings(&city, t0()).await;
    end(&city.service, &all, MessageState::FailedPermanent, t0()).await;
    let given = knocks(&city, "street").await;
    assert_eq!(given.len(), 3, "those of the unit itself and those below it");
    assert!(given.iter().all(|one| one.knock.way == KnockWay::Radio && one.knock.due_at == at(5 * 60)));
    let call = call_at(&city, round, GRIDS[1]).await;
    let (street, there) = (city.actor("street").await, answer(KnockFound::There));
    city.service.report_knock(&street, call.id, there, &Once::fresh(), at(60)).await.expect("by radio");
    let after = call_at(&city, round, GRIDS[1]).await;
    assert_eq!((after.call.state, after.how), (CallState::OnPost, Some(How::Radio)));
});

both!(a_call_that_is_handed_over_rings_the_other_post_at_once_and_is_lost_to_nobody, |database: Database| async move {
    let (city, round) = red(&database).await;
    let first = rings(&city, t0()).await;
    end(&city.service, &first, MessageState::Sent, t0()).await;
    let (own, lead) = (city.actor("grid1").await, city.actor("lead").await);
    let call = call_at(&city, round, GRIDS[0]).await;
    let helpers = city.service.call_helpers(&own, call.id, at(20)).await.expect("helpers");
    assert_eq!(helpers.iter().map(|one| one.account).collect::<Vec<_>>(), [lead.account], "of the unit above");
    let to = Handing { to: post(&city, "lead").await, known_at: None };
    let stranger = city.service.hand_over_call(&city.actor("grid2").await, call.id, to, &Once::fresh(), at(30)).await;
    assert!(matches!(stranger, Err(ServiceError::NotFound("call"))), "{stranger:?}");
    let once = Once::fresh();
    for _ in 0..2 {
        city.service.hand_over_call(&own, call.id, to, &once, at(30)).await.expect("handed over");
    }
    assert_eq!(kinds(&city, &call).await, ["call.handed_over"]);
    for actor in [&own, &lead] {
        let calls = city.service.my_calls(actor).await.expect("calls");
        assert!(calls.iter().any(|one| one.call.id == call.id), "the first keeps it, the other has it at once");
    }

    let now = rings(&city, at(31)).await;
    let [ring] = &now[..] else { panic!("that call alone: {now:?}") };
    let sent: Vec<_> = ring.sendings.iter().map(|one| (one.attempt.channel, one.to.as_str())).collect();
    assert_eq!((ring.call.id, ring.step), (call.id, Step::Deputy));
    assert_eq!(sent, [(Channel::Sms, "+8613800000001"), (Channel::Voice, "+8613800000001")]);
    end(&city.service, &now, MessageState::Sent, at(31)).await;
    assert!(rings(&city, at(32)).await.is_empty(), "once");
    let handed = city.service.handovers_of(std::slice::from_ref(&call)).await.expect("an answer");
    assert_eq!(handed[&call.id].rung_at, Some(at(31)));
    let said = Reporting { call: call.id, report: Report::OnPost, how: How::Page };
    city.service.report_call(&lead, said, at(60)).await.expect("who took over answers");
    let after = call_at(&city, round, GRIDS[0]).await;
    assert_eq!(
        (after.call.state, after.reported_by, after.post.1),
        (CallState::OnPost, Some(lead.account), own.account)
    );
});

both!(nobody_is_said_once_and_of_the_task_that_it_answers_alone, |database: Database| async move {
    let (city, round) = red(&database).await;
    lead_reaches_each(&city, round).await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let (lead, once) = (city.actor("lead").await, Once::fresh());
    let nobody = KnockAnswer { found: KnockFound::Nobody, ordered_at: Some(at(60).as_millisecond()) };
    city.service.report_knock(&lead, call.id, nobody, &once, at(90)).await.expect("nobody there");
    let order = KnockOrder { owner: post(&city, "lead").await, way: KnockWay::Knock, minutes: 15 };
    let street = city.actor("street").await;
    city.service.order_knock(&street, call.id, &order, &Once::fresh(), at(120)).await.expect("another order");
    let state = async || {
        let tasks = knocks(&city, "lead").await;
        tasks.into_iter().find(|one| one.call.id == call.id).expect("the task").state
    };
    city.service.report_knock(&lead, call.id, nobody, &once, at(130)).await.expect("the same request is one answer");
    assert_eq!(state().await, KnockState::Open, "nobody has been there again yet");
    let late = city.service.report_knock(&lead, call.id, nobody, &Once::fresh(), at(140)).await;
    assert!(matches!(late, Err(ServiceError::Store(StoreError::Stale))), "{late:?}");
    assert_eq!(state().await, KnockState::Open);
    let there = KnockAnswer { found: KnockFound::There, ..nobody };
    city.service.report_knock(&lead, call.id, there, &Once::fresh(), at(150)).await.expect("whoever is there is there");
    assert_eq!(state().await, KnockState::Done);
    assert_eq!(
        kinds(&city, &call).await,
        ["call.knock_ordered", "call.knock_nobody", "call.knock_ordered", "call.on_post"]
    );
});

both!(a_handover_that_comes_late_takes_the_call_from_nobody_unseen, |database: Database| async move {
    let (city, round) = red(&database).await;
    city.account("head", "grid_leader", COMMUNITY).await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let hand = async |login: &str, to: &str, known_at, now| {
        let (actor, handing) = (city.actor(login).await, Handing { to: post(&city, to).await, known_at });
        city.service.hand_over_call(&actor, call.id, handing, &Once::fresh(), now).await
    };
    hand("street", "head", None, at(30)).await.expect("by whoever runs the round");
    let late = hand("grid1", "lead", Some(0), at(60)).await;
    assert!(matches!(late, Err(ServiceError::Store(StoreError::Stale))), "{late:?}");
    let handed = city.service.handovers_of(std::slice::from_ref(&call)).await.expect("an answer");
    assert_eq!(handed[&call.id].to.0, post(&city, "head").await, "it stays where it is");
    hand("grid1", "lead", Some(at(30).as_millisecond()), at(90)).await.expect("who knew of it may give it on");
    assert_eq!(kinds(&city, &call).await, ["call.handed_over", "call.handed_over"]);
});

both!(who_takes_over_while_the_phone_rings_elsewhere_is_still_called, |database: Database| async move {
    let (city, round) = red(&database).await;
    let first = rings(&city, t0()).await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let (street, to) = (city.actor("street").await, Handing { to: post(&city, "lead").await, known_at: None });
    city.service.hand_over_call(&street, call.id, to, &Once::fresh(), at(1)).await.expect("by whoever runs the round");
    end(&city.service, &first, MessageState::Sent, at(2)).await;
    let next = rings(&city, at(3)).await;
    let steps: Vec<_> = next.iter().map(|ring| (ring.call.id, ring.step)).collect();
    assert_eq!(steps, [(call.id, Step::Deputy)]);
});
