//! Tampering with the journal at the database's own prompt: each kind is found, on both engines.

use domain::id::TextId;
use domain::seal::{Finding, Merkle};
use service::keyring::{Keyring, PublicKey};
use service::seal::{Published, Verification};
use service::{Service, ServiceError};
use store::journal::Search;
use testkit::city::{City, fill, report};
use testkit::keys::Keys;
use testkit::{Database, both, t0};

/// The small city with three seals over its journal, the last two of them over reports.
struct Sealed {
    city: City,
    keys: Keys,
    /// As it was published before anybody tampered.
    published: Published,
}

async fn sealed(database: &Database) -> Sealed {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    seal(&service).await;
    for _ in 0..2 {
        report(&service).await;
        report(&service).await;
        seal(&service).await;
    }
    let published = service.all_seals().await.expect("seals");
    assert_eq!(published.seals.len(), 3);
    assert_eq!(verify(&service, Some(&published)).await.findings, [], "untouched, nothing is found");
    Sealed { city, keys, published }
}

/// One seal over everything; on a shared PostgreSQL entries settle only when older transactions elsewhere have ended.
async fn seal(service: &Service) {
    let settled = async {
        let entries =
            service.store().journal_columns(&Search::default(), None, i64::MAX, 100_000).await.expect("entries");
        let last = entries.iter().map(|entry| entry.tx).max().expect("an entry");
        while service.store().journal_settled_below().await.expect("a place") <= last {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), settled).await.expect("settled in time");
    assert_eq!(service.seal_journal(t0()).await.expect("a seal"), 1);
}

async fn verify(service: &Service, published: Option<&Published>) -> Verification {
    let keys = service.keyring().expect("a keyring").keys().public_keys();
    service.verify_journal(published, &keys, |_| {}).await.expect("a verification")
}

impl Sealed {
    async fn findings(&self) -> Vec<Finding> {
        verify(&self.city.service, None).await.findings
    }
}

both!(an_edited_entry_is_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    database
        .execute("update journal set payload = '{\"to\":\"closed\"}' where seq = (select max(seq) from journal)")
        .await;
    let findings = sealed.findings().await;
    assert!(findings.iter().any(|finding| matches!(finding, Finding::EntriesDiffer { seal: 3, .. })), "{findings:?}");
});

both!(one_more_space_in_a_payload_is_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    database.execute("update journal set payload = payload || ' ' where seq = (select min(seq) from journal)").await;
    assert!(matches!(sealed.findings().await[..], [Finding::EntriesDiffer { seal: 1, .. }]));
});

both!(a_deleted_entry_is_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    database.execute("delete from journal where seq = (select min(seq) + 1 from journal)").await;
    let findings = sealed.findings().await;
    assert!(
        matches!(findings[..], [Finding::CountDiffers { seal: 1, sealed, found, .. }] if sealed == i64::try_from(found).expect("small") + 1),
        "{findings:?}"
    );
});

/// Copies an entry to another place in the sequence.
fn insert(seq: &str, from: &str) -> String {
    let columns = "tx, kind, kind_version, subject_kind, subject, happened_at, recorded_at, payload";
    format!("insert into journal (seq, {columns}) select {seq}, {columns} from journal where seq = {from}")
}

both!(an_entry_inserted_before_all_others_is_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    database.execute(&insert("-7", "(select min(seq) from journal)")).await;
    assert!(matches!(sealed.findings().await[..], [Finding::CountDiffers { seal: 1, .. }]));
});

both!(an_entry_inserted_between_others_is_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    // A number in the middle falls free; on PostgreSQL the transaction places it.
    let middle = "(select first_seq from seal where number = 3)";
    database.execute(&format!("delete from journal where seq = {middle}")).await;
    assert!(matches!(sealed.findings().await[..], [Finding::CountDiffers { seal: 3, found: 1, .. }]));
    database.execute(&insert(middle, "(select last_seq from seal where number = 3)")).await;
    assert!(matches!(sealed.findings().await[..], [Finding::EntriesDiffer { seal: 3, .. }]));
});

both!(two_swapped_entries_are_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    let ends = "(select min(seq) from journal)";
    database.execute(&format!("update journal set seq = -1 where seq = {ends}")).await;
    database.execute("update journal set seq = 1 where seq = 2").await;
    database.execute("update journal set seq = 2 where seq = -1").await;
    assert!(matches!(sealed.findings().await[..], [Finding::EntriesDiffer { seal: 1, .. }]));
});

