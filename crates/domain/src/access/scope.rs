//! The row filter: which targets a permission covers.

use super::{Posting, Reach};
use crate::id::BodyId;
use crate::unit::UnitPath;

/// What is asked about: where a row stands and which body is responsible for it.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// Path of the unit that the row belongs to.
    pub path: &'a UnitPath,
    /// The responsible body.
    pub body: Option<BodyId>,
    /// Other bodies that were called to take part.
    pub called: Vec<BodyId>,
    /// Personal by nature. No title reaches such rows yet: they are denied to everybody.
    pub restricted: bool,
}

impl<'a> Target<'a> {
    /// What belongs to a unit as a whole, and to no body.
    pub fn at(path: &'a UnitPath) -> Self {
        Self { path, body: None, called: Vec::new(), restricted: false }
    }
}

/// A subtree in which only one body's rows are covered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BodyScope {
    /// Top of the subtree.
    pub path: UnitPath,
    /// The body.
    pub body: BodyId,
    /// Whether also rows are covered to which it was only called.
    pub called: bool,
}

/// A set of rows. The default covers nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Subtrees covered whole.
    pub subtrees: Vec<UnitPath>,
    /// Subtrees covered for one body.
    pub bodies: Vec<BodyScope>,
}

impl Scope {
    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.subtrees.is_empty() && self.bodies.is_empty()
    }

    /// Whether the row is covered.
    pub fn covers(&self, target: &Target<'_>) -> bool {
        let by_unit = self.subtrees.iter().any(|path| path.contains(target.path));
        let concerns = |scope: &BodyScope| {
            target.body == Some(scope.body) || (scope.called && target.called.contains(&scope.body))
        };
        let by_body = self.bodies.iter().any(|scope| concerns(scope) && scope.path.contains(target.path));
        !target.restricted && (by_unit || by_body)
    }

    /// Whether anything at `path`, below it or above it can be covered: a count there means something to the reader.
    pub fn touches(&self, path: &UnitPath) -> bool {
        let bodies = self.bodies.iter().map(|scope| &scope.path);
        self.subtrees.iter().chain(bodies).any(|top| top.contains(path) || path.contains(top))
    }

    /// Adds what one posting covers; `None` means that its title does not grant the permission.
    pub(super) fn add(&mut self, posting: &Posting, reach: Option<Reach>) {
        match (reach, posting.body) {
            (None, _) | (Some(Reach::Body | Reach::Called), None) => {}
            (Some(Reach::Subtree), _) => self.subtrees.push(posting.path.clone()),
            (Some(reach), Some(body)) => {
                self.bodies.push(BodyScope { path: posting.path.clone(), body, called: reach == Reach::Called });
            }
        }
    }
}
