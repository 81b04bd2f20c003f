//! The operator's bridge: a file in, the superior's list out, and exit codes that a script can go by.

use std::path::Path;
use std::process::{Command, Output};

const MAPPING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bridge/12345.toml");
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bridge/12345.csv");

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bridgehead"));
    command.args(arguments).current_dir(folder).env("BRIDGEHEAD_DATABASE", "sqlite://city.db");
    command.output().expect("a started program")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

#[test]
fn orders_go_in_by_file_and_the_list_comes_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    std::fs::write(
        folder.join("units.csv"),
        "code,parent,kind,name_zh\n4101,,city,郑州市\n410102,4101,county,中原区\n410102001,410102,street,林山寨街道\n\
         410102001002,410102001,community,平安社区\n410102001002001,410102001002,community_grid,第一网格\n",
    )
    .expect("a file");
    done(folder, &["init", "--name", "试点"]);
    done(folder, &["import", "units", "units.csv", "--yes"]);
    done(folder, &["bridge", "check", MAPPING]);
    let dry = done(folder, &["bridge", "import", MAPPING, SAMPLE, "--dry-run"]);
    assert!(dry.contains("nothing was written; 3 orders"), "{dry}");
    let first = done(folder, &["bridge", "import", MAPPING, SAMPLE]);
    assert!(first.contains("3 orders became hazards, 0 were known"), "{first}");
    assert!(done(folder, &["bridge", "import", MAPPING, SAMPLE]).contains("0 orders became hazards, 3 were known"));

    let bad = std::fs::read_to_string(SAMPLE).expect("the sample").replacen("道路积水", "占道经营", 1);
    std::fs::write(folder.join("bad.csv"), bad).expect("a file");
    let refused = run(folder, &["bridge", "import", MAPPING, "bad.csv", "--json"]);
    assert_eq!(refused.status.code(), Some(3), "some were refused");
    let text = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(text.contains(r#""code":"category_unknown""#) && text.contains("占道经营"), "{text}");

    done(folder, &["bridge", "export", MAPPING, "--out", "report.csv"]);
    let report = std::fs::read_to_string(folder.join("report.csv")).expect("the report");
    assert!(report.starts_with("\u{feff}工单编号,"), "{report}");
    assert!(report.contains("GD20210720000101,") && report.contains(",2021-07-20 07:30:00,"), "{report}");
    assert!(report.contains(",平安社区,消防通道占用,"), "without boundaries the named unit counts: {report}");
    done(folder, &["bridge", "export", MAPPING, "--since", "2020-01-01", "--out", "report.json"]);
    let list = std::fs::read_to_string(folder.join("report.json")).expect("the report");
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list.as_array().expect("a list").len(), 3);
    done(folder, &["journal", "verify"]);

    // What waits to be told is for `doctor` to say, and a mapping that it cannot use.
    set_bridges(folder, MAPPING);
    let doctor = done(folder, &["doctor"]);
    assert!(
        doctor.contains("bridges") && doctor.contains("`12345`: 3 orders, 0 statuses wait, 0 were given up"),
        "{doctor}"
    );
    set_bridges(folder, "nowhere.toml");
    let doctor = run(folder, &["doctor"]);
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(
        doctor.status.code() == Some(1) && said.contains("FAIL bridges") && said.contains("nowhere.toml"),
        "{said}"
    );
}

/// Names the mapping file of the installation's bridge.
fn set_bridges(folder: &Path, mapping: &str) {
    let file = folder.join("bridgehead.toml");
    let written = std::fs::read_to_string(&file).expect("a configuration");
    let kept: Vec<&str> = written.lines().filter(|line| !line.starts_with("bridges")).collect();
    std::fs::write(&file, format!("bridges = [{mapping:?}]\n{}\n", kept.join("\n"))).expect("a configuration");
}

#[test]
fn a_mapping_that_cannot_be_used_is_named_before_anything_is_served() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    done(folder, &["init", "--name", "试点"]);
    let mapping = std::fs::read_to_string(MAPPING).expect("the sample").replace("\"A04\"", "\"Z99\"");
    std::fs::write(folder.join("wrong.toml"), mapping).expect("a file");
    let refused = run(folder, &["bridge", "check", "wrong.toml"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("wrong.toml") && said.contains("Z99"), "{said}");
}
