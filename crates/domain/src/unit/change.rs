//! Changes of the dated tree: what they are, and what each does, as plain values.
//!
//! [`plan`] works out the rows after a change; it touches nothing. Paths below a moved unit are
//! rewritten by the store in one statement, from the pairs in [`Outcome::moved`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::boundary::Boundary;
use super::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath, UnitTree};
use crate::geometry::convert;
use crate::id::UnitId;
use crate::names::Names;

/// What happened to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It came into being.
    Created,
    /// Its names changed.
    Renamed,
    /// Its code changed.
    Recoded,
    /// Its boundary, quality or kind was corrected.
    Corrected,
    /// It was put under another unit.
    Moved,
    /// It was merged into its successor.
    Merged,
    /// It was divided; the parts stand beside it.
    Split,
    /// It ended.
    Closed,
}

impl ChangeKind {
    /// The stable word used on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Renamed => "renamed",
            Self::Recoded => "recoded",
            Self::Corrected => "corrected",
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Closed => "closed",
        }
    }
}

/// A new unit: the content of a creation, or one part of a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUnit {
    /// Identity, chosen by the caller.
    pub id: UnitId,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// Its code.
    pub code: Option<String>,
    /// Its names.
    pub names: Names,
    /// Its boundary, where known.
    pub boundary: Option<Boundary>,
}

/// Something to be done to a unit, now or at a later date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum UnitChange {
    /// Make a unit under this one.
    Create(NewUnit),
    /// Give it other names.
    Rename {
        /// The new names, all of them.
        names: Names,
    },
    /// Give it another code.
    Recode {
        /// The new code.
        code: String,
    },
    /// Put it, with all below it, under another unit.
    Move {
        /// The new unit above.
        parent: UnitId,
    },
    /// End it; another unit takes over its ground and everything that belongs to it.
    Merge {
        /// The unit that takes over.
        into: UnitId,
    },
    /// End it and make parts in its place; each child goes to the part that holds its middle.
    Split {
        /// Two parts or more; the first also takes what no part holds.
        parts: Vec<NewUnit>,
    },
    /// End it; the unit above (or the named one) answers for what belonged to it.
    Close {
        /// Who takes over; none means the unit above.
        successor: Option<UnitId>,
    },
}

impl UnitChange {
    /// The kind of history line that it leaves.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Create(_) => ChangeKind::Created,
            Self::Rename { .. } => ChangeKind::Renamed,
            Self::Recode { .. } => ChangeKind::Recoded,
            Self::Move { .. } => ChangeKind::Moved,
            Self::Merge { .. } => ChangeKind::Merged,
            Self::Split { .. } => ChangeKind::Split,
            Self::Close { .. } => ChangeKind::Closed,
        }
    }
}

/// Longest code accepted, in characters.
pub const CODE_MAX_CHARS: usize = 64;

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// There is no such present unit.
    #[error("there is no present unit `{0}`")]
    NoUnit(UnitId),
    /// The name map is empty, or a name is too long.
    #[error("a unit needs at least one name, each of 1 to 120 printable characters")]
    Names,
    /// A unit with this id is or was in the tree.
    #[error("the id `{0}` is in use")]
    IdInUse(UnitId),
    /// The code is empty, too long or holds control characters.
    #[error("a code has 1 to {CODE_MAX_CHARS} printable characters")]
    Code,
    /// Another present unit has this code.
    #[error("the code `{0}` is in use")]
    CodeInUse(String),
    /// The kinds do not fit: a street cannot stand under a grid.
    #[error("a `{}` cannot stand under a `{}`", .child.word(), .parent.word())]
    Kinds {
        /// The unit above.
        parent: UnitKind,
        /// The unit below.
        child: UnitKind,
    },
    /// A unit cannot be put under itself.
    #[error("a unit cannot be put under itself or under one of its own")]
    Cycle,
    /// The root cannot be moved, merged or closed.
    #[error("the root of the tree cannot be moved, merged, split or closed")]
    Root,
    /// It still has units below it.
    #[error("it still has {0} units below it: move or close them first")]
    HasChildren(usize),
    /// Merging needs units of the same level.
    #[error("only units of the same level can be merged")]
    Levels,
    /// A split needs two parts or more of the same level.
    #[error("a split needs at least two parts of the level of the unit")]
    Parts,
}

