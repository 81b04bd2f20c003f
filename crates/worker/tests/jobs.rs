//! Jobs run: one text each, in the reporter's language; nothing is lost with a worker, nothing is sent
//! from a database that is held.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::contact::ContactKind;
use domain::hazard::{Command, Draft};
use domain::id::{CommandId, HazardId};
use domain::message::{Channel, MessageState};
use domain::names::Names;
use domain::world::World;
use futures::future::BoxFuture;
use jiff::SignedDuration;
use notify::order::OrderPost;
use notify::outlet::Outlets;
use notify::recording::Recording;
use notify::{Carrier, Carriers, Outgoing, Receipt, SendError, Texts};
use service::access::{Attempt, Authority, NewPerson};
use service::account::NewPosting;
use service::hazard::{Act, Extras, Submission};
use service::{Once, Service, ServiceError};
use store::Engine;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::hands::Hands;
use testkit::{both, keys, t0};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;
use worker::Post;

/// A carrier that gives answers in order, then takes everything.
#[derive(Debug, Default)]
struct Moody {
    answers: Mutex<Vec<SendError>>,
    asked: Mutex<Vec<Outgoing>>,
    /// Takes the message and never answers, this many times.
    silent: Mutex<usize>,
}

impl Carrier for Moody {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async move {
            self.asked.lock().expect("the log").push(message.clone());
            let silent = {
                let mut left = self.silent.lock().expect("the mood");
                let before = *left;
                *left = before.saturating_sub(1);
                before > 0
            };
            if silent {
                std::future::pending::<()>().await;
            }
            match self.answers.lock().expect("the mood").pop() {
                Some(error) => Err(error),
                None => Ok(Receipt { state: MessageState::Sent, carrier_id: None }),
            }
        })
    }
}

fn post(carrier: Arc<dyn Carrier>) -> Post {
    Post {
        carriers: Carriers::of(World::Live, vec![carrier]),
        orders: OrderPost::default(),
        outlets: Outlets::default(),
        smpp: None,
        texts: Texts::shipped().expect("the texts"),
        name: "试点".to_owned(),
        address: Some("https://safe.example.org".to_owned()),
        test_recipients: vec![(Channel::Sms, "+8613800000000".to_owned())],
        press: crate::papers::none(),
        jitter: || 0.5,
    }
}

fn start(service: &Service, carrier: Arc<dyn Carrier>, hands: &Hands) -> (watch::Sender<bool>, JoinHandle<()>) {
    let (sender, stop) = watch::channel(false);
    (sender, tokio::spawn(worker::run_jobs(service.clone(), Arc::new(post(carrier)), hands.clock(), stop)))
}

pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap_or_else(|_| panic!("never: {what}"));
}

pub(crate) async fn queue_is_empty(service: &Service) -> bool {
    service.job_counts().await.expect("counts").waiting == 0
}

async fn report(city: &City, language: &str) -> HazardId {
    let id = HazardId(Uuid::now_v7());
    let (lon, lat) = IN_GRID_1;
    let words = Some("my neighbour smokes".to_owned());
    let draft = Draft::new(id, "A01".to_owned(), words, (Some(lon), Some(lat)), None, None, None, None, t0());
    let draft = draft.expect("a draft");
    let follow_secret = Some(Uuid::new_v4().simple().to_string());
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret };
    let extras =
        Extras { phone: Some("13812345678".to_owned()), language: Some(language.to_owned()), ..Extras::default() };
    city.service.report_with(None, new, extras, t0()).await.expect("a report").stored.hazard.id
}

async fn step(city: &City, login: &str, id: HazardId, version: i32, command: Command) -> Result<(), ServiceError> {
    let key = CommandId(Uuid::now_v7());
    let act = Act { id, version: Some(version), command, note: String::new(), key, body_hash: vec![2] };
    city.service.act(&city.actor(login).await, act, t0()).await.map(drop)
}

