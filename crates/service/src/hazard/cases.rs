//! Cases from another system, taken over as they stood there: no guards, no deadlines, no jobs.
//!
//! Chunks of 1,000 under one import id, so that no write lasts long. A repeated run leaves out what is
//! there already; an import can be removed as a whole.

use std::collections::HashSet;

use domain::catalogue::CaseKind;
use domain::hazard::{Around, Command, Doer, EventKind, Hazard, State};
use domain::id::{HazardId, ImportId};
use domain::journal::{Cause, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::hazard::{Imported, Spot};
use store::import::ImportRun;
use store::{hazard, import, journal, unit_write};
use uuid::Uuid;

use super::located::Located;
use super::{StepEntry, keep_text};
use crate::exchange::CaseRow;
use crate::{Service, ServiceError};

const CHUNK: usize = 1_000;

/// A case that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCase {
    /// Row in the file.
    pub row: u64,
    /// The offending value.
    pub value: String,
    /// Stable code.
    pub code: &'static str,
}

/// What an import of cases came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseImport {
    /// The import; its cases can be removed by it.
    pub id: ImportId,
    /// Cases taken over.
    pub imported: usize,
    /// Cases that were here already, from an earlier run.
    pub present: usize,
    /// Cases that were not taken.
    pub refused: Vec<RefusedCase>,
}

impl Service {
    /// Takes the cases of `system` over, on behalf of the operator. `progress` hears of each chunk.
    ///
    /// # Errors
    /// When the database fails; chunks that were committed stay, and a second run goes on behind them.
    pub async fn import_cases(
        &self,
        system: &str,
        kind: CaseKind,
        file: &str,
        cases: &[CaseRow],
        now: Timestamp,
        mut progress: impl FnMut(usize),
    ) -> Result<CaseImport, ServiceError> {
        let id = ImportId(Uuid::now_v7());
        let mut result = CaseImport { id, imported: 0, present: 0, refused: Vec::new() };
        let write = self.store().write().await?;
        import::begin(&write, id, "cases", file, now).await?;
        write.commit().await?;
        let mut seen = HashSet::with_capacity(cases.len());
        for chunk in cases.chunks(CHUNK) {
            self.import_chunk((system, kind), chunk, &mut seen, &mut result, now).await?;
            progress(chunk.len());
        }
        let write = self.store().write().await?;
        import::finish(&write, id, result.imported as u64, now).await?;
        let payload = json!({ "system": system, "imported": result.imported, "present": result.present,
            "refused": result.refused.len() });
        journal::append(&write, &[NewEntry { payload, ..NewEntry::about(Kind::CasesImported, id.0, now) }]).await?;
        write.commit().await?;
        Ok(result)
    }

