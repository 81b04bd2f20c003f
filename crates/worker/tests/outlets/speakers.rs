//! Loudspeakers at a real broker: a signed command each, its receipt, and what a death, a cancellation and a copy leave.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::message::MessageState;
use domain::outlet::OutletKind;
use notify::speaker::Broker;
use service::keyring::verify;
use testkit::both;
use testkit::broker::{Manner, Mosquitto, Speaker};
use testkit::hands::Hands;
use testkit::t0;
use testkit::warning::Cap;

use super::{add, all, city, held, red, start, told, until};

fn here(broker: &Mosquitto) -> Option<Broker> {
    let text = serde_json::json!({ "host": "127.0.0.1", "port": broker.port, "tls": false });
    Some(serde_json::from_value(text).expect("a broker"))
}

both!(a_loudspeaker_plays_a_signed_command_once_and_its_receipt_counts, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (broker, hands) = (Mosquitto::start().await, Hands::default());
    let speaker = Speaker::start(&broker, "city/speaker-1", Manner::Honest).await;
    add(&city, "410102001002", OutletKind::Loudspeaker, "city/speaker-1").await;
    let (stop, worker) = start(&city.service, here(&broker), &hands);
    let round = red(&city).await;
    until("it has played", || all(&city, &reader, round, 1, MessageState::Delivered)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    let heard = speaker.heard();
    assert_eq!(heard.len(), 1);
    let envelope: BTreeMap<String, String> = serde_json::from_str(&heard[0]).expect("an envelope");
    let keys = city.service.keyring().expect("a keyring").public_keys();
    let key = keys.iter().find(|key| key.id == envelope["key"]).expect("a known key");
    let signed = |text: &str| format!("bridgehead-loudspeaker-1\n{text}").into_bytes();
    let signature: Vec<u8> = (0..128)
        .step_by(2)
        .map(|at| u8::from_str_radix(&envelope["signature"][at..at + 2], 16).expect("hex"))
        .collect();
    assert!(verify(key, &signed(&envelope["command"]), &signature), "signed");
    assert!(!verify(key, &signed(&envelope["command"].replace("red", "blue")), &signature), "and not otherwise");
    let command: serde_json::Value = serde_json::from_str(&envelope["command"]).expect("a command");
    let time = |key: &str| command[key].as_i64().expect("a time");
    assert_eq!(time("expires_at") - time("issued_at"), 60_000);
    assert_eq!((&command["unit"], &command["colour"]), (&"410102001002".into(), &"red".into()));
    assert!(command["text"].as_str().expect("a text").contains("暴雨红色预警"));
});

both!(a_loudspeaker_does_not_play_below_red, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let hands = Hands::default();
    add(&city, "410102001002", OutletKind::Loudspeaker, "city/speaker-1").await;
    let (stop, worker) = start(&city.service, None, &hands);
    let orange = Cap { colour: "橙色", ..Cap::red("orange") };
    let round = orange.give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    until("the calls are written down", || async {
        city.service.store().callout(round).await.expect("a round").expect("one").placed_at.is_some()
    })
    .await;
    assert!(told(&city, &reader, round).await.is_empty());
    stop.send_replace(true);
    worker.await.expect("it stops");
});

both!(receipts_that_are_old_forged_or_kept_by_the_broker_count_for_nothing, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (broker, hands) = (Mosquitto::start().await, Hands::default());
    let speaker = Speaker::start(&broker, "city/speaker-1", Manner::Forger).await;
    add(&city, "410102001002", OutletKind::Loudspeaker, "city/speaker-1").await;
    // Nobody listens there: that is told apart, and tried again under the same id.
    add(&city, "410102001002001", OutletKind::Loudspeaker, "city/nobody").await;
    let (stop, worker) = start(&city.service, here(&broker), &hands);
    let round = red(&city).await;
    until("both are tried", || async {
        let told = told(&city, &reader, round).await;
        let state = |state| told.iter().any(|message| message.state == state);
        state(MessageState::Sent) && state(MessageState::FailedTemporary)
    })
    .await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert_eq!(speaker.heard().len(), 1, "what the broker took is not played again");
    let told = told(&city, &reader, round).await;
    let missed = told.iter().find(|message| message.state == MessageState::FailedTemporary).expect("one");
    assert_eq!(missed.error.as_deref(), Some("no loudspeaker listens at its topic"));
});

