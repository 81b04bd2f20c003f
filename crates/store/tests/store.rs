//! What the store promises: one world, durable settings, a journal that is read without gap or repetition.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeSet;

use domain::journal::{Kind, NewEntry};
use domain::world::World;
use store::journal::{Cursor, append};
use store::{Engine, Location, Meta, OpenOptions, Store, StoreError};
use testkit::{both, t0};
use uuid::Uuid;

both!(a_dropped_write_leaves_nothing, |database: testkit::Database| async move {
    let write = database.store.write().await.expect("a write");
    append(&write, &[NewEntry::about(Kind::SignedIn, Uuid::now_v7(), t0())]).await.expect("an entry");
    drop(write);
    assert_eq!(database.store.journal_count("").await.expect("a count"), 0);
});

both!(concurrent_writers_and_a_reader_that_misses_and_repeats_nothing, |database: testkit::Database| async move {
    const WRITERS: usize = 8;
    const EACH: usize = 40;
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let mut written = Vec::new();
                for _ in 0..EACH {
                    let subjects = [Uuid::now_v7(), Uuid::now_v7()];
                    let entries = subjects.map(|subject| NewEntry::about(Kind::SignedIn, subject, t0()));
                    let write = store.write().await.expect("a write");
                    append(&write, &entries).await.expect("entries");
                    write.commit().await.expect("a commit");
                    written.extend(subjects);
                }
                written
            })
        })
        .collect();
    let reader = {
        let store = database.store.clone();
        tokio::spawn(async move {
            let (mut cursor, mut seen) = (Cursor::default(), Vec::new());
            while seen.len() < WRITERS * EACH * 2 {
                for entry in store.journal_after(cursor, 7).await.expect("entries") {
                    assert!(entry.cursor > cursor, "the journal is read forwards");
                    cursor = entry.cursor;
                    seen.push(entry.subject);
                }
                tokio::task::yield_now().await;
            }
            seen
        })
    };
    let mut written = BTreeSet::new();
    for writer in writers {
        written.extend(writer.await.expect("a writer"));
    }
    let seen = tokio::time::timeout(std::time::Duration::from_secs(60), reader)
        .await
        .expect("all entries were seen")
        .expect("a reader");
    assert_eq!(seen.len(), written.len(), "nothing twice");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), written, "nothing missing");
});

both!(a_store_belongs_to_one_world, |database: testkit::Database| async move {
    let Location::Sqlite(_) = &database.location else {
        // On PostgreSQL each world has a schema of its own: an exercise begins empty beside the live tables.
        let world = World::Exercise { id: Uuid::now_v7() };
        let options = OpenOptions { world, connections: 2, ..OpenOptions::new(database.location.clone()) };
        let exercise = Store::open(&options).await.expect("a store");
        append_one(&exercise).await;
        assert_eq!(database.store.journal_count("").await.expect("a count"), 0, "the live journal heard nothing");
        return;
    };
    let world = World::Exercise { id: Uuid::now_v7() };
    let options = OpenOptions { world, ..OpenOptions::new(database.location.clone()) };
    let refused = Store::open(&options).await;
    assert!(matches!(refused, Err(StoreError::WrongDatabase(_))), "{refused:?}");
});

async fn append_one(store: &Store) {
    let write = store.write().await.expect("a write");
    append(&write, &[NewEntry::about(Kind::SignedIn, Uuid::now_v7(), t0())]).await.expect("an entry");
    write.commit().await.expect("a commit");
}

both!(settings_that_durability_rests_on_are_told, |database: testkit::Database| async move {
    let settings = database.store.durability().await.expect("settings");
    match database.store.engine() {
        Engine::Sqlite => assert!(settings.iter().all(|setting| setting.safe), "{settings:?}"),
        // The test server runs without fsync: it must be seen.
        Engine::Postgres => assert!(settings.iter().any(|setting| setting.name == "fsync" && !setting.safe)),
    }
});

both!(facts_about_the_database_can_be_replaced, |database: testkit::Database| async move {
    let write = database.store.write().await.expect("a write");
    for value in ["one", "two"] {
        Meta::set(write.tx(), "fact", value).await.expect("a fact");
    }
    write.commit().await.expect("a commit");
    assert_eq!(Meta::get(database.store.read(), "fact").await.expect("an answer").as_deref(), Some("two"));
});
