//! Changing the tree: what each change does to rows, paths, codes, heirs and history, on both engines.

use domain::id::CommandId;
use domain::names::Names;
use domain::unit::UnitKind;
use domain::unit::change::{ChangeRefusal, NewUnit, UnitChange};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use service::unit::{ChangeOrder, Changed};
use service::{Once, Service, ServiceError};
use testkit::city::{City, IN_GRID_1, change, fill, new_unit, order, report};
use testkit::{both, t0};
use uuid::Uuid;

const GRID_1: &str = "410102001002001";
const GRID_2: &str = "410102001002002";
const COMMUNITY: &str = "410102001002";

/// Every unit's path is its parent's path and its own number.
fn assert_paths(city: &City) {
    let tree = city.service.tree();
    for unit in tree.units().iter().filter(|unit| unit.valid_to.is_none()) {
        if let Some(parent) = unit.parent {
            let parent = tree.by_id(parent).expect("a parent");
            assert_eq!(unit.path, parent.path.child(unit.number), "{:?}", unit.code);
        }
    }
}

both!(a_new_unit_stands_below_its_parent, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let new = new_unit("410102001003", UnitKind::Community, [113.62, 34.75, 113.64, 34.76]);
    change(&city, "410102001", UnitChange::Create(new)).await;
    assert_eq!(city.unit("410102001003").parent, Some(city.id("410102001")));
    assert_paths(&city);
    let taken = new_unit("410102001003", UnitKind::Community, [113.62, 34.75, 113.64, 34.76]);
    let refused = order(&city, "admin", &city.unit("410102001"), UnitChange::Create(taken), None).await;
    assert!(matches!(refused, Err(ServiceError::Change(ChangeRefusal::CodeInUse(_)))), "{refused:?}");
});

both!(a_new_code_ends_the_old_one, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = city.id(COMMUNITY);
    let later = t0().checked_add(SignedDuration::from_hours(1)).expect("a time");
    let recode = UnitChange::Recode { code: "410102001009".to_owned() };
    let order = ChangeOrder { unit: id, version: 1, change: recode, at: Some(later) };
    city.service.change_unit(&city.actor("admin").await, &order, &Once::fresh(), later).await.expect("a change");
    let codes = database.store.unit_codes(id).await.expect("codes");
    let shown: Vec<_> = codes.iter().map(|code| (code.value.as_str(), code.valid_to)).collect();
    assert_eq!(shown, [(COMMUNITY, Some(later)), ("410102001009", None)]);
    assert!(city.service.tree().by_code(COMMUNITY).is_none());
});

both!(a_move_takes_everything_below_along, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let hazard = report(&city.service).await;
    let other = new_unit("410102002", UnitKind::Street, [113.60, 34.70, 113.65, 34.75]);
    let street = other.id;
    change(&city, "410102", UnitChange::Create(other)).await;
    change(&city, COMMUNITY, UnitChange::Move { parent: street }).await;
    assert_paths(&city);
    let stored = database.store.hazard(hazard).await.expect("an answer").expect("the hazard");
    assert_eq!(stored.hazard.path, city.unit(GRID_1).path, "its hazards moved with it");
    let into_itself = UnitChange::Move { parent: city.id(GRID_1) };
    let refused = order(&city, "admin", &city.unit(COMMUNITY), into_itself, None).await;
    assert!(matches!(refused, Err(ServiceError::Change(ChangeRefusal::Cycle))), "{refused:?}");
});

both!(a_merged_unit_leaves_everything_to_its_heir, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let hazard = report(&city.service).await;
    let (first, second) = (city.id(GRID_1), city.id(GRID_2));
    change(&city, GRID_1, UnitChange::Merge { into: second }).await;
    let tree = city.service.tree();
    let ended = tree.by_id(first).expect("the ended unit");
    assert_eq!((ended.successor, ended.valid_to.is_some()), (Some(second), true));
    let stored = database.store.hazard(hazard).await.expect("an answer").expect("the hazard");
    assert_eq!((stored.hazard.unit, &stored.hazard.path), (second, &city.unit(GRID_2).path));
    let (lon, lat) = IN_GRID_1;
    let position = domain::unit::boundary::Position::from_degrees(lon, lat).expect("a position");
    assert_eq!(tree.locate(position).expect("a unit").unit.id, second, "the ground is the heir's");
    assert_eq!(city.actor("grid1").await.postings[0].unit, second, "postings follow");
});

