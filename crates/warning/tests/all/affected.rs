//! Codes of places and the units that they mean.

use domain::unit::{Unit, UnitKind, UnitTree};
use warning::affected::{Note, affected};
use warning::alert::{Pair, Places};

use crate::units::unit;

/// City 4101, county 410102, street 410102001, community 410102001003.
fn tree() -> UnitTree {
    let mut units: Vec<Unit> = Vec::new();
    let kinds = [
        (UnitKind::City, "4101"),
        (UnitKind::County, "410102"),
        (UnitKind::Street, "410102001"),
        (UnitKind::Community, "410102001003"),
    ];
    for (number, (kind, code)) in (1..).zip(kinds) {
        units.push(unit(number, kind, code, units.last(), None));
    }
    UnitTree::new(1, units)
}

/// Codes of the units that a list of codes means, and the notes.
fn of(codes: &[(&str, &str)]) -> (Vec<String>, Vec<Note>) {
    let pairs: Vec<Pair> =
        codes.iter().map(|(name, value)| Pair { name: (*name).to_owned(), value: (*value).to_owned() }).collect();
    let tree = tree();
    let found = affected(&tree, &Places { geocodes: pairs.iter().collect(), ..Places::default() });
    (found.units.iter().filter_map(|unit| unit.code.clone()).collect(), found.notes)
}

const CHINA: &str = "CPEAS Geographic Code";

#[test]
fn a_known_code_is_that_unit_short_or_filled_up() {
    for (code, unit) in [
        ("410102", "410102"),
        ("410102000000", "410102"),
        ("410100", "4101"),
        ("410100000000", "4101"),
        ("410102001000", "410102001"),
        ("410102001003", "410102001003"),
        ("410000000000", "4101"),
    ] {
        assert_eq!(of(&[(CHINA, code)]), (vec![unit.to_owned()], vec![]), "{code}");
    }
}

#[test]
fn an_unknown_code_falls_to_the_nearest_known_unit_above_with_a_note() {
    for (code, unit) in [
        ("410199000000", "4101"),
        ("410199", "4101"),
        ("410102009", "410102"),
        ("410102001999", "410102001"),
        ("410102009001", "410102"),
        ("410102001003001", "410102001003"),
    ] {
        let note = Note::FellToParent { code: code.to_owned(), unit: unit.to_owned() };
        assert_eq!(of(&[(CHINA, code)]), (vec![unit.to_owned()], vec![note]), "{code}");
    }
}

#[test]
fn what_is_elsewhere_concerns_nobody_here() {
    for pair in [
        (CHINA, "130132000000"),
        (CHINA, "420000"),
        ("SAME", "410199"),
        ("UGC", "NVC013"),
        (CHINA, "４１０１０２"),
        (CHINA, "41010"),
    ] {
        assert_eq!(of(&[pair]), (vec![], vec![Note::Elsewhere { code: pair.1.to_owned() }]), "{pair:?}");
    }
}

#[test]
fn a_unit_inside_another_is_not_named_twice() {
    let (units, notes) =
        of(&[(CHINA, "410102001"), (CHINA, "410102"), (CHINA, "410102001003"), (CHINA, "410102000000")]);
    assert_eq!((units, notes), (vec!["410102".to_owned()], vec![]));
}
