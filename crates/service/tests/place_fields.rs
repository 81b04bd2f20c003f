//! What is known of a place because of its kind, and places of another register that are read again.

use std::collections::BTreeMap;

use domain::id::PlaceId;
use domain::names::Names;
use domain::place::{FieldValue, ForeignPlace, Place, PlaceFacts, PlaceFields, PlaceKinds};
use geojson::{Geometry, GeometryValue};
use serde_json::{Value, json};
use service::ServiceError;
use service::exchange::read_places;
use service::place::{ForeignPlan, PlaceChange, PlaceOrder};
use testkit::city::{City, IN_GRID_1, IN_GRID_2, fill};
use testkit::{both, t0};
use uuid::Uuid;

const COMMUNITY: &str = "410102001002";

fn given(fields: &Value) -> Option<BTreeMap<String, Value>> {
    let members = fields.as_object().expect("an object");
    Some(members.iter().map(|(id, value)| (id.clone(), value.clone())).collect())
}

fn order(kind: &str, fields: Option<BTreeMap<String, Value>>) -> PlaceOrder {
    PlaceOrder {
        code: "place".to_owned(),
        kind: kind.to_owned(),
        names: Names::zh("场所"),
        parent: None,
        unit: None,
        point: Some(IN_GRID_1),
        facts: PlaceFacts::default(),
        fields,
    }
}

async fn change(city: &City, place: &Place, order: PlaceOrder) -> Result<Place, ServiceError> {
    let lead = city.actor("lead").await;
    city.service.change_place(&lead, place.id, place.version, PlaceChange::Set(Box::new(order)), t0()).await
}

both!(fields_are_checked_against_the_kind_and_stay_where_nothing_is_said, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let new = |order| city.service.create_place(&lead, PlaceId(Uuid::now_v7()), order, t0());
    let refused = new(order("lift", given(&json!({ "floors_above": 300 })))).await;
    let Err(ServiceError::Invalid { field: "fields", code: "place_field_invalid", detail }) = &refused else {
        panic!("{refused:?}")
    };
    assert!(
        detail.contains("`floors_above`") && detail.contains("from 0 to 200") && detail.contains("`300`"),
        "{detail}"
    );
    let refused = new(order("lift", given(&json!({ "beds": 3 })))).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "place_field_unknown", .. })), "{refused:?}");
    let known = json!({ "floors_above": 18, "registration": "31104101052004" });
    let place = new(order("lift", given(&known))).await.expect("a place");
    let stored = database.store.place(place.id).await.expect("a row").expect("a place");
    assert_eq!((stored.fields.get("floors_above"), &stored), (Some(&FieldValue::Whole(18)), &place));
    let kept = change(&city, &place, order("lift", None)).await.expect("changed");
    assert_eq!(kept.fields, place.fields, "nothing was said of them");
    let other = change(&city, &kept, order("building", None)).await.expect("changed");
    assert_eq!(
        (other.fields.get("floors_above"), other.fields.get("registration")),
        (Some(&FieldValue::Whole(18)), None)
    );
    let none = change(&city, &other, order("building", given(&json!({})))).await.expect("changed");
    assert!(none.fields.is_empty(), "all of them were said");
});

both!(free_texts_of_fields_stay_out_of_the_journal, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let fields = given(&json!({ "registration": "31104101052004", "built_year": 2004 }));
    let id = PlaceId(Uuid::now_v7());
    city.service.create_place(&lead, id, order("lift", fields), t0()).await.expect("a place");
    let entries = database.store.journal_of(id.0).await.expect("entries");
    assert_eq!(entries[0].payload["fields"], json!({ "built_year": 2004 }));
});

