//! What leaves by text (HTTP, SMPP), mail (SMTP), work group (HTTP) and loudspeaker (MQTT) while rounds of calls go on
//! and their program is killed, their warning is cancelled, or their database is copied. On PostgreSQL a worker sends,
//! texts by a gateway; on SQLite `serve` does, texts by a message centre.

mod fakes;
mod fill;
mod mailbox;
mod round;
mod town;

use std::time::Duration;

use domain::message::MessageState;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use store::Engine;

use self::fakes::Counts;
use self::town::{MESSAGES, Town};

/// Slower than a round lasts: some posts are not called yet when the warning is cancelled.
const SLOW: &str = "\n[rates]\nsms = 1\n";

/// After how many of its 44 messages a slow round is cancelled at the latest: the worker has not claimed all posts yet.
const EARLY: usize = 14;

/// More than the longest time between two looks of a worker.
const LOOKS: Duration = Duration::from_millis(2_000);

/// How often it is tried; `make soak` asks for more. No name begins as those of the program's own settings do.
fn rounds(name: &str, few: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

/// Waits until some of a round's messages came, and a moment more.
fn some_came(town: &Town, before: &Counts, most: usize, rng: &mut StdRng) {
    let some = rng.random_range(0..=most);
    town.until("messages come", || town.fakes.since(before).values().sum::<usize>() >= some);
    std::thread::sleep(Duration::from_millis(rng.random_range(0..120)));
}

/// Invariant: none is missed, and what comes twice was in flight at the kill.
fn killed(engine: Engine) {
    let (town, mut rng) = (Town::new(engine, ""), StdRng::seed_from_u64(1));
    let database = town.place.database.as_str();
    let _serve = town.serve();
    let mut worker = town.start();
    for kill in 0..rounds("WORKER_KILLS", 2) {
        let (before, name) = (town.fakes.counts(), format!("red-{kill}"));
        let round = town.warn(database, &name);
        some_came(&town, &before, MESSAGES, &mut rng);
        worker.kill();
        let in_flight = town.stand(database, round).keys(|state| state == MessageState::Sending);
        town.end_claims();
        worker = town.start();
        town.until("all is told", || town.stand(database, round).is_told());
        let came = town.fakes.since(&before);
        for key in town.stand(database, round).keys(|_| true) {
            let times = came.get(&key).copied().unwrap_or(0);
            let most = if in_flight.contains(&key) { 2 } else { 1 };
            assert!((1..=most).contains(&times), "kill {kill}: `{key}` came {times} times, at most {most} expected");
        }
        town.cancel(&name);
    }
}

/// Invariant: after the acknowledgement nothing comes but what had been begun before, once.
fn cancelled(engine: Engine) {
    let (town, mut rng) = (Town::new(engine, SLOW), StdRng::seed_from_u64(2));
    let database = town.place.database.as_str();
    let _worker = town.start();
    let mut spared = 0;
    for cancel in 0..rounds("WARNING_CANCELS", 1) {
        let (before, name) = (town.fakes.counts(), format!("red-{cancel}"));
        let round = town.warn(database, &name);
        some_came(&town, &before, EARLY, &mut rng);
        town.cancel(&name);
        let begun = town.stand(database, round).keys(|state| state != MessageState::Pending);
        town.until("what was begun is over", || town.stand(database, round).is_over());
        std::thread::sleep(LOOKS);
        for (key, times) in town.fakes.since(&before) {
            assert!(begun.contains(&key) && times == 1, "cancellation {cancel}: `{key}` came {times} times");
        }
        spared += town.stand(database, round).spared;
    }
    assert!(spared > 0, "every round was over before its warning was cancelled: the test shows nothing");
}

/// Invariant: a copy is held, and nothing comes from it; the original goes on.
fn copied(engine: Engine) {
    let (town, mut rng) = (Town::new(engine, ""), StdRng::seed_from_u64(3));
    let database = town.place.database.as_str();
    for copy in 0..rounds("DATABASE_CLONES", 1) {
        let (start, name) = (town.fakes.counts(), format!("red-{copy}"));
        let mut worker = town.start();
        let round = town.warn(database, &name);
        some_came(&town, &start, MESSAGES / 2, &mut rng);
        worker.kill();
        town.end_claims();
        let clone = town.copy(&format!("copy_{copy}"));
        let before = town.fakes.at_rest();
        let beside = town.start_on(&clone);
        let own = town.warn(&clone, &format!("copied-{copy}"));
        town.until("its calls are written down", || town.stand(&clone, own).placed);
        std::thread::sleep(LOOKS);
        assert_eq!(town.fakes.since(&before), Counts::new(), "copy {copy} speaks");
        assert!(town.is_held(&clone), "copy {copy} is not held");
        drop(beside);
        let _worker = town.start();
        town.until("the original goes on", || town.stand(database, round).is_told());
        town.cancel(&name);
    }
}

#[test]
fn a_killed_worker_misses_none_and_repeats_what_was_in_flight_on_postgres() {
    killed(Engine::Postgres);
}

#[test]
fn a_killed_worker_misses_none_and_repeats_what_was_in_flight_on_sqlite() {
    killed(Engine::Sqlite);
}

#[test]
fn after_a_cancellation_nothing_new_comes_on_postgres() {
    cancelled(Engine::Postgres);
}

#[test]
fn after_a_cancellation_nothing_new_comes_on_sqlite() {
    cancelled(Engine::Sqlite);
}

#[test]
fn a_copied_database_is_held_and_says_nothing_on_postgres() {
    copied(Engine::Postgres);
}

#[test]
fn a_copied_database_is_held_and_says_nothing_on_sqlite() {
    copied(Engine::Sqlite);
}
