//! What a hazard has in tables of its own: hands, calls, questions.

use std::collections::HashMap;

use domain::hazard::{Hazard, State, Waiting, WaitingReason, Whistle, WhistleKind};
use domain::id::{AccountId, BodyId, HazardId, WaitingId, WhistleId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::row::Stored;
use crate::entity::{hazard_called, hazard_hand, hazard_waiting, hazard_whistle};
use crate::filter::among;
use crate::value::time;
use crate::{StoreError, Write};

const RECTIFIER: &str = "rectifier";

/// Reads the parts of the given hazards. Parts come with steps: one that nobody has touched since it came in has none,
/// and taking a report in asks for none.
pub(super) async fn fill(connection: &impl ConnectionTrait, rows: &mut [Stored]) -> Result<(), StoreError> {
    let touched = rows.iter().filter(|row| row.hazard.version > 1);
    let ids: Vec<Uuid> = touched.map(|row| row.hazard.id.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut by_id: HashMap<Uuid, &mut Hazard> = rows.iter_mut().map(|row| (row.hazard.id.0, &mut row.hazard)).collect();
    let hands = hazard_hand::Entity::find()
        .filter(among(hazard_hand::Column::Hazard, &ids))
        .filter(hazard_hand::Column::Hand.eq(RECTIFIER))
        .all(connection)
        .await?;
    for hand in hands {
        if let Some(hazard) = by_id.get_mut(&hand.hazard) {
            hazard.rectifiers.push(AccountId(hand.account));
        }
    }
    let whistles = hazard_whistle::Entity::find()
        .filter(among(hazard_whistle::Column::Hazard, &ids))
        .order_by_asc(hazard_whistle::Column::SoundedAt)
        .order_by_asc(hazard_whistle::Column::Id)
        .all(connection)
        .await?;
    for row in whistles {
        if let Some(hazard) = by_id.get_mut(&row.hazard) {
            hazard.whistles.push(whistle(row)?);
        }
    }
    let waitings = hazard_waiting::Entity::find()
        .filter(among(hazard_waiting::Column::Hazard, &ids))
        .order_by_asc(hazard_waiting::Column::AskedAt)
        .order_by_asc(hazard_waiting::Column::Id)
        .all(connection)
        .await?;
    for row in waitings {
        if let Some(hazard) = by_id.get_mut(&row.hazard) {
            hazard.waitings.push(waiting(row)?);
        }
    }
    Ok(())
}

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

fn whistle(row: hazard_whistle::Model) -> Result<Whistle, StoreError> {
    const TABLE: &str = "hazard_whistle";
    Ok(Whistle {
        id: WhistleId(row.id),
        kind: WhistleKind::from_word(&row.kind).ok_or_else(|| StoreError::damaged(TABLE, "kind", row.kind.clone()))?,
        body: BodyId(row.body),
        sounded_at: time(TABLE, "sounded_at", row.sounded_at)?,
        answered_at: row.answered_at.map(|at| time(TABLE, "answered_at", at)).transpose()?,
    })
}

fn waiting(row: hazard_waiting::Model) -> Result<Waiting, StoreError> {
    const TABLE: &str = "hazard_waiting";
    let answered_at = row.answered_at.map(|at| time(TABLE, "answered_at", at)).transpose()?;
    Ok(Waiting {
        id: WaitingId(row.id),
        kind: WaitingReason::from_word(&row.kind)
            .ok_or_else(|| StoreError::damaged(TABLE, "kind", row.kind.clone()))?,
        body: BodyId(row.body),
        asked_at: time(TABLE, "asked_at", row.asked_at)?,
        answer: answered_at.zip(row.granted),
    })
}
