//! The whole tree in memory: look-up by id, number, code, name and position.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::boundary::{Boundary, Bounds, Position};
use super::locate::Locator;
use super::{Unit, UnitKind, UnitNumber, UnitPath};
use crate::id::UnitId;

/// Where a position belongs.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// The responsible unit.
    pub unit: &'a Unit,
    /// Territorial fallback (属地兜底): no boundary contains the position, so the root answers for it.
    pub fallback: bool,
}

/// All units of one tree version. Closed units can still be looked up by id and number; they have
/// no place among the children, in searches or in locating.
#[derive(Debug)]
pub struct UnitTree {
    version: i64,
    units: Vec<Unit>,
    root: Option<usize>,
    by_id: HashMap<UnitId, usize>,
    by_number: HashMap<UnitNumber, usize>,
    by_code: HashMap<String, usize>,
    children: Vec<Vec<u32>>,
    /// Present units in path order: everything below a unit stands in one run behind it.
    by_path: Vec<u32>,
    search_text: Vec<String>,
    /// Worked out when first asked for: finding a position inside a large boundary takes a while.
    centres: Vec<OnceLock<Option<Position>>>,
    /// Worked out when first asked for: few trees ever meet an area that somebody drew.
    extents: OnceLock<Vec<Option<Bounds>>>,
    /// Present units of each level in the order of their numbers; worked out when a map is first asked for.
    levels: OnceLock<Vec<Vec<u32>>>,
    locator: Locator,
}

impl UnitTree {
    /// Builds the tree of `version` from its units. Units are present unless they have an end.
    pub fn new(version: i64, mut units: Vec<Unit>) -> Self {
        units.sort_by(|a, b| a.path.cmp(&b.path));
        let present = |unit: &Unit| unit.valid_to.is_none();
        let by_id: HashMap<_, _> = units.iter().enumerate().map(|(i, u)| (u.id, i)).collect();
        let by_number = units.iter().enumerate().map(|(i, u)| (u.number, i)).collect();
        let mut by_code = HashMap::with_capacity(units.len());
        let mut children = vec![Vec::new(); units.len()];
        let mut by_path = Vec::with_capacity(units.len());
        let mut root = None;
        for (index, unit) in units.iter().enumerate().filter(|(_, unit)| present(unit)) {
            by_path.push(index as u32);
            if let Some(code) = &unit.code {
                by_code.insert(code.clone(), index);
            }
            match unit.parent.and_then(|parent| by_id.get(&parent)) {
                Some(&parent) => children[parent].push(index as u32),
                None => root = root.or(Some(index)),
            }
        }
        for siblings in &mut children {
            siblings.sort_by(|&a, &b| {
                let key = |i: u32| (&units[i as usize].code, units[i as usize].number);
                key(a).cmp(&key(b))
            });
        }
        let search_text = units.iter().map(search_text).collect();
        let centres = vec![OnceLock::new(); units.len()];
        let locator = Locator::new(&units, present);
        let extents = OnceLock::new();
        Self {
            version,
            units,
            root,
            by_id,
            by_number,
            by_code,
            children,
            by_path,
            search_text,
            centres,
            extents,
            levels: OnceLock::new(),
            locator,
        }
    }

    /// Counts up with every change of the tree.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The unit at the top; none before the first import.
    pub fn root(&self) -> Option<&Unit> {
        self.root.map(|index| &self.units[index])
    }

    /// Every unit, closed ones included, in path order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Present units of one level (0 the root to 5 micro-grids) in the order of their numbers.
    pub fn of_level(&self, level: u8) -> impl DoubleEndedIterator<Item = &Unit> {
        let levels = self.levels.get_or_init(|| {
            let mut levels = vec![Vec::new(); 6];
            for &index in &self.by_path {
                levels[usize::from(self.units[index as usize].kind.level())].push(index);
            }
            for level in &mut levels {
                level.sort_unstable_by_key(|&index| self.units[index as usize].number);
            }
            levels
        });
        levels.get(usize::from(level)).into_iter().flatten().map(|&index| &self.units[index as usize])
    }

