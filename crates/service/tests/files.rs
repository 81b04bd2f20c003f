//! Files on both engines: quarantine, limits, who may fetch what, sweeping. Pictures, which need the
//! decoder's process, are tested with the program itself.

use std::collections::BTreeMap;

use domain::hazard::{Command, Draft};
use domain::id::{CommandId, FileId, HazardId};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::file::{Attacher, BYTES_MAX, Decoder, Files};
use service::hazard::{Act, Extras, Submission};
use tempfile::TempDir;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::walk::submission;
use testkit::{both, t0};
use uuid::Uuid;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn hours(n: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_hours(n)).expect("a time")
}

fn fit(city: &City) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let decoder = Decoder::new("/bin/false".into(), Vec::new());
    city.service.fit_files(Files::in_folder(folder.path(), decoder).expect("a file store"));
    folder
}

fn objects(folder: &TempDir) -> usize {
    let folders = std::fs::read_dir(folder.path()).expect("the folder");
    folders.map(|entry| std::fs::read_dir(entry.expect("an entry").path()).expect("a folder").count()).sum()
}

async fn upload(city: &City, login: Option<&str>) -> FileId {
    let actor = match login {
        Some(login) => Some(city.actor(login).await),
        None => None,
    };
    city.service.upload(actor.as_ref(), b"OggS a voice".to_vec(), t0()).await.expect("an upload").id
}

async fn report(city: &City, files: Vec<FileId>) -> Result<HazardId, ServiceError> {
    let id = HazardId(Uuid::now_v7());
    let (lon, lat) = IN_GRID_1;
    let draft =
        Draft::new(id, "A01".to_owned(), None, (Some(lon), Some(lat)), None, None, None, None, t0()).expect("a draft");
    let follow_secret = Some(SECRET.to_owned());
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret };
    let extras = Extras { files, ..Extras::default() };
    city.service.report_with(None, new, extras, t0()).await.map(|reported| reported.stored.hazard.id)
}

async fn step(city: &City, login: &str, id: HazardId, version: i32, command: Command) {
    let key = CommandId(Uuid::now_v7());
    let act = Act { id, version: Some(version), command, note: String::new(), key, body_hash: vec![2] };
    city.service.act(&city.actor(login).await, act, t0()).await.expect("a step");
}

