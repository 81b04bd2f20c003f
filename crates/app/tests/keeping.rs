//! What an operator does to keep data safe and people's data theirs: keys, seals, backups, erasure.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};

use store::Location;
use tempfile::TempDir;

/// One installation in a folder of its own, with an administrator and one grid worker.
struct Place {
    folder: TempDir,
}

impl Place {
    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bridgehead"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("BRIDGEHEAD_DATABASE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a started program");
        // A program that ends early closes its input: that is for the exit code to tell.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        child.wait_with_output().expect("an end")
    }

    /// Runs what must succeed, and gives what it printed.
    fn done(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run_with(arguments, input);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}{}", out(&output), err(&output));
        out(&output)
    }

    /// Runs what must fail, and gives everything that it said.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", out(&output));
        out(&output) + &err(&output)
    }

    /// Changes rows behind the program's back.
    fn tamper(&self, sql: &str) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(testkit::execute(&Location::Sqlite(self.path("city.db")), sql));
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn installed() -> Place {
    let place = Place { folder: tempfile::tempdir().expect("a folder") };
    place.done(&["init", "--name", "试点", "--database", "sqlite://city.db"], "");
    let units = "code,parent,kind,name_zh\n4101,,city,郑州市\n410102,4101,county,中原区\n";
    std::fs::write(place.path("units.csv"), units).expect("a written file");
    place.done(&["import", "units", "units.csv"], "");
    place.done(&["account", "create-admin", "admin"], "long enough for me\n");
    let wang = ["account", "create", "wang", "--title", "grid_worker", "--unit", "410102", "--name", "王小明"];
    place.done(&wang, "long enough for me\n");
    place
}

#[test]
fn every_command_for_keeping_explains_itself() {
    let place = Place { folder: tempfile::tempdir().expect("a folder") };
    let commands: [&[&str]; 17] = [
        &["keys", "create"],
        &["keys", "show"],
        &["keys", "rotate"],
        &["journal", "show"],
        &["journal", "verify"],
        &["journal", "export"],
        &["journal", "seal"],
        &["journal", "seals"],
        &["journal", "archive"],
        &["journal", "erase"],
        &["backup"],
        &["restore"],
        &["release"],
        &["account", "contact"],
        &["account", "holds"],
        &["account", "erase"],
        &["doctor"],
    ];
    for command in commands {
        let help = place.done(&[command, &["--help"]].concat(), "");
        assert!(help.contains("Example"), "{command:?}");
    }
}

#[test]
fn keys_are_made_with_the_installation_and_doctor_watches_them() {
    let place = installed();
    let mode = |mode| std::fs::set_permissions(place.path("bridgehead.keys"), std::fs::Permissions::from_mode(mode));
    let doctor = place.done(&["doctor"], "");
    assert!(doctor.contains("bridgehead.keys") && doctor.contains("in no backup"), "{doctor}");
    mode(0o644).expect("open permissions");
    assert!(place.refused(&["doctor"]).contains("FAIL keyring"));
    mode(0o600).expect("closed permissions");
    let shown = place.done(&["keys", "show", "--json"], "");
    let secrets = std::fs::read_to_string(place.path("bridgehead.keys")).expect("the keyring");
    for line in secrets.lines().filter(|line| line.contains("\"secret\"") || line.contains("\"lookup\"")) {
        assert!(!shown.contains(line.split('"').nth(3).expect("a secret")), "{shown}");
    }
    assert!(place.refused(&["keys", "create"]).contains("bridgehead.keys"), "never over one that is there");
    std::fs::rename(place.path("bridgehead.keys"), place.path("away")).expect("a moved file");
    assert!(place.refused(&["serve", "--listen", "127.0.0.1:0"]).contains("keys create"));
    assert!(place.refused(&["doctor"]).contains("FAIL keyring"));
}

#[test]
fn a_rotation_keeps_contacts_readable() {
    let place = installed();
    place.done(&["account", "contact", "wang", "phone"], "138 1234 1234\n");
    let rotated = place.done(&["keys", "rotate"], "");
    assert!(rotated.contains("1 contacts"), "{rotated}");
    assert!(place.done(&["account", "holds", "wang"], "").contains("13812341234"));
    let shown = place.done(&["keys", "show"], "");
    assert_eq!((shown.matches("encrypt").count(), shown.matches("current").count()), (2, 2), "{shown}");
    std::fs::remove_file(place.path("bridgehead.keys")).expect("lost keys");
    place.done(&["keys", "create"], "");
    assert!(place.refused(&["doctor"]).contains("FAIL contacts"), "other keys do not read them");
}

