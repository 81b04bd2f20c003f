//! The table of a shapefile (dBASE III), read here and not by the `dbase` crate: that one ends at
//! the first bad cell, decodes only what its features were compiled for, and cuts nothing off politely.
//! A row is a fixed number of bytes, a cell a fixed piece of it; there is little to get wrong.

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::super::error::ReadError;
use super::super::report::Report;
use super::super::text;

/// A column of the table.
pub(super) struct Column {
    pub(super) name: String,
    kind: u8,
    from: usize,
    to: usize,
}

/// A table, its sizes checked against the file.
pub(super) struct Dbf {
    bytes: Vec<u8>,
    columns: Vec<Column>,
    first: usize,
    width: usize,
    records: usize,
    code_page: u8,
}

/// The encoding that a `.cpg` names.
pub(super) fn of_cpg(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    let label = String::from_utf8_lossy(bytes);
    let label = label.trim_start_matches('\u{feff}').trim();
    match label.to_uppercase().as_str() {
        "65001" => Ok(UTF_8),
        "936" | "CP936" | "54936" | "CP54936" => Ok(GB18030),
        _ => text::named(label),
    }
}

impl Dbf {
    pub(super) fn parse(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let broken = |detail: &str| ReadError::NotShapefile { detail: format!("the `.dbf` {detail}") };
        let header: [u8; 32] =
            bytes.get(..32).and_then(|h| h.try_into().ok()).ok_or_else(|| broken("has no header"))?;
        let records = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        let first = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let width = usize::from(u16::from_le_bytes([header[10], header[11]]));
        let described = bytes.get(32..first).ok_or_else(|| broken("has a header longer than the file"))?;
        let (mut columns, mut at) = (Vec::new(), 1);
        for field in described.chunks_exact(32).take_while(|field| field[0] != 0x0d) {
            let name = field[..11].split(|&byte| byte == 0).next().unwrap_or_default();
            let to = at + usize::from(field[16]);
            columns.push(Column {
                name: String::from_utf8_lossy(name).trim().to_owned(),
                kind: field[11],
                from: at,
                to,
            });
            at = to;
        }
        if columns.is_empty() || at > width {
            return Err(broken("describes columns that do not fit its rows"));
        }
        let needed = records.checked_mul(width).and_then(|all| all.checked_add(first));
        if needed.is_none_or(|needed| needed > bytes.len()) {
            let detail = format!(
                "the header of the `.dbf` promises {records} rows of {width} bytes, the file has {} bytes",
                bytes.len()
            );
            return Err(ReadError::Truncated { detail });
        }
        Ok(Self { bytes, columns, first, width, records, code_page: header[29] })
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// The encoding given, else the one of the header's mark, else UTF-8 if all cells are, else GB 18030.
    pub(super) fn encoding(
        &self,
        given: Option<&'static Encoding>,
        report: &mut Report,
    ) -> Result<&'static Encoding, ReadError> {
        // Marks 4D and 7A: code page 936. Other marks are often wrong in Chinese files.
        if let Some(encoding) = given.or(matches!(self.code_page, 0x4d | 0x7a).then_some(GB18030)) {
            return Ok(encoding);
        }
        let texts = || {
            (0..self.records).flat_map(|i| self.columns.iter().filter(|c| c.kind == b'C').map(move |c| self.raw(i, c)))
        };
        // A cell cut in the middle of a character is still UTF-8.
        let whole_or_cut =
            |cell: &[u8]| std::str::from_utf8(cell).map_or_else(|error| error.error_len().is_none(), |_| true);
        if texts().all(whole_or_cut) {
            return Ok(UTF_8);
        }
        let gb = |cell: &[u8]| GB18030.decode_without_bom_handling_and_without_replacement(cell).is_some();
        if !texts().all(gb) {
            return Err(ReadError::TextEncoding {
                encoding: "UTF-8 or GB 18030".to_owned(),
                offset: self.first as u64,
            });
        }
        report.warning(0, "file", "gb18030", "encoding_guessed", "the table is not UTF-8; it was read as gb18030");
        Ok(GB18030)
    }

    fn raw(&self, record: usize, column: &Column) -> &[u8] {
        let start = self.first + record * self.width;
        self.bytes.get(start + column.from..start + column.to).unwrap_or_default()
    }

    /// The cells of one record as text; `None` where it is marked as deleted.
    pub(super) fn record(
        &self,
        index: usize,
        encoding: &'static Encoding,
        row: u64,
        report: &mut Report,
    ) -> Option<Vec<String>> {
        let deleted = self.bytes.get(self.first + index * self.width) == Some(&b'*');
        let mut cell = |column| self.cell(index, column, encoding, row, report);
        (!deleted).then(|| self.columns.iter().map(&mut cell).collect())
    }

    fn cell(
        &self,
        index: usize,
        column: &Column,
        encoding: &'static Encoding,
        row: u64,
        report: &mut Report,
    ) -> String {
        let raw = self.raw(index, column);
        // Some writers fill up with zeros instead of spaces.
        let end = raw.iter().rposition(|&byte| byte != 0 && byte != b' ').map_or(0, |last| last + 1);
        let (text, malformed) = encoding.decode_without_bom_handling(&raw[..end]);
        if malformed && column.kind == b'C' {
            let full = end == raw.len() && text.matches('\u{fffd}').count() == 1;
            if let Some(whole) = text.strip_suffix('\u{fffd}').filter(|_| full) {
                let message = format!("column `{}` was too narrow for its text", column.name);
                report.warning(row, "text", &text, "text_cut", message);
                return whole.to_owned();
            }
            let message = format!("column `{}` holds bytes that are not {}", column.name, encoding.name());
            report.error(row, "text", &text, "text_encoding", message);
        }
        let text = text.trim();
        match column.kind {
            // A code kept as a number comes as `410104003.000`; unknown numbers as asterisks.
            b'N' | b'F' if text.starts_with('*') => "",
            b'N' | b'F' => match text.split_once('.') {
                Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
                _ => text,
            },
            b'L' if text == "?" => "",
            _ => text,
        }
        .to_owned()
    }
}