fn code<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> &'static str {
    match result {
        Err(ServiceError::Invalid { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

both!(
    an_erased_reporter_leaves_no_photographs_and_the_work_on_the_hazard_stays,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let folder = fit(&city);
        let keys = testkit::keys::Keys::new();
        let service = keys.give(&city.service);
        let lead = city.actor("lead").await;
        let (own, waiting) = (upload(&city, Some("lead")).await, upload(&city, Some("lead")).await);
        let new = submission("A01", IN_GRID_1);
        let extras = Extras { files: vec![own], ..Extras::default() };
        let hazard = city.service.report_with(Some(&lead), new, extras, t0()).await.expect("a report").stored;
        let worked = upload(&city, Some("grid1")).await;
        let grid1 = city.actor("grid1").await;
        let attached = city.service.attach_to_hazard(Attacher::Actor(&grid1), hazard.hazard.id, worked, t0()).await;
        attached.expect("a file of the work");
        let held = service.holdings("lead").await.expect("holdings");
        let told: BTreeMap<_, _> = held.files.iter().map(|file| (file.id, file.hazard)).collect();
        assert_eq!(told, BTreeMap::from([(own, Some(hazard.hazard.id)), (waiting, None)]));

        let erased = service.erase_account(lead.account, None, &keys.list(), t0()).await.expect("an erasure");
        assert_eq!(erased.files, 2);
        let left = city.service.files_of_hazard(&city.actor("grid1").await, hazard.hazard.id).await.expect("files");
        assert_eq!(left.iter().map(|file| file.id).collect::<Vec<_>>(), [worked]);
        assert_eq!(objects(&folder), 3);
        city.service.sweep_files(t0()).await.expect("a sweep");
        assert_eq!(objects(&folder), 1, "the content is gone from the disk");
    }
);

both!(a_report_takes_its_files_along_or_does_not_stand, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let nowhere = city.service.upload(None, b"OggS".to_vec(), t0()).await;
    assert_eq!(code(nowhere), "files_unavailable");
    let _folder = fit(&city);
    let file = upload(&city, None).await;
    let hazard = report(&city, vec![file]).await.expect("a report");
    let files = city.service.files_of_hazard(&city.actor("grid1").await, hazard).await.unwrap();
    assert_eq!(files.iter().map(|file| file.id).collect::<Vec<_>>(), [file]);
    assert_eq!(database.store.journal_count("file.attached").await.unwrap(), 1);
    // A file belongs to one report; a second one that names it is refused whole.
    let before = database.store.journal_count("hazard.reported").await.unwrap();
    assert_eq!(code(report(&city, vec![file]).await), "file_unknown");
    assert_eq!(code(report(&city, vec![FileId(Uuid::new_v4())]).await), "file_unknown");
    assert_eq!(database.store.journal_count("hazard.reported").await.unwrap(), before);
});

both!(a_reporter_gives_six_files_and_no_more, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let hazard = report(&city, Vec::new()).await.expect("a report");
    let mut attempts = Vec::new();
    // All at once: the database holds each slot once.
    for _ in 0..9 {
        let (service, file) = (city.service.clone(), upload(&city, None).await);
        attempts.push(tokio::spawn(async move {
            service.attach_to_hazard(Attacher::Follow(SECRET, None), hazard, file, t0()).await
        }));
    }
    let mut taken = 0;
    for attempt in attempts {
        match attempt.await.expect("an end") {
            Ok(_) => taken += 1,
            Err(error) => assert_eq!(code(Err::<(), _>(error)), "files_too_many"),
        }
    }
    assert_eq!(taken, 6);
    // The reporter's limit is not the workers'.
    let file = upload(&city, Some("grid1")).await;
    let grid = city.actor("grid1").await;
    for _ in 0..2 {
        city.service.attach_to_hazard(Attacher::Actor(&grid), hazard, file, t0()).await.expect("attached, and again");
    }
});

both!(who_may_not_know_of_it_can_neither_attach_nor_fetch, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let hazard = report(&city, vec![upload(&city, None).await]).await.expect("a report");
    let (grid1, grid2) = (city.actor("grid1").await, city.actor("grid2").await);
    let file = city.service.files_of_hazard(&grid1, hazard).await.unwrap()[0].id;
    for result in [
        city.service.fetch_file(&grid2, file).await.map(drop),
        city.service.release_file(&grid2, file, t0()).await.map(drop),
        city.service.files_of_hazard(&grid2, hazard).await.map(drop),
        city.service.fetch_file(&grid1, FileId(Uuid::new_v4())).await.map(drop),
    ] {
        assert!(matches!(result, Err(ServiceError::NotFound(_))), "{result:?}");
    }
    let own = upload(&city, Some("grid2")).await;
    let result = city.service.attach_to_hazard(Attacher::Actor(&grid2), hazard, own, t0()).await;
    assert!(matches!(result, Err(ServiceError::NotFound(_))), "{result:?}");
    let waiting = city.service.fetch_file(&grid2, own).await;
    assert!(matches!(waiting, Err(ServiceError::NotFound(_))), "nobody fetches from quarantine");
    let stolen = city.service.attach_to_hazard(Attacher::Actor(&grid1), hazard, own, t0()).await;
    assert_eq!(code(stolen), "file_unknown");
    // A secret opens its own report and no other.
    let other = testkit::city::report(&city.service).await;
    let file = upload(&city, None).await;
    for (secret, hazard) in [(SECRET, other), ("f".repeat(32).as_str(), hazard)] {
        let result = city.service.attach_to_hazard(Attacher::Follow(secret, None), hazard, file, t0()).await;
        assert!(matches!(result, Err(ServiceError::NotFound(_))), "{result:?}");
    }
});

