//! Calling from the snapshot while the database is gone, and bringing back what was recorded.

use std::os::unix::fs::PermissionsExt;

use domain::callout::{CallState, Ending, Report};
use domain::message::{Channel, MessageState};
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use service::Service;
use service::callout::snapshot::{snapshot_at, unpack};
use service::callout::{CallFilter, Rang};
use service::message::Outcome;
use store::{Location, OpenOptions, Store};
use tempfile::TempDir;
use testkit::city::{City, fill};
use testkit::keys::Keys;
use testkit::warning::{Cap, fit_station, phone};
use testkit::{Database, both, t0};

const NUMBER: &str = "13812345678";

fn at(minutes: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

async fn city(database: &Database, keys: &Keys) -> City {
    let city = fill(database.store.clone()).await;
    keys.give(&city.service);
    fit_station(&city.service);
    phone(&city, &city.actor("grid1").await, NUMBER).await;
    city
}

/// What stands in for the database.
async fn stand_in(city: &City, keys: &Keys, folder: &TempDir) -> Service {
    let (file, target) = (folder.path().join("callout.snapshot"), folder.path().join("stand-in.db"));
    city.service.write_snapshot(&file, t0()).await.expect("a snapshot");
    unpack(&keys.keyring, &file, &target).expect("its database");
    let store = Store::open(&OpenOptions::new(Location::Sqlite(target))).await.expect("a store");
    assert_eq!(store.world(), World::Live, "it really calls");
    let service = Service::open(store, city.service.zone().clone()).await.expect("use cases");
    let service = keys.give(&service);
    fit_station(&service);
    service
}

/// Calls the community, each message taken; the first grid worker says that somebody is there.
async fn call(service: &Service) -> Vec<String> {
    Cap::red("red-1").give(service, at(1)).await.expect("a warning").callout.expect("a round");
    service.place_calls(at(1)).await.expect("calls");
    let rings = service.claim_rings(&[Channel::Sms], 500, at(1)).await.expect("rings");
    let mut told = Vec::new();
    let mut rang = Vec::new();
    for ring in &rings {
        let taken = || Outcome { state: MessageState::Sent, carrier_id: None, error: None };
        told.extend(ring.sendings.iter().map(|one| one.to.clone()));
        let sent = ring.sendings.iter().map(|one| (one.attempt.clone(), taken())).collect();
        rang.push(Rang { call: ring.call.id, colour: ring.callout.colour, step: ring.step, sent });
    }
    service.end_rings(&rang, at(1)).await.expect("written back");
    let reached = rings.iter().find(|ring| !ring.sendings.is_empty()).expect("somebody with a number");
    let link = service.call_link(reached.call.id).expect("a link");
    service.report_by_link(&link, Report::OnPost, at(9)).await.expect("a report");
    told
}

both!(what_the_stand_in_recorded_comes_back_once_and_nothing_more_goes_out, |database: Database| async move {
    let (keys, folder) = (Keys::new(), tempfile::tempdir().expect("a folder"));
    let city = city(&database, &keys).await;
    let other = stand_in(&city, &keys, &folder).await;
    assert_eq!(call(&other).await, ["+8613812345678"], "the number is read from the snapshot");
    let returned = city.service.bring_calls_back(other.store(), at(60)).await.expect("brought back");
    assert_eq!((returned.warnings, returned.rounds.len(), returned.calls, returned.unknown), (1, 1, 3, 0));
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    let (round, calls) =
        city.service.list_calls(&city.actor("district").await, returned.rounds[0], &filter).await.expect("calls");
    assert_eq!(round.ended, Some((Ending::Closed, at(60))));
    let there: Vec<_> = calls.iter().filter(|call| call.call.state == CallState::OnPost).collect();
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].call.on_post_at, Some(at(9)), "when it was said, not when it came back");
    let due = city.service.claim_rings(&[Channel::Sms], 500, at(61)).await.expect("rings");
    assert!(due.iter().all(|ring| ring.sendings.is_empty()), "nobody is rung again");
    let before = city.service.store().journal_count("").await.expect("the journal");
    let again = city.service.bring_calls_back(other.store(), at(62)).await.expect("brought back");
    assert_eq!((again.warnings, again.rounds.len(), again.calls, again.messages), (0, 0, 0, 0));
    assert_eq!(city.service.store().journal_count("").await.expect("the journal"), before);
});

both!(a_warning_that_came_in_here_too_is_the_one_here, |database: Database| async move {
    let (keys, folder) = (Keys::new(), tempfile::tempdir().expect("a folder"));
    let city = city(&database, &keys).await;
    let other = stand_in(&city, &keys, &folder).await;
    call(&other).await;
    let here = Cap::red("red-1").give(&city.service, at(30)).await.expect("a warning").warning.id;
    let returned = city.service.bring_calls_back(other.store(), at(60)).await.expect("brought back");
    assert_eq!((returned.warnings, returned.rounds.len()), (0, 1));
    let round = city.service.store().callout(returned.rounds[0]).await.expect("a look").expect("the round");
    assert_eq!(round.warning, Some(here));
});

both!(the_snapshot_is_of_use_with_the_keyring_alone, |database: Database| async move {
    let (keys, folder) = (Keys::new(), tempfile::tempdir().expect("a folder"));
    let city = city(&database, &keys).await;
    let (file, target) = (folder.path().join("callout.snapshot"), folder.path().join("stand-in.db"));
    city.service.write_snapshot(&file, t0()).await.expect("a snapshot");
    let mode = std::fs::metadata(&file).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut bytes = std::fs::read(&file).expect("the file");
    for word in ["grid1", "SQLite format", NUMBER] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "`{word}` can be read in it");
    }
    assert!(unpack(&Keys::new().keyring, &file, &target).is_err(), "other keys");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).expect("a changed file");
    let error = unpack(&keys.keyring, &file, &target).expect_err("refused").to_string();
    assert!(error.contains("damaged"), "{error}");
    assert!(!target.exists(), "nothing half-done is left");
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1);
});

both!(it_is_written_when_the_one_before_is_an_hour_old, |database: Database| async move {
    let (keys, folder) = (Keys::new(), tempfile::tempdir().expect("a folder"));
    let city = city(&database, &keys).await;
    let file = folder.path().join("callout.snapshot");
    assert_eq!(city.service.write_due_snapshot(t0()).await.expect("a look"), 0, "nobody said where");
    city.service.fit_snapshot(file.clone());
    assert_eq!(city.service.write_due_snapshot(t0()).await.expect("a look"), 1, "there is none");
    // The file has the time of the machine.
    let written = std::fs::metadata(&file).and_then(|file| file.modified()).expect("the file");
    let now = Timestamp::try_from(written).expect("a time");
    assert_eq!(city.service.write_due_snapshot(now).await.expect("a look"), 0, "it is fresh");
    let hour = now.saturating_add(SignedDuration::from_hours(1)).expect("a time");
    assert_eq!(city.service.write_due_snapshot(hour).await.expect("a look"), 1);
    let target = folder.path().join("stand-in.db");
    unpack(&keys.keyring, &file, &target).expect("its database");
    let store = Store::open(&OpenOptions::new(Location::Sqlite(target))).await.expect("a store");
    assert_eq!(snapshot_at(&store).await.expect("a fact"), Some(hour));
});
