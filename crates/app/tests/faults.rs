//! The program killed and starved. Invariant of each test: what was acknowledged is there afterwards, with its
//! journal entry, and nothing else is half there.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use testkit::outside::{id, is_ready, port, report};

const UNITS: &str = "code,parent,kind,name_zh,boundary_wkt,boundary_quality\n\
    4101,,city,郑州市,\"POLYGON((113 34, 114 34, 114 35, 113 35, 113 34))\",surveyed\n";

fn bridgehead(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
    command.current_dir(folder).env_remove("BRIDGEHEAD_DATABASE").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A city in `folder`, its database at `database`.
fn install(folder: &Path, database: &str) {
    std::fs::write(folder.join("units.csv"), UNITS).expect("a file");
    for arguments in [&["init", "--name", "试点", "--database", database][..], &["import", "units", "units.csv"]] {
        let status = bridgehead(folder).args(arguments).status().expect("a started program");
        assert!(status.success(), "{arguments:?}");
    }
}

fn serve(folder: &Path, port: u16) -> Child {
    let child = bridgehead(folder).args(["serve", "--listen", &format!("127.0.0.1:{port}")]).spawn();
    let mut child = child.expect("a started server");
    if is_ready(port) {
        return child;
    }
    child.kill().expect("a SIGKILL");
    child.wait().expect("an end");
    panic!("the server does not answer");
}

/// Everything that stands: ids of hazards and of those that the journal tells of.
fn stand(database: PathBuf) -> (Vec<String>, Vec<String>) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let database = testkit::Database::file(database).await;
        assert_eq!(database.texts("pragma integrity_check").await, ["ok"]);
        let hazards = database.texts("select lower(hex(id)) from hazard order by 1").await;
        let told = "select lower(hex(subject)) from journal where kind = 'hazard.reported' order by 1";
        (hazards, database.texts(told).await)
    })
}

fn holds_all(acknowledged: &[String], database: PathBuf) {
    let (hazards, told) = stand(database);
    assert_eq!(hazards, told, "a hazard without its entry, or an entry without its hazard");
    for id in acknowledged {
        assert!(hazards.contains(&id.replace('-', "")), "acknowledged and lost: {id}");
    }
}

#[test]
fn killed_at_any_moment_it_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    install(folder.path(), "sqlite://city.db");
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for round in 0..6 {
        let port = port();
        let mut server = serve(folder.path(), port);
        let stop = Arc::new(AtomicBool::new(false));
        let threads: Vec<_> = (0..4)
            .map(|thread| {
                let (stop, acknowledged) = (stop.clone(), acknowledged.clone());
                std::thread::spawn(move || {
                    for n in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let id = id(round, thread, n);
                        if report(port, &id, "a") == Some(201) {
                            acknowledged.lock().expect("a list").push(id);
                        }
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(300 + u64::from(round) * 37));
        server.kill().expect("a SIGKILL");
        server.wait().expect("an end");
        stop.store(true, Ordering::Relaxed);
        for thread in threads {
            thread.join().expect("a thread that ends");
        }
        holds_all(&acknowledged.lock().expect("a list"), folder.path().join("city.db"));
    }
    assert!(acknowledged.lock().expect("a list").len() > 50, "too little was written for the test to mean something");
}

/// A small file system of its own; gone with the value.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, size: &str) -> Option<Self> {
        let place = folder.join("disk");
        std::fs::create_dir(&place).ok()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(&place).stderr(Stdio::null());
        mount.status().ok()?.success().then_some(Self(place))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Fills the disk with `ballast` but for so many bytes, however large the empty database is.
fn leave_room(ballast: &Path, bytes: u64) {
    use std::io::Write;
    let mut file = std::fs::File::create(ballast).expect("a file");
    while file.write_all(&[0; 4_096]).is_ok() {}
    let full = file.metadata().expect("a length").len();
    file.set_len(full.checked_sub(bytes).expect("a disk that is larger")).expect("room");
}

#[test]
fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = SmallDisk::mount(folder.path(), "6m") else {
        println!("skipped: only root can mount a small disk");
        return;
    };
    let ballast = disk.0.join("ballast");
    install(folder.path(), "sqlite://disk/city.db");
    let port = port();
    let mut server = serve(folder.path(), port);
    leave_room(&ballast, 250_000);
    let text = "长".repeat(1_900);
    let mut acknowledged = Vec::new();
    let mut full = 0;
    for n in 0..2_000 {
        let id = id(0, 0, n);
        match report(port, &id, &text) {
            Some(201) => acknowledged.push(id),
            Some(status) => {
                assert_eq!(status, 507, "report {n}");
                full += 1;
            }
            None => panic!("the server went away"),
        }
        if full == 20 {
            break;
        }
    }
    assert_eq!(full, 20, "the disk never filled");
    std::fs::remove_file(&ballast).expect("room again");
    let after = id(1, 0, 0);
    assert_eq!(report(port, &after, "a"), Some(201), "it goes on when there is room");
    acknowledged.push(after);
    server.kill().expect("a SIGKILL");
    server.wait().expect("an end");
    holds_all(&acknowledged, disk.0.join("city.db"));
}