both!(a_split_unit_gives_children_to_the_part_that_holds_them, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let parts = vec![
        new_unit("410102001004", UnitKind::Community, [113.60, 34.75, 113.61, 34.76]),
        new_unit("410102001005", UnitKind::Community, [113.61, 34.75, 113.62, 34.76]),
    ];
    change(&city, COMMUNITY, UnitChange::Split { parts }).await;
    assert_eq!(city.unit(GRID_1).parent, Some(city.id("410102001004")));
    assert_eq!(city.unit(GRID_2).parent, Some(city.id("410102001005")));
    assert!(city.service.tree().by_code(COMMUNITY).is_none());
    assert_paths(&city);
});

both!(a_unit_with_children_cannot_be_closed, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let refused = order(&city, "admin", &city.unit(COMMUNITY), UnitChange::Close { successor: None }, None).await;
    assert!(matches!(refused, Err(ServiceError::Change(ChangeRefusal::HasChildren(2)))), "{refused:?}");
    change(&city, GRID_1, UnitChange::Close { successor: None }).await;
    let (lon, lat) = IN_GRID_1;
    let position = domain::unit::boundary::Position::from_degrees(lon, lat).expect("a position");
    let tree = city.service.tree();
    assert_eq!(
        tree.locate(position).expect("a unit").unit.code.as_deref(),
        Some(COMMUNITY),
        "the unit above answers now"
    );
});

both!(every_change_leaves_history_and_a_journal_entry, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = city.id(COMMUNITY);
    change(&city, COMMUNITY, UnitChange::Rename { names: Names::zh("新平安") }).await;
    let history = database.store.unit_changes(id).await.expect("history");
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].before.as_ref().expect("before")["names"]["zh"], "平安社区");
    assert_eq!(history[0].after.as_ref().expect("after")["names"]["zh"], "新平安");
    let entries = database.store.journal_of(id.0).await.expect("entries");
    assert_eq!(entries.iter().map(|entry| entry.kind.as_str()).collect::<Vec<_>>(), ["unit.renamed"]);
    assert!(entries[0].actor.is_some() && entries[0].posting.is_some());
});

both!(only_who_manages_units_may_change_them, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let refused = order(&city, "lead", &city.unit(GRID_1), UnitChange::Close { successor: None }, None).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
});

both!(only_who_manages_both_ends_may_move, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let other = new_unit("410102002", UnitKind::Street, [113.60, 34.70, 113.65, 34.75]);
    let street = other.id;
    change(&city, "410102", UnitChange::Create(other)).await;
    city.account("street_admin", "administrator", "410102001").await;
    let community = city.unit(COMMUNITY);
    let refused = order(&city, "street_admin", &community, UnitChange::Move { parent: street }, None).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    city.account("county_admin", "administrator", "410102").await;
    let moved = order(&city, "county_admin", &community, UnitChange::Move { parent: street }, None).await;
    assert!(matches!(moved, Ok(Changed::Done(_))), "{moved:?}");
});

both!(a_version_that_is_no_more_is_a_conflict, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let seen = city.unit(COMMUNITY);
    change(&city, COMMUNITY, UnitChange::Rename { names: Names::zh("新平安") }).await;
    let refused = order(&city, "admin", &seen, UnitChange::Rename { names: Names::zh("别的") }, None).await;
    assert!(matches!(refused, Err(ServiceError::VersionConflict { given: 1, current: 2 })), "{refused:?}");
    assert_eq!(city.unit(COMMUNITY).names.best("zh"), "新平安");
});

both!(a_refused_change_leaves_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let version = city.service.tree().version();
    for (code, change, refusal) in [
        (COMMUNITY, UnitChange::Rename { names: Names::default() }, "names_invalid"),
        (COMMUNITY, UnitChange::Recode { code: GRID_1.to_owned() }, "code_in_use"),
        (COMMUNITY, UnitChange::Move { parent: city.id(GRID_1) }, "unit_cycle"),
        (COMMUNITY, UnitChange::Merge { into: city.id("410102001") }, "unit_levels_differ"),
        (COMMUNITY, UnitChange::Split { parts: Vec::new() }, "split_parts"),
        (COMMUNITY, UnitChange::Close { successor: None }, "unit_has_children"),
        ("4101", UnitChange::Move { parent: city.id("410102") }, "unit_is_root"),
    ] {
        let refused = order(&city, "admin", &city.unit(code), change, None).await;
        let Err(ServiceError::Change(refused)) = refused else { panic!("{refusal}: {refused:?}") };
        assert_eq!(refused.code(), refusal);
    }
    assert_eq!(city.service.tree().version(), version);
    assert_eq!(database.store.journal_count("unit.").await.expect("a count"), 0);
    assert_eq!(database.texts("select kind from unit_change").await, Vec::<String>::new());
});

