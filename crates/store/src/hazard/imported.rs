//! Cases that come over from another system, as they stood there.

use domain::hazard::Hazard;
use domain::id::ImportId;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::{NOTHING_DUE, active};
use crate::entity::{free_text, hazard, hazard_called, hazard_deadline, hazard_hand, hazard_waiting, hazard_whistle};
use crate::{Store, StoreError, Write, file};

/// One case from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The case as a hazard in its last state.
    pub hazard: Hazard,
    /// When it was closed there.
    pub closed_at: Option<Timestamp>,
    /// Its number there.
    pub outside_number: String,
}

/// Puts a chunk of imported cases in. They have no deadlines.
///
/// # Errors
/// [`StoreError::Duplicate`] when a number of that system is there already.
pub async fn insert_imported(
    write: &Write,
    import: ImportId,
    system: &str,
    cases: &[Imported],
) -> Result<(), StoreError> {
    // 45 columns: 700 rows stay below SQLite's 32,766 parameters.
    for chunk in cases.chunks(700) {
        let rows = chunk.iter().map(|case| {
            let mut row = active(&case.hazard);
            row.closed_at = Set(case.closed_at.map(|at| at.as_millisecond()));
            row.due_at = Set(NOTHING_DUE);
            row.outside_system = Set(Some(system.to_owned()));
            row.outside_number = Set(Some(case.outside_number.clone()));
            row.import = Set(Some(import.0));
            row
        });
        hazard::Entity::insert_many(rows).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Removes every case of one import with its texts; says how many. Their journal entries stay.
///
/// # Errors
/// When the database fails.
pub async fn delete_import(write: &Write, import: ImportId) -> Result<u64, StoreError> {
    let cases = hazard::Entity::find()
        .select_only()
        .column(hazard::Column::Id)
        .filter(hazard::Column::Import.eq(import.0))
        .into_query();
    free_text::Entity::delete_many()
        .filter(free_text::Column::Subject.in_subquery(cases.clone()))
        .exec(write.tx())
        .await?;
    // Somebody may have worked on a case since.
    hazard_deadline::Entity::delete_many()
        .filter(hazard_deadline::Column::Hazard.in_subquery(cases.clone()))
        .exec(write.tx())
        .await?;
    file::detach(write, cases.clone()).await?;
    hazard_hand::Entity::delete_many()
        .filter(hazard_hand::Column::Hazard.in_subquery(cases.clone()))
        .exec(write.tx())
        .await?;
    hazard_called::Entity::delete_many()
        .filter(hazard_called::Column::Hazard.in_subquery(cases.clone()))
        .exec(write.tx())
        .await?;
    hazard_whistle::Entity::delete_many()
        .filter(hazard_whistle::Column::Hazard.in_subquery(cases.clone()))
        .exec(write.tx())
        .await?;
    hazard_waiting::Entity::delete_many()
        .filter(hazard_waiting::Column::Hazard.in_subquery(cases))
        .exec(write.tx())
        .await?;
    let result = hazard::Entity::delete_many().filter(hazard::Column::Import.eq(import.0)).exec(write.tx()).await?;
    Ok(result.rows_affected)
}

impl Store {
    /// Which of these numbers of `system` are there already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outside_numbers_present(&self, system: &str, numbers: &[String]) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        for chunk in numbers.chunks(10_000) {
            let rows: Vec<String> = hazard::Entity::find()
                .select_only()
                .column(hazard::Column::OutsideNumber)
                .filter(hazard::Column::OutsideSystem.eq(system))
                .filter(hazard::Column::OutsideNumber.is_in(chunk))
                .into_tuple()
                .all(self.read())
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }
}
