//! A definition and data from a method and tables.

use std::collections::BTreeSet;

use crate::composite::{Data, Definition, Missing};
use crate::refusal::Refusal;

use super::definition::parts;
use super::rows::{column, joined, units, words};
use super::{Method, Table};

/// The tables that were there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// Values of the units.
    pub raw: Table,
    /// What the indicators are.
    pub indicators: Option<Table>,
    /// Which group each counts in; without it the method has both.
    pub structure: Option<Table>,
    /// Weights; 1 where none is given.
    pub weights: Option<Table>,
    /// What values are divided by, where the raw table does not have it.
    pub denominators: Option<Table>,
    /// How old values are, in years.
    pub ages: Option<Table>,
}

impl Method {
    /// Makes the definition and the data that the files describe.
    ///
    /// # Errors
    /// A [`Refusal`] at file, line and column: a column that is needed and not there, a cell that is no number, a unit, a
    /// code or a group that contradicts another row, a code that the structure does not have, a table that would not be
    /// used. What is wrong with the index itself is told when it is computed.
    pub fn assemble(&self, tables: &Tables) -> Result<(Definition, Data), Refusal> {
        let (indicators, groups) = parts(self, tables)?;
        let mut data = Data { units: units(self, &tables.raw)?, ..Data::default() };
        for indicator in &indicators {
            let values = column(self, &tables.raw, tables.raw.column(&indicator.code)?)?;
            data.columns.insert(indicator.code.clone(), values);
            if let Some(table) = &tables.ages
                && let Some(at) = table.find(&indicator.code)
            {
                data.ages.insert(indicator.code.clone(), joined(self, table, at, &data.units)?);
            }
        }
        let denominators: BTreeSet<&String> = indicators.iter().filter_map(|i| i.denominator.as_ref()).collect();
        for name in denominators {
            let values = match (tables.raw.find(name), &tables.denominators) {
                (None, Some(table)) => joined(self, table, table.column(name)?, &data.units)?,
                _ => column(self, &tables.raw, tables.raw.column(name)?)?,
            };
            data.columns.insert(name.clone(), values);
        }
        if let Missing::ClassMean { column } = &self.missing {
            data.classes.insert(column.clone(), words(self, &tables.raw, tables.raw.column(column)?));
        }
        let definition = Definition {
            id: self.id.clone(),
            version: self.version.clone(),
            scale: self.scale,
            missing: self.missing.clone(),
            outliers: self.outliers,
            freshness: self.freshness,
            flag_from: self.flag_from,
            decimals: self.decimals,
            bands: self.bands.clone(),
            indicators,
            groups,
        };
        Ok((definition, data))
    }
}
