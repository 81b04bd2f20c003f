//! Files: what was uploaded, where it belongs, what nobody refers to. The bytes lie elsewhere.

use domain::id::{AccountId, FileId, HazardId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use self::attachment::Column;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod blob {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "blob")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) name: String,
        pub(crate) media_type: String,
        pub(crate) bytes: i64,
        pub(crate) width: Option<i32>,
        pub(crate) height: Option<i32>,
        pub(crate) created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachment")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) blob: Uuid,
        pub(crate) uploader: Option<Uuid>,
        pub(crate) created_at: i64,
        pub(crate) hazard: Option<Uuid>,
        pub(crate) side: Option<String>,
        pub(crate) slot: Option<i32>,
        pub(crate) attached_at: Option<i64>,
        pub(crate) released_at: Option<i64>,
        pub(crate) released_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(belongs_to = "super::blob::Entity", from = "Column::Blob", to = "super::blob::Column::Id")]
        Blob,
    }

    impl Related<super::blob::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Blob.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Identity.
    pub id: Uuid,
    /// Name of the object in the file store.
    pub name: String,
    /// Media type, as found in the bytes.
    pub media_type: String,
    /// Size.
    pub bytes: i64,
    /// Width and height of a picture, pixels.
    pub size: Option<(i32, i32)>,
}

/// The side of a file that came with or after a report, by its reporter.
pub const REPORT: &str = "report";

/// A file as somebody gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Identity.
    pub id: FileId,
    /// Its content.
    pub blob: Blob,
    /// Who uploaded it; none for somebody without an account.
    pub uploader: Option<AccountId>,
    /// When it came.
    pub created_at: Timestamp,
    /// The hazard that it belongs to; none while it is in quarantine.
    pub hazard: Option<HazardId>,
    /// `report` or `work`.
    pub side: Option<String>,
    /// When a person released it.
    pub released_at: Option<Timestamp>,
}

/// Writes an upload down: content and file, in quarantine.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    write: &Write,
    id: FileId,
    content: &Blob,
    uploader: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let blob = blob::ActiveModel {
        id: Set(content.id),
        name: Set(content.name.clone()),
        media_type: Set(content.media_type.clone()),
        bytes: Set(content.bytes),
        width: Set(content.size.map(|(width, _)| width)),
        height: Set(content.size.map(|(_, height)| height)),
        created_at: Set(now.as_millisecond()),
    };
    blob::Entity::insert(blob).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    let file = attachment::ActiveModel {
        id: Set(id.0),
        blob: Set(content.id),
        uploader: Set(uploader.map(|id| id.0)),
        created_at: Set(now.as_millisecond()),
        hazard: Set(None),
        side: Set(None),
        slot: Set(None),
        attached_at: Set(None),
        released_at: Set(None),
        released_by: Set(None),
    };
    attachment::Entity::insert(file).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// One file.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &impl ConnectionTrait, id: FileId) -> Result<Option<File>, StoreError> {
    let row = attachment::Entity::find_by_id(id.0).find_also_related(blob::Entity).one(db).await?;
    row.map(read).transpose()
}

