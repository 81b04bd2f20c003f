//! Readings of a gauge against thresholds.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Levels, Met, Quantity, Reading, Table, Threshold};
use crate::colour::WarningColour;
use crate::names::Names;
use crate::warned::WarnedOf;

/// Readings of one gauge, of each quantity the oldest first.
pub type Series = BTreeMap<Quantity, Vec<Reading>>;

/// From which moment on readings of a quantity are new.
pub type Fresh = BTreeMap<Quantity, Timestamp>;

/// What must be known of the place besides its readings.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The zone in which days are counted.
    pub zone: &'a TimeZone,
    /// What official warnings that are in force there warn of.
    pub warned: &'a [WarnedOf],
}

/// A threshold that readings crossed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// What it warns of.
    pub hazard: WarnedOf,
    /// How strongly.
    pub colour: WarningColour,
    /// The threshold, and what the readings came to.
    pub main: Met,
    /// What else was met at the same time.
    pub also: Vec<Met>,
    /// Where the threshold stands.
    pub source: String,
    /// What whoever reads it must know of it besides; empty where that is nothing.
    pub note: Names,
    /// The first moment at which it was crossed.
    pub at: Timestamp,
}

/// The strongest crossing of each hazard and quantity at moments of new readings, the strongest first. `series` goes
/// back from there as far as [`Table::reach_minutes`] says.
pub fn crossings(table: &Table, levels: &Levels, series: &Series, fresh: &Fresh, here: &Here<'_>) -> Vec<Crossing> {
    let gap = SignedDuration::from_mins(i64::from(table.gap_minutes));
    let own = levels.rows();
    let mut strongest: Vec<Crossing> = Vec::new();
    for row in table.rows.iter().chain(&own).filter(|row| row.counts(here.warned)) {
        for at in moments(row, series, fresh) {
            let Some(new) = crossed(row, series, at, here.zone, gap) else { continue };
            let same = |one: &Crossing| (one.hazard, one.main.quantity) == (new.hazard, new.main.quantity);
            match strongest.iter().position(same) {
                Some(place) => {
                    let one = &mut strongest[place];
                    if (new.colour, Reverse(new.at)) > (one.colour, Reverse(one.at)) {
                        *one = new;
                    }
                }
                None => strongest.push(new),
            }
        }
    }
    strongest.sort_by_key(|one| Reverse(one.colour));
    strongest
}

/// The moments at which a row has something new to look at.
fn moments(row: &Threshold, series: &Series, fresh: &Fresh) -> Vec<Timestamp> {
    let Some(since) = row.quantities().filter_map(|one| fresh.get(&one).copied()).min() else { return Vec::new() };
    let all = row.quantities().filter_map(|one| series.get(&one)).flatten().map(|one| one.at);
    let mut moments: Vec<Timestamp> = all.filter(|at| *at >= since).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

fn crossed(row: &Threshold, series: &Series, at: Timestamp, zone: &TimeZone, gap: SignedDuration) -> Option<Crossing> {
    let mut met = row.measures().map(|one| one.met(series, at, zone, gap));
    let main = met.next()??;
    let also = met.collect::<Option<Vec<Met>>>()?;
    let (source, note) = (row.source.clone(), row.note.clone());
    Some(Crossing { hazard: row.hazard, colour: row.colour, main, also, source, note, at })
}
