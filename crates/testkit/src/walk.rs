//! Walking a hazard through its loop as the people of the small city.

use domain::hazard::{Command, Draft};
use domain::id::{CommandId, HazardId};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::hazard::{Act, Submission};
use store::hazard::Stored;
use uuid::Uuid;

use crate::city::City;
use crate::t0;

/// `t0` and some minutes.
pub fn minute(minutes: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_mins(minutes)).expect("a time")
}

/// A report of a category at a position, ready to be sent.
pub fn submission(category: &str, (lon, lat): (f64, f64)) -> Submission {
    let id = HazardId(Uuid::now_v7());
    let seen = Some("e-bikes charge here".to_owned());
    let draft = Draft::new(id, category.to_owned(), seen, (Some(lon), Some(lat)), Some(12), None, None, None, t0());
    let draft = draft.expect("a valid draft");
    Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None }
}

/// One step, ready to be sent.
pub fn request(stored: &Stored, command: Command) -> Act {
    Act {
        id: stored.hazard.id,
        version: Some(stored.hazard.version),
        command,
        note: String::new(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![2],
    }
}

/// One step by somebody of the city.
///
/// # Errors
/// As the service refuses it.
pub async fn act(
    city: &City,
    login: &str,
    stored: &Stored,
    command: Command,
    now: Timestamp,
) -> Result<Stored, ServiceError> {
    city.service.act(&city.actor(login).await, request(stored, command), now).await
}

/// One step by whoever holds the follow secret.
///
/// # Errors
/// As the service refuses it.
pub async fn follow(
    city: &City,
    secret: &str,
    stored: &Stored,
    command: Command,
    now: Timestamp,
) -> Result<Stored, ServiceError> {
    city.service.act_as_reporter(secret, request(stored, command), now).await
}

/// Steps that must succeed, a minute apart from `from` on.
pub async fn walk(city: &City, mut stored: Stored, from: i64, steps: Vec<(&str, Command)>) -> Stored {
    for (at, (login, command)) in (from..).zip(steps) {
        let action = command.action();
        let taken = act(city, login, &stored, command, minute(at)).await;
        stored = taken.map_err(|error| format!("`{}` by `{login}`: {error}", action.word())).expect("a step");
    }
    stored
}

/// The steps from a report to a verified rectification by the property company.
pub fn to_verified(city: &City) -> Vec<(&'static str, Command)> {
    let note = || "done".to_owned();
    vec![
        ("grid1", Command::Accept),
        ("lead", Command::Assign { body: city.property }),
        ("property", Command::Control { note: note() }),
        ("property", Command::Start),
        ("property", Command::Finish { note: note() }),
        ("grid1", Command::Verify),
    ]
}
