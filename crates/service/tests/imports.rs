//! Imports: all or nothing, the difference first, cases of another system, on both engines.

use std::path::PathBuf;

use domain::body::BodyKind;
use domain::catalogue::CaseKind;
use domain::hazard::{Command, State};
use domain::id::{CommandId, ImportId};
use domain::names::Names;
use domain::unit::UnitKind;
use domain::unit::change::UnitChange;
use jiff::tz::TimeZone;
use service::exchange::{BodyRow, CaseMapping, CaseRow, PlaceRow, PopulationRow, ReadOptions, read_cases, read_units};
use service::hazard::Act;
use service::unit::Difference;
use service::{Service, ServiceError};
use store::StoreError;
use testkit::city::{IN_GRID_2, change, fill, row, rows};
use testkit::walk::{minute, walk};
use testkit::{both, t0};
use uuid::Uuid;

both!(a_second_import_of_the_same_file_changes_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let plan = city.service.plan_import(rows(), t0()).await.expect("a plan");
    assert!(plan.differences.is_empty(), "{:?}", plan.differences);
    assert_eq!(plan.unchanged, 6);
});

both!(a_corrected_file_shows_exactly_its_corrections, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut corrected = rows();
    corrected[4].names = Names::zh("平安第一网格");
    corrected.push(row(
        8,
        "410102001003",
        Some("410102001"),
        UnitKind::Community,
        "新社区",
        [113.62, 34.75, 113.64, 34.76],
    ));
    let plan = city.service.plan_import(corrected, t0()).await.expect("a plan");
    let shown: Vec<_> = plan
        .differences
        .iter()
        .map(|one| match &one.difference {
            Difference::New => (one.code.as_str(), "new"),
            Difference::Changed(fields) => (one.code.as_str(), fields[0].field),
        })
        .collect();
    assert_eq!(shown, [("410102001002001", "names"), ("410102001003", "new")]);
    city.service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    assert_eq!(city.unit("410102001002001").names.best("zh"), "平安第一网格");
    let again = Service::open(database.reopen().await, TimeZone::UTC).await.expect("a service");
    assert_eq!(again.tree().units().len(), 7, "what memory shows is what was stored");
    assert_eq!(again.tree().by_code("410102001003").map(|unit| unit.names.clone()), Some(Names::zh("新社区")));
});

both!(a_moved_community_takes_grids_along_that_the_file_does_not_name, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let street = row(2, "410102002", Some("410102"), UnitKind::Street, "另一街道", [113.60, 34.70, 113.65, 34.75]);
    let community =
        row(3, "410102001002", Some("410102002"), UnitKind::Community, "平安社区", [113.60, 34.75, 113.62, 34.76]);
    let plan = city.service.plan_import(vec![street, community], t0()).await.expect("a plan");
    city.service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    let (above, grid) = (city.unit("410102001002"), city.unit("410102001002001"));
    assert!(city.unit("410102002").path.contains(&above.path));
    assert_eq!(grid.path, above.path.child(grid.number));
});

both!(a_whole_file_with_one_move_shows_the_move_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut moved = rows();
    moved[3].parent = Some("410102002".to_owned());
    moved.push(row(8, "410102002", Some("410102"), UnitKind::Street, "另一街道", [113.60, 34.70, 113.65, 34.75]));
    let plan = city.service.plan_import(moved.clone(), t0()).await.expect("a plan");
    let shown: Vec<_> = plan.differences.iter().map(|one| one.code.as_str()).collect();
    assert_eq!((shown, plan.unchanged), (vec!["410102001002", "410102002"], 5));
    city.service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    let (above, grid) = (city.unit("410102001002"), city.unit("410102001002001"));
    assert_eq!(grid.path, above.path.child(grid.number), "the grids went along");
    assert!(database.store.unit_changes(grid.id).await.expect("history").is_empty(), "nothing happened to them");
    let again = city.service.plan_import(moved, t0()).await.expect("a plan");
    assert!(again.differences.is_empty(), "{:?}", again.differences);
});

