//! What another system sends, row by row: CSV by column names, or a JSON list.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{GB18030, UTF_8};
use serde_json::Value;

use super::Mapping;
use crate::ServiceError;

/// Most orders taken at once: each is a transaction of its own.
const ORDERS_MAX: usize = 10_000;

/// Most columns of a CSV file.
const COLUMNS_MAX: usize = 500;

/// In which form orders come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values with a heading.
    Csv,
    /// A JSON list of objects.
    Json,
}

/// One row of what they sent.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its row: in CSV the heading is row 1, in JSON the first order is.
    pub row: u64,
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    Cells(Arc<Vec<String>>, csv::StringRecord),
    Object(Value),
}

impl Record {
    /// The trimmed text of a field; absent where it is empty, or neither text nor number.
    pub(super) fn get(&self, field: &str) -> Option<String> {
        let text = match &self.values {
            Values::Cells(header, cells) => {
                let at = header.iter().position(|name| name.eq_ignore_ascii_case(field.trim()))?;
                Cow::Borrowed(cells.get(at)?)
            }
            Values::Object(object) => {
                let value = if field.starts_with('/') { object.pointer(field)? } else { object.get(field)? };
                match value {
                    Value::String(text) => Cow::Borrowed(text.as_str()),
                    Value::Number(_) | Value::Bool(_) => Cow::Owned(value.to_string()),
                    _ => return None,
                }
            }
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// The rows of what a system sent.
///
/// # Errors
/// When it is no text, no list, lacks a column that the mapping names, or has too many rows.
pub fn records(mapping: &Mapping, form: Form, bytes: &[u8]) -> Result<Vec<Record>, ServiceError> {
    let text = text(bytes)?;
    let records = match form {
        Form::Csv => cells(mapping, &text)?,
        Form::Json => objects(mapping, &text)?,
    };
    if records.len() > ORDERS_MAX {
        let detail = format!("there are {} orders; at most {ORDERS_MAX} are taken at once", records.len());
        return Err(ServiceError::invalid("body", "orders_too_many", detail));
    }
    Ok(records)
}

/// UTF-8, or GB 18030 where it is not: what spreadsheets in China write.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ServiceError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let read = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    let read = read.or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes));
    read.ok_or_else(|| unreadable("it is neither UTF-8 nor GB 18030"))
}

fn unreadable(detail: impl Into<String>) -> ServiceError {
    ServiceError::invalid("body", "orders_unreadable", detail)
}

fn cells(mapping: &Mapping, text: &str) -> Result<Vec<Record>, ServiceError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let wrong = |error: csv::Error| unreadable(format!("it is no CSV: {error}"));
    let header = rows.next().ok_or_else(|| unreadable("it is empty"))?.map_err(wrong)?;
    if header.len() > COLUMNS_MAX {
        return Err(unreadable(format!("it has {} columns; at most {COLUMNS_MAX} are read", header.len())));
    }
    let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    if let Some(missing) =
        mapping.fields().into_iter().find(|field| !header.iter().any(|name| name.eq_ignore_ascii_case(field.trim())))
    {
        let detail =
            format!("the column `{missing}`, which the mapping names, is not there; there are {}", list(&header));
        return Err(ServiceError::invalid("body", "column_missing", detail));
    }
    let header = Arc::new(header);
    let mut records = Vec::new();
    for (row, cells) in (2_u64..).zip(rows) {
        let cells = cells.map_err(wrong)?;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        records.push(Record { row, values: Values::Cells(header.clone(), cells) });
        if records.len() > ORDERS_MAX {
            break;
        }
    }
    Ok(records)
}

fn list(header: &[String]) -> String {
    let shown: Vec<String> = header.iter().take(20).map(|name| format!("`{}`", short(name))).collect();
    shown.join(", ")
}

/// The beginning of a value, as it may stand in a sentence.
pub(super) fn short(value: &str) -> String {
    let plain: String = value.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(60).is_some() { format!("{plain}…") } else { plain }
}

fn objects(mapping: &Mapping, text: &str) -> Result<Vec<Record>, ServiceError> {
    let document: Value = serde_json::from_str(text).map_err(|error| unreadable(format!("it is no JSON: {error}")))?;
    let list = match &mapping.records {
        Some(pointer) if !document.is_array() => document
            .pointer(pointer)
            .cloned()
            .ok_or_else(|| unreadable(format!("there is nothing at `{pointer}`, where the orders should be")))?,
        _ => document,
    };
    match list {
        Value::Array(list) => {
            let rows = (1_u64..).zip(list);
            Ok(rows.map(|(row, value)| Record { row, values: Values::Object(value) }).collect())
        }
        _ => Err(unreadable("it is no list of orders")),
    }
}

impl Mapping {
    /// Every field that the mapping names.
    fn fields(&self) -> Vec<&str> {
        let mut fields = vec![self.number.as_str(), &self.reported_at.field, &self.category.field];
        fields.extend(self.text.iter().chain(&self.address).map(String::as_str));
        fields.extend(self.urgency.iter().map(|table| table.field.as_str()));
        fields.extend(self.position.iter().flat_map(|position| [position.lon.as_str(), &position.lat]));
        fields.extend(self.unit.iter().map(|unit| unit.field.as_str()));
        fields
    }
}
