//! Writing what a hazard has in tables of its own: hands, calls, questions.

use domain::hazard::{Hazard, State};
use domain::id::{AccountId, HazardId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{hazard_called, hazard_hand, hazard_waiting, hazard_whistle};
use crate::{StoreError, Write};

/// The hand of whoever rectifies.
pub(super) const RECTIFIER: &str = "rectifier";

/// Writes the parts that a step may have added. Of them only a department that was asked by mistake goes again.
pub(super) async fn save(write: &Write, after: &Hazard) -> Result<(), StoreError> {
    for account in &after.rectifiers {
        hand(write, after.id, *account, RECTIFIER).await?;
    }
    for whistle in &after.whistles {
        let answered_at = whistle.answered_at.map(|at| at.as_millisecond());
        // An id of another hazard's call must not reach that one: only an own row is updated.
        let known = hazard_whistle::Entity::update_many()
            .col_expr(hazard_whistle::Column::AnsweredAt, Expr::value(answered_at))
            .filter(hazard_whistle::Column::Id.eq(whistle.id.0))
            .filter(hazard_whistle::Column::Hazard.eq(after.id.0))
            .exec(write.tx())
            .await?;
        if known.rows_affected == 0 {
            let row = hazard_whistle::ActiveModel {
                id: Set(whistle.id.0),
                hazard: Set(after.id.0),
                kind: Set(whistle.kind.word().to_owned()),
                body: Set(whistle.body.0),
                sounded_at: Set(whistle.sounded_at.as_millisecond()),
                answered_at: Set(answered_at),
            };
            let inserted = hazard_whistle::Entity::insert(row).exec_without_returning(write.tx()).await;
            inserted.map_err(StoreError::from_insert)?;
        }
    }
    for waiting in &after.waitings {
        let answered_at = waiting.answer.map(|(at, _)| at.as_millisecond());
        let granted = waiting.answer.map(|(_, granted)| granted);
        let known = hazard_waiting::Entity::update_many()
            .col_expr(hazard_waiting::Column::AnsweredAt, Expr::value(answered_at))
            .col_expr(hazard_waiting::Column::Granted, Expr::value(granted))
            .filter(hazard_waiting::Column::Id.eq(waiting.id.0))
            .filter(hazard_waiting::Column::Hazard.eq(after.id.0))
            .exec(write.tx())
            .await?;
        if known.rows_affected == 0 {
            let row = hazard_waiting::ActiveModel {
                id: Set(waiting.id.0),
                hazard: Set(after.id.0),
                kind: Set(waiting.kind.word().to_owned()),
                body: Set(waiting.body.0),
                asked_at: Set(waiting.asked_at.as_millisecond()),
                answered_at: Set(answered_at),
                granted: Set(granted),
            };
            let inserted = hazard_waiting::Entity::insert(row).exec_without_returning(write.tx()).await;
            inserted.map_err(StoreError::from_insert)?;
        }
    }
    let called = after.called();
    if !called.is_empty() {
        // Another department was asked in place of the first.
        hazard_called::Entity::delete_many()
            .filter(hazard_called::Column::Hazard.eq(after.id.0))
            .filter(hazard_called::Column::Body.is_not_in(called.iter().map(|body| body.0)))
            .exec(write.tx())
            .await?;
    }
    for body in called {
        let row = hazard_called::ActiveModel { hazard: Set(after.id.0), body: Set(body.0) };
        let once =
            OnConflict::columns([hazard_called::Column::Hazard, hazard_called::Column::Body]).do_nothing().to_owned();
        hazard_called::Entity::insert(row).on_conflict(once).exec_without_returning(write.tx()).await?;
    }
    if after.state == State::Assigned {
        // Opened again: who verified the last round may rectify in this one.
        hazard_hand::Entity::delete_many()
            .filter(hazard_hand::Column::Hazard.eq(after.id.0))
            .filter(hazard_hand::Column::Hand.ne(RECTIFIER))
            .exec(write.tx())
            .await?;
    }
    Ok(())
}

/// Notes who verified, or let the rectification wait. The table itself refuses a rectifier.
///
/// # Errors
/// When the database fails.
pub async fn judged_by(write: &Write, hazard: HazardId, account: AccountId) -> Result<(), StoreError> {
    let row =
        hazard_hand::ActiveModel { hazard: Set(hazard.0), account: Set(account.0), hand: Set("verifier".to_owned()) };
    // The same verifier may look twice; the update lets the check speak where the hand is another one.
    hazard_hand::Entity::delete_many()
        .filter(hazard_hand::Column::Hazard.eq(hazard.0))
        .filter(hazard_hand::Column::Account.eq(account.0))
        .filter(hazard_hand::Column::Hand.ne(RECTIFIER))
        .exec(write.tx())
        .await?;
    hazard_hand::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

async fn hand(write: &Write, hazard: HazardId, account: AccountId, hand: &str) -> Result<(), StoreError> {
    let row = hazard_hand::ActiveModel { hazard: Set(hazard.0), account: Set(account.0), hand: Set(hand.to_owned()) };
    // Somebody who verified an earlier round and rectifies now loses the right to verify.
    let rectifies = OnConflict::columns([hazard_hand::Column::Hazard, hazard_hand::Column::Account])
        .update_column(hazard_hand::Column::Hand)
        .to_owned();
    hazard_hand::Entity::insert(row).on_conflict(rectifies).exec_without_returning(write.tx()).await?;
    Ok(())
}