// security.md: none missed, repeats at most what was in flight; a speaker tells a repetition by its id.
both!(
    a_worker_that_dies_misses_no_loudspeaker_and_repeats_under_the_same_id,
    |database: testkit::Database| async move {
        const SPEAKERS: usize = 3;
        let (city, reader) = city(&database).await;
        let (broker, hands) = (Mosquitto::start().await, Hands::default());
        let mut speakers = Vec::new();
        for number in 0..SPEAKERS {
            let topic = format!("city/speaker-{number}");
            speakers.push(Speaker::start(&broker, &topic, Manner::Slow).await);
            add(&city, "410102001002", OutletKind::Loudspeaker, &topic).await;
        }
        let heard = || speakers.iter().map(|speaker| speaker.heard().len()).sum::<usize>();
        let round = red(&city).await;
        city.service.place_calls(t0()).await.expect("calls");
        let mut in_flight = 0;
        for life in 0..4 {
            let before = heard();
            let (_stop, worker) = start(&city.service, here(&broker), &hands);
            tokio::time::sleep(Duration::from_millis(120 + 41 * life)).await;
            worker.abort();
            let _ = worker.await;
            // What the broker took when the worker died is still on its way.
            tokio::time::sleep(Duration::from_millis(200)).await;
            in_flight += heard() - before;
            hands.forward(91);
        }
        let (stop, worker) = start(&city.service, here(&broker), &hands);
        until("all have played", || all(&city, &reader, round, SPEAKERS, MessageState::Delivered)).await;
        stop.send_replace(true);
        worker.await.expect("it stops");
        for speaker in &speakers {
            let heard: Vec<_> = speaker.heard().iter().map(|text| command(text)).collect();
            let all = |key: &str| heard.iter().map(|command| command[key].to_string()).collect::<BTreeSet<_>>();
            assert_eq!(all("id").len(), 1, "told, and a repetition is known as one");
            assert_eq!(all("nonce").len(), heard.len(), "nothing that was overheard is said again");
        }
        assert!(heard() <= SPEAKERS + in_flight, "{} commands, {in_flight} in flight", heard());
    }
);

fn command(envelope: &str) -> serde_json::Value {
    let envelope: serde_json::Value = serde_json::from_str(envelope).expect("an envelope");
    serde_json::from_str(envelope["command"].as_str().expect("a text")).expect("a command")
}

both!(no_loudspeaker_plays_after_a_cancellation_or_from_a_copied_database, |database: testkit::Database| async move {
    let (city, reader) = city(&database).await;
    let (broker, hands) = (Mosquitto::start().await, Hands::default());
    let speaker = Speaker::start(&broker, "city/speaker-1", Manner::Honest).await;
    add(&city, "410102001002", OutletKind::Loudspeaker, "city/speaker-1").await;
    let cancelled = red(&city).await;
    city.service.place_calls(t0()).await.expect("calls");
    let cancel = Cap { message: "Cancel", references: vec!["red".to_owned()], ..Cap::red("end") };
    cancel.give(&city.service, t0()).await.expect("a cancellation");
    let (stop, worker) = start(&city.service, here(&broker), &hands);
    until("it is dropped", || all(&city, &reader, cancelled, 1, MessageState::FailedPermanent)).await;
    held(&city).await;
    let copied = Cap::red("again").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    until("it is written down", || async { told(&city, &reader, copied).await.len() == 1 }).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    stop.send_replace(true);
    worker.await.expect("it stops");
    assert_eq!(speaker.heard(), Vec::<String>::new());
    assert_eq!(told(&city, &reader, copied).await[0].state, MessageState::Pending, "it waits for a person");
});