/// The files of a hazard, in the order in which they came.
///
/// # Errors
/// When the database fails.
pub async fn of_hazard(db: &impl ConnectionTrait, hazard: HazardId) -> Result<Vec<File>, StoreError> {
    let rows = attachment::Entity::find()
        .find_also_related(blob::Entity)
        .filter(Column::Hazard.eq(hazard.0))
        .order_by_asc(Column::AttachedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// The slots of a hazard's side that are taken.
///
/// # Errors
/// When the database fails.
pub async fn slots(write: &Write, hazard: HazardId, side: &str) -> Result<Vec<i32>, StoreError> {
    let slots: Vec<Option<i32>> = attachment::Entity::find()
        .select_only()
        .column(Column::Slot)
        .filter(Column::Hazard.eq(hazard.0))
        .filter(Column::Side.eq(side))
        .into_tuple()
        .all(write.tx())
        .await?;
    Ok(slots.into_iter().flatten().collect())
}

/// Takes a file out of quarantine into a hazard's slot. The database holds each slot once, so that two
/// requests at the same time cannot pass the limit together.
///
/// # Errors
/// [`StoreError::Stale`] when it is in quarantine no more, [`StoreError::Duplicate`] when the slot is taken.
pub async fn attach(
    write: &Write,
    id: FileId,
    hazard: HazardId,
    side: &str,
    slot: i32,
    now: Timestamp,
) -> Result<(), StoreError> {
    let result = attachment::Entity::update_many()
        .col_expr(Column::Hazard, Expr::value(hazard.0))
        .col_expr(Column::Side, Expr::value(side))
        .col_expr(Column::Slot, Expr::value(slot))
        .col_expr(Column::AttachedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Hazard.is_null())
        .exec(write.tx())
        .await
        .map_err(StoreError::from_insert)?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Releases a file; `false` when it was released before.
///
/// # Errors
/// When the database fails.
pub async fn release(write: &Write, id: FileId, by: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    let result = attachment::Entity::update_many()
        .col_expr(Column::ReleasedAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::ReleasedBy, Expr::value(by.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::ReleasedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Forgets uploads that came at or before `before` and were never referenced; says how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_waiting(write: &Write, before: Timestamp) -> Result<u64, StoreError> {
    let result = attachment::Entity::delete_many()
        .filter(Column::Hazard.is_null())
        .filter(Column::CreatedAt.lte(before.as_millisecond()))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

/// Deletes what an account gave as a reporter or has in quarantine; what it gave in office stays with the hazard. Says
/// how many; their content goes with the next sweep.
///
/// # Errors
/// When the database fails.
pub async fn delete_of_reporter(write: &Write, account: AccountId) -> Result<u64, StoreError> {
    let for_itself = Condition::any().add(Column::Hazard.is_null()).add(Column::Side.eq(REPORT));
    let own = attachment::Entity::delete_many().filter(Column::Uploader.eq(account.0)).filter(for_itself);
    Ok(own.exec(write.tx()).await?.rows_affected)
}

/// Forgets content to which no file refers any more; gives the names of its objects.
///
/// # Errors
/// When the database fails.
pub async fn delete_unreferenced(write: &Write, limit: u64) -> Result<Vec<String>, StoreError> {
    let referred = || attachment::Entity::find().select_only().column(Column::Blob).into_query();
    let rows =
        blob::Entity::find().filter(blob::Column::Id.not_in_subquery(referred())).limit(limit).all(write.tx()).await?;
    let mut names = Vec::new();
    for row in rows {
        // A reference that is being made now holds the row by its foreign key: then it stays.
        let result = blob::Entity::delete_many()
            .filter(blob::Column::Id.eq(row.id))
            .filter(blob::Column::Id.not_in_subquery(referred()))
            .exec(write.tx())
            .await?;
        if result.rows_affected == 1 {
            names.push(row.name);
        }
    }
    Ok(names)
}

impl Store {
    /// Files that an account uploaded, in office or as a reporter, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn files_of_uploader(&self, account: AccountId) -> Result<Vec<File>, StoreError> {
        let rows = attachment::Entity::find().find_also_related(blob::Entity).filter(Column::Uploader.eq(account.0));
        rows.order_by_asc(Column::CreatedAt).all(self.read()).await?.into_iter().map(read).collect()
    }

    /// Bytes of all files in quarantine.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bytes_in_quarantine(&self) -> Result<i64, StoreError> {
        let waiting = attachment::Entity::find().select_only().column(Column::Blob).filter(Column::Hazard.is_null());
        let sizes: Vec<i64> = blob::Entity::find()
            .select_only()
            .column(blob::Column::Bytes)
            .filter(blob::Column::Id.in_subquery(waiting.into_query()))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(sizes.into_iter().sum())
    }

    /// Which of these object names are content that is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known_objects(&self, names: &[String]) -> Result<Vec<String>, StoreError> {
        let mut known = Vec::new();
        for chunk in names.chunks(10_000) {
            let rows: Vec<String> = blob::Entity::find()
                .select_only()
                .column(blob::Column::Name)
                .filter(Expr::col(blob::Column::Name).is_in(chunk.iter().cloned()))
                .into_tuple()
                .all(self.read())
                .await?;
            known.extend(rows);
        }
        Ok(known)
    }
}

fn read((row, blob): (attachment::Model, Option<blob::Model>)) -> Result<File, StoreError> {
    let blob = blob.ok_or_else(|| StoreError::damaged("attachment", "blob", row.blob.to_string()))?;
    Ok(File {
        id: FileId(row.id),
        blob: Blob {
            id: blob.id,
            name: blob.name,
            media_type: blob.media_type,
            bytes: blob.bytes,
            size: blob.width.zip(blob.height),
        },
        uploader: row.uploader.map(AccountId),
        created_at: time("attachment", "created_at", row.created_at)?,
        hazard: row.hazard.map(HazardId),
        side: row.side,
        released_at: row.released_at.map(|at| time("attachment", "released_at", at)).transpose()?,
    })
}

/// Takes files from hazards that go; nobody refers to them then, and they are swept.
pub(crate) async fn detach(write: &Write, hazards: Vec<Uuid>) -> Result<(), StoreError> {
    let nowhere = attachment::ActiveModel {
        hazard: Set(None),
        side: Set(None),
        slot: Set(None),
        attached_at: Set(None),
        ..Default::default()
    };
    attachment::Entity::update_many().set(nowhere).filter(Column::Hazard.is_in(hazards)).exec(write.tx()).await?;
    Ok(())
}
