//! Which column of a file stands for which of ours.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use domain::geometry::check::shortened;

use super::error::ReadError;
use super::report::Report;

/// One row as text by our column names; empty cells are absent.
pub(super) trait Cells {
    /// The trimmed text of a column.
    fn get(&self, column: &str) -> Option<Cow<'_, str>>;
    /// Languages that the row may have names in (`zh` from `name_zh`).
    fn languages(&self) -> Vec<String>;
}

enum Source {
    Column(usize),
    Constant(String),
}

/// Our columns by name, resolved once against a header.
pub(super) struct Layout {
    sources: HashMap<String, Source>,
    languages: Vec<String>,
}

impl Layout {
    /// Resolves `header` (upper or lower case). `known` are our columns beside `name_*`; `required` must be there.
    pub(super) fn new(
        header: &[String],
        known: &[(&'static str, &'static str)],
        required: &[&str],
        fields: &BTreeMap<String, String>,
        set: &BTreeMap<String, String>,
        report: &mut Report,
    ) -> Result<Self, ReadError> {
        let missing = |column: &str| ReadError::ColumnMissing { column: column.to_owned(), found: header.to_vec() };
        let mut position: HashMap<String, usize> = HashMap::with_capacity(header.len());
        for (index, name) in header.iter().enumerate() {
            let name = name.trim().to_lowercase();
            if !name.is_empty() && position.insert(name.clone(), index).is_some() {
                return Err(ReadError::ColumnRepeated { column: name });
            }
        }
        let mut sources = HashMap::new();
        strangers(known, fields.keys().chain(set.keys()), report);
        let mut taken = Vec::new();
        for (ours, theirs) in fields {
            // Two of ours may stand on one of theirs: a status that is also part of the description.
            let index = *position.get(&theirs.trim().to_lowercase()).ok_or_else(|| missing(theirs))?;
            sources.insert(ours.clone(), Source::Column(index));
            taken.push(index);
        }
        for (index, name) in header.iter().enumerate() {
            // A foreign list has columns that nobody asked for.
            if taken.contains(&index) || name.trim().is_empty() || known.is_empty() {
                continue;
            }
            let lower = name.trim().to_lowercase();
            let ours = known.iter().find(|(long, short)| *long == lower || *short == lower);
            let ours = ours.map(|(long, _)| (*long).to_owned());
            match ours.or_else(|| Some(format!("name_{}", language(name)?))) {
                Some(ours) => {
                    sources.entry(ours).or_insert(Source::Column(index));
                }
                None => {
                    let message = format!("column `{}` is not known and is passed over", shortened(name));
                    report.warning(0, "column", name, "unknown_column", message);
                }
            }
        }
        for (ours, value) in set {
            sources.insert(ours.clone(), Source::Constant(value.clone()));
        }
        for &column in required {
            let present = match column {
                "name_*" => sources.keys().any(|name| language(name).is_some()),
                column => sources.contains_key(column),
            };
            if !present {
                return Err(missing(column));
            }
        }
        let mut languages: Vec<String> =
            sources.keys().filter_map(|name| name.strip_prefix("name_")).map(str::to_owned).collect();
        languages.sort();
        Ok(Self { sources, languages })
    }

    /// The text of our column in a row whose cells `cell` gives by position.
    pub(super) fn get<'a>(
        &'a self,
        column: &str,
        cell: impl Fn(usize) -> Option<Cow<'a, str>>,
    ) -> Option<Cow<'a, str>> {
        let text = match self.sources.get(column)? {
            Source::Column(index) => cell(*index)?,
            Source::Constant(value) => Cow::Borrowed(value.as_str()),
        };
        present(text)
    }

    pub(super) fn languages(&self) -> Vec<String> {
        self.languages.clone()
    }
}

/// Reports options that name a column we do not have; most are slips of the pen.
pub(super) fn strangers<'a>(
    known: &[(&'static str, &'static str)],
    ours: impl Iterator<Item = &'a String>,
    report: &mut Report,
) {
    for column in ours.filter(|_| !known.is_empty()) {
        if language(column).is_none() && known.iter().all(|(long, _)| long != column) {
            let message = format!("`{column}` is not one of our columns");
            report.error(0, "column", column, "unknown_column", message);
        }
    }
}

/// The language of a column of names: `zh-Hant` of `name_zh-Hant`, `zh` of `NAME_ZH`.
pub(super) fn language(column: &str) -> Option<String> {
    let language = match column.strip_prefix("name_") {
        Some(language) => language.to_owned(),
        // Tables of shapefiles write all in capitals; then the letters' case says nothing.
        None => column.to_lowercase().strip_prefix("name_")?.to_owned(),
    };
    (!language.is_empty()).then_some(language)
}

/// Text without spaces around it; absent where nothing is left.
pub(super) fn present(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    Some(if trimmed.len() == text.len() { text } else { Cow::Owned(trimmed.to_owned()) })
}
