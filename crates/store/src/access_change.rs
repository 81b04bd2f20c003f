//! When the password, the second factor or the postings of an account last changed, and by whom.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::entity_access::access_change;
use crate::value::time;
use crate::{Store, StoreError, Write};

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The password.
    Password,
    /// The second factor.
    Factor,
    /// A posting was given or its end was set.
    Posting,
    /// An outside identity was linked or taken away.
    Identity,
}

impl What {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Factor => "factor",
            Self::Posting => "posting",
            Self::Identity => "identity",
        }
    }
}

/// Records a change; the last one of each kind is kept.
///
/// # Errors
/// When the database fails.
pub async fn record(
    write: &Write,
    account: AccountId,
    what: What,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    use access_change::Column;
    let row = access_change::ActiveModel {
        account: Set(account.0),
        what: Set(what.word().to_owned()),
        at: Set(now.as_millisecond()),
        changed_by: Set(by.map(|id| id.0)),
    };
    let replace =
        OnConflict::columns([Column::Account, Column::What]).update_columns([Column::At, Column::ChangedBy]).to_owned();
    access_change::Entity::insert(row).on_conflict(replace).exec_without_returning(write.tx()).await?;
    Ok(())
}

impl Store {
    /// Whether, after `since`, the account's access was changed or the account changed anybody's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn access_changed_since(&self, account: AccountId, since: Timestamp) -> Result<bool, StoreError> {
        use access_change::Column;
        let concerned = Condition::any().add(Column::Account.eq(account.0)).add(Column::ChangedBy.eq(account.0));
        let rows = access_change::Entity::find()
            .filter(Column::At.gt(since.as_millisecond()))
            .filter(concerned)
            .count(self.read())
            .await?;
        Ok(rows > 0)
    }

    /// The last changes of an account: what, and when.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn access_changes(&self, account: AccountId) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows = access_change::Entity::find()
            .filter(access_change::Column::Account.eq(account.0))
            .order_by_asc(access_change::Column::What)
            .all(self.read())
            .await?;
        rows.into_iter().map(|row| Ok((row.what, time("access_change", "at", row.at)?))).collect()
    }
}
