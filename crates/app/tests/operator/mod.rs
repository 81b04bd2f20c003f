//! What an operator does at the machine beside serving: rosters by file, identities elsewhere, keys.

mod identity;
mod keys;
mod roster;
#[cfg(feature = "oidc")]
mod served;

use crate::place::{Place, code, err, installed};

/// An account with a title in the county.
fn account(place: &Place, login: &str, title: &str) {
    let arguments = ["account", "create", login, "--title", title, "--unit", "410102"];
    let made = place.run_with(&arguments, "long enough for me\n", &[]);
    assert_eq!(code(&made), Some(0), "{}", err(&made));
}

/// The small city with its keys.
fn with_keys() -> Place {
    let place = installed();
    if !place.path("bridgehead.keys").exists() {
        let made = place.run(&["keys", "create"]);
        assert_eq!(code(&made), Some(0), "{}", err(&made));
    }
    place
}
