//! What a change of the tree does to everything that stands in a unit: places, hazards, rosters, jurisdictions,
//! postings; and the line and entry that each kind of change leaves.

use std::collections::BTreeSet;

use domain::body::BodyKind;
use domain::names::Names;
use domain::unit::UnitKind;
use domain::unit::change::UnitChange;
use jiff::SignedDuration;
use service::Once;
use service::exchange::{BodyRow, PlaceRow};
use service::roster::{NewDuty, Rostering};
use testkit::city::{City, IN_GRID_1, change, fill, new_unit, order, report};
use testkit::{both, t0};

const GRID_1: &str = "410102001002001";
const GRID_2: &str = "410102001002002";
const COMMUNITY: &str = "410102001002";

/// A garage in grid 1, a duty there, and a body that is competent in both grids.
async fn furnish(city: &City) {
    let (lon, lat) = IN_GRID_1;
    let point = serde_json::json!({ "type": "Point", "coordinates": [lon, lat] });
    let point = serde_json::from_value(point).expect("a point");
    let garage = PlaceRow::new(1, "garage", "underground_garage", Names::zh("地下车库"), point);
    city.service.import_places("test", vec![garage], t0()).await.expect("a place");
    let posting = city.actor("grid1").await.postings[0].id;
    let duty = NewDuty::daily(posting, "night", "20:00", "08:00", false);
    city.service.add_duties(Rostering::Operator, city.id(GRID_1), &[duty], &Once::fresh(), t0()).await.expect("a duty");
    let fire = BodyRow {
        row: 2,
        code: "FIRE".to_owned(),
        kind: BodyKind::Department,
        names: Names::zh("消防"),
        jurisdiction: vec![GRID_1.to_owned(), GRID_2.to_owned()],
    };
    city.service.import_bodies("test", vec![fire], t0()).await.expect("a body");
}

/// Every row that carries a path has the path of its unit.
async fn assert_row_paths(database: &testkit::Database) {
    for table in ["hazard", "place"] {
        let wrong = format!("select r.path from {table} r join unit u on u.id = r.unit where u.path <> r.path");
        assert_eq!(database.texts(&wrong).await, Vec::<String>::new(), "{table}");
        assert_ne!(database.texts(&format!("select path from {table}")).await, Vec::<String>::new(), "{table}");
    }
}

both!(what_stands_in_a_merged_unit_goes_to_its_heir, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    furnish(&city).await;
    report(&city.service).await;
    let (first, second) = (city.id(GRID_1), city.id(GRID_2));
    change(&city, GRID_1, UnitChange::Merge { into: second }).await;
    assert_row_paths(&database).await;
    let places = database.store.places_within(&city.unit(GRID_2).path, 10).await.expect("places");
    assert_eq!(places.iter().map(|place| place.unit).collect::<Vec<_>>(), [second]);
    assert_eq!(database.store.roster(first).await.expect("a roster"), []);
    assert_eq!(database.store.roster(second).await.expect("a roster").len(), 1);
    let bodies = database.store.bodies().await.expect("bodies");
    let fire = bodies.iter().find(|body| body.code == "FIRE").expect("the body");
    assert_eq!(fire.jurisdiction, [second], "once, though it was competent in both");
});

both!(what_stands_in_a_closed_unit_goes_to_the_unit_above, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    furnish(&city).await;
    let hazard = report(&city.service).await;
    change(&city, GRID_1, UnitChange::Close { successor: None }).await;
    assert_row_paths(&database).await;
    let stored = database.store.hazard(hazard).await.expect("an answer").expect("the hazard");
    assert_eq!(stored.hazard.unit, city.id(COMMUNITY));
    assert_eq!(city.actor("grid1").await.postings[0].unit, city.id(COMMUNITY));
});

