//! What is known of a place because of its kind: fields as data, and values that are checked against them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::PlaceKinds;
use crate::names::Names;
use crate::words;

words! {
    /// What a field holds.
    FieldType {
        /// A whole number.
        Integer = "integer",
        /// A number with at most three places after the point.
        Decimal = "decimal",
        /// One line of text, at most [`TEXT_MAX_CHARS`] characters.
        Text = "text",
        /// One word of the field's list.
        Choice = "choice",
        /// A day, `2021-07-20`.
        Date = "date",
        /// True or false.
        Boolean = "boolean",
    }
}

/// Longest text of a field, in characters.
pub const TEXT_MAX_CHARS: usize = 200;

/// One field that places of some kinds have.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PlaceField {
    /// The stable word.
    pub id: String,
    /// Names by language.
    pub names: Names,
    /// What it holds.
    #[serde(rename = "type")]
    pub holds: FieldType,
    /// Unit of its number.
    #[serde(default)]
    pub unit: Option<String>,
    /// Least number, where it holds one.
    #[serde(default)]
    pub least: Option<f64>,
    /// Greatest number, where it holds one.
    #[serde(default)]
    pub most: Option<f64>,
    /// The words of a choice.
    #[serde(default)]
    pub choices: Vec<FieldChoice>,
    /// Whether it says what water does here.
    #[serde(default)]
    pub flood: bool,
}

/// One word of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FieldChoice {
    /// The stable word.
    pub id: String,
    /// Names by language.
    pub names: Names,
}

/// A value of a field; which variant, its [`FieldType`] says. Texts, words of a choice and days are texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Of a boolean field.
    Flag(bool),
    /// Of an integer field.
    Whole(i64),
    /// Of a decimal field.
    Decimal(f64),
    /// Of all others.
    Text(String),
}

/// Why a value is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldRefusal {
    /// Stable code: `place_field_unknown` or `place_field_invalid`.
    pub code: &'static str,
    /// Which field, as it was given.
    pub field: String,
    /// The value, as it was given.
    pub value: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Values by the ids of their fields. Whoever holds one knows that each was checked against a kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaceFields(BTreeMap<String, FieldValue>);

impl PlaceFields {
    /// The values, each checked against its field of the kind. Null says nothing, and nor does an empty text. Numbers,
    /// days and booleans may also come as texts, as tables give them.
    ///
    /// # Errors
    /// [`FieldRefusal`] for the first value that cannot be taken: the kind has no such field, or the value does not fit
    /// its type, range or list.
    pub fn checked<'a>(
        kinds: &PlaceKinds,
        kind: &str,
        given: impl IntoIterator<Item = (&'a str, &'a Value)>,
    ) -> Result<Self, FieldRefusal> {
        let mut values = BTreeMap::new();
        for (id, value) in given {
            if is_nothing(value) {
                continue;
            }
            let field = kinds.fields_of(kind).find(|field| field.id == id);
            let field = field.ok_or_else(|| unknown(kinds, kind, id, value))?;
            values.insert(id.to_owned(), field.read(value)?);
        }
        Ok(Self(values))
    }

    /// The value of a field.
    pub fn get(&self, id: &str) -> Option<&FieldValue> {
        self.0.get(id)
    }

    /// Ids and values, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FieldValue)> {
        self.0.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of them that the kind has as well: what stays of a place that is taken for another kind.
    #[must_use]
    pub fn kept_for(&self, kinds: &PlaceKinds, kind: &str) -> Self {
        let has = |id: &str| kinds.fields_of(kind).any(|field| field.id == id);
        Self(self.0.iter().filter(|(id, _)| has(id)).map(|(id, value)| (id.clone(), value.clone())).collect())
    }

    /// These values with those of `over`, which win.
    #[must_use]
    pub fn with(mut self, over: Self) -> Self {
        self.0.extend(over.0);
        self
    }

    /// All but free texts: what may stand in the journal.
    #[must_use]
    pub fn without_texts(&self, kinds: &PlaceKinds) -> Self {
        let text = |id: &str| kinds.fields().iter().any(|field| field.id == id && field.holds == FieldType::Text);
        Self(self.0.iter().filter(|(id, _)| !text(id)).map(|(id, value)| (id.clone(), value.clone())).collect())
    }

    /// Sets or takes away one value that stands in `from`.
    pub(super) fn follow(&mut self, id: &str, from: &Self) {
        match from.0.get(id) {
            Some(value) => self.0.insert(id.to_owned(), value.clone()),
            None => self.0.remove(id),
        };
    }
}