both!(a_file_gives_fields_by_column_and_says_which_does_not_fit, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("places.csv");
    let head = "code,kind,name_zh,lon,lat,field:floors_below,field:pump_capacity,field:wings\n";
    let bad = "g1,underground_garage,车库,113.605,34.755,eleven,,\ns1,shop,店,113.605,34.755,2,,\n";
    std::fs::write(&path, format!("{head}{bad}")).expect("a file");
    let found = read_places(&path).expect("a readable file").findings;
    let found: Vec<_> = found.iter().map(|found| (found.row, found.field, found.code)).collect();
    assert_eq!(
        found,
        [
            (0, "column", "unknown_column"),
            (2, "field:floors_below", "place_field_invalid"),
            (3, "field:floors_below", "place_field_unknown")
        ]
    );
    let take = async |text: &str| {
        std::fs::write(&path, text).expect("a file");
        let rows = read_places(&path).expect("a readable file").rows;
        let plan = city.service.check_places(&lead, rows).await.expect("a plan");
        city.service.take_places(&lead, "test", plan, t0()).await.expect("taken");
        database.store.places_within(&city.unit(COMMUNITY).path, 10).await.expect("places").remove(0)
    };
    let first = take(&format!("{head}g1,underground_garage,车库,113.605,34.755,2,120.5,\n")).await;
    assert_eq!(first.fields.get("pump_capacity"), Some(&FieldValue::Decimal(120.5)));
    let later = "code,kind,name_zh,lon,lat,field:floors_below\ng1,underground_garage,车库,113.605,34.755,3\n";
    let second = take(later).await;
    let values = (second.fields.get("floors_below"), second.fields.get("pump_capacity"));
    assert_eq!(values, (Some(&FieldValue::Whole(3)), Some(&FieldValue::Decimal(120.5))), "what it did not give stays");
});

fn foreign(number: u32, name: &str, floors: u32, (lon, lat): (f64, f64)) -> ForeignPlace {
    let kinds = PlaceKinds::shipped().expect("the shipped table");
    let floors = Value::from(floors);
    ForeignPlace {
        key: format!("osm:way/{number}"),
        kind: "building".to_owned(),
        names: Names::zh(name),
        fields: PlaceFields::checked(&kinds, "building", [("floors_above", &floors)]).expect("fields"),
        geometry: Geometry::new(GeometryValue::new_point([lon, lat])),
    }
}

fn sums(plan: &ForeignPlan) -> (usize, usize, usize, usize, usize) {
    (plan.added(), plan.changed(), plan.unchanged, plan.retired, plan.outside)
}

async fn take(city: &City, given: Vec<ForeignPlace>) -> (usize, usize, usize, usize, usize) {
    let plan = city.service.plan_foreign_places(given).await.expect("a plan");
    let sums = sums(&plan);
    city.service.take_foreign_places("osm", "city.osm.pbf", plan, t0(), |_| {}).await.expect("taken");
    sums
}

both!(another_register_read_again_updates_and_never_doubles, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first =
        || vec![foreign(1, "一", 6, IN_GRID_1), foreign(2, "二", 7, IN_GRID_2), foreign(3, "远", 1, (10.0, 50.0))];
    let looked = city.service.plan_foreign_places(first()).await.expect("a plan");
    assert_eq!(sums(&looked), (2, 0, 0, 0, 1));
    assert_eq!(database.store.place_ids().await.expect("places"), [], "looking writes nothing");
    assert_eq!(take(&city, first()).await, (2, 0, 0, 0, 1));
    assert_eq!(take(&city, first()).await, (0, 0, 2, 0, 1));
    assert_eq!(take(&city, vec![foreign(1, "一", 8, IN_GRID_1)]).await, (0, 1, 0, 0, 0));
    let places = database.store.places_within(&city.unit(COMMUNITY).path, 10).await.expect("places");
    let known: Vec<_> =
        places.iter().map(|place| (place.code.as_str(), place.version, place.fields.get("floors_above"))).collect();
    assert_eq!(
        known,
        [("osm:way/1", 2, Some(&FieldValue::Whole(8))), ("osm:way/2", 1, Some(&FieldValue::Whole(7)))],
        "what a file lacks is not retired"
    );
    let runs = city.service.imports().await.expect("imports");
    let runs = runs.iter().filter(|(run, _)| run.kind == "places").map(|(run, _)| run.rows);
    assert_eq!(runs.collect::<Vec<_>>(), [1, 2], "nothing to do leaves no run");
});

