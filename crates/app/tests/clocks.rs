//! Workers whose clocks are 30 s ahead of the database's, or behind it. Invariant: timers and what is recorded go by the
//! database's clock, which all of them share, so that nothing is done early, twice or under a wrong time.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use testkit::gateway::{Gateway, Manner};
use testkit::warning::{Cap, STATION};

use crate::city::{Installation, PASSWORD, until};

/// By how many milliseconds a worker may misread the database's clock.
const LEAD: i64 = 1_000;

const NOW: &str = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

/// A city in which one person is called when a warning is red.
fn city(gateway: &Gateway) -> Installation {
    let place = Installation::new(&format!("{}\n[warnings]\nofficial_senders = [{STATION:?}]\n", gateway.settings()));
    place.run(&["account", "create", "wang", "--title", "city_duty", "--unit", "4101", "--name", "王"], PASSWORD);
    place.run(&["account", "contact", "wang", "phone"], "13812345678\n");
    place
}

/// One number that a query gives.
fn number(place: &Installation, what: &str) -> i64 {
    place.texts(&format!("select ({what})::text")).first().and_then(|text| text.parse().ok()).expect("a number")
}

/// What the database's clock shows, in milliseconds.
fn now(place: &Installation) -> i64 {
    number(place, NOW)
}

fn warn(place: &Installation) {
    let sent = Timestamp::from_millisecond(now(place)).expect("a time");
    let warning = Cap { sent, code: "4101", ..Cap::red("red") };
    std::fs::write(place.path().join("red.xml"), warning.xml()).expect("a file");
    place.run(&["warning", "receive", "red.xml"], "");
}

/// What a worker with this clock records about a call that it rings.
fn records_the_time(seconds: i32) {
    let gateway = Gateway::start(Manner::Slow(Duration::ZERO));
    let place = city(&gateway);
    warn(&place);
    let before = now(&place);
    let _worker = place.start_ahead(seconds, &["worker"]);
    until("the call is sent", &place, || place.texts("select state from call") == ["sent"]);
    let after = now(&place);
    let recorded = place.texts(
        "select 'first_at ' || first_at from call union all select 'attempt ' || began_at from call_attempt \
         union all select kind || ' ' || recorded_at from journal where kind in ('callout.placed', 'callout.stepped')",
    );
    assert!(recorded.len() >= 4, "{recorded:?}");
    for one in recorded {
        let time: i64 = one.rsplit(' ').next().and_then(|time| time.parse().ok()).expect("a time");
        assert!((before - LEAD..=after + LEAD).contains(&time), "{one}: not between {before} and {after}");
    }
}

#[test]
fn a_worker_whose_clock_is_ahead_records_the_time_of_the_database() {
    records_the_time(30);
}

#[test]
fn a_worker_whose_clock_is_behind_records_the_time_of_the_database() {
    records_the_time(-30);
}

#[test]
fn a_worker_whose_clock_is_ahead_does_no_job_before_its_time() {
    let gateway = Gateway::start(Manner::Slow(Duration::ZERO));
    let place = Installation::new(&gateway.settings());
    place.run(&["jobs", "test", "sms"], "");
    place.execute(&format!("update job set not_before = {NOW} + 10000"));
    let due = number(&place, "select not_before from job");
    let _worker = place.start_ahead(30, &["worker"]);
    until("the gateway is asked", &place, || !gateway.ids().is_empty());
    let done = now(&place);
    assert!(done + LEAD >= due, "{} ms early", due - done);
}

#[test]
fn a_call_that_a_worker_holds_is_rung_by_no_other_before_its_lease_ends() {
    let gateway = Gateway::start(Manner::SilentFirst);
    let place = city(&gateway);
    warn(&place);
    let mut behind = place.start_ahead(-30, &["worker"]);
    until("the gateway is asked", &place, || gateway.ids().len() == 1);
    behind.kill();
    place.execute(&format!("update call set claimed_until = {NOW} + 15000"));
    let end = number(&place, "select claimed_until from call");
    let _ahead = place.start_ahead(30, &["worker"]);
    until("the gateway is asked again", &place, || gateway.ids().len() == 2);
    let rung = now(&place);
    assert!(rung + LEAD >= end, "{} ms before the lease ended", end - rung);
    let ids = gateway.ids();
    assert_eq!(ids[0], ids[1], "the same message once more");
}

#[test]
fn of_two_workers_whose_clocks_are_a_minute_apart_each_message_is_sent_once() {
    let gateway = Gateway::start(Manner::Slow(Duration::from_millis(60)));
    let place = Installation::new(&gateway.settings());
    for _ in 0..4 {
        place.run(&["jobs", "test", "sms"], "");
    }
    let first = place.start_ahead(-30, &["worker"]);
    let second = place.start_ahead(30, &["worker"]);
    for _ in 0..8 {
        place.run(&["jobs", "test", "sms"], "");
    }
    until("the queue is empty", &place, || place.texts("select count(*)::text from job") == ["0"]);
    drop((first, second));
    let ids = gateway.ids();
    let different: BTreeSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), different.len()), (12, 12), "none is lost, none is sent twice");
}
