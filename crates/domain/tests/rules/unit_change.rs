//! What holds after any accepted change of the dated tree.

use std::collections::BTreeSet;

use domain::names::Names;
use domain::unit::change::{NewUnit, Outcome, UnitChange, plan};
use domain::unit::{Unit, UnitKind, UnitNumber, UnitTree};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::common::{SIDE, models, rectangle, t0, unit_id};

/// The units after an outcome, as the store would write them.
fn apply(units: &[Unit], outcome: &Outcome) -> Vec<Unit> {
    let mut after: Vec<Unit> = units.to_vec();
    for unit in &mut after {
        let moved = outcome.moved.iter().find_map(|(from, to)| unit.path.rebased(from, to));
        unit.path = moved.unwrap_or_else(|| unit.path.clone());
        if let Some(updated) = outcome.updated.iter().find(|updated| updated.id == unit.id) {
            *unit = updated.clone();
        }
    }
    after.extend(outcome.created.iter().cloned());
    after
}

/// A change before it is known which tree it meets.
#[derive(Debug, Clone)]
struct Wish {
    form: u8,
    unit: Index,
    other: Index,
    kind: Index,
    /// New codes: 0 none, 1 that of the unit, 2 that of the other unit, else a new one.
    codes: (u8, u8),
    /// New ids: sometimes one that is taken.
    same_id: bool,
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let picks = (any::<Index>(), any::<Index>(), any::<Index>());
    let wish = (0..7_u8, picks, (0..6_u8, 0..6_u8), prop::bool::weighted(0.05))
        .prop_map(|(form, (unit, other, kind), codes, same_id)| Wish { form, unit, other, kind, codes, same_id });
    prop::collection::vec(wish, 1..12)
}

impl Wish {
    fn change(&self, units: &[Unit], next: u32) -> (Unit, UnitChange) {
        let unit = self.unit.get(units).clone();
        let other = self.other.get(units);
        let code = |pick: u8, number: u32| match pick {
            0 => None,
            1 => unit.code.clone(),
            2 => other.code.clone(),
            _ => Some(format!("new-{number}")),
        };
        let new = |kind: UnitKind, pick: u8, part: u32| NewUnit {
            id: if self.same_id { other.id } else { unit_id(next + part) },
            kind,
            code: code(pick, next + part),
            names: Names::zh("新单元"),
            boundary: Some(rectangle(part as i32 * SIDE / 2, 0, (part as i32 + 1) * SIDE / 2, SIDE)),
        };
        let change = match self.form {
            0 => UnitChange::Create(new(*self.kind.get(&UnitKind::ALL), self.codes.0, 0)),
            1 => UnitChange::Rename { names: Names::zh("改名") },
            2 => UnitChange::Recode { code: code(self.codes.0, next).unwrap_or_default() },
            3 => UnitChange::Move { parent: other.id },
            4 => UnitChange::Merge { into: other.id },
            5 => UnitChange::Split { parts: vec![new(unit.kind, self.codes.0, 0), new(unit.kind, self.codes.1, 1)] },
            _ => UnitChange::Close { successor: self.codes.0.is_multiple_of(2).then_some(other.id) },
        };
        (unit, change)
    }
}

/// One accepted change: the units before and after, and what it came to.
struct Accepted {
    before: Vec<Unit>,
    after: Vec<Unit>,
    change: UnitChange,
    outcome: Outcome,
}

fn accepted(mut units: Vec<Unit>, wishes: &[Wish]) -> Vec<Accepted> {
    let mut all = Vec::new();
    for wish in wishes {
        let tree = UnitTree::new(1, units.clone());
        let next = units.iter().map(|unit| unit.number.0).max().unwrap_or(0) + 1;
        let (unit, change) = wish.change(&units, next);
        let Ok(outcome) = plan(&tree, unit.id, &change, later(), UnitNumber(next)) else { continue };
        let after = apply(&units, &outcome);
        all.push(Accepted { before: units, after: after.clone(), change, outcome });
        units = after;
    }
    all
}

fn later() -> Timestamp {
    t0().checked_add(jiff::SignedDuration::from_hours(24)).unwrap()
}

fn present(units: &[Unit]) -> impl Iterator<Item = &Unit> {
    units.iter().filter(|unit| unit.valid_to.is_none())
}

fn parent<'a>(units: &'a [Unit], unit: &Unit) -> Option<&'a Unit> {
    units.iter().find(|other| Some(other.id) == unit.parent)
}

