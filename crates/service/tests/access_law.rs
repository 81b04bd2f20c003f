//! The law of access: the list that the database gives under a scope is the list that the rule gives.
//!
//! Rows: every unit of the small city, each without a body and with either of two, public and restricted,
//! with a department called to it and without.
//! Postings are random: any title, any unit, with a body or without.

use std::collections::BTreeSet;

use domain::access::{Actor, Permission, Posting};
use domain::hazard::{Draft, Hazard, Whistle, WhistleKind};
use domain::id::{AccountId, BodyId, HazardId, PostingId, WhistleId};
use domain::names::Names;
use domain::unit::Unit;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::city::{City, fill};
use testkit::{both, t0};
use tokio::runtime::Handle;
use uuid::Uuid;

/// One hazard per unit, body, sensitivity, with a department called to it and without.
async fn rows(city: &City) -> Vec<Hazard> {
    let item = city.service.catalogue().get("A01").expect("a category").clone();
    let mut rows = Vec::new();
    let write = city.service.store().write().await.expect("a write");
    for unit in city.service.tree().units() {
        for body in [None, Some(city.property), Some(city.elsewhere)] {
            for (restricted, called) in [(false, false), (true, false), (false, true), (true, true)] {
                let id = HazardId(Uuid::now_v7());
                let draft = Draft::new(id, "A01".to_owned(), None, (None, None), None, Some(unit.id), None, None, t0())
                    .expect("a draft");
                let (opened, _) = Hazard::open(&draft, &item, unit, None, t0());
                let whistle = Whistle {
                    id: WhistleId(Uuid::now_v7()),
                    kind: WhistleKind::Emergency,
                    body: city.elsewhere,
                    sounded_at: t0(),
                    answered_at: None,
                };
                let whistles = called.then_some(whistle).into_iter().collect();
                let hazard = Hazard { body, restricted, whistles, version: 2, ..opened };
                store::hazard::insert(&write, &hazard, &Default::default(), &[], Default::default())
                    .await
                    .expect("a row");
                rows.push(hazard);
            }
        }
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
    let city = fill(database.store.clone()).await;
    let rows = rows(&city).await;
    assert_eq!(rows.len(), 72);
    let store = database.store.clone();
    let handle = Handle::current();
    let law = move || {
        let (tree, titles) = (city.service.tree(), city.service.titles());
        let units: Vec<&Unit> = tree.units().iter().collect();
        let bodies: [BodyId; 2] = [city.property, city.elsewhere];
        let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        runner.run(&postings(), |postings| {
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
            for permission in Permission::ALL {
                let scope = actor.scope(titles, permission);
                let allowed: BTreeSet<HazardId> = rows
                    .iter()
                    .filter(|row| scope.covers(&row.target()))
                    .inspect(|row| assert!(actor.may(titles, permission, &row.target()).is_some()))
                    .map(|row| row.id)
                    .collect();
                let listed = handle.block_on(store.hazards(&scope, &Default::default(), None, 100)).expect("a list");
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
    tokio::task::spawn_blocking(law).await.expect("an end").expect("the law holds");
});
