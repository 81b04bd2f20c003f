//! Work groups and loudspeakers hear that calls have begun: each once, none after a cancellation, none from a held
//! database, and after a crash only what has no known outcome, under the same id.

mod speakers;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::access::Actor;
use domain::id::{CalloutId, OutletId};
use domain::message::MessageState;
use domain::outlet::OutletKind;
use domain::world::World;
use notify::order::OrderPost;
use notify::outgoing::{Http, Reach};
use notify::outlet::Outlets;
use notify::smpp::{Centre, Smpp};
use notify::speaker::{Broker, Speakers};
use notify::{Carrier, Carriers, Texts};
use service::outlet::NewOutlet;
use service::{Once, Service};
use store::Meta;
use store::outlet::OutletMessage;
use testkit::city::{City, fill};
use testkit::hands::Hands;
use testkit::robot::Robot;
use testkit::smsc::Smsc;
use testkit::warning::{Cap, fit_patient_station, phone};
use testkit::{both, keys, t0};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use worker::Post;

fn start(service: &Service, speakers: Option<Broker>, hands: &Hands) -> (watch::Sender<bool>, JoinHandle<()>) {
    start_with(service, speakers, None, hands)
}

fn start_with(
    service: &Service,
    speakers: Option<Broker>,
    smpp: Option<Smpp>,
    hands: &Hands,
) -> (watch::Sender<bool>, JoinHandle<()>) {
    let here = Reach::allowing(vec!["127.0.0.1/32".parse().expect("a network")]);
    let speakers = speakers.map(|broker| Speakers::new(broker).expect("a broker"));
    let post = Post {
        carriers: Carriers::of(
            World::Live,
            smpp.iter().map(|smpp| Arc::new(smpp.clone()) as Arc<dyn Carrier>).collect(),
        ),
        orders: OrderPost::default(),
        outlets: Outlets::of(World::Live, Http::new(here).expect("a client"), speakers),
        smpp,
        texts: Texts::shipped().expect("the texts"),
        name: "试点".to_owned(),
        address: Some("https://city.example/".to_owned()),
        test_recipients: Vec::new(),
        press: crate::papers::none(),
        jitter: || 0.5,
    };
    let (sender, stop) = watch::channel(false);
    (sender, tokio::spawn(worker::run_calls(service.clone(), Arc::new(post), hands.clock(), stop)))
}

async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("never: {what}"));
}

async fn city(database: &testkit::Database) -> (City, Actor) {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_patient_station(&city.service);
    let district = city.actor("district").await;
    (city, district)
}

async fn add(city: &City, unit: &str, kind: OutletKind, address: &str) -> OutletId {
    let signs = kind == OutletKind::DingTalk;
    let new = NewOutlet {
        kind,
        name: "值班群".to_owned(),
        address: address.to_owned(),
        secret: signs.then(|| "SEC0".to_owned()),
    };
    city.service
        .add_outlet(&city.session("admin", t0()).await, city.id(unit), new, &Once::fresh(), t0())
        .await
        .expect("an outlet")
}

async fn red(city: &City) -> CalloutId {
    Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id
}

async fn told(city: &City, reader: &Actor, round: CalloutId) -> Vec<OutletMessage> {
    let told = city.service.outlets_of_round(reader, round, None).await.expect("what outlets were told");
    told.into_iter().map(|(message, _)| message).collect()
}

async fn all(city: &City, reader: &Actor, round: CalloutId, count: usize, state: MessageState) -> bool {
    let told = told(city, reader, round).await;
    told.len() == count && told.iter().all(|message| message.state == state && message.next_at.is_none())
}

both!(each_group_of_the_units_concerned_hears_once_and_nobody_else, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (robot, hands) = (Robot::start(Duration::ZERO), Hands::default());
    add(&city, "410102001002", OutletKind::DingTalk, &robot.address("community")).await;
    add(&city, "410102001002002", OutletKind::WeCom, &robot.address("grid")).await;
    add(&city, "410102001", OutletKind::Feishu, &robot.address("street")).await;
    let gone = add(&city, "410102001002001", OutletKind::WeCom, &robot.address("gone")).await;
    city.service.remove_outlet(&city.session("admin", t0()).await, gone, t0()).await.expect("taken away");
    let (stop, worker) = start(&city.service, None, &hands);
    let round = red(&city).await;
    until("both are told", || all(&city, &reader, round, 2, MessageState::Sent)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    let said = robot.said();
    let to = |part: &str| said.iter().filter(|request| request.contains(part)).collect::<Vec<_>>();
    assert_eq!((said.len(), to("/community?").len(), to("/grid").len()), (2, 1, 1), "{said:?}");
    assert!(to("/community?")[0].contains("sign="), "signed");
    assert!(
        to("/community?")[0].contains("【郑州市气象台(演示)】暴雨红色预警。平安社区已开始叫应,共3个岗位。"),
        "{said:?}"
    );
    assert!(to("/grid")[0].contains("第二网格已开始叫应,共1个岗位。"), "{said:?}");
    // What a group is told confirms nothing.
    let filter = service::callout::CallFilter { limit: 500, ..Default::default() };
    let calls = city.service.list_calls(&reader, round, &filter).await.expect("calls").1;
    assert!(calls.iter().all(|call| call.call.received_at.is_none() && call.call.on_post_at.is_none()));
});

