//! Notices on paper: who may issue which, numbers without gaps or repeats, and what a paper can be checked by.

use domain::access::Permission;
use domain::hazard::Command;
use domain::id::{BodyId, CommandId, HazardId, NoticeId};
use domain::notice::{NoticeDraft, NoticeKind};
use jiff::ToSpan;
use jiff::civil::Date;
use service::ServiceError;
use service::notice::NewNotice;
use store::hazard::Stored;
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::walk::{minute, submission, to_verified, walk};
use testkit::{Database, t0};
use uuid::Uuid;

fn today(city: &City) -> Date {
    city.service.zone().to_datetime(t0()).date()
}

pub(crate) fn notice(city: &City, hazard: HazardId, recipient: BodyId) -> NewNotice {
    let draft = NoticeDraft {
        id: NoticeId(Uuid::now_v7()),
        recipient,
        found: "two e-bikes charge in the stairwell".to_owned(),
        required: "move them out and close the socket".to_owned(),
        basis: String::new(),
        until: today(city).checked_add(7.days()).expect("a day"),
    };
    NewNotice { hazard, draft, key: CommandId(Uuid::now_v7()), body_hash: vec![7] }
}

/// A hazard that the property company rectifies.
async fn assigned(city: &City) -> Stored {
    let taken = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.expect("a report");
    let steps = to_verified(city).into_iter().take(2).collect();
    walk(city, taken.stored, 1, steps).await
}

fn code(error: &ServiceError) -> &'static str {
    match error {
        ServiceError::Invalid { code, .. } => code,
        ServiceError::Notice(refusal) => refusal.code(),
        ServiceError::Forbidden(_) => "forbidden",
        ServiceError::NotFound(_) => "not_found",
        ServiceError::KeyReused => "key_reused",
        _ => "other",
    }
}

both!(a_community_notifies_and_numbers_run_on, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, lead) = (assigned(&city).await, city.actor("lead").await);
    for sequence in 1..=2 {
        let new = notice(&city, stored.hazard.id, city.property);
        let made = city.service.issue_notice(&lead, new, minute(10)).await.expect("a notice");
        assert_eq!((made.kind, made.sequence), (NoticeKind::Notification, sequence));
    }
    let property = city.actor("property").await;
    let seen = city.service.notices(&property, stored.hazard.id).await.expect("a list");
    assert_eq!(seen.len(), 2, "whoever must rectify reads them");
    let sheet = city.service.notice_sheet(&property, seen[0].id).await.expect("a sheet");
    assert_eq!(sheet.found, "two e-bikes charge in the stairwell");
});

both!(a_repeated_request_issues_nothing_twice, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, lead) = (assigned(&city).await, city.actor("lead").await);
    let new = notice(&city, stored.hazard.id, city.property);
    let first = city.service.issue_notice(&lead, new.clone(), minute(10)).await.expect("a notice");
    let again = city.service.issue_notice(&lead, new.clone(), minute(11)).await.expect("the same notice");
    assert_eq!(first, again);
    let other = NewNotice { body_hash: vec![8], ..new };
    let refused = city.service.issue_notice(&lead, other, minute(12)).await.expect_err("another request");
    assert_eq!(code(&refused), "key_reused");
});

both!(of_two_equal_requests_at_once_one_issues_a_notice, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, lead) = (assigned(&city).await, city.actor("lead").await);
    let new = notice(&city, stored.hazard.id, city.property);
    let issue = || city.service.issue_notice(&lead, new.clone(), minute(10));
    let (one, two) = tokio::join!(issue(), issue());
    assert_eq!(one.expect("a notice"), two.expect("the same, sent at the same time"));
    assert_eq!(city.service.notices(&lead, stored.hazard.id).await.expect("a list").len(), 1);
    let neighbour = assigned(&city).await.hazard.id;
    let other = NewNotice { hazard: neighbour, ..new };
    let refused = city.service.issue_notice(&lead, other, minute(12)).await.expect_err("about another hazard");
    assert_eq!(code(&refused), "key_reused");
});

both!(an_office_that_writes_in_parallel_gives_each_number_once, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, lead) = (assigned(&city).await, city.actor("lead").await);
    let writes = (0..4).map(|_| {
        let (service, lead) = (city.service.clone(), lead.clone());
        let new = notice(&city, stored.hazard.id, city.property);
        async move { service.issue_notice(&lead, new, minute(10)).await.expect("a notice").sequence }
    });
    let mut numbers = futures::future::join_all(writes).await;
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4]);
});

