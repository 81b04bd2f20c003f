//! What an alert warns of.

use domain::warned::WarnedOf;
use warning::event::EventTable;
use warning::profile::Profile;
use warning::{hazard_of, read_with};

use crate::message::{changed, with};

fn table() -> EventTable {
    EventTable::shipped().expect("the shipped table parses")
}

fn of(text: &str) -> WarnedOf {
    let alert = read_with(text.as_bytes(), Some(Profile::Lenient)).alert.expect("a sound message");
    hazard_of(&alert, &table())
}

#[test]
fn codes_come_before_words_and_the_event_before_the_headline() {
    assert_eq!(of(&with("<event>暴雨</event>", "<event>x</event>")), WarnedOf::Rainstorm, "the code says so");
    assert_eq!(of(&with("11B03", "11B06")), WarnedOf::Gale);
    let no_code = with("11B03", "x");
    assert_eq!(of(&changed(&no_code, "<event>暴雨</event>", "<event>道路结冰</event>")), WarnedOf::Icing);
    assert_eq!(of(&changed(&no_code, "<event>暴雨</event>", "<event>x</event>")), WarnedOf::Rainstorm);
    assert_eq!(of(&changed(&no_code, "<event>暴雨</event>", "<event>Flash Flood Warning</event>")), WarnedOf::Flood);
    let none = changed(&changed(&no_code, "<event>暴雨</event>", "<event>x</event>"), "暴雨红色", "红色");
    assert_eq!(of(&none), WarnedOf::Other);
}

#[test]
fn a_gale_with_thunder_is_a_gale_and_a_typhoon_with_rain_a_typhoon() {
    let event =
        |name: &str| of(&changed(&with("11B03", "x"), "<event>暴雨</event>", &format!("<event>{name}</event>")));
    assert_eq!(event("雷雨大风"), WarnedOf::Gale);
    assert_eq!(event("台风暴雨"), WarnedOf::Typhoon);
    assert_eq!(event("山洪灾害气象风险"), WarnedOf::Flood);
}

#[test]
fn every_code_stands_once_and_nothing_claims_to_be_confirmed() {
    let table = table();
    let mut codes: Vec<_> = table.codes.iter().map(|one| &one.code).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), table.codes.len());
    assert!(!table.confirmed && !table.note.is_empty() && !table.source.is_empty());
    for row in &table.words {
        assert!(row.words.iter().all(|word| *word == word.to_lowercase()), "{:?}", row.hazard);
    }
}

#[test]
fn a_colour_as_severity_is_taken_without_the_further_rules_of_the_chinese_profile() {
    let text = changed(&with("Extreme", "Red"), "<description>三小时降雨量将达 100 毫米以上</description>", "");
    assert!(read_with(text.as_bytes(), Some(Profile::China)).alert.is_none(), "a description is asked for");
    assert!(read_with(text.as_bytes(), None).alert.is_none(), "no severity of CAP");
    assert!(read_with(text.as_bytes(), Some(Profile::Lenient)).alert.is_some());
}
