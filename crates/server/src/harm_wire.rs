//! Reports of harm as the wire shows them: without who reported.

use std::collections::HashMap;

use domain::access::Actor;
use domain::harm::{Basis, Counts, HarmKind, Point, Stage, Sum, Sums};
use domain::unit::UnitKind;
use serde::{Deserialize, Serialize};
use service::harm::{HarmSheet, HarmTotals, LevelLag};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{HarmBasisWord, HarmKindWord, HarmStageWord, UnitKindWord};

/// What is known. A missing count is unknown, which is not 0.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub(crate) struct HarmCountsWire {
    dead: Option<u32>,
    missing: Option<u32>,
    /// Dead and missing together, where they are not told apart; their sum where both are known.
    dead_or_missing: Option<u32>,
    injured: Option<u32>,
    /// Affected people.
    affected: Option<u32>,
    /// Moved to safety.
    moved: Option<u32>,
    /// Direct loss, yuan.
    loss_yuan: Option<u64>,
}

impl From<HarmCountsWire> for Counts {
    fn from(wire: HarmCountsWire) -> Self {
        let HarmCountsWire { dead, missing, dead_or_missing, injured, affected, moved, loss_yuan } = wire;
        Self { dead, missing, dead_or_missing, injured, affected, moved, loss_yuan }
    }
}

impl From<&Counts> for HarmCountsWire {
    fn from(counts: &Counts) -> Self {
        let Counts { dead, missing, injured, affected, moved, loss_yuan, .. } = *counts;
        Self { dead, missing, dead_or_missing: counts.combined(), injured, affected, moved, loss_yuan }
    }
}

/// What was known at a moment.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmVersionView {
    number: i32,
    #[schema(value_type = HarmStageWord)]
    stage: Stage,
    #[schema(value_type = HarmBasisWord)]
    basis: Basis,
    #[serde(flatten)]
    counts: HarmCountsWire,
    known_at: i64,
    recorded_at: i64,
    note: Option<String>,
    /// Title of the post that said it, where its author lets it be shown or verified in office; a member of staff
    /// otherwise.
    post: Option<NamesWire>,
    /// Whether the reader said it.
    mine: bool,
}

/// A level that a report was put before.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmLevelView {
    unit: UnitRef,
    /// When it could first be read there.
    told_at: i64,
    /// When somebody there first looked at it.
    seen_at: Option<i64>,
    /// Whether a later version waits to be looked at.
    news: bool,
}

/// A report of harm.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmView {
    id: Uuid,
    #[schema(value_type = HarmKindWord)]
    kind: HarmKind,
    unit: Option<UnitRef>,
    place: Option<HarmPlace>,
    /// Longitude, degrees.
    lon: Option<f64>,
    /// Latitude, degrees.
    lat: Option<f64>,
    /// When the reporter knew.
    known_at: i64,
    /// When it was taken, and put before every level.
    recorded_at: i64,
    /// Whether its latest numbers are verified.
    verified: bool,
    /// Every version, the first one first.
    versions: Vec<HarmVersionView>,
    /// The report that counts in its place, where two tell of one incident.
    master: Option<Uuid>,
    /// From the city down.
    levels: Vec<HarmLevelView>,
    /// Whether the reader made it.
    mine: bool,
    /// Whether the reader may add a version.
    may_add: bool,
    /// Whether the reader may verify it, or relate it to another.
    may_verify: bool,
}

/// The place of a report.
#[derive(Serialize, ToSchema)]
struct HarmPlace {
    id: Uuid,
    kind: String,
    names: NamesWire,
}

