//! The disk is full, at one write after the other. Invariants: what is refused is told 507, or 503 where PostgreSQL
//! itself ends; what was acknowledged stays, with its entry in the journal; with room again it goes on.

mod disk;

use std::path::Path;
use std::process::Stdio;

use testkit::outside::{id, is_ready, port, report};

use self::disk::SmallDisk;
use crate::city::{Installation, until};
use crate::faults::{bridgehead, holds_all, install, serve, stand};

/// Reports that must be refused each time.
const REFUSED: u32 = 10;

/// Neither how many reports one network may send is tried here, each comes from another one, nor the reserve.
const SETTINGS: &str = "trusted_proxies = [\"127.0.0.1\"]\ndisk_reserve_mib = 0\n";

/// Leaves 200 kB of the log's segment, in one entry: the next segment needs 16 MB.
const LOG_NEARLY_SPENT: &str = "select pg_logical_emit_message(false, 'x', repeat('x', \
     (size - (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint % size - 200000)::int)) \
     from (select pg_size_bytes(current_setting('wal_segment_size')) as size) as segment";

/// Times that the disk fills, each time at another write; `BRIDGEHEAD_FULL` asks for more in a long run.
fn rounds() -> u32 {
    std::env::var("BRIDGEHEAD_FULL").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

/// A text that no database can press together.
fn text(n: u32) -> String {
    let mut number = n;
    let next = || {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4e00 + (number >> 8) % 20_000).unwrap_or('长')
    };
    std::iter::repeat_with(next).take(1_900).collect()
}

/// Reports on a disk that is nearly full until ten were refused, then with room again. Ids of what was acknowledged.
fn fill(round: u32, port: u16, disk: &SmallDisk) -> Vec<String> {
    let ballast = disk.leave_room(8_192 + u64::from(round) * 37_000 % 250_000);
    let (mut acknowledged, mut refused, mut n) = (Vec::new(), 0, 0);
    while refused < REFUSED {
        assert!(n < 2_000, "round {round}: the disk never filled");
        let id = id(round, 0, n);
        match report(port, &id, &text(n)) {
            Some(201) => acknowledged.push(id),
            status => {
                assert_eq!(status, Some(507), "round {round}, report {n}");
                refused += 1;
            }
        }
        n += 1;
    }
    std::fs::remove_file(&ballast).expect("room again");
    let after = id(round, 1, 0);
    assert_eq!(report(port, &after, "a"), Some(201), "round {round}: it goes on when there is room");
    acknowledged.push(after);
    acknowledged
}

/// What stands on a server: ids of hazards and of those that the journal tells of.
fn stand_on_server(place: &Installation) -> (Vec<String>, Vec<String>) {
    let bare = |sql: &str| place.texts(sql).iter().map(|id| id.replace('-', "")).collect();
    let told = "select subject::text from journal where kind = 'hazard.reported' order by 1";
    (bare("select id::text from hazard order by 1"), bare(told))
}

fn add_settings(folder: &Path, settings: &str) {
    let file = folder.join("bridgehead.toml");
    let written = std::fs::read_to_string(&file).expect("a configuration");
    std::fs::write(&file, format!("{written}\n{settings}")).expect("a configuration");
}

#[test]
fn sqlite_refuses_on_a_full_disk_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(6 + rounds()) else { return };
    install(disk.folder.path(), "sqlite://disk/city.db");
    add_settings(disk.folder.path(), SETTINGS);
    let port = port();
    let mut server = serve(disk.folder.path(), port);
    let acknowledged: Vec<_> = (0..rounds()).flat_map(|round| fill(round, port, &disk)).collect();
    server.kill().expect("a SIGKILL");
    server.wait().expect("an end");
    holds_all(&acknowledged, stand(disk.place.join("city.db")));
}

#[test]
fn strangers_are_refused_before_the_disk_is_full() {
    let Some(disk) = SmallDisk::mount(96) else { return };
    install(disk.folder.path(), "sqlite://disk/city.db");
    add_settings(disk.folder.path(), "disk_reserve_mib = 16\n");
    let port = port();
    let mut server = serve(disk.folder.path(), port);
    disk.leave_room(12 * 1024 * 1024);
    assert_eq!(report(port, &id(0, 0, 0), "a"), Some(201), "below the reserve, files alone are refused");
    let ballast = disk.leave_room(4 * 1024 * 1024);
    assert_eq!(report(port, &id(0, 0, 1), "a"), Some(507), "below half of it, reports without an account too");
    assert_eq!(report(port, &id(0, 0, 0), "a"), Some(201), "what was taken is answered again");
    std::fs::remove_file(&ballast).expect("room again");
    assert_eq!(report(port, &id(0, 0, 1), "a"), Some(201), "it goes on when there is room");
    server.kill().expect("a SIGKILL");
    server.wait().expect("an end");
    disk.leave_room(4 * 1024 * 1024);
    let mut doctor = bridgehead(disk.folder.path());
    let told = doctor.args(["doctor", "--json"]).stdout(Stdio::piped()).output().expect("a started program").stdout;
    let told = String::from_utf8_lossy(&told);
    assert!(told.contains("files and reports without an account are refused"), "{told}");
}

#[test]
fn postgres_refuses_on_a_full_disk_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(256 + rounds()) else { return };
    let place = Installation::on(&disk.place, SETTINGS);
    let port = port();
    let _serve = place.start(&["serve", "--listen", &format!("127.0.0.1:{port}")]);
    until("it is ready", &place, || is_ready(port));
    let mut acknowledged = Vec::new();
    for round in 0..rounds() {
        // A segment of the log that is new and there: it is the tables that find no room.
        place.execute("select pg_switch_wal()");
        place.execute("checkpoint");
        acknowledged.extend(fill(round, port, &disk));
    }
    holds_all(&acknowledged, stand_on_server(&place));
}

#[test]
fn postgres_that_ends_because_its_log_finds_no_room_loses_nothing() {
    let Some(disk) = SmallDisk::mount(256) else { return };
    let place = Installation::on(&disk.place, SETTINGS);
    let port = port();
    let _serve = place.start(&["serve", "--listen", &format!("127.0.0.1:{port}")]);
    until("it is ready", &place, || is_ready(port));
    let ballast = disk.leave_room(4_000_000);
    place.execute(LOG_NEARLY_SPENT);
    let (mut acknowledged, mut n) = (Vec::new(), 0);
    until("the database has ended", &place, || {
        let id = id(0, 0, n);
        match report(port, &id, &text(n)) {
            Some(201) => acknowledged.push(id),
            status => assert!(matches!(status, Some(503 | 507)), "report {n}: {status:?}"),
        }
        n += 1;
        place.database_has_ended()
    });
    assert!(!acknowledged.is_empty(), "too little was written for the test to mean something");
    std::fs::remove_file(&ballast).expect("room again");
    place.resume_database();
    let after = id(1, 0, 0);
    until("it goes on", &place, || report(port, &after, "a") == Some(201));
    acknowledged.push(after);
    holds_all(&acknowledged, stand_on_server(&place));
}
