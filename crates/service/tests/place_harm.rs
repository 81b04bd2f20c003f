//! Places of the register, their closing for a warning, and first reports of harm.

use domain::access::{Permission, Scope};
use domain::colour::WarningColour;
use domain::harm::{Basis, Counts, HarmKind, Stage};
use domain::id::{ClosureId, CommandId, HarmId, PlaceId, ResponseId};
use domain::job::Alert;
use domain::journal::By;
use domain::names::Names;
use domain::place::{ClosureRefusal, ClosureState, Place, PlaceFacts, Step};
use jiff::{SignedDuration, Timestamp};
use service::closure::Opening;
use service::exchange::read_places;
use service::harm::{HarmDraft, HarmPage, VersionDraft};
use service::place::{PlaceChange, PlaceOrder};
use service::{Once, ServiceError};
use store::closure::ClosureFilter;
use testkit::city::{City, IN_GRID_1, IN_GRID_2, fill};
use testkit::{both, t0};
use uuid::Uuid;

const COMMUNITY: &str = "410102001002";
const GRID_1: &str = "410102001002001";

fn at(seconds: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_secs(seconds)).expect("a time")
}

fn order(code: &str, kind: &str, point: (f64, f64)) -> PlaceOrder {
    PlaceOrder {
        code: code.to_owned(),
        kind: kind.to_owned(),
        names: Names::zh(code),
        parent: None,
        unit: None,
        point: Some(point),
        facts: PlaceFacts::default(),
        fields: None,
    }
}

async fn add(city: &City, order: PlaceOrder) -> Place {
    let lead = city.actor("lead").await;
    city.service.create_place(&lead, PlaceId(Uuid::now_v7()), order, t0()).await.expect("a place")
}

/// One place of each kind that closes, one that does not, and one that does not stand any more.
async fn underground(city: &City) -> Vec<PlaceId> {
    let mut ids = Vec::new();
    for kind in ["underground_mall", "underground_garage", "tunnel", "underpass", "metro_station", "school"] {
        ids.push(add(city, order(kind, kind, IN_GRID_1)).await.id);
    }
    let gone = add(city, order("gone", "tunnel", IN_GRID_2)).await;
    let lead = city.actor("lead").await;
    city.service.change_place(&lead, gone.id, 1, PlaceChange::Retire, t0()).await.expect("retired");
    ids
}

fn codes(places: &[Place]) -> Vec<&str> {
    places.iter().map(|place| place.code.as_str()).collect()
}

both!(underground_places_list_themselves_at_orange, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    underground(&city).await;
    let path = city.unit(COMMUNITY).path;
    let list = |colour| city.service.list_to_close(&path, "rainstorm", colour);
    assert_eq!(codes(&list(WarningColour::Yellow).await.expect("places")), Vec::<&str>::new());
    let orange = list(WarningColour::Orange).await.expect("places");
    assert_eq!(codes(&orange), ["tunnel", "underground_garage", "underground_mall", "underpass"]);
    assert_eq!(list(WarningColour::Red).await.expect("places").len(), 5);
});

both!(a_cause_orders_closures_in_its_own_transaction_and_each_place_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    underground(&city).await;
    let unit = city.unit(COMMUNITY);
    let (units, cause) = ([(unit.id, unit.path.clone())], Some(ResponseId(Uuid::now_v7())));
    let opening =
        |colour| Opening { units: &units, hazard: "rainstorm", colour, cause, due: at(1_800), by: By::default() };
    let write = database.store.write().await.expect("a transaction");
    let left = city.service.open_closures(&write, opening(WarningColour::Orange), t0()).await.expect("closures");
    assert_eq!(left.len(), 4);
    drop(write);
    let open = async || {
        let scope = Scope::within(unit.path.clone());
        database.store.closures(&ClosureFilter { scope, limit: 100, ..ClosureFilter::default() }).await
    };
    assert_eq!(open().await.expect("closures"), [], "what causes it fails, and nothing is ordered");
    let write = database.store.write().await.expect("a transaction");
    city.service.open_closures(&write, opening(WarningColour::Orange), t0()).await.expect("closures");
    write.commit().await.expect("a commit");
    let write = database.store.write().await.expect("a transaction");
    let more = city.service.open_closures(&write, opening(WarningColour::Red), at(60)).await.expect("closures");
    write.commit().await.expect("a commit");
    assert_eq!(more.len(), 1, "the metro alone is new at red");
    let open = open().await.expect("closures");
    assert_eq!((open.len(), open[0].cause, open[0].due_at), (5, cause.map(|id| id.0), at(1_800)));
});