impl ChangeRefusal {
    /// The field that cannot be taken, where it is one and not the state of the tree.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Names => Some("names"),
            Self::Code => Some("code"),
            _ => None,
        }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoUnit(_) => "unit_not_found",
            Self::Names => "names_invalid",
            Self::IdInUse(_) => "id_in_use",
            Self::Code => "code_invalid",
            Self::CodeInUse(_) => "code_in_use",
            Self::Kinds { .. } => "kind_order",
            Self::Cycle => "unit_cycle",
            Self::Root => "unit_is_root",
            Self::HasChildren(_) => "unit_has_children",
            Self::Levels => "unit_levels_differ",
            Self::Parts => "split_parts",
        }
    }
}

/// What a change comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// New units, parents first.
    pub created: Vec<Unit>,
    /// Present units with new content (version already counted up). Paths are as after `moved`.
    pub updated: Vec<Unit>,
    /// Subtrees that move: from this path to that one, the unit itself included.
    pub moved: Vec<(UnitPath, UnitPath)>,
    /// What belonged to the first unit itself belongs to the second from now on.
    pub succeeded: Vec<(UnitId, UnitId)>,
}

/// What `change` does to the unit `id` of `tree`, at `at`. New units get numbers from `next` on.
///
/// # Errors
/// When the tree does not allow it.
pub fn plan(
    tree: &UnitTree,
    id: UnitId,
    change: &UnitChange,
    at: Timestamp,
    next: UnitNumber,
) -> Result<Outcome, ChangeRefusal> {
    let unit = present(tree, id)?;
    let mut outcome = Outcome::default();
    match change {
        UnitChange::Create(new) => outcome.created.push(created(tree, unit, new, at, next)?),
        UnitChange::Rename { names } => {
            if !names.is_valid() {
                return Err(ChangeRefusal::Names);
            }
            outcome.updated.push(Unit { names: names.clone(), ..touched(unit) });
        }
        UnitChange::Recode { code } => {
            free_code(tree, Some(code))?;
            outcome.updated.push(Unit { code: Some(code.clone()), ..touched(unit) });
        }
        UnitChange::Move { parent } => {
            let parent = present(tree, *parent)?;
            not_root(unit)?;
            if unit.path.contains(&parent.path) {
                return Err(ChangeRefusal::Cycle);
            }
            outcome.put_under(unit, parent)?;
        }
        UnitChange::Merge { into } => {
            let heir = present(tree, *into)?;
            not_root(unit)?;
            if heir.id == unit.id {
                return Err(ChangeRefusal::Cycle);
            }
            if heir.kind.level() != unit.kind.level() {
                return Err(ChangeRefusal::Levels);
            }
            for child in tree.children(unit.id) {
                outcome.put_under(child, heir)?;
            }
            outcome.updated.push(Unit { boundary: united(heir, unit), ..touched(heir) });
            outcome.end(unit, heir.id, at);
        }
        UnitChange::Split { parts } => outcome.split(tree, unit, parts, at, next)?,
        UnitChange::Close { successor } => {
            let parent = unit.parent.ok_or(ChangeRefusal::Root)?;
            let heir = present(tree, successor.unwrap_or(parent))?;
            if heir.id == unit.id {
                return Err(ChangeRefusal::Cycle);
            }
            match tree.children(unit.id).len() {
                0 => outcome.end(unit, heir.id, at),
                children => return Err(ChangeRefusal::HasChildren(children)),
            }
        }
    }
    Ok(outcome)
}

impl Outcome {
    fn put_under(&mut self, unit: &Unit, parent: &Unit) -> Result<(), ChangeRefusal> {
        fits(parent.kind, unit.kind)?;
        let path = parent.path.child(unit.number);
        self.moved.push((unit.path.clone(), path.clone()));
        self.updated.push(Unit { parent: Some(parent.id), path, ..touched(unit) });
        Ok(())
    }

    fn end(&mut self, unit: &Unit, heir: UnitId, at: Timestamp) {
        self.updated.push(Unit { valid_to: Some(at), successor: Some(heir), ..touched(unit) });
        self.succeeded.push((unit.id, heir));
    }