#[test]
fn a_changed_journal_does_not_verify() {
    let place = installed();
    assert!(place.done(&["journal", "seal"], "").contains("1 new seals"));
    std::fs::write(place.path("kept.json"), place.done(&["journal", "seals"], "")).expect("kept seals");
    assert!(place.done(&["journal", "verify", "--seals", "kept.json"], "").contains("as it was sealed"));
    let shown = place.done(&["journal", "show", "--kind", "account."], "");
    assert!(shown.lines().count() == 2 && !shown.contains("王"), "{shown}");
    place.done(&["journal", "export", "journal.jsonl"], "");
    let export = std::fs::read_to_string(place.path("journal.jsonl")).expect("the export");
    let all = place.done(&["journal", "show", "--json"], "");
    assert_eq!(export.lines().count(), all.lines().count());
    assert!(place.refused(&["journal", "export", "journal.jsonl"]).contains("journal.jsonl"));
    std::fs::create_dir(place.path("archive")).expect("a folder");
    assert!(place.done(&["journal", "archive", "--before", "2000-01-01", "archive"], "").contains("0 new"));
    assert!(place.done(&["journal", "archive", "--before", "2999-01-01", "archive"], "").contains("1 new"));
    assert!(place.done(&["journal", "verify", "--archive", "archive"], "").contains("1 segments"));
    assert!(place.refused(&["journal", "archive", "--before", "soon", "archive"]).contains("`soon`"));
    place.tamper("update journal set actor = x'00112233445566778899aabbccddeeff' where seq = 2");
    assert!(place.refused(&["journal", "verify"]).contains("seal 1, entries 0.1 to"));
    assert!(place.refused(&["journal", "verify", "--archive", "archive"]).contains("entry 0.2 is not what"));
    place.tamper("delete from journal; delete from seal");
    assert!(place.refused(&["journal", "verify", "--seals", "kept.json"]).contains("seal 1 was published"));
}

#[test]
fn a_backup_comes_back_held_and_what_was_erased_stays_erased() {
    let place = installed();
    place.done(&["account", "contact", "wang", "phone"], "13812341234\n");
    place.done(&["journal", "seal"], "");
    std::fs::create_dir(place.path("backups")).expect("a folder");
    let backup = place.done(&["backup", "backups"], "");
    assert!(backup.contains("not in it"), "{backup}");
    place.done(&["backup", "copy.db"], "");
    let unsure = place.refused(&["account", "erase", "wang"]);
    assert!(unsure.contains("1 contacts") && unsure.contains("--yes"), "{unsure}");
    place.done(&["account", "erase", "wang", "--yes"], "");
    assert!(place.done(&["journal", "verify"], "").contains("as it was sealed"));
    assert!(place.refused(&["account", "holds", "wang"]).contains("no account"));

    let other = ["--database", "sqlite://restored.db"];
    let with = |arguments: &[&'static str]| [arguments, &other].concat();
    let restored = place.done(&with(&["restore", "copy.db"]), "");
    assert!(restored.contains("held") && restored.contains("1 accounts"), "{restored}");
    assert!(place.refused(&with(&["restore", "copy.db"])).contains("there already"));
    assert!(place.refused(&with(&["account", "holds", "wang"])).contains("no account"));
    assert!(place.refused(&with(&["doctor"])).contains("FAIL held"));
    assert!(place.refused(&with(&["release", "--by", "wang"])).contains("no account"));
    place.done(&with(&["release", "--by", "admin"]), "");
    place.done(&with(&["doctor"]), "");
    let kinds = place.done(&with(&["journal", "show", "--kind", "system."]), "");
    assert!(kinds.contains("system.restored") && kinds.contains("system.released"), "{kinds}");
    assert!(place.done(&with(&["journal", "verify"]), "").contains("as it was sealed"));
}

#[test]
fn a_copied_file_is_noticed() {
    let place = installed();
    std::fs::copy(place.path("city.db"), place.path("copy.db")).expect("a copy");
    let other = ["--database", "sqlite://copy.db"];
    let doctor = place.refused(&[&["doctor"][..], &other].concat());
    assert!(doctor.contains("FAIL held") && doctor.contains("elsewhere"), "{doctor}");
    let shown = place.run(&[&["journal", "show", "--kind", "system."][..], &other].concat());
    assert!(out(&shown).contains("system.copied") && err(&shown).contains("held"), "{}", err(&shown));
    place.done(&["doctor"], "");
}

#[test]
fn a_database_that_another_tool_put_back_can_be_held_by_hand() {
    let place = installed();
    place.done(&["account", "erase", "wang", "--yes"], "");
    place.done(&["restore", "--by-other-means"], "");
    assert!(place.refused(&["doctor"]).contains("FAIL held"));
    place.done(&["release", "--by", "admin"], "");
    assert_eq!(place.run(&["restore"]).status.code(), Some(2), "neither file nor reason");
}

#[test]
fn a_contact_is_no_argument_and_is_not_repeated() {
    let place = installed();
    assert_eq!(place.run(&["account", "contact", "wang", "phone", "13812341234"]).status.code(), Some(2));
    let wrong = place.run_with(&["account", "contact", "wang", "phone"], "1381234x\n");
    assert!(wrong.status.code() == Some(1) && !err(&wrong).contains("1381234x"), "{}", err(&wrong));
    place.done(&["account", "contact", "wang", "email"], "Wang@Example.org\n");
    assert!(place.done(&["account", "holds", "wang"], "").contains("wang@example.org"));
    place.done(&["account", "contact", "wang", "email"], "\n");
    assert!(!place.done(&["account", "holds", "wang"], "").contains("wang@example.org"));
}