both!(a_truncated_tail_is_found_by_the_seal_table, |database: Database| async move {
    let sealed = sealed(&database).await;
    database.execute("delete from journal where seq > (select last_seq from seal where number = 2)").await;
    assert!(matches!(sealed.findings().await[..], [Finding::CountDiffers { seal: 3, found: 0, .. }]));
});

both!(a_tail_truncated_with_its_seals_is_found_by_the_published_ones, |database: Database| async move {
    let sealed = sealed(&database).await;
    database.execute("delete from journal where seq > (select last_seq from seal where number = 2)").await;
    database.execute("delete from seal where number = 3").await;
    assert_eq!(sealed.findings().await, [], "the table alone cannot tell");
    let found = verify(&sealed.city.service, Some(&sealed.published)).await.findings;
    assert_eq!(found, [Finding::PublishedMissing { seal: 3 }]);
});

/// Edits an entry and computes every seal anew, signed with the key that the forger has.
async fn recompute(database: &Database, forger: &Keyring) {
    database.execute("update journal set recorded_at = recorded_at + 1").await;
    let seals = database.store.seals(0, 100).await.expect("seals");
    database.execute("delete from seal").await;
    let mut previous = [0; 32];
    let keys = forger.keys();
    let settled = database.store.journal_settled_below().await.expect("a place");
    let entries = database.store.journal_columns(&Search::default(), None, settled, 10_000).await.expect("entries");
    let write = database.store.write().await.expect("a write");
    for mut signed in seals {
        let mut tree = Merkle::default();
        let within = |place| place >= signed.seal.first && place <= signed.seal.last;
        entries.iter().filter(|entry| within(entry.place())).for_each(|entry| tree.push(entry.hash()));
        signed.seal.root = tree.root();
        signed.seal.previous = previous;
        previous = signed.seal.hash();
        signed.signature = keys.sign(&signed.seal.message()).expect("a signature");
        store::seal::insert(&write, &signed).await.expect("a row");
    }
    write.commit().await.expect("a commit");
}

both!(whole_recomputation_is_found_by_the_public_key, |database: Database| async move {
    let sealed = sealed(&database).await;
    let forger = Keys::new();
    recompute(&database, &forger.keyring).await;
    let wrong = |seal| Finding::SignatureWrong { seal };
    assert_eq!(sealed.findings().await, [wrong(1), wrong(2), wrong(3)], "it cannot be signed without the key");
    let by_file: Vec<PublicKey> = sealed.published.keys.clone();
    let found = sealed.city.service.verify_journal(None, &by_file, |_| {}).await.expect("a verification").findings;
    assert_eq!(found, [wrong(1), wrong(2), wrong(3)], "a file with the public key is enough");
});

both!(whole_recomputation_with_a_stolen_key_is_found_by_the_published_seals, |database: Database| async move {
    let sealed = sealed(&database).await;
    recompute(&database, &sealed.keys.keyring).await;
    assert_eq!(sealed.findings().await, [], "with the key, the database alone looks right");
    let differs = |seal| Finding::PublishedDiffers { seal };
    let found = verify(&sealed.city.service, Some(&sealed.published)).await.findings;
    assert_eq!(found, [differs(1), differs(2), differs(3)]);
});

both!(a_seal_that_was_changed_or_taken_out_is_found, |database: Database| async move {
    let sealed = sealed(&database).await;
    database.execute("update seal set sealed_at = sealed_at + 1 where number = 2").await;
    let found = sealed.findings().await;
    assert!(found.contains(&Finding::SignatureWrong { seal: 2 }) && found.contains(&Finding::ChainBroken { seal: 3 }));
    database.execute("delete from seal where number = 2").await;
    assert!(sealed.findings().await.contains(&Finding::SealMissing { seal: 2 }));
});

both!(an_unknown_key_is_said_to_be_unknown, |database: Database| async move {
    let sealed = sealed(&database).await;
    let key = sealed.keys.keyring.keys().current_seal().to_owned();
    let nobody = sealed.city.service.verify_journal(None, &[], |_| {}).await.expect("a verification");
    assert_eq!(nobody.findings[0], Finding::KeyUnknown { seal: 1, key });
});

both!(after_a_rotation_older_seals_still_hold, |database: Database| async move {
    let sealed = sealed(&database).await;
    sealed.keys.keyring.add_current(t0()).expect("new keys");
    report(&sealed.city.service).await;
    seal(&sealed.city.service).await;
    let seals = database.store.seals(0, 10).await.expect("seals");
    assert_ne!(seals[0].seal.key, seals[3].seal.key);
    assert_eq!(verify(&sealed.city.service, Some(&sealed.published)).await.findings, []);
});

