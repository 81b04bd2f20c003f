//! Sums over reports, and how one grew. Reported and verified numbers stand side by side and are never added.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Basis, Counts};
use crate::id::HarmId;

/// The latest version of one report, on each basis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Latest {
    /// The latest that was reported.
    pub reported: Option<Counts>,
    /// The latest that was verified.
    pub verified: Option<Counts>,
}

/// A sum, and how many reports do not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Over what is said: at least so many.
    pub sum: u64,
    /// Reports that do not say, or not all of it.
    pub unknown: u32,
}

/// Sums on one basis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Reports that have a version on this basis.
    pub reports: u32,
    /// Dead.
    pub dead: Sum,
    /// Missing.
    pub missing: Sum,
    /// Dead and missing together.
    pub dead_or_missing: Sum,
    /// Injured.
    pub injured: Sum,
    /// Affected.
    pub affected: Sum,
    /// Moved.
    pub moved: Sum,
    /// Direct loss, yuan.
    pub loss_yuan: Sum,
}

impl Sum {
    fn add(&mut self, count: Option<u64>) {
        match count {
            Some(count) => self.sum = self.sum.saturating_add(count),
            None => self.unknown += 1,
        }
    }
}

impl Sums {
    fn add(&mut self, counts: &Counts) {
        self.reports += 1;
        self.dead.add(counts.dead.map(u64::from));
        self.missing.add(counts.missing.map(u64::from));
        let unknown = self.dead_or_missing.unknown + u32::from(counts.combined().is_none());
        self.dead_or_missing.add(counts.at_least().map(u64::from));
        self.dead_or_missing.unknown = unknown;
        self.injured.add(counts.injured.map(u64::from));
        self.affected.add(counts.affected.map(u64::from));
        self.moved.add(counts.moved.map(u64::from));
        self.loss_yuan.add(counts.loss_yuan);
    }
}

/// Sums over reports: what was reported, and what was verified.
pub fn sums<'a>(reports: impl IntoIterator<Item = &'a Latest>) -> (Sums, Sums) {
    let (mut reported, mut verified) = (Sums::default(), Sums::default());
    for latest in reports {
        if let Some(counts) = &latest.reported {
            reported.add(counts);
        }
        if let Some(counts) = &latest.verified {
            verified.add(counts);
        }
    }
    (reported, verified)
}

/// One version, as far as sums need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its report.
    pub report: HarmId,
    /// When it was taken.
    pub at: Timestamp,
    /// What it rests on.
    pub basis: Basis,
    /// What it says.
    pub counts: Counts,
}

/// Dead and missing together as they were known at a moment, at the least; `None` while nobody had said anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// From when.
    pub at: Timestamp,
    /// As reported.
    pub reported: Option<u64>,
    /// As verified.
    pub verified: Option<u64>,
}

/// How dead and missing together grew: a point wherever a version changed one of the sums. `versions` in the order in
/// which they were taken; of a report that tells of the same incident as another, none.
pub fn combined_over_time(versions: &[Known]) -> Vec<Point> {
    let (mut latest, mut points): (HashMap<(HarmId, Basis), u64>, Vec<Point>) = (HashMap::new(), Vec::new());
    for version in versions {
        match version.counts.at_least() {
            Some(count) => latest.insert((version.report, version.basis), count.into()),
            // A later version that does not say takes nothing back.
            None => continue,
        };
        let sum = |basis: Basis| {
            let of_basis = latest.iter().filter(|((_, of), _)| *of == basis);
            of_basis.fold(None, |sum: Option<u64>, (_, count)| Some(sum.unwrap_or(0).saturating_add(*count)))
        };
        let point = Point { at: version.at, reported: sum(Basis::Reported), verified: sum(Basis::Verified) };
        let changed =
            points.last().is_none_or(|last| (last.reported, last.verified) != (point.reported, point.verified));
        if changed {
            points.push(point);
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn known(report: u128, at: i64, basis: Basis, both: Option<u32>) -> Known {
        let counts = Counts { dead_or_missing: both, ..Counts::default() };
        let at = Timestamp::from_millisecond(at).expect("a time");
        Known { report: HarmId(Uuid::from_u128(report)), at, basis, counts }
    }

    #[test]
    fn the_series_of_2021_stays_readable_and_verified_numbers_stand_beside_it() {
        let series = [97, 322, 339, 380].into_iter().zip(0..).map(|(n, at)| known(1, at, Basis::Reported, Some(n)));
        let mut versions: Vec<_> = series.collect();
        versions.push(known(1, 9, Basis::Verified, Some(380)));
        let points: Vec<_> =
            combined_over_time(&versions).iter().map(|point| (point.reported, point.verified)).collect();
        let reported = [97, 322, 339, 380].map(|n| (Some(n), None));
        assert_eq!(points, [&reported[..], &[(Some(380), Some(380))]].concat());
    }

    #[test]
    fn a_version_that_does_not_say_takes_nothing_back() {
        let versions = [known(1, 0, Basis::Reported, Some(3)), known(1, 1, Basis::Reported, None)];
        assert_eq!(combined_over_time(&versions).len(), 1);
    }

    #[test]
    fn sums_say_how_many_reports_do_not_know_and_never_mix_the_bases() {
        let three = Counts { dead: Some(3), ..Counts::default() };
        let two = Counts { dead: Some(2), ..Counts::default() };
        let reports = [
            Latest { reported: Some(three), verified: Some(two) },
            Latest { reported: Some(Counts::default()), verified: None },
        ];
        let (reported, verified) = sums(&reports);
        assert_eq!((reported.reports, reported.dead), (2, Sum { sum: 3, unknown: 1 }));
        assert_eq!((verified.reports, verified.dead), (1, Sum { sum: 2, unknown: 0 }));
        assert_eq!(reported.dead_or_missing, Sum { sum: 3, unknown: 2 }, "an unknown part hides no known one");
    }
}
