//! The program as an operator uses it: files, exit codes, what it refuses.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::place::{Place, UNITS, code, err, installed, json, out};
use store::{Location, Meta, OpenOptions, Store};

#[test]
fn every_command_explains_itself() {
    let place = Place::new();
    for command in ["serve", "worker", "init", "doctor", "openapi"] {
        let help = place.run(&[command, "--help"]);
        assert_eq!(code(&help), Some(0), "{command}");
        assert!(out(&help).contains("Example"), "{command} shows an example");
    }
    for (group, command) in [
        ("import", "units"),
        ("import", "bodies"),
        ("import", "population"),
        ("import", "places"),
        ("place", "import"),
        ("import", "hazards"),
        ("import", "remove-hazards"),
        ("export", "units"),
        ("account", "create-admin"),
        ("account", "create"),
        ("account", "list"),
        ("account", "disable"),
        ("account", "reset-link"),
        ("account", "reset"),
        ("account", "remove-factor"),
        ("cap", "check"),
    ] {
        let help = place.run(&[group, command, "--help"]);
        assert!(code(&help) == Some(0) && out(&help).contains("Example"), "{group} {command}");
    }
    assert_eq!(code(&place.run(&["fly"])), Some(2), "wrong use");
}

#[test]
fn a_demonstration_is_there_only_where_it_was_built_in() {
    let help = Place::new().run(&["demo", "--help"]);
    let expected = if cfg!(feature = "demo") { Some(0) } else { Some(2) };
    assert_eq!(code(&help), expected);
    assert_eq!(out(&help).contains("Example"), cfg!(feature = "demo"));
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
fn an_account_from_its_first_posting_to_its_end() {
    let place = installed();
    let unit = ["--unit", "410102", "--json"];
    let create = ["account", "create", "wang", "--title", "district_duty"];
    assert_eq!(code(&place.run_with(&[&create[..], &unit].concat(), "long enough for me\n", &[])), Some(0));
    let give =
        ["account", "posting", "give", "wang", "--title", "auditor", "--from", "2099-01-01", "--until", "2099-02-01"];
    let given = json(&place.run(&[&give[..], &unit].concat()));
    let posting = given["posting"].as_str().expect("an id");
    let listed = json(&place.run(&["account", "list", "--json"]));
    assert_eq!(listed["postings"].as_array().expect("postings").len(), 2, "{listed}");
    assert!(out(&place.run(&["account", "list"])).contains("from 2099-01-01  until 2099-02-01"));
    let end = place.run(&["account", "posting", "end", posting, "--on", "2099-01-15"]);
    assert_eq!(code(&end), Some(0), "{}", err(&end));
    assert!(out(&place.run(&["account", "list"])).contains("until 2099-01-15"));
    let past = place.run(&["account", "posting", "end", posting, "--on", "2020-01-01"]);
    assert_eq!(code(&past), Some(1), "an end in the past");

    let link = json(&place.run(&["account", "reset-link", "wang", "--json"]));
    let secret = link["secret"].as_str().expect("a secret");
    let both = format!("{secret}\nanother password\n");
    assert_eq!(code(&place.run_with(&["account", "reset"], &both, &[])), Some(0));
    let again = place.run_with(&["account", "reset"], &both, &[]);
    assert!(code(&again) == Some(1) && err(&again).contains("used or has expired"), "{}", err(&again));
    assert_eq!(code(&place.run(&["account", "remove-factor", "wang"])), Some(1), "there is none");
    assert_eq!(code(&place.run(&["account", "disable", "wang"])), Some(0));
    assert_eq!(code(&place.run(&["account", "disable", "wang"])), Some(1), "once");
    assert_eq!(json(&place.run(&["account", "list", "--json"]))["disabled"], true);
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
fn a_mistake_in_a_table_of_ones_own_is_told_with_file_row_and_field() {
    let place = installed();
    let shipped = include_str!("../../../data/catalogue/reading_thresholds.json");
    let tried = |table: &str| {
        place.write("own.json", table);
        let variables = [("BRIDGEHEAD_THRESHOLDS", "own.json")];
        err(&place.run_with(&["account", "holds", "nobody"], "", &variables))
    };
    let mistake = tried(&shipped.replacen("\"value\": 100,", "\"value\": \"100\",", 1));
    assert!(mistake.contains("own.json") && mistake.contains("rows[3].value"), "{mistake}");
    let sound = tried(shipped);
    assert!(!sound.contains("own.json"), "{sound}");
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

#[test]
fn a_demonstration_never_serves_a_city() {
    let place = installed();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let options = OpenOptions::new(Location::Sqlite(place.path("city.db")));
        let store = Store::open(&options).await.expect("the store");
        let write = store.write().await.expect("a write");
        Meta::set(write.tx(), "demo", "true").await.expect("a mark");
        write.commit().await.expect("a commit");
        store.close().await.expect("an end");
    });
    let serve = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code(&serve), Some(1));
    assert!(err(&serve).contains("demonstration"), "{}", err(&serve));
    let doctor = place.run(&["doctor"]);
    assert!(code(&doctor) == Some(1) && out(&doctor).contains("FAIL demonstration"), "{}", out(&doctor));
}