both!(a_reporter_is_told_each_step_once_in_her_language_and_nothing_else, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let carrier = Arc::new(Recording::new(Channel::Sms));
    let (sender, worker) = start(&city.service, carrier.clone(), &Hands::default());
    let id = report(&city, "en").await;
    let note = || "done".to_owned();
    let steps = [
        ("grid1", Command::Accept),
        ("lead", Command::Assign { body: city.property }),
        // Assigned again: nothing new for the reporter.
        ("lead", Command::Assign { body: city.property }),
        ("property", Command::Control { note: note() }),
        ("property", Command::Start),
        ("property", Command::Finish { note: note() }),
        ("grid1", Command::Verify),
        ("lead", Command::Close),
    ];
    for (version, (login, command)) in (1..).zip(steps) {
        step(&city, login, id, version, command).await.expect("a step");
        // Each text has gone before the next step, so that their order is known.
        until("the queue is empty", || queue_is_empty(&city.service)).await;
    }
    let sent = carrier.messages();
    let texts: Vec<&str> = sent.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    for (text, part) in texts.iter().zip(["taken on", "given to the body", "put right"]) {
        assert!(text.contains(part) && text.contains("H-2021-"), "{text}");
        assert!(!text.contains("smokes") && !text.contains("done"), "no words of anybody: {text}");
    }
    assert!(sent.iter().all(|message| message.to == "+8613812345678"));
    sender.send_replace(true);
    tokio::time::timeout(Duration::from_secs(20), worker).await.expect("stopped in time").expect("a clean end");
});

both!(a_new_owner_sets_a_password_by_a_link_that_nobody_else_sees, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let admin = city.session("admin", t0()).await;
    let new = NewPerson {
        login: "zhao".to_owned(),
        names: Names::zh("赵"),
        contacts: vec![(ContactKind::Phone, "138 1234 5678".to_owned())],
        posting: NewPosting { title: "grid_worker".to_owned(), unit: city.id("410102001002001"), body: None },
        held: (t0(), None),
    };
    let once = Once::new(CommandId(Uuid::from_u128(7)), vec![7]);
    let opened = city.service.open_account(Authority::Person(&admin), new.clone(), &once, t0()).await;
    let opened = opened.expect("an account");
    let again = city.service.open_account(Authority::Person(&admin), new, &once, t0()).await;
    assert_eq!(again.expect("the same"), opened, "a repeated command opens no second one");
    let closed = city.service.sign_in(&Attempt::new("zhao", ""), t0()).await;
    assert!(matches!(closed, Err(ServiceError::SignInFailed)), "no password opens it yet");

    let carrier = Arc::new(Recording::new(Channel::Sms));
    let (sender, worker) = start(&city.service, carrier.clone(), &Hands::default());
    until("the queue is empty", || queue_is_empty(&city.service)).await;
    let [sent] = &carrier.messages()[..] else { panic!("one text") };
    assert_eq!(sent.to, "+8613812345678");
    assert!(
        sent.text.contains("zhao") && sent.text.contains("https://safe.example.org/pocket/password#"),
        "{}",
        sent.text
    );
    let secret = sent.text.rsplit('#').next().expect("a secret");
    city.service.reset_password(secret, "a password of mine", t0()).await.expect("a password");
    let signed = city.service.sign_in(&Attempt::new("zhao", "a password of mine"), t0()).await.expect("a sign-in");
    assert_eq!(signed.actor.postings[0].title, "grid_worker");
    assert!(city.service.reset_password(secret, "another password", t0()).await.is_err(), "once");
    sender.send_replace(true);
    tokio::time::timeout(Duration::from_secs(20), worker).await.expect("stopped in time").expect("a clean end");
});