both!(an_import_leaves_lines_and_an_entry, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut corrected = rows();
    corrected[4].names = Names::zh("平安第一网格");
    let plan = city.service.plan_import(corrected, t0()).await.expect("a plan");
    let id = city.service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    let history = database.store.unit_changes(city.id("410102001002001")).await.expect("history");
    assert_eq!(history.iter().map(|line| line.kind.as_str()).collect::<Vec<_>>(), ["renamed"]);
    let entries = database.store.journal_of(id.0).await.expect("entries");
    assert_eq!(entries.len(), 1);
    let payload = serde_json::json!({ "created": 0, "changed": 1, "unchanged": 5 });
    assert_eq!((entries[0].kind.as_str(), &entries[0].payload), ("import.units", &payload));
});

both!(the_code_of_an_ended_unit_can_be_given_again, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let ended = city.id("410102001002001");
    change(&city, "410102001002001", UnitChange::Close { successor: None }).await;
    let plan = city.service.plan_import(rows(), t0()).await.expect("a plan");
    let shown: Vec<_> = plan.differences.iter().map(|one| (one.code.as_str(), &one.difference)).collect();
    assert_eq!(shown, [("410102001002001", &Difference::New)]);
    city.service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    assert_ne!(city.id("410102001002001"), ended, "another unit under the same code");
    let ended = city.service.tree().by_id(ended).expect("the ended unit").clone();
    assert_eq!((ended.code.as_deref(), ended.valid_to), (Some("410102001002001"), Some(t0())));
});

both!(a_body_is_replaced_by_its_code, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let body = |code: &str, name: &str, unit: &str| BodyRow {
        row: 2,
        code: code.to_owned(),
        kind: BodyKind::PropertyCompany,
        names: Names::zh(name),
        jurisdiction: vec![unit.to_owned()],
    };
    city.service.import_bodies("test", vec![body("P1", "新物业", "410102")], t0()).await.expect("an import");
    let stored = database.store.bodies().await.expect("bodies");
    let replaced = stored.iter().find(|body| body.code == "P1").expect("the body");
    assert_eq!((replaced.id, replaced.names.best("zh")), (city.property, "新物业"));
    assert_eq!(replaced.jurisdiction, [city.id("410102")]);
    let rows = vec![body("P2", "好", "410102"), body("P3", "坏", "nowhere")];
    let refused = city.service.import_bodies("test", rows, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "unit_unknown", .. })), "{refused:?}");
    assert_eq!(database.store.bodies().await.expect("bodies"), stored, "all rows or none");
});

both!(a_place_with_an_unknown_unit_takes_no_other_along, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (lon, lat) = IN_GRID_2;
    let place = |row, unit: Option<&str>| {
        let point = serde_json::json!({ "type": "Point", "coordinates": [lon, lat] });
        let point = serde_json::from_value(point).expect("a point");
        let unit_code = unit.map(str::to_owned);
        PlaceRow { unit_code, ..PlaceRow::new(row, &format!("place-{row}"), "school", Names::zh("学校"), point) }
    };
    let refused = city.service.import_places("test", vec![place(1, None), place(2, Some("nowhere"))], t0()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "unit", .. })), "{refused:?}");
    assert_eq!(database.store.place_ids().await.expect("places"), []);
});

both!(a_plan_for_an_older_tree_is_refused_and_leaves_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let new =
        |code: &str| vec![row(2, code, Some("410102001"), UnitKind::Community, code, [113.62, 34.75, 113.64, 34.76])];
    let old = city.service.plan_import(new("410102001008"), t0()).await.expect("a plan");
    let fresh = city.service.plan_import(new("410102001009"), t0()).await.expect("a plan");
    city.service.apply_import(fresh, "test", t0(), |_| {}).await.expect("an import");
    let refused = city.service.apply_import(old, "test", t0(), |_| {}).await;
    assert!(matches!(refused, Err(ServiceError::Store(StoreError::Stale))), "{refused:?}");
    assert!(city.service.tree().by_code("410102001008").is_none());
    assert_eq!(database.store.staged_units().await.expect("a count"), 0);
});

