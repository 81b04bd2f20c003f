//! Whether a mapping can be used here: looked at before the first order, not at the thousandth.

use domain::catalogue::Urgency;
use domain::hazard::State;
use jiff::tz::TimeZone;

use super::mapping::{Column, Mapping, MappingError};
use crate::Service;

impl Service {
    /// Checks a mapping against catalogue, units and words of this installation.
    ///
    /// # Errors
    /// The first value that means nothing here.
    pub fn check_mapping(&self, mapping: &Mapping) -> Result<(), MappingError> {
        let wrong = |what: String| Err(MappingError(what));
        let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        if mapping.system.is_empty() || mapping.system.len() > 64 || !mapping.system.chars().all(key) {
            return wrong(format!(
                "`system` is `{}`; use 1 to 64 lower-case letters, digits, `.`, `-`, `_`",
                mapping.system
            ));
        }
        if TimeZone::get(&mapping.reported_at.zone).is_err() {
            return wrong(format!("`reported_at.zone` is `{}`, which is no IANA zone", mapping.reported_at.zone));
        }
        let unknown = mapping.category.values.values().find(|id| self.catalogue().get(id).is_none());
        if let Some(id) = unknown {
            return wrong(format!("`category.values` names `{id}`, which is not in the catalogue"));
        }
        let urgencies = mapping.urgency.iter().flat_map(|table| table.values.values());
        if let Some(word) = urgencies.into_iter().find(|word| Urgency::from_word(word).is_none()) {
            return wrong(format!("`urgency.values` names `{word}`; use emergency, urgent, normal or planned"));
        }
        let tree = self.tree();
        let codes = mapping.unit.iter().flat_map(|unit| unit.values.values().chain(&unit.unknown));
        if let Some(code) = codes.into_iter().find(|code| tree.by_code(code).is_none()) {
            return wrong(format!("`unit` names `{code}`, which is the code of no unit here"));
        }
        if let Some(word) = mapping.status.keys().find(|word| State::from_word(word).is_none()) {
            return wrong(format!("`status` names `{word}`, which is no state of a hazard"));
        }
        if let Some(back) = &mapping.write_back {
            if !back.url.starts_with("https://") && !back.url.starts_with("http://") {
                return wrong(format!("`write_back.url` is `{}`; use an address that begins with https://", back.url));
            }
            if mapping.status.is_empty() {
                return wrong("`write_back` needs `status`: which of our states are which of their words".to_owned());
            }
        }
        for column in &mapping.export {
            match (&column.value, &column.constant) {
                (Some(value), None) if Column::VALUES.contains(&value.as_str()) => {}
                (None, Some(_)) => {}
                (Some(value), None) => {
                    let all = Column::VALUES.join(", ");
                    return wrong(format!("the column `{}` holds `{value}`; use one of {all}", column.name));
                }
                _ => return wrong(format!("the column `{}` needs either `value` or `constant`", column.name)),
            }
        }
        Ok(())
    }
}
