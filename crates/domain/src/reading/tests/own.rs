//! A table of one's own: what it may say, and how a mistake in it is told.

use serde_json::{Value, json};

use super::*;

fn shipped() -> Value {
    serde_json::from_str(include_str!("../../../../../data/catalogue/reading_thresholds.json")).unwrap()
}

fn refused(change: impl Fn(&mut Value)) -> String {
    let mut table = shipped();
    change(&mut table);
    Table::read(&table.to_string()).unwrap_err().to_string()
}

/// The place of the first row with this word in this field.
fn row(field: &str, word: &str) -> usize {
    let table = shipped();
    let place = table["rows"].as_array().unwrap().iter().position(|row| row[field] == word);
    place.unwrap()
}

#[test]
fn what_is_no_table_is_told_with_its_row_and_field() {
    assert!(refused(|table| table["rows"][3]["value"] = "100".into()).contains("`rows[3].value`: invalid type"));
    assert!(
        refused(|table| table["rows"][1]["colour"] = "purple".into()).contains("`rows[1].colour`: unknown variant")
    );
    assert!(refused(|table| table["rows"][2]["height"] = 1.into()).contains("unknown field `height`"));
    let nothing = |table: &mut Value| {
        table["rows"][2].as_object_mut().unwrap().remove("value");
    };
    assert!(refused(nothing).contains("`rows[2]`: missing field `value`"));
    assert!(refused(|table| table["effective_from"] = "2026-02-30".into()).contains("`effective_from`"));
    let twice = format!("{} {}", shipped(), shipped());
    assert!(Table::read(&twice).unwrap_err().to_string().contains("trailing characters"));
}

#[test]
fn a_row_that_contradicts_itself_is_told_with_its_field() {
    let at = |place: usize, field: &str, value: Value, told: &str| {
        let path = format!("`rows[{place}].{field}`");
        let error = refused(|table| {
            let row = &mut table["rows"][place];
            *row.pointer_mut(&format!("/{}", field.replace('[', "/").replace("].", "/"))).unwrap() = value.clone();
        });
        assert!(error.contains(&path) && error.contains(told), "{error}");
    };
    let fall = row("statistic", "fall");
    at(0, "window_minutes", json!(0), "not between");
    at(0, "window_minutes", json!(10_081), "not between");
    at(fall, "window_minutes", json!(1_500), "multiple of 1440");
    at(0, "source", json!(" "), "where the threshold stands");
    at(0, "statistic", json!("days_max"), "says nothing of `rain`");
    at(row("quantity", "visibility"), "statistic", json!("sum"), "says nothing of `visibility`");
    at(row("quantity", "visibility"), "value", json!(200_000), "never comes to");
    at(fall, "value", json!(0), "never comes to");
    at(fall, "also[0].value", json!(-300), "never comes to");
    at(fall, "also[1].window_minutes", json!(0), "not between");
    at(3, "value", json!(50), "`red` begins no farther out than `orange`");
}

#[test]
fn a_side_or_a_warning_that_makes_no_sense_is_told() {
    let fall = row("statistic", "fall");
    assert!(refused(|table| table["rows"][fall]["side"] = "below".into()).contains("counts upwards"));
    let gale = row("hazard", "gale");
    assert!(refused(|table| table["rows"][gale]["during"] = "typhoon".into()).contains("would never count"));
}

#[test]
fn a_table_as_a_whole_is_told_too() {
    assert!(refused(|table| table["product"] = "outlook".into()).contains("`product`"));
    assert!(refused(|table| table["version"] = " ".into()).contains("`version`"));
    assert!(refused(|table| table["gap_minutes"] = 0.into()).contains("`gap_minutes`"));
    let fewer = |table: &mut Value| {
        table["plausible"].as_array_mut().unwrap().retain(|row| row["quantity"] != "level");
    };
    assert!(refused(fewer).contains("`level` is missing"));
    assert!(refused(|table| table["plausible"][1]["quantity"] = "rain".into()).contains("`rain` stands twice"));
    assert!(refused(|table| table["plausible"][0]["most"] = 0.into()).contains("`plausible[0].most`"));
}

#[test]
fn three_days_can_be_compared_by_a_table_of_ones_own() {
    let mut table = shipped();
    let fall = json!({ "quantity": "temperature", "statistic": "fall", "window_minutes": 4_320, "value": 14,
        "hazard": "cold_wave", "colour": "blue", "source": "own" });
    table["version"] = "own-1".into();
    table["rows"] = json!([fall]);
    let table = Table::read(&table.to_string()).unwrap();
    let days = |first: f64| {
        let hours = [first; 24].into_iter().chain([12.0; 48]).chain([6.0; 24]).enumerate();
        let air = hours.map(|(hour, value)| read(60 * i64::try_from(hour + 1).unwrap(), value)).collect();
        let series = Series::from([(Quantity::Temperature, air)]);
        let found = crossed(&table, &Levels::default(), &series, at(96 * 60), &[]);
        found.first().map(|one| (one.main.value, one.source.clone()))
    };
    assert_eq!(days(20.0), Some((14_000, "own".to_owned())));
    assert_eq!(days(19.9), None);
}
