//! Tests of the call chain: begun, written down, ended, forgotten.

mod message;
mod post;

use domain::access::Scope;
use domain::id::{AccountId, ChainTestId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub use message::{
    TestMessage, answer, by_carrier_id, claim, end, hold, hold_by_carrier_id, messages_of, messages_to, outstanding,
};
pub use post::{Standing, TestedPost, TestedPosts, place, standing, tested};

use crate::filter::touching;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "chain_test")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) repeated: bool,
        pub(crate) account: Option<Uuid>,
        pub(crate) posting: Option<Uuid>,
        pub(crate) begun_at: i64,
        pub(crate) placed_at: Option<i64>,
        pub(crate) ended_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity};

/// A test of the chain in a unit and everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainTest {
    /// Identity.
    pub id: ChainTestId,
    /// The unit, and where it stands.
    pub unit: (UnitId, UnitPath),
    /// Whether another one follows a month later.
    pub repeated: bool,
    /// Who began it, under which posting; none where it follows one that is repeated.
    pub begun_by: Option<(AccountId, PostingId)>,
    /// When.
    pub begun_at: Timestamp,
    /// When every post was written down.
    pub placed_at: Option<Timestamp>,
    /// When answers ceased to count.
    pub ended_at: Option<Timestamp>,
}

/// Puts a test in.
///
/// # Errors
/// [`StoreError::Duplicate`] when the id is in use.
pub async fn insert(write: &Write, new: &ChainTest) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(new.id.0),
        unit: Set(new.unit.0.0),
        path: Set(new.unit.1.as_str().to_owned()),
        repeated: Set(new.repeated),
        account: Set(new.begun_by.map(|by| by.0.0)),
        posting: Set(new.begun_by.map(|by| by.1.0)),
        begun_at: Set(new.begun_at.as_millisecond()),
        placed_at: Set(new.placed_at.map(Timestamp::as_millisecond)),
        ended_at: Set(new.ended_at.map(Timestamp::as_millisecond)),
    };
    Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Every post of it is written down.
///
/// # Errors
/// When the database fails.
pub async fn placed(write: &Write, id: ChainTestId, now: Timestamp) -> Result<(), StoreError> {
    let at = Expr::value(now.as_millisecond());
    Entity::update_many().col_expr(Column::PlacedAt, at).filter(Column::Id.eq(id.0)).exec(write.tx()).await?;
    Ok(())
}

/// Answers do not count any more; says whether they still did.
///
/// # Errors
/// When the database fails.
pub async fn close(write: &Write, id: ChainTestId, now: Timestamp) -> Result<bool, StoreError> {
    let closed = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(write.tx())
        .await?;
    message::stop(write, id).await?;
    Ok(closed.rows_affected > 0)
}

/// Says whether another test follows this one a month later.
///
/// # Errors
/// When the database fails.
pub async fn repeat(write: &Write, id: ChainTestId, repeated: bool) -> Result<(), StoreError> {
    let set = Expr::value(repeated);
    Entity::update_many().col_expr(Column::Repeated, set).filter(Column::Id.eq(id.0)).exec(write.tx()).await?;
    Ok(())
}

/// Removes a test with everything about it.
///
/// # Errors
/// When the database fails.
pub async fn forget(write: &Write, id: ChainTestId) -> Result<(), StoreError> {
    message::forget(write, id).await?;
    post::forget(write, id).await?;
    Entity::delete_by_id(id.0).exec(write.tx()).await?;
    Ok(())
}

/// The test with this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: ChainTestId) -> Result<Option<ChainTest>, StoreError> {
    Entity::find_by_id(id.0).one(db).await?.map(from_row).transpose()
}

impl Store {
    /// The test with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chain_test(&self, id: ChainTestId) -> Result<Option<ChainTest>, StoreError> {
        by_id(self.read(), id).await
    }

    /// Tests that touch a scope, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chain_tests(&self, scope: &Scope, limit: u64) -> Result<Vec<ChainTest>, StoreError> {
        let found = Entity::find().filter(touching(Column::Path, scope));
        let found = found.order_by_desc(Column::BegunAt).order_by_desc(Column::Id).limit(limit);
        found.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Tests whose answers still count, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_chain_tests(&self) -> Result<Vec<ChainTest>, StoreError> {
        let open = Entity::find().filter(Column::EndedAt.is_null()).order_by_asc(Column::BegunAt);
        open.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Every test that is kept, the latest first: some for each unit and year.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_chain_tests(&self) -> Result<Vec<ChainTest>, StoreError> {
        let all = Entity::find().order_by_desc(Column::BegunAt).order_by_desc(Column::Id);
        all.all(self.read()).await?.into_iter().map(from_row).collect()
    }
}

fn from_row(row: row::Model) -> Result<ChainTest, StoreError> {
    let at = |column, millis: Option<i64>| millis.map(|millis| time("chain_test", column, millis)).transpose();
    let path = UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("chain_test", "path", row.path))?;
    Ok(ChainTest {
        id: ChainTestId(row.id),
        unit: (UnitId(row.unit), path),
        repeated: row.repeated,
        begun_by: row.account.zip(row.posting).map(|(account, posting)| (AccountId(account), PostingId(posting))),
        begun_at: time("chain_test", "begun_at", row.begun_at)?,
        placed_at: at("placed_at", row.placed_at)?,
        ended_at: at("ended_at", row.ended_at)?,
    })
}
