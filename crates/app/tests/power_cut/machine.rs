//! A user-mode Linux, its console, and its end.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

const KERNEL: &str = "linux.uml";

/// How long the machine may take to boot, start its database and answer the first reports.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running machine.
pub(crate) struct Machine {
    kernel: Child,
    lines: Arc<Mutex<Vec<String>>>,
    console: Option<JoinHandle<()>>,
    folder: PathBuf,
}

impl Machine {
    /// Boots with this disk and this script as its first process.
    pub(crate) fn start(disk: &Path, first_process: &str) -> Self {
        let folder = disk.with_extension("machine");
        std::fs::create_dir_all(&folder).expect("a folder");
        let script = folder.join("first-process");
        std::fs::write(&script, first_process).expect("a script");
        run(Command::new("chmod").arg("755").arg(&script));
        let mut kernel = Command::new(KERNEL)
            .args(["mem=768M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "quiet"])
            .args(["con=null", "con0=null,fd:1", "ssl=null"])
            .arg(format!("init={}", script.display()))
            .arg(format!("ubda={}", disk.display()))
            .arg(format!("uml_dir={}", folder.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Every process of the guest is one of the host in this group: the cut reaches all of them.
            .process_group(0)
            .spawn()
            .expect("a started machine");
        let output = kernel.stdout.take().expect("a console");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let heard = lines.clone();
        let console = std::thread::spawn(move || listen(output, &heard));
        Self { kernel, lines, console: Some(console), folder }
    }

    /// Waits until so many reports were acknowledged.
    pub(crate) fn wait_for(&mut self, acknowledged: usize) {
        for _ in 0..PATIENCE.as_millis() / 20 {
            if self.acknowledged().len() >= acknowledged {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.kill();
        panic!("the machine did not get to work; its console:\n{}", self.lines.lock().expect("lines").join("\n"));
    }

    /// The power goes. Ids of what was acknowledged up to then, in the database's writing.
    pub(crate) fn cut(mut self) -> BTreeSet<String> {
        self.kill();
        self.acknowledged()
    }

    fn acknowledged(&self) -> BTreeSet<String> {
        let lines = self.lines.lock().expect("lines");
        lines.iter().filter_map(|line| line.strip_prefix("acknowledged ")).map(|id| id.replace('-', "")).collect()
    }

    fn kill(&mut self) {
        // A negative number names the group; `kill` of the standard library reaches the kernel alone.
        let _ = Command::new("kill").args(["-9", "--", &format!("-{}", self.kernel.id())]).status();
        self.kernel.wait().expect("an end");
        if let Some(console) = self.console.take() {
            console.join().expect("a console that ends");
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Whole lines alone: an id that was cut in its middle acknowledges nothing.
fn listen(output: impl Read, lines: &Mutex<Vec<String>>) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        if line.ends_with(b"\n") {
            lines.lock().expect("lines").push(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
        line.clear();
    }
}

/// Whether this machine can run another inside. A missing package is a failure; a host that forbids it is not.
pub(crate) fn can_run() -> bool {
    if std::env::consts::ARCH != "x86_64" {
        println!("skipped: user-mode Linux exists for x86-64 alone");
        return false;
    }
    let version = Command::new(KERNEL).arg("--version").stdin(Stdio::null()).output();
    assert!(version.is_ok(), "`{KERNEL}` is not installed: apt-get install user-mode-linux e2fsprogs iproute2");
    let folder = tempfile::tempdir().expect("a folder");
    let script = "#!/bin/sh\necho it runs\nwhile :; do :; done\n";
    let mut machine = Machine::start(&folder.path().join("none"), script);
    for _ in 0..500 {
        let runs = machine.lines.lock().expect("lines").iter().any(|line| line == "it runs");
        if runs || machine.kernel.try_wait().expect("a state").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    machine.kill();
    let console = machine.lines.lock().expect("lines").join("\n");
    let runs = console.contains("it runs");
    if !runs {
        println!("skipped: this host forbids user-mode Linux:\n{console}");
    }
    runs
}

/// Runs a command of the host that must not fail; what it printed.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
