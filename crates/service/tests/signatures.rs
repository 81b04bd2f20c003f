//! Signatures of warnings: shown as present, and judged by the operator's program alone.

use domain::warned::Signature;
use service::warning::{Checker, Warnings, Way};
use testkit::city::fill;
use testkit::warning::{Cap, STATION};
use testkit::{Database, both, t0};

fn signed(identifier: &str) -> String {
    let mark = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo/></Signature></alert>";
    Cap::red(identifier).xml().replace("</alert>", mark)
}

fn shell(script: &str) -> Option<Checker> {
    Some(Checker { program: "/bin/sh".into(), arguments: vec!["-c".to_owned(), script.to_owned()] })
}

/// What is known of the signature of a message, and whether it begins calls.
async fn taken(database: &Database, checker: Option<Checker>, document: &str) -> (Option<Signature>, bool) {
    let city = fill(database.store.clone()).await;
    let shipped = Warnings::shipped().expect("the shipped tables");
    let official_senders = vec![STATION.to_owned()];
    city.service.fit_warnings(Warnings { official_senders, signature_checker: checker, ..shipped });
    let received = city.service.receive_warning(None, Way::Push, true, document.as_bytes(), t0()).await;
    let received = received.expect("a warning");
    let kept = city.service.store().warning(received.warning.id).await.expect("a look").expect("the warning");
    assert_eq!(kept.signature, received.warning.signature);
    (kept.signature, received.callout.is_some())
}

both!(without_a_checker_it_is_present_and_unchecked, |database: Database| async move {
    assert_eq!(taken(&database, None, &signed("red-1")).await, (Some(Signature::Unchecked), true));
});

both!(an_unsigned_message_asks_nobody, |database: Database| async move {
    let checker = shell("exit 1");
    assert_eq!(taken(&database, checker, &Cap::red("red-1").xml()).await, (None, true));
});

both!(the_program_reads_the_message_and_says_valid, |database: Database| async move {
    let checker = shell("grep -q '<identifier>red-1</identifier>'");
    assert_eq!(taken(&database, checker, &signed("red-1")).await, (Some(Signature::Valid), true));
});

both!(an_invalid_signature_is_shown_and_keeps_no_red_from_the_posts, |database: Database| async move {
    assert_eq!(taken(&database, shell("exit 1"), &signed("red-1")).await, (Some(Signature::Invalid), true));
});

both!(a_program_that_fails_or_hangs_leaves_it_unchecked, |database: Database| async move {
    let nowhere = Some(Checker { program: "/nowhere/check-cap".into(), arguments: Vec::new() });
    assert_eq!(taken(&database, nowhere, &signed("red-1")).await.0, Some(Signature::Unchecked));
});

#[tokio::test]
async fn other_exit_codes_and_silence_are_no_verdict() {
    for script in ["exit 2", "kill -9 $$", "exec sleep 60"] {
        let checker = shell(script).expect("a checker");
        assert_eq!(checker.check(b"<alert/>").await, Signature::Unchecked, "{script}");
    }
}