proptest! {
    #[test]
    fn paths_follow_the_parents(units in models(25), wishes in wishes()) {
        for Accepted { after, change, .. } in accepted(units, &wishes) {
            for unit in after.iter().filter(|unit| unit.parent.is_some()) {
                let expected = parent(&after, unit).unwrap().path.child(unit.number);
                prop_assert_eq!(&unit.path, &expected, "after {:?}", change);
            }
        }
    }

    #[test]
    fn every_present_unit_hangs_on_the_root_by_present_ones(units in models(25), wishes in wishes()) {
        for Accepted { after, change, .. } in accepted(units, &wishes) {
            for unit in present(&after) {
                let above = std::iter::successors(Some(unit), |unit| parent(&after, unit)).take(after.len() + 1);
                let above: Vec<&Unit> = above.collect();
                prop_assert!(above.iter().all(|unit| unit.valid_to.is_none()), "orphan after {change:?}");
                prop_assert_eq!(above.last().map(|top| top.id), Some(after[0].id), "cycle after {:?}", change);
            }
        }
    }

    #[test]
    fn kinds_stay_in_order(units in models(25), wishes in wishes()) {
        for Accepted { after, change, .. } in accepted(units, &wishes) {
            for unit in present(&after).filter(|unit| unit.parent.is_some()) {
                prop_assert!(parent(&after, unit).unwrap().kind.may_contain(unit.kind), "after {change:?}");
            }
        }
    }

    #[test]
    fn present_units_have_their_codes_to_themselves(units in models(25), wishes in wishes()) {
        for Accepted { after, change, .. } in accepted(units, &wishes) {
            let mut seen = BTreeSet::new();
            for code in present(&after).filter_map(|unit| unit.code.as_ref()) {
                prop_assert!(!code.is_empty() && seen.insert(code), "`{code}` after {change:?}");
            }
        }
    }

    #[test]
    fn ids_numbers_and_paths_are_never_shared(units in models(25), wishes in wishes()) {
        for Accepted { after, change, .. } in accepted(units, &wishes) {
            let ids: BTreeSet<_> = after.iter().map(|unit| unit.id).collect();
            let numbers: BTreeSet<_> = after.iter().map(|unit| unit.number).collect();
            let paths: BTreeSet<_> = after.iter().map(|unit| &unit.path).collect();
            prop_assert_eq!((ids.len(), numbers.len(), paths.len()), (after.len(), after.len(), after.len()), "after {:?}", change);
        }
    }

    #[test]
    fn ended_units_have_a_successor_that_was_present(units in models(25), wishes in wishes()) {
        for Accepted { before, after, outcome, .. } in accepted(units, &wishes) {
            let ended = |unit: &&Unit| unit.valid_to.is_some() && present(&before).any(|old| old.id == unit.id);
            for unit in after.iter().filter(ended) {
                prop_assert!(present(&after).any(|heir| Some(heir.id) == unit.successor));
                prop_assert!(outcome.succeeded.contains(&(unit.id, unit.successor.unwrap())));
            }
        }
    }

    #[test]
    fn nothing_is_lost_and_only_merge_split_and_close_end_a_unit(units in models(25), wishes in wishes()) {
        for Accepted { before, after, change, outcome } in accepted(units, &wishes) {
            let ends = matches!(change, UnitChange::Merge { .. } | UnitChange::Split { .. } | UnitChange::Close { .. });
            prop_assert_eq!(after.len(), before.len() + outcome.created.len());
            prop_assert_eq!(present(&after).count() + usize::from(ends), present(&before).count() + outcome.created.len());
        }
    }

    #[test]
    fn versions_count_the_changes_of_a_unit(units in models(25), wishes in wishes()) {
        for Accepted { before, after, outcome, .. } in accepted(units, &wishes) {
            for (old, new) in before.iter().zip(&after) {
                let times = outcome.updated.iter().filter(|unit| unit.id == new.id).count();
                prop_assert!(times <= 1);
                prop_assert_eq!(new.version, old.version + times as i32);
            }
        }
    }

    #[test]
    fn a_unit_that_is_not_named_keeps_its_content(units in models(25), wishes in wishes()) {
        for Accepted { before, after, outcome, .. } in accepted(units, &wishes) {
            for (old, new) in before.iter().zip(&after) {
                if !outcome.updated.iter().any(|unit| unit.id == new.id) {
                    prop_assert_eq!(&Unit { path: old.path.clone(), ..new.clone() }, old);
                }
            }
        }
    }
}
