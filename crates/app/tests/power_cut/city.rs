//! The city on the machine's disk, made once and copied for each cut.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::guest;
use crate::machine::run;

const UNITS: &str = "code,parent,kind,name_zh,boundary_wkt,boundary_quality\n\
    4101,,city,郑州市,\"POLYGON((113 34, 114 34, 114 35, 113 35, 113 34))\",surveyed\n";

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// With which settings: as the product has them, or too weak on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strength {
    Full,
    Weak,
}

/// A disk with a city on it.
pub(crate) struct City {
    pub(crate) engine: Engine,
    folder: TempDir,
}

/// Installs a city as an operator would and puts it onto a disk.
pub(crate) fn build(engine: Engine) -> City {
    let folder = tempfile::Builder::new().prefix("bridgehead-power-cut").tempdir().expect("a folder");
    let city = City { engine, folder };
    let contents = city.path("contents");
    std::fs::create_dir(&contents).expect("a folder");
    // The database's own user goes in and out here.
    run(Command::new("chmod").arg("755").arg(city.folder.path()).arg(&contents));
    std::fs::write(contents.join("units.csv"), UNITS).expect("a file");
    match engine {
        Engine::Sqlite => install(&contents, "sqlite://city.db"),
        Engine::Postgres => {
            let data = contents.join("postgres");
            std::fs::create_dir(&data).expect("a folder");
            own(&data);
            run(as_owner("initdb").arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-k"]).args([
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]));
            let server = Postgres::start(&data);
            install(&contents, &server.address());
        }
    }
    let size = if engine == Engine::Sqlite { "128M" } else { "512M" };
    run(Command::new("mke2fs").args(["-q", "-t", "ext4", "-d"]).arg(&contents).arg(city.path("disk")).arg(size));
    city
}

impl City {
    /// A path in the folder of this city.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A copy of the disk, in the place of the last one.
    pub(crate) fn fresh_disk(&self) -> PathBuf {
        let disk = self.path("cut-disk");
        run(Command::new("cp").arg("--sparse=always").arg(self.path("disk")).arg(&disk));
        disk
    }

    /// What the machine does when it has booted.
    pub(crate) fn boot(&self, strength: Strength, round: u32) -> String {
        let weak = if strength == Strength::Weak { "export FAULT_CONTROL=weak\n" } else { "" };
        // Asynchronous commits wait for the log writer; a slow one makes the loss certain.
        let late =
            if strength == Strength::Weak { " -c wal_writer_delay=10s -c wal_writer_flush_after=1GB" } else { "" };
        let (start, address) = match self.engine {
            Engine::Sqlite => (String::new(), "sqlite://city.db".to_owned()),
            Engine::Postgres => {
                let start = format!(
                    "runuser -u postgres -- {} -D /mnt/postgres -o '{}{late}' -l /run/postgres.log -w start >/dev/null",
                    postgres_binary("pg_ctl").display(),
                    Postgres::options(5432)
                );
                // Its log in the machine's own memory must be writable for it.
                (format!("chmod 1777 /run\n{start}"), "postgres://postgres@127.0.0.1:5432/postgres".to_owned())
            }
        };
        let start = format!("{weak}{start}\nexport BRIDGEHEAD_DATABASE={address}");
        let client = std::env::current_exe().expect("this test's own program");
        guest::first_process(&start, round, Path::new(env!("CARGO_BIN_EXE_bridgehead")), &client)
    }
}

/// The program on the host, in this folder.
pub(crate) fn bridgehead(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
    command.current_dir(folder).env_remove("BRIDGEHEAD_DATABASE");
    command
}

fn install(folder: &Path, database: &str) {
    run(bridgehead(folder).args(["init", "--name", "试点", "--database", database]));
    run(bridgehead(folder).args(["import", "units", "units.csv", "--database", database]));
}

/// A PostgreSQL on the host, stopped with the value.
pub(crate) struct Postgres {
    data: PathBuf,
    port: u16,
}

impl Postgres {
    pub(crate) fn start(data: &Path) -> Self {
        let port = testkit::outside::port();
        run(as_owner("pg_ctl").arg("-D").arg(data).arg("-l").arg(data.join("log")).args([
            "-o",
            // The host's disk is not on trial.
            &format!("{} -F", Self::options(port)),
            "-w",
            "start",
        ]));
        Self { data: data.to_owned(), port }
    }

    /// Everything that durability rests on stays at its default.
    fn options(port: u16) -> String {
        format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=32MB")
    }

    pub(crate) fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Where its tools find it.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(postgres_binary(name));
        command.args(["-h", "127.0.0.1", "-U", "postgres", "-p", &self.port.to_string()]);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = as_owner("pg_ctl").arg("-D").arg(&self.data).args(["-m", "fast", "-w", "stop"]).output();
    }
}

/// PostgreSQL refuses to run as root.
fn as_owner(binary: &str) -> Command {
    let binary = postgres_binary(binary);
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(binary);
        command
    } else {
        Command::new(binary)
    };
    command.current_dir("/").process_group(0);
    command
}

/// Gives the folder to the user that the database runs as.
pub(crate) fn own(folder: &Path) {
    if is_root() {
        run(Command::new("chown").arg("-R").arg("postgres").arg(folder));
    }
}

fn is_root() -> bool {
    run(Command::new("id").arg("-u")).trim() == "0"
}

/// The newest version that Debian has put beside the others, else the one on the path.
fn postgres_binary(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> =
        versions.map(|version| version.path().join("bin").join(name)).filter(|p| p.exists()).collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from(name))
}
