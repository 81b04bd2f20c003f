//! Random indices: the mean consistency index of random matrices, in tables that have names.

use serde::Deserialize;

use crate::case::text;
use crate::check::{finite, not_empty};
use crate::refusal::{Refusal, code};

/// All tables that are known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RandomIndices {
    /// The date of the file.
    pub version: String,
    /// Where its values are from.
    pub source: String,
    /// The tables; the first is the default.
    pub tables: Vec<RandomIndex>,
}

/// One table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RandomIndex {
    /// By what a report names it.
    pub name: String,
    /// The index of size 1, 2, 3 …
    pub values: Vec<f64>,
}

impl RandomIndices {
    /// The tables that ship (`data/catalogue/random_indices.json`).
    ///
    /// # Errors
    /// When the shipped file is damaged; a test holds that it is not.
    pub fn shipped() -> Result<Self, Refusal> {
        let tables: Self = text(include_str!("../../../../data/catalogue/random_indices.json"))?;
        not_empty(&tables.tables, "/tables")?;
        Ok(tables)
    }

    /// The table of that name, or the default where none is named.
    ///
    /// # Errors
    /// When there is no table of that name; the path is `/RI_table`.
    pub fn named(&self, name: Option<&str>) -> Result<&RandomIndex, Refusal> {
        let mut tables = self.tables.iter();
        let found = tables.find(|table| name.is_none_or(|name| table.name == name));
        found.ok_or_else(|| {
            let known = self.tables.iter().map(|table| format!("`{}`", table.name)).collect::<Vec<_>>().join(", ");
            let found = format!("`{}`", name.unwrap_or_default());
            Refusal::new(code::UNKNOWN_NAME, "/RI_table", found, format!("one of the tables {known} is needed"))
        })
    }
}

impl RandomIndex {
    /// The index of a matrix of `size`; 0 up to 2.
    ///
    /// # Errors
    /// When the table has none for that size, or it is not above 0; the path is `/matrix`.
    pub fn of(&self, size: usize) -> Result<f64, Refusal> {
        if size <= 2 {
            return Ok(0.0);
        }
        let wanted = || {
            let most = self.values.len();
            format!("at most {most} by the table `{}`; put criteria into groups and weigh the groups first", self.name)
        };
        let index = self.values.get(size - 1).copied();
        let index =
            index.ok_or_else(|| Refusal::new(code::TOO_LARGE, "/matrix", format!("{size} criteria"), wanted()))?;
        if finite(index, "/RI_table")? > 0.0 {
            return Ok(index);
        }
        Err(Refusal::new(code::OUT_OF_RANGE, "/RI_table", format!("`{index}`"), "an index above 0 is needed"))
    }
}
