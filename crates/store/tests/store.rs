//! What the store promises: one world, durable settings, a journal that is read without gap or repetition.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeSet;

use domain::journal::{Kind, NewEntry};
use domain::world::World;
use store::journal::{Cursor, Entry, append};
use store::{Engine, Location, Meta, OpenOptions, Store, StoreError};
use testkit::{both, t0};
use uuid::Uuid;

both!(a_dropped_write_leaves_nothing, |database: testkit::Database| async move {
    let write = database.store.write().await.expect("a write");
    append(&write, &[NewEntry::about(Kind::SignedIn, Uuid::now_v7(), t0())]).await.expect("an entry");
    drop(write);
    assert_eq!(database.store.journal_count("").await.expect("a count"), 0);
});

both!(what_one_process_commits_the_others_hear_of, |database: testkit::Database| async move {
    let (one, other) = (database.store.clone(), database.reopen().await);
    let (stopping, stop) = tokio::sync::watch::channel(false);
    let (heard, mut hears) = tokio::sync::watch::channel(0);
    let announcing = tokio::spawn({
        let (one, stop) = (one.clone(), stop.clone());
        async move { one.announce(stop).await }
    });
    let hearing = tokio::spawn({
        let other = other.clone();
        async move { other.hear(heard, stop).await }
    });
    if one.engine() == Engine::Postgres {
        // Until the other listens, nothing is heard; whoever waits looks at the journal all the same.
        while tokio::time::timeout(std::time::Duration::from_millis(100), hears.changed()).await.is_err() {
            let write = one.write().await.expect("a write");
            append(&write, &[NewEntry::about(Kind::SignedIn, Uuid::now_v7(), t0())]).await.expect("an entry");
            write.commit().await.expect("a commit");
        }
        stopping.send_replace(true);
    }
    // SQLite has one process: both have nothing to do and end by themselves.
    announcing.await.expect("an end");
    hearing.await.expect("an end");
    other.close().await.expect("closed");
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

/// On SQLite there is one writer, so that nothing can be overtaken.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_waits_until_older_transactions_have_ended() {
    let database = testkit::postgres().await;
    let store = &database.store;
    let slow = store.write().await.expect("a write");
    append(&slow, &[NewEntry::about(Kind::SignedIn, Uuid::now_v7(), t0())]).await.expect("an entry");
    append_one(store).await;
    let early = store.journal_after(Cursor::default(), 10).await.expect("entries");
    assert_eq!(early, [], "the faster one would be read first, and the slower one never");
    assert_eq!(store.journal_end().await.expect("an end"), Cursor::default());
    slow.commit().await.expect("a commit");
    let entries = settled(store, 2).await;
    assert_eq!(store.journal_end().await.expect("an end"), entries[1].cursor);
}

both!(a_reader_goes_on_where_its_cursor_says, |database: testkit::Database| async move {
    for _ in 0..3 {
        append_one(&database.store).await;
    }
    let all = settled(&database.store, 3).await;
    let written: Cursor = all[0].cursor.to_string().parse().expect("a cursor");
    let rest = database.store.journal_after(written, 10).await.expect("entries");
    assert_eq!(rest, all[1..]);
    assert!("1".parse::<Cursor>().is_err() && "a.b".parse::<Cursor>().is_err());
});

both!(rows_that_name_nothing_are_refused_by_the_database_itself, |database: testkit::Database| async move {
    let write = database.store.write().await.expect("a write");
    let nobody = domain::id::AccountId(Uuid::now_v7());
    let later = t0().checked_add(jiff::SignedDuration::from_hours(1)).expect("a time");
    let session = store::session::SessionRow {
        token_hash: b"hash".to_vec(),
        id: Uuid::now_v7(),
        account: nobody,
        second_factor: false,
        created_at: t0(),
        authenticated_at: t0(),
        last_seen_at: t0(),
        expires_at: later,
    };
    let refused = store::session::insert(&write, &session).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_not_there_is_made_only_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("none.db"));
    let looking = OpenOptions { migrate: false, ..OpenOptions::new(location.clone()) };
    let missing = Store::open(&looking).await;
    assert!(matches!(missing, Err(StoreError::Unavailable(_))), "{missing:?}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    Store::open(&OpenOptions::new(location)).await.expect("a store").close().await.expect("an end");
    Store::open(&looking).await.expect("the same store");
}

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

/// Exactly so many entries, once they have settled: on PostgreSQL they wait for every older transaction of the
/// server, those of other databases too.
async fn settled(store: &Store, count: usize) -> Vec<Entry> {
    let read = async {
        loop {
            let entries = store.journal_after(Cursor::default(), 100).await.expect("entries");
            if entries.len() >= count {
                return entries;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let entries = tokio::time::timeout(std::time::Duration::from_secs(30), read).await.expect("they settle");
    assert_eq!(entries.len(), count);
    entries
}

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
