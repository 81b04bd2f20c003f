//! From the text of a cell to a value, or to a finding.

use domain::names::Names;
use domain::unit::Statistics;
use domain::unit::boundary::Position;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::columns::Cells;
use super::report::Report;

/// The counts of [`Statistics`], by column.
pub(super) const COUNTS: [&str; 7] = [
    "population",
    "households",
    "age_60_plus",
    "age_80_plus",
    "age_under_14",
    "rented_households",
    "non_registered_households",
];

/// The counts in the order of [`COUNTS`].
pub(super) fn counts_of(statistics: &Statistics) -> [Option<u32>; 7] {
    [
        statistics.population,
        statistics.households,
        statistics.age_60_plus,
        statistics.age_80_plus,
        statistics.age_under_14,
        statistics.rented_households,
        statistics.non_registered_households,
    ]
}

/// Longest text beside names, which have a limit of their own.
const MOST_CHARS: usize = 1_000;

/// One row's cells, with where to report.
pub(super) struct Row<'a> {
    pub(super) number: u64,
    pub(super) cells: &'a dyn Cells,
    pub(super) zone: &'a TimeZone,
    pub(super) report: &'a mut Report,
}

impl Row<'_> {
    pub(super) fn text(&self, column: &str) -> Option<String> {
        self.cells.get(column).map(|text| text.into_owned())
    }

    pub(super) fn error(&mut self, field: &'static str, value: &str, code: &'static str, message: impl Into<String>) {
        self.report.error(self.number, field, value, code, message);
    }

    /// A text of a line or two.
    pub(super) fn short(&mut self, column: &'static str) -> Option<String> {
        let text = self.text(column)?;
        if text.chars().nth(MOST_CHARS).is_some() {
            let message = format!("`{column}` has over {MOST_CHARS} characters");
            self.error(column, &text, "text_too_long", message);
            return None;
        }
        Some(text)
    }

    /// A short text that must be there.
    pub(super) fn required(&mut self, column: &'static str) -> Option<String> {
        if self.text(column).is_none() {
            self.error(column, "", "missing_value", format!("`{column}` is empty"));
        }
        self.short(column)
    }

    /// A word of a fixed list that must be there.
    pub(super) fn word<T>(
        &mut self,
        column: &'static str,
        from_word: fn(&str) -> Option<T>,
        all: &[&str],
    ) -> Option<T> {
        let text = self.required(column)?;
        let value = from_word(&text.to_lowercase());
        if value.is_none() {
            let message = format!("`{column}` is one of {}", all.join(", "));
            self.error(column, &text, "unknown_word", message);
        }
        value
    }

    /// Names in all languages that the row has.
    pub(super) fn names(&self) -> Names {
        let cell = |language: String| Some((language.clone(), self.text(&format!("name_{language}"))?));
        Names(self.cells.languages().into_iter().filter_map(cell).collect())
    }

    /// True or false; empty is false.
    pub(super) fn flag(&mut self, column: &'static str) -> bool {
        let Some(text) = self.text(column) else { return false };
        match text.to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "1" | "是" => true,
            "false" | "f" | "no" | "n" | "0" | "否" | "?" => false,
            _ => {
                self.error(column, &text, "invalid_flag", format!("`{column}` is `true` or `false`"));
                false
            }
        }
    }

    /// A count of people or households.
    pub(super) fn count(&mut self, column: &'static str) -> Option<u32> {
        let text = self.text(column)?;
        let count = whole(&text);
        if count.is_none() {
            self.error(column, &text, "invalid_count", format!("`{column}` is a whole number from 0 to 4294967295"));
        }
        count
    }

    /// A date or a moment.
    pub(super) fn time(&mut self, column: &'static str) -> Option<Timestamp> {
        let text = self.text(column)?;
        let time = moment(&text, self.zone);
        if time.is_none() {
            let message =
                format!("`{column}` is a date such as `2021-07-20` or a moment such as `2021-07-20T17:00:00+08:00`");
            self.error(column, &text, "invalid_date", message);
        }
        time
    }

    /// Counts with their date and source, where the row has any.
    pub(super) fn statistics(
        &mut self,
        as_of: &'static str,
        source: &'static str,
        estimate: &'static str,
    ) -> Option<Statistics> {
        let counts = COUNTS.map(|column| self.count(column));
        let (date, origin) = (self.time(as_of), self.short(source));
        let estimate = self.flag(estimate);
        match (date, origin) {
            (Some(as_of), Some(source)) => {
                let [
                    population,
                    households,
                    age_60_plus,
                    age_80_plus,
                    age_under_14,
                    rented_households,
                    non_registered_households,
                ] = counts;
                Some(Statistics {
                    as_of,
                    source,
                    estimate,
                    population,
                    households,
                    age_60_plus,
                    age_80_plus,
                    age_under_14,
                    rented_households,
                    non_registered_households,
                })
            }
            (None, None) if counts == [None; 7] && !estimate => None,
            _ => {
                self.error(as_of, "", "statistics_incomplete", format!("counts need `{as_of}` and `{source}`"));
                None
            }
        }
    }
}

/// A whole number from 0, also as tables write it (`12`, `12.0`, `1,200` is refused).
fn whole(text: &str) -> Option<u32> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|byte| byte == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    (digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// RFC 3339, or a date (its first moment in `zone`), or a date and time without offset in `zone`.
pub(crate) fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    // Ten characters are a date; eight digits are how DBF writes one.
    if text.len() == 10 || (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())) {
        let date: Date = text.replace('/', "-").parse().ok()?;
        return zone.to_timestamp(date.at(0, 0, 0, 0)).ok();
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    let local: DateTime = text.parse().ok().filter(|_| text.len() >= 16)?;
    zone.to_timestamp(local).ok()
}

/// A position from two texts in degrees.
pub(super) fn position(lon: &str, lat: &str) -> Option<Position> {
    Position::from_degrees(lon.trim().parse().ok()?, lat.trim().parse().ok()?)
}