both!(only_a_called_department_orders_and_names_its_rule, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, fire) = (assigned(&city).await, city.actor("fire").await);
    let new = notice(&city, stored.hazard.id, city.property);
    let refused = city.service.issue_notice(&fire, new.clone(), minute(10)).await.expect_err("not called");
    assert_eq!(code(&refused), "not_found");
    let whistle = Command::Whistle {
        id: domain::id::WhistleId(Uuid::now_v7()),
        kind: domain::hazard::WhistleKind::JointEnforcement,
        body: city.fire,
        reason: "no power to enforce".to_owned(),
    };
    let stored = walk(&city, stored, 20, vec![("street", whistle)]).await;
    let refused = city.service.issue_notice(&fire, new.clone(), minute(30)).await.expect_err("without a rule");
    assert_eq!(code(&refused), "notice_text");
    let draft = NoticeDraft { basis: "Fire Protection Law, article 60".to_owned(), ..new.draft };
    let new = NewNotice { draft, hazard: stored.hazard.id, ..new };
    let made = city.service.issue_notice(&fire, new, minute(31)).await.expect("an order");
    assert_eq!((made.kind, made.body), (NoticeKind::RectificationOrder, Some(city.fire)));
});

both!(what_cannot_be_issued_is_refused_by_name, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let fresh = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.expect("a report").stored;
    let id = fresh.hazard.id;
    let issue = async |login: &str, new: NewNotice| {
        let actor = city.actor(login).await;
        code(&city.service.issue_notice(&actor, new, minute(10)).await.expect_err("a refusal"))
    };
    assert_eq!(issue("lead", notice(&city, id, city.property)).await, "notice_state", "nobody accepted it");
    let stored = assigned(&city).await;
    let good = notice(&city, stored.hazard.id, city.property);
    let with = |change: &dyn Fn(&mut NoticeDraft)| {
        let mut new = good.clone();
        change(&mut new.draft);
        new
    };
    assert_eq!(issue("grid1", good.clone()).await, "forbidden");
    assert_eq!(issue("street", good.clone()).await, "forbidden");
    assert_eq!(issue("property", good.clone()).await, "forbidden");
    assert_eq!(issue("lead", with(&|draft| draft.recipient = BodyId(Uuid::now_v7()))).await, "body_not_found");
    assert_eq!(issue("lead", with(&|draft| draft.found = "  ".to_owned())).await, "notice_text");
    assert_eq!(issue("lead", with(&|draft| draft.required = "x".repeat(2_001))).await, "notice_text");
    assert_eq!(
        issue("lead", with(&|draft| draft.until = today(&city).yesterday().expect("a day"))).await,
        "notice_until"
    );
    let far = today(&city).checked_add(181.days()).expect("a day");
    assert_eq!(issue("lead", with(&|draft| draft.until = far)).await, "notice_until");
    assert!(city.service.notices(&lead, stored.hazard.id).await.expect("a list").is_empty(), "nothing half done");
});

both!(a_paper_is_checked_by_its_code_and_shows_when_it_was_withdrawn, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, lead) = (assigned(&city).await, city.actor("lead").await);
    let new = notice(&city, stored.hazard.id, city.property);
    let made = city.service.issue_notice(&lead, new, minute(10)).await.expect("a notice");
    let code_on_paper = format!("{}-{}", &made.code[..8], made.code[8..].to_uppercase());
    let found = city.service.genuine_notice(&code_on_paper).await.expect("genuine");
    assert_eq!((found.id, found.withdrawn_at), (made.id, None));
    let property = city.actor("property").await;
    let refused = city.service.withdraw_notice(&property, made.id, minute(11)).await.expect_err("not hers");
    assert!(matches!(refused, ServiceError::Forbidden(Permission::IssueNotice)));
    for at in [12, 13] {
        let withdrawn = city.service.withdraw_notice(&lead, made.id, minute(at)).await.expect("withdrawn");
        assert_eq!(withdrawn.withdrawn_at, Some(minute(12)), "a second time changes nothing");
    }
    assert!(city.service.genuine_notice("0000-0000-0000-0000").await.is_err());
});

both!(the_journal_holds_no_text_of_a_notice, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (stored, lead) = (assigned(&city).await, city.actor("lead").await);
    let new = notice(&city, stored.hazard.id, city.property);
    let made = city.service.issue_notice(&lead, new, minute(10)).await.expect("a notice");
    let entries = city.service.store().journal_of(made.id.0).await.expect("entries");
    assert_eq!(entries.iter().map(|entry| entry.kind.as_str()).collect::<Vec<_>>(), ["notice.issued"]);
    let payload = entries[0].payload.to_string();
    assert!(!payload.contains("stairwell") && !payload.contains("socket"), "{payload}");
});