    fn split(
        &mut self,
        tree: &UnitTree,
        unit: &Unit,
        parts: &[NewUnit],
        at: Timestamp,
        next: UnitNumber,
    ) -> Result<(), ChangeRefusal> {
        let parent = present(tree, unit.parent.ok_or(ChangeRefusal::Root)?)?;
        if parts.len() < 2 || parts.iter().any(|part| part.kind.level() != unit.kind.level()) {
            return Err(ChangeRefusal::Parts);
        }
        for (part, number) in parts.iter().zip(next.0..) {
            // A part may go on under the code of the unit that it replaces.
            let keeps_code = part.code.is_some() && part.code == unit.code;
            let checked = if keeps_code { NewUnit { code: None, ..part.clone() } } else { part.clone() };
            let new = created(tree, parent, &checked, at, UnitNumber(number))?;
            if self.created.iter().any(|other| other.id == part.id) {
                return Err(ChangeRefusal::IdInUse(part.id));
            }
            if let Some(code) = part.code.as_ref().filter(|_| self.created.iter().any(|other| other.code == part.code))
            {
                return Err(ChangeRefusal::CodeInUse(code.clone()));
            }
            self.created.push(Unit { code: part.code.clone(), ..new });
        }
        for child in tree.children(unit.id) {
            let middle = child.boundary.as_ref().and_then(Boundary::inner_position);
            let home = middle.and_then(|middle| {
                let holds = |part: &&Unit| part.boundary.as_ref().is_some_and(|b| b.contains(middle));
                self.created.iter().find(holds)
            });
            let home = home.unwrap_or(&self.created[0]).clone();
            self.put_under(child, &home)?;
        }
        let first = self.created[0].id;
        self.end(unit, first, at);
        Ok(())
    }
}

fn present(tree: &UnitTree, id: UnitId) -> Result<&Unit, ChangeRefusal> {
    tree.by_id(id).filter(|unit| unit.valid_to.is_none()).ok_or(ChangeRefusal::NoUnit(id))
}

fn not_root(unit: &Unit) -> Result<(), ChangeRefusal> {
    unit.parent.map(drop).ok_or(ChangeRefusal::Root)
}

fn fits(parent: UnitKind, child: UnitKind) -> Result<(), ChangeRefusal> {
    if parent.may_contain(child) { Ok(()) } else { Err(ChangeRefusal::Kinds { parent, child }) }
}

fn free_code(tree: &UnitTree, code: Option<&String>) -> Result<(), ChangeRefusal> {
    let printable = |code: &str| !code.trim().is_empty() && !code.chars().any(char::is_control);
    match code {
        Some(code) if !printable(code) || code.chars().count() > CODE_MAX_CHARS => Err(ChangeRefusal::Code),
        Some(code) if tree.by_code(code).is_some() => Err(ChangeRefusal::CodeInUse(code.clone())),
        _ => Ok(()),
    }
}

fn touched(unit: &Unit) -> Unit {
    Unit { version: unit.version + 1, ..unit.clone() }
}

fn created(
    tree: &UnitTree,
    parent: &Unit,
    new: &NewUnit,
    at: Timestamp,
    number: UnitNumber,
) -> Result<Unit, ChangeRefusal> {
    fits(parent.kind, new.kind)?;
    if tree.by_id(new.id).is_some() {
        return Err(ChangeRefusal::IdInUse(new.id));
    }
    free_code(tree, new.code.as_ref())?;
    if !new.names.is_valid() {
        return Err(ChangeRefusal::Names);
    }
    let quality = if new.boundary.is_some() { BoundaryQuality::Surveyed } else { BoundaryQuality::None };
    Ok(Unit {
        id: new.id,
        number,
        parent: Some(parent.id),
        path: parent.path.child(number),
        kind: new.kind,
        code: new.code.clone(),
        names: new.names.clone(),
        transliterated: false,
        fictional: parent.fictional,
        boundary: new.boundary.clone(),
        boundary_quality: quality,
        boundary_note: None,
        valid_from: at,
        valid_to: None,
        successor: None,
        version: 1,
    })
}

/// The ground of both; the heir's own where either is unknown.
fn united(heir: &Unit, unit: &Unit) -> Option<Boundary> {
    use geo::BooleanOps;
    let (Some(a), Some(b)) = (&heir.boundary, &unit.boundary) else { return heir.boundary.clone() };
    let union = convert::multi_polygon(a).union(&convert::multi_polygon(b));
    convert::boundary(&union).or_else(|| heir.boundary.clone())
}