#[test]
fn it_serves_until_asked_to_stop() {
    let place = installed();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bridgehead"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .current_dir(place.folder.path())
        .env_remove("BRIDGEHEAD_DATABASE")
        .stderr(Stdio::piped())
        .spawn()
        .expect("a started program");
    let mut log = BufReader::new(child.stderr.take().expect("a log"));
    let mut line = String::new();
    while !line.contains("address=") {
        line.clear();
        assert_ne!(log.read_line(&mut line).expect("a line"), 0, "it ended before it served");
    }
    let address = line.split("address=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("an address");
    let get = |path: &str| {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    for path in ["/healthz", "/readyz", "/metrics", "/api/openapi.json"] {
        assert!(get(path).starts_with("HTTP/1.1 200"), "{path}: {}", get(path));
    }
    assert!(get("/api/units?limit=1").contains("410102"));
    let killed = Command::new("kill").arg(child.id().to_string()).status().expect("a signal");
    assert!(killed.success());
    assert_eq!(child.wait().expect("an end").code(), Some(0), "asked to stop, it ends cleanly");
}

#[test]
fn bodies_and_people_come_by_code() {
    let place = installed();
    place.write("bodies.csv", "code,kind,name_zh,jurisdiction\nP1,property_company,物业,410102\n");
    let bodies = place.run(&["import", "bodies", "bodies.csv"]);
    assert_eq!(code(&bodies), Some(0), "{}", err(&bodies));
    let create = |unit: &str, body: &str| {
        let arguments =
            ["account", "create", "wang", "--title", "property_manager", "--unit", unit, "--body", body, "--json"];
        place.run_with(&arguments, "long enough for me\n", &[])
    };
    assert!(err(&create("nowhere", "P1")).contains("`nowhere`"));
    assert!(err(&create("410102", "P9")).contains("`P9`"));
    let created = create("410102", "P1");
    assert!(code(&created) == Some(0) && out(&created).contains("\"login\":\"wang\""), "{}", err(&created));
    let again = create("410102", "P1");
    assert!(code(&again) == Some(1) && err(&again).contains("exists already"), "{}", err(&again));
}

#[test]
fn programs_are_told_in_json_why_it_failed() {
    let place = Place::new();
    let missing = place.run(&["import", "units", "missing.csv", "--json"]);
    assert_eq!(code(&missing), Some(1));
    assert!(err(&missing).trim_start().starts_with("{\"error\":"), "{}", err(&missing));
    assert_eq!(std::fs::read_dir(place.folder.path()).expect("the folder").count(), 0, "nothing was made on the way");
}

#[test]
fn looking_makes_nothing() {
    let place = Place::new();
    let doctor = place.run(&["doctor"]);
    assert!(code(&doctor) == Some(1) && out(&doctor).contains("FAIL database"), "{}", out(&doctor));
    assert_eq!(std::fs::read_dir(place.folder.path()).expect("the folder").count(), 0);
}

#[test]
fn a_second_init_overwrites_nothing() {
    let place = installed();
    let before = std::fs::read_to_string(place.path("bridgehead.toml")).expect("the file");
    let again = place.run(&["init", "--name", "别的", "--database", "sqlite://other.db"]);
    assert_eq!(code(&again), Some(1), "{}", out(&again));
    assert_eq!(std::fs::read_to_string(place.path("bridgehead.toml")).expect("the file"), before);
    assert!(!place.path("other.db").exists());
}

#[test]
fn the_password_of_a_database_is_shown_nowhere() {
    let place = Place::new();
    let doctor = place.run(&["doctor", "--json", "--database", "postgres://city:secret@127.0.0.1:1/city"]);
    assert!(out(&doctor).contains("city:***@"), "{}", out(&doctor));
    assert!(!out(&doctor).contains("secret") && !err(&doctor).contains("secret"));
}
