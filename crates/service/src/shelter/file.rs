//! Shelters from a CSV file: all rows or none.

use std::collections::{BTreeSet, HashMap};

use domain::access::{Actor, Permission, Target};
use domain::evacuation::Peril;
use domain::id::{ImportId, ShelterId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::shelter::{Shelter, ShelterClass, ShelterKind, Unsuited, can_shelter};
use domain::unit::UnitPath;
use domain::unit::boundary::Position;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use store::{import, journal};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Most rows of one file.
const ROWS_MAX: usize = 5_000;

/// Most faults that are told at once.
const FAULTS_MAX: usize = 100;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Row in the file; the heading is row 1.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// What is wrong, and what to do.
    pub detail: String,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheltersImported {
    /// Rows that were taken.
    pub rows: usize,
    /// Those of them that were not there before.
    pub new: usize,
}

#[derive(Debug, Deserialize)]
struct Line {
    code: String,
    name_zh: String,
    #[serde(default)]
    name_en: String,
    unit_code: String,
    lon: f64,
    lat: f64,
    kind: String,
    suitable_for: String,
    elevation_m: Option<f64>,
    area_m2: u32,
    class: String,
}

impl Service {
    /// Makes or replaces shelters by code: `code, name_zh, name_en, unit_code, lon, lat, kind, suitable_for,
    /// elevation_m, area_m2, class`, UTF-8; other columns do not count.
    ///
    /// # Errors
    /// When it is no such file, a row cannot be taken (then none is), or the actor may not for each of the units.
    pub async fn import_shelters(
        &self,
        actor: &Actor,
        text: &str,
        now: Timestamp,
    ) -> Result<SheltersImported, ServiceError> {
        let mut ids = self.store().shelter_ids().await?;
        let known = ids.len();
        let shelters = self.read_shelters(text, &mut ids)?;
        let mut by = By { account: Some(actor.account), posting: None };
        for (_, path) in &shelters {
            by.posting = Some(self.require(actor, Permission::ManageUnits, &Target::at(path))?.id);
        }
        // A code that stands elsewhere belongs to whoever manages that place.
        let there: Vec<_> = shelters.iter().map(|(shelter, _)| shelter.id).collect();
        let tree = self.tree();
        for before in self.store().shelters_by_id(&there).await? {
            let unit = tree.by_id(before.unit).ok_or(ServiceError::NotFound("unit"))?;
            self.require(actor, Permission::ManageUnits, &Target::at(&unit.path))?;
        }
        let id = ImportId(Uuid::now_v7());
        let write = self.store().write().await?;
        import::begin(&write, id, "shelters", "", now).await?;
        store::shelter::save(&write, &shelters).await?;
        import::finish(&write, id, shelters.len() as u64, now).await?;
        let payload = json!({ "rows": shelters.len() });
        journal::append(&write, &[NewEntry { by, payload, ..NewEntry::about(Kind::SheltersImported, id.0, now) }])
            .await?;
        write.commit().await?;
        Ok(SheltersImported { rows: shelters.len(), new: ids.len() - known })
    }

    fn read_shelters(
        &self,
        text: &str,
        ids: &mut HashMap<String, ShelterId>,
    ) -> Result<Vec<(Shelter, UnitPath)>, ServiceError> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let (mut shelters, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (number, line) in reader.deserialize::<Line>().enumerate() {
            let row = number + 2;
            if number >= ROWS_MAX || faults.len() >= FAULTS_MAX {
                let detail = format!("a file has at most {ROWS_MAX} rows; what stands behind here was not read");
                faults.push(RowFault { row, column: "code", detail });
                break;
            }
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    faults.push(RowFault { row, column: "row", detail: format!("this row cannot be read: {error}") });
                    continue;
                }
            };
            if !seen.insert(line.code.clone()) {
                let detail = format!("the code `{}` stands in the file twice", line.code);
                faults.push(RowFault { row, column: "code", detail });
                continue;
            }
            match self.shelter_of(line, ids) {
                Ok(shelter) => shelters.push(shelter),
                Err((column, detail)) => faults.push(RowFault { row, column, detail }),
            }
        }
        if shelters.is_empty() && faults.is_empty() {
            faults.push(RowFault { row: 1, column: "code", detail: "the file has no rows".to_owned() });
        }
        if faults.is_empty() { Ok(shelters) } else { Err(ServiceError::RowsRefused(faults)) }
    }

    fn shelter_of(
        &self,
        line: Line,
        ids: &mut HashMap<String, ShelterId>,
    ) -> Result<(Shelter, UnitPath), (&'static str, String)> {
        let words = |all: &[&str]| all.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let short = |text: &str| !text.is_empty() && text.chars().count() <= 120 && !text.chars().any(char::is_control);
        if !short(&line.code) {
            return Err(("code", "a shelter needs a code of 1 to 120 characters".to_owned()));
        }
        if !short(&line.name_zh) || (!line.name_en.is_empty() && !short(&line.name_en)) {
            return Err(("name_zh", "a shelter needs a name of 1 to 120 characters".to_owned()));
        }
        let tree = self.tree();
        let unit = tree.by_code(&line.unit_code);
        let unit = unit.ok_or_else(|| ("unit_code", format!("there is no unit `{}`", line.unit_code)))?;
        let position = Position::from_degrees(line.lon, line.lat);
        let position = position.ok_or_else(|| ("lon", "longitude or latitude is no number of degrees".to_owned()))?;
        let kind = ShelterKind::from_word(&line.kind);
        let kind = kind.ok_or_else(|| ("kind", format!("give {}", words(&ShelterKind::ALL.map(ShelterKind::word)))))?;
        let class = ShelterClass::from_word(&line.class);
        let class =
            class.ok_or_else(|| ("class", format!("give {}", words(&ShelterClass::ALL.map(ShelterClass::word)))))?;
        let mut suitable_for = BTreeSet::new();
        for word in line.suitable_for.split([';', ' ', '、', ',']).filter(|word| !word.is_empty()) {
            let peril = Peril::from_word(word);
            let peril = peril.ok_or_else(|| {
                ("suitable_for", format!("`{word}` is none of {}", words(&Peril::ALL.map(Peril::word))))
            })?;
            can_shelter(kind, peril).map_err(|why| ("suitable_for", unsuited(peril, why)))?;
            suitable_for.insert(peril);
        }
        if line.area_m2 == 0 || line.area_m2 > 10_000_000 {
            return Err(("area_m2", "give the effective area in whole m², more than 0".to_owned()));
        }
        let elevation_cm = match line.elevation_m {
            None => None,
            Some(metres) if (-500.0..=9_000.0).contains(&metres) => Some(centimetres(metres)),
            Some(_) => return Err(("elevation_m", "give the height above the sea in metres".to_owned())),
        };
        let mut names = Names::zh(&line.name_zh);
        if !line.name_en.is_empty() {
            names.0.insert("en".to_owned(), line.name_en);
        }
        let id = *ids.entry(line.code.clone()).or_insert_with(|| ShelterId(Uuid::now_v7()));
        let shelter = Shelter {
            id,
            code: line.code,
            names,
            unit: unit.id,
            place: None,
            position,
            kind,
            suitable_for,
            elevation_cm,
            area_m2: line.area_m2,
            class,
        };
        Ok((shelter, unit.path.clone()))
    }
}

fn unsuited(peril: Peril, why: Unsuited) -> String {
    let place = match why {
        Unsuited::OpenAir => "a place under the sky",
        Unsuited::Underground => "a place below the ground",
        Unsuited::NotNamed => "this place",
    };
    format!("{place} is no shelter from `{}`: take it off the list", peril.word())
}

#[expect(clippy::cast_possible_truncation, reason = "bounded by its caller")]
fn centimetres(metres: f64) -> i32 {
    (metres * 100.0).round() as i32
}
