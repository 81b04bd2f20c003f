//! Places from GeoJSON or CSV: buildings, garages, schools.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::LazyLock;

use domain::names::Names;
use domain::place::{HOUSEHOLDS_MAX, PlaceFields, PlaceKinds, height_cm};
use domain::unit::boundary::Position;
use domain::unit::row::Finding;
use geojson::{Geometry, GeometryValue};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::cells::{Row, position};
use super::error::ReadError;
use super::features::{self, Properties, pair};
use super::options::ReadOptions;
use super::report::Report;
use super::table::{Plan, Table};
use super::text;

/// One place as a file gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Feature or row in the file, counted from 1.
    pub row: u64,
    /// Code in the register (`id` or `code`); unique within the file.
    pub code: String,
    /// What it is: `building`, `garage`, `school` …
    pub kind: String,
    /// Names by language; at least one.
    pub names: Names,
    /// Code of the place it is part of.
    pub parent: Option<String>,
    /// Code of the unit it stands in; by position where none.
    pub unit_code: Option<String>,
    /// Point, polygon or several polygons in WGS-84 degrees.
    pub geometry: Geometry,
    /// Height of the ground, centimetres.
    pub elevation_cm: Option<i32>,
    /// Height over which water runs in, centimetres.
    pub sill_cm: Option<i32>,
    /// Households.
    pub households: Option<u32>,
    /// Code of the body that answers for it.
    pub body_code: Option<String>,
    /// What the file gives of the fields of its kind; the others stay as they are.
    pub fields: PlaceFields,
}

impl PlaceRow {
    /// A place of which no more is known.
    pub fn new(row: u64, code: &str, kind: &str, names: Names, geometry: Geometry) -> Self {
        Self {
            row,
            code: code.to_owned(),
            kind: kind.to_owned(),
            names,
            parent: None,
            unit_code: None,
            geometry,
            elevation_cm: None,
            sill_cm: None,
            households: None,
            body_code: None,
            fields: PlaceFields::default(),
        }
    }
}

/// The places of one file.
#[derive(Debug, Default)]
pub struct PlaceFile {
    /// Features without an error.
    pub rows: Vec<PlaceRow>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

/// Columns of a CSV file, with the names that our own export has. `uuid` is what an export calls `id`.
const COLUMNS: [(&str, &str); 14] = [
    ("id", "id"),
    ("code", "code"),
    ("kind", "kind"),
    ("parent", "parent"),
    ("parent_code", "parent_code"),
    ("unit", "unit_code"),
    ("unit_name", "unit_name"),
    ("lon", "longitude"),
    ("lat", "latitude"),
    ("elevation_m", "elevation"),
    ("sill_m", "sill"),
    ("households", "household_count"),
    ("responsible_body", "body"),
    ("kind_name", "kind_name"),
];

/// What stands before the id of a field of a kind in the name of its column or property.
const FIELD: &str = "field:";

/// Columns of the fields of all kinds, in the order of the table: `field:floors_above` and so on.
static FIELD_COLUMNS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let kinds = PlaceKinds::shipped();
    let fields = kinds.as_ref().map(PlaceKinds::fields).unwrap_or_default();
    fields.iter().map(|field| format!("{FIELD}{}", field.id)).collect()
});

/// The column of a field of a kind; none where no kind has it.
pub fn field_column(id: &str) -> Option<&'static str> {
    FIELD_COLUMNS.iter().map(String::as_str).find(|column| column.strip_prefix(FIELD) == Some(id))
}

struct Intake {
    rows: Vec<PlaceRow>,
    report: Report,
    seen: HashMap<String, u64>,
    kinds: Option<PlaceKinds>,
}

impl Intake {
    fn new() -> Self {
        // Without the table of kinds each word is taken as it stands; a test holds that it is there.
        Self { rows: Vec::new(), report: Report::default(), seen: HashMap::new(), kinds: PlaceKinds::shipped().ok() }
    }

