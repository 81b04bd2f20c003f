//! `keys list`, `rotate`, `rotate --resume` and `remove`.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use service::keyring::Keyring;

use super::{account, with_keys};
use crate::place::{Place, code, err, json, out};

/// The keys of a purpose: id, whether it is current, how many values it protects.
fn keys(place: &Place, purpose: &str) -> Vec<(String, bool, Option<u64>)> {
    let listed = json(&place.run(&["keys", "list", "--json"]));
    let keys = listed["keys"].as_array().expect("keys").clone();
    let of = |key: &Value| {
        let id = key["id"].as_str().expect("an id").to_owned();
        (id, key["current"] == true, key["values"].as_u64())
    };
    keys.iter().filter(|key| key["purpose"] == purpose).map(of).collect()
}

fn with_a_number() -> Place {
    let place = with_keys();
    account(&place, "wang", "district_duty");
    let set = place.run_with(&["account", "contact", "wang", "phone"], "13812341234\n", &[]);
    assert_eq!(code(&set), Some(0), "{}", err(&set));
    place
}

fn reads(place: &Place) -> bool {
    out(&place.run(&["account", "holds", "wang"])).contains("13812341234")
}

#[test]
fn a_rotation_moves_every_value_to_the_new_key() {
    let place = with_a_number();
    let before = keys(&place, "encrypt");
    assert_eq!((before.len(), before[0].1, before[0].2), (1, true, Some(1)));
    let rotated = json(&place.run(&["keys", "rotate", "--json"]));
    assert_eq!(rotated["contacts"], 1, "{rotated}");
    let after = keys(&place, "encrypt");
    assert_eq!((after[0].1, after[0].2, after[1].1, after[1].2), (false, Some(0), true, Some(1)));
    assert_eq!(rotated["key"].as_str(), Some(after[1].0.as_str()));
    assert!(reads(&place));
    let too_soon = place.run(&["keys", "remove", &after[0].0]);
    assert!(code(&too_soon) == Some(1) && err(&too_soon).contains("less than"), "{}", err(&too_soon));
}

#[test]
fn a_rotation_that_was_broken_off_goes_on_and_the_old_key_can_go() {
    let place = with_a_number();
    let old = keys(&place, "encrypt")[0].0.clone();
    // As it lies when the program ends between the new key and the first value; longer ago than a write lasts.
    let keyring = Keyring::load(&place.path("bridgehead.keys")).expect("the keyring");
    keyring.add_current(an_hour_ago()).expect("a new key");
    let broken = keys(&place, "encrypt");
    assert_eq!((broken[0].2, broken[1].1, broken[1].2), (Some(1), true, Some(0)));
    let needed = place.run(&["keys", "remove", &old]);
    assert!(code(&needed) == Some(1) && err(&needed).contains("still protects 1 values"), "{}", err(&needed));
    let resumed = json(&place.run(&["keys", "rotate", "--resume", "--json"]));
    assert_eq!((&resumed["contacts"], keys(&place, "encrypt").len()), (&1.into(), 2), "no third key: {resumed}");
    let again = json(&place.run(&["keys", "rotate", "--resume", "--json"]));
    assert_eq!(again["contacts"], 0, "nothing is left to do");

    let current = keys(&place, "encrypt")[1].0.clone();
    for (id, why) in [(current.as_str(), "encrypts what is new"), ("ffffffff", "there is no")] {
        let refused = place.run(&["keys", "remove", id]);
        assert!(code(&refused) == Some(1) && err(&refused).contains(why), "{id}: {}", err(&refused));
    }
    let signing = keys(&place, "seal")[0].0.clone();
    let refused = place.run(&["keys", "remove", &signing]);
    assert!(code(&refused) == Some(1) && err(&refused).contains("signs"), "{}", err(&refused));
    let removed = json(&place.run(&["keys", "remove", &old, "--json"]));
    assert_eq!(removed["removed"].as_str(), Some(old.as_str()));
    assert_eq!(keys(&place, "encrypt").len(), 1);
    assert!(reads(&place), "what was moved is read by the key that stays");
    for command in ["list", "rotate", "remove"] {
        assert!(out(&place.run(&["keys", command, "--help"])).contains("Example"), "{command}");
    }
}

#[expect(clippy::disallowed_methods, reason = "the program lives by the real clock")]
fn an_hour_ago() -> Timestamp {
    Timestamp::now().checked_sub(SignedDuration::from_hours(1)).expect("a time")
}
