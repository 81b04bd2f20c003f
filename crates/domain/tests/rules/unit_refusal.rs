//! Changes that the tree refuses, one example for each reason, and what a change does to one small tree.

use domain::names::Names;
use domain::unit::boundary::Boundary;
use domain::unit::change::{ChangeRefusal, NewUnit, Outcome, UnitChange, plan};
use domain::unit::{Unit, UnitKind, UnitNumber, UnitTree};

use crate::common::{rectangle, t0, unit, unit_id};

const ROOT: u32 = 0;
const EAST: u32 = 1;
const WEST: u32 = 2;
const STREET: u32 = 3;
const GRID: u32 = 4;
const GONE: u32 = 5;

/// City → two counties; in the eastern one a street with a grid and a grid that was closed.
fn tree() -> UnitTree {
    let root = unit(ROOT, UnitKind::City, None);
    let east = Unit { boundary: Some(rectangle(0, 0, 10, 10)), ..unit(EAST, UnitKind::County, Some(&root)) };
    let west = Unit { boundary: Some(rectangle(10, 0, 20, 10)), ..unit(WEST, UnitKind::County, Some(&root)) };
    let street = Unit { boundary: Some(rectangle(0, 0, 4, 4)), ..unit(STREET, UnitKind::Street, Some(&east)) };
    let grid = unit(GRID, UnitKind::CommunityGrid, Some(&street));
    let gone = Unit { valid_to: Some(t0()), ..unit(GONE, UnitKind::CommunityGrid, Some(&street)) };
    UnitTree::new(1, vec![root, east, west, street, grid, gone])
}

fn planned(of: u32, change: UnitChange) -> Result<Outcome, ChangeRefusal> {
    plan(&tree(), unit_id(of), &change, t0(), UnitNumber(10))
}

fn new(id: u32, kind: UnitKind, code: &str) -> NewUnit {
    NewUnit { id: unit_id(id), kind, code: Some(code.to_owned()), names: Names::zh("新"), boundary: None }
}

fn refused(of: u32, change: UnitChange, expected: ChangeRefusal) {
    assert_eq!(planned(of, change), Err(expected));
}

fn move_to(parent: u32) -> UnitChange {
    UnitChange::Move { parent: unit_id(parent) }
}

fn merge_into(into: u32) -> UnitChange {
    UnitChange::Merge { into: unit_id(into) }
}

fn split(parts: [NewUnit; 2]) -> UnitChange {
    UnitChange::Split { parts: parts.into() }
}

#[test]
fn a_unit_that_never_was_cannot_change() {
    refused(99, UnitChange::Close { successor: None }, ChangeRefusal::NoUnit(unit_id(99)));
}

#[test]
fn a_closed_unit_cannot_change() {
    refused(GONE, UnitChange::Close { successor: None }, ChangeRefusal::NoUnit(unit_id(GONE)));
}

#[test]
fn nothing_moves_under_a_closed_unit() {
    refused(WEST, move_to(GONE), ChangeRefusal::NoUnit(unit_id(GONE)));
}

#[test]
fn a_unit_does_not_move_under_itself() {
    refused(EAST, move_to(EAST), ChangeRefusal::Cycle);
}

#[test]
fn a_unit_does_not_move_under_one_of_its_own() {
    refused(EAST, move_to(GRID), ChangeRefusal::Cycle);
}

#[test]
fn a_county_does_not_stand_under_a_county() {
    refused(EAST, move_to(WEST), ChangeRefusal::Kinds { parent: UnitKind::County, child: UnitKind::County });
}

#[test]
fn the_root_stays() {
    refused(ROOT, move_to(EAST), ChangeRefusal::Root);
    refused(ROOT, merge_into(EAST), ChangeRefusal::Root);
    refused(ROOT, UnitChange::Close { successor: None }, ChangeRefusal::Root);
    refused(ROOT, split([new(7, UnitKind::City, "x"), new(8, UnitKind::City, "y")]), ChangeRefusal::Root);
}

#[test]
fn only_equals_merge() {
    refused(STREET, merge_into(WEST), ChangeRefusal::Levels);
    refused(WEST, merge_into(WEST), ChangeRefusal::Cycle);
}

#[test]
fn what_has_units_below_does_not_close() {
    refused(STREET, UnitChange::Close { successor: None }, ChangeRefusal::HasChildren(1));
}

