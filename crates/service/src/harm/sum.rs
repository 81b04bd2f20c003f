//! Sums over what a reader sees, how dead and missing grew, and how long each level took to look.

use std::collections::BTreeMap;

use domain::access::{Actor, Permission};
use domain::harm::{Basis, Known, Latest, Point, Sums, combined_over_time, sums};
use domain::id::{HarmId, UnitId};
use domain::unit::UnitKind;
use jiff::Timestamp;
use store::harm::{self, HarmFilter};

use super::lag_ms;
use crate::{Service, ServiceError};

/// Most reports that are summed up: a city's whole disaster.
const SUMMED_MAX: u64 = 20_000;

/// How one level fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelLag {
    /// City, county, street or community.
    pub kind: UnitKind,
    /// Reports that were put before it.
    pub told: u32,
    /// Reports that somebody there has looked at.
    pub seen: u32,
    /// From first known to looked at, milliseconds: the middle and the longest of those that were.
    pub median_ms: Option<i64>,
    /// The longest.
    pub longest_ms: Option<i64>,
    /// Since when the oldest one waits that nobody has looked at.
    pub waiting_since: Option<Timestamp>,
}

/// Everything summed up.
#[derive(Debug, Clone)]
pub struct HarmTotals {
    /// Reports that count.
    pub reports: u32,
    /// Those that tell the same as another.
    pub duplicates: u32,
    /// As reported.
    pub reported: Sums,
    /// As verified.
    pub verified: Sums,
    /// Dead and missing together over time.
    pub series: Vec<Point>,
    /// From first known to taken, milliseconds: the longest.
    pub longest_report_lag_ms: Option<i64>,
    /// Level by level, the city first.
    pub levels: Vec<LevelLag>,
}

impl Service {
    /// Sums over the reports that the actor sees in a unit.
    ///
    /// # Errors
    /// When she sees reports of harm nowhere, or there is no such unit for her.
    pub async fn harm_totals(&self, actor: &Actor, unit: Option<UnitId>) -> Result<HarmTotals, ServiceError> {
        let within = Some(self.area(actor, Permission::ViewHarm, unit)?.path);
        let scope = self.harm_scope(actor);
        let filter = HarmFilter { scope, within, limit: SUMMED_MAX, ..HarmFilter::default() };
        let reports = self.store().harm_reports(&filter).await?;
        let read = self.store().read();
        let ids: Vec<_> = reports.iter().map(|report| report.id).collect();
        let masters = harm::masters_of(read, &ids).await?;
        let (mut latest, mut known): (BTreeMap<HarmId, Latest>, Vec<Known>) = (BTreeMap::new(), Vec::new());
        for version in harm::versions_of(read, &ids).await? {
            if masters.contains_key(&version.report) {
                continue;
            }
            let entry = latest.entry(version.report).or_default();
            match version.basis {
                Basis::Reported => entry.reported = Some(version.counts),
                Basis::Verified => entry.verified = Some(version.counts),
            }
            let (report, at) = (version.report, version.recorded_at);
            known.push(Known { report, at, basis: version.basis, counts: version.counts });
        }
        let (reported, verified) = sums(latest.values());
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(HarmTotals {
            reports: small(latest.len()),
            duplicates: small(masters.len()),
            reported,
            verified,
            series: combined_over_time(&known),
            longest_report_lag_ms: reports.iter().map(|report| lag_ms(report.known_at, report.recorded_at)).max(),
            levels: self.level_lags(&reports).await?,
        })
    }

    async fn level_lags(&self, reports: &[harm::HarmReport]) -> Result<Vec<LevelLag>, ServiceError> {
        let known: BTreeMap<HarmId, Timestamp> = reports.iter().map(|report| (report.id, report.known_at)).collect();
        let ids: Vec<_> = known.keys().copied().collect();
        // The first time that a unit could look at a report, and the first time that it did.
        let mut first: BTreeMap<(HarmId, UnitId), (Timestamp, Option<Timestamp>)> = BTreeMap::new();
        for level in harm::levels_of(self.store().read(), &ids).await? {
            let entry = first.entry((level.report, level.unit)).or_insert((level.told_at, level.seen_at));
            entry.1 = [entry.1, level.seen_at].into_iter().flatten().min();
        }
        let tree = self.tree();
        let mut by_kind: BTreeMap<(u8, UnitKind), Looks> = BTreeMap::new();
        for ((report, unit), (told, seen)) in first {
            let Some(unit) = tree.by_id(unit) else { continue };
            let looks = by_kind.entry((unit.kind.level(), unit.kind)).or_default();
            looks.told += 1;
            match seen {
                Some(seen) => looks.lags.push(lag_ms(known[&report], seen)),
                None => looks.waiting = Some(looks.waiting.map_or(told, |at| at.min(told))),
            }
        }
        Ok(by_kind.into_iter().map(|((_, kind), looks)| looks.summed(kind)).collect())
    }
}

/// When units of one kind looked.
#[derive(Debug, Default)]
struct Looks {
    told: u32,
    lags: Vec<i64>,
    waiting: Option<Timestamp>,
}

impl Looks {
    fn summed(mut self, kind: UnitKind) -> LevelLag {
        self.lags.sort_unstable();
        LevelLag {
            kind,
            told: self.told,
            seen: u32::try_from(self.lags.len()).unwrap_or(u32::MAX),
            median_ms: self.lags.get(self.lags.len() / 2).copied(),
            longest_ms: self.lags.last().copied(),
            waiting_since: self.waiting,
        }
    }
}
