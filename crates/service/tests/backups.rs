//! Backup, restore, held: what comes back is what was, it is held, and what was erased stays erased.

use std::str::FromStr;

use domain::contact::ContactKind::Phone;
use domain::world::World;
use jiff::tz::TimeZone;
use service::backup::{Manifest, manifest_path, put_back};
use service::held::Why;
use service::{Service, ServiceError};
use store::{Location, Meta, OpenOptions, Store};
use testkit::city::{PASSWORD, fill, report};
use testkit::keys::Keys;
use testkit::{Database, both, t0};
use uuid::Uuid;

/// An empty place of the same engine.
async fn empty(database: &Database, keys: &Keys) -> Location {
    match &database.location {
        Location::Sqlite(_) => Location::Sqlite(keys.file("restored.db")),
        Location::Postgres(address) => {
            let name = format!("t_{}", Uuid::new_v4().simple());
            let (server, _) = address.rsplit_once('/').expect("a database in the address");
            testkit::create_database(server, &name).await;
            Location::from_str(&format!("{server}/{name}")).expect("an address")
        }
    }
}

async fn open(location: &Location, keys: &Keys) -> Service {
    let options = OpenOptions { migrate: false, connections: 4, ..OpenOptions::new(location.clone()) };
    let store = Store::open(&options).await.expect("an open store");
    Service::open(store, TimeZone::UTC).await.expect("a service").with_keyring(keys.keyring.clone())
}

async fn restored(database: &Database, keys: &Keys, file: &std::path::Path) -> (Service, Manifest) {
    let location = empty(database, keys).await;
    let manifest = put_back(file, &location, World::Live).await.expect("put back");
    let service = open(&location, keys).await;
    service.finish_restore(&manifest, t0()).await.expect("as the manifest says");
    (service, manifest)
}

both!(a_backup_comes_back_whole_held_and_as_another_incarnation, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let hazard = report(&service).await;
    assert_eq!(service.take_place(t0()).await.expect("a place"), None);
    service.seal_journal(t0()).await.expect("a seal");
    let file = keys.file("backup");
    let made = service.back_up(&database.location, &file, t0()).await.expect("a backup");
    assert!(made.rows["hazard"] == 1 && made.rows["unit"] == 6 && made.bytes > 0);
    assert!(service::keyring::is_private(&file).expect("a look"));
    report(&service).await;

    let (other, manifest) = restored(&database, &keys, &file).await;
    assert_eq!(manifest, made);
    assert!(other.store().hazard(hazard).await.expect("an answer").is_some());
    assert_eq!(other.store().journal_count("hazard.reported").await.expect("a count"), 1, "not what came later");
    other.sign_in(&service::access::Attempt::new("lead", PASSWORD), t0()).await.expect("people can sign in");
    let held = other.held().await.expect("an answer").expect("it is held");
    assert_eq!(held.why, Why::Restored);
    assert_eq!(service.held().await.expect("an answer"), None, "the original is not");
    let incarnation = Meta::get(other.store().read(), "incarnation").await.expect("an answer").expect("one");
    assert_ne!(incarnation, made.incarnation);
    assert_eq!(other.take_place(t0()).await.expect("a place").map(|held| held.why), Some(Why::Restored));

    assert!(matches!(other.release("nobody", t0()).await, Err(ServiceError::NotFound("account"))));
    other.release("admin", t0()).await.expect("a release");
    assert_eq!(other.held().await.expect("an answer"), None);
    assert!(matches!(other.release("admin", t0()).await, Err(ServiceError::NotHeld)));
    for kind in ["system.restored", "system.released"] {
        assert_eq!(other.store().journal_count(kind).await.expect("a count"), 1, "{kind}");
    }
    let found = other.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a verification");
    assert_eq!(found.findings, []);
});