impl PlaceField {
    /// Reads a value of this field.
    ///
    /// # Errors
    /// [`FieldRefusal`] when it does not fit.
    pub fn read(&self, value: &Value) -> Result<FieldValue, FieldRefusal> {
        let text = said(value);
        let read = match self.holds {
            FieldType::Integer => self.number(&text).filter(|n| n.fract() == 0.0).map(whole),
            FieldType::Decimal => self.number(&text).map(|n| FieldValue::Decimal((n * 1_000.0).round() / 1_000.0)),
            FieldType::Boolean => flag(&text).map(FieldValue::Flag),
            _ if !value.is_string() => None,
            FieldType::Text => is_line(&text).then(|| FieldValue::Text(text.clone())),
            FieldType::Choice => self.choices.iter().any(|one| one.id == text).then(|| FieldValue::Text(text.clone())),
            FieldType::Date => text.parse::<Date>().ok().map(|day| FieldValue::Text(day.to_string())),
        };
        read.ok_or_else(|| FieldRefusal {
            code: "place_field_invalid",
            field: self.id.clone(),
            message: format!("field `{}` is {}, not `{}`", self.id, self.wanted(), shortened(&text)),
            value: text,
        })
    }

    fn number(&self, text: &str) -> Option<f64> {
        let number: f64 = text.parse().ok()?;
        let fits = self.least.is_none_or(|least| number >= least) && self.most.is_none_or(|most| number <= most);
        (number.is_finite() && fits).then_some(number)
    }