both!(the_body_that_must_act_sees_what_was_released_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let file = upload(&city, None).await;
    let hazard = report(&city, vec![file]).await.expect("a report");
    step(&city, "grid1", hazard, 1, Command::Accept).await;
    step(&city, "lead", hazard, 2, Command::Assign { body: city.property }).await;
    let property = city.actor("property").await;
    assert!(city.service.files_of_hazard(&property, hazard).await.unwrap().is_empty());
    let hidden = city.service.fetch_file(&property, file).await;
    assert!(matches!(hidden, Err(ServiceError::NotFound(_))), "{hidden:?}");
    let released = city.service.release_file(&property, file, t0()).await;
    assert!(matches!(released, Err(ServiceError::NotFound(_))), "nobody releases it for herself: {released:?}");
    for _ in 0..2 {
        city.service.release_file(&city.actor("grid1").await, file, t0()).await.expect("released");
    }
    assert_eq!(database.store.journal_count("file.released").await.unwrap(), 1);
    let fetched = city.service.fetch_file(&property, file).await.expect("it may be seen now");
    assert_eq!((fetched.file.blob.media_type.as_str(), fetched.bytes.as_slice()), ("audio/ogg", &b"OggS a voice"[..]));
});

both!(nothing_is_attached_to_what_is_closed, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let hazard = report(&city, Vec::new()).await.expect("a report");
    step(&city, "lead", hazard, 1, Command::Reject { reason: "no".to_owned() }).await;
    let file = upload(&city, None).await;
    let late = city.service.attach_to_hazard(Attacher::Follow(SECRET, None), hazard, file, t0()).await;
    assert_eq!(code(late), "hazard_closed");
});

both!(what_nobody_refers_to_goes_after_a_day, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let folder = fit(&city);
    let (kept, _lost) = (upload(&city, None).await, upload(&city, None).await);
    report(&city, vec![kept]).await.expect("a report");
    assert_eq!(objects(&folder), 2);
    assert_eq!(city.service.sweep_files(hours(23)).await.unwrap(), 0);
    assert_eq!(city.service.sweep_files(hours(24)).await.unwrap(), 1);
    assert_eq!(objects(&folder), 1);
    assert_eq!(city.service.sweep_files(hours(99)).await.unwrap(), 0, "what is attached stays");

    // Content goes with the last file that refers to it, not with the first.
    database
        .execute("insert into attachment (id, blob, created_at) select blob, blob, created_at from attachment limit 1")
        .await;
    database.execute("delete from attachment where hazard is not null").await;
    assert_eq!(city.service.sweep_files(hours(1)).await.unwrap(), 0, "one still refers to it");
    assert_eq!(city.service.sweep_files(hours(24)).await.unwrap(), 1);
    assert_eq!(objects(&folder), 0);
});

both!(an_object_that_a_crash_left_is_found, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let folder = fit(&city);
    upload(&city, None).await;
    std::fs::create_dir_all(folder.path().join("ab")).unwrap();
    std::fs::write(folder.path().join("ab/abcdef"), "left over").unwrap();
    assert_eq!(city.service.sweep_objects(t0()).await.unwrap(), 0, "it is younger than a day");
    let far: Timestamp = "2199-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(city.service.sweep_objects(far).await.unwrap(), 1);
    assert_eq!(objects(&folder), 1, "what is known stays");
});

both!(names_of_objects_tell_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    upload(&city, None).await;
    upload(&city, None).await;
    let names = database.texts("select name from blob").await;
    assert_ne!(names[0], names[1], "the same content twice does not look the same");
    let plain = service::secret::hex(&service::secret::sha256(&[b"OggS a voice"]));
    assert!(!names.contains(&plain));
});

both!(too_large_is_too_large_and_a_dead_decoder_is_a_clear_answer, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let mut large = b"\xFF\xD8\xFF".to_vec();
    large.resize(BYTES_MAX + 1, 0);
    assert_eq!(code(city.service.upload(None, large, t0()).await), "file_too_large");
    assert_eq!(code(city.service.upload(None, b"\xFF\xD8\xFF".to_vec(), t0()).await), "picture_unreadable");
    assert_eq!(code(city.service.upload(None, b"<svg/>".to_vec(), t0()).await), "file_kind");
});