both!(new_entries_come_after_restored_ones_whatever_the_server_counts, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    // As if the old server had counted far beyond what the new one will reach soon.
    if database.store.engine() == store::Engine::Postgres {
        database.execute("update journal set tx = tx + 5000000000").await;
    }
    let file = keys.file("backup");
    service.back_up(&database.location, &file, t0()).await.expect("a backup");
    let (other, _) = restored(&database, &keys, &file).await;
    report(&other).await;
    let read = async {
        loop {
            let entries = other.store().journal_after(Default::default(), 1_000).await.expect("entries");
            if entries.last().is_some_and(|entry| entry.kind == "hazard.reported") {
                return entries;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let entries = tokio::time::timeout(std::time::Duration::from_secs(30), read).await.expect("settled in time");
    let kinds: Vec<_> = entries.iter().rev().take(2).map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["hazard.reported", "system.restored"], "old entries settled, new ones after them");
    assert!(other.seal_journal(t0()).await.expect("a seal") > 0);
});

both!(what_was_erased_after_the_backup_is_erased_again, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let lead = city.actor("lead").await;
    service.set_contact(Some(&lead), lead.account, Phone, Some("13812341234"), t0()).await.expect("a contact");
    let file = keys.file("backup");
    service.back_up(&database.location, &file, t0()).await.expect("a backup");
    service.erase_account(lead.account, None, &keys.list(), t0()).await.expect("an erasure");

    let (other, _) = restored(&database, &keys, &file).await;
    assert!(other.holdings("lead").await.is_ok(), "the backup brought it back");
    let erased = other.erase_again(&keys.list(), t0()).await.expect("a round");
    assert_eq!(erased.accounts, 1);
    assert!(matches!(other.holdings("lead").await, Err(ServiceError::NotFound(_))));
    assert_eq!(other.accounts_by_contact(Phone, "13812341234").await.expect("accounts"), []);
});

both!(a_restore_overwrites_nothing_and_takes_no_other_file, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let file = keys.file("backup");
    service.back_up(&database.location, &file, t0()).await.expect("a backup");
    let again = service.back_up(&database.location, &file, t0()).await.expect_err("a refusal");
    assert!(again.to_string().contains("there already"), "{again}");
    let full = put_back(&file, &database.location, World::Live).await.expect_err("a refusal");
    assert!(full.to_string().contains("already"), "{full}");
    let exercise = World::Exercise { id: Uuid::nil() };
    let world = put_back(&file, &empty(&database, &keys).await, exercise).await.expect_err("a refusal");
    assert!(world.to_string().contains("`live`"), "{world}");
    let mut bytes = std::fs::read(&file).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).expect("a damaged file");
    let target = empty(&database, &keys).await;
    let damaged = put_back(&file, &target, World::Live).await.expect_err("a refusal");
    assert!(damaged.to_string().contains("manifest"), "{damaged}");
    std::fs::remove_file(manifest_path(&file)).expect("no manifest");
    assert!(put_back(&file, &target, World::Live).await.is_err());
});

#[tokio::test]
async fn a_log_that_an_old_file_left_behind_is_not_played_into_a_restored_one() {
    let database = testkit::sqlite().await;
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let file = keys.file("backup");
    keys.give(&city.service).back_up(&database.location, &file, t0()).await.expect("a backup");
    std::fs::write(keys.file("restored.db-wal"), "left behind").expect("a file");
    let refused =
        put_back(&file, &Location::Sqlite(keys.file("restored.db")), World::Live).await.expect_err("a refusal");
    assert!(refused.to_string().contains("restored.db-wal"), "{refused}");
}

both!(a_database_that_holds_less_than_its_manifest_says_is_no_restore, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let mut manifest = service.back_up(&database.location, &keys.file("b"), t0()).await.expect("a backup");
    manifest.rows.insert("hazard".to_owned(), 7);
    let less = service.finish_restore(&manifest, t0()).await.expect_err("a refusal");
    assert!(less.to_string().contains("`hazard`") && less.to_string().contains('7'), "{less}");
});

both!(a_copy_is_noticed_when_it_is_first_used, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    assert_eq!(service.take_place(t0()).await.expect("a place"), None);
    assert_eq!(service.take_place(t0()).await.expect("a place"), None, "where it was, nothing happens");
    let file = keys.file("copy");
    let manifest = service.back_up(&database.location, &file, t0()).await.expect("a copy");
    let location = empty(&database, &keys).await;
    put_back(&file, &location, World::Live).await.expect("put back");
    // As after a plain copy, or a restore that was broken off: nobody said that it is one.
    let copy = open(&location, &keys).await;
    let held = copy.take_place(t0()).await.expect("a place").expect("it is held");
    assert_eq!(held.why, Why::Copied);
    let incarnation = Meta::get(copy.store().read(), "incarnation").await.expect("an answer").expect("one");
    assert_ne!(incarnation, manifest.incarnation);
    assert_eq!(copy.store().journal_count("system.copied").await.expect("a count"), 1);
    copy.release("admin", t0()).await.expect("a release");
    assert_eq!(copy.take_place(t0()).await.expect("a place"), None, "released, it stays so");
});
