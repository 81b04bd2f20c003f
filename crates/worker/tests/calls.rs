//! The worker rings posts: each once, nobody after a cancellation, nobody from a held database, and after a crash only
//! what has no known outcome, under the same key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::access::Actor;
use domain::callout::CallState;
use domain::id::CalloutId;
use domain::message::{Channel, MessageState};
use domain::world::World;
use futures::future::BoxFuture;
use notify::order::OrderPost;
use notify::outlet::Outlets;
use notify::{Carrier, Carriers, Outgoing, Receipt, SendError, Texts};
use service::Service;
use service::callout::CallFilter;
use store::Meta;
use store::callout::CallRow;
use testkit::city::{City, fill};
use testkit::hands::Hands;
use testkit::warning::{Cap, fit_patient_station, phone};
use testkit::{both, keys, t0};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use worker::Post;

/// A carrier that writes down what it is asked, and takes its time.
#[derive(Debug, Default)]
struct Slow {
    asked: Mutex<Vec<Outgoing>>,
    pause: Duration,
}

impl Slow {
    fn asked(&self) -> Vec<Outgoing> {
        self.asked.lock().expect("the log").clone()
    }
}

impl Carrier for Slow {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async move {
            self.asked.lock().expect("the log").push(message.clone());
            tokio::time::sleep(self.pause).await;
            Ok(Receipt { state: MessageState::Sent, carrier_id: Some(message.id.to_string()) })
        })
    }
}

fn start(service: &Service, carrier: Arc<Slow>, hands: &Hands) -> (watch::Sender<bool>, JoinHandle<()>) {
    let post = Post {
        carriers: Carriers::of(World::Live, vec![carrier]),
        orders: OrderPost::default(),
        outlets: Outlets::default(),
        smpp: None,
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
    tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap_or_else(|_| panic!("never: {what}"));
}

/// The small city, everybody in the community with a phone, and a building head for each of `more` posts.
async fn city(database: &testkit::Database, more: usize) -> (City, Actor) {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_patient_station(&city.service);
    let mut logins: Vec<_> = ["lead", "grid1", "grid2"].map(str::to_owned).to_vec();
    for number in 0..more {
        let login = format!("post{number}");
        city.account(&login, "grid_worker", "410102001002001").await;
        logins.push(login);
    }
    for (number, login) in logins.iter().enumerate() {
        let actor = city.service.actor_by_login(login, t0()).await.expect("an account");
        phone(&city, &actor, &format!("138{number:08}")).await;
        if number > 2 {
            let line = service::roster::NewDuty::daily(actor.postings[0].id, "day", "00:00", "23:59", false);
            let unit = city.id("410102001002001");
            city.service
                .add_duties(service::roster::Rostering::Operator, unit, &[line], &service::Once::fresh(), t0())
                .await
                .expect("a line");
        }
    }
    let district = city.actor("district").await;
    (city, district)
}

async fn calls(city: &City, reader: &Actor, round: CalloutId) -> Vec<CallRow> {
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    city.service.list_calls(reader, round, &filter).await.expect("calls").1
}

async fn all_sent(city: &City, reader: &Actor, round: CalloutId, expected: usize) -> bool {
    let calls = calls(city, reader, round).await;
    calls.len() == expected && calls.iter().all(|call| call.call.state == CallState::Sent)
}

both!(each_post_is_told_once_who_warns_of_what_and_how_to_answer, |database: testkit::Database| async move {
    let (city, reader) = city(&database, 0).await;
    let (carrier, hands) = (Arc::new(Slow::default()), Hands::default());
    let (stop, worker) = start(&city.service, carrier.clone(), &hands);
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    until("all are told", || all_sent(&city, &reader, round, 3)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    let asked = carrier.asked();
    assert_eq!(asked.len(), 3);
    for message in &asked {
        assert!(message.text.starts_with("【郑州市气象台(演示)】暴雨红色预警。"), "{}", message.text);
        let (_, link) = message.text.split_once("https://city.example/pocket/call#").expect("a link");
        city.service.linked_call(link.trim()).await.expect("the call behind it");
    }
});

both!(nothing_leaves_after_a_cancellation, |database: testkit::Database| async move {
    let (city, reader) = city(&database, 0).await;
    let (carrier, hands) = (Arc::new(Slow::default()), Hands::default());
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    city.service.place_calls(t0()).await.expect("calls");
    let cancel = Cap { message: "Cancel", references: vec!["red".to_owned()], ..Cap::red("end") };
    cancel.give(&city.service, t0()).await.expect("a cancellation");
    let (stop, worker) = start(&city.service, carrier.clone(), &hands);
    until("all calls have ended", || async {
        calls(&city, &reader, round).await.iter().all(|call| call.call.state == CallState::Ended)
    })
    .await;
    hands.forward(1_200);
    tokio::time::sleep(Duration::from_millis(700)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert!(carrier.asked().is_empty());
});

both!(a_held_database_rings_nobody, |database: testkit::Database| async move {
    let (city, reader) = city(&database, 0).await;
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    let held = serde_json::json!({ "since": t0().as_millisecond(), "why": "restored" }).to_string();
    let write = city.service.store().write().await.expect("a write");
    Meta::set(write.tx(), "held", &held).await.expect("held");
    write.commit().await.expect("written");
    assert!(city.service.is_held().await.expect("an answer"));
    let (carrier, hands) = (Arc::new(Slow::default()), Hands::default());
    let (stop, worker) = start(&city.service, carrier.clone(), &hands);
    until("the calls are written down", || async { calls(&city, &reader, round).await.len() == 3 }).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert!(carrier.asked().is_empty());
});

// security.md: none missed, repeats at most what was in flight, each repetition under the same key.
both!(a_worker_that_dies_misses_nobody_and_repeats_only_what_was_in_flight, |database: testkit::Database| async move {
    const POSTS: usize = 20;
    let (city, reader) = city(&database, POSTS).await;
    let hands = Hands::default();
    let carrier = Arc::new(Slow { pause: Duration::from_millis(40), ..Slow::default() });
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    city.service.place_calls(t0()).await.expect("calls");
    // The grid's own post is off duty where others are on.
    let expected = POSTS + 2;
    let mut in_flight = 0;
    for life in 0..5 {
        let before = carrier.asked().len();
        let (_stop, worker) = start(&city.service, carrier.clone(), &hands);
        tokio::time::sleep(Duration::from_millis(60 + 17 * life)).await;
        worker.abort();
        let _ = worker.await;
        in_flight += carrier.asked().len() - before;
        // Its claims end.
        hands.forward(61);
    }
    let (stop, worker) = start(&city.service, carrier.clone(), &hands);
    until("all are told", || all_sent(&city, &reader, round, expected)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    let mut keys: BTreeMap<String, BTreeSet<uuid::Uuid>> = BTreeMap::new();
    for message in carrier.asked() {
        keys.entry(message.to.clone()).or_default().insert(message.id);
    }
    assert_eq!(keys.len(), expected, "none is missed");
    assert!(keys.values().all(|keys| keys.len() == 1), "a repetition has the same key");
    let asked = carrier.asked().len();
    assert!(asked <= expected + in_flight, "{asked} messages for {expected} posts, {in_flight} were in flight");
});