both!(a_robot_that_is_asked_too_often_is_left_alone_for_a_minute, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (robot, hands) = (Robot::start(Duration::ZERO), Hands::default());
    robot.answer(r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#);
    add(&city, "410102001002", OutletKind::WeCom, &robot.address("x")).await;
    let (stop, worker) = start(&city.service, None, &hands);
    let round = red(&city).await;
    until("it is refused for now", || all_waiting(&city, &reader, round)).await;
    assert_eq!(
        told(&city, &reader, round).await[0].next_at,
        t0().checked_add(jiff::SignedDuration::from_secs(60)).ok()
    );
    robot.answer(r#"{"errcode":0}"#);
    hands.forward(61);
    until("it is told", || all(&city, &reader, round, 1, MessageState::Sent)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert_eq!(robot.said().len(), 2);
});

async fn all_waiting(city: &City, reader: &Actor, round: CalloutId) -> bool {
    let told = told(city, reader, round).await;
    !told.is_empty() && told.iter().all(|message| message.state == MessageState::FailedTemporary)
}

both!(nothing_is_said_after_a_cancellation, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (robot, hands) = (Robot::start(Duration::ZERO), Hands::default());
    add(&city, "410102001002", OutletKind::WeCom, &robot.address("x")).await;
    let round = red(&city).await;
    city.service.place_calls(t0()).await.expect("calls");
    let cancel = Cap { message: "Cancel", references: vec!["red".to_owned()], ..Cap::red("end") };
    cancel.give(&city.service, t0()).await.expect("a cancellation");
    let (stop, worker) = start(&city.service, None, &hands);
    until("it is dropped", || all(&city, &reader, round, 1, MessageState::FailedPermanent)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert!(robot.said().is_empty());
});

/// As a database that was copied.
async fn held(city: &City) {
    let held = serde_json::json!({ "since": t0().as_millisecond(), "why": "copied" }).to_string();
    let write = city.service.store().write().await.expect("a write");
    Meta::set(write.tx(), "held", &held).await.expect("held");
    write.commit().await.expect("written");
}

both!(a_held_database_tells_no_outlet, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (robot, hands) = (Robot::start(Duration::ZERO), Hands::default());
    add(&city, "410102001002", OutletKind::WeCom, &robot.address("x")).await;
    let round = red(&city).await;
    held(&city).await;
    let (stop, worker) = start(&city.service, None, &hands);
    until("it is written down", || async { told(&city, &reader, round).await.len() == 1 }).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert!(robot.said().is_empty());
});

// security.md: none missed, repeats at most what was in flight.
both!(
    a_worker_that_dies_misses_no_group_and_repeats_only_what_was_in_flight,
    |database: testkit::Database| async move {
        const GROUPS: usize = 12;
        let (city, reader) = city(&database).await;
        let (robot, hands) = (Robot::start(Duration::from_millis(60)), Hands::default());
        for number in 0..GROUPS {
            add(&city, "410102001002", OutletKind::WeCom, &robot.address(&format!("group{number:02}"))).await;
        }
        let round = red(&city).await;
        city.service.place_calls(t0()).await.expect("calls");
        let mut in_flight = 0;
        for life in 0..4 {
            let before = robot.said().len();
            let (_stop, worker) = start(&city.service, None, &hands);
            tokio::time::sleep(Duration::from_millis(50 + 13 * life)).await;
            worker.abort();
            let _ = worker.await;
            in_flight += robot.said().len() - before;
            // Its claims end.
            hands.forward(91);
        }
        let (stop, worker) = start(&city.service, None, &hands);
        until("all are told", || all(&city, &reader, round, GROUPS, MessageState::Sent)).await;
        stop.send_replace(true);
        worker.await.expect("it stops");
        let said = robot.said();
        let groups: BTreeSet<String> =
            said.iter().filter_map(|request| Some(request.get(..request.find(" HTTP")?)?.to_owned())).collect();
        assert_eq!(groups.len(), GROUPS, "none is missed");
        assert!(said.len() <= GROUPS + in_flight, "{} messages for {GROUPS} groups, {in_flight} in flight", said.len());
    }
);

fn centre(smsc: &Smsc) -> Option<Smpp> {
    let text = serde_json::json!({
        "host": "127.0.0.1", "port": smsc.port, "system_id": "city", "password": "secret", "source": "10690001",
    });
    let centre: Centre = serde_json::from_value(text).expect("a centre");
    let here = Reach::allowing(vec!["127.0.0.1/32".parse().expect("a network")]);
    assert!(!format!("{centre:?}").contains("secret"));
    Some(Smpp::new(here, centre).expect("a carrier"))
}

/// Everybody in the community with a phone.
async fn phones(city: &City) {
    for (number, login) in ["lead", "grid1", "grid2"].iter().enumerate() {
        let actor = city.service.actor_by_login(login, t0()).await.expect("an account");
        phone(city, &actor, &format!("1380000000{number}")).await;
    }
}

async fn calls(city: &City, reader: &Actor, round: CalloutId) -> Vec<store::callout::CallRow> {
    let filter = service::callout::CallFilter { limit: 500, ..Default::default() };
    city.service.list_calls(reader, round, &filter).await.expect("calls").1
}

async fn attempt_states(city: &City, reader: &Actor, round: CalloutId) -> Vec<MessageState> {
    let mut states = Vec::new();
    for call in calls(city, reader, round).await {
        let (_, _, attempts) = city.service.show_call(reader, call.id).await.expect("a call");
        states.extend(attempts.iter().map(|attempt| attempt.state));
    }
    states.sort_by_key(|state| state.word());
    states
}

both!(
    a_message_centre_carries_long_texts_gives_receipts_and_brings_answers,
    |database: testkit::Database| async move {
        let (city, reader) = city(&database).await;
        phones(&city).await;
        // The first message is refused for the moment, and goes later under the same reference.
        let (smsc, hands) = (Smsc::start(1, Duration::ZERO).await, Hands::default());
        let (stop, worker) = start_with(&city.service, None, centre(&smsc), &hands);
        let round = red(&city).await;
        use MessageState::{Delivered, FailedTemporary, QueuedRemotely};
        let refused = vec![FailedTemporary, QueuedRemotely, QueuedRemotely];
        until("one is refused for the moment", || async { attempt_states(&city, &reader, round).await == refused })
            .await;
        hands.forward(11);
        until("all are taken", || async { smsc.taken().len() == 3 }).await;
        let numbers: BTreeSet<_> = smsc.taken().iter().map(|taken| taken.to.clone()).collect();
        assert_eq!(numbers.into_iter().collect::<Vec<_>>(), ["8613800000000", "8613800000001", "8613800000002"]);
        for taken in smsc.taken() {
            assert!(taken.text.starts_with("【郑州市气象台(演示)】暴雨红色预警。"), "{}", taken.text);
            let (_, link) =
                taken.text.split_once("https://city.example/pocket/call#").expect("the whole link, parts joined");
            city.service.linked_call(link.trim()).await.expect("the call behind it");
        }
        smsc.receipt("8613800000001");
        let expected = vec![Delivered, QueuedRemotely, QueuedRemotely];
        until("the receipt counts", || async { attempt_states(&city, &reader, round).await == expected }).await;
        smsc.answer("8613800000001", "2");
        until("the post is there", || async {
            calls(&city, &reader, round).await.iter().filter(|call| call.call.on_post_at.is_some()).count() == 1
        })
        .await;
        // Whoever is not called is confirmed to the centre all the same, or it would say it for ever.
        smsc.answer("8613900000000", "你好");
        until("all is confirmed", || async { smsc.confirmed() == 3 }).await;
        stop.send_replace(true);
        worker.await.expect("it stops");
    }
);

both!(a_worker_that_dies_over_a_message_centre_misses_nobody, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    phones(&city).await;
    let (smsc, hands) = (Smsc::start(0, Duration::from_millis(80)).await, Hands::default());
    let round = red(&city).await;
    city.service.place_calls(t0()).await.expect("calls");
    let mut in_flight = 0;
    for life in 0..4 {
        let before = smsc.taken().len();
        let (_stop, worker) = start_with(&city.service, None, centre(&smsc), &hands);
        tokio::time::sleep(Duration::from_millis(90 + 31 * life)).await;
        worker.abort();
        let _ = worker.await;
        // What was submitted when the worker died is still being taken.
        tokio::time::sleep(Duration::from_millis(200)).await;
        in_flight += smsc.taken().len() - before;
        hands.forward(61);
    }
    let (stop, worker) = start_with(&city.service, None, centre(&smsc), &hands);
    until("all are told", || async {
        let states = attempt_states(&city, &reader, round).await;
        states.len() == 3 && states.iter().all(|state| *state == MessageState::QueuedRemotely)
    })
    .await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    let mut references: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for taken in smsc.taken() {
        references.entry(taken.to).or_default().insert(taken.reference);
    }
    assert_eq!(references.len(), 3, "none is missed");
    assert!(references.values().all(|known| known.len() == 1), "a repetition has the same reference");
    assert!(smsc.taken().len() <= 3 + in_flight);
});