both!(what_people_corrected_stays_when_the_map_is_read_again, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    take(&city, vec![foreign(1, "一", 6, IN_GRID_1), foreign(2, "二", 7, IN_GRID_2)]).await;
    let places = database.store.places_within(&city.unit(COMMUNITY).path, 10).await.expect("places");
    let corrected = PlaceOrder {
        code: "b1".to_owned(),
        names: Names::zh("平安一号楼"),
        facts: PlaceFacts { sill_cm: Some(8_840), ..PlaceFacts::default() },
        ..order("building", None)
    };
    change(&city, &places[0], corrected).await.expect("corrected");
    let lead = city.actor("lead").await;
    let gone = city.service.change_place(&lead, places[1].id, 1, PlaceChange::Retire, t0()).await.expect("retired");
    let again = vec![foreign(1, "壹", 9, IN_GRID_1), foreign(2, "贰", 9, IN_GRID_2)];
    assert_eq!(take(&city, again).await, (0, 1, 0, 1, 0), "one changes, one stays retired");
    let kept = database.store.place(places[0].id).await.expect("a row").expect("a place");
    assert_eq!((kept.code.as_str(), &kept.names, kept.facts.sill_cm), ("b1", &Names::zh("平安一号楼"), Some(8_840)));
    assert_eq!((kept.fields.get("floors_above"), kept.version), (Some(&FieldValue::Whole(9)), 3));
    let retired = database.store.place(gone.id).await.expect("a row").expect("a place");
    assert_eq!(retired, gone);
});

both!(a_correction_that_the_map_takes_over_follows_it_from_then_on, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    take(&city, vec![foreign(1, "一", 6, IN_GRID_1)]).await;
    let place = database.store.places_within(&city.unit(COMMUNITY).path, 10).await.expect("places").remove(0);
    let order = order("building", given(&json!({ "floors_above": 7 })));
    let corrected = change(&city, &place, order).await.expect("corrected");
    let entries = database.store.journal_count("").await.expect("a count");
    let look = city.service.plan_foreign_places(vec![foreign(1, "一", 7, IN_GRID_1)]).await.expect("a plan");
    assert_eq!((sums(&look), look.steps), ((0, 0, 1, 0, 0), vec![]));
    assert_eq!(take(&city, vec![foreign(1, "一", 7, IN_GRID_1)]).await, (0, 0, 1, 0, 0));
    let same = database.store.place(place.id).await.expect("a row").expect("a place");
    assert_eq!((&same, database.store.journal_count("").await.expect("a count")), (&corrected, entries));
    assert_eq!(take(&city, vec![foreign(1, "一", 8, IN_GRID_1)]).await, (0, 1, 0, 0, 0));
    let followed = database.store.place(place.id).await.expect("a row").expect("a place");
    let floors = followed.fields.get("floors_above");
    assert_eq!((floors, followed.version), (Some(&FieldValue::Whole(8)), corrected.version + 1));
    assert_eq!(followed.names, corrected.names, "what only was corrected here stays");
});

both!(a_place_that_changes_between_look_and_taking_is_not_overwritten, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    take(&city, vec![foreign(1, "一", 6, IN_GRID_1)]).await;
    let plan = city.service.plan_foreign_places(vec![foreign(1, "一", 9, IN_GRID_1)]).await.expect("a plan");
    let place = database.store.places_within(&city.unit(COMMUNITY).path, 10).await.expect("places").remove(0);
    let corrected = PlaceOrder { names: Names::zh("平安一号楼"), ..order("building", None) };
    let corrected = change(&city, &place, corrected).await.expect("corrected");
    let taken = city.service.take_foreign_places("osm", "city.osm.pbf", plan, t0(), |_| {}).await;
    assert!(matches!(taken, Err(ServiceError::Store(store::StoreError::Stale))), "{taken:?}");
    assert_eq!(database.store.place(place.id).await.expect("a row"), Some(corrected));
});