both!(a_place_is_closed_by_its_post_and_opened_after_the_community_says_so, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut garage = order("garage", "underground_garage", IN_GRID_1);
    garage.facts.body = Some(city.property);
    add(&city, garage).await;
    let (lead, property, grid2) = (city.actor("lead").await, city.actor("property").await, city.actor("grid2").await);
    let what = ("rainstorm", WarningColour::Orange);
    let refused = city.service.order_closures(&grid2, city.id(COMMUNITY), what, at(600), t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(Permission::OrderClosures))), "{refused:?}");
    let new = city.service.order_closures(&lead, city.id(COMMUNITY), what, at(600), t0()).await.expect("closures");
    let closure: ClosureId = new[0];
    assert_eq!(city.service.own_closures(&property).await.expect("a list").len(), 1);
    assert_eq!(city.service.own_closures(&grid2).await.expect("a list").len(), 0, "it stands in another grid");
    let step = |actor, step, now| city.service.step_closure(actor, closure, step, None, now);
    let elsewhere = step(&grid2, Step::Close, at(1)).await;
    assert!(matches!(elsewhere, Err(ServiceError::Forbidden(Permission::ClosePlaces))), "{elsewhere:?}");
    let closed = step(&property, Step::Close, at(60)).await.expect("closed");
    assert_eq!((closed.closure.state, closed.closure.closed_at), (ClosureState::Closed, Some(at(60))));
    let again = step(&property, Step::Close, at(90)).await.expect("the same word again");
    assert_eq!(again.closure.closed_at, Some(at(60)));
    let counts = city.service.count_closures(&lead, None).await.expect("counts");
    assert_eq!((counts.total.closed, counts.total.all, counts.below.len()), (1, 1, 1));
    let early = step(&property, Step::Reopen, at(120)).await;
    assert!(matches!(early, Err(ServiceError::Closure(ClosureRefusal::NotAuthorised))), "{early:?}");
    let own = step(&property, Step::Authorise, at(130)).await;
    assert!(matches!(own, Err(ServiceError::Forbidden(Permission::OrderClosures))), "{own:?}");
    step(&lead, Step::Authorise, at(140)).await.expect("authorised");
    let open = step(&property, Step::Reopen, at(150)).await.expect("open");
    assert_eq!(open.closure.state, ClosureState::Reopened);
    let next = city.service.order_closures(&lead, city.id(COMMUNITY), what, at(900), at(200)).await.expect("closures");
    assert_eq!(next.len(), 1, "it can close again");
});

both!(
    a_file_says_what_is_wrong_with_each_row_and_writes_nothing_until_it_is_right,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("places.csv");
        let head = "code,kind,name_zh,unit_code,lon,lat,elevation_m,sill_m,household_count,responsible_body\n";
        let good = "b1,building,一号楼,410102001002001,113.605,34.755,88.25,88.4,60,P1\n";
        let bad = "b2,building,二号楼,nowhere,113.605,34.755,,,,\nb3,castle,城堡,,113.605,34.755,,,,nobody\nb4,shop,店,,113.605,34.755,tall,,,\n";
        std::fs::write(&path, format!("{head}{good}{bad}")).expect("a file");
        let lead = city.actor("lead").await;
        let read = read_places(&path).expect("a readable file");
        let found: Vec<_> = read.findings.iter().map(|found| (found.row, found.code)).collect();
        assert_eq!(found, [(4, "unknown_kind"), (5, "invalid_height")]);
        let plan = city.service.check_places(&lead, read.rows).await.expect("a plan");
        let found: Vec<_> = plan.findings.iter().map(|found| (found.row, found.field)).collect();
        assert_eq!((found, plan.rows()), (vec![(3, "unit"), (4, "responsible_body")], 1));
        assert!(matches!(
            city.service.take_places(&lead, "test", plan, t0()).await,
            Err(ServiceError::Invalid { code: "import_refused", .. })
        ));
        assert_eq!(database.store.place_ids().await.expect("places"), []);
        std::fs::write(&path, format!("{head}{good}")).expect("a file");
        for version in [1, 2] {
            let rows = read_places(&path).expect("a readable file").rows;
            let plan = city.service.check_places(&lead, rows).await.expect("a plan");
            assert_eq!((plan.is_sound(), plan.new), (true, usize::from(version == 1)));
            city.service.take_places(&lead, "test", plan, t0()).await.expect("taken");
            let stored = database.store.places_within(&city.unit(GRID_1).path, 10).await.expect("places");
            let facts = PlaceFacts {
                elevation_cm: Some(8_825),
                sill_cm: Some(8_840),
                households: Some(60),
                body: Some(city.property),
            };
            assert_eq!((stored.len(), stored[0].version, &stored[0].facts), (1, version, &facts));
        }
        let elsewhere = "x,shop,店,410102,113.605,34.755,,,,\n";
        std::fs::write(&path, format!("{head}{elsewhere}")).expect("a file");
        let plan = city.service.check_places(&lead, read_places(&path).expect("a file").rows).await.expect("a plan");
        assert_eq!(plan.findings[0].code, "forbidden", "the county is not hers");
    }
);

