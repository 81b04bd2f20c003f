//! What must be met together, and what counts only under some warning.

use super::*;

/// The colour that the shipped table proposes for one hazard.
fn colour(hazard: WarnedOf, readings: &[(Quantity, i64, f64)], warned: &[WarnedOf]) -> Option<WarningColour> {
    let mut series = Series::new();
    for (quantity, minute, value) in readings {
        series.entry(*quantity).or_default().push(read(*minute, *value));
    }
    let found = crossed(&Table::shipped().unwrap(), &Levels::default(), &series, at(0), warned);
    found.into_iter().find(|one| one.hazard == hazard).map(|one| one.colour)
}

#[test]
fn haze_is_dry_or_full_of_dust() {
    use WarningColour::{Orange, Red, Yellow};
    let haze = |metres, humidity, dust: Option<f64>| {
        let mut all = vec![(Quantity::Visibility, 1, metres), (Quantity::Humidity, 1, humidity)];
        all.extend(dust.map(|dust| (Quantity::Pm25, 2, dust)));
        colour(WarnedOf::Haze, &all, &[])
    };
    assert_eq!(haze(2_999.9, 79.9, None), Some(Yellow));
    assert_eq!(haze(3_000.0, 79.9, None), None);
    assert_eq!(haze(2_999.9, 80.0, None), None, "it may be fog");
    assert_eq!(haze(1_999.9, 79.9, None), Some(Orange));
    assert_eq!(haze(999.9, 79.9, None), Some(Red));
    assert_eq!(haze(2_999.9, 80.0, Some(115.1)), Some(Yellow));
    assert_eq!(haze(2_999.9, 80.0, Some(115.0)), None);
    assert_eq!(haze(1_999.9, 90.0, Some(150.1)), Some(Orange));
    assert_eq!(haze(999.9, 90.0, Some(250.1)), Some(Red));
    assert_eq!(haze(4_999.9, 90.0, Some(150.1)), Some(Yellow));
    assert_eq!(haze(4_999.9, 90.0, Some(150.0)), None);
    assert_eq!(haze(5_000.0, 90.0, Some(600.0)), None);
    assert_eq!(haze(4_999.9, 90.0, Some(500.1)), Some(Red));
    let bare = [(Quantity::Visibility, 1, 900.0)];
    assert_eq!(colour(WarnedOf::Haze, &bare, &[]), None, "visibility alone does not tell haze from fog");
}

#[test]
fn whoever_reads_the_numbers_of_haze_learns_whose_they_are() {
    let table = Table::shipped().unwrap();
    let haze: Vec<_> = table.rows.iter().filter(|row| row.hazard == WarnedOf::Haze).collect();
    assert!(!haze.is_empty());
    for row in haze {
        assert!(row.note.best("zh").contains("2013 年") && row.note.best("zh").contains("当地气象台"), "{row:?}");
        assert!(row.note.best("en").contains("2013") && row.note.best("en").contains("local station"), "{row:?}");
    }
}

#[test]
fn a_frozen_surface_needs_precipitation_of_the_last_twelve_hours() {
    let icing = |surface, fallen, minute, amount| {
        colour(WarnedOf::Icing, &[(fallen, minute, amount), (Quantity::SurfaceTemperature, 720, surface)], &[])
    };
    assert_eq!(icing(-0.1, Quantity::Rain, 1, 0.1), Some(WarningColour::Yellow));
    assert_eq!(icing(-0.1, Quantity::Snow, 600, 0.1), Some(WarningColour::Yellow));
    assert_eq!(icing(0.0, Quantity::Rain, 600, 5.0), None, "it is not below zero");
    assert_eq!(icing(-5.0, Quantity::Rain, 600, 0.09), None, "a trace is no precipitation");
    assert_eq!(icing(-5.0, Quantity::Rain, 0, 5.0), None, "it rained twelve hours ago");
}

#[test]
fn a_gale_has_its_own_degrees_while_a_typhoon_is_warned_of() {
    use WarningColour::{Blue, Orange, Red};
    fn gust(hazard: WarnedOf, value: f64, warned: &[WarnedOf]) -> Option<WarningColour> {
        colour(hazard, &[(Quantity::WindGust, 1, value)], warned)
    }
    let typhoon = [WarnedOf::Rainstorm, WarnedOf::Typhoon];
    assert_eq!(gust(WarnedOf::Gale, 32.7, &[]), Some(Orange));
    assert_eq!(gust(WarnedOf::Typhoon, 32.7, &[]), None, "a gauge does not know where wind comes from");
    assert_eq!(gust(WarnedOf::Gale, 32.7, &typhoon), None);
    assert_eq!(gust(WarnedOf::Typhoon, 32.7, &typhoon), Some(Orange));
    assert_eq!(gust(WarnedOf::Typhoon, 17.1, &typhoon), None);
    assert_eq!(gust(WarnedOf::Typhoon, 17.2, &typhoon), Some(Blue));
    assert_eq!(gust(WarnedOf::Typhoon, 41.5, &typhoon), Some(Red));
    let mean = |value| colour(WarnedOf::Typhoon, &[(Quantity::WindMean, 1, value)], &typhoon);
    assert_eq!((mean(10.7), mean(10.8), mean(32.7)), (None, Some(Blue), Some(Red)));
}