both!(counts_replace_those_of_the_same_date, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut statistics = rows()[4].statistics.clone().expect("counts");
    statistics.population = Some(4_321);
    let counted = PopulationRow { row: 2, code: "410102001002001".to_owned(), statistics };
    assert_eq!(city.service.import_population("test", vec![counted.clone()], t0()).await.expect("an import"), 1);
    let id = city.id("410102001002001");
    assert_eq!(database.store.unit_statistics(&[id]).await.expect("counts")[&id].population, Some(4_321));
    let unknown = PopulationRow { code: "nowhere".to_owned(), ..counted.clone() };
    let refused = city.service.import_population("test", vec![counted, unknown], t0()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "unit_unknown", .. })), "{refused:?}");
});

both!(a_place_without_a_unit_stands_where_its_ground_is, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (lon, lat) = IN_GRID_2;
    let point = serde_json::json!({ "type": "Point", "coordinates": [lon, lat] });
    let point = serde_json::from_value(point).expect("a point");
    let place = PlaceRow::new(1, "garage", "underground_garage", Names::zh("地下车库"), point);
    city.service.import_places("test", vec![place], t0()).await.expect("an import");
    let places = database.store.places_within(&city.unit("410102001002002").path, 10).await.expect("places");
    assert_eq!(places.len(), 1);
});

fn case(row: u64, number: &str, unit: &str) -> CaseRow {
    CaseRow {
        row,
        outside_number: number.to_owned(),
        category: "H06".to_owned(),
        unit_code: unit.to_owned(),
        reported_at: t0(),
        closed_at: Some(t0()),
        status: "Completed".to_owned(),
        closed: true,
        position: None,
        text: Some("rubbish".to_owned()),
    }
}

both!(cases_come_once_and_go_whole, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let cases = [
        case(2, "1", "410102001002"),
        case(3, "2", "nowhere"),
        case(4, "1", "410102001002"),
        case(5, "3", "410102001"),
    ];
    let import = || city.service.import_cases("test311", CaseKind::ServiceRequest, "test", &cases, t0(), |_| {});
    let first = import().await.expect("an import");
    let refused: Vec<_> = first.refused.iter().map(|one| (one.row, one.code)).collect();
    assert_eq!((first.imported, first.present, refused), (2, 0, vec![(3, "unit_unknown"), (4, "number_repeated")]));
    let again = import().await.expect("an import");
    assert_eq!((again.imported, again.present), (0, 2));
    assert_eq!(database.store.journal_count("hazard.imported").await.expect("a count"), 2);
    assert_eq!(city.service.remove_cases(first.id, t0()).await.expect("a removal"), 2);
    assert_eq!(import().await.expect("an import").imported, 2);
});

both!(a_case_that_was_worked_on_goes_with_its_import, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let open = [CaseRow { closed: false, closed_at: None, ..case(2, "1", "410102001002") }];
    let import = city.service.import_cases("test311", CaseKind::ServiceRequest, "test", &open, t0(), |_| {});
    let import = import.await.expect("an import").id;
    let lead = city.actor("lead").await;
    let scope = city.service.hazard_scope(&lead);
    let page = database.store.hazards(&scope, &Default::default(), None, 10).await.expect("a page");
    let act = Act {
        id: page[0].hazard.id,
        version: Some(1),
        command: Command::Accept,
        note: "taken on".to_owned(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    };
    city.service.act(&lead, act, t0()).await.expect("a step");
    assert_eq!(city.service.remove_cases(import, t0()).await.expect("a removal"), 1);
    assert_eq!(database.texts("select value from free_text").await, Vec::<String>::new());
});

