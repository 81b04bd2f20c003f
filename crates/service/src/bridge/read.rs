//! From a record of another system to an order of ours, or to the one value that stands in the way.

use std::collections::BTreeMap;

use domain::catalogue::Urgency;
use domain::geometry::datum::to_wgs84;
use domain::hazard::TEXT_MAX_CHARS;
use domain::id::UnitId;
use domain::unit::UnitTree;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::mapping::{Mapping, TimeSource};
use super::record::{Record, short};
use crate::exchange::moment;
use crate::{Service, secret};

/// Longest number of another system, in characters.
const NUMBER_MAX_CHARS: usize = 100;

/// Why an order was not taken: field, value and code, so that a clerk can mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Their field.
    pub field: String,
    /// The offending value, shortened.
    pub value: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub detail: String,
}

/// An order as it was read.
#[derive(Debug, Clone)]
pub(super) struct Incoming {
    pub(super) number: String,
    pub(super) category: String,
    pub(super) urgency: Option<Urgency>,
    pub(super) text: String,
    /// Longitude and latitude, WGS-84.
    pub(super) degrees: Option<(f64, f64)>,
    pub(super) unit: Option<UnitId>,
    pub(super) reported_at: Timestamp,
}

impl Incoming {
    /// A digest per field: enough to see which of them changed, without keeping a second copy of what was said.
    pub(super) fn content(&self, system: &str) -> BTreeMap<&'static str, String> {
        let place = match (self.degrees, self.unit) {
            (Some((lon, lat)), _) => format!("{lon:.7} {lat:.7}"),
            (None, unit) => unit.map(|unit| unit.to_string()).unwrap_or_default(),
        };
        let fields = [
            ("text", self.text.clone()),
            ("category", self.category.clone()),
            ("urgency", self.urgency.map_or("", Urgency::word).to_owned()),
            ("place", place),
            ("reported_at", self.reported_at.as_millisecond().to_string()),
        ];
        let digest = |field: &str, value: &str| {
            let parts = [system, &self.number, field, value];
            // Lengths in between: no two fields can be read as one.
            let bytes: Vec<u8> =
                parts.iter().flat_map(|part| [&part.len().to_be_bytes()[..], part.as_bytes()].concat()).collect();
            secret::hex(&secret::sha256(&[&bytes])[..16])
        };
        fields.into_iter().map(|(field, value)| (field, digest(field, &value))).collect()
    }
}

/// Reads records by one mapping.
pub(super) struct Reader<'a> {
    pub(super) service: &'a Service,
    pub(super) mapping: &'a Mapping,
    pub(super) tree: &'a UnitTree,
}

fn refused(field: &str, value: &str, code: &'static str, detail: impl Into<String>) -> Refused {
    Refused { field: field.to_owned(), value: short(value), code, detail: detail.into() }
}

