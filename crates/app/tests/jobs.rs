//! The job queue of the real program: killed while it sends, nothing is lost.

use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use testkit::gateway::{Gateway, Manner};

struct Place {
    folder: TempDir,
}

impl Place {
    fn new(gateway: &Gateway, database: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let text = format!(
            "database = {database:?}\nlisten = \"127.0.0.1:0\"\n{}headers = {{ x-key = \"topsecret\" }}\n",
            gateway.settings()
        );
        std::fs::write(folder.path().join("bridgehead.toml"), text).expect("a configuration");
        let place = Self { folder };
        let keys = place.run(&["keys", "create"]);
        assert!(keys.status.success(), "{}", out(&keys));
        place
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("BRIDGEHEAD_DATABASE");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("an end")
    }

    fn start(&self, command: &str) -> Running {
        let log = std::fs::File::create(self.folder.path().join("log")).expect("a log");
        Running(self.command(&[command]).stdout(Stdio::null()).stderr(log).spawn().expect("a started program"))
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

/// A program that does not outlive its test.
struct Running(Child);

impl Running {
    /// SIGKILL: nothing of it runs any more, and nothing was tidied up.
    fn kill(&mut self) {
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

fn until(what: &str, log: impl Fn() -> String, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(30), "never: {what}\n{}", log());
        std::thread::sleep(Duration::from_millis(30));
    }
}

fn out(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn waiting(place: &Place) -> bool {
    !out(&place.run(&["jobs", "list", "--json"])).contains("\"waiting\":0")
}

#[test]
fn killed_while_it_sends_on_sqlite_it_sends_again_under_the_same_id() {
    let gateway = Gateway::start(Manner::SilentFirst);
    let place = Place::new(&gateway, "sqlite://city.db");
    let mut serve = place.start("serve");
    until("it serves", || place.log(), || place.log().contains("serving"));
    let ordered = place.run(&["jobs", "test", "sms"]);
    assert_eq!(ordered.status.code(), Some(0), "{}", out(&ordered));
    until("the gateway was asked", || place.log(), || gateway.ids().len() == 1);
    serve.kill();
    assert!(waiting(&place), "it is not done");
    let mut again = place.start("serve");
    until("the gateway was asked again", || place.log(), || gateway.ids().len() == 2);
    until("the queue is empty", || place.log(), || !waiting(&place));
    again.kill();
    let ids = gateway.ids();
    assert_eq!(
        (ids.len(), &ids[0]),
        (2, &ids[1]),
        "repeats are no more than what was in flight, and known by their id"
    );
    assert!(!place.log().contains("13800000000") && !place.log().contains("topsecret"), "{}", place.log());
    let doctor = out(&place.run(&["doctor"]));
    assert!(!doctor.contains("topsecret") && !doctor.contains("13800000000"), "{doctor}");
}

#[test]
fn what_was_given_up_is_listed_and_tried_again_by_hand() {
    let gateway = Gateway::start(Manner::SilentFirst);
    let place = Place::new(&gateway, "sqlite://city.db");
    let unknown = place.run(&["jobs", "retry", "0197a0c5-6f0e-7d3c-9f59-6f3a4f0b2f11"]);
    assert!(unknown.status.code() == Some(1) && out(&unknown).contains("there is no dead job"), "{}", out(&unknown));
    let listed = place.run(&["jobs", "list"]);
    assert!(out(&listed).contains("0 wait, 0 were given up"), "{}", out(&listed));
    let mail = place.run(&["jobs", "test", "mail"]);
    assert!(mail.status.code() == Some(1) && out(&mail).contains("`[mail]`"), "{}", out(&mail));
    for command in ["list", "retry", "test"] {
        let help = place.run(&["jobs", command, "--help"]);
        assert!(help.status.code() == Some(0) && out(&help).contains("Example"), "{command}");
    }
    let hidden = out(&place.run(&["--help"]));
    assert!(!hidden.contains("decode-image"), "{hidden}");
}