both!(an_overseer_is_told_which_post_saw_very_many_contacts, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let carrier = Arc::new(Recording::new(Channel::Sms));
    let (sender, worker) = start(&city.service, carrier.clone(), &Hands::default());
    let (lead, admin) = (city.actor("lead").await, city.actor("admin").await);
    for actor in [&lead, &admin] {
        let set = city.service.set_contact(Some(actor), actor.account, ContactKind::Phone, Some("13812345678"), t0());
        set.await.expect("a contact");
    }
    let street = city.session("street", t0()).await;
    for _ in 0..25 {
        let seen = city.service.unmask(&street, lead.account, ContactKind::Phone, "逐户叫应", t0()).await;
        seen.expect("a number");
    }
    until("the queue is empty", || queue_is_empty(&city.service)).await;
    let sent = carrier.messages();
    assert_eq!(sent.len(), 1, "one recipient left a number: {sent:?}");
    assert_eq!(sent[0].to, "+8613812345678");
    assert!(sent[0].text.contains("林山寨街道(街道值班员)") && !sent[0].text.contains("138"), "{}", sent[0].text);
    sender.send_replace(true);
    worker.await.expect("a clean end");
});

both!(a_worker_that_is_killed_while_it_sends_loses_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let hands = Hands::default();
    let carrier = Arc::new(Moody { silent: Mutex::new(1), ..Moody::default() });
    let id = report(&city, "zh").await;
    step(&city, "lead", id, 1, Command::Reject { reason: "no".to_owned() }).await.expect("rejected");
    let (_sender, worker) = start(&city.service, carrier.clone(), &hands);
    let asked = || carrier.asked.lock().expect("the log").len();
    until("the first one sends", || async { asked() == 1 }).await;
    worker.abort();
    let _ = worker.await;
    assert_eq!(city.service.messages_about(id.0).await.expect("messages")[0].state, MessageState::Sending);
    hands.forward(121);
    let (sender, heir) = start(&city.service, carrier.clone(), &hands);
    until("the second one has sent", || queue_is_empty(&city.service)).await;
    assert_eq!(city.service.messages_about(id.0).await.expect("messages")[0].state, MessageState::Sent);
    let ids: Vec<Uuid> = carrier.asked.lock().expect("the log").iter().map(|message| message.id).collect();
    assert_eq!(ids.len(), 2, "repeated once, as it was in flight");
    assert_eq!(ids[0], ids[1], "the gateway can tell");
    sender.send_replace(true);
    heir.await.expect("a clean end");
});

both!(a_claim_left_behind_is_free_at_once_where_one_process_owns_the_file, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    city.service.order_test_message(Channel::Sms, t0()).await.expect("ordered");
    let (one, minute) = (1, SignedDuration::from_secs(60));
    assert_eq!(city.service.claim_jobs(t0(), minute, one).await.expect("claimed").len(), 1);
    worker::free_left_claims(&city.service).await;
    let free = city.service.claim_jobs(t0(), minute, one).await.expect("looked").len();
    assert_eq!(free, usize::from(database.store.engine() == Engine::Sqlite), "elsewhere its lease ends by time");
});

both!(a_gateway_that_hangs_holds_up_one_text_and_not_the_others, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let carrier = Arc::new(Moody { silent: Mutex::new(1), ..Moody::default() });
    let (_sender, worker) = start(&city.service, carrier.clone(), &Hands::default());
    for _ in 0..20 {
        city.service.order_test_message(Channel::Sms, t0()).await.expect("ordered");
    }
    let asked = || carrier.asked.lock().expect("the log").len();
    until("all were handed over", || async { asked() == 20 }).await;
    until("one is left", || async { city.service.job_counts().await.expect("counts").waiting == 1 }).await;
    worker.abort();
    let _ = worker.await;
});

