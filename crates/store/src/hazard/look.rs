//! Who refused a report and who looked at it again: the table itself keeps the two apart.

use domain::id::{AccountId, HazardId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::entity::hazard_look;
use crate::{StoreError, Write};

/// Notes who refused a report.
///
/// # Errors
/// When the database fails.
pub async fn refused_by(write: &Write, hazard: HazardId, account: AccountId) -> Result<(), StoreError> {
    let once = OnConflict::columns([hazard_look::Column::Hazard, hazard_look::Column::Account]).do_nothing().to_owned();
    let row = hazard_look::Entity::insert(look(hazard, account, "refused")).on_conflict(once);
    row.exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Notes who decided after an appeal.
///
/// # Errors
/// [`StoreError::Duplicate`] when it was the account that had refused it.
pub async fn looked_again(write: &Write, hazard: HazardId, account: AccountId) -> Result<(), StoreError> {
    let row = hazard_look::Entity::insert(look(hazard, account, "second"));
    row.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

fn look(hazard: HazardId, account: AccountId, look: &str) -> hazard_look::ActiveModel {
    hazard_look::ActiveModel { hazard: Set(hazard.0), account: Set(account.0), look: Set(look.to_owned()) }
}
