//! A feature's properties by our column names.

use std::borrow::Cow;

use geojson::{JsonObject, JsonValue};

use super::super::columns::{Cells, language, present};
use super::super::options::ReadOptions;

/// A feature's properties by our column names.
pub(in super::super) struct Properties<'a> {
    pub(in super::super) properties: JsonObject,
    pub(in super::super) options: &'a ReadOptions,
}

impl Properties<'_> {
    fn find(&self, column: &str) -> Option<&JsonValue> {
        let theirs = self.options.fields.get(column).map_or(column, String::as_str);
        self.properties.get(theirs).or_else(|| {
            self.properties.iter().find(|(name, _)| name.eq_ignore_ascii_case(theirs)).map(|(_, value)| value)
        })
    }
}

impl Cells for Properties<'_> {
    fn get(&self, column: &str) -> Option<Cow<'_, str>> {
        if let Some(value) = self.options.set.get(column) {
            return present(Cow::Borrowed(value));
        }
        present(match self.find(column)? {
            JsonValue::Null => return None,
            JsonValue::String(text) => Cow::Borrowed(text),
            // Some programs write every number with a fraction: `410104003.0`.
            JsonValue::Number(number) => match number.as_f64() {
                Some(whole) if number.is_f64() && whole.fract() == 0.0 && whole.abs() < 1e15 => {
                    Cow::Owned(format!("{whole:.0}"))
                }
                _ => Cow::Owned(number.to_string()),
            },
            // Lists and objects come through as their JSON and are refused as values.
            other => Cow::Owned(other.to_string()),
        })
    }

    fn languages(&self) -> Vec<String> {
        let columns = self.properties.keys().chain(self.options.fields.keys()).chain(self.options.set.keys());
        let mut languages: Vec<String> = columns.filter_map(|column| language(column)).collect();
        languages.sort();
        languages.dedup();
        languages
    }
}
