//! Cases that come over from another system, as they stood there.

use std::collections::HashMap;

use domain::hazard::Hazard;
use domain::id::{HazardId, ImportId};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{NOTHING_DUE, active};
use crate::entity::{
    free_text, hazard, hazard_called, hazard_deadline, hazard_hand, hazard_look, hazard_waiting, hazard_whistle,
};
use crate::{Store, StoreError, Write, file, notice};

/// One case from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The case as a hazard in its last state.
    pub hazard: Hazard,
    /// The salt of what the journal holds of where it is.
    pub place_salt: Option<Vec<u8>>,
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
    // 46 columns: 700 rows stay below SQLite's 32,766 parameters.
    for chunk in cases.chunks(700) {
        let rows = chunk.iter().map(|case| {
            let mut row = active(&case.hazard);
            row.closed_at = Set(case.closed_at.map(|at| at.as_millisecond()));
            row.due_at = Set(NOTHING_DUE);
            row.place_salt = Set(case.place_salt.clone());
            row.outside_system = Set(Some(system.to_owned()));
            row.outside_number = Set(Some(case.outside_number.clone()));
            row.import = Set(Some(import.0));
            row
        });
        hazard::Entity::insert_many(rows).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Removes up to `limit` cases of one import with their texts and notices; says how many. Their journal entries stay.
///
/// Duplicates go first: nothing may be part of a case that is gone.
///
/// # Errors
/// When the database fails, or a hazard from elsewhere is part of one of the cases.
pub async fn delete_imported(write: &Write, import: ImportId, limit: u64) -> Result<u64, StoreError> {
    let cases: Vec<Uuid> = hazard::Entity::find()
        .select_only()
        .column(hazard::Column::Id)
        .filter(hazard::Column::Import.eq(import.0))
        .order_by_desc(hazard::Column::MergedInto.is_not_null())
        .limit(limit)
        .into_tuple()
        .all(write.tx())
        .await?;
    let cases = || cases.iter().copied();
    notice::delete_of(write, cases().collect()).await?;
    free_text::Entity::delete_many().filter(free_text::Column::Subject.is_in(cases())).exec(write.tx()).await?;
    // Somebody may have worked on a case since.
    hazard_deadline::Entity::delete_many()
        .filter(hazard_deadline::Column::Hazard.is_in(cases()))
        .exec(write.tx())
        .await?;
    file::detach(write, cases().collect()).await?;
    hazard_look::Entity::delete_many().filter(hazard_look::Column::Hazard.is_in(cases())).exec(write.tx()).await?;
    hazard_hand::Entity::delete_many().filter(hazard_hand::Column::Hazard.is_in(cases())).exec(write.tx()).await?;
    hazard_called::Entity::delete_many().filter(hazard_called::Column::Hazard.is_in(cases())).exec(write.tx()).await?;
    hazard_whistle::Entity::delete_many()
        .filter(hazard_whistle::Column::Hazard.is_in(cases()))
        .exec(write.tx())
        .await?;
    hazard_waiting::Entity::delete_many()
        .filter(hazard_waiting::Column::Hazard.is_in(cases()))
        .exec(write.tx())
        .await?;
    let gone = hazard::Entity::delete_many().filter(hazard::Column::Id.is_in(cases())).exec(write.tx()).await?;
    Ok(gone.rows_affected)
}

impl Store {
    /// Hazards from elsewhere that are part of a case of this import.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn parts_of_import(&self, import: ImportId) -> Result<Vec<HazardId>, StoreError> {
        let cases = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::Import.eq(import.0))
            .into_query();
        let elsewhere = Condition::any().add(hazard::Column::Import.is_null()).add(hazard::Column::Import.ne(import.0));
        let parts: Vec<Uuid> = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::MergedInto.in_subquery(cases))
            .filter(elsewhere)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(parts.into_iter().map(HazardId).collect())
    }

    /// How many cases of each import are here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imported_counts(&self) -> Result<HashMap<ImportId, u64>, StoreError> {
        let rows: Vec<(Uuid, i64)> = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Import)
            .column_as(hazard::Column::Id.count(), "cases")
            .filter(hazard::Column::Import.is_not_null())
            .group_by(hazard::Column::Import)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|(id, cases)| (ImportId(id), cases.unsigned_abs())).collect())
    }

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