both!(a_changed_place_keeps_its_outline_and_an_older_view_is_refused, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let place = add(&city, order("shop", "shop", IN_GRID_1)).await;
    let lead = city.actor("lead").await;
    let change = |version, code: &str| {
        let mut order = order(code, "shop", IN_GRID_1);
        order.facts.households = Some(2);
        let (service, lead) = (city.service.clone(), lead.clone());
        async move { service.change_place(&lead, place.id, version, PlaceChange::Set(Box::new(order)), t0()).await }
    };
    let changed = change(1, "shop-2").await.expect("changed");
    assert_eq!((changed.version, changed.facts.households), (2, Some(2)));
    let stale = change(1, "shop-3").await;
    assert!(matches!(stale, Err(ServiceError::VersionConflict { given: 1, current: 2 })), "{stale:?}");
    let taken = city.service.create_place(&lead, PlaceId(Uuid::now_v7()), order("shop-2", "shop", IN_GRID_2), t0());
    assert!(matches!(taken.await, Err(ServiceError::Invalid { code: "code_taken", .. })));
    let box_of_grid_2 = domain::unit::boundary::Position::from_degrees(IN_GRID_2.0, IN_GRID_2.1).expect("a position");
    let filter = store::place::PlaceFilter { bounds: Some(box_of_grid_2.around(100.0)), ..Default::default() };
    let path = city.unit(COMMUNITY).path;
    assert_eq!(database.store.find_places(&path, &filter, None, 10).await.expect("places"), []);
    let filter = store::place::PlaceFilter { text: Some("hop_".to_owned()), ..Default::default() };
    assert_eq!(database.store.find_places(&path, &filter, None, 10).await.expect("places"), [], "_ is no wildcard");
});

fn key() -> Once {
    Once::new(CommandId(Uuid::now_v7()), vec![1])
}

fn both_counts(count: u32) -> Counts {
    Counts { dead_or_missing: Some(count), ..Counts::default() }
}

fn draft(city: &City, counts: Counts) -> HarmDraft {
    HarmDraft {
        id: HarmId(Uuid::now_v7()),
        kind: HarmKind::Flood,
        unit: Some(city.id(GRID_1)),
        place: None,
        point: None,
        counts,
        known_at: None,
        note: Some("水很急".to_owned()),
        show_post: false,
    }
}

fn later(stage: Stage, basis: Basis, counts: Counts) -> VersionDraft {
    VersionDraft { stage, basis, counts, known_at: None, note: None, show_post: false }
}

/// A first report of grid 1.
async fn reported(city: &City, counts: Counts, now: Timestamp) -> HarmId {
    let draft = draft(city, counts);
    city.service.report_harm(&city.actor("grid1").await, draft, &key(), now).await.expect("a report")
}

both!(the_series_of_2021_is_corrected_by_versions_and_each_stays_readable, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let grid = city.actor("grid1").await;
    let id = reported(&city, both_counts(97), t0()).await;
    let told_apart = Counts { dead: Some(292), missing: Some(47), ..Counts::default() };
    let versions = [(both_counts(322), 60), (told_apart, 120), (both_counts(380), 180)];
    for (counts, seconds) in versions {
        let version = later(Stage::FollowUp, Basis::Reported, counts);
        city.service.add_harm_version(&grid, id, version, &key(), at(seconds)).await.expect("a version");
    }
    let district = city.actor("district").await;
    let sheet = city.service.show_harm(&district, id, at(200)).await.expect("a report");
    let combined: Vec<_> = sheet.versions.iter().filter_map(|version| version.counts.combined()).collect();
    assert_eq!(combined, [97, 322, 339, 380]);
    let numbers: Vec<_> = sheet.versions.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    let totals = city.service.harm_totals(&district, None).await.expect("totals");
    let series: Vec<_> = totals.series.iter().filter_map(|point| point.reported).collect();
    assert_eq!(series, [97, 322, 339, 380]);
    assert_eq!((totals.reported.dead_or_missing.sum, totals.verified.reports), (380, 0));
    let street = city.actor("street").await;
    let verified = later(Stage::Final, Basis::Verified, both_counts(379));
    city.service.add_harm_version(&street, id, verified, &key(), at(300)).await.expect("verified");
    let totals = city.service.harm_totals(&district, None).await.expect("totals");
    let sums = (totals.reported.dead_or_missing.sum, totals.verified.dead_or_missing.sum);
    assert_eq!(sums, (380, 379), "the bases stand side by side");
});

