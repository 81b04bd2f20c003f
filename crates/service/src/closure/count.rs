//! How many of the places to close are closed, unit by unit.

use domain::access::Actor;
use domain::id::UnitId;
use domain::place::ClosureState;
use domain::unit::Unit;

use crate::{Service, ServiceError};

/// Closed ones among all that are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed {
    /// Those that a post has closed.
    pub closed: u32,
    /// All of them.
    pub all: u32,
}

/// One unit and those directly below it that have any.
#[derive(Debug, Clone)]
pub struct ClosureCounts {
    /// The unit.
    pub unit: Unit,
    /// In it and below it.
    pub total: Closed,
    /// Units directly below, those with the most that are still open first.
    pub below: Vec<(Unit, Closed)>,
}

impl Service {
    /// Counts at a unit, or at the highest that the actor sees.
    ///
    /// # Errors
    /// When there is no such unit where the actor sees places.
    pub async fn count_closures(&self, actor: &Actor, unit: Option<UnitId>) -> Result<ClosureCounts, ServiceError> {
        let unit = self.place_area(actor, unit)?;
        let states = self.store().closure_states(&unit.path).await?;
        let count = |within: &Unit| {
            let inside = states.iter().filter(|(path, _)| within.path.contains(path));
            inside.fold(Closed::default(), |sum, (_, state)| Closed {
                closed: sum.closed + u32::from(*state == ClosureState::Closed),
                all: sum.all + 1,
            })
        };
        let tree = self.tree();
        let mut below: Vec<_> = tree.children(unit.id).map(|child| (child.clone(), count(child))).collect();
        below.retain(|(_, count)| count.all > 0);
        below.sort_by_key(|(_, count)| std::cmp::Reverse(count.all - count.closed));
        Ok(ClosureCounts { total: count(&unit), below, unit })
    }
}
