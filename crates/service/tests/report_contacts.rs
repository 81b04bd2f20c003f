//! Numbers that reporters leave: sealed, used for status texts alone, deleted.

use domain::hazard::{Command, Draft};
use domain::id::{CommandId, HazardId};
use domain::job::Job;
use domain::message::{Channel, MessageState, StatusStep};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::hazard::{Act, Extras, Submission};
use service::message::Outcome;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::{both, keys, t0};
use uuid::Uuid;

fn days(n: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_hours(24 * n)).expect("a time")
}

async fn report(city: &City, phone: &str, language: &str) -> Result<HazardId, ServiceError> {
    let id = HazardId(Uuid::now_v7());
    let (lon, lat) = IN_GRID_1;
    let draft = Draft::new(
        id,
        "A01".to_owned(),
        Some("smoke".to_owned()),
        (Some(lon), Some(lat)),
        None,
        None,
        None,
        None,
        t0(),
    )
    .expect("a draft");
    let follow_secret = Some(Uuid::new_v4().simple().to_string());
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret };
    let extras = Extras { phone: Some(phone.to_owned()), language: Some(language.to_owned()), ..Extras::default() };
    city.service.report_with(None, new, extras, t0()).await.map(|reported| reported.stored.hazard.id)
}

async fn reject(city: &City, id: HazardId) {
    let act = Act {
        id,
        version: Some(1),
        command: Command::Reject { reason: "no".to_owned() },
        note: String::new(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![2],
    };
    city.service.act(&city.actor("lead").await, act, t0()).await.expect("rejected");
}

fn code(error: &ServiceError) -> &'static str {
    match error {
        ServiceError::Invalid { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

both!(a_number_is_sealed_and_opens_for_its_own_report_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let refused = report(&city, "13812345678", "zh").await.expect_err("no keys yet");
    assert_eq!(code(&refused), "phone_unavailable");
    keys::fit(&city.service);
    let refused = report(&city, "not a number", "zh").await.expect_err("no number");
    assert_eq!(code(&refused), "phone_invalid");
    let (lon, lat) = IN_GRID_1;
    let id = HazardId(Uuid::now_v7());
    let draft = Draft::new(id, "A01".to_owned(), None, (Some(lon), Some(lat)), None, None, None, None, t0());
    let draft = draft.expect("a draft");
    let bare = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None };
    let extras = Extras { phone: Some("13812345678".to_owned()), ..Extras::default() };
    let refused = city.service.report_with(None, bare, extras, t0()).await.expect_err("a hash that can be guessed");
    assert_eq!(code(&refused), "follow_secret_invalid");
    let (first, second) = (
        report(&city, "138 1234 5678", "en-GB").await.expect("a report"),
        report(&city, "+85291234567", "fr").await.expect("a report"),
    );
    let sealed = database.store.report_contact(first).await.unwrap().expect("a contact");
    assert!(!sealed.phone.windows(8).any(|part| part == b"12345678"), "no digits at rest");
    assert_eq!(sealed.language, "en");
    let entries = database.store.journal_of(first.0).await.unwrap();
    assert!(!format!("{entries:?}").contains("12345678"), "nor in the journal");

    let job = |hazard| Job::StatusSms { hazard, step: StatusStep::Accepted, round: 0 };
    let text = city.service.begin_status_text(&job(second), second, t0(), t0()).await.unwrap().expect("a text");
    assert_eq!((text.phone.as_str(), text.language.as_str()), ("+85291234567", "zh"));
    assert!(text.number.starts_with("H-2021-"));
    // Moved by hand to another report it does not open: nobody can be sent the texts of somebody else.
    let other = store::report_contact::Contact { hazard: second, ..sealed };
    let write = database.store.write().await.unwrap();
    store::report_contact::delete(&write, second).await.unwrap();
    store::report_contact::insert(&write, &other, t0()).await.unwrap();
    write.commit().await.unwrap();
    let moved = city.service.begin_status_text(&job(second), second, t0(), t0()).await;
    assert!(matches!(moved, Err(ServiceError::Internal(_))), "{moved:?}");
});

both!(a_text_goes_once_and_again_only_where_nobody_knows, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let id = report(&city, "13812345678", "zh").await.expect("a report");
    let job = Job::StatusSms { hazard: id, step: StatusStep::Accepted, round: 0 };
    let begin = |at| city.service.begin_status_text(&job, id, t0(), at);
    let first = begin(t0()).await.unwrap().expect("a text").message;
    assert_eq!((first.state, first.attempts), (MessageState::Sending, 1));
    // The worker died before the answer: the same message, under the same id, once more.
    let second = begin(t0()).await.unwrap().expect("the text again").message;
    assert_eq!((second.id, second.attempts), (first.id, 2));
    let sent = Outcome { state: MessageState::QueuedRemotely, carrier_id: Some("gw-7".to_owned()), error: None };
    city.service.end_message(&second, sent, t0()).await.unwrap();
    assert!(begin(t0()).await.unwrap().is_none(), "it went");

    let report = |state| city.service.message_reported(Channel::Sms, "gw-7", state, t0());
    assert!(report(MessageState::Delivered).await.unwrap());
    assert!(!report(MessageState::Sent).await.unwrap(), "an overtaken report changes nothing");
    let unknown = city.service.message_reported(Channel::Mail, "gw-7", MessageState::Sent, t0()).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound(_))), "{unknown:?}");
    let messages = city.service.messages_about(id.0).await.unwrap();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].state, MessageState::Delivered);

    let nobody = testkit::city::report(&city.service).await;
    let job = Job::StatusSms { hazard: nobody, step: StatusStep::Accepted, round: 0 };
    let none = city.service.begin_status_text(&job, nobody, t0(), t0()).await.unwrap();
    assert!(none.is_none(), "who left no number gets no text");
});

