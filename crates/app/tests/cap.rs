//! Messages in files, as an operator has them checked: exit codes, lines, JSON.

use crate::place::{Place, code, out};
use serde_json::Value;

const SOUND: &str = "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>1</identifier><sender>a@b</sender>\
    <sent>2021-07-19T21:59:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope></alert>";

#[test]
fn sound_messages_are_called_valid() {
    let place = Place::new();
    place.write("one.xml", SOUND);
    place.write("two.xml", &SOUND.replace("<scope>", "<source/><scope>"));
    let checked = place.run(&["cap", "check", "one.xml", "two.xml"]);
    assert_eq!(code(&checked), Some(0), "{}", out(&checked));
    let lines: Vec<String> = out(&checked).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "one.xml: valid");
    assert!(lines[1].starts_with("two.xml: valid, but empty_element at /alert/source: "), "{}", lines[1]);
    assert_eq!(std::fs::read_dir(place.folder.path()).expect("the folder").count(), 2, "nothing was made");
}

#[test]
fn one_wrong_file_among_sound_ones_fails_all_and_stops_none() {
    let place = Place::new();
    place.write("bad.xml", &SOUND.replace("Actual", "actual"));
    place.write("good.xml", SOUND);
    let checked = place.run(&["cap", "check", "bad.xml", "missing.xml", "good.xml", "--json"]);
    assert_eq!(code(&checked), Some(1));
    let objects: Vec<Value> =
        out(&checked).lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(objects[0]["file"], "bad.xml");
    assert_eq!(objects[0]["valid"], false);
    assert_eq!(objects[0]["errors"][0]["code"], "invalid_enum_value");
    assert_eq!(objects[0]["errors"][0]["path"], "/alert/status");
    assert!(objects[0]["errors"][0]["message"].as_str().is_some_and(|message| message.contains("`actual`")));
    assert_eq!(objects[1]["errors"][0]["code"], "unreadable_file");
    assert_eq!(
        (&objects[2]["valid"], &objects[2]["warnings"]),
        (&Value::from(true), &Value::from(Vec::<Value>::new()))
    );
}

#[test]
fn a_profile_asks_for_more() {
    let place = Place::new();
    place.write("one.xml", SOUND);
    let strict = place.run(&["cap", "check", "--profile", "strict", "one.xml"]);
    assert!(code(&strict) == Some(1) && out(&strict).contains("info_required at /alert/info"), "{}", out(&strict));
    assert_eq!(code(&place.run(&["cap", "check", "--profile", "loose", "one.xml"])), Some(2), "wrong use");
    assert_eq!(code(&place.run(&["cap", "check"])), Some(2), "wrong use");
}