impl Reader<'_> {
    /// Their number, by which a refused row is named too.
    pub(super) fn number(&self, record: &Record) -> Result<String, Refused> {
        let field = &self.mapping.number;
        let number =
            record.get(field).ok_or_else(|| refused(field, "", "number_missing", "the order has no number"))?;
        if number.chars().count() > NUMBER_MAX_CHARS || number.chars().any(char::is_control) {
            let detail =
                format!("a number has at most {NUMBER_MAX_CHARS} characters, none of them a control character");
            return Err(refused(field, &number, "number_invalid", detail));
        }
        Ok(number)
    }

    pub(super) fn read(&self, record: &Record) -> Result<Incoming, Refused> {
        let number = self.number(record)?;
        let category = self.category(record)?;
        let urgency = self.urgency(record)?;
        let reported_at = self.time(record, &self.mapping.reported_at)?;
        let degrees = self.degrees(record)?;
        // Beside a position the unit is what is asked where no boundary holds the point.
        let unit = match degrees {
            None => Some(self.unit(record)?),
            Some(_) => self.unit(record).ok(),
        };
        Ok(Incoming { number, category, urgency, text: self.text(record), degrees, unit, reported_at })
    }

    fn category(&self, record: &Record) -> Result<String, Refused> {
        let table = &self.mapping.category;
        let theirs = record.get(&table.field).unwrap_or_default();
        if let Some(ours) = look_up(&table.values, &theirs) {
            return Ok(ours.to_owned());
        }
        let plain = plain(&theirs);
        let known = self.service.catalogue().items.iter().find(|item| {
            let mut names = item.names.0.values();
            !plain.is_empty() && (self::plain(&item.id) == plain || names.any(|name| self::plain(name) == plain))
        });
        known.map(|item| item.id.clone()).ok_or_else(|| {
            let detail = format!("the mapping has no category for `{}`; add it to `category.values`", short(&theirs));
            refused(&table.field, &theirs, "category_unknown", detail)
        })
    }

    fn urgency(&self, record: &Record) -> Result<Option<Urgency>, Refused> {
        let Some(table) = &self.mapping.urgency else { return Ok(None) };
        let Some(theirs) = record.get(&table.field) else { return Ok(None) };
        let ours = look_up(&table.values, &theirs).and_then(Urgency::from_word);
        ours.or_else(|| Urgency::from_word(&plain(&theirs))).map(Some).ok_or_else(|| {
            let detail = format!("the mapping has no urgency for `{}`; add it to `urgency.values`", short(&theirs));
            refused(&table.field, &theirs, "urgency_unknown", detail)
        })
    }

    fn time(&self, record: &Record, source: &TimeSource) -> Result<Timestamp, Refused> {
        let text = record.get(&source.field).unwrap_or_default();
        let zone = TimeZone::get(&source.zone).unwrap_or(TimeZone::UTC);
        let time = match &source.format {
            None => moment(&text, &zone),
            Some(format) => formed(format, &text, &zone),
        };
        time.ok_or_else(|| {
            let form = source.format.as_deref().unwrap_or("ISO 8601");
            refused(&source.field, &text, "time_invalid", format!("`{}` is no time of the form `{form}`", short(&text)))
        })
    }

    fn degrees(&self, record: &Record) -> Result<Option<(f64, f64)>, Refused> {
        let Some(source) = &self.mapping.position else { return Ok(None) };
        let (lon, lat) = (record.get(&source.lon), record.get(&source.lat));
        let (Some(lon), Some(lat)) = (lon, lat) else { return Ok(None) };
        let wrong = || {
            let detail = format!("`{} {}` is no position on Earth in degrees", short(&lon), short(&lat));
            refused(&source.lon, &format!("{lon} {lat}"), "position_invalid", detail)
        };
        let (x, y): (f64, f64) = (lon.parse().map_err(|_| wrong())?, lat.parse().map_err(|_| wrong())?);
        // How a database writes that it knows no position.
        if x == 0.0 && y == 0.0 {
            return Ok(None);
        }
        if !((-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y)) {
            return Err(wrong());
        }
        Ok(Some(to_wgs84(source.datum, x, y)))
    }

    fn unit(&self, record: &Record) -> Result<UnitId, Refused> {
        let missing = |field: &str| {
            let detail = "the order names neither a position nor a unit, and the mapping has no `unit.unknown`";
            refused(field, "", "place_missing", detail)
        };
        let Some(source) = &self.mapping.unit else { return Err(missing("")) };
        let (code, theirs) = match record.get(&source.field) {
            Some(theirs) => (look_up(&source.values, &theirs).unwrap_or(&theirs).to_owned(), theirs),
            None => match &source.unknown {
                Some(code) => (code.clone(), String::new()),
                None => return Err(missing(&source.field)),
            },
        };
        self.tree.by_code(&code).map(|unit| unit.id).ok_or_else(|| {
            let detail = format!("`{}` is the code of no unit here; add it to `unit.values`", short(&theirs));
            refused(&source.field, &theirs, "unit_unknown", detail)
        })
    }

    /// The description with the address below it, cut where it is longer than a report may be.
    fn text(&self, record: &Record) -> String {
        let mut parts: Vec<String> = self.mapping.text.iter().filter_map(|field| record.get(field)).collect();
        if let Some(field) = &self.mapping.address
            && let Some(address) = record.get(field)
        {
            let label = field.rsplit('/').next().unwrap_or(field);
            parts.push(format!("{label}: {address}"));
        }
        let whole = parts.join("\n");
        let clean = whole.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
        if whole.chars().count() <= TEXT_MAX_CHARS {
            return clean.collect();
        }
        let mut cut: String = clean.take(TEXT_MAX_CHARS - 1).collect();
        cut.push('…');
        cut
    }
}

/// What a word means: as it is written, else however its letters are written.
fn look_up<'t>(values: &'t BTreeMap<String, String>, theirs: &str) -> Option<&'t str> {
    if let Some(ours) = values.get(theirs) {
        return Some(ours);
    }
    let wanted = plain(theirs);
    values.iter().find(|(word, _)| plain(word) == wanted).map(|(_, ours)| ours.as_str())
}

/// A word without spaces, in lower case, its full-width letters and signs as narrow ones.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn formed(format: &str, text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let parts = jiff::fmt::strtime::parse(format, text).ok()?;
    if let Ok(time) = parts.to_timestamp() {
        return Some(time);
    }
    let local = parts.to_datetime().or_else(|_| parts.to_date().map(|date| date.at(0, 0, 0, 0))).ok()?;
    zone.to_timestamp(local).ok()
}
