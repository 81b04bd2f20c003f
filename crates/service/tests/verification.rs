//! After its end a person says whether a warning came true; each issuer's warnings are counted with the rings at night.

use domain::callout::Ending;
use domain::id::WarningId;
use domain::message::{Channel, MessageState};
use domain::warned::Verification;
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::warning::{Agreeing, IssuerSum};
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_patient_station, phone};
use testkit::{Database, both, keys, t0};

use crate::callout::end;

fn at(hours: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_hours(hours)).expect("a time")
}

/// A city in which two posts have a phone each.
async fn city(database: &Database) -> City {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_patient_station(&city.service);
    for (login, number) in [("lead", "13800000001"), ("grid1", "13800000002")] {
        phone(&city, &city.actor(login).await, number).await;
    }
    city
}

/// A red warning whose calls are rung at once by both ways, and which is over three hours later.
async fn warned(city: &City, cap: Cap, now: Timestamp) -> WarningId {
    let given = Cap { sent: now, ..cap }.give(&city.service, now).await.expect("a warning").warning.id;
    city.service.place_calls(now).await.expect("calls");
    let rings = city.service.claim_rings(&[Channel::Sms, Channel::Voice], 500, now).await.expect("rings");
    end(&city.service, &rings, MessageState::Sent, now).await;
    given
}

async fn over(city: &City, now: Timestamp) {
    city.service.end_expired_warnings(now).await.expect("ended");
    city.service.sweep_ended_calls(now).await.expect("swept");
}

async fn sums(city: &City, login: &str) -> Vec<IssuerSum> {
    city.service.warning_issuers(&city.actor(login).await, 365, at(30)).await.expect("sums")
}

async fn says(city: &City, login: &str, id: WarningId, said: Verification) -> Result<(), ServiceError> {
    city.service.verify_warning(&city.actor(login).await, id, (said, Some(" 路面积水 ".to_owned())), at(30)).await
}

both!(rings_at_night_are_counted_for_their_issuer_when_the_round_is_over, |database: Database| async move {
    let city = city(&database).await;
    // t0 is eight in the morning.
    let day = warned(&city, Cap::red("day"), t0()).await;
    let [sum] = &sums(&city, "district").await[..] else { panic!("one issuer") };
    assert_eq!((sum.warnings, sum.rounds, sum.unverified), (1, 0, 0), "it goes on");
    over(&city, at(4)).await;
    let night = warned(&city, Cap::red("night"), at(18)).await;
    over(&city, at(22)).await;
    let expected = IssuerSum {
        issuer: "郑州市气象台(演示)".to_owned(),
        warnings: 2,
        unverified: 2,
        rounds: 2,
        posts: 6,
        night_rings: 4,
        ..IssuerSum::default()
    };
    assert_eq!(sums(&city, "district").await, std::slice::from_ref(&expected));
    says(&city, "district", night, Verification::FalseAlarm).await.expect("said");
    says(&city, "district", day, Verification::FalseAlarm).await.expect("said");
    says(&city, "district", day, Verification::Hit).await.expect("said again");
    let expected = IssuerSum { hits: 1, false_alarms: 1, unverified: 0, ..expected };
    assert_eq!(sums(&city, "district").await, [expected]);
    let (said, _) = {
        let sheet = city.service.show_warning(&city.actor("district").await, day).await.expect("the warning");
        city.service.verification(None, &sheet).await.expect("an answer")
    };
    let said = said.expect("what was said");
    assert_eq!((said.verification, said.note.as_deref()), (Verification::Hit, Some("路面积水")));
    assert_eq!(database.store.journal_count("warning.verified").await.expect("a count"), 3);
});

