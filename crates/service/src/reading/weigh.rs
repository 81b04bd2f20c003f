//! What a gauge said is held against the thresholds, with what else it measured and what is warned of where it stands.

use std::collections::BTreeSet;

use domain::reading::{Crossing, Fresh, Here, Quantity, Reading, Series, crossings};
use domain::warned::WarnedOf;
use jiff::{SignedDuration, Timestamp};
use store::gauge::{self, Gauge};
use store::{Write, warning};

use crate::{Service, ServiceError};

impl Service {
    /// The thresholds that new readings of a gauge cross, the first of them of `first`. `series` holds what came, with
    /// what was here before.
    pub(super) async fn weigh(
        &self,
        write: &Write,
        gauge: &Gauge,
        mut series: Series,
        fresh: &Fresh,
        first: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Crossing>, ServiceError> {
        let table = self.thresholds();
        let measured = |one: Quantity| gauge.quantities.contains(&one);
        let rows: Vec<_> = table.touched(fresh).filter(|row| row.quantities().all(measured)).collect();
        let mut beside: BTreeSet<Quantity> = rows.iter().flat_map(|row| row.quantities()).collect();
        beside.retain(|one| !series.contains_key(one));
        for quantity in beside {
            let all = self.looked_back(write, gauge, quantity, first).await?;
            series.insert(quantity, all);
        }
        let asks = rows.iter().any(|row| row.asks_warned());
        let warned = if asks { self.warned_at(write, gauge, now).await? } else { Vec::new() };
        let here = Here { zone: self.zone(), warned: &warned };
        Ok(crossings(table, &gauge.levels, &series, fresh, &here))
    }

    /// Readings of a quantity, from as far before `first` as the thresholds look back.
    pub(super) async fn looked_back(
        &self,
        write: &Write,
        gauge: &Gauge,
        quantity: Quantity,
        first: Timestamp,
    ) -> Result<Vec<Reading>, ServiceError> {
        let minutes = self.thresholds().reach_minutes(&gauge.quantities, quantity);
        let after = first.saturating_sub(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(first);
        Ok(gauge::readings(write, gauge.id, quantity, after).await?)
    }

    /// What is warned of where a gauge stands. Official warnings alone: one that nobody vouches for must not decide which
    /// thresholds count.
    async fn warned_at(&self, write: &Write, gauge: &Gauge, now: Timestamp) -> Result<Vec<WarnedOf>, ServiceError> {
        let found = warning::official_for(write, &gauge.path, now).await?;
        Ok(found.into_iter().filter(|one| self.counts_here(one)).map(|one| one.hazard).collect())
    }
}