both!(
    what_was_made_of_a_case_goes_with_its_import_and_what_people_reported_stays,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let open = |row, number: &str| CaseRow { closed: false, closed_at: None, ..case(row, number, "410102001002") };
        let cases = [open(2, "1"), open(3, "2"), open(4, "3")];
        let import = city.service.import_cases("test311", CaseKind::ServiceRequest, "311.csv", &cases, t0(), |_| {});
        let import = import.await.expect("an import").id;
        let scope = city.service.hazard_scope(&city.actor("lead").await);
        let page = database.store.hazards(&scope, &Default::default(), None, 10).await.expect("a page");
        let [first, second, third] = &page[..] else { panic!("three cases") };
        // One of the cases is part of another, and a report of a resident too.
        walk(&city, second.clone(), 1, vec![("lead", Command::Merge { master: first.hazard.id })]).await;
        let reported = testkit::city::report(&city.service).await;
        let stored = database.store.hazard(reported).await.expect("an answer").expect("the report");
        walk(&city, stored, 2, vec![("lead", Command::Merge { master: first.hazard.id })]).await;
        let third = walk(&city, third.clone(), 3, vec![("lead", Command::Accept)]).await;
        let assigned = walk(&city, third, 4, vec![("lead", Command::Assign { body: city.property })]).await;
        let notice = crate::notices::notice(&city, assigned.hazard.id, city.property);
        city.service.issue_notice(&city.actor("lead").await, notice, minute(6)).await.expect("a notice");
        let runs = city.service.imports().await.expect("imports");
        let cases: Vec<_> = runs.iter().filter(|(run, _)| run.kind == "cases").collect();
        assert!(
            matches!(cases[..], [(run, 3)] if run.id == import && run.file == "311.csv" && run.finished_at.is_some())
        );
        assert!(matches!(
            city.service.remove_cases(ImportId(Uuid::nil()), t0()).await,
            Err(ServiceError::NotFound("import"))
        ));

        assert_eq!(city.service.remove_cases(import, minute(9)).await.expect("a removal"), 3);
        let stays = database.store.hazard(reported).await.expect("an answer").expect("the report");
        assert_eq!((stays.hazard.state, stays.hazard.merged_into), (State::Reported, None));
        assert!(!database.store.deadlines(reported).await.expect("deadlines").is_empty(), "its time runs on");
        let told = database.store.journal_of(reported.0).await.expect("entries");
        assert_eq!(told.last().map(|entry| entry.kind.as_str()), Some("hazard.separated"));
        assert_eq!(database.texts("select code from notice").await, Vec::<String>::new());
        assert!(city.service.imports().await.expect("imports").iter().all(|(_, here)| *here == 0));
    }
);

/// The folder with data that is not ours to ship.
fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("BRIDGEHEAD_SHARED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    folder.join("data/cases").is_dir().then_some(folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_real_chicago_cases_come_into_its_community_areas() {
    let Some(shared) = shared() else {
        println!("skipped: no shared data");
        return;
    };
    let database = testkit::sqlite().await;
    let service = Service::open(database.store.clone(), TimeZone::UTC).await.expect("a service");
    let ours = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/chicago"));
    let units = read_units(&ours.join("units.csv"), &ReadOptions::default()).expect("units");
    let plan = service.plan_import(units.rows, t0()).await.expect("a plan");
    service.apply_import(plan, "units.csv", t0(), |_| {}).await.expect("an import");
    let mapping = CaseMapping::from_path(&ours.join("mapping.json")).expect("a mapping");
    let file = shared.join("data/cases/chicago311/chicago_311_sanitation_to_2014-06-30.csv");
    let read = read_cases(&file, &mapping).expect("cases");
    // 65,421 rows, of which 315 repeat a number and 7 name no community area.
    assert_eq!((read.rows.len(), read.findings.len()), (65_421 - 322, 322));
    let import = service.import_cases("chicago311", CaseKind::ServiceRequest, "chicago", &read.rows, t0(), |_| {});
    let result = import.await.expect("an import");
    assert_eq!((result.imported, result.refused.len()), (65_099, 0));
    let everything = domain::access::Scope::within(service.tree().root().expect("a root").path.clone());
    let states = database.store.hazard_states(&everything, &Default::default()).await.expect("counts");
    assert_eq!(states.iter().map(|(_, n)| n).sum::<u64>(), 65_099);
    let page = database.store.hazards(&everything, &Default::default(), None, 50).await.expect("a page");
    assert!(page.len() == 50 && page.iter().all(|row| row.due.is_none() && row.outside.is_some()));
    let again = service.import_cases("chicago311", CaseKind::ServiceRequest, "chicago", &read.rows, t0(), |_| {});
    let again = again.await.expect("an import");
    assert_eq!((again.imported, again.present), (0, 65_099));
    assert_eq!(service.remove_cases(result.id, t0()).await.expect("a removal"), 65_099);
    assert!(database.store.hazard_states(&everything, &Default::default()).await.expect("counts").is_empty());
    assert_eq!(database.texts("select value from free_text limit 1").await, Vec::<String>::new(), "no text stays");
}
