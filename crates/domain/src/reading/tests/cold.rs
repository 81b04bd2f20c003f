//! Cold waves: the least of a day against the least of days before, with wind.

use super::*;

/// Hours from the first on; wind blows three hours before the last one.
fn found(hours: &[Option<f64>], wind: f64) -> Vec<Crossing> {
    let read_at = |hour: usize, value| read(60 * i64::try_from(hour).unwrap(), value);
    let air = hours.iter().enumerate().filter_map(|(hour, value)| value.map(|value| read_at(hour + 1, value)));
    let wind = vec![read_at(hours.len() - 3, wind)];
    let series = Series::from([(Quantity::Temperature, air.collect()), (Quantity::WindMean, wind)]);
    let last = at(60 * i64::try_from(hours.len()).unwrap());
    crossed(&Table::shipped().unwrap(), &Levels::default(), &series, last, &[])
}

/// Days of 24 hours, each of one temperature.
fn days(values: &[f64], wind: f64) -> Option<WarningColour> {
    let hours: Vec<_> = values.iter().flat_map(|value| [Some(*value); 24]).collect();
    let found = found(&hours, wind);
    assert!(found.iter().all(|one| one.hazard == WarnedOf::ColdWave), "{found:?}");
    found.first().map(|one| one.colour)
}

#[test]
fn each_colour_begins_at_its_fall_its_least_and_its_wind() {
    use WarningColour::{Blue, Orange, Red, Yellow};
    assert_eq!(days(&[14.0, 4.0], 10.8), Some(Yellow));
    assert_eq!(days(&[13.9, 4.0], 10.8), Some(Blue), "9.9 °C in a day are 8 °C within two");
    assert_eq!(days(&[14.1, 4.1], 10.8), None, "it is not cold enough");
    assert_eq!(days(&[14.0, 4.0], 10.7), Some(Blue));
    assert_eq!(days(&[14.0, 4.0], 8.0), Some(Blue));
    assert_eq!(days(&[14.0, 4.0], 7.9), None, "the wind is too weak");
    assert_eq!(days(&[11.9, 4.0], 12.0), None);
    assert_eq!(days(&[12.0, 0.0], 10.8), Some(Orange));
    assert_eq!(days(&[12.1, 0.1], 10.8), Some(Yellow));
    assert_eq!(days(&[11.9, 0.0], 10.8), Some(Yellow));
    assert_eq!(days(&[16.0, 0.0], 10.8), Some(Red));
    assert_eq!(days(&[15.9, 0.0], 10.8), Some(Orange));
}

#[test]
fn two_days_count_together_for_blue_alone() {
    assert_eq!(days(&[12.0, 8.0, 4.0], 12.0), Some(WarningColour::Blue));
    assert_eq!(days(&[11.9, 8.0, 4.0], 12.0), None);
    assert_eq!(days(&[20.0, 8.0, 4.0], 12.0), Some(WarningColour::Blue), "the 16 °C of two days are no red");
    assert_eq!(days(&[30.0, 11.9, 8.0, 4.0], 12.0), None, "three days ago is not looked at");
}

#[test]
fn a_cold_night_after_a_warm_day_is_no_fall() {
    let day = |hour: usize| Some(if hour % 24 < 8 { 3.0 } else { 16.0 });
    let found = found(&(0..72).map(day).collect::<Vec<_>>(), 12.0);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_day_that_was_not_measured_throughout_is_not_compared() {
    let gap = |from: usize, to: usize| {
        let mut hours: Vec<_> = [Some(14.0); 24].into_iter().chain([Some(4.0); 24]).collect();
        hours[from..to].fill(None);
        found(&hours, 12.0).first().map(|one| one.colour)
    };
    // Readings of the tenth and the thirteenth hour: three hours between them.
    assert_eq!(gap(10, 12), Some(WarningColour::Yellow));
    assert_eq!(gap(10, 13), None, "four hours in which it may have been colder");
    assert_eq!(gap(0, 3), None, "nor at the edge");
    assert_eq!(gap(25, 47), Some(WarningColour::Yellow), "what is cold now is cold without the rest");
}

#[test]
fn wind_that_is_told_later_completes_it() {
    let hours = [14.0; 24].into_iter().chain([4.0; 24]).enumerate();
    let air = hours.map(|(hour, value)| read(60 * i64::try_from(hour + 1).unwrap(), value)).collect();
    let series = Series::from([(Quantity::Temperature, air), (Quantity::WindMean, vec![read(48 * 60 + 5, 11.0)])]);
    let fresh = Fresh::from([(Quantity::WindMean, at(48 * 60 + 5))]);
    let (table, zone) = (Table::shipped().unwrap(), zone());
    let found = crossings(&table, &Levels::default(), &series, &fresh, &Here { zone: &zone, warned: &[] });
    let one = found.iter().find(|one| one.hazard == WarnedOf::ColdWave).unwrap();
    assert_eq!((one.colour, one.at), (WarningColour::Yellow, at(48 * 60 + 5)));
    assert_eq!((one.main.statistic, one.main.value, one.main.threshold), (Statistic::Fall, 10_000, 10_000));
    let also: Vec<_> = one.also.iter().map(|met| (met.quantity, met.value, met.threshold)).collect();
    assert_eq!(also, [(Quantity::Temperature, 4_000, 4_000), (Quantity::WindMean, 11_000, 10_800)]);
    assert!(one.source.starts_with("https://"), "each row says where it stands");
}

#[test]
fn readings_are_needed_from_a_day_before_the_window() {
    let table = Table::shipped().unwrap();
    let both = [Quantity::Temperature, Quantity::WindMean];
    assert_eq!(table.reach_minutes(&both, Quantity::Temperature), 4_440);
    assert_eq!(table.reach_minutes(&both, Quantity::WindMean), 2_880);
    assert_eq!(
        table.reach_minutes(&[Quantity::WindMean], Quantity::WindMean),
        60,
        "no cold wave without a thermometer"
    );
    assert_eq!(table.reach_minutes(&[Quantity::Rain], Quantity::Rain), 720);
}
