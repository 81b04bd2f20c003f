//! What a report must be before anything is looked up.

use domain::hazard::{Draft, DraftError, TEXT_MAX_CHARS};
use domain::id::UnitId;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::common::{hazard_id, t0, time, unit_id};

fn described(text: &str) -> Result<String, DraftError> {
    draft(Some(text), (None, None), Some(unit_id(1)), None).map(|draft| draft.description)
}

fn at(lon: Option<f64>, lat: Option<f64>) -> Result<(), DraftError> {
    draft(None, (lon, lat), Some(unit_id(1)), None).map(|_| ())
}

fn seen(at: Timestamp) -> Timestamp {
    draft(None, (None, None), Some(unit_id(1)), Some(at)).unwrap().happened_at
}

fn draft(
    text: Option<&str>,
    degrees: (Option<f64>, Option<f64>),
    unit: Option<UnitId>,
    seen_at: Option<Timestamp>,
) -> Result<Draft, DraftError> {
    Draft::new(hazard_id(), "A04".to_owned(), text.map(str::to_owned), degrees, None, unit, None, seen_at, t0())
}

#[test]
fn characters_are_counted_not_bytes() {
    assert_eq!(described(&"长".repeat(TEXT_MAX_CHARS)).map(|text| text.chars().count()), Ok(TEXT_MAX_CHARS));
}

#[test]
fn a_text_one_character_too_long_is_refused() {
    let length = TEXT_MAX_CHARS + 1;
    assert_eq!(described(&"长".repeat(length)), Err(DraftError::Description(length)));
}

#[test]
fn space_around_a_text_does_not_count() {
    assert_eq!(described("  水管爆裂\n"), Ok("水管爆裂".to_owned()));
}

#[test]
fn lines_are_kept() {
    assert_eq!(described("one\r\ntwo\tthree"), Ok("one\r\ntwo\tthree".to_owned()));
}

#[test]
fn regression_a_null_character_reached_the_database() {
    assert_eq!(described("a\0b"), Err(DraftError::ControlCharacter));
    assert_eq!(described("a\u{1b}[31mb"), Err(DraftError::ControlCharacter));
}

#[test]
fn half_a_position_is_none() {
    assert_eq!(at(Some(113.6), None), Err(DraftError::Position));
    assert_eq!(at(None, Some(34.7)), Err(DraftError::Position));
}

#[test]
fn a_position_is_on_earth() {
    for (lon, lat) in [(f64::NAN, 34.7), (113.6, f64::INFINITY), (180.01, 34.7), (113.6, -90.01)] {
        assert_eq!(at(Some(lon), Some(lat)), Err(DraftError::Position), "{lon} {lat}");
    }
    assert_eq!(at(Some(-180.0), Some(90.0)), Ok(()));
}

#[test]
fn a_report_needs_somewhere() {
    assert_eq!(draft(None, (None, None), None, None), Err(DraftError::NoPlace));
    assert!(draft(None, (Some(113.6), Some(34.7)), None, None).is_ok());
}

#[test]
fn what_was_seen_earlier_keeps_its_time() {
    let yesterday = time("2026-11-19T10:00:00+08:00");
    assert_eq!(seen(yesterday), yesterday);
}

#[test]
fn fields_are_named() {
    let field = |error: DraftError| error.field();
    assert_eq!(field(DraftError::Position), "lon");
    assert_eq!(field(DraftError::NoPlace), "unit");
    assert_eq!(field(DraftError::Description(0)), "description");
    assert_eq!(field(DraftError::ControlCharacter), "description");
}

proptest! {
    #[test]
    fn nothing_was_seen_after_it_was_received(seconds in -1_000_000..1_000_000_i64) {
        let device = t0().checked_add(SignedDuration::from_secs(seconds)).unwrap();
        prop_assert_eq!(seen(device), device.min(t0()));
    }

    #[test]
    fn any_text_is_taken_or_refused_with_its_field(text in any::<String>()) {
        if let Err(error) = described(&text) {
            prop_assert_eq!(error.field(), "description");
        }
    }
}
