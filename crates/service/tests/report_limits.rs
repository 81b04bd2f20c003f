//! Floods of reports are held up where they come from, and nowhere else; follow links end.

use domain::access::throttle::{REPORT_DEVICE, REPORT_NETWORK, REPORT_PLACE};
use domain::hazard::{Command, Draft};
use domain::id::{CommandId, HazardId};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::access::{AccessRefusal, Attempt};
use service::hazard::{Extras, Origin, Reported, Submission};
use testkit::city::{City, IN_GRID_1, IN_GRID_2, PASSWORD, fill};
use testkit::walk::{act, to_verified, walk};
use testkit::{both, t0};
use uuid::Uuid;

const SECRET: &str = "a secret of more than 22 characters";

fn submission((lon, lat): (f64, f64)) -> Submission {
    let id = HazardId(Uuid::now_v7());
    let draft = Draft::new(id, "A01".to_owned(), None, (Some(lon), Some(lat)), None, None, None, None, t0());
    let draft = draft.expect("a draft");
    Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: Some(SECRET.to_owned()) }
}

fn from(network: &str) -> Origin {
    Origin { network: Some(network.to_owned()), ..Origin::default() }
}

async fn send(city: &City, new: Submission, origin: &Origin, now: Timestamp) -> Result<Reported, ServiceError> {
    // A follow secret belongs to one report.
    let new = Submission { follow_secret: Some(format!("{SECRET}{}", new.draft.id).chars().take(64).collect()), ..new };
    city.service.report_from(None, new, Extras::default(), origin, now).await
}

fn held(result: &Result<Reported, ServiceError>) -> Option<u32> {
    match result {
        Err(ServiceError::Access(AccessRefusal::TooManyReports { retry_after_s })) => Some(*retry_after_s),
        _ => None,
    }
}

both!(a_flood_on_one_community_is_held_up_there_and_for_that_network_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let flood = from("198.51.100.7");
    for n in 0..REPORT_PLACE.tries {
        let taken = send(&city, submission(IN_GRID_1), &flood, t0()).await;
        assert!(taken.is_ok(), "report {n}: {taken:?}");
    }
    let wait = held(&send(&city, submission(IN_GRID_1), &flood, t0()).await).expect("held up");
    assert!((1..=REPORT_PLACE.refill_s).contains(&wait), "{wait}");
    assert!(send(&city, submission(IN_GRID_2), &flood, t0()).await.is_ok(), "another place");
    assert!(send(&city, submission(IN_GRID_1), &from("203.0.113.9"), t0()).await.is_ok(), "another network");
    assert!(send(&city, submission(IN_GRID_1), &Origin::default(), t0()).await.is_ok(), "an unknown network");
    let lead = city.actor("lead").await;
    let signed = city.service.report_from(Some(&lead), submission(IN_GRID_1), Extras::default(), &flood, t0()).await;
    assert!(signed.is_ok(), "whoever is signed in is never held up: {signed:?}");
    let later = t0() + SignedDuration::from_secs(wait.into());
    assert!(send(&city, submission(IN_GRID_1), &flood, later).await.is_ok(), "a refused report costs nothing");
});

both!(what_was_taken_is_answered_again_whatever_is_spent, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let flood = from("198.51.100.7");
    let first = submission(IN_GRID_1);
    let once = city.service.report_from(None, first.clone(), Extras::default(), &flood, t0()).await.expect("taken");
    while held(&send(&city, submission(IN_GRID_1), &flood, t0()).await).is_none() {}
    let again = city.service.report_from(None, first, Extras::default(), &flood, t0()).await.expect("the same answer");
    assert_eq!(once.stored.hazard.id, again.stored.hazard.id);
});

both!(a_browser_that_is_known_has_a_budget_of_its_own, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a session");
    let known = Origin { device: signed.device, ..from("198.51.100.7") };
    let made_up = Origin { device: Some("made up".to_owned()), ..from("198.51.100.7") };
    while held(&send(&city, submission(IN_GRID_1), &made_up, t0()).await).is_none() {}
    for _ in 0..REPORT_DEVICE.tries {
        assert!(send(&city, submission(IN_GRID_1), &known, t0()).await.is_ok());
    }
    assert!(held(&send(&city, submission(IN_GRID_1), &known, t0()).await).is_some());
    const { assert!(REPORT_NETWORK.tries > REPORT_PLACE.tries && REPORT_PLACE.tries > REPORT_DEVICE.tries) };
});

both!(a_follow_link_ends_90_days_after_closing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let reported = city.service.report_with(None, submission(IN_GRID_1), Extras::default(), t0()).await.expect("taken");
    let mut part = submission(IN_GRID_1);
    part.follow_secret = Some(SECRET.replace('a', "b"));
    let part = city.service.report_with(None, part, Extras::default(), t0()).await.expect("taken").stored;
    let master = reported.stored.hazard.id;
    act(&city, "lead", &part, Command::Merge { master }, t0()).await.expect("merged");
    let open = city.service.store().hazard(master).await.expect("an answer").expect("the hazard");
    assert_eq!(city.service.end_follow_links(t0() + days(400)).await.expect("a round"), 0, "open links stay");
    let verified = walk(&city, open, 1, to_verified(&city)).await;
    let closed_at = t0() + days(10);
    act(&city, "lead", &verified, Command::Close, closed_at).await.expect("closed");

    let before = closed_at + days(90) - SignedDuration::from_secs(1);
    assert_eq!(city.service.end_follow_links(before).await.expect("a round"), 0);
    assert!(city.service.follow(SECRET).await.is_ok());
    assert_eq!(
        city.service.end_follow_links(closed_at + days(90)).await.expect("a round"),
        2,
        "and those of its parts"
    );
    for secret in [SECRET.to_owned(), SECRET.replace('a', "b")] {
        let gone = city.service.follow(&secret).await;
        assert!(matches!(gone, Err(ServiceError::NotFound(_))), "{secret}");
    }
    assert_eq!(city.service.end_follow_links(closed_at + days(91)).await.expect("a round"), 0);
});
