//! `bridgehead worker` on PostgreSQL, killed 20 times while it sends.
//! Invariant: every message reaches the gateway; repeats are no more than what was in flight, under the same id; and
//! the end of the queue is empty.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::city::{Installation, until};
use testkit::gateway::{Gateway, Manner};

const KILLS: usize = 20;

/// Messages for each kill; more than one worker sends at once.
const EACH: usize = 12;

/// Jobs that one worker runs at the same time: as many can be in flight when it is killed.
const IN_FLIGHT: usize = 8;

#[test]
fn killed_twenty_times_while_it_sends_no_message_is_missed_and_repeats_were_in_flight() {
    let gateway = Gateway::start(Manner::Slow(Duration::from_millis(60)));
    let place = Installation::new(&gateway.settings());
    place.run(&["jobs", "test", "sms"], "");
    // As many as a bad night has: copies of the one that the program ordered, each a message of its own.
    place.execute(&format!(
        "insert into job (id, kind, key, payload, created_at, not_before, attempts) \
         select gen_random_uuid(), kind, 'test_message:sms:' || test, \
         json_build_object('kind', 'test_message', 'channel', 'sms', 'test', test)::text, created_at, not_before, attempts \
         from job, (select gen_random_uuid() as test from generate_series(2, {})) as copies",
        KILLS * EACH
    ));
    let ordered = KILLS * EACH;
    for kill in 0..KILLS {
        let before = gateway.ids().len();
        let mut worker = place.start(&["worker"]);
        until("the gateway is asked", &place, || gateway.ids().len() > before + kill % 5);
        worker.kill();
        // Its claims end by time; the test does not wait two minutes for each. They come after the others, as time
        // would have it: the same eight jobs, killed each time, would be given up.
        place.execute(
            "update job set claimed_until = 0, not_before = (extract(epoch from now()) * 1000)::bigint \
             where claimed_until is not null",
        );
    }
    let worker = place.start(&["worker"]);
    until("the queue is empty", &place, || {
        place.execute("update job set not_before = 0 where claimed_until is null and dead_at is null");
        place.texts("select count(*)::text from job") == ["0"]
    });
    drop(worker);
    let mut times = BTreeMap::new();
    for id in gateway.ids() {
        *times.entry(id).or_insert(0_usize) += 1;
    }
    let sent = place.texts("select id::text from message");
    assert_eq!(sent.len(), ordered, "a message for each job");
    assert!(sent.iter().all(|id| times.contains_key(id)), "missed");
    let repeats = times.values().map(|times| times - 1).sum::<usize>();
    assert!(repeats <= KILLS * IN_FLIGHT, "{repeats} repeats");
    assert!(times.len() == ordered, "each repeat came under the id of its message");
}
