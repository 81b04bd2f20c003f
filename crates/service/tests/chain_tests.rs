//! Tests of the call chain: a way counts when somebody answers by it or its carrier says that the message arrived, and
//! whoever two ways do not lead to is listed.

use domain::contact::ContactKind;
use domain::id::{ChainTestId, CommandId};
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::callout::DeliveryReport;
use service::chain_test::{ChainTestSheet, NewChainTest, TestSending, TestedFilter};
use service::message::Outcome;
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_station, phone};
use testkit::{Database, both, keys, t0};
use uuid::Uuid;

const COMMUNITY: &str = "410102001002";

fn at(hours: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_hours(hours)).expect("a time")
}

/// A city with a grid worker who has a phone and an address; the lead has a phone, and nobody else anything.
async fn city(database: &Database) -> City {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    let (grid1, lead) = (city.actor("grid1").await, city.actor("lead").await);
    phone(&city, &grid1, "13812341234").await;
    phone(&city, &lead, "13900000001").await;
    let mail = Some("grid1@example.org");
    city.service.set_contact(Some(&grid1), grid1.account, ContactKind::Email, mail, t0()).await.expect("an address");
    city
}

async fn begin(city: &City, who: &str, unit: &str, now: Timestamp) -> Result<ChainTestId, ServiceError> {
    let id = ChainTestId(Uuid::now_v7());
    let unit = city.id(unit);
    let new = NewChainTest { id, unit, repeated: true, key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
    city.service.begin_chain_test(&city.actor(who).await, new, now).await
}

/// Begun, written down and handed to carriers that give the id of the message back.
async fn sent(city: &City, channels: &[Channel], now: Timestamp) -> (ChainTestId, Vec<TestSending>) {
    let id = begin(city, "street", COMMUNITY, now).await.expect("a test");
    city.service.place_chain_tests(channels, now).await.expect("its posts");
    let sending = city.service.claim_test_messages(50, now).await.expect("messages");
    let outcome = |one: &TestSending| {
        let carrier_id = Some(one.message.id.to_string());
        (one.message.id, Outcome { state: MessageState::Sent, carrier_id, error: None })
    };
    let outcomes: Vec<_> = sending.iter().map(outcome).collect();
    city.service.end_test_messages(&outcomes, now).await.expect("written down");
    (id, sending)
}

async fn sheet(city: &City, who: &str) -> ChainTestSheet {
    city.service.list_chain_tests(&city.actor(who).await).await.expect("tests").remove(0)
}

/// How many ways lead to the post of the first grid.
async fn ways_to_grid1(city: &City, id: ChainTestId) -> u32 {
    let filter = TestedFilter { limit: 500, ..TestedFilter::default() };
    let posts = city.service.list_tested_posts(&city.actor("street").await, id, &filter).await.expect("posts");
    let account = city.actor("grid1").await.account;
    posts.iter().find(|(post, _)| post.post.1 == account).expect("her post").0.working
}

both!(a_way_counts_when_it_is_answered_or_delivered_and_not_when_a_carrier_took_it, |database: Database| async move {
    let city = city(&database).await;
    let (id, sending) = sent(&city, &Channel::ALL, t0()).await;
    assert_eq!(sending.len(), 5, "text, voice and mail to the one, text and voice to the other");
    let before = sheet(&city, "street").await;
    assert_eq!((before.standing.lacking, before.standing.unreached), (before.standing.posts, before.standing.posts));
    // Whatever is said by text proves the text, once.
    for _ in 0..2 {
        let calls = city.service.reply_by_carrier(Channel::Sms, "13812341234", "好的", at(1)).await;
        assert!(calls.expect("taken").is_empty(), "nobody is called");
    }
    assert_eq!(ways_to_grid1(&city, id).await, 1);
    let mail = sending.iter().find(|one| one.message.channel == Channel::Mail).expect("the mail");
    for _ in 0..2 {
        city.service.answer_chain_test(&mail.link, at(2)).await.expect("an answer");
    }
    assert_eq!(ways_to_grid1(&city, id).await, 2);
    let lead = city.actor("lead").await.account;
    let voice = sending.iter().find(|one| one.message.channel == Channel::Voice && one.message.account == lead);
    let carrier_id = voice.expect("the call").message.id.to_string();
    let report = DeliveryReport { channel: Channel::Voice, carrier_id, state: MessageState::Delivered };
    assert!(city.service.carrier_reported(&report, at(2)).await.expect("taken"));
    assert!(!city.service.carrier_reported(&report, at(2)).await.expect("taken"), "a second time changes nothing");
    let after = sheet(&city, "street").await.standing;
    assert_eq!((after.posts - after.lacking, after.posts - after.unreached), (1, 2));
    let filter = TestedFilter { lacking: true, limit: 500, ..TestedFilter::default() };
    let lacking = city.service.list_tested_posts(&city.actor("street").await, id, &filter).await.expect("posts");
    let grid1 = city.actor("grid1").await.account;
    assert!(lacking.len() as u64 == after.lacking && lacking.iter().all(|(post, _)| post.post.1 != grid1));
    let none = lacking.iter().find(|(_, messages)| messages.is_empty());
    assert!(none.is_some(), "who has neither number nor address is listed too");
});

both!(answers_count_for_a_day_and_a_strange_link_for_nothing, |database: Database| async move {
    let city = city(&database).await;
    let (id, sending) = sent(&city, &[Channel::Sms], t0()).await;
    let strange = city.service.call_link(sending[0].message.id.into()).expect("a link of another sort");
    for link in [strange.as_str(), "", "0"] {
        let refused = city.service.answer_chain_test(link, at(1)).await;
        assert!(matches!(refused, Err(ServiceError::NotFound("chain_test"))), "{refused:?}");
    }
    assert_eq!(city.service.end_chain_tests(at(23)).await.expect("a look"), 0);
    assert_eq!(city.service.end_chain_tests(at(24)).await.expect("a look"), 1);
    assert_eq!(city.service.end_chain_tests(at(24)).await.expect("a look"), 0, "once");
    let late = city.service.answer_chain_test(&sending[0].link, at(25)).await;
    assert!(matches!(late, Err(ServiceError::NotFound("chain_test"))), "{late:?}");
    let reply = city.service.reply_by_carrier(Channel::Sms, "13812341234", "1", at(25)).await;
    assert!(matches!(reply, Err(ServiceError::NotFound("call"))), "{reply:?}");
    assert_eq!(ways_to_grid1(&city, id).await, 0);
});

both!(real_calls_come_first_and_two_tests_never_write_to_the_same_post, |database: Database| async move {
    let city = city(&database).await;
    let id = begin(&city, "street", COMMUNITY, t0()).await.expect("a test");
    for (who, unit) in [("street", "410102001"), ("lead", "410102001002001"), ("district", "410102")] {
        let refused = begin(&city, who, unit, t0()).await;
        assert!(matches!(refused, Err(ServiceError::ChainTestOpen)), "{unit}: {refused:?}");
    }
    assert!(matches!(begin(&city, "grid1", "410102001002001", t0()).await, Err(ServiceError::Forbidden(_))));
    city.service.place_chain_tests(&[Channel::Sms], t0()).await.expect("its posts");
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    assert!(city.service.claim_test_messages(50, t0()).await.expect("a look").is_empty());
    assert!(sheet(&city, "street").await.waits, "and says so");
    city.service.end_callout(&city.actor("district").await, round, "预警发错", at(1)).await.expect("it ends");
    assert_eq!(city.service.claim_test_messages(50, at(1)).await.expect("a look").len(), 2);
    assert!(city.service.claim_test_messages(50, at(1)).await.expect("a look").is_empty(), "each once");
    let again = city.service.claim_test_messages(50, at(2)).await.expect("a look");
    assert_eq!(again.len(), 2, "what never came back is sent again under the same key");
    assert!(!sheet(&city, "street").await.waits);
    assert_eq!(ways_to_grid1(&city, id).await, 0);
});

both!(a_test_is_repeated_a_month_later_until_somebody_says_no, |database: Database| async move {
    let city = city(&database).await;
    // A Monday at ten in the morning, as the clocks of the city go.
    let monday: Timestamp = "2021-08-02T10:00:00+08:00".parse().expect("a time");
    let month = monday.saturating_add(SignedDuration::from_hours(31 * 24)).expect("a time");
    let first = begin(&city, "street", COMMUNITY, monday).await.expect("a test");
    city.service
        .end_chain_tests(monday.saturating_add(SignedDuration::from_hours(24)).expect("a time"))
        .await
        .expect("over");
    assert_eq!(city.service.begin_repeated_chain_tests(monday).await.expect("a look"), 0);
    assert_eq!(city.service.begin_repeated_chain_tests(month).await.expect("a look"), 1);
    assert_eq!(city.service.begin_repeated_chain_tests(month).await.expect("a look"), 0, "once");
    let latest = sheet(&city, "street").await.test;
    assert!(latest.id != first && latest.begun_by.is_none() && latest.repeated);
    let street = city.actor("street").await;
    city.service.repeat_chain_test(&street, latest.id, false, month).await.expect("said");
    let next = month.saturating_add(SignedDuration::from_hours(32 * 24)).expect("a time");
    city.service.end_chain_tests(next).await.expect("over");
    assert_eq!(city.service.begin_repeated_chain_tests(next).await.expect("a look"), 0);
});

both!(a_name_takes_a_reason_and_stays_in_the_journal, |database: Database| async move {
    let city = city(&database).await;
    let (id, _) = sent(&city, &[Channel::Sms], t0()).await;
    let filter = TestedFilter { limit: 1, ..TestedFilter::default() };
    let street = city.actor("street").await;
    let post = city.service.list_tested_posts(&street, id, &filter).await.expect("posts")[0].0.clone();
    let without = city.service.reveal_tested_post(&street, post.id, " ", at(1)).await;
    assert!(matches!(without, Err(ServiceError::Invalid { .. })), "{without:?}");
    let stranger = city.service.reveal_tested_post(&city.actor("grid1").await, post.id, "核对号码", at(1)).await;
    assert!(matches!(stranger, Err(ServiceError::NotFound("chain_test"))), "{stranger:?}");
    city.service.reveal_tested_post(&street, post.id, "核对号码", at(1)).await.expect("a name");
    assert_eq!(city.service.store().journal_count("chain_test.revealed").await.expect("a look"), 1);
});

both!(of_two_equal_requests_at_once_one_begins_a_test, |database: Database| async move {
    let city = city(&database).await;
    let (street, id, unit) = (city.actor("street").await, ChainTestId(Uuid::now_v7()), city.id(COMMUNITY));
    let new = NewChainTest { id, unit, repeated: false, key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
    let begin = async |new: NewChainTest| city.service.begin_chain_test(&street, new, t0()).await;
    let (one, two) = tokio::join!(begin(new.clone()), begin(new.clone()));
    assert_eq!((one.expect("a test"), two.expect("the same, sent at the same time")), (id, id));
    assert_eq!(city.service.list_chain_tests(&street).await.expect("tests").len(), 1);
    let other = begin(NewChainTest { body_hash: vec![2], ..new }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});
