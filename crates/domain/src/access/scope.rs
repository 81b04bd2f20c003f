//! The row filter: which targets a permission covers.

use super::{Posting, Reach};
use crate::id::{AccountId, BodyId};
use crate::unit::UnitPath;

/// What is asked about: where a row stands, which body is responsible for it, and who has to do with it.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// Path of the unit that the row belongs to.
    pub path: &'a UnitPath,
    /// The responsible body.
    pub body: Option<BodyId>,
    /// Other bodies that were called to take part.
    pub called: Vec<BodyId>,
    /// Personal by nature: for titles of a narrow circle alone.
    pub restricted: bool,
    /// The account that reported it.
    pub reporter: Option<AccountId>,
}

impl<'a> Target<'a> {
    /// What belongs to a unit as a whole, and to no body.
    pub fn at(path: &'a UnitPath) -> Self {
        Self { path, body: None, called: Vec::new(), restricted: false, reporter: None }
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

/// Subtrees, whole or for one body. The default covers nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Area {
    /// Subtrees covered whole.
    pub subtrees: Vec<UnitPath>,
    /// Subtrees covered for one body.
    pub bodies: Vec<BodyScope>,
}

/// A set of rows. The default covers nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Subtrees covered whole, but for what is restricted.
    pub subtrees: Vec<UnitPath>,
    /// Subtrees covered for one body, but for what is restricted.
    pub bodies: Vec<BodyScope>,
    /// Where restricted rows are covered.
    pub restricted: Area,
    /// Whose own reports are covered, wherever they are and whatever they are about.
    pub reporter: Option<AccountId>,
}

impl Scope {
    /// One subtree with everything that is not restricted.
    pub fn within(path: UnitPath) -> Self {
        Self { subtrees: vec![path], ..Self::default() }
    }

    /// What this account has reported, and nothing else.
    pub fn reported_by(account: AccountId) -> Self {
        Self { reporter: Some(account), ..Self::default() }
    }

    /// Whether no posting covers anything.
    pub fn is_empty(&self) -> bool {
        self.subtrees.is_empty() && self.bodies.is_empty()
    }

    /// Whether the row is covered.
    pub fn covers(&self, target: &Target<'_>) -> bool {
        let own = self.reporter.is_some() && self.reporter == target.reporter;
        let (subtrees, bodies) = match target.restricted {
            true => (&self.restricted.subtrees, &self.restricted.bodies),
            false => (&self.subtrees, &self.bodies),
        };
        let by_unit = subtrees.iter().any(|path| path.contains(target.path));
        let concerns = |scope: &BodyScope| {
            target.body == Some(scope.body) || (scope.called && target.called.contains(&scope.body))
        };
        let by_body = bodies.iter().any(|scope| concerns(scope) && scope.path.contains(target.path));
        own || by_unit || by_body
    }

    /// Whether anything at `path`, below it or above it can be covered: a count there means something to the reader.
    pub fn touches(&self, path: &UnitPath) -> bool {
        let bodies = self.bodies.iter().map(|scope| &scope.path);
        self.subtrees.iter().chain(bodies).any(|top| top.contains(path) || path.contains(top))
    }

    /// Adds what one posting covers; `None` means that its title does not grant the permission. `cleared` means that its
    /// title belongs to the circle that handles what is restricted.
    pub(super) fn add(&mut self, posting: &Posting, reach: Option<Reach>, cleared: bool) {
        match (reach, posting.body) {
            (None, _) | (Some(Reach::Body | Reach::Called), None) => {}
            (Some(Reach::Subtree), _) => {
                self.subtrees.push(posting.path.clone());
                self.restricted.subtrees.extend(cleared.then(|| posting.path.clone()));
            }
            (Some(reach), Some(body)) => {
                let part = BodyScope { path: posting.path.clone(), body, called: reach == Reach::Called };
                self.restricted.bodies.extend(cleared.then(|| part.clone()));
                self.bodies.push(part);
            }
        }
    }
}
