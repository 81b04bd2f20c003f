//! Whom a roster can name.

use std::collections::BTreeSet;

use domain::access::Actor;
use domain::id::UnitId;
use domain::unit::Unit;
use jiff::Timestamp;
use store::account::PostingRow;

use super::{Rostering, present};
use crate::{Service, ServiceError};

/// Most posts that are offered. A whole city has thousands; whoever sets its roster names those near the top.
const MOST: usize = 500;

impl Service {
    /// The posts that can be on duty for a unit: its own, those below and those above, the nearest first.
    /// Posts of disabled accounts are not among them.
    ///
    /// # Errors
    /// When there is no such unit, or the person may not set its roster.
    pub async fn rosterable(
        &self,
        actor: &Actor,
        unit: UnitId,
        now: Timestamp,
    ) -> Result<Vec<PostingRow>, ServiceError> {
        let tree = self.tree();
        let unit = present(&tree, unit)?;
        self.roster_by(Rostering::Person(actor), unit)?;
        let near = self.posts_near(unit, now).await?;
        Ok(near.into_iter().take(MOST).map(|(row, _)| row).collect())
    }

    /// Posts of a unit, those below and those above, with their start, the nearest first. Some begin later.
    /// Posts of disabled accounts are not among them.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn posts_near(
        &self,
        unit: &Unit,
        now: Timestamp,
    ) -> Result<Vec<(PostingRow, Timestamp)>, ServiceError> {
        let tree = self.tree();
        let accounts = self.store().accounts().await?;
        let disabled: BTreeSet<_> = accounts.iter().filter(|(_, disabled)| *disabled).map(|(one, _)| one.id).collect();
        let mut near = Vec::new();
        for (row, from, _) in self.store().postings_not_ended(now).await? {
            let Some(home) = tree.by_id(row.unit) else { continue };
            let related = home.path.contains(&unit.path) || unit.path.contains(&home.path);
            if related && !disabled.contains(&row.account) {
                near.push((home.path.depth().abs_diff(unit.path.depth()), row, from));
            }
        }
        near.sort_by(|(one, a, _), (other, b, _)| (one, a.unit.0, &a.title).cmp(&(other, b.unit.0, &b.title)));
        Ok(near.into_iter().map(|(_, row, from)| (row, from)).collect())
    }
}