both!(what_stands_below_a_moved_unit_moves_along, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    furnish(&city).await;
    report(&city.service).await;
    let other = new_unit("410102002", UnitKind::Street, [113.60, 34.70, 113.65, 34.75]);
    let street = other.id;
    change(&city, "410102", UnitChange::Create(other)).await;
    change(&city, COMMUNITY, UnitChange::Move { parent: street }).await;
    assert_row_paths(&database).await;
    let in_memory: BTreeSet<String> =
        city.service.tree().units().iter().map(|unit| unit.path.as_str().to_owned()).collect();
    let stored: BTreeSet<String> = database.texts("select path from unit").await.into_iter().collect();
    assert_eq!(stored, in_memory);
});

both!(each_kind_of_change_leaves_its_line_and_its_entry, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let created = new_unit("410102001003", UnitKind::Community, [113.62, 34.75, 113.64, 34.76]);
    let id = created.id;
    change(&city, "410102001", UnitChange::Create(created)).await;
    change(&city, "410102001003", UnitChange::Rename { names: Names::zh("新社区") }).await;
    change(&city, GRID_2, UnitChange::Move { parent: id }).await;
    change(&city, GRID_1, UnitChange::Merge { into: city.id(GRID_2) }).await;
    let parts = vec![
        new_unit("410102001003001", UnitKind::CommunityGrid, [113.60, 34.75, 113.61, 34.76]),
        new_unit("410102001003002", UnitKind::CommunityGrid, [113.61, 34.75, 113.62, 34.76]),
    ];
    change(&city, GRID_2, UnitChange::Split { parts }).await;
    change(&city, "410102001003001", UnitChange::Close { successor: None }).await;
    change(&city, COMMUNITY, UnitChange::Close { successor: Some(id) }).await;
    let lines = database.texts("select kind from unit_change").await;
    let mut counted = std::collections::BTreeMap::new();
    for kind in &lines {
        *counted.entry(kind.as_str()).or_insert(0) += 1;
    }
    // Both ends of a merger have a line, and each part of a split.
    let expected = [("closed", 2), ("created", 3), ("merged", 2), ("moved", 1), ("renamed", 1), ("split", 1)];
    assert_eq!(counted.into_iter().collect::<Vec<_>>(), expected);
    let mut entries = database.texts("select substr(kind, 6) from journal where kind like 'unit.%'").await;
    let mut told = lines;
    entries.sort_unstable();
    told.sort_unstable();
    assert_eq!(entries, told, "each line has its entry");
});

both!(two_new_codes_from_the_same_day_leave_the_later, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = city.id(COMMUNITY);
    for code in ["410102001008", "410102001009"] {
        let unit = city.service.tree().by_id(id).expect("the unit").clone();
        let recode = UnitChange::Recode { code: code.to_owned() };
        order(&city, "admin", &unit, recode, Some(t0())).await.expect("a new code");
    }
    let codes = database.store.unit_codes(id).await.expect("codes");
    let shown: Vec<_> = codes.iter().map(|code| (code.value.as_str(), code.valid_from, code.valid_to)).collect();
    assert_eq!(shown, [("410102001009", t0(), None)]);
    let history = database.store.unit_changes(id).await.expect("history");
    assert_eq!(history.len(), 2, "what was corrected is still told");
});

both!(a_new_code_from_an_earlier_day_overlaps_no_other, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = city.id(COMMUNITY);
    let day = |days: i64| t0().checked_add(SignedDuration::from_hours(24 * days)).expect("a time");
    for (code, days) in [("410102001007", -10), ("410102001008", -5), ("410102001009", -7)] {
        let unit = city.service.tree().by_id(id).expect("the unit").clone();
        let recode = UnitChange::Recode { code: code.to_owned() };
        order(&city, "admin", &unit, recode, Some(day(days))).await.expect("a new code");
    }
    let codes = database.store.unit_codes(id).await.expect("codes");
    let shown: Vec<_> = codes.iter().map(|code| (code.value.as_str(), code.valid_from, code.valid_to)).collect();
    assert_eq!(shown, [("410102001007", day(-10), Some(day(-7))), ("410102001009", day(-7), None)]);
});
