//! Holding the rows of hazards against the last entry about each: whoever changes a row behind the journal's back
//! leaves every seal valid.

use std::collections::HashMap;

use domain::hazard::Hazard;
use domain::id::HazardId;
use domain::journal::Kind;
use domain::seal::{Columns, Finding, Place};
use serde_json::{Map, Value};
use store::hazard::Spot;
use store::journal::Search;
use uuid::Uuid;

use crate::hazard::located;
use crate::{Service, ServiceError, secret};

/// Hazards read at once.
const CHUNK: usize = 1_000;

/// How often row and entry of one hazard are read anew.
const ATTEMPTS: usize = 3;

/// What the last entry says about each hazard, as a digest: a city has a million of them.
#[derive(Default)]
pub(super) struct LastFacts(HashMap<Uuid, Told>);

struct Told {
    version: i64,
    entry: Place,
    facts: [u8; 32],
    /// Where its first entry holds where it is, and what; nothing where that was written before entries did.
    located: Option<(Place, Option<String>)>,
    /// A case of an import, which may have been taken back as a whole.
    imported: bool,
}

impl LastFacts {
    /// Looks at one entry; those about other things say nothing here.
    pub(super) fn see(&mut self, entry: &Columns) {
        let told = told(&entry.kind, &entry.payload, entry.place());
        let Some(told) = told.filter(|_| entry.subject_kind == "hazard") else { return };
        let known = self.0.get(&entry.subject);
        if known.is_none_or(|known| known.version <= told.version) {
            let imported = told.imported || known.is_some_and(|known| known.imported);
            let located = told.located.clone().or_else(|| known.and_then(|known| known.located.clone()));
            self.0.insert(entry.subject, Told { imported, located, ..told });
        }
    }
}

impl Service {
    /// Hazards whose rows say something else than the last entry about them, and such as are gone.
    pub(super) async fn wrong_rows(&self, last: &LastFacts) -> Result<Vec<Finding>, ServiceError> {
        let mut wrong = Vec::new();
        let ids: Vec<HazardId> = last.0.keys().copied().map(HazardId).collect();
        for chunk in ids.chunks(CHUNK) {
            let rows = self.store().hazards_by_id(chunk).await?;
            let spots = self.store().hazard_spots(chunk).await?;
            let rows: HashMap<Uuid, Hazard> = rows.into_iter().map(|row| (row.hazard.id.0, row.hazard)).collect();
            for id in chunk {
                let Some(told) = last.0.get(&id.0) else { continue };
                let finding = match rows.get(&id.0) {
                    None if told.imported => continue,
                    None => Finding::RowMissing { entry: told.entry, hazard: id.0 },
                    Some(row) => {
                        match (moved_since(&told.located, spots.get(id)), digest(&row.facts()) == told.facts) {
                            (Some(entry), _) => Finding::RowDiffers { entry, hazard: id.0 },
                            (None, true) => continue,
                            // A step that was taken while the journal was read is not in it yet.
                            (None, false) => match self.differs_now(*id).await? {
                                Some(entry) => Finding::RowDiffers { entry, hazard: id.0 },
                                None => continue,
                            },
                        }
                    }
                };
                wrong.push(finding);
            }
        }
        Ok(wrong)
    }

    /// The last entry where it and the row, both read anew, do not say the same.
    async fn differs_now(&self, id: HazardId) -> Result<Option<Place>, ServiceError> {
        let search = Search { subject: Some(id.0), ..Search::default() };
        let mut entry = Place::default();
        for _ in 0..ATTEMPTS {
            let Some(row) = self.store().hazard(id).await? else { break };
            let mut last = LastFacts::default();
            for entry in self.store().journal_columns(&search, None, i64::MAX, super::CHUNK).await? {
                last.see(&entry);
            }
            let Some(told) = last.0.get(&id.0) else { break };
            if digest(&row.hazard.facts()) == told.facts {
                return Ok(None);
            }
            entry = told.entry;
            // Else a step came between the two: once more.
            if told.version <= i64::from(row.hazard.version) {
                break;
            }
        }
        Ok(Some(entry))
    }
}

/// What an entry about a hazard says of its rows; `None` where it is about something else.
fn told(kind: &str, payload: &str, entry: Place) -> Option<Told> {
    let imported = kind == Kind::Hazard(domain::hazard::EventKind::Imported).word();
    let step = kind.strip_prefix("hazard.")?;
    domain::hazard::EventKind::from_word(step)?;
    let payload: Map<String, Value> = serde_json::from_str(payload).ok()?;
    let version = payload.get("version")?.as_i64()?;
    let located = payload.get("located").map(|hash| (entry, hash.as_str().map(str::to_owned)));
    let facts = payload.into_iter().filter(|(name, _)| Hazard::FACTS.contains(&name.as_str())).collect();
    Some(Told { version, entry, facts: digest(&facts), located, imported })
}

/// The entry that a hazard is elsewhere than; no step moves one.
fn moved_since(told: &Option<(Place, Option<String>)>, stands: Option<&(Spot, Option<Vec<u8>>)>) -> Option<Place> {
    let ((entry, hash), (spot, salt)) = (told.as_ref()?, stands?);
    let is_same = match salt {
        Some(salt) => *hash == Some(secret::hex(&located::hash(salt, *spot))),
        None => hash.is_none() && *spot == Spot::default(),
    };
    (!is_same).then_some(*entry)
}

fn digest(facts: &Map<String, Value>) -> [u8; 32] {
    // The members of a map are in the order of their names.
    let text = Value::Object(facts.clone()).to_string();
    secret::sha256(&[text.as_bytes()]).try_into().unwrap_or_default()
}