both!(
    only_who_runs_calls_in_all_of_its_units_says_it_and_only_of_a_real_one_that_is_over,
    |database: Database| async move {
        let city = city(&database).await;
        let id = warned(&city, Cap::red("one"), t0()).await;
        let early = says(&city, "district", id, Verification::Hit).await;
        assert!(matches!(early, Err(ServiceError::VerificationRefused)), "{early:?}");
        over(&city, at(4)).await;
        let grid = says(&city, "grid1", id, Verification::Hit).await;
        assert!(matches!(grid, Err(ServiceError::Forbidden(_))), "{grid:?}");
        let test = Cap { status: "Exercise", ..Cap::red("exercise") };
        let test = test.give(&city.service, t0()).await.expect("taken").warning.id;
        over(&city, at(4)).await;
        let test = says(&city, "district", test, Verification::Hit).await;
        assert!(matches!(test, Err(ServiceError::VerificationRefused)), "{test:?}");
        let long = "长".repeat(201);
        let district = city.actor("district").await;
        let note = city.service.verify_warning(&district, id, (Verification::Hit, Some(long)), at(30)).await;
        assert!(matches!(note, Err(ServiceError::Invalid { code: "note_too_long", .. })));
        assert_eq!(database.store.journal_count("warning.verified").await.expect("a count"), 0);
        assert_eq!(sums(&city, "district").await[0].warnings, 1, "an exercise is no warning");
        let days = city.service.warning_issuers(&city.actor("district").await, 0, t0()).await;
        assert!(matches!(days, Err(ServiceError::Invalid { code: "days_out_of_range", .. })), "{days:?}");
    }
);

both!(a_warning_counts_once_with_its_updates_and_for_readers_of_all_its_units, |database: Database| async move {
    let city = city(&database).await;
    let first = warned(&city, Cap::red("first"), t0()).await;
    let update = Cap { message: "Update", references: vec!["first".to_owned()], ..Cap::red("second") };
    warned(&city, update, t0()).await;
    let street = Cap { code: "410102001", ..Cap::red("street") };
    warned(&city, street, t0()).await;
    over(&city, at(4)).await;
    let sheet = city.service.show_warning(&city.actor("district").await, first).await.expect("the warning");
    assert_eq!(sheet.warning.ended.map(|ended| ended.ending), Some(Ending::Superseded));
    let replaced = says(&city, "district", first, Verification::Hit).await;
    assert!(matches!(replaced, Err(ServiceError::VerificationRefused)), "{replaced:?}");
    assert_eq!(sums(&city, "district").await[0].warnings, 2, "that of the community, and that of the street");
    assert_eq!(sums(&city, "lead").await[0].warnings, 1, "of the street's calls the community sees a part");
});

both!(whether_a_second_source_says_the_same_is_told, |database: Database| async move {
    let city = city(&database).await;
    let lead = city.actor("lead").await;
    let own = Cap::red("red-1").give(&city.service, t0()).await.expect("a warning").warning.id;
    let others = async || {
        let sheet = city.service.show_warning(&lead, own).await.expect("the warning");
        let told = city.service.agreeing(&sheet, at(1)).await.expect("an answer");
        let mut names: Vec<String> = told
            .iter()
            .map(|one| match one {
                Agreeing::Warning(other) => other.identifier.clone(),
                Agreeing::Gauges(proposal) => proposal.colour.word().to_owned(),
            })
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(others().await, Vec::<String>::new(), "alone");
    let other = |identifier: &str| Cap { sender: "hydrology@example.org", ..Cap::red(identifier) };
    for (cap, what) in [
        (Cap::red("red-2"), "the same sender again is no second source"),
        (Cap { status: "Test", ..other("test") }, "a test says nothing"),
        (Cap { hours: 0, ..other("over") }, "what is over says nothing"),
        (Cap { code: "110101", ..other("elsewhere") }, "nor what is said of another place"),
    ] {
        // Whatever becomes of it: it must not count.
        let _ = cap.give(&city.service, t0()).await;
        assert_eq!(others().await, Vec::<String>::new(), "{what}");
    }
    // Of the street above, in another colour: the same danger.
    let above = Cap { code: "410102001", colour: "橙色", ..other("above") };
    above.give(&city.service, t0()).await.expect("a warning");
    assert_eq!(others().await, ["above"]);
});
