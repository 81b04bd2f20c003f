//! Seals as stored, with their signatures.

use domain::seal::{Hash, Place, Seal};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "seal")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) number: i64,
        pub(crate) previous: Vec<u8>,
        pub(crate) first_tx: i64,
        pub(crate) first_seq: i64,
        pub(crate) last_tx: i64,
        pub(crate) last_seq: i64,
        pub(crate) entries: i64,
        pub(crate) root: Vec<u8>,
        pub(crate) sealed_at: i64,
        pub(crate) key_id: String,
        pub(crate) signature: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A seal and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The seal.
    pub seal: Seal,
    /// Ed25519, over [`Seal::message`].
    pub signature: Vec<u8>,
}

/// Adds a seal.
///
/// # Errors
/// [`StoreError::Duplicate`] when another process made this number first.
pub async fn insert(write: &Write, signed: &Signed) -> Result<(), StoreError> {
    let seal = &signed.seal;
    let row = row::ActiveModel {
        number: Set(seal.number),
        previous: Set(seal.previous.to_vec()),
        first_tx: Set(seal.first.tx),
        first_seq: Set(seal.first.seq),
        last_tx: Set(seal.last.tx),
        last_seq: Set(seal.last.seq),
        entries: Set(seal.entries),
        root: Set(seal.root.to_vec()),
        sealed_at: Set(seal.sealed_at),
        key_id: Set(seal.key.clone()),
        signature: Set(signed.signature.clone()),
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// The newest seal.
///
/// # Errors
/// When the database fails.
pub async fn last(db: &impl ConnectionTrait) -> Result<Option<Signed>, StoreError> {
    let row = row::Entity::find().order_by_desc(row::Column::Number).limit(1).one(db).await?;
    row.map(signed).transpose()
}

impl Store {
    /// Seals after `number`, in order, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seals(&self, after: i64, limit: u64) -> Result<Vec<Signed>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::Number.gt(after))
            .order_by_asc(row::Column::Number)
            .limit(limit)
            .all(self.read())
            .await?;
        rows.into_iter().map(signed).collect()
    }
}

fn signed(row: row::Model) -> Result<Signed, StoreError> {
    let seal = Seal {
        number: row.number,
        previous: hash("previous", &row.previous)?,
        first: Place { tx: row.first_tx, seq: row.first_seq },
        last: Place { tx: row.last_tx, seq: row.last_seq },
        entries: row.entries,
        root: hash("root", &row.root)?,
        sealed_at: row.sealed_at,
        key: row.key_id,
    };
    Ok(Signed { seal, signature: row.signature })
}

fn hash(column: &'static str, bytes: &[u8]) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::damaged("seal", column, format!("{} bytes", bytes.len())))
}
