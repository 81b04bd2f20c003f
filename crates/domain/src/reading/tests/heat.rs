//! Heat over several days: calendar days of the installation's zone.

use jiff::civil::DateTime;

use super::*;

fn found(zone: &str, readings: &[(&str, f64)]) -> Option<(WarningColour, i64, u32)> {
    let zone = TimeZone::get(zone).unwrap();
    let local = |text: &str| zone.to_timestamp(text.parse::<DateTime>().unwrap()).unwrap();
    let hot = |&(text, value): &(&str, f64)| Reading { at: local(text), value: thousandths(value) };
    let all: Vec<_> = readings.iter().map(hot).collect();
    let fresh = Fresh::from([(Quantity::Temperature, all[all.len() - 1].at)]);
    let series = Series::from([(Quantity::Temperature, all)]);
    let (table, here) = (Table::shipped().unwrap(), Here { zone: &zone, warned: &[] });
    let found = crossings(&table, &Levels::default(), &series, &fresh, &here);
    found.first().map(|one| (one.colour, one.main.value, one.main.window_minutes))
}

const SHANGHAI: &str = "Asia/Shanghai";

#[test]
fn three_days_in_a_row_are_yellow() {
    let days = |second: f64| {
        let days = [("2026-07-20T15:00", 35.0), ("2026-07-21T14:00", second), ("2026-07-22T13:00", 36.9)];
        found(SHANGHAI, &days)
    };
    assert_eq!(days(35.1), Some((WarningColour::Yellow, 35_000, 4_320)));
    assert_eq!(days(35.0), Some((WarningColour::Yellow, 35_000, 4_320)));
    assert_eq!(days(34.9), None, "the row is broken");
    assert_eq!(found(SHANGHAI, &[("2026-07-21T14:00", 36.0), ("2026-07-22T13:00", 36.0)]), None, "two days");
    assert_eq!(found(SHANGHAI, &[("2026-07-22T13:00", 37.0)]).map(|one| one.0), Some(WarningColour::Orange));
}

#[test]
fn a_day_without_a_reading_breaks_the_row() {
    let days = [("2026-07-19T15:00", 36.0), ("2026-07-20T15:00", 36.0), ("2026-07-22T13:00", 36.0)];
    assert_eq!(found(SHANGHAI, &days), None);
}

#[test]
fn days_are_those_of_the_zone_and_midnight_belongs_to_the_new_one() {
    let shanghai = [("2026-07-20T23:59", 35.0), ("2026-07-21T00:00", 35.0), ("2026-07-22T00:00", 35.0)];
    assert_eq!(found(SHANGHAI, &shanghai).map(|one| one.0), Some(WarningColour::Yellow));
    // The same moments eight hours to the west: two of them on one day.
    let utc = [("2026-07-20T15:59", 35.0), ("2026-07-20T16:00", 35.0), ("2026-07-21T16:00", 35.0)];
    assert_eq!(found("UTC", &utc), None);
    let evening = [("2026-07-20T00:00", 35.0), ("2026-07-20T23:59", 35.0), ("2026-07-21T23:59", 35.0)];
    assert_eq!(found(SHANGHAI, &evening), None, "two hot hours of one day are one day");
}

#[test]
fn a_day_of_twenty_five_hours_is_a_day() {
    let days = [("2026-10-24T00:00", 35.0), ("2026-10-25T12:00", 35.0), ("2026-10-26T23:59", 35.0)];
    assert_eq!(found("Europe/Berlin", &days).map(|one| one.0), Some(WarningColour::Yellow));
    let reach = Table::shipped().unwrap().reach_minutes(&[Quantity::Temperature], Quantity::Temperature);
    assert!(reach > 3 * 24 * 60 + 60, "the first of them is still looked at");
}
