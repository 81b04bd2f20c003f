//! Notices about hazards; each issuer counts its own through the year.

use domain::id::{BodyId, HazardId, NoticeId, PostingId, UnitId};
use domain::notice::NoticeKind;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::free_text;
use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) hazard: Uuid,
        pub(crate) issuer: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) body: Option<Uuid>,
        pub(crate) posting: Uuid,
        pub(crate) recipient: Uuid,
        pub(crate) year: i32,
        pub(crate) sequence: i32,
        pub(crate) code: String,
        pub(crate) issued_at: i64,
        pub(crate) until: String,
        pub(crate) withdrawn_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A notice without its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identity.
    pub id: NoticeId,
    /// What sort of notice.
    pub kind: NoticeKind,
    /// The hazard that it is about.
    pub hazard: HazardId,
    /// The unit of whoever signs.
    pub unit: UnitId,
    /// The body of whoever signs.
    pub body: Option<BodyId>,
    /// The posting of whoever signs.
    pub posting: PostingId,
    /// Whom it is for.
    pub recipient: BodyId,
    /// The year of its number, by the installation's calendar.
    pub year: i16,
    /// Running number of the issuer in that year, from 1.
    pub sequence: i32,
    /// Shown on paper; whoever has it can ask whether the notice is genuine.
    pub code: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Last day for what it requires.
    pub until: Date,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

impl Notice {
    /// Who counts it: the body, or the unit where there is none.
    fn issuer(&self) -> Uuid {
        self.body.map_or(self.unit.0, |body| body.0)
    }
}

/// Puts a notice in under the issuer's next number, which it gives.
///
/// # Errors
/// [`StoreError::Duplicate`] when the id is taken, or another notice took the number at the same time.
pub async fn insert(write: &Write, new: &Notice) -> Result<i32, StoreError> {
    let last: Option<Option<i32>> = row::Entity::find()
        .select_only()
        .column_as(row::Column::Sequence.max(), "last")
        .filter(row::Column::Issuer.eq(new.issuer()))
        .filter(row::Column::Kind.eq(new.kind.word()))
        .filter(row::Column::Year.eq(i32::from(new.year)))
        .into_tuple()
        .one(write.tx())
        .await?;
    let sequence = last.flatten().unwrap_or(0) + 1;
    let row = row::ActiveModel {
        id: Set(new.id.0),
        kind: Set(new.kind.word().to_owned()),
        hazard: Set(new.hazard.0),
        issuer: Set(new.issuer()),
        unit: Set(new.unit.0),
        body: Set(new.body.map(|id| id.0)),
        posting: Set(new.posting.0),
        recipient: Set(new.recipient.0),
        year: Set(i32::from(new.year)),
        sequence: Set(sequence),
        code: Set(new.code.clone()),
        issued_at: Set(new.issued_at.as_millisecond()),
        until: Set(new.until.to_string()),
        withdrawn_at: Set(None),
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(sequence)
}

/// Marks a notice as withdrawn; says whether it stood until now.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(write: &Write, id: NoticeId, now: Timestamp) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(row::Column::WithdrawnAt, Expr::value(now.as_millisecond()))
        .filter(row::Column::Id.eq(id.0))
        .filter(row::Column::WithdrawnAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

impl Store {
    /// The notice with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notice(&self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        let row = row::Entity::find_by_id(id.0).one(self.read()).await?;
        row.map(from_row).transpose()
    }

    /// The notice with this code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notice_by_code(&self, code: &str) -> Result<Option<Notice>, StoreError> {
        let row = row::Entity::find().filter(row::Column::Code.eq(code)).one(self.read()).await?;
        row.map(from_row).transpose()
    }

    /// The notices about a hazard, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices(&self, hazard: HazardId) -> Result<Vec<Notice>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::Hazard.eq(hazard.0))
            .order_by_asc(row::Column::IssuedAt)
            .order_by_asc(row::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

fn from_row(row: row::Model) -> Result<Notice, StoreError> {
    const TABLE: &str = "notice";
    Ok(Notice {
        id: NoticeId(row.id),
        kind: NoticeKind::from_word(&row.kind).ok_or_else(|| StoreError::damaged(TABLE, "kind", row.kind.clone()))?,
        hazard: HazardId(row.hazard),
        unit: UnitId(row.unit),
        body: row.body.map(BodyId),
        posting: PostingId(row.posting),
        recipient: BodyId(row.recipient),
        year: i16::try_from(row.year).map_err(|_| StoreError::damaged(TABLE, "year", row.year.to_string()))?,
        sequence: row.sequence,
        code: row.code,
        issued_at: time(TABLE, "issued_at", row.issued_at)?,
        until: row.until.parse().map_err(|_| StoreError::damaged(TABLE, "until", row.until.clone()))?,
        withdrawn_at: row.withdrawn_at.map(|at| time(TABLE, "withdrawn_at", at)).transpose()?,
    })
}

/// Deletes the notices about hazards that go, with their texts.
pub(crate) async fn delete_of(write: &Write, hazards: Vec<Uuid>) -> Result<(), StoreError> {
    let about = row::Column::Hazard.is_in(hazards);
    let notices: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(about.clone())
        .into_tuple()
        .all(write.tx())
        .await?;
    if notices.is_empty() {
        return Ok(());
    }
    free_text::Entity::delete_many().filter(free_text::Column::Subject.is_in(notices)).exec(write.tx()).await?;
    row::Entity::delete_many().filter(about).exec(write.tx()).await?;
    Ok(())
}
