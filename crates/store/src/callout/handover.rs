//! Calls that were given to another post.

use std::collections::HashMap;

use domain::id::{AccountId, CallId, PostingId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use self::row::Column;
use crate::value::time;
use crate::{StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_handover")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) call: Uuid,
        pub(crate) posting: Uuid,
        pub(crate) account: Uuid,
        pub(crate) handed_at: i64,
        pub(crate) handed_by: Uuid,
        pub(crate) rung_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// To whom a call went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The call.
    pub call: CallId,
    /// The post that takes over, and whose that is.
    pub to: (PostingId, AccountId),
    /// When it was given.
    pub handed_at: Timestamp,
    /// By whom.
    pub handed_by: AccountId,
    /// When the one who takes over was called; none while that is still to come.
    pub rung_at: Option<Timestamp>,
}

/// Writes down to whom a call goes; the last one counts.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(write: &Write, new: &Handover) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        call: Set(new.call.0),
        posting: Set(new.to.0.0),
        account: Set(new.to.1.0),
        handed_at: Set(new.handed_at.as_millisecond()),
        handed_by: Set(new.handed_by.0),
        rung_at: Set(new.rung_at.map(Timestamp::as_millisecond)),
    };
    let columns = [Column::Posting, Column::Account, Column::HandedAt, Column::HandedBy, Column::RungAt];
    let last = OnConflict::column(Column::Call).update_columns(columns).to_owned();
    row::Entity::insert(row).on_conflict(last).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Says that those who take these calls over were called.
///
/// # Errors
/// When the database fails.
pub async fn handovers_rung(write: &Write, calls: &[CallId], now: Timestamp) -> Result<(), StoreError> {
    if calls.is_empty() {
        return Ok(());
    }
    row::Entity::update_many()
        .col_expr(Column::RungAt, Expr::value(now.as_millisecond()))
        .filter(Column::Call.is_in(calls.iter().map(|id| id.0)))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// To whom calls went, for those that were given to somebody.
///
/// # Errors
/// When the database fails.
pub async fn handovers_of(
    db: &impl ConnectionTrait,
    calls: &[CallId],
) -> Result<HashMap<CallId, Handover>, StoreError> {
    let mut found = HashMap::new();
    for chunk in calls.chunks(10_000) {
        let rows = row::Entity::find().filter(Column::Call.is_in(chunk.iter().map(|id| id.0)));
        for row in rows.all(db).await? {
            let at = |column, millis| time("call_handover", column, millis);
            let handover = Handover {
                call: CallId(row.call),
                to: (PostingId(row.posting), AccountId(row.account)),
                handed_at: at("handed_at", row.handed_at)?,
                handed_by: AccountId(row.handed_by),
                rung_at: row.rung_at.map(|millis| at("rung_at", millis)).transpose()?,
            };
            found.insert(handover.call, handover);
        }
    }
    Ok(found)
}
