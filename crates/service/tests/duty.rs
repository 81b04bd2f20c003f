//! Duty rosters: who is on duty, who comes instead, who may change it, and what leaves and comes as a file.

use domain::duty::Days;
use domain::id::{CommandId, PostingId, UnitId};
use domain::unit::change::UnitChange;
use jiff::Timestamp;
use jiff::civil::date;
use service::access::Authority;
use service::exchange::{RosterRow, read_roster, write_roster};
use service::roster::{NewDuty, Rostering};
use service::{Once, ServiceError};
use testkit::city::{City, change, fill};
use testkit::{both, t0};
use uuid::Uuid;

const STREET: &str = "410102001";
const COMMUNITY: &str = "410102001002";
const GRID_1: &str = "410102001002001";
const GRID_2: &str = "410102001002002";

fn at(text: &str) -> Timestamp {
    format!("2021-07-{text}:00+08:00").parse().expect("a time")
}

async fn post(city: &City, login: &str) -> PostingId {
    city.actor(login).await.postings[0].id
}

/// A line of each day in a unit, by the operator.
async fn daily(city: &City, unit: &str, login: &str, hours: (&str, &str), leader: bool) -> Uuid {
    let duty = NewDuty::daily(post(city, login).await, "shift", hours.0, hours.1, leader);
    let added = city.service.add_duties(Rostering::Operator, city.id(unit), &[duty], &Once::fresh(), t0()).await;
    added.expect("a line")[0]
}

/// Which unit answers, and with whom.
async fn who(city: &City, unit: UnitId, when: &str) -> (Option<UnitId>, Vec<PostingId>) {
    let found = city.service.on_duty(&city.actor("admin").await, unit, at(when)).await.expect("an answer");
    (found.unit, found.watches.into_iter().map(|watch| watch.posting).collect())
}

both!(the_nearest_unit_that_has_somebody_answers_and_nobody_is_an_answer, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (grid, community, street) = (city.id(GRID_1), city.id(COMMUNITY), city.id(STREET));
    assert_eq!(who(&city, grid, "20T12:00").await, (None, vec![]));
    daily(&city, STREET, "street", ("08:00", "08:00"), true).await;
    daily(&city, COMMUNITY, "grid1", ("18:00", "08:00"), false).await;
    daily(&city, COMMUNITY, "lead", ("18:00", "08:00"), true).await;
    let (street_post, lead, grid1) =
        (post(&city, "street").await, post(&city, "lead").await, post(&city, "grid1").await);
    assert_eq!(who(&city, grid, "20T12:00").await, (Some(street), vec![street_post]));
    assert_eq!(who(&city, grid, "20T23:00").await, (Some(community), vec![lead, grid1]), "who leads comes first");
    assert_eq!(who(&city, grid, "21T07:59").await.0, Some(community), "a night goes over midnight");
    assert_eq!(who(&city, grid, "21T08:00").await.0, Some(street));

    let admin = city.actor("admin").await;
    let board = city.service.duty_board(&admin, community, at("21T00:00"), at("22T00:00")).await.expect("a board");
    assert_eq!(board.gaps, [(at("21T08:00"), at("21T18:00"))]);
    assert_eq!(board.lines.len(), 2);
    let long = city.service.duty_board(&admin, community, t0(), t0() + jiff::SignedDuration::from_hours(24 * 63)).await;
    assert!(matches!(long, Err(ServiceError::Invalid { code: "duty_range_invalid", .. })), "{long:?}");
});

both!(lines_that_are_sent_again_are_added_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let community = city.id(COMMUNITY);
    let duties = [
        NewDuty::daily(post(&city, "lead").await, "day", "08:00", "20:00", true),
        NewDuty::daily(post(&city, "grid1").await, "night", "20:00", "08:00", false),
    ];
    let add =
        async |once: &Once| city.service.add_duties(Rostering::Person(&lead), community, &duties, once, t0()).await;
    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let added = add(&once).await.expect("lines");
    assert_eq!(add(&once).await.expect("the same"), added);
    let kept = database.store.roster(community).await.expect("a roster");
    let mut kept: Vec<Uuid> = kept.into_iter().map(|duty| duty.line.id).collect();
    kept.sort_unstable();
    assert_eq!(kept, added, "each line has the id that is answered");
    let other = add(&once.clone().about(community.0)).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");

    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let (one, two) = tokio::join!(add(&once), add(&once));
    assert_eq!(one.expect("lines"), two.expect("the same, sent at the same time"));
    assert_eq!(database.store.roster(community).await.expect("a roster").len(), 4);
});

