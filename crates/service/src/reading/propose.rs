//! One open proposal for each unit and kind: it grows stronger, and each gauge speaks once in it.

use domain::journal::{Kind, NewEntry};
use domain::reading::{Crossing, ProposalState, is_quiet};
use jiff::Timestamp;
use serde_json::json;
use store::Write;
use store::gauge::Gauge;
use store::proposal::{self, Evidence, Proposal};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Most gauges that are named for one proposal.
const EVIDENCE_MOST: usize = 50;

impl Service {
    pub(super) async fn propose(
        &self,
        write: &Write,
        gauge: &Gauge,
        crossing: Crossing,
        now: Timestamp,
        entries: &mut Vec<NewEntry>,
    ) -> Result<(), ServiceError> {
        let table = self.thresholds();
        let evidence = Evidence {
            gauge: gauge.id,
            name: gauge.name.clone(),
            quantity: crossing.main.quantity,
            statistic: Some(crossing.main.statistic),
            window_minutes: crossing.main.window_minutes,
            value: crossing.main.value,
            threshold: crossing.main.threshold,
            also: crossing.also,
            source: crossing.source,
            note: crossing.note,
            colour: crossing.colour,
            at: crossing.at.as_millisecond(),
        };
        if let Some(open) = proposal::hold_open(write, gauge.unit, crossing.hazard).await? {
            let raised = crossing.colour > open.colour;
            let grown = Proposal {
                colour: open.colour.max(crossing.colour),
                raised_at: if raised { now } else { open.raised_at },
                seen_at: now,
                thresholds: table.version.clone(),
                evidence: joined(open.evidence.clone(), evidence),
                ..open
            };
            proposal::put(write, &grown, false).await?;
            if raised {
                entries.push(entry(Kind::ProposalRaised, &grown, now));
            }
            return Ok(());
        }
        let decided = proposal::last_decided(write, gauge.unit, crossing.hazard).await?;
        if is_quiet(table, decided, crossing.colour, now) {
            return Ok(());
        }
        let new = Proposal {
            id: Uuid::now_v7(),
            hazard: crossing.hazard,
            colour: crossing.colour,
            unit: gauge.unit,
            path: gauge.path.clone(),
            thresholds: table.version.clone(),
            evidence: vec![evidence],
            opened_at: now,
            raised_at: now,
            seen_at: now,
            state: ProposalState::Open,
            decided_at: None,
            decided_by: None,
        };
        proposal::put(write, &new, true).await?;
        entries.push(entry(Kind::ProposalOpened, &new, now));
        Ok(())
    }
}

/// What speaks for a proposal with what one gauge says now: of one gauge the strongest, the latest of two as strong.
fn joined(mut all: Vec<Evidence>, new: Evidence) -> Vec<Evidence> {
    let same = |one: &Evidence| one.gauge == new.gauge && one.quantity == new.quantity;
    match all.iter_mut().find(|one| same(one)) {
        Some(before) if before.colour > new.colour => {}
        // Since when it holds is kept where it holds on.
        Some(before) if before.colour == new.colour => *before = Evidence { at: before.at, ..new },
        Some(before) => *before = new,
        None => all.push(new),
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.colour, one.value)));
    all.truncate(EVIDENCE_MOST);
    all
}

pub(super) fn entry(kind: Kind, proposal: &Proposal, now: Timestamp) -> NewEntry {
    let payload = json!({ "hazard": proposal.hazard, "colour": proposal.colour, "state": proposal.state,
        "gauges": proposal.evidence.len(), "thresholds": proposal.thresholds });
    let unit = Some((proposal.unit, proposal.path.clone()));
    NewEntry { unit, payload, ..NewEntry::about(kind, proposal.id, now) }
}