both!(a_change_with_a_later_date_waits_for_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let tomorrow = t0().checked_add(SignedDuration::from_hours(24)).expect("a time");
    let rename = UnitChange::Rename { names: Names::zh("明天的名字") };
    let planned = order(&city, "admin", &city.unit(COMMUNITY), rename, Some(tomorrow)).await.expect("a plan");
    assert_eq!(planned, Changed::Planned);
    assert_eq!(city.service.carry_out_planned(t0()).await.expect("a round"), 0);
    assert_eq!(city.unit(COMMUNITY).names.best("zh"), "平安社区");
    assert_eq!(city.service.carry_out_planned(tomorrow).await.expect("a round"), 1);
    assert_eq!(city.unit(COMMUNITY).names.best("zh"), "明天的名字");
    assert_eq!(city.service.carry_out_planned(tomorrow).await.expect("a round"), 0);
});

both!(a_change_that_is_ordered_again_is_made_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = city.actor("admin").await;
    // Where the client leaves the id out, each request makes one.
    let create = || NewUnit {
        code: None,
        boundary: None,
        ..new_unit("new", UnitKind::CommunityGrid, [113.61, 34.75, 113.62, 34.76])
    };
    let ask = async |once: &Once, change: UnitChange, at: Option<Timestamp>| {
        let community = city.unit(COMMUNITY);
        let order = ChangeOrder { unit: community.id, version: community.version, change, at };
        city.service.change_unit(&admin, &order, once, t0()).await
    };
    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let made = ask(&once, UnitChange::Create(create()), None).await.expect("a unit");
    assert_eq!(ask(&once, UnitChange::Create(create()), None).await.expect("the same"), made);
    assert_eq!(city.service.tree().units().len(), 7);
    let other = ask(&once.clone().about(city.id(GRID_1).0), UnitChange::Create(create()), None).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");

    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let tomorrow = t0().checked_add(SignedDuration::from_hours(24)).expect("a time");
    for _ in 0..2 {
        let planned = ask(&once, UnitChange::Create(create()), Some(tomorrow)).await.expect("a plan");
        assert_eq!(planned, Changed::Planned);
    }
    assert_eq!(city.service.carry_out_planned(tomorrow).await.expect("a round"), 1);
});

both!(an_impossible_plan_does_not_stop_the_others, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let soon = t0().checked_add(SignedDuration::from_hours(1)).expect("a time");
    let close = UnitChange::Close { successor: None };
    order(&city, "admin", &city.unit(GRID_1), close, Some(soon)).await.expect("a plan");
    let rename = UnitChange::Rename { names: Names::zh("改名") };
    order(&city, "admin", &city.unit(GRID_2), rename, Some(soon)).await.expect("a plan");
    change(&city, GRID_1, UnitChange::Merge { into: city.id(GRID_2) }).await;
    assert_eq!(city.service.carry_out_planned(soon).await.expect("a round"), 1);
    assert_eq!(city.unit(GRID_2).names.best("zh"), "改名");
    assert_eq!(
        city.service.carry_out_planned(soon).await.expect("a round"),
        0,
        "the impossible one is not tried again"
    );
    let reasons = database.texts("select failed from unit_plan where failed is not null").await;
    assert_eq!(reasons, [ChangeRefusal::NoUnit(city.service.tree().units()[4].id).to_string()], "left for a person");
});

both!(a_report_made_with_an_old_tree_lands_in_the_new_one, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    // Another process that has not heard of the change yet.
    let other = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
    change(&city, GRID_1, UnitChange::Merge { into: city.id(GRID_2) }).await;
    let hazard = report(&other).await;
    let stored = database.store.hazard(hazard).await.expect("an answer").expect("the hazard");
    assert_eq!(stored.hazard.unit, city.id(GRID_2));
});
