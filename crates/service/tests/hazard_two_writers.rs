//! Several people merge the same few hazards at once: no circle, no chain, no update that is lost.

use domain::hazard::{Command, State};
use domain::id::HazardId;
use futures::future::join_all;
use rand::prelude::IndexedRandom;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use service::ServiceError;
use store::StoreError;
use store::hazard::Stored;
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::keys::Keys;
use testkit::walk::{act, minute, submission};

/// Rounds of several steps at once; `BRIDGEHEAD_WRITERS` asks for more in a long run.
pub(crate) fn rounds() -> u64 {
    std::env::var("BRIDGEHEAD_WRITERS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

both!(merging_at_once_leaves_no_circle_and_loses_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut acknowledged = 0;
    for round in 0..rounds() {
        let mut rng = StdRng::seed_from_u64(round);
        let mut ids = Vec::new();
        for _ in 0..5 {
            let new = submission("A01", IN_GRID_1);
            ids.push(city.service.report(None, new, minute(0)).await.expect("a report").stored.hazard.id);
        }
        let seen = city.service.store().hazards_by_id(&ids).await.expect("hazards");
        let steps = (0..8).map(|_| (chosen(&seen, &mut rng), step(&seen, &mut rng))).collect::<Vec<_>>();
        let taken = join_all(steps.into_iter().map(|(stored, command)| one(&city, stored, command))).await;
        let done = taken.into_iter().filter(|done| *done).count();
        let left = city.service.store().hazards_by_id(&ids).await.expect("hazards");
        for stored in &left {
            let hazard = &stored.hazard;
            assert_eq!(hazard.state == State::Duplicate, hazard.merged_into.is_some(), "round {round}");
            let master = hazard.merged_into.and_then(|id| left.iter().find(|other| other.hazard.id == id));
            assert!(
                master.is_none_or(|master| master.hazard.merged_into.is_none()),
                "round {round}: a chain or a circle"
            );
        }
        acknowledged += ids.len() + done;
        let told = database.texts("select cast(count(*) as text) from journal where command is not null").await;
        assert_eq!(told, [acknowledged.to_string()], "round {round}: what was acknowledged stands, and nothing else");
    }
    let keys = Keys::new();
    let sealing = keys.give(&city.service);
    let found = sealing.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a verification");
    assert_eq!(found.findings, [], "rows are as the journal tells");
});

fn chosen(seen: &[Stored], rng: &mut StdRng) -> Stored {
    seen.choose(rng).expect("a hazard").clone()
}

fn step(seen: &[Stored], rng: &mut StdRng) -> Command {
    let master: HazardId = chosen(seen, rng).hazard.id;
    if rng.random_bool(0.8) { Command::Merge { master } } else { Command::Accept }
}

/// Whether the step was taken. Whoever was too late is told so, and nothing else may go wrong.
async fn one(city: &City, stored: Stored, command: Command) -> bool {
    match act(city, "lead", &stored, command, minute(1)).await {
        Ok(_) => true,
        Err(
            ServiceError::Refused(_)
            | ServiceError::MergedInto(_)
            | ServiceError::VersionConflict { .. }
            | ServiceError::Forbidden(_)
            | ServiceError::Store(StoreError::Stale),
        ) => false,
        Err(other) => panic!("{other:?}"),
    }
}
