//! Who is on duty, now or over some days.

use domain::access::{Actor, Permission, Target};
use domain::duty::{self, DAYS_MAX, Substitute, Watch};
use domain::id::UnitId;
use domain::unit::Unit;
use jiff::Timestamp;
use store::roster::Duty;

use super::present;
use crate::{Service, ServiceError};

/// Who is on duty for a unit at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// The unit whose roster answers: the one that was asked for, or the nearest one above that has somebody. None
    /// means that nobody is on duty, up to the top.
    pub unit: Option<UnitId>,
    /// Who, leaders first.
    pub watches: Vec<Watch>,
}

/// The roster of one unit over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The unit.
    pub unit: UnitId,
    /// Its lines.
    pub lines: Vec<Duty>,
    /// Shifts for which somebody else, or nobody, comes.
    pub substitutes: Vec<Substitute>,
    /// Who is there when.
    pub watches: Vec<Watch>,
    /// When nobody is there.
    pub gaps: Vec<(Timestamp, Timestamp)>,
    /// When nobody leads.
    pub leaderless: Vec<(Timestamp, Timestamp)>,
}

impl Service {
    /// Who is on duty for a unit at a moment.
    ///
    /// # Errors
    /// When there is no such unit, or the person may not see its roster.
    pub async fn on_duty(&self, actor: &Actor, unit: UnitId, at: Timestamp) -> Result<OnDuty, ServiceError> {
        let tree = self.tree();
        let unit = present(&tree, unit)?;
        self.may_view(actor, unit)?;
        let zone = self.zone();
        let today = zone.to_datetime(at).date();
        let (from, to) =
            (today.saturating_sub(jiff::Span::new().days(3)), today.saturating_add(jiff::Span::new().days(3)));
        // From the unit up to the root.
        for above in tree.lineage(&unit.path).into_iter().rev() {
            let (lines, substitutes, terms) = self.roster_facts(above.id, from, to).await?;
            let lines: Vec<_> = lines.into_iter().map(|duty| duty.line).collect();
            let watches = duty::on_duty(&lines, &substitutes, &terms, zone, at);
            if !watches.is_empty() {
                return Ok(OnDuty { unit: Some(above.id), watches });
            }
        }
        Ok(OnDuty { unit: None, watches: Vec::new() })
    }

    /// The roster of a unit between two moments, with what is missing in it.
    ///
    /// # Errors
    /// When there is no such unit, the time is too long, or the person may not see it.
    pub async fn duty_board(
        &self,
        actor: &Actor,
        unit: UnitId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Board, ServiceError> {
        let tree = self.tree();
        let unit = present(&tree, unit)?;
        self.may_view(actor, unit)?;
        let most = jiff::SignedDuration::from_hours(24 * DAYS_MAX);
        if to <= from || to.duration_since(from) > most {
            let detail = format!("`to` must come after `from`, by {DAYS_MAX} days at most");
            return Err(ServiceError::invalid("to", "duty_range_invalid", detail));
        }
        let zone = self.zone();
        let first = zone.to_datetime(from).date().saturating_sub(jiff::Span::new().days(2));
        let last = zone.to_datetime(to).date();
        let (lines, substitutes, terms) = self.roster_facts(unit.id, first, last).await?;
        let plain: Vec<_> = lines.iter().map(|duty| duty.line.clone()).collect();
        let watches = duty::watches(&plain, &substitutes, &terms, zone, (from, to));
        Ok(Board {
            unit: unit.id,
            gaps: duty::gaps(&watches, (from, to)),
            leaderless: duty::gaps(watches.iter().filter(|watch| watch.leader), (from, to)),
            lines,
            substitutes,
            watches,
        })
    }

    async fn roster_facts(
        &self,
        unit: UnitId,
        from: jiff::civil::Date,
        to: jiff::civil::Date,
    ) -> Result<(Vec<Duty>, Vec<Substitute>, duty::Terms), ServiceError> {
        let lines = self.store().roster(unit).await?;
        if lines.is_empty() {
            return Ok(Default::default());
        }
        let ids: Vec<_> = lines.iter().map(|duty| duty.line.id).collect();
        let substitutes = self.store().substitutes(&ids, from, to).await?;
        let planned = lines.iter().map(|duty| duty.line.posting);
        let posts: Vec<_> = planned.chain(substitutes.iter().filter_map(|change| change.posting)).collect();
        let terms = self.store().posting_terms(&posts).await?;
        Ok((lines, substitutes, terms))
    }

    fn may_view(&self, actor: &Actor, unit: &Unit) -> Result<(), ServiceError> {
        let target = Target::at(&unit.path);
        self.require(actor, Permission::ViewRoster, &target).map(|_| ())
    }
}
