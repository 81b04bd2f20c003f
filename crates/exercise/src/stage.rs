//! The world of an exercise, made from the live one.

use std::path::Path;
use std::time::Duration;

use domain::unit::UnitPath;
use domain::world::World;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use service::keyring::Keyring;
use service::warning::Warnings;
use service::{Options, Service};
use store::registers::{self, Copied, Day};
use store::{Location, OpenOptions, Store};
use uuid::Uuid;

use crate::ExerciseError;
use crate::cast::{self, Cast};
use domain::exercise::Scenario;

/// How long before its first minute the posts of an exercise are held.
const BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// How long a connection is waited for: nobody waits for an answer here.
const PATIENCE: Duration = Duration::from_secs(60);

/// A world in which an exercise can be played, once.
pub struct Stage {
    /// Its use cases, over a database of its own.
    pub service: Service,
    /// What was copied from the live world.
    pub copied: Copied,
    /// Who plays.
    pub cast: Cast,
    /// The topmost unit that plays.
    pub top: UnitPath,
}

/// Makes the world of an exercise in an empty database: today's units at `top` and below, with their places, posts and
/// rosters. Names, contacts and passwords stay behind; `keys` is the file of its own keys.
///
/// # Errors
/// When one of the databases fails.
pub async fn stage(
    live: &Service,
    location: Location,
    keys: &Path,
    top: &UnitPath,
    scenario: &Scenario,
    today: Timestamp,
) -> Result<Stage, ExerciseError> {
    let since = scenario.from.saturating_sub(BEFORE).unwrap_or(scenario.from);
    let world = World::Exercise { id: Uuid::now_v7() };
    let options = OpenOptions { world, acquire_timeout: PATIENCE, ..OpenOptions::new(location) };
    let store = Store::open(&options).await?;
    let write = store.write().await?;
    let day = Day { at: today, date: live.zone().to_datetime(today).date(), since };
    let copied = registers::copy(live.store(), &write, top, day).await?;
    write.commit().await?;
    let keyring = Keyring::create(keys, since).map_err(|error| ExerciseError::Keys(error.to_string()))?;
    let zone = TimeZone::get(&scenario.zone).unwrap_or_else(|_| live.zone().clone());
    // Nobody signs in here: a second factor would protect nothing.
    let options = Options { factor_exempt: true, plans: Some(live.plans().clone()), ..Options::default() };
    let service = Service::open_with(store, zone, options).await?.with_keyring(keyring);
    let shipped = Warnings::shipped()?;
    // What is graded are the city's own ladders.
    let plan = live.warnings()?.plan.clone();
    service.fit_warnings(Warnings { official_senders: vec![scenario.sender.id.clone()], plan, ..shipped });
    let tree = service.tree();
    let root = tree.lineage(top).first().map_or_else(|| top.clone(), |unit| unit.path.clone());
    let cast = cast::cast(&service, &root, since).await?;
    cast::reach(&service, &copied.reachable, &cast, since).await?;
    Ok(Stage { service, copied, cast, top: top.clone() })
}
