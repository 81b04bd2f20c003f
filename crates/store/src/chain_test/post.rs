//! The posts of a test, and how many ways lead to each.

use domain::chain_test::WAYS_MIN;
use domain::id::{AccountId, ChainTestId, PostingId, UnitId};
use domain::unit::UnitPath;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use self::row::Column;
use super::message::{self, TestMessage};
use crate::filter::within;
use crate::{Store, StoreError, Write};

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "chain_test_post")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) test: Uuid,
        pub(crate) posting: Uuid,
        pub(crate) account: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) working: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A post in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestedPost {
    /// Identity of this row.
    pub id: Uuid,
    /// The test.
    pub test: ChainTestId,
    /// The post, and whose it is.
    pub post: (PostingId, AccountId),
    /// Where it is called, and where that stands.
    pub unit: (UnitId, UnitPath),
    /// Ways that were seen to work.
    pub working: u32,
}

/// Which posts of a test are asked for.
#[derive(Debug, Clone)]
pub struct TestedPosts {
    /// At this unit and below.
    pub within: UnitPath,
    /// Only those that two ways do not lead to.
    pub lacking: bool,
    /// After this one: its path and id.
    pub after: Option<(UnitPath, Uuid)>,
    /// At most so many.
    pub limit: u64,
}

/// How a part of a test stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Posts.
    pub posts: u64,
    /// Those that two ways do not lead to.
    pub lacking: u64,
    /// Those of them that no way leads to.
    pub unreached: u64,
}

/// Writes posts down with their messages; a post that is there stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn place(write: &Write, posts: &[(TestedPost, Vec<TestMessage>)]) -> Result<(), StoreError> {
    for chunk in posts.chunks(1_000) {
        let once = OnConflict::columns([Column::Test, Column::Posting]).do_nothing().to_owned();
        let rows = chunk.iter().map(|(post, _)| active(post));
        row::Entity::insert_many(rows).on_conflict(once).exec_without_returning(write.tx()).await?;
        // A post that was there before has its own messages: those of this row would belong to nobody.
        let ids = chunk.iter().map(|(post, _)| post.id);
        let there = row::Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(ids));
        let there: std::collections::HashSet<Uuid> = there.into_tuple().all(write.tx()).await?.into_iter().collect();
        let new = chunk.iter().filter(|(post, _)| there.contains(&post.id)).flat_map(|(_, messages)| messages);
        message::insert(write, &new.cloned().collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// One more way leads to a post.
pub(super) async fn works(write: &Write, post: Uuid) -> Result<(), StoreError> {
    let more = Expr::col(Column::Working).add(1);
    row::Entity::update_many().col_expr(Column::Working, more).filter(Column::Id.eq(post)).exec(write.tx()).await?;
    Ok(())
}

pub(super) async fn forget(write: &Write, test: ChainTestId) -> Result<(), StoreError> {
    row::Entity::delete_many().filter(Column::Test.eq(test.0)).exec(write.tx()).await?;
    Ok(())
}

/// How a part of a test stands.
///
/// # Errors
/// When the database fails.
pub async fn standing(store: &Store, test: ChainTestId, path: &UnitPath) -> Result<Standing, StoreError> {
    let rows = row::Entity::find()
        .select_only()
        .column(Column::Working)
        .column_as(Column::Id.count(), "posts")
        .filter(Column::Test.eq(test.0))
        .filter(within(Column::Path, path))
        .group_by(Column::Working);
    let rows: Vec<(i32, i64)> = rows.into_tuple().all(store.read()).await?;
    let mut standing = Standing::default();
    for (working, posts) in rows {
        let posts = posts.unsigned_abs();
        standing.posts += posts;
        standing.lacking += if working < WAYS_MIN.cast_signed() { posts } else { 0 };
        standing.unreached += if working == 0 { posts } else { 0 };
    }
    Ok(standing)
}

/// One post of a test.
///
/// # Errors
/// When the database fails.
pub async fn tested(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<TestedPost>, StoreError> {
    row::Entity::find_by_id(id).one(db).await?.map(from_row).transpose()
}

impl Store {
    /// Posts of a test in the order of the tree.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tested_posts(&self, test: ChainTestId, cut: &TestedPosts) -> Result<Vec<TestedPost>, StoreError> {
        let mut query = row::Entity::find().filter(Column::Test.eq(test.0)).filter(within(Column::Path, &cut.within));
        if cut.lacking {
            query = query.filter(Column::Working.lt(WAYS_MIN.cast_signed()));
        }
        if let Some((path, id)) = &cut.after {
            let same = Condition::all().add(Column::Path.eq(path.as_str())).add(Column::Id.gt(*id));
            query = query.filter(Condition::any().add(Column::Path.gt(path.as_str())).add(same));
        }
        let query = query.order_by_asc(Column::Path).order_by_asc(Column::Id).limit(cut.limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// One post of a test.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tested_post(&self, id: Uuid) -> Result<Option<TestedPost>, StoreError> {
        tested(self.read(), id).await
    }
}

fn active(post: &TestedPost) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(post.id),
        test: Set(post.test.0),
        posting: Set(post.post.0.0),
        account: Set(post.post.1.0),
        unit: Set(post.unit.0.0),
        path: Set(post.unit.1.as_str().to_owned()),
        working: Set(post.working.cast_signed()),
    }
}

fn from_row(row: row::Model) -> Result<TestedPost, StoreError> {
    let path = UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("chain_test_post", "path", row.path))?;
    Ok(TestedPost {
        id: row.id,
        test: ChainTestId(row.test),
        post: (PostingId(row.posting), AccountId(row.account)),
        unit: (UnitId(row.unit), path),
        working: u32::try_from(row.working).unwrap_or(0),
    })
}
