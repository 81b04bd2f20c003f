//! CSV with a byte order mark, so that spreadsheets take it for UTF-8, and no formulas.

use std::io::Write;

use super::super::error::WriteError;
use super::super::guard::guarded;
use super::super::unit::COLUMNS;
use super::super::wkt;
use super::{UnitExport, languages, name_of, text_of};

pub(super) fn write(mut out: impl Write, units: &[UnitExport<'_>]) -> Result<(), WriteError> {
    out.write_all("\u{feff}".as_bytes())?;
    let languages = languages(units);
    let mut writer = csv::Writer::from_writer(out);
    let header = COLUMNS[..3].iter().map(|(name, _)| (*name).to_owned());
    let names = languages.iter().map(|language| format!("name_{language}"));
    let rest = COLUMNS[3..].iter().map(|(name, _)| (*name).to_owned());
    writer.write_record(header.chain(names).chain(rest)).map_err(io)?;
    for export in units {
        let value = |(name, _): &(&str, &str)| match (*name, &export.unit.boundary) {
            ("boundary_wkt", Some(boundary)) => wkt::write(boundary),
            (name, _) => text_of(export, name),
        };
        let head = COLUMNS[..3].iter().map(value);
        let names = languages.iter().map(|language| name_of(export, language).to_owned());
        let rest = COLUMNS[3..].iter().map(value);
        writer.write_record(head.chain(names).chain(rest).map(|cell| guarded(&cell).into_owned())).map_err(io)?;
    }
    Ok(writer.flush()?)
}

fn io(error: csv::Error) -> WriteError {
    WriteError::Io(error.into())
}