both!(a_text_that_is_late_by_a_day_is_not_sent, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let id = report(&city, "13812345678", "zh").await.expect("a report");
    let job = Job::StatusSms { hazard: id, step: StatusStep::Assigned, round: 0 };
    assert!(city.service.begin_status_text(&job, id, t0(), days(1)).await.unwrap().is_none());
    assert_eq!(city.service.messages_about(id.0).await.unwrap()[0].state, MessageState::FailedPermanent);
});

both!(whoever_reported_the_same_thing_hears_how_it_goes_on, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let part = report(&city, "13812345678", "zh").await.expect("a report");
    let master = testkit::city::report(&city.service).await;
    let stored = database.store.hazard(part).await.unwrap().expect("the part");
    testkit::walk::walk(&city, stored, 1, vec![("lead", Command::Merge { master })]).await;
    let queued = async || database.texts("select key from job where kind = 'status_sms' order by key").await;
    assert_eq!(queued().await, [format!("status_sms:{part}:merged")]);
    city.service.pass_status_on(master, StatusStep::Accepted, 0, t0()).await.unwrap();
    city.service.pass_status_on(master, StatusStep::Accepted, 0, t0()).await.unwrap();
    assert_eq!(queued().await, [format!("status_sms:{part}:accepted"), format!("status_sms:{part}:merged")]);
    let job = Job::StatusSms { hazard: part, step: StatusStep::Accepted, round: 0 };
    let text = city.service.begin_status_text(&job, part, t0(), t0()).await.unwrap().expect("a text");
    assert_eq!(text.phone.as_str(), "+8613812345678");
    // The number of the part is kept while the whole goes on.
    assert_eq!(city.service.forget_contacts(days(200)).await.unwrap(), 0);
});

both!(a_number_goes_ninety_days_after_closing_and_not_before, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let (closed, open) = (
        report(&city, "13812345678", "zh").await.expect("a report"),
        report(&city, "13912345678", "zh").await.expect("a report"),
    );
    reject(&city, closed).await;
    assert_eq!(city.service.forget_contacts(days(89)).await.unwrap(), 0);
    assert_eq!(city.service.forget_contacts(days(90)).await.unwrap(), 1);
    assert!(database.store.report_contact(closed).await.unwrap().is_none());
    assert!(database.store.report_contact(open).await.unwrap().is_some(), "an open report still tells");
    assert_eq!(city.service.forget_contacts(days(90)).await.unwrap(), 0);
    assert_eq!(database.store.journal_count("contact.forgotten").await.unwrap(), 1);
});
