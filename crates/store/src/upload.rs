//! Uploads that come in parts: how much has arrived, and in which objects it lies.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::value::time;
use crate::{Store, StoreError, Write};

mod whole {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "upload")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) length: i64,
        pub(crate) received: i64,
        pub(crate) uploader: Option<Uuid>,
        pub(crate) created_at: i64,
        pub(crate) finished_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod part {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "upload_part")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) upload: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) start: i64,
        pub(crate) bytes: i64,
        pub(crate) object: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// Identity; whoever knows it may go on with it.
    pub id: Uuid,
    /// How large it will be, bytes.
    pub length: i64,
    /// How much has arrived, bytes.
    pub received: i64,
    /// Who began it; none for somebody without an account.
    pub uploader: Option<AccountId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Whether it is a file by now.
    pub finished: bool,
}

/// Writes a new upload down.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, new: &Upload) -> Result<(), StoreError> {
    let row = whole::ActiveModel {
        id: Set(new.id),
        length: Set(new.length),
        received: Set(new.received),
        uploader: Set(new.uploader.map(|id| id.0)),
        created_at: Set(new.created_at.as_millisecond()),
        finished_at: Set(None),
    };
    whole::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Adds a part that begins where the upload ends so far.
///
/// # Errors
/// [`StoreError::Stale`] when another request was there before, or the upload is gone.
pub async fn add_part(write: &Write, id: Uuid, start: i64, bytes: i64, object: &str) -> Result<(), StoreError> {
    let grown = whole::Entity::update_many()
        .col_expr(whole::Column::Received, Expr::value(start + bytes))
        .filter(whole::Column::Id.eq(id))
        .filter(whole::Column::Received.eq(start))
        .filter(whole::Column::FinishedAt.is_null())
        .exec(write.tx())
        .await?;
    if grown.rows_affected == 0 {
        return Err(StoreError::Stale);
    }
    let new =
        part::ActiveModel { upload: Set(id), start: Set(start), bytes: Set(bytes), object: Set(object.to_owned()) };
    part::Entity::insert(new).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Marks an upload as being a file now, and gives up its parts; their objects are the caller's to delete.
///
/// # Errors
/// [`StoreError::Stale`] when another request finished or ended it.
pub async fn finish(write: &Write, id: Uuid, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let finished = whole::Entity::update_many()
        .col_expr(whole::Column::FinishedAt, Expr::value(now.as_millisecond()))
        .filter(whole::Column::Id.eq(id))
        .filter(whole::Column::FinishedAt.is_null())
        .exec(write.tx())
        .await?;
    if finished.rows_affected == 0 {
        return Err(StoreError::Stale);
    }
    let objects = parts(write.tx(), id).await?;
    part::Entity::delete_many().filter(part::Column::Upload.eq(id)).exec(write.tx()).await?;
    Ok(objects)
}

/// Forgets an upload; its objects are the caller's to delete. None when there is none.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, id: Uuid) -> Result<Option<Vec<String>>, StoreError> {
    let objects = parts(write.tx(), id).await?;
    part::Entity::delete_many().filter(part::Column::Upload.eq(id)).exec(write.tx()).await?;
    let gone = whole::Entity::delete_by_id(id).exec(write.tx()).await?;
    Ok((gone.rows_affected > 0).then_some(objects))
}

/// The objects of an upload, in order.
///
/// # Errors
/// When the database fails.
pub async fn parts(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<String>, StoreError> {
    let query = part::Entity::find().filter(part::Column::Upload.eq(id));
    let rows = query.order_by_asc(part::Column::Start).all(db).await?;
    Ok(rows.into_iter().map(|row| row.object).collect())
}

/// Uploads that began before `before`, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn begun_before(db: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<Vec<Uuid>, StoreError> {
    let rows: Vec<Uuid> = whole::Entity::find()
        .select_only()
        .column(whole::Column::Id)
        .filter(whole::Column::CreatedAt.lt(before.as_millisecond()))
        .order_by_asc(whole::Column::CreatedAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

impl Store {
    /// One upload.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn upload(&self, id: Uuid) -> Result<Option<Upload>, StoreError> {
        let row = whole::Entity::find_by_id(id).one(self.read()).await?;
        row.map(|row| {
            Ok(Upload {
                id: row.id,
                length: row.length,
                received: row.received,
                uploader: row.uploader.map(AccountId),
                created_at: time("upload", "created_at", row.created_at)?,
                finished: row.finished_at.is_some(),
            })
        })
        .transpose()
    }

    /// How many uploads are remembered, and the bytes of their parts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn uploads_waiting(&self) -> Result<(u64, i64), StoreError> {
        let count = whole::Entity::find().count(self.read()).await?;
        let bytes: Option<Option<i64>> = part::Entity::find()
            .select_only()
            .column_as(Expr::expr(Expr::col(part::Column::Bytes).sum()).cast_as("bigint"), "bytes")
            .into_tuple()
            .one(self.read())
            .await?;
        Ok((count, bytes.flatten().unwrap_or(0)))
    }
}
