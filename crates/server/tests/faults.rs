//! Broken clients and a lost database, over real sockets. The invariants are those of the fault table: nobody else is
//! disturbed, nothing stays half done, what was acknowledged stands.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;
use testkit::Database;
use testkit::both;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::router;
use testkit::lost_commit::{LossyWay, Lost};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// The real router behind a real socket.
async fn serve(database: &Database) -> SocketAddr {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, asked) = tokio::sync::watch::channel(false);
    // Kept for the life of the test process: a dropped sender would look like a stop.
    std::mem::forget(stop);
    tokio::spawn(server::serve(listener, router, server::Patience::default(), asked));
    address
}

/// A whole report as bytes, each from another network: how many one may send is not what is tested here.
fn report(id: Uuid) -> Vec<u8> {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": id, "category": "A01", "lon": lon, "lat": lat, "description": "飞线充电" }).to_string();
    format!(
        "POST /api/hazards HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n\
         X-Forwarded-For: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        Uuid::now_v7(),
        std::net::Ipv4Addr::from(u32::from_be_bytes([id.as_bytes()[12], id.as_bytes()[13], id.as_bytes()[14], 1])),
        body.len()
    )
    .into_bytes()
}

/// Sends some bytes and hangs up; `wait` first.
async fn hang_up(address: SocketAddr, bytes: &[u8], wait: Duration) {
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    // The server may have closed already; that is its right.
    let _ = socket.write_all(bytes).await;
    tokio::time::sleep(wait).await;
    socket.set_zero_linger().expect("a hard end");
}

/// Sends a whole report and reads the status.
async fn send(address: SocketAddr, id: Uuid) -> u16 {
    let answer = answer(address, &report(id)).await;
    answer.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status line")
}

/// Sends these bytes and reads the whole answer.
async fn answer(address: SocketAddr, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    socket.write_all(bytes).await.expect("sent");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sessions that wait inside a transaction; on SQLite a write that goes through says the same.
async fn nothing_is_left_open(database: &Database) {
    if matches!(database.location, store::Location::Postgres(_)) {
        let open = "select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
        assert_eq!(database.texts(open).await, Vec::<String>::new());
    }
    database.store.write().await.expect("a write that waits for nobody").commit().await.expect("a commit");
}

/// Ids of the reports that stand, and of those that the journal tells of.
async fn stand(database: &Database) -> (Vec<String>, Vec<String>) {
    let of = |table: &str, column: &str| match database.location {
        store::Location::Postgres(_) => format!("select {column}::text from {table}"),
        store::Location::Sqlite(_) => format!("select lower(hex({column})) from {table}"),
    };
    let bare = |texts: Vec<String>| {
        let mut texts: Vec<String> = texts.into_iter().map(|text| text.replace('-', "")).collect();
        texts.sort_unstable();
        texts
    };
    let hazards = bare(database.texts(&of("hazard", "id")).await);
    let told = bare(database.texts(&(of("journal", "subject") + " where kind = 'hazard.reported'")).await);
    (hazards, told)
}

both!(a_request_broken_off_at_any_byte_disturbs_nobody, |database: testkit::Database| async move {
    let address = serve(&database).await;
    let whole = report(Uuid::now_v7());
    for length in 0..whole.len() {
        hang_up(address, &whole[..length], Duration::ZERO).await;
    }
    let id = Uuid::now_v7();
    assert_eq!(send(address, id).await, 201, "others are served");
    nothing_is_left_open(&database).await;
    let (hazards, told) = stand(&database).await;
    assert_eq!(hazards, [id.simple().to_string()], "no part of a request became a report");
    assert_eq!(hazards, told);
});

both!(a_client_that_leaves_while_it_is_written_leaves_nothing_half_done, |database: testkit::Database| async move {
    let address = serve(&database).await;
    for round in 0..300_u64 {
        let id = Uuid::now_v7();
        hang_up(address, &report(id), Duration::from_micros(round * 37 % 9_000)).await;
    }
    let id = Uuid::now_v7();
    assert_eq!(send(address, id).await, 201, "others are served");
    // A write goes on to its end without its client.
    tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let (hazards, told) = stand(&database).await;
            if hazards == told && hazards.contains(&id.simple().to_string()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("each report that stands is told of in the journal, and the other way round");
    nothing_is_left_open(&database).await;
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_said_and_got_over() {
    let database = testkit::postgres().await;
    let address = serve(&database).await;
    let mut acknowledged = Vec::new();
    for round in 0..40 {
        if round % 4 == 3 {
            let others = "select pg_terminate_backend(pid)::text from pg_stat_activity \
                          where datname = current_database() and pid <> pg_backend_pid()";
            database.again().await.texts(others).await;
        }
        let id = Uuid::now_v7();
        match send(address, id).await {
            201 => acknowledged.push(id.simple().to_string()),
            other => assert_eq!(other, 503, "a lost connection is no fault of the client, and no unknown one"),
        }
    }
    assert_eq!(send(address, Uuid::now_v7()).await, 201, "and then it goes on");
    let (hazards, told) = stand(&database.again().await).await;
    assert_eq!(hazards, told);
    for id in acknowledged {
        assert!(hazards.contains(&id), "acknowledged and lost: {id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_is_said_to_be_unknown_and_the_same_request_settles_it() {
    let database = testkit::postgres().await;
    let store::Location::Postgres(location) = &database.location else { panic!("PostgreSQL has a COMMIT to lose") };
    let way = LossyWay::before(location.as_str());
    let address = serve(&Database::at(&way.address).await).await;
    // The first COMMIT spends the budget of the network, the second one is the report's.
    for (lost, after, stands) in
        [(Lost::Question, 0, false), (Lost::Answer, 0, false), (Lost::Question, 1, false), (Lost::Answer, 1, true)]
    {
        let id = Uuid::now_v7();
        let request = report(id);
        way.lose(lost, after);
        let first = answer(address, &request).await;
        assert!(first.starts_with("HTTP/1.1 503"), "{lost:?} after {after}: {first}");
        assert!(
            first.contains("outcome_unknown") && first.to_lowercase().contains("retry-after:"),
            "{lost:?} after {after}: {first}"
        );
        let of = async || {
            let (hazards, told) = stand(&database).await;
            assert_eq!(hazards, told, "{lost:?} after {after}");
            hazards.iter().filter(|hazard| **hazard == id.simple().to_string()).count()
        };
        assert_eq!(of().await, usize::from(stands), "{lost:?} after {after}");
        let again = answer(address, &request).await;
        assert!(again.starts_with("HTTP/1.1 201"), "{lost:?} after {after}: {again}");
        assert_eq!(of().await, 1, "{lost:?} after {after}: once, whatever became of the first");
    }
    nothing_is_left_open(&database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_somebody_else_holds_is_said_and_got_over() {
    let database = testkit::sqlite().await;
    let _kept = database.keep();
    let address = serve(&database).await;
    // A backup program that took the file for itself.
    let other = database.reopen().await;
    let held = other.write().await.expect("the file");
    let refused = Uuid::now_v7();
    assert_eq!(send(address, refused).await, 503, "told within the bound, not left waiting");
    drop(held);
    let id = Uuid::now_v7();
    assert_eq!(send(address, id).await, 201, "and then it goes on");
    let (hazards, told) = stand(&database).await;
    assert_eq!((hazards.as_slice(), told.as_slice()), (&[id.simple().to_string()][..], &[id.simple().to_string()][..]));
}