both!(two_workers_send_each_text_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    for _ in 0..12 {
        let id = report(&city, "zh").await;
        step(&city, "grid1", id, 1, Command::Accept).await.expect("accepted");
    }
    let carrier = Arc::new(Recording::new(Channel::Sms));
    let hands = Hands::default();
    let workers = [start(&city.service, carrier.clone(), &hands), start(&city.service, carrier.clone(), &hands)];
    // A busy machine may make a claim fail once; its next try waits for the clock.
    until("the queue is empty", || async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        hands.forward(1);
        queue_is_empty(&city.service).await
    })
    .await;
    for (sender, worker) in workers {
        sender.send_replace(true);
        worker.await.expect("a clean end");
    }
    let mut ids: Vec<Uuid> = carrier.messages().iter().map(|message| message.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), carrier.messages().len()), (12, 12));
});

both!(a_temporary_failure_is_tried_again_and_a_lasting_one_is_not, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let hands = Hands::default();
    let answers = vec![SendError::Permanent("blacklisted".to_owned()), SendError::Temporary("busy".to_owned())];
    let carrier = Arc::new(Moody { answers: Mutex::new(answers), ..Moody::default() });
    let id = report(&city, "zh").await;
    step(&city, "grid1", id, 1, Command::Accept).await.expect("accepted");
    let (sender, worker) = start(&city.service, carrier.clone(), &hands);
    let state = || async { city.service.messages_about(id.0).await.expect("messages").first().map(|m| m.state) };
    until("busy", || async { state().await == Some(MessageState::FailedTemporary) }).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(carrier.asked.lock().expect("the log").len(), 1, "not before its pause is over");
    hands.forward(10);
    until("blacklisted", || async { state().await == Some(MessageState::FailedPermanent) }).await;
    until("the queue is empty", || queue_is_empty(&city.service)).await;
    assert_eq!(city.service.job_counts().await.expect("counts").dead, 0);
    sender.send_replace(true);
    worker.await.expect("a clean end");
});

both!(a_held_database_sends_nothing_until_it_is_released, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    database.execute("insert into meta (key, value) values ('held', 'true')").await;
    let (soon, late) = (report(&city, "zh").await, report(&city, "zh").await);
    step(&city, "grid1", late, 1, Command::Accept).await.expect("accepted");
    step(&city, "grid1", soon, 1, Command::Accept).await.expect("accepted");
    let (hands, carrier) = (Hands::default(), Arc::new(Recording::new(Channel::Sms)));
    let (sender, worker) = start(&city.service, carrier.clone(), &hands);
    let held = "select last_error from job where last_error like '%held%'";
    until("both were looked at", || async { database.texts(held).await.len() == 2 }).await;
    assert!(carrier.messages().is_empty());
    // Released after two hours, one of them is still of use; what is a day late expires.
    let one = format!("update job set created_at = created_at - 86400000 where payload like '%{late}%'");
    database.execute(&one).await;
    database.execute("delete from meta where key = 'held'").await;
    hands.forward(7_200);
    until("the queue is empty", || queue_is_empty(&city.service)).await;
    assert_eq!(carrier.messages().len(), 1);
    let state = |id: HazardId| async move { city.service.messages_about(id.0).await.expect("messages")[0].state };
    assert_eq!(state(soon).await, MessageState::Sent);
    sender.send_replace(true);
    worker.await.expect("a clean end");
});

both!(a_test_message_goes_to_the_operator, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let carrier = Arc::new(Recording::new(Channel::Sms));
    let (sender, worker) = start(&city.service, carrier.clone(), &Hands::default());
    let key = city.service.order_test_message(Channel::Sms, t0()).await.expect("ordered");
    let mail = city.service.order_test_message(Channel::Mail, t0()).await.expect("ordered");
    until("the queue is empty", || queue_is_empty(&city.service)).await;
    let sent = city.service.message(&key).await.expect("an answer").expect("a message");
    assert_eq!(sent.state, MessageState::Sent);
    assert_eq!(carrier.messages()[0].to, "+8613800000000");
    let none = city.service.message(&mail).await.expect("an answer").expect("a message");
    assert_eq!(none.state, MessageState::FailedPermanent, "no carrier for mail");
    sender.send_replace(true);
    worker.await.expect("a clean end");
});
