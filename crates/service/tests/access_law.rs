//! The law of access: the list that the database gives under a scope is the list that the rule gives.
//!
//! Everything is random: the tree, the bodies, the rows with their bodies, reporters, secrecy, whistles and questions, and
//! who looks, under which postings, as whose reporter. A failure names the seed; `BRIDGEHEAD_SEED` plays it again.

use std::collections::BTreeSet;

use domain::access::{Actor, Permission, Posting, Scope};
use domain::body::BodyKind;
use domain::hazard::{Draft, Hazard, Severity, Whistle, WhistleKind};
use domain::id::{AccountId, BodyId, HazardId, PostingId, WhistleId};
use domain::names::Names;
use domain::unit::row::UnitRow;
use domain::unit::{Unit, UnitKind};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::prelude::IndexedRandom;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use service::Service;
use service::exchange::BodyRow;
use testkit::city::{options, row, titles_with_circle};
use testkit::{both, t0};
use tokio::runtime::Handle;
use uuid::Uuid;

/// Hazards of one run.
const ROWS: usize = 120;

/// What lies below a unit, level by level.
const LEVELS: [UnitKind; 5] =
    [UnitKind::County, UnitKind::Street, UnitKind::Community, UnitKind::CommunityGrid, UnitKind::MicroGrid];

/// A random tree: each unit has none to three below it, and at least one branch reaches the bottom.
fn tree(rng: &mut StdRng) -> Vec<UnitRow> {
    let bare = |n: usize, code: &str, parent: Option<&str>, kind| UnitRow {
        boundary: None,
        ..row(n as u64 + 2, code, parent, kind, code, [0.0, 0.0, 1.0, 1.0])
    };
    let mut rows = vec![bare(0, "U", None, UnitKind::City)];
    let mut above = vec!["U".to_owned()];
    for kind in LEVELS {
        let mut level = Vec::new();
        for parent in &above {
            let least = usize::from(level.is_empty());
            for n in 0..rng.random_range(least..=3) {
                let code = format!("{parent}{n}");
                rows.push(bare(rows.len(), &code, Some(parent), kind));
                level.push(code);
            }
        }
        above = level;
    }
    rows
}

async fn fill(store: store::Store, rng: &mut StdRng) -> (Service, Vec<BodyId>) {
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let options = service::Options { titles: Some(titles_with_circle()), ..options() };
    let service = Service::open_with(store, zone, options).await.expect("a service");
    let rows = tree(rng);
    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    let plan = service.plan_import(rows, t0()).await.expect("a plan");
    service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    let kinds = [BodyKind::Department, BodyKind::PropertyCompany, BodyKind::OwnersCommittee, BodyKind::Department];
    let bodies = kinds.into_iter().enumerate().map(|(n, kind)| BodyRow {
        row: n as u64 + 2,
        code: format!("B{n}"),
        kind,
        names: Names::zh("机构"),
        jurisdiction: (0..rng.random_range(1..=3)).map(|_| codes.choose(rng).expect("a code").clone()).collect(),
    });
    let bodies = bodies.collect();
    service.import_bodies("test", bodies, t0()).await.expect("bodies");
    let bodies = service.bodies().iter().map(|body| body.id).collect();
    (service, bodies)
}

/// Accounts that report.
fn reporters() -> Vec<AccountId> {
    (1..4).map(|n| AccountId(Uuid::from_u128(n))).collect()
}

/// Hazards with everything that a scope looks at.
async fn rows(service: &Service, bodies: &[BodyId], rng: &mut StdRng) -> Vec<Hazard> {
    let item = service.catalogue().get("A01").expect("a category").clone();
    let tree = service.tree();
    let units: Vec<&Unit> = tree.units().iter().collect();
    let mut rows = Vec::new();
    let write = service.store().write().await.expect("a write");
    for _ in 0..ROWS {
        let unit = units.choose(rng).expect("a unit");
        let id = HazardId(Uuid::now_v7());
        let draft = Draft::new(id, "A01".to_owned(), None, (None, None), None, Some(unit.id), None, None, t0());
        let (opened, _) = Hazard::open(&draft.expect("a draft"), &item, unit, None, t0());
        let whistle = |body| Whistle {
            id: WhistleId(Uuid::now_v7()),
            kind: WhistleKind::Emergency,
            body,
            sounded_at: t0(),
            answered_at: None,
        };
        let some = |rng: &mut StdRng| bodies.choose(rng).copied().filter(|_| rng.random_bool(0.4));
        let asked = some(rng);
        let hazard = Hazard {
            body: some(rng),
            restricted: rng.random_bool(0.4),
            reporter: reporters().choose(rng).copied().filter(|_| rng.random_bool(0.6)),
            whistles: some(rng).into_iter().chain(some(rng)).map(whistle).collect(),
            severity: if asked.is_some() { Severity::SuspectedMajor } else { Severity::General },
            asked,
            version: 2,
            ..opened
        };
        let inserted = store::hazard::insert(&write, &hazard, &Default::default(), &[], Default::default()).await;
        inserted.expect("a row");
        rows.push(hazard);
    }
    write.commit().await.expect("a commit");
    rows
}

