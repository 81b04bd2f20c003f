//! What is held about somebody, and erasing it with the journal kept valid.

use domain::contact::ContactKind::Phone;
use domain::hazard::Draft;
use domain::id::{CommandId, HazardId};
use service::ServiceError;
use service::access::Attempt;
use service::hazard::Submission;
use testkit::city::{City, IN_GRID_1, PASSWORD, fill};
use testkit::keys::Keys;
use testkit::warning::{Cap, fit_station};
use testkit::{Database, both, t0};
use uuid::Uuid;

/// The lead reports something in words.
async fn reported(city: &City) -> HazardId {
    let id = HazardId(Uuid::now_v7());
    let (lon, lat) = IN_GRID_1;
    let words = Some("三号楼王大爷家门口堆满纸箱".to_owned());
    let draft =
        Draft::new(id, "A01".to_owned(), words, (Some(lon), Some(lat)), None, None, None, None, t0()).expect("a draft");
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None };
    city.service.report(Some(&city.actor("lead").await), new, t0()).await.expect("a report").stored.hazard.id
}

both!(everything_that_is_held_is_told, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    fit_station(&service);
    Cap::red("red-1").give(&service, t0()).await.expect("a warning");
    service.place_calls(t0()).await.expect("calls");
    let hazard = reported(&city).await;
    let lead = city.actor("lead").await;
    service.ask_paper(&lead, "预案".to_owned(), "{}".to_owned(), t0()).await.expect("a paper");
    service.set_contact(Some(&lead), lead.account, Phone, Some("13812341234"), t0()).await.expect("a contact");
    let held = service.holdings("lead").await.expect("holdings");
    assert_eq!((held.account, held.login.as_str(), held.names.best("zh")), (lead.account, "lead", "lead"));
    assert_eq!(held.postings[0].title, "community_lead");
    assert_eq!(held.sessions.len(), 2);
    assert_eq!(held.contacts[0].value, "13812341234");
    assert_eq!(held.hazards_reported, [hazard]);
    assert_eq!(held.calls.iter().map(|(state, n)| (state.as_str(), *n)).collect::<Vec<_>>(), [("pending", 1)]);
    assert_eq!(held.papers, ["预案"]);
    let entries: Vec<_> = held.journal_entries.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(entries, [("contact.set", 1), ("hazard.reported", 1), ("session.signed_in", 2)]);
    let unknown = service.holdings("nobody").await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("account"))));
});

both!(an_erased_account_leaves_no_name_no_number_and_no_words_of_its_reports, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let hazard = reported(&city).await;
    let lead = city.actor("lead").await;
    let admin = city.session("admin", t0()).await;
    service.set_contact(Some(&lead), lead.account, Phone, Some("13812341234"), t0()).await.expect("a contact");
    service.unmask(&admin, lead.account, Phone, "a reason about the lead", t0()).await.expect("a number");
    let session = service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    service.seal_journal(t0()).await.expect("a seal");
    let list = keys.list();
    let erased = service.erase_account(lead.account, Some(admin.actor.account), &list, t0()).await.expect("an erasure");
    assert_eq!((erased.accounts, erased.texts), (1, 2));

    assert!(service.actor_of(&session.token, t0()).await.expect("an answer").is_none(), "its session has ended");
    assert!(matches!(service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await, Err(ServiceError::SignInFailed)));
    let login = format!("erased-{}", lead.account.0.simple());
    assert!(matches!(service.sign_in(&Attempt::new(&login, ""), t0()).await, Err(ServiceError::SignInFailed)));
    assert!(matches!(service.holdings("lead").await, Err(ServiceError::NotFound(_))));
    let held = service.holdings(&login).await.expect("holdings");
    assert_eq!((held.names.best("en"), held.contacts.len(), held.sessions.len()), ("erased", 0, 0));
    assert!(held.postings.iter().all(|posting| posting.valid_to.is_some()));
    assert!(held.disabled_at.is_some());
    assert!(database.store.texts(&[hazard.0, lead.account.0]).await.expect("texts").is_empty());
    assert!(database.texts("select names from account where login = 'lead'").await.is_empty());
    let found = service.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a verification");
    assert_eq!(found.findings, [], "the journal still verifies");

    // The name is free again, and the list says once what was done: ids alone.
    city.account("lead", "community_lead", "410102001002").await;
    let text = std::fs::read_to_string(list.path()).expect("the list");
    assert_eq!(list.lines().expect("lines").len(), 1);
    assert!(text.contains(&lead.account.to_string()) && !text.contains("\"lead\""), "{text}");
    assert!(service::keyring::is_private(list.path()).expect("a look"));
    let again = service.erase_again(&list, t0()).await.expect("a round");
    assert_eq!((again.accounts, again.texts), (0, 0), "nothing is left to erase");
});

both!(what_others_wrote_in_office_stays, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let hazard = reported(&city).await;
    let grid = city.actor("grid1").await;
    service.erase_account(grid.account, None, &keys.list(), t0()).await.expect("an erasure");
    assert_eq!(database.store.texts(&[hazard.0]).await.expect("texts")[&hazard.0].len(), 1);
});

both!(an_erasure_that_cannot_be_listed_is_not_done, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let list = service::erasure::ErasureList::beside(std::path::Path::new("/nowhere/keys.json"));
    let refused = city.service.erase_account(lead.account, None, &list, t0()).await.expect_err("a refusal");
    assert!(refused.to_string().contains("/nowhere/keys.json.erasures"), "{refused}");
    assert!(city.service.holdings("lead").await.is_ok());
});
