//! What a visitor sees move goes the way of the rules, and the journal tells it.

use domain::hazard::{Command, State};
use service::hazard::Act;
use store::journal::Cursor;
use testkit::city::fill;
use testkit::keys::Keys;
use testkit::{sqlite, t0};

use super::*;

/// The usual way, from the report to its closing.
const WAY: [State; 8] = [
    State::Reported,
    State::Accepted,
    State::Assigned,
    State::Controlled,
    State::Rectifying,
    State::AwaitingVerification,
    State::Verified,
    State::Closed,
];

/// Closed before, and on their way when the day begins.
const BEFORE: usize = 20;
const BEGUN: usize = 12;
/// Events of the day, and minutes from one to the next.
const EVENTS: usize = 120;
const APART: i64 = 5;

/// A city of two grids that moves by itself, over the small city of the tests.
struct Moving {
    small: testkit::city::City,
    keys: Keys,
    city: City,
    now: Timestamp,
}

/// A grid of the small city, 0.01 ° wide and high; its western edge in micro-degrees.
fn grid(code: &str, west: i32) -> city::Unit {
    let (east, south, north) = (west + 10_000, 34_750_000, 34_760_000);
    let ring = city::Ring(vec![[west, south], [east, south], [east, north], [west, north]]);
    city::Unit {
        parent: None,
        kind: city::Kind::CommunityGrid,
        code: code.to_owned(),
        name_zh: code.to_owned(),
        name_en: code.to_owned(),
        transliterated: false,
        fictional: true,
        published_boundary: false,
        population: Some(1_000),
        households: Some(300),
        groups: None,
        boundary: vec![city::Polygon { rings: vec![ring] }],
    }
}

async fn moving(database: &testkit::Database, seed: u64) -> Moving {
    let small = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&small.service);
    // A hundred days on: what was closed before was reported when the units were there.
    let now = t0() + SignedDuration::from_hours(2_400);
    let units = vec![grid("410102001002001", 113_600_000), grid("410102001002002", 113_610_000)];
    let file = city::City { units };
    let all = Life::new(&file, staff::CITY, categories(&service), seed);
    let community = Life::new(&file, "410102001002001", categories(&service), seed + 1);
    let staff = Staff::of_the_city(&service, now).await.expect("staff");
    Moving { small, keys, city: City { service, all, community, staff, open: Vec::new() }, now }
}

impl Moving {
    /// The states that each reported hazard went through, in the order of the reports.
    async fn ways(&self) -> Vec<Vec<State>> {
        let service = &self.city.service;
        let looking = self.small.actor("admin").await;
        let entries = service.store().journal_after(Cursor::default(), 100_000).await.expect("entries");
        let mut ways = Vec::new();
        for entry in entries.iter().filter(|entry| entry.kind == "hazard.reported") {
            let detail = service.hazard_detail(&looking, HazardId(entry.subject)).await.expect("a hazard");
            let mut way: Vec<State> = detail.timeline.iter().filter_map(|line| line.to).collect();
            way.dedup();
            assert_eq!(way.last(), Some(&detail.stored.hazard.state), "it stands where its timeline ends");
            ways.push(way);
        }
        ways
    }
}

/// A day of one seed: what became of each hazard, with a journal that verifies.
async fn day(seed: u64) -> Vec<Vec<State>> {
    let database = sqlite().await;
    let mut moving = moving(&database, seed).await;
    moving.city.closed(BEFORE, moving.now).await.expect("what was before");
    for _ in 0..BEGUN {
        moving.city.begun(moving.now).await.expect("one on its way");
    }
    for _ in 0..EVENTS {
        moving.now += SignedDuration::from_mins(APART);
        moving.city.goes_on(moving.now).await.expect("an event");
    }
    let (service, keys) = (&moving.city.service, moving.keys.keyring.keys().public_keys());
    service.seal_journal(moving.now).await.expect("seals");
    let found = service.verify_journal(None, &keys, |_| {}).await.expect("a verification");
    assert_eq!(found.findings, [], "the journal holds after {} entries", found.entries);
    assert!(found.seals > 0, "it was sealed");
    moving.ways().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_moves_hazards_by_the_rules_alone_and_the_journal_verifies() {
    let ways = day(7).await;
    for way in &ways {
        assert_eq!(way[..], WAY[..way.len().min(WAY.len())], "no step is left out and none taken twice");
    }
    assert!(ways.len() > BEGUN, "new ones were reported: {}", ways.len());
    assert!(ways.iter().any(|way| way.len() == WAY.len()), "some were closed");
    assert!(ways.iter().any(|way| way.len() < WAY.len()), "and some are not yet");
    assert_eq!(day(7).await, ways, "the same seed lives the same day");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_visitor_takes_in_hand_is_left_to_the_visitor() {
    let database = sqlite().await;
    let mut moving = moving(&database, 3).await;
    while moving.city.open.is_empty() {
        moving.city.reported(moving.now).await.expect("a report");
    }
    let (id, version) = moving.city.open[0].hazard;
    let visitor = moving.small.actor("street").await;
    let key = domain::id::CommandId(uuid::Uuid::now_v7());
    let accept =
        Act { id, version: Some(version), command: Command::Accept, note: String::new(), key, body_hash: Vec::new() };
    let taken = moving.city.service.act(&visitor, accept, moving.now).await.expect("a step");
    moving.city.worked_on(moving.now).await;
    assert!(moving.city.open.is_empty(), "the staff gives it up");
    let stands = moving.city.service.store().hazard(id).await.expect("an answer").expect("the hazard");
    assert_eq!((stands.hazard.state, stands.hazard.version), (State::Accepted, taken.hazard.version));
}
