//! An exercise reaches nobody: in a network of its own, with every channel configured, the program sends not one byte. The
//! same program sends some as soon as it has something to say in the live world.

use std::process::Command;

use domain::outlet::OutletKind;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use service::access::Attempt;
use service::keyring::Keyring;
use service::outlet::NewOutlet;
use service::{Once, Options, Service};
use store::{Location, OpenOptions, Store};
use testkit::warning::{Cap, fit_station};

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

/// Outlets of units: robots of work groups, and the topic of a loudspeaker.
const OUTLETS: [(OutletKind, &str); 4] = [
    (OutletKind::DingTalk, "http://127.0.0.1:9/robot/send?access_token=x"),
    (OutletKind::WeCom, "http://127.0.0.1:9/send?key=x"),
    (OutletKind::Feishu, "http://127.0.0.1:9/hook/x"),
    (OutletKind::Loudspeaker, "city/speaker-1"),
];

const COUNTY: &str = "410102";
const PASSWORD: &str = "correct horse battery";

/// A city with somebody to call, and these ways out.
fn city(ways: &[&str]) -> Place {
    let place = installed();
    let file = std::fs::read_to_string(place.path("bridgehead.toml")).expect("a configuration");
    let test =
        "test_phone = \"+8613800000000\"\ntest_mail = \"duty@example.org\"\nallow_networks = [\"127.0.0.1/32\"]\n";
    place.write("bridgehead.toml", &format!("{file}\n{test}\n{}", ways.concat()));
    let new = ["account", "create", "wang", "--title", "district_duty", "--unit", COUNTY, "--name", "王"];
    for new in [&new[..], &["account", "create-admin", "admin"]] {
        let made = place.run_with(new, &format!("{PASSWORD}\n"), &[]);
        assert_eq!(code(&made), Some(0), "{}", err(&made));
    }
    let phone = place.run_with(&["account", "contact", "wang", "phone"], "13812345678\n", &[]);
    assert_eq!(code(&phone), Some(0), "{}", err(&phone));
    place
}

#[expect(clippy::disallowed_methods, reason = "the program lives by the real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// Does something with the use cases over the city's database, while no program has it.
fn inside(place: &Place, work: impl AsyncFnOnce(Service)) {
    let location = Location::Sqlite(place.path("city.db"));
    let keyring = Keyring::load(&place.path("bridgehead.keys")).expect("the keyring");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&OpenOptions::new(location)).await.expect("the database");
        let options = Options { factor_exempt: true, ..Options::default() };
        let service = Service::open_with(store.clone(), TimeZone::UTC, options).await.expect("the use cases");
        work(service.with_keyring(keyring)).await;
        store.close().await.expect("closed");
    });
}

/// Gives the county these outlets.
fn add(place: &Place, outlets: &[(OutletKind, &str)]) {
    inside(place, async |service: Service| {
        let token = service.sign_in(&Attempt::new("admin", PASSWORD), now()).await.expect("a sign-in").token;
        let session = service.session_of(&token, now()).await.expect("an answer").expect("a session");
        let unit = service.tree().by_code(COUNTY).expect("the county").id;
        for (kind, address) in outlets {
            let (name, address) = (kind.word().to_owned(), (*address).to_owned());
            let new = NewOutlet { kind: *kind, name, address, secret: None };
            service.add_outlet(&session, unit, new, &Once::fresh(), now()).await.expect("an outlet");
        }
    });
}

/// An official station warns the county: a round of calls is open.
fn warn(place: &Place) {
    inside(place, async |service: Service| {
        fit_station(&service);
        let red = Cap { code: COUNTY, sent: now(), ..Cap::red("red-1") };
        red.give(&service, now()).await.expect("a warning").callout.expect("a round");
    });
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
        add(&place, &OUTLETS);
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

// Without an outlet the same round sends nothing: the bytes are theirs.
#[test]
fn each_outlet_would_have_shown_in_the_live_world() {
    for outlets in [&OUTLETS[..0], &OUTLETS[..3], &OUTLETS[3..]] {
        let place = city(&[SPEAKERS]);
        add(&place, outlets);
        warn(&place);
        let (_, sent) = alone(&place, 6, &["serve", "--listen", "127.0.0.1:0"]);
        assert_eq!(sent > 0, !outlets.is_empty(), "{sent} bytes to {outlets:?}");
    }
}