    /// What a value must be, for a message.
    fn wanted(&self) -> String {
        let range = match (self.least, self.most) {
            (Some(least), Some(most)) => format!(" from {least} to {most}"),
            _ => String::new(),
        };
        let unit = self.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        match self.holds {
            FieldType::Integer => format!("a whole number{range}{unit}"),
            FieldType::Decimal => format!("a number{range}{unit}"),
            FieldType::Text => format!("one line of at most {TEXT_MAX_CHARS} characters"),
            FieldType::Choice => {
                let words: Vec<_> = self.choices.iter().map(|one| format!("`{}`", one.id)).collect();
                format!("one of {}", words.join(", "))
            }
            FieldType::Date => "a day such as `2021-07-20`".to_owned(),
            FieldType::Boolean => "`true` or `false`".to_owned(),
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A value as text: numbers and booleans as JSON writes them, texts without spaces around them.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

fn unknown(kinds: &PlaceKinds, kind: &str, id: &str, value: &Value) -> FieldRefusal {
    let known: Vec<_> = kinds.fields_of(kind).map(|field| format!("`{}`", field.id)).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    let message = format!("a place of kind `{}` has no field `{}`; it has {known}", shortened(kind), shortened(id));
    FieldRefusal { code: "place_field_unknown", field: id.to_owned(), value: said(value), message }
}

/// A number without a fraction, as one. Ranges of the table lie far within what fits.
fn whole(number: f64) -> FieldValue {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within the field's range")]
    let number = number as i64;
    FieldValue::Whole(number)
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "是" => Some(true),
        "false" | "no" | "0" | "否" => Some(false),
        _ => None,
    }
}

fn is_line(text: &str) -> bool {
    text.chars().count() <= TEXT_MAX_CHARS && !text.chars().any(char::is_control)
}

/// Enough of a text to recognise it in a message.
fn shortened(text: &str) -> String {
    text.chars().take(60).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(kind: &str, given: &Value) -> Result<PlaceFields, FieldRefusal> {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let given = given.as_object().expect("an object");
        PlaceFields::checked(&kinds, kind, given.iter().map(|(id, value)| (id.as_str(), value)))
    }

    #[test]
    fn each_type_is_read_from_json_and_from_the_text_of_a_table() {
        let json = json!({ "floors_below": 2, "pump_capacity": 120.5, "flood_barrier": true, "entrances": null });
        let text = json!({ "floors_below": "2", "pump_capacity": " 120.50 ", "flood_barrier": "是", "entrances": " " });
        let read = checked("underground_garage", &json).expect("values");
        assert_eq!(read, checked("underground_garage", &text).expect("values"));
        assert_eq!(read.get("floors_below"), Some(&FieldValue::Whole(2)));
        assert_eq!((read.get("pump_capacity"), read.get("entrances")), (Some(&FieldValue::Decimal(120.5)), None));
        let lift = checked("lift", &json!({ "registration": "31101A", "next_test": "2027-03-01" })).expect("values");
        assert_eq!(lift.get("next_test"), Some(&FieldValue::Text("2027-03-01".to_owned())));
    }

    #[test]
    fn a_refusal_names_the_field_the_value_and_what_fits() {
        let refused = |kind: &str, given: Value| checked(kind, &given).expect_err("a refusal");
        let floors = refused("building", json!({ "floors_above": 201 }));
        assert_eq!(
            (floors.code, floors.field.as_str(), floors.value.as_str()),
            ("place_field_invalid", "floors_above", "201")
        );
        assert_eq!(floors.to_string(), "field `floors_above` is a whole number from 0 to 200, not `201`");
        let pump = refused("pump_station", json!({ "pump_capacity": "much" })).message;
        assert_eq!(pump, "field `pump_capacity` is a number from 0 to 100000 m³/h, not `much`");
        let support = refused("slope", json!({ "support": "hope" })).message;
        assert!(support.contains("one of `none`, `retaining_wall`"), "{support}");
        let foreign = refused("hydrant", json!({ "floors_above": 3 }));
        assert_eq!(foreign.code, "place_field_unknown");
        assert!(
            foreign.message.ends_with("it has `hydrant_type`, `diameter`, `water_pressure`, `last_test`"),
            "{foreign}"
        );
        assert_eq!(
            refused("castle", json!({ "height": 3 })).message,
            "a place of kind `castle` has no field `height`; it has none"
        );
    }

    #[test]
    fn what_does_not_fit_its_type_is_refused() {
        let bad = [
            ("building", json!({ "floors_above": 2.5 })),
            ("building", json!({ "flood_barrier": "perhaps" })),
            ("slope", json!({ "height": "NaN" })),
            ("slope", json!({ "height": "inf" })),
            ("slope", json!({ "height": [1] })),
            ("lift", json!({ "next_test": "2027-02-30" })),
            ("lift", json!({ "registration": 31101 })),
            ("lift", json!({ "registration": "a\nb" })),
            ("lift", json!({ "registration": "x".repeat(201) })),
        ];
        for (kind, given) in bad {
            assert_eq!(checked(kind, &given).map_err(|refusal| refusal.code), Err("place_field_invalid"), "{given}");
        }
    }

    #[test]
    fn values_are_the_same_after_they_were_stored() {
        let given = json!({ "height": 3, "length": 12.125, "slope_angle": 0.1, "support": "none" });
        let read = checked("slope", &given).expect("values");
        let text = serde_json::to_string(&read).expect("a text");
        assert_eq!(serde_json::from_str::<PlaceFields>(&text).expect("the same"), read);
        assert!(text.contains("\"height\":3.0"), "a decimal stays one: {text}");
    }

    #[test]
    fn another_kind_keeps_the_fields_that_it_has_too() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let read = checked("building", &json!({ "floors_above": 6, "structure": "frame" })).expect("values");
        let kept = read.kept_for(&kinds, "school");
        assert_eq!((kept.get("floors_above"), kept.get("structure")), (Some(&FieldValue::Whole(6)), None));
        assert!(read.kept_for(&kinds, "castle").is_empty());
    }

    #[test]
    fn free_texts_stay_out_of_the_journal() {
        let kinds = PlaceKinds::shipped().expect("the shipped table");
        let read = checked("lift", &json!({ "registration": "31101A", "built_year": 2004 })).expect("values");
        let stated = read.without_texts(&kinds);
        assert_eq!(stated.iter().map(|(id, _)| id).collect::<Vec<_>>(), ["built_year"]);
        assert_eq!(stated.with(read.clone()), read);
    }
}