both!(
    every_level_has_it_in_the_transaction_that_took_it_and_lags_count_from_first_known,
    |database: testkit::Database| async move {
        let city = fill(database.store.clone()).await;
        let grid = city.actor("grid1").await;
        let draft = HarmDraft { known_at: Some(at(-600)), ..draft(&city, Counts::default()) };
        let id = city.service.report_harm(&grid, draft, &key(), t0()).await.expect("a report");
        let sheet = city.service.harm_sheet(id).await.expect("a report");
        let mut told: Vec<_> = sheet.levels.iter().map(|level| (level.unit, level.told_at, level.seen_at)).collect();
        told.sort_unstable();
        let mut levels: Vec<_> =
            ["4101", "410102", "410102001", COMMUNITY].map(|code| (city.id(code), t0(), None)).to_vec();
        levels.sort_unstable();
        assert_eq!(told, levels, "told at once, and nobody has looked");
        assert_eq!(city.alerted(Alert::Harm, t0()).await, ["district", "lead", "street"], "and their phones ring");
        let entries = database.texts("select cast(payload as text) from journal where kind = 'harm.reported'").await;
        assert!(levels.iter().all(|(unit, ..)| entries[0].contains(&unit.to_string())), "{}", entries[0]);
        for (login, seconds) in [("street", 60), ("district", 120), ("district", 240)] {
            city.service.show_harm(&city.actor(login).await, id, at(seconds)).await.expect("a report");
        }
        let totals = city.service.harm_totals(&city.actor("district").await, None).await.expect("totals");
        assert_eq!(totals.longest_report_lag_ms, Some(600_000));
        let lags: Vec<_> = totals.levels.iter().map(|lag| (lag.kind.word(), lag.seen, lag.longest_ms)).collect();
        let expected =
            [("city", 0, None), ("county", 1, Some(720_000)), ("street", 1, Some(660_000)), ("community", 0, None)];
        assert_eq!(lags, expected);
        assert_eq!(totals.levels[0].waiting_since, Some(t0()));
    }
);

both!(nothing_makes_a_report_wait, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    // Somebody whose post is elsewhere, a unit that is not there any more, and nothing known.
    let nowhere = HarmDraft { unit: Some(domain::id::UnitId(Uuid::now_v7())), ..draft(&city, Counts::default()) };
    let grid2 = city.actor("grid2").await;
    let id = city.service.report_harm(&grid2, nowhere, &key(), t0()).await.expect("a report");
    assert_eq!(city.service.harm_sheet(id).await.expect("a report").report.unit, city.id("410102001002002"));
    let over_there = draft(&city, Counts::default());
    let name = key();
    let id = city.service.report_harm(&grid2, over_there.clone(), &name, t0()).await.expect("a report");
    let again = city.service.report_harm(&grid2, over_there.clone(), &name, t0()).await.expect("the same");
    assert_eq!(again, id);
    let other = name.about(id.0);
    let reused = city.service.report_harm(&grid2, over_there, &other, t0()).await;
    assert!(matches!(reused, Err(ServiceError::KeyReused)), "{reused:?}");
    assert_eq!(city.service.harm_sheet(id).await.expect("a report").versions.len(), 1);
    let page = HarmPage { limit: 10, ..HarmPage::default() };
    assert_eq!(city.service.list_harm(&grid2, &page).await.expect("her own").len(), 2);
    assert_eq!(city.service.list_harm(&city.actor("lead").await, &page).await.expect("reports").len(), 2);
});

both!(of_two_equal_reports_of_harm_at_once_one_is_kept, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (grid, name, first) = (city.actor("grid1").await, key(), draft(&city, both_counts(3)));
    let report = async || city.service.report_harm(&grid, first.clone(), &name, t0()).await;
    let (one, two) = tokio::join!(report(), report());
    let id = one.expect("a report");
    assert_eq!(two.expect("the same, sent at the same time"), id);
    let page = HarmPage { limit: 10, ..HarmPage::default() };
    assert_eq!(city.service.list_harm(&grid, &page).await.expect("reports").len(), 1);

    let (name, version) = (key(), later(Stage::FollowUp, Basis::Reported, both_counts(4)));
    let add = async |name: &Once| city.service.add_harm_version(&grid, id, version.clone(), name, at(1)).await;
    let (one, two) = tokio::join!(add(&name), add(&name));
    assert_eq!((one.expect("a version"), two.expect("the same")), (id, id));
    assert_eq!(city.service.harm_sheet(id).await.expect("a report").versions.len(), 2);
    let other = add(&name.clone().about(id.0)).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});

