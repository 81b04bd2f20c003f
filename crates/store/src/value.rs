//! Between stored values and the domain's.

use domain::names::Names;
use jiff::Timestamp;

use crate::StoreError;

pub(crate) fn time(table: &'static str, column: &'static str, millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::damaged(table, column, millis.to_string()))
}

pub(crate) fn names(table: &'static str, text: &str) -> Result<Names, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::damaged(table, "names", text))
}

pub(crate) fn names_text(names: &Names) -> String {
    // A map of strings always has a JSON form.
    serde_json::to_string(names).unwrap_or_default()
}

pub(crate) fn count(value: Option<u32>) -> Option<i32> {
    value.map(|n| i32::try_from(n).unwrap_or(i32::MAX))
}

pub(crate) fn uncount(value: Option<i32>) -> Option<u32> {
    value.and_then(|n| u32::try_from(n).ok())
}