both!(whoever_comes_instead_is_on_duty_for_that_shift_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let line = daily(&city, COMMUNITY, "lead", ("18:00", "08:00"), true).await;
    let (community, grid2) = (city.id(COMMUNITY), post(&city, "grid2").await);
    let lead = city.actor("lead").await;
    let by = Rostering::Person(&lead);
    city.service.substitute_duty(by, line, date(2021, 7, 20), Some(grid2), t0()).await.expect("a substitute");
    assert_eq!(who(&city, community, "21T03:00").await.1, [grid2]);
    assert_eq!(who(&city, community, "21T19:00").await.1, [post(&city, "lead").await]);
    city.service.substitute_duty(by, line, date(2021, 7, 21), None, t0()).await.expect("nobody");
    assert_eq!(who(&city, community, "21T19:00").await, (None, vec![]));
    city.service.restore_duty(by, line, date(2021, 7, 21), t0()).await.expect("taken back");
    assert_eq!(who(&city, community, "21T19:00").await.1, [post(&city, "lead").await]);
    let told = database.texts("select payload from journal where kind = 'roster.substituted' order by seq").await;
    assert_eq!(told.len(), 3);

    // From today on it is over; what was, stays.
    city.service.end_duty(by, line, at("22T12:00")).await.expect("an end");
    assert_eq!(who(&city, community, "22T19:00").await, (None, vec![]));
    assert_eq!(who(&city, community, "21T19:00").await.1, [post(&city, "lead").await]);
    let gone = city.service.substitute_duty(by, line, date(2021, 7, 23), Some(grid2), t0()).await;
    assert!(matches!(gone, Err(ServiceError::Invalid { code: "duty_date_unknown", .. })), "{gone:?}");
});

both!(a_post_that_ended_and_a_disabled_account_are_not_on_duty, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    daily(&city, COMMUNITY, "grid1", ("00:00", "00:00"), false).await;
    daily(&city, COMMUNITY, "grid2", ("00:00", "00:00"), true).await;
    let (community, grid1) = (city.id(COMMUNITY), post(&city, "grid1").await);
    let second = city.actor("grid2").await.account;
    city.service.disable_account(Authority::Operator, second, at("21T00:00")).await.expect("disabled");
    assert_eq!(who(&city, community, "20T23:59").await.1.len(), 2);
    assert_eq!(who(&city, community, "21T00:00").await.1, [grid1], "whatever the roster says");
    city.service.end_posting(Authority::Operator, grid1, at("21T12:00"), t0()).await.expect("an end");
    assert_eq!(who(&city, community, "21T11:59").await.1, [grid1]);
    assert_eq!(who(&city, community, "21T12:00").await, (None, vec![]));
    let again = NewDuty::daily(grid1, "day", "08:00", "18:00", false);
    let again = city.service.add_duties(Rostering::Operator, community, &[again], &Once::fresh(), at("22T00:00")).await;
    assert!(matches!(again, Err(ServiceError::Invalid { code: "duty_posting_invalid", .. })), "{again:?}");
});

both!(a_merged_unit_is_answered_by_its_heir, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    daily(&city, GRID_1, "grid1", ("00:00", "00:00"), false).await;
    let (first, second, grid1) = (city.id(GRID_1), city.id(GRID_2), post(&city, "grid1").await);
    change(&city, GRID_1, UnitChange::Merge { into: second }).await;
    assert_eq!(who(&city, first, "20T12:00").await, (Some(second), vec![grid1]));
    assert_eq!(who(&city, second, "20T12:00").await, (Some(second), vec![grid1]));
});

both!(only_whoever_may_sets_the_roster_and_only_with_own_people, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let line = daily(&city, COMMUNITY, "lead", ("18:00", "08:00"), true).await;
    let (grid, lead) = (city.actor("grid1").await, city.actor("lead").await);
    let duty = || [NewDuty::daily(lead.postings[0].id, "day", "08:00", "18:00", true)];
    let community = city.id(COMMUNITY);
    let refused = city.service.add_duties(Rostering::Person(&grid), community, &duty(), &Once::fresh(), t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    let above = city.service.add_duties(Rostering::Person(&lead), city.id(STREET), &duty(), &Once::fresh(), t0()).await;
    assert!(matches!(above, Err(ServiceError::Forbidden(_))), "{above:?}");
    let ended = city.service.end_duty(Rostering::Person(&grid), line, t0()).await;
    assert!(matches!(ended, Err(ServiceError::Forbidden(_))), "{ended:?}");
    city.service
        .add_duties(Rostering::Person(&lead), community, &duty(), &Once::fresh(), t0())
        .await
        .expect("the own community");
    let foreign = NewDuty::daily(post(&city, "grid2").await, "day", "08:00", "18:00", false);
    let foreign = city.service.add_duties(Rostering::Operator, city.id(GRID_1), &[foreign], &Once::fresh(), t0()).await;
    assert!(matches!(foreign, Err(ServiceError::Invalid { code: "duty_posting_invalid", .. })), "{foreign:?}");
    for (duty, code) in [
        (NewDuty { starts: "25:00".to_owned(), ..duty()[0].clone() }, "time_invalid"),
        (NewDuty { kind: String::new(), ..duty()[0].clone() }, "duty_kind_invalid"),
        (
            NewDuty { from: Some(date(2021, 7, 2)), to: Some(date(2021, 7, 1)), ..duty()[0].clone() },
            "duty_dates_invalid",
        ),
    ] {
        let refused = city.service.add_duties(Rostering::Person(&lead), community, &[duty], &Once::fresh(), t0()).await;
        assert!(matches!(&refused, Err(ServiceError::Invalid { code: was, .. }) if *was == code), "{refused:?}");
    }
    let other = city.service.on_duty(&grid, city.id("410102"), t0()).await;
    assert!(matches!(other, Err(ServiceError::Forbidden(_))), "{other:?}");
});