    fn into_file(self) -> PlaceFile {
        PlaceFile { rows: self.rows, findings: self.report.into_findings() }
    }
}

/// Reads places: CSV where the name ends in `.csv`, GeoJSON otherwise. Columns or properties: `id` (or `code`), `kind`,
/// `name_zh`, `name_en`, `parent`, `unit`, `elevation_m`, `sill_m`, `households`, `responsible_body`, and
/// `field:` with the id of a field of the kind; in CSV `lon` and `lat`.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read.
pub fn read_places(path: &Path) -> Result<PlaceFile, ReadError> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
        return from_table(path);
    }
    let (options, mut intake) = (ReadOptions::default(), Intake::new());
    let text = text::text(path, options.max_bytes, None, &mut intake.report)?;
    features::each(text, &mut |row, feature| take(row, feature, &options, &mut intake))?;
    Ok(intake.into_file())
}

fn from_table(path: &Path) -> Result<PlaceFile, ReadError> {
    let (options, none, mut intake) = (ReadOptions::default(), BTreeMap::new(), Intake::new());
    let fields = FIELD_COLUMNS.iter().map(|column| (column.as_str(), column.as_str()));
    let known: Vec<(&'static str, &'static str)> = COLUMNS.into_iter().chain(fields).collect();
    let plan = Plan { known: &known, required: &["kind", "lon", "lat"], fields: &none, set: &none, ours: true };
    let mut table = Table::open(path, options.max_bytes, None, &plan, &mut intake.report)?;
    while let Some(number) = table.advance(&mut intake.report)? {
        let mut row = Row { number, cells: &table, zone: &TimeZone::UTC, report: &mut intake.report };
        let (lon, lat) = (row.text("lon").unwrap_or_default(), row.text("lat").unwrap_or_default());
        let point = position(&lon, &lat).map(|at| Geometry::new(GeometryValue::new_point([at.lon(), at.lat()])));
        settle(&mut row, point, &mut intake.seen, intake.kinds.as_ref(), &mut intake.rows);
    }
    Ok(intake.into_file())
}

fn take(number: u64, feature: geojson::JsonValue, options: &ReadOptions, intake: &mut Intake) {
    let Some(feature) = features::parsed(number, feature, &mut intake.report) else { return };
    let cells = Properties { properties: feature.properties.unwrap_or_default(), options };
    let mut row = Row { number, cells: &cells, zone: &TimeZone::UTC, report: &mut intake.report };
    let geometry = feature.geometry.filter(|geometry| on_earth(&geometry.value));
    // Members beside type and coordinates are dropped: nobody has looked at them.
    let geometry = geometry.map(|geometry| Geometry::new(geometry.value));
    settle(&mut row, geometry, &mut intake.seen, intake.kinds.as_ref(), &mut intake.rows);
}

