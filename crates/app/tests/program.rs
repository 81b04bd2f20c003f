//! The program as an operator uses it: files, exit codes, what it refuses.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// One installation in a folder of its own.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).expect("a written file");
        name.to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "", &[])
    }

    fn run_with(&self, arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bridgehead"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("BRIDGEHEAD_DATABASE")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a started program");
        // A program that ends early closes its input: that is for the exit code to tell.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        child.wait_with_output().expect("an end")
    }
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const UNITS: &str = "code,parent,kind,name_zh,name_en,boundary_wkt,boundary_quality\n\
    4101,,city,郑州市,Zhengzhou,\"POLYGON((113 34, 114 34, 114 35, 113 35, 113 34))\",surveyed\n\
    410102,4101,county,中原区,Zhongyuan,\"POLYGON((113 34, 113.5 34, 113.5 35, 113 35, 113 34))\",surveyed\n";

fn installed() -> Place {
    let place = Place::new();
    let init = place.run(&["init", "--name", "试点", "--database", "sqlite://city.db"]);
    assert_eq!(code(&init), Some(0), "{}", err(&init));
    place.write("units.csv", UNITS);
    let import = place.run(&["import", "units", "units.csv"]);
    assert_eq!(code(&import), Some(0), "{}", err(&import));
    place
}

#[test]
fn every_command_explains_itself() {
    let place = Place::new();
    for command in ["serve", "worker", "init", "doctor", "openapi", "demo"] {
        let help = place.run(&[command, "--help"]);
        assert_eq!(code(&help), Some(0), "{command}");
        assert!(out(&help).contains("Example"), "{command} shows an example");
    }
    for (group, command) in [
        ("import", "units"),
        ("import", "bodies"),
        ("import", "population"),
        ("import", "places"),
        ("import", "cases"),
        ("export", "units"),
        ("account", "create-admin"),
        ("account", "create"),
    ] {
        let help = place.run(&[group, command, "--help"]);
        assert!(code(&help) == Some(0) && out(&help).contains("Example"), "{group} {command}");
    }
    assert_eq!(code(&place.run(&["fly"])), Some(2), "wrong use");
}

#[test]
fn a_new_city_from_nothing_to_an_administrator() {
    let place = installed();
    let again = place.run(&["import", "units", "units.csv"]);
    assert!(out(&again).contains("0 new, 0 changed, 2 unchanged"), "{}", out(&again));
    let short = place.run_with(&["account", "create-admin", "admin"], "short\n", &[]);
    assert_eq!(code(&short), Some(1));
    let admin = place.run_with(&["account", "create-admin", "admin"], "long enough for me\n", &[]);
    assert_eq!(code(&admin), Some(0), "{}", err(&admin));
    let doctor = place.run(&["doctor", "--json"]);
    assert_eq!(code(&doctor), Some(0), "{}", err(&doctor));
    assert!(out(&doctor).contains("\"healthy\":true"), "{}", out(&doctor));
}

#[test]
fn a_correction_is_shown_before_it_is_applied() {
    let place = installed();
    place.write("units.csv", &UNITS.replace("中原区", "新中原区"));
    let asked = place.run(&["import", "units", "units.csv"]);
    assert_eq!(code(&asked), Some(1), "changes of present units need a yes");
    assert!(err(&asked).contains("中原区") && err(&asked).contains("新中原区"), "{}", err(&asked));
    let unchanged = place.run(&["export", "units", "now.csv"]);
    assert_eq!(code(&unchanged), Some(0), "{}", err(&unchanged));
    assert!(!std::fs::read_to_string(place.path("now.csv")).expect("the export").contains("新中原区"));
    let applied = place.run(&["import", "units", "units.csv", "--yes"]);
    assert_eq!(code(&applied), Some(0), "{}", err(&applied));
}

#[test]
fn what_is_exported_can_be_imported_elsewhere_unchanged() {
    let place = installed();
    for file in ["city.csv", "city.geojson", "city.shp"] {
        let export = place.run(&["export", "units", file]);
        assert_eq!(code(&export), Some(0), "{file}: {}", err(&export));
        let back = place.run(&["import", "units", file]);
        assert!(out(&back).contains("0 new, 0 changed, 2 unchanged"), "{file}: {}{}", out(&back), err(&back));
    }
}

#[test]
fn a_broken_file_is_refused_and_leaves_nothing() {
    let place = installed();
    let before = place.run(&["doctor"]);
    place.write("orphan.csv", "code,parent,kind,name_zh\n410199,9999,county,孤\n");
    let orphan = place.run(&["import", "units", "orphan.csv"]);
    assert_eq!(code(&orphan), Some(3), "{}", err(&orphan));
    assert!(err(&orphan).contains("row 2") && err(&orphan).contains("9999"), "{}", err(&orphan));
    place.write("cut.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":");
    assert_eq!(code(&place.run(&["import", "units", "cut.geojson"])), Some(1));
    assert_eq!(code(&place.run(&["import", "units", "missing.csv"])), Some(1));
    assert_eq!(out(&place.run(&["doctor"])), out(&before));
}

#[test]
fn a_dry_run_writes_nothing() {
    let place = installed();
    place.write("more.csv", "code,parent,kind,name_zh\n410103,4101,county,二七区\n");
    let dry = place.run(&["import", "units", "more.csv", "--dry-run"]);
    assert!(code(&dry) == Some(0) && out(&dry).contains("1 new"), "{}", out(&dry));
    assert!(out(&place.run(&["doctor"])).contains("2 present"));
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let place = installed();
    let from = |variables: &[(&str, &str)], arguments: &[&str]| {
        let all = [&["doctor", "--json"], arguments].concat();
        out(&place.run_with(&all, "", variables))
    };
    assert!(from(&[], &[]).contains("\"from\":\"file "), "the file sets the name");
    assert!(
        from(&[("BRIDGEHEAD_NAME", "区")], &[])
            .contains("\"from\":\"environment BRIDGEHEAD_NAME\",\"key\":\"name\",\"value\":\"区\"")
    );
    let both = from(&[("BRIDGEHEAD_LOG", "warn")], &["--log", "error"]);
    assert!(both.contains("\"from\":\"flag\",\"key\":\"log\",\"value\":\"error\""), "{both}");
    place.write("bridgehead.toml", "nmae = \"typo\"\n");
    let typo = place.run(&["doctor"]);
    assert!(code(&typo) == Some(1) && err(&typo).contains("nmae"), "{}", err(&typo));
}

#[test]
fn sqlite_has_no_separate_worker() {
    let place = installed();
    let worker = place.run(&["worker"]);
    assert_eq!(code(&worker), Some(1));
    assert!(err(&worker).contains("inside `bridgehead serve`"), "{}", err(&worker));
}

#[test]
fn a_database_that_may_lose_what_it_acknowledged_is_refused() {
    let server = std::env::var("BRIDGEHEAD_TEST_POSTGRES").expect("a test server; run the tests with `make test`");
    let place = Place::new();
    let address = format!("{server}/postgres");
    let serve = place.run(&["serve", "--database", &address, "--listen", "127.0.0.1:0"]);
    assert_eq!(code(&serve), Some(1));
    assert!(err(&serve).contains("fsync = off"), "{}", err(&serve));
    assert!(!Path::new("bridgehead.db").exists());
}
