//! Statuses of orders reach the other system over a real socket: in order, once each, however it answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::hazard::Command;
use domain::world::World;
use jiff::Timestamp;
use notify::order::OrderPost;
use notify::outgoing::{Http, Reach};
use notify::outlet::Outlets;
use notify::{Carriers, Texts};
use service::Service;
use service::bridge::{Mapping, Outside};
use store::hazard::Stored;
use store::work_order::{Order, StatusState};
use testkit::bridge::{MAPPING, SAMPLE, csv, take};
use testkit::city::{City, fill};
use testkit::hands::Hands;
use testkit::walk::{act, to_verified, walk};
use testkit::{both, t0};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use worker::Post;

/// How the platform treats the next request.
#[derive(Clone, Copy)]
enum Mood {
    Fails,
    Drops,
    Refuses,
    Says(&'static str),
    /// Takes the request and never answers.
    Hangs,
}

/// What the platform was asked: (status word, idempotency key, whole request).
type Asked = Arc<Mutex<Vec<(String, String, String)>>>;

/// A platform on a socket: treats requests as its moods say, the last one first, then takes everything.
async fn platform(moods: Vec<Mood>) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let address = listener.local_addr().expect("an address").to_string();
    let (asked, moods) = (Asked::default(), Arc::new(Mutex::new(moods)));
    let log = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (log, moods) = (log.clone(), moods.clone());
            tokio::spawn(async move {
                let mut request = Vec::new();
                let mut part = [0; 4096];
                let whole = loop {
                    let read = stream.read(&mut part).await.unwrap_or(0);
                    request.extend_from_slice(&part[..read]);
                    let text = String::from_utf8_lossy(&request).into_owned();
                    let Some((head, body)) = text.split_once("\r\n\r\n") else {
                        if read == 0 { return } else { continue }
                    };
                    let head = head.to_lowercase();
                    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                    if body.len() >= length.unwrap_or(0) || read == 0 {
                        break text.clone();
                    }
                };
                let (head, body) = whole.split_once("\r\n\r\n").expect("a body");
                let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
                let key =
                    head.lines().find_map(|line| line.strip_prefix("idempotency-key: ")).expect("a key").to_owned();
                log.lock().expect("the log").push((
                    body["办理状态"].as_str().expect("a word").to_owned(),
                    key,
                    whole.clone(),
                ));
                let mood = moods.lock().expect("the mood").pop();
                let answer = |line: &str, body: &str| {
                    format!("HTTP/1.1 {line}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
                };
                let text = match mood {
                    Some(Mood::Drops) => return,
                    Some(Mood::Hangs) => std::future::pending().await,
                    Some(Mood::Fails) => answer("500 Broken", ""),
                    Some(Mood::Refuses) => answer("422 No", ""),
                    Some(Mood::Says(body)) => answer("200 OK", body),
                    None => answer("200 OK", r#"{"code":0}"#),
                };
                let _ = stream.write_all(text.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (address, asked)
}

/// The small city with the sample's orders, its platform at this address.
async fn bridged(database: &testkit::Database, address: &str) -> City {
    let city = fill(database.store.clone()).await;
    let mapping = Mapping::parse(&MAPPING.replace("https://12345.example", &format!("http://{address}")));
    let mut mapping = mapping.expect("the sample");
    mapping.write_back.as_mut().expect("a way").credential = Some("Bearer topsecret".to_owned());
    city.service.fit_outside(Outside { bridges: vec![mapping], open311: None });
    take(&city, &csv(SAMPLE)).await;
    city
}

fn http() -> Http {
    Http::new(Reach::allowing(vec!["127.0.0.1/32".parse().expect("a network")])).expect("a client")
}

fn start_with(service: &Service, orders: OrderPost, hands: &Hands) -> (watch::Sender<bool>, JoinHandle<()>) {
    let post = Post {
        carriers: Carriers::default(),
        orders,
        outlets: Outlets::default(),
        smpp: None,
        texts: Texts::shipped().expect("the texts"),
        name: "试点".to_owned(),
        address: None,
        test_recipients: Vec::new(),
        press: crate::papers::none(),
        jitter: || 0.5,
    };
    let (sender, stop) = watch::channel(false);
    (sender, tokio::spawn(worker::run_jobs(service.clone(), Arc::new(post), hands.clock(), stop)))
}

fn start(service: &Service, hands: &Hands) -> (watch::Sender<bool>, JoinHandle<()>) {
    start_with(service, OrderPost::of(World::Live, http()), hands)
}

async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("never: {what}"));
}

/// Lets time pass until every job is done: never while one is held, whose claim would end under its worker's hands.
async fn until_idle(database: &testkit::Database, hands: &Hands) {
    until("the queue is empty", || async {
        let held = database.texts("select key from job where claimed_by is not null").await;
        let left = database.texts("select key from job where dead_at is null").await;
        if held.is_empty() {
            hands.forward(5);
        }
        left.is_empty()
    })
    .await;
}

async fn order(city: &City) -> Order {
    city.service.store().order("12345", "GD20210720000101").await.expect("read").expect("there")
}

async fn hazard(city: &City) -> Stored {
    let id = order(city).await.hazard;
    city.service.store().hazard(id).await.expect("read").expect("there")
}

async fn closed(city: &City) {
    let stored = walk(city, hazard(city).await, 0, to_verified(city)).await;
    act(city, "lead", &stored, Command::Close, at(7)).await.expect("closed");
}

fn at(minutes: i64) -> Timestamp {
    testkit::walk::minute(minutes)
}

fn words(asked: &Asked) -> Vec<String> {
    asked.lock().expect("the log").iter().map(|(word, _, _)| word.clone()).collect()
}

both!(each_word_goes_once_in_order_with_number_and_time_and_nobodys_name, |database: testkit::Database| async move {
    let (address, asked) = platform(Vec::new()).await;
    let city = bridged(&database, &address).await;
    let hands = Hands::default();
    let (sender, worker) = start(&city.service, &hands);
    closed(&city).await;
    until_idle(&database, &hands).await;
    assert_eq!(words(&asked), ["已签收", "办理中", "已办结"], "a word that does not change is not told again");
    let (_, _, request) = asked.lock().expect("the log")[0].clone();
    assert!(request.starts_with("POST /api/orders/GD20210720000101/status HTTP/1.1"), "{request}");
    assert!(request.contains("authorization: Bearer topsecret"));
    let (_, body) = request.split_once("\r\n\r\n").expect("a body");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let expected = serde_json::json!({ "工单编号": "GD20210720000101", "办理状态": "已签收",
        "办理时间": "2021-07-20 08:00:00", "来源系统": "bridgehead" });
    assert_eq!(body, expected, "number, word and time; nothing of anybody");
    let order = order(&city).await;
    assert_eq!(order.written.as_deref(), Some("已办结"));
    let statuses = city.service.store().order_statuses(order.id).await.expect("read");
    let states: Vec<StatusState> = statuses.iter().map(|status| status.state).collect();
    use StatusState::{PassedOver, Sent};
    assert_eq!(states, [Sent, Sent, PassedOver, PassedOver, PassedOver, PassedOver, Sent]);
    assert_eq!(statuses[0].answer.as_deref(), Some("200 `0`"), "what they said is kept");
    sender.send_replace(true);
    worker.await.expect("a clean end");
});

both!(a_platform_that_fails_drops_and_says_no_gets_every_word_in_order, |database: testkit::Database| async move {
    let moods = vec![Mood::Fails, Mood::Drops, Mood::Says(r#"{"code":"busy"}"#), Mood::Drops, Mood::Fails];
    let (address, asked) = platform(moods).await;
    let city = bridged(&database, &address).await;
    let hands = Hands::default();
    closed(&city).await;
    // Two workers: the order holds between them too.
    let workers = [start(&city.service, &hands), start(&city.service, &hands)];
    until_idle(&database, &hands).await;
    let mut told = words(&asked);
    let keys: Vec<String> = asked.lock().expect("the log").iter().map(|(_, key, _)| key.clone()).collect();
    assert_eq!(told.len(), 8, "{told:?}");
    assert!(keys[..6].iter().all(|key| *key == keys[0]), "a repetition carries the same key: {keys:?}");
    told.dedup();
    assert_eq!(told, ["已签收", "办理中", "已办结"]);
    assert_eq!(city.service.job_counts().await.expect("counts").dead, 0);
    for (sender, worker) in workers {
        sender.send_replace(true);
        worker.await.expect("a clean end");
    }
});

both!(what_is_refused_for_good_lets_the_next_one_go, |database: testkit::Database| async move {
    let (address, asked) = platform(vec![Mood::Refuses]).await;
    let city = bridged(&database, &address).await;
    let hands = Hands::default();
    closed(&city).await;
    let (sender, worker) = start(&city.service, &hands);
    until_idle(&database, &hands).await;
    assert_eq!(words(&asked), ["已签收", "办理中", "已办结"]);
    let statuses = city.service.store().order_statuses(order(&city).await.id).await.expect("read");
    assert_eq!((statuses[0].state, statuses[1].state), (StatusState::Failed, StatusState::Sent));
    assert_eq!(statuses[0].answer.as_deref(), Some("the other system answered 422"));
    sender.send_replace(true);
    worker.await.expect("a clean end");
});

both!(a_worker_killed_while_it_tells_repeats_with_the_same_key, |database: testkit::Database| async move {
    let (address, asked) = platform(vec![Mood::Hangs]).await;
    let city = bridged(&database, &address).await;
    let hands = Hands::default();
    act(&city, "grid1", &hazard(&city).await, Command::Accept, t0()).await.expect("accepted");
    let (_sender, killed) = start(&city.service, &hands);
    until("the first one tells", || async { words(&asked).len() == 1 }).await;
    killed.abort();
    let _ = killed.await;
    let status = city.service.store().order_statuses(order(&city).await.id).await.expect("read")[0].clone();
    assert_eq!(status.state, StatusState::Sending);
    act(&city, "lead", &hazard(&city).await, Command::Assign { body: city.property }, t0()).await.expect("assigned");
    hands.forward(121);
    let (sender, heir) = start(&city.service, &hands);
    until_idle(&database, &hands).await;
    assert_eq!(words(&asked), ["已签收", "已签收", "办理中"]);
    let asked = asked.lock().expect("the log").clone();
    assert_eq!((&asked[0].1, &asked[1].1), (&status.id.to_string(), &status.id.to_string()));
    assert_ne!(asked[1].1, asked[2].1);
    sender.send_replace(true);
    heir.await.expect("a clean end");
});

both!(a_held_database_and_an_exercise_tell_nothing, |database: testkit::Database| async move {
    let (address, asked) = platform(Vec::new()).await;
    let city = bridged(&database, &address).await;
    let hands = Hands::default();
    city.service.mark_restored(serde_json::json!({}), t0()).await.expect("held");
    act(&city, "grid1", &hazard(&city).await, Command::Accept, t0()).await.expect("accepted");
    let (sender, worker) = start(&city.service, &hands);
    let held = "select last_error from job where kind = 'order_status' and last_error like '%held%'";
    until("it was looked at", || async { database.texts(held).await.len() == 1 }).await;
    assert!(words(&asked).is_empty());
    // Released a week later, it is too late to be of use.
    city.service.release("admin", t0()).await.expect("released");
    hands.forward(7 * 86_400);
    until_idle(&database, &hands).await;
    assert!(words(&asked).is_empty());
    let status = city.service.store().order_statuses(order(&city).await.id).await.expect("read")[0].clone();
    assert_eq!(status.state, StatusState::Failed);
    sender.send_replace(true);
    worker.await.expect("a clean end");

    let exercise = OrderPost::of(World::Exercise { id: uuid::Uuid::nil() }, http());
    act(&city, "lead", &hazard(&city).await, Command::Assign { body: city.property }, at(20_000))
        .await
        .expect("assigned");
    let later = Hands::default();
    later.forward(20_000 * 60);
    let (sender, worker) = start_with(&city.service, exercise.clone(), &later);
    until_idle(&database, &later).await;
    assert!(words(&asked).is_empty(), "nothing of an exercise reaches a platform");
    assert_eq!(exercise.recorded().len(), 1);
    sender.send_replace(true);
    worker.await.expect("a clean end");
});