    async fn import_chunk(
        &self,
        (system, kind): (&str, CaseKind),
        chunk: &[CaseRow],
        seen: &mut HashSet<String>,
        result: &mut CaseImport,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let tree = self.tree();
        let numbers: Vec<String> = chunk.iter().map(|case| case.outside_number.clone()).collect();
        let present = self.store().outside_numbers_present(system, &numbers).await?;
        let present: HashSet<String> = present.into_iter().collect();
        let mut refuse = |case: &CaseRow, value: &str, code| {
            result.refused.push(RefusedCase { row: case.row, value: value.to_owned(), code });
        };
        let mut taken = Vec::with_capacity(chunk.len());
        for case in chunk {
            let Some(item) = self.catalogue().get(&case.category) else {
                refuse(case, &case.category, "category_unknown");
                continue;
            };
            let Some(unit) = tree.by_code(&case.unit_code) else {
                refuse(case, &case.unit_code, "unit_unknown");
                continue;
            };
            if !seen.insert(case.outside_number.clone()) {
                refuse(case, &case.outside_number, "number_repeated");
                continue;
            }
            if present.contains(&case.outside_number) {
                result.present += 1;
                continue;
            }
            let state = if case.closed { State::Closed } else { State::Reported };
            let id = HazardId(Uuid::now_v7());
            let hazard = Hazard::imported(id, kind, state, item, unit, case.position, case.reported_at);
            let located = Located::new(Spot { position: case.position, ..Spot::default() });
            let imported = Imported {
                hazard,
                place_salt: located.as_ref().map(|located| located.salt.clone()),
                closed_at: case.closed_at,
                outside_number: case.outside_number.clone(),
            };
            taken.push((case, imported, located.map(|located| located.hash)));
        }
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree.version()).await?;
        let rows: Vec<Imported> = taken.iter().map(|(_, imported, _)| imported.clone()).collect();
        hazard::insert_imported(&write, result.id, system, &rows).await?;
        let mut entries = Vec::with_capacity(taken.len());
        for (case, imported, located) in &taken {
            let text = case.text.as_deref().unwrap_or_default();
            let text = keep_text(&write, imported.hazard.id.0, "description", text).await?;
            let about = StepEntry::new(&imported.hazard, EventKind::Imported, self.rules().stamp(), now);
            let (cause, happened_at) = (Some(Cause::Import(result.id)), case.reported_at.min(now));
            let step = StepEntry { cause, happened_at, ..about };
            let mut entry = step.entry(text);
            entry.payload["located"] = json!(located);
            entries.push(entry);
        }
        journal::append(&write, &entries).await?;
        write.commit().await?;
        result.imported += taken.len();
        Ok(())
    }

    /// Takes an import of cases back, whole; its journal entries stay. Reports from elsewhere that were found to be the
    /// same as one of its cases go on by themselves. Says how many cases went; one that breaks off is repeated.
    ///
    /// # Errors
    /// When no import of cases has this id, or the database fails.
    pub async fn remove_cases(&self, id: ImportId, now: Timestamp) -> Result<u64, ServiceError> {
        let runs = self.store().import_runs().await?;
        runs.iter().find(|run| run.id == id && run.kind == "cases").ok_or(ServiceError::NotFound("import"))?;
        for part in self.store().parts_of_import(id).await? {
            self.separate_from_import(id, part, now).await?;
        }
        let mut removed = 0;
        loop {
            let write = self.store().write().await?;
            let gone = hazard::delete_imported(&write, id, CHUNK as u64).await?;
            write.commit().await?;
            removed += gone;
            if gone == 0 {
                break;
            }
        }
        let write = self.store().write().await?;
        let payload = json!({ "removed": removed });
        journal::append(&write, &[NewEntry { payload, ..NewEntry::about(Kind::CasesRemoved, id.0, now) }]).await?;
        write.commit().await?;
        Ok(removed)
    }

    async fn separate_from_import(&self, import: ImportId, part: HazardId, now: Timestamp) -> Result<(), ServiceError> {
        let before = self.store().hazard(part).await?.ok_or(ServiceError::NotFound("hazard"))?.hazard;
        let reason = "what it was part of was taken back with its import".to_owned();
        let around = Around { now, above: None, other: None };
        let (after, event) = before.apply(&Command::Separate { reason: reason.clone() }, Doer::default(), &around)?;
        let deadlines = self.rules().after(self.store().deadlines(part).await?, after.grading(), event, now)?;
        let write = self.store().write().await?;
        hazard::update(&write, &after, &deadlines, now).await?;
        let text = keep_text(&write, part.0, "note", &reason).await?;
        let about = StepEntry::new(&after, event, self.rules().stamp(), now);
        let step = StepEntry { from: Some(&before), cause: Some(Cause::Import(import)), ..about };
        journal::append(&write, &[step.entry(text)]).await?;
        write.commit().await?;
        Ok(())
    }

    /// The imports that were made, the newest first, with how many of their cases are here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imports(&self) -> Result<Vec<(ImportRun, u64)>, ServiceError> {
        let counts = self.store().imported_counts().await?;
        let runs = self.store().import_runs().await?.into_iter();
        Ok(runs.map(|run| (counts.get(&run.id).copied().unwrap_or(0), run)).map(|(here, run)| (run, here)).collect())
    }
}