/// Postings as (title, unit, body) by position in the lists.
fn postings() -> impl Strategy<Value = Vec<(prop::sample::Index, prop::sample::Index, Option<prop::sample::Index>)>> {
    prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::option::of(any::<prop::sample::Index>())),
        0..4,
    )
}

both!(a_list_holds_exactly_what_the_rule_covers, |database: testkit::Database| async move {
    let seed = std::env::var("BRIDGEHEAD_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    let mut rng = StdRng::seed_from_u64(seed);
    let (service, bodies) = fill(database.store.clone(), &mut rng).await;
    let rows = rows(&service, &bodies, &mut rng).await;
    let store = database.store.clone();
    let handle = Handle::current();
    let law = move || {
        let (tree, titles) = (service.tree(), service.titles());
        let units: Vec<&Unit> = tree.units().iter().collect();
        let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &wide(seed)));
        runner.run(&(postings(), any::<prop::sample::Index>()), |(postings, reporter)| {
            let postings = postings.iter().map(|(title, unit, body)| {
                let unit = unit.get(&units);
                let title = title.get(titles.all()).id.clone();
                let body = body.as_ref().map(|body| *body.get(&bodies));
                Posting { id: PostingId(Uuid::now_v7()), title, unit: unit.id, path: unit.path.clone(), body }
            });
            let actor = Actor {
                account: AccountId(Uuid::now_v7()),
                login: "someone".to_owned(),
                names: Names::zh("某人"),
                postings: postings.collect(),
                limits: Default::default(),
            };
            let own = Scope::reported_by(*reporter.get(&reporters()));
            for (permission, scope) in Permission::ALL.map(|one| (one, actor.scope(titles, one))) {
                for row in &rows {
                    let may = actor.may(titles, permission, &row.target()).is_some();
                    prop_assert_eq!(scope.covers(&row.target()), may, "{:?}", permission);
                }
            }
            let views = actor.scope(titles, Permission::ViewHazards);
            // Whoever looks at both, as a reporter in office does, sees both.
            let both = Scope { reporter: own.reporter, ..views };
            let each = Permission::ALL.map(|permission| actor.scope(titles, permission));
            for scope in each.into_iter().chain([own, both]) {
                let covered = rows.iter().filter(|row| scope.covers(&row.target()));
                let allowed: BTreeSet<HazardId> = covered.map(|row| row.id).collect();
                let listed =
                    handle.block_on(store.hazards(&scope, &Default::default(), None, ROWS as u64)).expect("a list");
                let listed: BTreeSet<HazardId> = listed.into_iter().map(|row| row.hazard.id).collect();
                prop_assert_eq!(&listed, &allowed);
                let counted = handle.block_on(store.hazard_states(&scope, &Default::default())).expect("counts");
                prop_assert_eq!(counted.iter().map(|(_, n)| n).sum::<u64>(), allowed.len() as u64);
                let loads = handle.block_on(store.hazard_loads(&scope, &Default::default(), t0())).expect("loads");
                prop_assert_eq!(loads.iter().map(|load| load.open as usize).sum::<usize>(), allowed.len());
            }
            Ok(())
        })
    };
    let held = tokio::task::spawn_blocking(law).await.expect("an end");
    held.unwrap_or_else(|error| panic!("BRIDGEHEAD_SEED={seed}: {error}"));
});

/// A seed as long as the runner wants it.
fn wide(seed: u64) -> [u8; 32] {
    let mut wide = [0; 32];
    wide[..8].copy_from_slice(&seed.to_le_bytes());
    wide
}