/// Takes one row, or says what is wrong with it.
fn settle(
    row: &mut Row<'_>,
    geometry: Option<Geometry>,
    seen: &mut HashMap<String, u64>,
    kinds: Option<&PlaceKinds>,
    rows: &mut Vec<PlaceRow>,
) {
    let code = if row.text("code").is_some() { row.short("code") } else { row.required("id") };
    let (kind, names) = (row.required("kind"), row.names());
    if !names.is_valid() {
        row.error(
            "name",
            names.best("zh"),
            "name_invalid",
            "a place needs a name; each has 1 to 120 characters and no control characters",
        );
        return;
    }
    let Some(geometry) = geometry else {
        let message = "a place needs a point, a polygon or several polygons with longitude and latitude in degrees";
        row.error("geometry", code.as_deref().unwrap_or(""), "invalid_geometry", message);
        return;
    };
    let parent = if row.text("parent_code").is_some() { row.short("parent_code") } else { row.short("parent") };
    let unit_code = if row.text("unit").is_some() { row.short("unit") } else { row.short("unit_code") };
    let facts = (height(row, "elevation_m"), height(row, "sill_m"), households(row), row.short("responsible_body"));
    let (Some(code), Some(kind)) = (code, kind) else { return };
    let Some(fields) = fields(row, &kind, kinds) else { return };
    let (Ok(elevation_cm), Ok(sill_cm), Ok(households), body_code) = facts else { return };
    if [&code, &kind].into_iter().any(|text| text.chars().any(char::is_control)) {
        row.error("id", &code, "text_invalid", "`id` and `kind` have no control characters");
        return;
    }
    if let Some(first) = seen.insert(code.clone(), row.number) {
        let message = format!("place `{code}` is feature {first} and again feature {}", row.number);
        row.error("id", &code, "code_repeated", message);
        return;
    }
    if kinds.is_some_and(|kinds| kinds.get(&kind).is_none()) {
        // Registers of old have words of their own: they stay readable, and nothing is closed by them.
        let message = format!("`{kind}` is no kind of the list: the place is taken, but it never closes for a warning");
        row.report.warning(row.number, "kind", &kind, "unknown_kind", message);
    }
    let number = row.number;
    rows.push(PlaceRow {
        row: number,
        code,
        kind,
        names,
        parent,
        unit_code,
        geometry,
        elevation_cm,
        sill_cm,
        households,
        body_code,
        fields,
    });
}

/// What cannot be read was reported.
struct Reported;

/// What the row gives of the fields of its kind; none where one of them was reported.
fn fields(row: &mut Row<'_>, kind: &str, kinds: Option<&PlaceKinds>) -> Option<PlaceFields> {
    let (mut fields, mut sound) = (PlaceFields::default(), true);
    for column in FIELD_COLUMNS.iter() {
        let (Some(id), Some(text)) = (column.strip_prefix(FIELD), row.text(column)) else { continue };
        let value = Value::String(text);
        match kinds.map(|kinds| PlaceFields::checked(kinds, kind, [(id, &value)])) {
            Some(Ok(one)) => fields = fields.with(one),
            Some(Err(refusal)) => {
                row.error(column, &refusal.value, refusal.code, refusal.message);
                sound = false;
            }
            None => {}
        }
    }
    sound.then_some(fields)
}

fn height(row: &mut Row<'_>, column: &'static str) -> Result<Option<i32>, Reported> {
    let Some(text) = row.text(column) else { return Ok(None) };
    let height = text.parse::<f64>().ok().and_then(height_cm);
    height.map(Some).ok_or_else(|| {
        let message = format!("`{column}` is a height in metres from -500 to 9000");
        row.error(column, &text, "invalid_height", message);
        Reported
    })
}

fn households(row: &mut Row<'_>) -> Result<Option<u32>, Reported> {
    let column = if row.text("household_count").is_some() { "household_count" } else { "households" };
    let Some(text) = row.text(column) else { return Ok(None) };
    match row.count(column) {
        Some(count) if count <= HOUSEHOLDS_MAX => Ok(Some(count)),
        Some(_) => {
            row.error(column, &text, "invalid_count", format!("a place has at most {HOUSEHOLDS_MAX} households"));
            Err(Reported)
        }
        None => Err(Reported),
    }
}

/// Whether it is a point or polygons, all of it on Earth.
fn on_earth(value: &GeometryValue) -> bool {
    let fine = |p: &geojson::Position| {
        let (lon, lat) = pair(p);
        Position::from_degrees(lon, lat).is_some()
    };
    let polygon = |rings: &Vec<Vec<geojson::Position>>| {
        !rings.is_empty() && rings.iter().all(|ring| ring.len() >= 4 && ring.iter().all(fine))
    };
    match value {
        GeometryValue::Point { coordinates } => fine(coordinates),
        GeometryValue::Polygon { coordinates } => polygon(coordinates),
        GeometryValue::MultiPolygon { coordinates } => !coordinates.is_empty() && coordinates.iter().all(polygon),
        _ => false,
    }
}
