//! `bridgehead callout`: the database is lost, the posts are called all the same, and what they said comes back.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::place::{Place, code, err, installed, json, out};
use testkit::gateway::{Gateway, Manner};

/// A program that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn city(gateway: &Gateway) -> Place {
    let place = installed();
    let file = std::fs::read_to_string(place.path("bridgehead.toml")).expect("a configuration");
    place.write("bridgehead.toml", &format!("{file}\n{}", gateway.settings()));
    let made = place.run_with(
        &["account", "create", "wang", "--title", "district_duty", "--unit", "410102", "--name", "王"],
        "correct horse battery\n",
        &[],
    );
    assert_eq!(code(&made), Some(0), "{}", err(&made));
    let phone = place.run_with(&["account", "contact", "wang", "phone"], "13812345678\n", &[]);
    assert_eq!(code(&phone), Some(0), "{}", err(&phone));
    place
}

/// Calls from the snapshot until the gateway was asked; the file that it recorded in.
fn call(place: &Place, gateway: &Gateway) -> String {
    let arguments = [
        "callout",
        "run",
        "--colour",
        "red",
        "--unit",
        "410102",
        "--headline",
        "暴雨红色预警",
        "--listen",
        "127.0.0.1:0",
    ];
    let mut child = Command::new(env!("CARGO_BIN_EXE_bridgehead"))
        .args(arguments)
        .arg("--json")
        .current_dir(place.folder.path())
        .env_remove("BRIDGEHEAD_DATABASE")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a started program");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let running = Running(child);
    let (mut file, started) = (None, Instant::now());
    for line in lines {
        let said: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("an object");
        file = said["file"].as_str().map(str::to_owned).or(file);
        if said["posts"] == 1 && gateway.ids().len() == 1 {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "nobody was called");
    }
    drop(running);
    file.expect("the file that it names")
}

#[test]
fn the_database_is_lost_and_its_posts_are_called_from_the_snapshot() {
    let gateway = Gateway::start(Manner::Slow(Duration::ZERO));
    let place = city(&gateway);
    let written = place.run(&["callout", "snapshot", "--json"]);
    assert_eq!(code(&written), Some(0), "{}", err(&written));
    assert_eq!(json(&written)["file"], "callout.snapshot");
    std::fs::rename(place.path("city.db"), place.path("lost.db")).expect("a lost database");
    let file = call(&place, &gateway);
    std::fs::rename(place.path("lost.db"), place.path("city.db")).expect("a found database");
    let back = place.run(&["callout", "return", &file, "--json"]);
    assert_eq!(code(&back), Some(0), "{}", err(&back));
    let back = json(&back);
    assert_eq!((&back["warnings"], &back["rounds"], &back["calls"]), (&1.into(), &1.into(), &1.into()), "{back}");
}

#[test]
fn what_cannot_be_called_from_is_said() {
    let gateway = Gateway::start(Manner::Slow(Duration::ZERO));
    let place = city(&gateway);
    let alone = place.run(&["callout", "run"]);
    assert_eq!(code(&alone), Some(2), "{}", err(&alone));
    let without = place.run(&["callout", "run", "--colour", "red", "--unit", "410102", "--headline", "暴雨"]);
    assert_eq!(code(&without), Some(1));
    assert!(err(&without).contains("callout.snapshot"), "{}", err(&without));
    place.run(&["callout", "snapshot"]);
    let nowhere = place.run(&["callout", "run", "--colour", "red", "--unit", "999999", "--headline", "暴雨"]);
    assert!(err(&nowhere).contains("no unit `999999`"), "{}", err(&nowhere));
    let other = place.run(&["callout", "return", "city.db"]);
    assert!(err(&other).contains("is not what `callout run` recorded"), "{}{}", out(&other), err(&other));
}
