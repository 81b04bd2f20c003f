//! The units that codes of places mean.
//!
//! Chinese alerts name a place by its division code and mostly draw nothing. A code that the tree has means that unit; a
//! code above the root of the tree means all of it; a code below a known unit that the tree does not have falls to that
//! unit, and a note says so.

use domain::unit::{Unit, UnitTree};

use super::{Affected, Note};
use crate::alert::{Pair, Places};

/// Lists of codes that are not division codes of China, though their numbers may look like it.
const FOREIGN: [&str; 7] = ["FIPS6", "FIPS", "SAME", "UGC", "WARNCELLID", "EMMA_ID", "NUTS3"];

/// Adds the units that the codes of an alert, or of one area, mean.
pub(super) fn add<'t>(tree: &'t UnitTree, places: &Places, found: &mut Affected<'t>) {
    for pair in &places.geocodes {
        match meant(tree, pair) {
            Meant::Unit(unit) => found.units.push(unit),
            Meant::Parent(unit) => {
                let name = unit.code.clone().unwrap_or_default();
                found.notes.push(Note::FellToParent { code: pair.value.clone(), unit: name });
                found.units.push(unit);
            }
            Meant::Elsewhere => found.notes.push(Note::Elsewhere { code: pair.value.clone() }),
        }
    }
}

enum Meant<'t> {
    Unit(&'t Unit),
    Parent(&'t Unit),
    Elsewhere,
}

fn meant<'t>(tree: &'t UnitTree, pair: &Pair) -> Meant<'t> {
    if let Some(unit) = tree.by_code(&pair.value) {
        return Meant::Unit(unit);
    }
    let foreign = FOREIGN.iter().any(|name| pair.name.eq_ignore_ascii_case(name));
    let Some(code) = significant(&pair.value).filter(|_| !foreign) else { return Meant::Elsewhere };
    if let Some(unit) = unit_of(tree, code) {
        return Meant::Unit(unit);
    }
    if let Some(root) = tree.root()
        && root.code.as_deref().and_then(significant).is_some_and(|own| own.starts_with(code))
    {
        return Meant::Unit(root);
    }
    let mut above = LEVELS.iter().rev().filter(|&&length| length < code.len());
    match above.find_map(|&length| unit_of(tree, &code[..length])) {
        Some(unit) => Meant::Parent(unit),
        None => Meant::Elsewhere,
    }
}

/// Digits of a province, city, county, street, community and grid (GB/T 2260, GB/T 10114; domain reference 1.2).
const LEVELS: [usize; 6] = [2, 4, 6, 9, 12, 15];

/// A division code of China without the zeros that fill it up: `410102000000` is `410102`.
fn significant(code: &str) -> Option<&str> {
    let digits = code.bytes().all(|byte| byte.is_ascii_digit()) && LEVELS.contains(&code.len());
    let province: u8 = Some(code).filter(|_| digits)?[..2].parse().ok()?;
    if !matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82) {
        return None;
    }
    let filled = |length: &&usize| **length <= code.len() && code[**length..].bytes().all(|byte| byte == b'0');
    LEVELS.iter().find(filled).map(|&length| &code[..length])
}

/// The unit with this code, written short or filled up with zeros to 6, 9 or 12 digits.
fn unit_of<'t>(tree: &'t UnitTree, code: &str) -> Option<&'t Unit> {
    let lengths = [code.len(), 6, 9, 12].into_iter().filter(|&length| length >= code.len());
    lengths.map(|length| format!("{code:0<length$}")).find_map(|code| tree.by_code(&code))
}
