//! An installation of the real program on a PostgreSQL server of its own: `serve` and `worker` refuse one that would
//! lose what it acknowledged, and that of the other tests is such a one. Or the same over a file.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const UNITS: &str = "code,parent,kind,name_zh,boundary_wkt,boundary_quality\n\
    4101,,city,郑州市,\"POLYGON((113 34, 114 34, 114 35, 113 35, 113 34))\",surveyed\n";

/// The administrator's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Installation {
    /// Kept until the test has ended; none where a file holds the data.
    server: Option<Server>,
    folder: TempDir,
    /// Address of the database.
    pub(crate) database: String,
}

impl Installation {
    /// A city with one unit, keys and an administrator; `settings` go into its configuration.
    pub(crate) fn new(settings: &str) -> Self {
        Self::on(&std::env::temp_dir(), settings)
    }

    /// The same, with the files of its database below this folder, which everybody must be able to enter.
    pub(crate) fn on(disk: &Path, settings: &str) -> Self {
        let (server, address) = Server::start(disk);
        runtime().block_on(testkit::create_database(&address, "city"));
        let database = format!("{address}/city");
        Self::install(Some(server), tempfile::tempdir().expect("a folder"), database, settings)
    }

    /// The same on SQLite.
    pub(crate) fn in_file(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite://{}", folder.path().join("city.db").display());
        Self::install(None, folder, database, settings)
    }

    fn install(server: Option<Server>, folder: TempDir, database: String, settings: &str) -> Self {
        std::fs::write(folder.path().join("units.csv"), UNITS).expect("a file");
        let place = Self { server, folder, database };
        place.run(&["init", "--name", "试点", "--database", &place.database], "");
        let file = place.path().join("bridgehead.toml");
        let written = std::fs::read_to_string(&file).expect("a configuration");
        std::fs::write(&file, format!("{written}\n{settings}")).expect("a configuration");
        place.run(&["import", "units", "units.csv"], "");
        place.run(&["account", "create-admin", "admin"], PASSWORD);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("a server holds the data")
    }

    /// The database ends as in a crash; its files stay.
    pub(crate) fn lose_database(&self) {
        self.server().done("halt");
    }

    /// The database is there again, at its address.
    pub(crate) fn resume_database(&self) {
        self.server().done("resume");
    }

    /// Whether the database has ended by itself.
    pub(crate) fn database_has_ended(&self) -> bool {
        !self.server().files().join("data/postmaster.pid").exists()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
        command.args(arguments).current_dir(self.path()).env_remove("BRIDGEHEAD_DATABASE").stdout(Stdio::null());
        command
    }

    /// Runs a command to its end, with something on its standard input.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a started program");
        child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("read");
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Starts what runs for long; its log goes to a file.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        self.keep(self.command(arguments))
    }

    /// The same, on a machine whose clock is so many seconds ahead. Its timers run as ever.
    pub(crate) fn start_ahead(&self, seconds: i32, arguments: &[&str]) -> Running {
        let mut command = self.command(arguments);
        command.env("LD_PRELOAD", other_clock()).env("FAKETIME", format!("{seconds:+}s"));
        command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        self.keep(command)
    }

    fn keep(&self, mut command: Command) -> Running {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.path().join("log")).expect("a log");
        Running(command.stderr(log).spawn().expect("a started program"))
    }

    /// The texts of the first column of a query.
    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        runtime().block_on(async { testkit::Database::at(&self.database).await.texts(sql).await })
    }

    /// Changes rows as time would.
    pub(crate) fn execute(&self, sql: &str) {
        runtime().block_on(async { testkit::Database::at(&self.database).await.execute(sql).await });
    }

    /// What the processes said last.
    pub(crate) fn log(&self) -> String {
        let log = std::fs::read_to_string(self.path().join("log")).unwrap_or_default();
        log.lines().rev().take(20).collect::<Vec<_>>().join("\n")
    }
}

/// A durable PostgreSQL; gone with its test.
struct Server {
    folder: TempDir,
}

impl Server {
    fn start(disk: &Path) -> (Self, String) {
        let folder = tempfile::Builder::new().prefix("bridgehead-test.").tempdir_in(disk).expect("a folder");
        // Its owner is another user when we are root.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("a folder for others");
        let server = Self { folder };
        let output = server.script(&["start", "--durable"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let address = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (server, address)
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join("postgres")
    }

    fn done(&self, command: &str) {
        let output = self.script(&[command]);
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn script(&self, arguments: &[&str]) -> std::process::Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres.sh");
        let mut command = Command::new(script);
        command.args(arguments).env("BRIDGEHEAD_TEST_FOLDER", self.files());
        command.output().expect("a started script")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.script(&["stop"]);
    }
}

/// A program that does not outlive its test.
pub(crate) struct Running(Child);

impl Running {
    /// SIGKILL: nothing of it runs any more, and nothing was tidied up.
    pub(crate) fn kill(&mut self) {
        self.0.kill().expect("a signal");
        self.0.wait().expect("an end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What shows a program another time; Debian puts it below the folder of its architecture.
fn other_clock() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let mut found = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    found.find(|path| path.exists()).expect("libfaketime: apt-get install libfaketime")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("a runtime")
}

/// A free port.
pub(crate) fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port()
}

/// Waits until something holds.
pub(crate) fn until(what: &str, place: &Installation, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(60), "never: {what}\n{}", place.log());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// One request; none when the connection broke.
pub(crate) fn ask(port: u16, method: &str, path: &str, headers: &str, body: &str) -> Option<(u16, String)> {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).ok()?;
    Some((answer.split(' ').nth(1)?.parse().ok()?, answer))
}
