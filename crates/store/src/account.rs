//! Accounts and postings.

use domain::id::{AccountId, BodyId, PostingId, UnitId};
use domain::names::Names;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::{account, posting};
use crate::value::{names, names_text, time};
use crate::{Store, StoreError, Write};

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// Sign-in name; unique, lower case.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// Password hash in PHC form.
    pub password_hash: String,
}

/// A posting as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingRow {
    /// Identity.
    pub id: PostingId,
    /// Who holds it.
    pub account: AccountId,
    /// The title, a key of the titles table.
    pub title: String,
    /// Where.
    pub unit: UnitId,
    /// For which body.
    pub body: Option<BodyId>,
}

/// Makes an account.
///
/// # Errors
/// [`StoreError::Duplicate`] when the sign-in name is taken.
pub async fn insert(write: &Write, new: &Account, now: Timestamp) -> Result<(), StoreError> {
    let row = account::ActiveModel {
        id: Set(new.id.0),
        login: Set(new.login.clone()),
        names: Set(names_text(&new.names)),
        password_hash: Set(new.password_hash.clone()),
        created_at: Set(now.as_millisecond()),
        disabled_at: Set(None),
    };
    account::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Gives a posting from `from` on, without an end or until `to`.
///
/// # Errors
/// When the database fails.
pub async fn insert_posting(
    write: &Write,
    new: &PostingRow,
    from: Timestamp,
    to: Option<Timestamp>,
) -> Result<(), StoreError> {
    let row = posting::ActiveModel {
        id: Set(new.id.0),
        account: Set(new.account.0),
        title: Set(new.title.clone()),
        unit: Set(new.unit.0),
        body: Set(new.body.map(|id| id.0)),
        valid_from: Set(from.as_millisecond()),
        valid_to: Set(to.map(Timestamp::as_millisecond)),
    };
    posting::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// The account as it is now, held until the transaction ends: sign-in and changes of access take turns.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row = account::Entity::find_by_id(id.0)
        .filter(account::Column::DisabledAt.is_null())
        .lock_exclusive()
        .one(write.tx())
        .await?;
    row.map(account_from_row).transpose()
}

/// Sets another password.
///
/// # Errors
/// When the database fails.
pub async fn set_password(write: &Write, id: AccountId, hash: &str) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Disables an account.
///
/// # Errors
/// When the database fails.
pub async fn disable(write: &Write, id: AccountId, now: Timestamp) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::DisabledAt, Expr::value(now.as_millisecond()))
        .filter(account::Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Sets the end of a posting; says whether it was in force or still to come at that time.
///
/// # Errors
/// When the database fails.
pub async fn end_posting(write: &Write, id: PostingId, at: Timestamp) -> Result<bool, StoreError> {
    let at = at.as_millisecond();
    let open = Condition::any().add(posting::Column::ValidTo.is_null()).add(posting::Column::ValidTo.gt(at));
    let result = posting::Entity::update_many()
        .col_expr(posting::Column::ValidTo, Expr::value(at))
        .filter(posting::Column::Id.eq(id.0))
        .filter(open)
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

impl Store {
    /// Every account, disabled ones too, by sign-in name, with whether it is disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self) -> Result<Vec<(Account, bool)>, StoreError> {
        let rows = account::Entity::find().order_by_asc(account::Column::Login).all(self.read()).await?;
        rows.into_iter()
            .map(|row| {
                let disabled = row.disabled_at.is_some();
                Ok((account_from_row(row)?, disabled))
            })
            .collect()
    }

    /// Every posting that has not ended at `now`, with its start and its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn postings_not_ended(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(PostingRow, Timestamp, Option<Timestamp>)>, StoreError> {
        let now = now.as_millisecond();
        let rows = posting::Entity::find()
            .filter(Condition::any().add(posting::Column::ValidTo.is_null()).add(posting::Column::ValidTo.gt(now)))
            .order_by_asc(posting::Column::ValidFrom)
            .order_by_asc(posting::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| {
                let from = time("posting", "valid_from", row.valid_from)?;
                let to = row.valid_to.map(|to| time("posting", "valid_to", to)).transpose()?;
                Ok((posting_from_row(row), from, to))
            })
            .collect()
    }

    /// The account with this sign-in name that is not disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        let row = account::Entity::find()
            .filter(account::Column::Login.eq(login))
            .filter(account::Column::DisabledAt.is_null())
            .one(self.read())
            .await?;
        row.map(account_from_row).transpose()
    }

    /// The account with this id that is not disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let row =
            account::Entity::find_by_id(id.0).filter(account::Column::DisabledAt.is_null()).one(self.read()).await?;
        row.map(account_from_row).transpose()
    }

    /// Postings of an account in force at `now`, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn postings(&self, account: AccountId, now: Timestamp) -> Result<Vec<PostingRow>, StoreError> {
        let rows = posting::Entity::find()
            .filter(posting::Column::Account.eq(account.0))
            .order_by_asc(posting::Column::ValidFrom)
            .order_by_asc(posting::Column::Id)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().filter(|row| in_force(row, now)).map(posting_from_row).collect())
    }

    /// The given postings, ended ones included, for showing who did what in which capacity.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn postings_by_id(&self, ids: &[PostingId]) -> Result<Vec<PostingRow>, StoreError> {
        postings_by_id(self.read(), ids).await
    }
}

/// The given postings, ended ones included.
///
/// # Errors
/// When the database fails.
pub async fn postings_by_id(db: &impl ConnectionTrait, ids: &[PostingId]) -> Result<Vec<PostingRow>, StoreError> {
    let rows = posting::Entity::find().filter(posting::Column::Id.is_in(ids.iter().map(|id| id.0)));
    Ok(rows.all(db).await?.into_iter().map(posting_from_row).collect())
}

pub(crate) fn account_from_row(row: account::Model) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId(row.id),
        login: row.login,
        names: names("account", &row.names)?,
        password_hash: row.password_hash,
    })
}

/// Whether a posting counts at `now`.
pub(crate) fn in_force(row: &posting::Model, now: Timestamp) -> bool {
    let now = now.as_millisecond();
    row.valid_from <= now && row.valid_to.is_none_or(|to| to > now)
}

pub(crate) fn posting_from_row(row: posting::Model) -> PostingRow {
    PostingRow {
        id: PostingId(row.id),
        account: AccountId(row.account),
        title: row.title,
        unit: UnitId(row.unit),
        body: row.body.map(BodyId),
    }
}
