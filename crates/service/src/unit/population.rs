//! Importing counts of people and households.

use domain::id::{ImportId, UnitId};
use domain::journal::{Kind, NewEntry};
use domain::unit::Statistics;
use jiff::Timestamp;
use serde_json::json;
use store::{import, journal, unit_write};
use uuid::Uuid;

use crate::exchange::PopulationRow;
use crate::{Service, ServiceError};

impl Service {
    /// Adds or replaces counts of units known by code, on behalf of the operator; all rows or none.
    /// Says how many.
    ///
    /// # Errors
    /// When a code is unknown, or the database fails.
    pub async fn import_population(
        &self,
        file: &str,
        rows: Vec<PopulationRow>,
        now: Timestamp,
    ) -> Result<usize, ServiceError> {
        let tree = self.tree();
        let mut counts: Vec<(UnitId, Statistics)> = Vec::with_capacity(rows.len());
        for PopulationRow { row, code, statistics } in rows {
            let Some(unit) = tree.by_code(&code) else {
                let detail = format!("row {row}: `code` names `{code}`, which is no present unit");
                return Err(ServiceError::invalid("code", "unit_unknown", detail));
            };
            counts.push((unit.id, statistics));
        }
        let id = ImportId(Uuid::now_v7());
        let write = self.store().write().await?;
        import::begin(&write, id, "population", file, now).await?;
        unit_write::save_statistics(&write, &counts).await?;
        import::finish(&write, id, counts.len() as u64, now).await?;
        let entry = NewEntry {
            payload: json!({ "rows": counts.len() }),
            ..NewEntry::about(Kind::PopulationImported, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(counts.len())
    }
}
