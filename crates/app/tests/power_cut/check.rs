//! After the cut: the disk's own recovery, the database's own checks, and what stands in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use testkit::Database;

use crate::city::{City, Engine, Postgres, bridgehead, own};
use crate::machine::run;

/// What is there.
pub(crate) struct After {
    /// Ids of the hazards.
    pub(crate) hazards: BTreeSet<String>,
}

/// Takes the database off the disk and looks at it.
///
/// # Panics
/// When it is damaged, when something is half there, or when the journal does not verify.
pub(crate) fn after_the_cut(city: &City, disk: &Path) -> After {
    // Replays the file system's log, as mounting would; 1 says that it did something.
    let repaired = Command::new("e2fsck").arg("-fy").arg(disk).output().expect("e2fsck");
    assert!(repaired.status.code().is_some_and(|code| code <= 1), "{}", String::from_utf8_lossy(&repaired.stdout));
    let out = city.path("out");
    let _ = std::fs::remove_dir_all(&out);
    std::fs::create_dir(&out).expect("a folder");
    run(Command::new("chmod").arg("755").arg(&out));
    run(Command::new("debugfs").arg("-R").arg(format!("rdump / {}", out.display())).arg(disk));
    match city.engine {
        Engine::Sqlite => {
            verify(&out, "sqlite://city.db");
            stand(&format!("sqlite://{}", out.join("city.db").display()), Engine::Sqlite)
        }
        Engine::Postgres => {
            let data = out.join("postgres");
            own(&data);
            let server = Postgres::start(&data);
            run(server.tool("pg_amcheck").args(["--install-missing", "--heapallindexed", "--all"]));
            verify(&out, &server.address());
            stand(&server.address(), Engine::Postgres)
        }
    }
}

fn verify(folder: &Path, database: &str) {
    let output = bridgehead(folder).args(["journal", "verify", "--database", database]).output().expect("a program");
    assert!(
        output.status.success(),
        "the journal does not verify: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn stand(address: &str, engine: Engine) -> After {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let database = Database::at(address).await;
        let written = |column: &str| match engine {
            Engine::Sqlite => format!("lower(hex({column}))"),
            Engine::Postgres => format!("replace({column}::text, '-', '')"),
        };
        if engine == Engine::Sqlite {
            assert_eq!(database.texts("pragma integrity_check").await, ["ok"]);
            assert_eq!(database.texts("pragma foreign_key_check").await, [""; 0]);
        }
        let hazards = database.texts(&format!("select {} from hazard", written("id"))).await;
        let told = format!("select {} from journal where kind = 'hazard.reported'", written("subject"));
        let told: BTreeSet<_> = database.texts(&told).await.into_iter().collect();
        let hazards: BTreeSet<_> = hazards.into_iter().collect();
        assert_eq!(hazards, told, "a hazard without its entry, or an entry without its hazard");
        After { hazards }
    })
}
