//! Who may do what, where.

use domain::access::{Actor, Limits, Permission, Posting, Reach, Scope, Target, Titles};
use domain::catalogue::Catalogue;
use domain::id::{BodyId, PostingId};
use domain::names::Names;
use domain::unit::{UnitKind, UnitNumber, UnitPath};
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

use crate::common::{account, body, unit};

fn actor(postings: Vec<Posting>) -> Actor {
    Actor {
        account: account(1),
        login: "someone".to_owned(),
        names: Names::zh("某人"),
        postings,
        limits: Limits::default(),
    }
}

/// A posting in a unit whose path has these numbers.
fn posting(title: &str, numbers: &[u32], of: Option<u32>) -> Posting {
    Posting {
        id: PostingId(Uuid::from_u128(1)),
        title: title.to_owned(),
        unit: unit(0, UnitKind::City, None).id,
        path: path(numbers),
        body: of.map(body),
    }
}

fn path(numbers: &[u32]) -> UnitPath {
    let (first, rest) = numbers.split_first().unwrap();
    rest.iter().fold(UnitPath::root(UnitNumber(*first)), |path, &number| path.child(UnitNumber(number)))
}

fn may(posting: Posting, permission: Permission, target: &Target<'_>) -> bool {
    actor(vec![posting]).may(&Titles::shipped().unwrap(), permission, target).is_some()
}

#[test]
fn the_matrix_is_as_agreed() {
    insta::assert_snapshot!(Titles::shipped().unwrap().matrix());
}

#[test]
fn an_unknown_title_grants_nothing() {
    let actor = actor(vec![posting("emperor", &[1], Some(1))]);
    assert_eq!(actor.permissions(&Titles::shipped().unwrap()), []);
}

#[test]
fn nobody_without_a_posting_may_do_anything() {
    assert_eq!(actor(Vec::new()).permissions(&Titles::shipped().unwrap()), []);
}

#[test]
fn body_reach_without_a_body_reaches_nothing() {
    let here = path(&[1]);
    let target = Target::at(&here);
    assert!(!may(posting("property_manager", &[1], None), Permission::ViewHazards, &target));
}

#[test]
fn body_reach_ends_at_the_own_body() {
    let here = path(&[1, 2]);
    let target = |of: Option<u32>| Target { body: of.map(body), ..Target::at(&here) };
    let manager = || posting("property_manager", &[1], Some(1));
    assert!(may(manager(), Permission::RectifyHazard, &target(Some(1))));
    assert!(!may(manager(), Permission::RectifyHazard, &target(Some(2))));
    assert!(!may(manager(), Permission::RectifyHazard, &target(None)));
}

#[test]
fn body_reach_ends_at_the_own_unit() {
    let elsewhere = path(&[1, 3]);
    let target = Target { body: Some(body(1)), ..Target::at(&elsewhere) };
    assert!(!may(posting("property_manager", &[1, 2], Some(1)), Permission::RectifyHazard, &target));
}

#[test]
fn of_the_titles_that_ship_none_sees_what_is_restricted() {
    let titles = Titles::shipped().unwrap();
    let here = path(&[1]);
    let target = Target { body: Some(body(1)), restricted: true, ..Target::at(&here) };
    for title in titles.all() {
        let actor = actor(vec![posting(&title.id, &[1], Some(1))]);
        for permission in Permission::ALL {
            assert_eq!(actor.may(&titles, permission, &target), None, "{} {}", title.id, permission.word());
        }
    }
}

#[test]
fn whoever_rectifies_has_no_title_that_verifies() {
    for title in Titles::shipped().unwrap().all() {
        let grants = |permission| title.grants.contains_key(&permission);
        assert!(!(grants(Permission::RectifyHazard) && grants(Permission::VerifyHazard)), "{}", title.id);
    }
}

/// The titles that ship, and one beside each that belongs to the circle for what is restricted.
fn with_circle() -> Titles {
    let text = include_str!("../../../../data/catalogue/titles.json");
    let mut table: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut circle = table["items"].as_array().unwrap().clone();
    for title in &mut circle {
        title["id"] = format!("circle_{}", title["id"].as_str().unwrap()).into();
        title["restricted"] = true.into();
    }
    table["items"].as_array_mut().unwrap().extend(circle);
    Titles::read(&table.to_string()).unwrap()
}

#[test]
fn a_title_of_the_circle_sees_what_is_restricted_where_it_sees_anything() {
    let titles = with_circle();
    let (here, elsewhere) = (path(&[1]), path(&[2]));
    let lead = actor(vec![posting("circle_community_lead", &[1], None)]);
    let may = |at, permission| lead.may(&titles, permission, &Target { restricted: true, ..Target::at(at) }).is_some();
    assert!(may(&here, Permission::CloseHazard));
    assert!(!may(&elsewhere, Permission::CloseHazard), "not in another unit");
    assert!(!may(&here, Permission::ConfirmMajorHazard), "it widens what is granted, and grants nothing");
}