/// A report for a reader.
pub(crate) fn harm_view(app: &App, reader: &Actor, sheet: HarmSheet) -> HarmView {
    let (service, tree) = (&app.service, app.service.tree());
    let (may_add, may_verify) = service.harm_rights(reader, &sheet);
    let mut levels: HashMap<_, HarmLevelView> = HashMap::new();
    for level in &sheet.levels {
        let Some(unit) = tree.by_id(level.unit) else { continue };
        let (told, seen) = (level.told_at.as_millisecond(), level.seen_at.map(|at| at.as_millisecond()));
        let view = levels.entry(level.unit).or_insert_with(|| HarmLevelView {
            unit: unit.into(),
            told_at: told,
            seen_at: None,
            news: false,
        });
        view.told_at = view.told_at.min(told);
        view.seen_at = [view.seen_at, seen].into_iter().flatten().min();
        view.news |= seen.is_none();
    }
    let mut levels: Vec<_> = levels.into_values().collect();
    levels.sort_by_key(|level| level.unit.kind.level());
    let versions = sheet.versions.iter().map(|version| HarmVersionView {
        number: version.number,
        stage: version.stage,
        basis: version.basis,
        counts: (&version.counts).into(),
        known_at: version.known_at.as_millisecond(),
        recorded_at: version.recorded_at.as_millisecond(),
        note: sheet.notes.get(&version.id).cloned(),
        post: sheet
            .posts
            .get(&version.id)
            .and_then(|post| service.titles().get(&post.title))
            .map(|title| (&title.names).into()),
        mine: version.author == reader.account,
    });
    let report = &sheet.report;
    HarmView {
        id: report.id.0,
        kind: report.kind,
        unit: tree.by_id(report.unit).map(Into::into),
        place: sheet.place.as_ref().map(|place| HarmPlace {
            id: place.id.0,
            kind: place.kind.clone(),
            names: (&place.names).into(),
        }),
        lon: report.position.map(|at| at.lon()),
        lat: report.position.map(|at| at.lat()),
        known_at: report.known_at.as_millisecond(),
        recorded_at: report.recorded_at.as_millisecond(),
        verified: sheet.versions.last().is_some_and(|version| version.basis == Basis::Verified),
        versions: versions.collect(),
        master: sheet.master.map(|id| id.0),
        levels,
        mine: report.reporter == reader.account,
        may_add,
        may_verify,
    }
}

/// A sum over what is said, and how many reports do not say, or not all of it: at least so many.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmSumView {
    sum: u64,
    /// Reports that do not say, or not all of it.
    unknown: u32,
}

impl From<Sum> for HarmSumView {
    fn from(sum: Sum) -> Self {
        Self { sum: sum.sum, unknown: sum.unknown }
    }
}

/// Sums on one basis.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmSumsView {
    /// Reports that have numbers on this basis.
    reports: u32,
    dead: HarmSumView,
    missing: HarmSumView,
    /// Dead and missing together.
    dead_or_missing: HarmSumView,
    injured: HarmSumView,
    affected: HarmSumView,
    moved: HarmSumView,
    loss_yuan: HarmSumView,
}

impl From<Sums> for HarmSumsView {
    fn from(sums: Sums) -> Self {
        Self {
            reports: sums.reports,
            dead: sums.dead.into(),
            missing: sums.missing.into(),
            dead_or_missing: sums.dead_or_missing.into(),
            injured: sums.injured.into(),
            affected: sums.affected.into(),
            moved: sums.moved.into(),
            loss_yuan: sums.loss_yuan.into(),
        }
    }
}

/// Dead and missing together as known from a moment on, at the least.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmPoint {
    at: i64,
    reported: Option<u64>,
    verified: Option<u64>,
}

impl From<Point> for HarmPoint {
    fn from(point: Point) -> Self {
        Self { at: point.at.as_millisecond(), reported: point.reported, verified: point.verified }
    }
}

/// How one level fares.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmLevelLagView {
    #[schema(value_type = UnitKindWord)]
    kind: UnitKind,
    /// Reports that were put before units of this kind, each counted once for each.
    told: u32,
    /// Those that somebody there has looked at.
    seen: u32,
    /// From first known to looked at, milliseconds: the middle.
    median_ms: Option<i64>,
    /// The longest.
    longest_ms: Option<i64>,
    /// Since when the oldest one waits that nobody there has looked at.
    waiting_since: Option<i64>,
}

impl From<LevelLag> for HarmLevelLagView {
    fn from(lag: LevelLag) -> Self {
        Self {
            kind: lag.kind,
            told: lag.told,
            seen: lag.seen,
            median_ms: lag.median_ms,
            longest_ms: lag.longest_ms,
            waiting_since: lag.waiting_since.map(|at| at.as_millisecond()),
        }
    }
}

/// Everything summed up, as far as the reader sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmTotalsView {
    /// Reports that count.
    reports: u32,
    /// Those that tell the same as another, and do not.
    duplicates: u32,
    /// As reported; never added to what is verified.
    reported: HarmSumsView,
    /// As verified.
    verified: HarmSumsView,
    /// How dead and missing together grew.
    series: Vec<HarmPoint>,
    /// From first known to taken, milliseconds: the longest.
    longest_report_lag_ms: Option<i64>,
    /// Level by level, the city first.
    levels: Vec<HarmLevelLagView>,
}

impl From<HarmTotals> for HarmTotalsView {
    fn from(totals: HarmTotals) -> Self {
        Self {
            reports: totals.reports,
            duplicates: totals.duplicates,
            reported: totals.reported.into(),
            verified: totals.verified.into(),
            series: totals.series.into_iter().map(Into::into).collect(),
            longest_report_lag_ms: totals.longest_report_lag_ms,
            levels: totals.levels.into_iter().map(Into::into).collect(),
        }
    }
}