    /// The unit with this id.
    pub fn by_id(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).map(|&index| &self.units[index])
    }

    /// The unit with this number.
    pub fn by_number(&self, number: UnitNumber) -> Option<&Unit> {
        self.by_number.get(&number).map(|&index| &self.units[index])
    }

    /// The present unit that has this code now.
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.by_code.get(code).map(|&index| &self.units[index])
    }

    /// Present units directly below, by code.
    pub fn children(&self, id: UnitId) -> impl ExactSizeIterator<Item = &Unit> {
        let indices: &[u32] = self.by_id.get(&id).map_or(&[], |&index| &self.children[index]);
        indices.iter().map(|&index| &self.units[index as usize])
    }

    /// Units from the root down to and including `path`'s unit.
    pub fn lineage(&self, path: &UnitPath) -> Vec<&Unit> {
        path.numbers().filter_map(|number| self.by_number(number)).collect()
    }

    /// The unit of `level` (0 the root to 5 micro-grids) that `path` stands in, or is.
    pub fn at_level(&self, path: &UnitPath, level: u8) -> Option<&Unit> {
        let stands = |unit: &&Unit| unit.kind.level() == level;
        // Nearly always a unit has as many above it as its level says.
        let likely = path.numbers().nth(level.into()).and_then(|number| self.by_number(number)).filter(stands);
        likely.or_else(|| self.lineage(path).into_iter().find(stands))
    }

    /// The present unit and everything present below it, in path order.
    pub fn subtree(&self, path: &UnitPath) -> impl ExactSizeIterator<Item = &Unit> {
        let key = |&index: &u32| self.units[index as usize].path.as_str();
        let end = path.upper_bound();
        let from = self.by_path.partition_point(|index| key(index) < path.as_str());
        let to = self.by_path.partition_point(|index| key(index) < end.as_str());
        self.by_path[from..to].iter().map(|&index| &self.units[index as usize])
    }

    /// How many present units of each kind stand below `path` (itself not counted):
    /// (kind, real ones, fictional ones), kinds without any left out.
    pub fn counts_below(&self, path: &UnitPath) -> Vec<(UnitKind, u32, u32)> {
        let mut counts = [(0_u32, 0_u32); UnitKind::ALL.len()];
        for unit in self.subtree(path).filter(|unit| unit.path != *path) {
            let count = &mut counts[unit.kind as usize];
            if unit.fictional { count.1 += 1 } else { count.0 += 1 }
        }
        UnitKind::ALL
            .into_iter()
            .zip(counts)
            .filter(|(_, (real, fictional))| real + fictional > 0)
            .map(|(kind, (real, fictional))| (kind, real, fictional))
            .collect()
    }

    /// Present units below `within` whose name in any language contains `text`, or, where `text` is
    /// digits, whose code starts with it; letter case, spaces and apostrophes do not count. Higher levels first, then by code.
    pub fn search(&self, text: &str, within: Option<&UnitPath>) -> Vec<&Unit> {
        let text = text.trim();
        let needle = if is_code(text) { format!("\u{1}{text}") } else { folded(text) };
        if needle.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&Unit> = self
            .by_path
            .iter()
            .filter(|&&index| self.search_text[index as usize].contains(&needle))
            .map(|&index| &self.units[index as usize])
            .filter(|unit| within.is_none_or(|path| path.contains(&unit.path)))
            .collect();
        found.sort_by_key(|unit| (unit.kind.level(), unit.code.clone()));
        found
    }

    /// Who answers for a position. Total for any tree that has a root.
    pub fn locate(&self, p: Position) -> Option<Located<'_>> {
        match self.locator.deepest(&self.units, p) {
            Some(index) => Some(Located { unit: &self.units[index], fallback: false }),
            None => self.root().map(|unit| Located { unit, fallback: true }),
        }
    }

    /// The deepest unit for each position, on all cores; `None` where no boundary contains it.
    pub fn locate_many(&self, positions: &[Position]) -> Vec<Option<&Unit>> {
        self.locator
            .deepest_many(&self.units, positions)
            .into_iter()
            .map(|index| index.map(|index| &self.units[index]))
            .collect()
    }

    /// A position inside the largest part of a unit of this tree, for a label or a default marker.
    pub fn centre(&self, unit: &Unit) -> Option<Position> {
        let index = *self.by_id.get(&unit.id)?;
        *self.centres[index].get_or_init(|| unit.boundary.as_ref()?.inner_position())
    }

    /// The smallest box around the boundaries of a unit of this tree and of everything present below it: a child may
    /// stick out of its parent. `None` where no boundary is known.
    pub fn extent(&self, unit: &Unit) -> Option<Bounds> {
        let extents = self.extents.get_or_init(|| {
            let own = |unit: &Unit| unit.boundary.as_ref().and_then(Boundary::bounds);
            let mut extents: Vec<Option<Bounds>> = self.units.iter().map(own).collect();
            // In path order a parent stands before its children: from the end, each child is done before its parent.
            for index in (0..extents.len()).rev() {
                let below = self.children[index].iter().filter_map(|&child| extents[child as usize]);
                extents[index] = below.chain(extents[index]).reduce(Bounds::joined);
            }
            extents
        });
        extents[*self.by_id.get(&unit.id)?]
    }

    /// Present units of a level whose boundary's box meets the given one.
    pub fn meeting(&self, level: u8, min: Position, max: Position) -> impl Iterator<Item = &Unit> {
        self.locator.meeting(level, min, max).into_iter().map(|index| &self.units[index as usize])
    }
}

fn is_code(needle: &str) -> bool {
    !needle.is_empty() && needle.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Lower case without the spaces, apostrophes and hyphens that people leave out or put elsewhere.
fn folded(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '-'));
    plain.flat_map(char::to_lowercase).collect()
}

/// Folded names, then the code behind a mark that no name contains.
fn search_text(unit: &Unit) -> String {
    let names: Vec<String> = unit.names.0.values().map(|name| folded(name)).collect();
    format!("{}\u{1}{}", names.join("\n"), unit.code.as_deref().unwrap_or_default())
}