both!(an_erased_text_leaves_the_seals_valid_and_an_edited_one_does_not, |database: Database| async move {
    let sealed = sealed(&database).await;
    let service = &sealed.city.service;
    let lead = sealed.city.actor("lead").await;
    let admin = sealed.city.session("admin", t0()).await;
    service
        .set_contact(None, lead.account, domain::contact::ContactKind::Phone, Some("13812341234"), t0())
        .await
        .expect("a contact");
    for reason in ["first reason", "second reason"] {
        let kind = domain::contact::ContactKind::Phone;
        service.unmask(&admin, lead.account, kind, reason, t0()).await.expect("a number");
    }
    seal(service).await;
    assert_eq!(sealed.findings().await, []);
    database.execute("update free_text set value = 'another reason' where value = 'second reason'").await;
    assert!(matches!(sealed.findings().await[..], [Finding::TextDiffers { .. }]));
    database.execute("update free_text set value = 'second reason' where value = 'another reason'").await;
    let texts = database.store.texts(&[lead.account.0]).await.expect("texts");
    let (first, ..) = texts[&lead.account.0].iter().find(|(_, _, value)| value == "first reason").expect("a text");
    assert!(service.erase_text(*first, None, &sealed.keys.list(), t0()).await.expect("an erasure"));
    assert!(!service.erase_text(*first, None, &sealed.keys.list(), t0()).await.expect("an erasure"), "only once");
    let left = database.texts("select field from free_text where value is null and salt is null").await;
    assert_eq!(left, ["unmask_reason"], "value and salt are gone");
    assert_eq!(database.store.journal_count("text.erased").await.expect("a count"), 1);
    seal(service).await;
    assert_eq!(verify(service, Some(&sealed.published)).await.findings, []);
    let missing = service.erase_text(TextId(uuid::Uuid::nil()), None, &sealed.keys.list(), t0()).await;
    assert!(matches!(missing, Err(ServiceError::NotFound("text"))));
});

both!(nothing_new_makes_no_seal_and_no_keyring_none_either, |database: Database| async move {
    let sealed = sealed(&database).await;
    assert_eq!(sealed.city.service.seal_journal(t0()).await.expect("a round"), 0);
    let bare = Service::open(database.reopen().await, jiff::tz::TimeZone::UTC).await.expect("a service");
    assert!(matches!(bare.seal_journal(t0()).await, Err(ServiceError::NoKeyring)));
});

both!(an_archive_names_the_entry_that_was_changed, |database: Database| async move {
    let sealed = sealed(&database).await;
    let service = &sealed.city.service;
    let folder = tempfile::tempdir().expect("a folder");
    let keys = sealed.keys.keyring.keys().public_keys();
    let later = t0().checked_add(jiff::SignedDuration::from_secs(1)).expect("a time");
    assert_eq!(service.archive_journal(folder.path(), t0(), |_| {}).await.expect("segments"), 0, "none is old enough");
    let mut heard = Vec::new();
    let written = service.archive_journal(folder.path(), later, |seal| heard.push(seal)).await.expect("segments");
    assert_eq!((written, heard), (3, vec![1, 2, 3]));
    assert_eq!(service.archive_journal(folder.path(), later, |_| {}).await.expect("segments"), 0, "each once");
    let verify = async || {
        service.verify_archive(folder.path(), Some(&sealed.published), &keys).await.expect("a verification").findings
    };
    assert_eq!(verify().await, []);
    let last = "(select last_seq from seal where number = 2)";
    database.execute(&format!("update journal set happened_at = 1 where seq = {last}")).await;
    let place = database.store.seals(1, 1).await.expect("seals")[0].seal.last;
    assert_eq!(verify().await, [Finding::EntryChanged { entry: place }]);
    let refused = service.archive_journal(&folder.path().join("other"), later, |_| {}).await;
    assert!(refused.is_err(), "what does not verify is not archived");
    database.execute(&format!("delete from journal where seq = {last}")).await;
    assert_eq!(verify().await, [Finding::EntryMissing { entry: place }]);
    // Segments prove themselves: a changed one is no witness.
    let path = folder.path().join("seal-000000003.jsonl");
    let text = std::fs::read_to_string(&path).expect("a segment");
    std::fs::write(&path, text.replacen("\"happened_at\":", "\"happened_at\":1", 1)).expect("a changed segment");
    assert!(verify().await.contains(&Finding::SegmentWrong { seal: 3 }));
});