#[test]
fn what_is_restricted_is_taken_only_where_a_circle_can_end_it() {
    let mut catalogue = Catalogue::shipped().unwrap();
    assert_eq!(catalogue.unattended(&Titles::shipped().unwrap()), None, "nothing restricted is switched on");
    catalogue.items.iter_mut().filter(|item| item.id == "S05").for_each(|item| item.enabled = true);
    let lacking = catalogue.unattended(&Titles::shipped().unwrap()).map(|(item, lacks)| (item.id.as_str(), lacks));
    assert_eq!(lacking, Some(("S05", Permission::ViewHazards)));
    assert_eq!(catalogue.unattended(&with_circle()), None);
}

#[test]
fn who_reported_something_may_see_how_it_stands_wherever_it_is() {
    let here = path(&[1, 2]);
    let of = |n| Target { reporter: Some(account(n)), restricted: true, ..Target::at(&here) };
    let own = Scope::reported_by(account(1));
    assert!(own.covers(&of(1)) && !own.covers(&of(2)) && !own.covers(&Target::at(&here)));
    assert!(!Scope::default().covers(&Target::at(&here)), "a report without an account is nobody's own");
}

fn titles() -> impl Strategy<Value = String> {
    let mut known: Vec<String> = with_circle().all().iter().map(|title| title.id.clone()).collect();
    known.push("emperor".to_owned());
    prop::sample::select(known)
}

/// Places in a tree so small that most postings and targets meet.
fn places() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..2_u32, 0..3).prop_map(|mut below| {
        below.insert(0, 0);
        below
    })
}

fn actors() -> impl Strategy<Value = Actor> {
    let posting = (titles(), places(), option::of(0..2_u32)).prop_map(|(title, at, of)| posting(&title, &at, of));
    prop::collection::vec(posting, 0..4).prop_map(actor)
}

fn targets() -> impl Strategy<Value = (UnitPath, Option<u32>, Vec<BodyId>, bool)> {
    let called = prop::collection::vec((0..2_u32).prop_map(body), 0..2);
    (places().prop_map(|numbers| path(&numbers)), option::of(0..2_u32), called, prop::bool::weighted(0.1))
}

/// The rule once more, from its description.
fn grants(posting: &Posting, permission: Permission, target: &Target<'_>) -> bool {
    let titles = with_circle();
    let title = titles.get(&posting.title);
    let reach = title.and_then(|title| title.grants.get(&permission));
    let below = target.path.as_str().starts_with(posting.path.as_str());
    let called = posting.body.is_some_and(|body| target.called.contains(&body));
    let own = posting.body.is_some() && posting.body == target.body;
    (!target.restricted || title.is_some_and(|title| title.restricted))
        && below
        && (reach == Some(&Reach::Subtree)
            || (reach == Some(&Reach::Body) && own)
            || (reach == Some(&Reach::Called) && (own || called)))
}

proptest! {
    #[test]
    fn may_and_the_row_filter_say_the_same(actor in actors(), (path, of, called, restricted) in targets()) {
        let titles = with_circle();
        let target = Target { body: of.map(body), called, restricted, ..Target::at(&path) };
        for permission in Permission::ALL {
            let may = actor.may(&titles, permission, &target).is_some();
            prop_assert_eq!(may, actor.scope(&titles, permission).covers(&target), "{}", permission.word());
        }
    }

    #[test]
    fn what_is_allowed_is_what_some_posting_grants(actor in actors(), (path, of, called, restricted) in targets()) {
        let titles = with_circle();
        let target = Target { body: of.map(body), called, restricted, ..Target::at(&path) };
        for permission in Permission::ALL {
            let granting = actor.postings.iter().find(|posting| grants(posting, permission, &target));
            prop_assert_eq!(actor.may(&titles, permission, &target), granting, "{}", permission.word());
        }
    }

    #[test]
    fn permissions_are_those_with_any_row(actor in actors()) {
        let titles = with_circle();
        for permission in Permission::ALL {
            let listed = actor.permissions(&titles).contains(&permission);
            prop_assert_eq!(listed, !actor.scope(&titles, permission).is_empty(), "{}", permission.word());
        }
    }
}

#[test]
fn without_a_second_factor_a_dangerous_permission_does_not_count() {
    let titles = Titles::shipped().unwrap();
    let mut actor = actor(vec![posting("administrator", &[1], None), posting("community_lead", &[1], None)]);
    let all = actor.permissions(&titles);
    actor.limits.without_factor = true;
    let left = actor.permissions(&titles);
    assert!(all.contains(&Permission::ManageAccounts) && !left.contains(&Permission::ManageAccounts));
    assert!(left.iter().all(|permission| !permission.is_dangerous()), "{left:?}");
    assert!(left.contains(&Permission::ViewHazards) && left.contains(&Permission::CloseHazard));
}

#[test]
fn every_title_with_a_dangerous_permission_asks_for_a_second_factor() {
    for title in Titles::shipped().unwrap().all() {
        let dangerous = title.grants.keys().any(|permission| permission.is_dangerous());
        assert_eq!(title.second_factor, dangerous, "{}", title.id);
    }
}

#[test]
fn a_limited_actor_has_what_is_in_both() {
    let titles = Titles::shipped().unwrap();
    let mut actor = actor(vec![posting("grid_worker", &[1], None)]);
    actor.limits.only = Some([Permission::ViewHazards, Permission::ManageUnits].into());
    assert_eq!(actor.permissions(&titles), [Permission::ViewHazards]);
}