both!(a_roster_leaves_and_comes_back_the_same, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("roster.csv");
    let text = "unit,login,title,kind,start,end,days,from,to,leader\n\
        410102001002,lead,,night,18:00,08:00,12345,2021-07-01,,true\n\
        410102001002,grid1,grid_worker,night,18:00,08:00,,2021-07-20,2021-07-20,false\n";
    std::fs::write(&file, text).expect("a file");
    let read = read_roster(&file).expect("rows");
    assert_eq!((read.rows.len(), read.findings.len()), (2, 0));
    assert_eq!(read.rows[0].days, Days::from_digits("12345"));
    let import = |rows: Vec<RosterRow>, dry| {
        let service = city.service.clone();
        async move { service.import_roster(&rows, dry, t0()).await.expect("an answer") }
    };
    assert_eq!(import(read.rows.clone(), true).await, Ok(2));
    assert_eq!(database.store.roster(city.id(COMMUNITY)).await.expect("a roster"), [], "a dry run writes nothing");
    assert_eq!(import(read.rows.clone(), false).await, Ok(2));
    assert_eq!(import(read.rows.clone(), false).await, Ok(0), "what is there stays");
    let rows = city.service.export_roster(city.id("4101")).await.expect("rows");
    write_roster(std::fs::File::create(&file).expect("a file"), &rows).expect("written");
    assert_eq!(read_roster(&file).expect("rows").rows, rows);
    assert_eq!(import(rows, false).await, Ok(0));

    let wrong = "unit,login,kind,start,end,days,from\n410102001002,lead,day,08:00,18:00,8,\n4101,lead,day,08:00,18:00,,yesterday\n";
    std::fs::write(&file, wrong).expect("a file");
    let codes: Vec<_> = read_roster(&file).expect("rows").findings.into_iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["days_invalid", "date_invalid"]);
    let row = |unit: &str, login: &str, start: &str| RosterRow {
        unit: unit.to_owned(),
        login: login.to_owned(),
        start: start.to_owned(),
        ..read.rows[0].clone()
    };
    let rows =
        vec![row("nowhere", "lead", "08:00"), row(COMMUNITY, "nobody", "08:00"), row(COMMUNITY, "lead", "8 o'clock")];
    assert_eq!(import(rows, false).await.expect_err("refused").len(), 3, "every mistake at once");
    assert_eq!(database.store.roster(city.id(COMMUNITY)).await.expect("a roster").len(), 2);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_substitute_needs_one_connection_alone() {
    let database = testkit::postgres().await;
    let city = fill(database.store.clone()).await;
    let line = daily(&city, COMMUNITY, "grid1", ("08:00", "20:00"), false).await;
    let (lead, grid2) = (city.actor("lead").await, post(&city, "grid2").await);
    let narrow = city.over_one_connection(&database).await;
    let (day, by) = (date(2021, 7, 22), Rostering::Person(&lead));
    narrow.substitute_duty(by, line, day, Some(grid2), t0()).await.expect("a second connection is not waited for");
    narrow.restore_duty(by, line, day, t0()).await.expect("taken back");
    narrow.end_duty(by, line, t0()).await.expect("ended");
}

both!(a_roster_offers_posts_of_its_own_line_of_units_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.actor("lead").await;
    let offered = city.service.rosterable(&lead, city.id(COMMUNITY), t0()).await.expect("posts");
    let offered: Vec<PostingId> = offered.into_iter().map(|row| row.id).collect();
    assert_eq!(offered.first(), Some(&post(&city, "lead").await), "the unit's own stand first");
    for near in ["grid1", "grid2", "street", "admin"] {
        assert!(offered.contains(&post(&city, near).await), "{near}");
    }
    for id in &offered {
        let duty = NewDuty::daily(*id, "shift", "08:00", "18:00", false);
        city.service
            .add_duties(Rostering::Person(&lead), city.id(COMMUNITY), &[duty], &Once::fresh(), t0())
            .await
            .expect("what is offered is taken");
    }
    let grid1 = city.actor("grid1").await;
    let refused = city.service.rosterable(&grid1, city.id(COMMUNITY), t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");

    let gone = grid1.account;
    city.service.disable_account(Authority::Operator, gone, t0()).await.expect("disabled");
    let offered = city.service.rosterable(&lead, city.id(COMMUNITY), t0()).await.expect("posts");
    assert!(!offered.iter().any(|row| row.account == gone), "nobody is put on duty who cannot sign in");
});
