//! Several people, phones and processes confirm the same call at once while it rings: no word that was acknowledged is
//! lost, nothing that was said is taken back, and the row is what its entries say.

mod row;

use domain::access::Actor;
use domain::callout::{How, Report};
use domain::id::CallId;
use domain::message::{Channel, MessageState};
use futures::future::join_all;
use jiff::tz::TimeZone;
use rand::prelude::IndexedRandom;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use service::callout::{CallFilter, Reporting};
use service::{Service, ServiceError};
use store::callout::CallRow;
use testkit::city::{City, fill, options};
use testkit::keys::Keys;
use testkit::walk::minute;
use testkit::warning::{Cap, fit_station, phone};
use testkit::{both, t0};

use self::row::{agree, holds, stands};
use crate::hazard_two_writers::rounds;

/// The post itself, three desks that may write down what they were told, and the post next door.
const PEOPLE: [&str; 5] = ["grid1", "lead", "street", "district", "grid2"];

const PHONE: &str = "13800000002";

#[derive(Debug, Clone, Copy)]
struct Word {
    who: usize,
    how: How,
    report: Report,
    /// Which of the two processes hears it.
    process: usize,
}

both!(of_words_said_at_once_none_is_lost_and_none_is_taken_back, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    fit_station(&city.service);
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let other = Service::open_with(database.reopen().await, zone, options()).await.expect("a second process");
    let keys = Keys::new();
    let processes = [keys.give(&city.service), keys.give(&other)];
    let mut people = Vec::new();
    for login in PEOPLE {
        people.push(city.actor(login).await);
    }
    phone(&city, &people[0], PHONE).await;
    for round in 0..rounds() {
        let mut rng = StdRng::seed_from_u64(round);
        let before = called(&city, &people[3], round).await;
        let words = drawn(&mut rng);
        let said = join_all(words.iter().map(|word| {
            let (service, who) = (&processes[word.process], &people[word.who]);
            say(service, who, before.id, *word)
        }));
        let (said, ()) = futures::join!(said, ring(&city));
        let row = city.service.store().call(before.id).await.expect("an answer").expect("the call");
        let told = city.service.store().journal_of(before.id.0).await.expect("entries");
        for (word, answer) in words.iter().zip(&said) {
            assert_eq!(answer.is_ok(), counts(word), "round {round}: {word:?} answered {answer:?}");
            if let Ok(answer) = answer {
                assert!(stands(word.report, &told), "round {round}: {word:?} was acknowledged and is lost");
                assert!(holds(word.report, &answer.call), "round {round}: {word:?} answered {answer:?}");
                assert!(holds(word.report, &row.call), "round {round}: {word:?} was taken back: {row:?}");
            }
        }
        agree(&row, &told, round);
        let cancel = Cap { message: "Cancel", references: vec![name(round)], ..Cap::red(&format!("end-{round}")) };
        cancel.give(&city.service, minute(2)).await.expect("a cancellation");
    }
});

fn name(round: u64) -> String {
    format!("red-{round}")
}

/// The call of the first grid, of a new round that nobody has answered.
async fn called(city: &City, who: &Actor, round: u64) -> CallRow {
    let warning = Cap::red(&name(round)).give(&city.service, t0()).await.expect("a warning");
    assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 3);
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    let round = warning.callout.expect("a round").id;
    let calls = city.service.list_calls(who, round, &filter).await.expect("calls").1;
    let unit = city.id("410102001002001");
    calls.into_iter().find(|call| call.unit == unit).expect("a call")
}

/// Eight words, some of them said twice, by another process perhaps.
fn drawn(rng: &mut StdRng) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for people in 1..=8 {
        let process = rng.random_range(0..2);
        match words.last().copied().filter(|_| rng.random_bool(0.2)) {
            Some(again) => words.push(Word { process, ..again }),
            None => {
                let reports = [Report::Received, Report::OnPost, Report::Moved(people)];
                let report = *reports.choose(rng).expect("a report");
                let how = *How::ALL.choose(rng).expect("a way");
                words.push(Word { who: rng.random_range(0..PEOPLE.len()), how, report, process });
            }
        }
    }
    words
}

async fn say(service: &Service, who: &Actor, call: CallId, word: Word) -> Result<CallRow, ServiceError> {
    let Word { how, report, .. } = word;
    match how {
        How::Link => {
            let link = service.call_link(call).expect("a link");
            service.report_by_link(&link, report, minute(1)).await.map(|mine| mine.call)
        }
        How::Sms => by_phone(service, Channel::Sms, report).await,
        How::Voice => by_phone(service, Channel::Voice, report).await,
        How::Page | How::Radio | How::Knock => {
            service.report_call(who, Reporting { call, report, how }, minute(1)).await.map(|reported| reported.call)
        }
    }
}

async fn by_phone(service: &Service, channel: Channel, report: Report) -> Result<CallRow, ServiceError> {
    let text = match report {
        Report::Received => "1".to_owned(),
        Report::OnPost => "2".to_owned(),
        Report::Moved(people) => format!("3 {people}"),
    };
    let mut calls = service.reply_by_carrier(channel, PHONE, &text, minute(1)).await?;
    assert_eq!(calls.len(), 1, "the calls of the rounds before have ended");
    Ok(calls.remove(0))
}

async fn ring(city: &City) {
    let rings = city.service.claim_rings(&[Channel::Sms, Channel::Voice], 500, t0()).await.expect("rings");
    crate::callout::end(&city.service, &rings, MessageState::Sent, t0()).await;
}

/// Whether this person may say it in this way.
fn counts(word: &Word) -> bool {
    match word.how {
        How::Page => word.who == 0,
        How::Radio | How::Knock => (1..=3).contains(&word.who),
        How::Link | How::Sms | How::Voice => true,
    }
}
