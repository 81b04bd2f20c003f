//! Windows, thresholds, and what is refused.

mod cold;
mod conditions;
mod heat;
mod own;

use jiff::tz::TimeZone;

use super::*;
use crate::warned::WarnedOf;

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH.saturating_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn read(minutes: i64, value: f64) -> Reading {
    Reading { at: at(minutes), value: table::thousandths(value) }
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

/// What a table says of readings, those from `since` on being new.
fn crossed(table: &Table, levels: &Levels, series: &Series, since: Timestamp, warned: &[WarnedOf]) -> Vec<Crossing> {
    let first = |all: &Vec<Reading>| all.iter().map(|one| one.at).find(|at| *at >= since);
    let fresh: Fresh = series.iter().filter_map(|(quantity, all)| Some((*quantity, first(all)?))).collect();
    let zone = zone();
    crossings(table, levels, series, &fresh, &Here { zone: &zone, warned })
}

/// What the shipped table says of readings of one quantity.
fn since(quantity: Quantity, readings: &[Reading], since: Timestamp) -> Vec<Crossing> {
    let series = Series::from([(quantity, readings.to_vec())]);
    crossed(&Table::shipped().unwrap(), &Levels::default(), &series, since, &[])
}

fn strongest(quantity: Quantity, readings: &[Reading]) -> Option<(WarningColour, i64, u32)> {
    let found = since(quantity, readings, at(0));
    found.first().map(|one| (one.colour, one.main.value, one.main.window_minutes))
}

#[test]
fn a_sum_of_tenths_reaches_its_threshold_exactly() {
    let tenths: Vec<_> = (0..500).map(|n| read(n * 18 / 50, 0.1)).collect();
    assert_eq!(strongest(Quantity::Rain, &tenths), Some((WarningColour::Orange, 50_000, 180)));
    assert_eq!(strongest(Quantity::Rain, &tenths[..499]), None);
}

#[test]
fn a_window_holds_its_end_and_not_its_beginning() {
    // Rain of an hour counts at its end: 60, 120 and 180 are three hours, 0 belongs to the one before.
    let hours = [read(0, 60.0), read(60, 30.0), read(120, 30.0), read(180, 39.9)];
    assert_eq!(strongest(Quantity::Rain, &hours[1..]), Some((WarningColour::Orange, 60_000, 180)));
    let red = since(Quantity::Rain, &hours, at(121));
    assert_eq!(red[0].colour, WarningColour::Orange, "60 mm of four hours ago do not count");
}

#[test]
fn the_first_moment_of_the_strongest_colour_counts() {
    let hours = [read(60, 55.0), read(120, 10.0), read(180, 50.0), read(240, 50.0)];
    let found = since(Quantity::Rain, &hours, at(0));
    assert_eq!(found.len(), 1, "one line for each hazard");
    assert_eq!((found[0].colour, found[0].at, found[0].main.value), (WarningColour::Red, at(180), 115_000));
}

#[test]
fn gusts_and_fog_and_heat_have_their_own_side() {
    assert_eq!(strongest(Quantity::WindGust, &[read(1, 24.4)]).map(|one| one.0), Some(WarningColour::Yellow));
    assert_eq!(strongest(Quantity::WindMean, &[read(1, 32.7)]).map(|one| one.0), Some(WarningColour::Red));
    assert_eq!(strongest(Quantity::Visibility, &[read(1, 499.9)]).map(|one| one.0), Some(WarningColour::Yellow));
    assert_eq!(strongest(Quantity::Visibility, &[read(1, 500.0)]), None);
    assert_eq!(strongest(Quantity::Temperature, &[read(1, 36.9)]), None);
    assert_eq!(strongest(Quantity::Level, &[read(1, 8_000.0)]), None, "a gauge without levels proposes nothing");
}

#[test]
fn a_level_is_the_gauges_own() {
    let levels = Levels { yellow: Some(97.5), red: Some(98.5), ..Levels::default() };
    let found = |value| {
        let series = Series::from([(Quantity::Level, vec![read(1, value)])]);
        let found = crossed(&Table::shipped().unwrap(), &levels, &series, at(0), &[]);
        found.first().map(|one| (one.hazard, one.colour))
    };
    assert_eq!(found(97.49), None);
    assert_eq!(found(98.0), Some((WarnedOf::Flood, WarningColour::Yellow)));
    assert_eq!(found(98.5), Some((WarnedOf::Flood, WarningColour::Red)));
    assert!(levels.is_ordered() && !Levels { blue: Some(99.0), ..levels }.is_ordered());
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let table = Table::shipped().unwrap();
    let allowed = [Quantity::Rain, Quantity::Temperature];
    let why = |quantity, unit, reading| admit(&table, &allowed, quantity, unit, reading, at(1_000)).err();
    assert_eq!(why(Quantity::Rain, "mm", read(1_000, 201.9)), None);
    assert_eq!(why(Quantity::Level, "m", read(1_000, 1.0)), Some(ReadingRefusal::QuantityNotAllowed));
    assert_eq!(why(Quantity::Rain, "cm", read(1_000, 1.0)), Some(ReadingRefusal::UnitWrong));
    assert_eq!(why(Quantity::Rain, "mm", read(1_000, -0.1)), Some(ReadingRefusal::Implausible));
    assert_eq!(why(Quantity::Rain, "mm", read(1_000, 300.1)), Some(ReadingRefusal::Implausible));
    assert_eq!(why(Quantity::Rain, "mm", read(1_002, 1.0)), None);
    assert!(Quantity::Pm25.is_unit("\u{3bc}g/m³") && Quantity::Pm25.is_unit("\u{b5}g/m³"), "either sign");
    assert_eq!(why(Quantity::Rain, "mm", read(1_003, 1.0)), Some(ReadingRefusal::InFuture));
    assert_eq!(why(Quantity::Rain, "mm", read(640, 1.0)), None);
    assert_eq!(why(Quantity::Rain, "mm", read(639, 1.0)), Some(ReadingRefusal::TooOld));
}

#[test]
fn a_decision_is_quiet_about_as_much_and_not_about_more() {
    let table = Table::shipped().unwrap();
    let decided = Some((WarningColour::Orange, at(0)));
    assert!(is_quiet(&table, decided, WarningColour::Orange, at(359)));
    assert!(is_quiet(&table, decided, WarningColour::Blue, at(1)));
    assert!(!is_quiet(&table, decided, WarningColour::Red, at(1)));
    assert!(!is_quiet(&table, decided, WarningColour::Orange, at(360)));
    assert!(!is_quiet(&table, None, WarningColour::Blue, at(0)));
}

#[test]
fn a_gauge_is_silent_after_its_interval_and_a_minute() {
    assert!(!is_silent(at(0), 600, at(11)));
    assert!(is_silent(at(0), 600, at(12)));
}

#[test]
fn thresholds_grow_with_their_colours() {
    let table = Table::shipped().unwrap();
    for one in &table.rows {
        let kind = |row: &Threshold| (row.hazard, row.quantity, row.statistic, row.also.len());
        let stronger = table.rows.iter().filter(|row| kind(row) == kind(one) && row.colour > one.colour);
        for row in stronger {
            let rate = |row: &Threshold| row.value / f64::from(row.window_minutes);
            let grows = if row.statistic == Statistic::Min { rate(row) < rate(one) } else { rate(row) > rate(one) };
            assert!(grows, "{one:?} {row:?}");
        }
    }
}
