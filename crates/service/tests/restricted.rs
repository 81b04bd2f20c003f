//! What is personal by nature: switched on by the operator, seen by a narrow circle alone, taken with the least, forgotten.

use domain::access::{Actor, Permission, Scope};
use domain::catalogue::Catalogue;
use domain::hazard::{Command, Draft};
use domain::id::{CommandId, FileId, HazardId};
use domain::seal::Columns;
use jiff::{SignedDuration, Timestamp};
use service::hazard::{Act, Extras, Submission};
use service::journal::Filter;
use service::{Options, ServiceError};
use store::hazard::{Spot, Stored};
use testkit::city::{City, IN_GRID_1, fill_with, options, titles_with_circle};
use testkit::keys::Keys;
use testkit::{Database, both, t0};
use uuid::Uuid;

/// The small city with S05 switched on, and somebody of the circle in the community and at the desk of the auditors.
async fn city(database: &Database) -> City {
    let mut catalogue = Catalogue::shipped().expect("a catalogue");
    catalogue.items.iter_mut().filter(|item| item.id == "S05").for_each(|item| item.enabled = true);
    let titles = Some(titles_with_circle());
    let city = fill_with(database.store.clone(), Options { catalogue: Some(catalogue), titles, ..options() }).await;
    for (login, title) in [("circle", "circle_community_lead"), ("inside", "circle_auditor"), ("outside", "auditor")] {
        city.account(login, title, "410102001002").await;
    }
    city
}

fn lead() -> Submission {
    let (lon, lat) = IN_GRID_1;
    let words = Some("住户求助".to_owned());
    let id = HazardId(Uuid::now_v7());
    let draft = Draft::new(id, "S05".to_owned(), words, (Some(lon), Some(lat)), Some(8), None, None, None, t0());
    let draft = draft.expect("a draft");
    Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None }
}

async fn reported(city: &City) -> Stored {
    let grid2 = city.actor("grid2").await;
    city.service.report(Some(&grid2), lead(), t0()).await.expect("a report").stored
}

async fn listed(city: &City, scope: &Scope) -> Vec<HazardId> {
    let rows = city.service.store().hazards(scope, &Default::default(), None, 50).await.expect("a list");
    rows.into_iter().map(|row| row.hazard.id).collect()
}

async fn entries(city: &City, actor: &Actor) -> Vec<Columns> {
    let lines = city.service.read_journal(actor, &Filter::default(), None, 200, t0()).await.expect("entries");
    lines.into_iter().map(|line| line.entry).collect()
}

both!(only_its_circle_and_its_reporter_see_a_restricted_report, |database: Database| async move {
    let city = city(&database).await;
    let stored = reported(&city).await;
    for (login, sees) in [("circle", true), ("lead", false), ("grid1", false), ("street", false), ("admin", false)] {
        let actor = city.actor(login).await;
        let scope = actor.scope(city.service.titles(), Permission::ViewHazards);
        let expected: &[HazardId] = if sees { &[stored.hazard.id] } else { &[] };
        assert_eq!(listed(&city, &scope).await, expected, "{login}");
        let shown = city.service.hazard_detail(&actor, stored.hazard.id).await;
        assert_eq!(shown.is_ok(), sees, "{login}");
    }
    let reporter = city.actor("grid2").await;
    assert_eq!(listed(&city, &city.service.hazard_scope(&reporter)).await, [], "not in office");
    assert_eq!(listed(&city, &city.service.own_reports(&reporter)).await, [stored.hazard.id]);
    let about = |entry: &Columns| entry.subject == stored.hazard.id.0;
    assert!(entries(&city, &city.actor("inside").await).await.iter().any(about));
    assert!(!entries(&city, &city.actor("outside").await).await.iter().any(about), "nor in the journal");
});

both!(of_a_restricted_report_the_least_is_kept, |database: Database| async move {
    let city = city(&database).await;
    let stored = reported(&city).await;
    let spots = database.store.hazard_spots(&[stored.hazard.id]).await.expect("spots");
    assert_eq!(spots[&stored.hazard.id], (Spot::default(), None), "no position");
    assert_eq!(stored.hazard.unit, city.id("410102001002001"), "but the unit that it was found in");
    let extras = Extras { files: vec![FileId(Uuid::now_v7())], ..Extras::default() };
    let refused = city.service.report_with(None, lead(), extras, t0()).await.expect_err("a refusal");
    assert!(matches!(refused, ServiceError::Invalid { code: "files_not_taken", .. }), "{refused}");
});

both!(its_words_go_ninety_days_after_closing, |database: Database| async move {
    let city = city(&database).await;
    // The list of erasures lies beside the keyring: it must stay.
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let stored = reported(&city).await;
    let days = |days: i64| t0() + SignedDuration::from_hours(24 * days);
    assert_eq!(service.expire_restricted(days(400)).await.expect("a round"), 0, "an open one keeps them");
    let reject = Act {
        id: stored.hazard.id,
        version: Some(stored.hazard.version),
        command: Command::Reject { reason: "转公安机关".to_owned() },
        note: String::new(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    };
    service.act(&city.actor("circle").await, reject, t0()).await.expect("a refusal");
    let words = async || {
        let texts = database.store.texts(&[stored.hazard.id.0]).await.expect("texts");
        texts.get(&stored.hazard.id.0).map_or(0, Vec::len)
    };
    assert_eq!((service.expire_restricted(before(days(90))).await.expect("a round"), words().await), (0, 2));
    assert_eq!((service.expire_restricted(days(90)).await.expect("a round"), words().await), (2, 0));
    assert_eq!(service.expire_restricted(days(90)).await.expect("a round"), 0);
    service.seal_journal(days(91)).await.expect("a seal");
    let known = keys.keyring.keys().public_keys();
    assert_eq!(service.verify_journal(None, &known, |_| {}).await.expect("a look").findings, []);
});

fn before(at: Timestamp) -> Timestamp {
    at - SignedDuration::from_millis(1)
}