#[test]
fn nobody_succeeds_itself() {
    refused(GRID, UnitChange::Close { successor: Some(unit_id(GRID)) }, ChangeRefusal::Cycle);
}

#[test]
fn names_are_needed() {
    refused(EAST, UnitChange::Rename { names: Names::default() }, ChangeRefusal::Names);
    let nameless = NewUnit { names: Names::zh(" "), ..new(7, UnitKind::Street, "x") };
    refused(EAST, UnitChange::Create(nameless), ChangeRefusal::Names);
}

#[test]
fn a_code_in_use_is_not_given_again() {
    let taken = ChangeRefusal::CodeInUse("0002".to_owned());
    refused(EAST, UnitChange::Recode { code: "0002".to_owned() }, taken.clone());
    refused(EAST, UnitChange::Create(new(7, UnitKind::Street, "0002")), taken.clone());
    refused(EAST, split([new(7, UnitKind::County, "0002"), new(8, UnitKind::County, "x")]), taken);
}

#[test]
fn a_code_of_a_closed_unit_is_free() {
    assert!(planned(EAST, UnitChange::Recode { code: "0005".to_owned() }).is_ok());
}

#[test]
fn regression_two_parts_took_the_same_code() {
    let taken = |code: &str| ChangeRefusal::CodeInUse(code.to_owned());
    refused(EAST, split([new(7, UnitKind::County, "x"), new(8, UnitKind::County, "x")]), taken("x"));
    refused(EAST, split([new(7, UnitKind::County, "0001"), new(8, UnitKind::County, "0001")]), taken("0001"));
}

#[test]
fn regression_a_new_unit_took_an_id_in_use() {
    refused(EAST, UnitChange::Create(new(GONE, UnitKind::Street, "x")), ChangeRefusal::IdInUse(unit_id(GONE)));
    let twins = split([new(7, UnitKind::County, "x"), new(7, UnitKind::County, "y")]);
    refused(EAST, twins, ChangeRefusal::IdInUse(unit_id(7)));
}

#[test]
fn regression_any_text_was_a_code() {
    for code in ["", " ", "a\0b", &"9".repeat(65)] {
        refused(EAST, UnitChange::Recode { code: code.to_owned() }, ChangeRefusal::Code);
        refused(EAST, UnitChange::Create(new(7, UnitKind::Street, code)), ChangeRefusal::Code);
    }
}

#[test]
fn a_split_needs_two_parts_of_the_same_level() {
    refused(EAST, UnitChange::Split { parts: vec![new(7, UnitKind::County, "x")] }, ChangeRefusal::Parts);
    refused(EAST, split([new(7, UnitKind::County, "x"), new(8, UnitKind::Street, "y")]), ChangeRefusal::Parts);
}

#[test]
fn a_part_may_go_on_under_the_old_code() {
    assert!(planned(EAST, split([new(7, UnitKind::County, "0001"), new(8, UnitKind::County, "x")])).is_ok());
}

#[test]
fn a_merge_moves_what_is_below_and_unites_the_ground() {
    let outcome = planned(EAST, merge_into(WEST)).unwrap();
    let paths = |of: u32| tree().by_id(unit_id(of)).unwrap().path.clone();
    assert_eq!(outcome.moved, [(paths(STREET), paths(WEST).child(UnitNumber(STREET)))]);
    let heir = outcome.updated.iter().find(|unit| unit.id == unit_id(WEST)).unwrap();
    let area = heir.boundary.as_ref().map(Boundary::area_m2).unwrap();
    assert!((area / rectangle(0, 0, 20, 10).area_m2() - 1.0).abs() < 1e-9);
}

#[test]
fn a_split_gives_each_child_to_the_part_that_holds_its_middle() {
    let part =
        |id: u32, code: &str, ground: Boundary| NewUnit { boundary: Some(ground), ..new(id, UnitKind::County, code) };
    let parts = [part(7, "x", rectangle(5, 0, 10, 10)), part(8, "y", rectangle(0, 0, 5, 10))];
    let outcome = planned(EAST, split(parts)).unwrap();
    let street = outcome.updated.iter().find(|unit| unit.id == unit_id(STREET)).unwrap();
    assert_eq!(street.parent, Some(unit_id(8)));
}

#[test]
fn a_closed_unit_is_succeeded_by_the_one_above() {
    let outcome = planned(GRID, UnitChange::Close { successor: None }).unwrap();
    assert_eq!(outcome.succeeded, [(unit_id(GRID), unit_id(STREET))]);
}
