//! The program killed. Invariant: what was acknowledged is there afterwards, with its journal entry, and nothing else is
//! half there.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use testkit::outside::{id, is_ready, port, report};

const UNITS: &str = "code,parent,kind,name_zh,boundary_wkt,boundary_quality\n\
    4101,,city,郑州市,\"POLYGON((113 34, 114 34, 114 35, 113 35, 113 34))\",surveyed\n";

pub(crate) fn bridgehead(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
    command.current_dir(folder).env_remove("BRIDGEHEAD_DATABASE").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A city in `folder`, its database at `database`.
pub(crate) fn install(folder: &Path, database: &str) {
    std::fs::write(folder.join("units.csv"), UNITS).expect("a file");
    for arguments in [&["init", "--name", "试点", "--database", database][..], &["import", "units", "units.csv"]] {
        let status = bridgehead(folder).args(arguments).status().expect("a started program");
        assert!(status.success(), "{arguments:?}");
    }
}

pub(crate) fn serve(folder: &Path, port: u16) -> Child {
    let child = bridgehead(folder).args(["serve", "--listen", &format!("127.0.0.1:{port}")]).spawn();
    let mut child = child.expect("a started server");
    if is_ready(port) {
        return child;
    }
    child.kill().expect("a SIGKILL");
    child.wait().expect("an end");
    panic!("the server does not answer");
}

/// Everything that stands in a file: ids of hazards and of those that the journal tells of.
pub(crate) fn stand(database: PathBuf) -> (Vec<String>, Vec<String>) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let database = testkit::Database::file(database).await;
        assert_eq!(database.texts("pragma integrity_check").await, ["ok"]);
        let hazards = database.texts("select lower(hex(id)) from hazard order by 1").await;
        let told = "select lower(hex(subject)) from journal where kind = 'hazard.reported' order by 1";
        (hazards, database.texts(told).await)
    })
}

/// Whether all of these stand, each hazard with its entry.
pub(crate) fn holds_all(acknowledged: &[String], (hazards, told): (Vec<String>, Vec<String>)) {
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
        holds_all(&acknowledged.lock().expect("a list"), stand(folder.path().join("city.db")));
    }
    assert!(acknowledged.lock().expect("a list").len() > 50, "too little was written for the test to mean something");
}