both!(the_database_itself_keeps_reports_of_harm, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = reported(&city, both_counts(3), t0()).await;
    let other = reported(&city, both_counts(3), t0()).await;
    let street = city.actor("street").await;
    city.service.relate_harm(&street, other, Some(id), at(1)).await.expect("related");
    for sql in [
        "delete from harm_version",
        "delete from harm_relation",
        "delete from harm_report",
        "update harm_version set dead_or_missing = 0",
        "update harm_relation set master = null",
        "update harm_report set known_at = 0",
        "update harm_report set reporter = id",
    ] {
        assert!(database.try_execute(sql).await.is_err(), "`{sql}` went through");
    }
    let sheet = city.service.harm_sheet(id).await.expect("a report");
    assert_eq!(sheet.versions[0].counts, both_counts(3));
    // A change of the tree takes the report along.
    let write = database.store.write().await.expect("a transaction");
    let path = city.unit(GRID_1).path;
    store::unit_write::rebase(&write, &path, &path).await.expect("paths may follow the tree");
});

both!(the_reporter_is_shown_to_no_superior_and_to_nobody_without_a_reason, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = reported(&city, both_counts(2), t0()).await;
    city.account("audit", "auditor", "4101").await;
    let grid = city.actor("grid1").await;
    for login in ["lead", "street", "district", "admin"] {
        let session = city.session(login, t0()).await;
        let refused = city.service.reveal_harm_reporter(&session, id, 1, "想知道是谁", t0()).await;
        assert!(
            matches!(refused, Err(ServiceError::Forbidden(Permission::RevealHarmReporter))),
            "{login}: {refused:?}"
        );
    }
    let sheet = city.service.show_harm(&city.actor("lead").await, id, t0()).await.expect("a report");
    assert!(sheet.posts.is_empty(), "{:?}", sheet.posts);
    let actors = database.texts("select cast(count(*) as text) from journal where kind = 'harm.reported' and (actor is not null or posting is not null)").await;
    assert_eq!(actors, ["0"], "the journal names no reporter");
    let auditor = city.session("audit", t0()).await;
    assert!(city.service.reveal_harm_reporter(&auditor, id, 1, " ", t0()).await.is_err());
    let shown = city.service.reveal_harm_reporter(&auditor, id, 1, "核查是否瞒报", t0()).await.expect("a name");
    assert_eq!(shown.post.expect("a post").id, grid.postings[0].id);
    let looks = database.texts("select cast(count(*) as text) from journal where kind = 'harm.revealed'").await;
    assert_eq!(looks, ["1"]);
});

both!(nobody_verifies_the_own_word_and_a_duplicate_counts_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let street = city.actor("street").await;
    let own = city.service.report_harm(&street, draft(&city, both_counts(5)), &key(), t0()).await.expect("a report");
    let verified = later(Stage::FollowUp, Basis::Verified, both_counts(5));
    let refused = city.service.add_harm_version(&street, own, verified.clone(), &key(), at(1)).await;
    assert!(matches!(refused, Err(ServiceError::OwnHarm)), "{refused:?}");
    let district = city.actor("district").await;
    city.service.add_harm_version(&district, own, verified, &key(), at(2)).await.expect("somebody else");
    let twice = reported(&city, both_counts(5), at(3)).await;
    let sum = || async { city.service.harm_totals(&district, None).await.expect("totals") };
    assert_eq!(sum().await.reported.dead_or_missing.sum, 10);
    city.service.relate_harm(&street, twice, Some(own), at(4)).await.expect("related");
    let totals = sum().await;
    assert_eq!((totals.reported.dead_or_missing.sum, totals.duplicates), (5, 1));
    let round = city.service.relate_harm(&street, own, Some(twice), at(5)).await;
    assert!(matches!(round, Err(ServiceError::HarmRelation(_))), "{round:?}");
    assert_eq!(city.service.harm_sheet(twice).await.expect("it stays").versions.len(), 1);
    city.service.relate_harm(&street, twice, None, at(6)).await.expect("told apart");
    assert_eq!(sum().await.reported.dead_or_missing.sum, 10);
});
