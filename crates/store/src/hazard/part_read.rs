//! Reading what a hazard has in tables of its own: one statement for all of them, since a list waits for each way to
//! the database.

use std::collections::HashMap;

use domain::hazard::{Hazard, Waiting, WaitingReason, Whistle, WhistleKind};
use domain::id::{AccountId, BodyId, WaitingId, WhistleId};
use sea_orm::sea_query::{Alias, Expr, Order, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::part::RECTIFIER;
use super::row::Stored;
use crate::StoreError;
use crate::entity::{hazard_hand, hazard_waiting, hazard_whistle};
use crate::filter::among;
use crate::value::time;

/// A row of one of the tables. Whoever rectifies has no time; only an answer to a wish to wait says whether it was granted.
#[derive(FromQueryResult)]
struct Part {
    hazard: Uuid,
    part: String,
    id: Uuid,
    kind: String,
    body: Uuid,
    at: i64,
    answered_at: Option<i64>,
    granted: Option<bool>,
}

/// Reads the parts of the given hazards. Parts come with steps: one that nobody has touched since it came in has none,
/// and taking a report in asks for none.
pub(super) async fn fill(connection: &impl ConnectionTrait, rows: &mut [Stored]) -> Result<(), StoreError> {
    let touched = rows.iter().filter(|row| row.hazard.version > 1);
    let ids: Vec<Uuid> = touched.map(|row| row.hazard.id.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut by_id: HashMap<Uuid, &mut Hazard> = rows.iter_mut().map(|row| (row.hazard.id.0, &mut row.hazard)).collect();
    for row in connection.query_all(&parts(&ids)).await? {
        let part = Part::from_query_result(&row, "")?;
        let Some(hazard) = by_id.get_mut(&part.hazard) else { continue };
        match part.part.as_str() {
            "waiting" => hazard.waitings.push(waiting(part)?),
            "whistle" => hazard.whistles.push(whistle(part)?),
            _ => hazard.rectifiers.push(AccountId(part.id)),
        }
    }
    Ok(())
}

/// All parts of these hazards in the order of their times.
fn parts(ids: &[Uuid]) -> SelectStatement {
    use hazard_waiting::Column as W;
    use hazard_whistle::Column as Call;
    // The table with every column stands first: its types are those of the whole.
    let waitings = begun(hazard_waiting::Entity::find().filter(among(W::Hazard, ids)), W::Hazard, "'waiting'");
    let waitings = waitings.columns([W::Id, W::Kind, W::Body]).column_as(W::AskedAt, "at");
    let waitings = waitings.columns([W::AnsweredAt, W::Granted]);
    let calls = begun(hazard_whistle::Entity::find().filter(among(Call::Hazard, ids)), Call::Hazard, "'whistle'");
    let calls = calls.columns([Call::Id, Call::Kind, Call::Body]).column_as(Call::SoundedAt, "at");
    let calls = calls.column(Call::AnsweredAt).column_as(Expr::cust("null"), "granted");
    let (hand, account) = (hazard_hand::Column::Hand, hazard_hand::Column::Account);
    let hands = hazard_hand::Entity::find().filter(among(hazard_hand::Column::Hazard, ids)).filter(hand.eq(RECTIFIER));
    let hands = begun(hands, hazard_hand::Column::Hazard, "'hand'").column_as(account, "id").column_as(hand, "kind");
    let hands = hands.column_as(account, "body").column_as(Expr::cust("0"), "at");
    let hands = hands.column_as(Expr::cust("null"), "answered_at").column_as(Expr::cust("null"), "granted");
    let mut all = waitings.into_query();
    all.union(UnionType::All, calls.into_query()).union(UnionType::All, hands.into_query());
    all.order_by(Alias::new("at"), Order::Asc).order_by(Alias::new("id"), Order::Asc);
    all
}

/// The first two columns of each.
fn begun<E: EntityTrait>(query: Select<E>, hazard: E::Column, part: &'static str) -> Select<E> {
    query.select_only().column_as(hazard, "hazard").column_as(Expr::cust(part), "part")
}

fn whistle(row: Part) -> Result<Whistle, StoreError> {
    const TABLE: &str = "hazard_whistle";
    Ok(Whistle {
        id: WhistleId(row.id),
        kind: WhistleKind::from_word(&row.kind).ok_or_else(|| StoreError::damaged(TABLE, "kind", row.kind.clone()))?,
        body: BodyId(row.body),
        sounded_at: time(TABLE, "sounded_at", row.at)?,
        answered_at: row.answered_at.map(|at| time(TABLE, "answered_at", at)).transpose()?,
    })
}

fn waiting(row: Part) -> Result<Waiting, StoreError> {
    const TABLE: &str = "hazard_waiting";
    let answered_at = row.answered_at.map(|at| time(TABLE, "answered_at", at)).transpose()?;
    Ok(Waiting {
        id: WaitingId(row.id),
        kind: WaitingReason::from_word(&row.kind)
            .ok_or_else(|| StoreError::damaged(TABLE, "kind", row.kind.clone()))?,
        body: BodyId(row.body),
        asked_at: time(TABLE, "asked_at", row.at)?,
        answer: answered_at.zip(row.granted),
    })
}
