//! `account link-oidc` and `unlink-oidc`.

use super::{account, with_keys};
use crate::place::{code, err, json, out};

const SERVICE: [&str; 4] = ["--issuer", "https://sso.city.example", "--subject", "8d2f60"];

#[test]
fn an_identity_elsewhere_is_linked_once_shown_to_its_owner_and_taken_away() {
    let place = with_keys();
    account(&place, "wang", "district_duty");
    account(&place, "li", "auditor");
    let run = |command: &str, login: &str| place.run(&[&["account", command, login, "--json"], &SERVICE[..]].concat());
    let linked = run("link-oidc", "wang");
    assert_eq!((code(&linked), &json(&linked)["linked"]), (Some(0), &true.into()), "{}", err(&linked));
    let held = out(&place.run(&["account", "holds", "wang"]));
    assert!(held.contains("8d2f60") && held.contains("https://sso.city.example"), "{held}");
    let twice = run("link-oidc", "li");
    assert!(code(&twice) == Some(1) && err(&twice).contains("exists already"), "{}", err(&twice));
    let nobody = run("link-oidc", "nobody");
    assert_eq!(code(&nobody), Some(1), "{}", out(&nobody));
    let bad = place.run(&["account", "link-oidc", "li", "--issuer", "x", "--subject", ""]);
    assert!(code(&bad) == Some(1) && err(&bad).contains("`subject`"), "{}", err(&bad));
    assert_eq!(code(&run("unlink-oidc", "li")), Some(1), "it is not hers");
    assert_eq!(json(&run("unlink-oidc", "wang"))["linked"], false);
    assert_eq!(code(&run("unlink-oidc", "wang")), Some(1), "once");
    assert!(!out(&place.run(&["account", "holds", "wang"])).contains("8d2f60"));
    let journal = out(&place.run(&["journal", "show", "--json"]));
    assert!(!journal.contains("8d2f60"), "who somebody is elsewhere is in no journal: {journal}");
    for command in ["link-oidc", "unlink-oidc"] {
        assert!(out(&place.run(&["account", command, "--help"])).contains("Example"), "{command}");
    }
}
