//! Whether a second source says the same: a spoofed feed is alone with what it says.

use domain::access::Scope;
use domain::reading::ProposalState;
use jiff::Timestamp;
use store::proposal::Proposal;
use store::warning::{Page, Warning};

use super::WarningSheet;
use crate::{Service, ServiceError};

/// Most warnings and proposals looked at.
const LOOKED_AT: u64 = 100;

/// What another source says of the same danger at the same place.
#[derive(Debug, Clone)]
pub enum Agreeing {
    /// A warning of another sender that is in force.
    Warning(Box<Warning>),
    /// What gauges propose, unless somebody found it untrue.
    Gauges(Box<Proposal>),
}

impl Service {
    /// What others say of what this warning warns of, in any of its units, above or below; none is shown without the
    /// reader seeing warnings there, which whoever sees this one does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreeing(&self, sheet: &WarningSheet, now: Timestamp) -> Result<Vec<Agreeing>, ServiceError> {
        let there = Scope { subtrees: sheet.units.iter().map(|(_, path)| path.clone()).collect(), ..Scope::default() };
        if there.is_empty() {
            return Ok(Vec::new());
        }
        let own = &sheet.warning;
        let page = Page { in_force_at: Some(now), before: None, limit: LOOKED_AT };
        let others = self.store().warnings(&there, &page).await?.into_iter().filter(|other| {
            other.hazard == own.hazard
                && other.sender != own.sender
                && other.colour.is_some()
                && self.counts_here(other)
        });
        let mut agreeing: Vec<Agreeing> = others.map(|other| Agreeing::Warning(Box::new(other))).collect();
        let since = own.sent_at.min(own.received_at);
        let proposals = self.store().proposals(&there, false, LOOKED_AT).await?.into_iter().filter(|one| {
            let lasts = one.state == ProposalState::Open || one.decided_at.is_some_and(|at| at >= since);
            one.hazard == own.hazard && one.state != ProposalState::Dismissed && lasts
        });
        agreeing.extend(proposals.map(|one| Agreeing::Gauges(Box::new(one))));
        Ok(agreeing)
    }
}
