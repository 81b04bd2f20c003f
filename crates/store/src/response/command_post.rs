//! Who holds the command post of a response: posts, from when to when.

use domain::id::{AccountId, PostingId, ResponseId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::row::post::{ActiveModel, Column, Entity};
use crate::value::time;
use crate::{Store, StoreError, Write};

/// A post at the command post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The post.
    pub posting: PostingId,
    /// From when.
    pub since: Timestamp,
    /// Until when; none while it is there.
    pub until: Option<Timestamp>,
}

/// A post comes.
///
/// # Errors
/// [`StoreError::Duplicate`] when it is there.
pub async fn arrive(
    write: &Write,
    response: ResponseId,
    (posting, account): (PostingId, AccountId),
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        response: Set(response.0),
        posting: Set(posting.0),
        account: Set(account.0),
        since: Set(now.as_millisecond()),
        until: Set(None),
    };
    Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// A post leaves; says whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn leave(
    write: &Write,
    response: ResponseId,
    posting: PostingId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let result = Entity::update_many()
        .col_expr(Column::Until, Expr::value(now.as_millisecond()))
        .filter(Column::Response.eq(response.0))
        .filter(Column::Posting.eq(posting.0))
        .filter(Column::Until.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// Everybody leaves, because the response is over.
///
/// # Errors
/// When the database fails.
pub async fn leave_all(write: &Write, response: ResponseId, now: Timestamp) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Until, Expr::value(now.as_millisecond()))
        .filter(Column::Response.eq(response.0))
        .filter(Column::Until.is_null())
        .exec(write.tx())
        .await?;
    Ok(())
}

impl Store {
    /// Who held the command post of a response, the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn command_post(&self, response: ResponseId) -> Result<Vec<Holding>, StoreError> {
        let query = Entity::find().filter(Column::Response.eq(response.0)).order_by_asc(Column::Since);
        let at = |column, value| time("command_post", column, value);
        let holding = |row: super::row::post::Model| {
            Ok(Holding {
                posting: PostingId(row.posting),
                since: at("since", row.since)?,
                until: row.until.map(|millis| at("until", millis)).transpose()?,
            })
        };
        query.all(self.read()).await?.into_iter().map(holding).collect()
    }
}
