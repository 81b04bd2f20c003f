//! A list as a file: CSV and GeoJSON leave page by page, a workbook when its last row is in it.

use std::borrow::Cow;

use axum::body::{Body as HttpBody, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use document::sheet::{Cell, Sheet, SheetError};
use futures::{Stream, TryStreamExt};
use serde_json::{Map, Value, json};
use service::ServiceError;
use service::exchange::guarded;
use tokio::io::AsyncReadExt;
use tokio::sync::Semaphore;

use super::file;
use crate::problem::Problem;

/// In which form a list leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    Xlsx,
    GeoJson,
}

impl Format {
    /// The asked one of those that the list offers; the first when none is asked.
    pub(crate) fn of(asked: Option<&str>, offered: &[Self]) -> Result<Self, Problem> {
        let Some(asked) = asked else { return Ok(offered[0]) };
        offered.iter().copied().find(|format| format.word() == asked).ok_or_else(|| {
            let words: Vec<_> = offered.iter().map(|format| format.word()).collect();
            Problem::field("format", "format_unknown", format!("`{asked}` is not offered; use {}", words.join(" or ")))
        })
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// One for each column.
    pub(crate) cells: Vec<Cell>,
    /// A GeoJSON geometry, where the list has positions.
    pub(crate) geometry: Option<Value>,
}

/// A text, or nothing where it is empty.
pub(crate) fn text(value: impl Into<String>) -> Cell {
    let value = value.into();
    if value.is_empty() { Cell::Empty } else { Cell::Text(value) }
}

/// A number, where there is one.
pub(crate) fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

/// The file `name` (without its ending) of these rows.
pub(crate) async fn respond(
    format: Format,
    name: &str,
    columns: impl Into<Cow<'static, [&'static str]>>,
    pages: impl Stream<Item = Result<Vec<Row>, ServiceError>> + Send + 'static,
) -> Result<Response, Problem> {
    let columns: Cow<'static, [&'static str]> = columns.into();
    let name = format!("{name}.{}", format.word());
    let (kind, body) = match format {
        Format::Csv => ("text/csv; charset=utf-8", streamed(pages, head(&columns)?, lines, String::new())),
        Format::GeoJson => {
            let start = "{\"type\":\"FeatureCollection\",\"features\":[".to_owned();
            let mut first = true;
            let features = move |rows: Vec<Row>| {
                let mut text = String::new();
                for row in rows {
                    text.push_str(if first { "\n" } else { ",\n" });
                    first = false;
                    text.push_str(&feature(&columns, row).to_string());
                }
                Ok(text)
            };
            ("application/geo+json", streamed(pages, start, features, "\n]}\n".to_owned()))
        }
        Format::Xlsx => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook(&columns, pages).await?)
        }
    };
    Ok(file(kind, &name, body))
}

/// Start, pages and end, each as it comes. An error in between breaks the answer off: half a list is no list.
fn streamed(
    pages: impl Stream<Item = Result<Vec<Row>, ServiceError>> + Send + 'static,
    start: String,
    mut write: impl FnMut(Vec<Row>) -> Result<String, std::io::Error> + Send + 'static,
    end: String,
) -> HttpBody {
    HttpBody::from_stream(
        async_stream::try_stream! {
            yield start;
            for await rows in pages {
                let rows = rows.map_err(std::io::Error::other);
                yield write(rows?)?;
            }
            yield end;
        }
        .map_err(|error: std::io::Error| error),
    )
}

/// Byte order mark and header: Excel takes the file for UTF-8 by the mark alone.
fn head(columns: &[&str]) -> Result<String, Problem> {
    let line = line(columns.iter().map(|column| (*column).to_owned())).map_err(|error| failed(&error))?;
    Ok(format!("\u{feff}{line}"))
}

fn lines(rows: Vec<Row>) -> Result<String, std::io::Error> {
    let cell = |cell: Cell| match cell {
        Cell::Empty => String::new(),
        // A number may begin with a minus: it is no formula.
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => guarded(&text).into_owned(),
    };
    rows.into_iter().map(|row| line(row.cells.into_iter().map(cell))).collect()
}

fn line(cells: impl Iterator<Item = String>) -> Result<String, std::io::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells.collect::<Vec<_>>())?;
    let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn feature(columns: &[&str], row: Row) -> Value {
    let value = |cell| match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::String(text),
        Cell::Number(number) => json!(number),
    };
    // Of the many fields of all kinds a place has few.
    let said = |(column, cell): &(&&str, Cell)| !column.starts_with("field:") || *cell != Cell::Empty;
    let cells = columns.iter().zip(row.cells).filter(said);
    let properties: Map<String, Value> = cells.map(|(column, cell)| ((*column).to_owned(), value(cell))).collect();
    json!({ "type": "Feature", "geometry": row.geometry, "properties": properties })
}

/// Workbooks that are made at once: each takes a processor and room on the disk until it is sent.
static TURNS: Semaphore = Semaphore::const_new(2);

/// The workbook lies in a temporary file until it is sent: its table of contents comes last.
async fn workbook(
    columns: &[&str],
    pages: impl Stream<Item = Result<Vec<Row>, ServiceError>> + Send + 'static,
) -> Result<HttpBody, Problem> {
    let _turn = TURNS.acquire().await.map_err(|error| failed(&error))?;
    let mut sheet = Sheet::new("list", columns).map_err(problem)?;
    let mut pages = std::pin::pin!(pages);
    while let Some(rows) = pages.try_next().await? {
        let filled =
            tokio::task::spawn_blocking(move || rows.iter().try_for_each(|row| sheet.push(&row.cells)).map(|()| sheet));
        sheet = filled.await.map_err(|error| failed(&error))?.map_err(problem)?;
    }
    let written = tokio::task::spawn_blocking(move || {
        use std::io::Seek;
        let mut out = tempfile::tempfile().map_err(|error| SheetError::Write(error.into()))?;
        sheet.finish(&mut out)?;
        out.rewind().map_err(|error| SheetError::Write(error.into()))?;
        Ok::<_, SheetError>(out)
    });
    let out = written.await.map_err(|error| failed(&error))?.map_err(problem)?;
    let mut out = tokio::fs::File::from_std(out);
    Ok(HttpBody::from_stream(
        async_stream::try_stream! {
            let mut part = vec![0; 64 * 1024];
            loop {
                let length = out.read(&mut part).await?;
                if length == 0 {
                    break;
                }
                yield Bytes::copy_from_slice(&part[..length]);
            }
        }
        .map_err(|error: std::io::Error| error),
    ))
}

fn problem(error: SheetError) -> Problem {
    match error {
        SheetError::TooLong => {
            let detail = "a workbook has at most 1,048,575 rows; narrow the list, or take CSV";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "export_too_long", detail)
        }
        SheetError::Write(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    ServiceError::Internal(error.to_string()).into()
}

#[cfg(test)]
mod tests;
