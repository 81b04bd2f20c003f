//! An exercise reaches nobody: in a network of its own, with every channel configured, the program sends not one byte. The
//! same program sends some as soon as it has something to say in the live world.

use std::process::Command;

use crate::place::{Place, code, err, installed};

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/scenarios/zhengzhou-2021-07-20.toml");

/// Ways out, each with nobody behind it: an attempt shows, whoever would answer.
const GATEWAY: &str = "[sms]\nurl = \"http://127.0.0.1:9/send\"\nbody = '{\"to\":\"{to}\",\"text\":\"{text}\"}'\n";
const CENTRE: &str = "[sms.smpp]\nhost = \"127.0.0.1\"\nport = 9\nsystem_id = \"city\"\npassword = \"secret\"\n\
    source = \"1069\"\nwindow = 10\nenquire_s = 30\n";
const VOICE: &str = "[voice]\nurl = \"http://127.0.0.1:9/ring\"\nbody = '{\"to\":\"{to}\",\"text\":\"{text}\"}'\n";
const MAIL: &str =
    "[mail]\nhost = \"127.0.0.1\"\nport = 9\nprotection = \"none\"\nfrom = \"Bridgehead <duty@example.org>\"\n";
const SPEAKERS: &str = "[loudspeakers]\nhost = \"127.0.0.1\"\nport = 9\ntls = false\n";

/// A city with somebody to call, and these ways out.
fn city(ways: &[&str]) -> Place {
    let place = installed();
    let file = std::fs::read_to_string(place.path("bridgehead.toml")).expect("a configuration");
    let test =
        "test_phone = \"+8613800000000\"\ntest_mail = \"duty@example.org\"\nallow_networks = [\"127.0.0.1/32\"]\n";
    place.write("bridgehead.toml", &format!("{file}\n{test}\n{}", ways.concat()));
    let new = ["account", "create", "wang", "--title", "district_duty", "--unit", "410102", "--name", "王"];
    let made = place.run_with(&new, "correct horse battery\n", &[]);
    assert_eq!(code(&made), Some(0), "{}", err(&made));
    let phone = place.run_with(&["account", "contact", "wang", "phone"], "13812345678\n", &[]);
    assert_eq!(code(&phone), Some(0), "{}", err(&phone));
    place
}

/// Runs the program in a network of its own, for at most so long; how it ended, and the bytes that left by any interface.
fn alone(place: &Place, seconds: u32, arguments: &[&str]) -> (Option<i32>, u64) {
    let script =
        "ip link set lo up || exit 99; timeout \"$0\" \"$@\" >/dev/null; code=$?; cat /proc/net/dev; exit $code";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--net", "sh", "-c", script, &seconds.to_string()])
        .arg(env!("CARGO_BIN_EXE_bridgehead"))
        .args(arguments)
        .current_dir(place.folder.path())
        .env_remove("BRIDGEHEAD_DATABASE")
        .output()
        .expect("a network of its own: is `unshare` there?");
    let text = String::from_utf8_lossy(&output.stdout);
    let sent = text.lines().filter_map(|line| line.split_once(':')?.1.split_whitespace().nth(8)?.parse::<u64>().ok());
    let sent = sent.reduce(|all, one| all + one);
    assert!(sent.is_some(), "no interface was read: {}", err(&output));
    (output.status.code(), sent.unwrap_or_default())
}

#[test]
fn an_exercise_on_every_channel_sends_nothing() {
    for ways in [[GATEWAY, VOICE, MAIL, SPEAKERS], [VOICE, MAIL, SPEAKERS, CENTRE]] {
        let place = city(&ways);
        let run = ["exercise", "run", SCENARIO, "--course", "as_planned", "--json"];
        assert_eq!(alone(&place, 120, &run), (Some(0), 0));
    }
}

#[test]
fn each_channel_would_have_shown_in_the_live_world() {
    for (way, test) in [(GATEWAY, Some("sms")), (CENTRE, None), (VOICE, Some("voice")), (MAIL, Some("mail"))] {
        let place = city(&[way]);
        if let Some(channel) = test {
            let ordered = place.run(&["jobs", "test", channel]);
            assert_eq!(code(&ordered), Some(0), "{}", err(&ordered));
        }
        let (_, sent) = alone(&place, 6, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(sent > 0, "{way}");
    }
}
