//! What the database holds about one account.

use domain::id::{AccountId, HazardId, PostingId, UnitId};
use domain::names::Names;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{account, hazard, journal, posting, session};
use crate::value::{names, time};
use crate::{Store, StoreError};

/// An account, disabled ones too, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFacts {
    /// Identity.
    pub id: AccountId,
    /// Sign-in name.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was disabled.
    pub disabled_at: Option<Timestamp>,
}

/// A posting with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingFacts {
    /// Identity.
    pub id: PostingId,
    /// The title.
    pub title: String,
    /// Where.
    pub unit: UnitId,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_to: Option<Timestamp>,
}

impl Store {
    /// The account with this sign-in name, even when it is disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_facts(&self, login: &str) -> Result<Option<AccountFacts>, StoreError> {
        let row = account::Entity::find().filter(account::Column::Login.eq(login)).one(self.read()).await?;
        row.map(facts).transpose()
    }

    /// The account with this id, even when it is disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_facts_by_id(&self, id: AccountId) -> Result<Option<AccountFacts>, StoreError> {
        account::Entity::find_by_id(id.0).one(self.read()).await?.map(facts).transpose()
    }

    /// Every posting that an account has or had.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posting_facts(&self, id: AccountId) -> Result<Vec<PostingFacts>, StoreError> {
        let found = posting::Entity::find().filter(posting::Column::Account.eq(id.0));
        let rows = found.order_by_asc(posting::Column::ValidFrom).all(self.read()).await?;
        let facts = rows.into_iter().map(|row| {
            Ok(PostingFacts {
                id: PostingId(row.id),
                title: row.title,
                unit: UnitId(row.unit),
                valid_from: time("posting", "valid_from", row.valid_from)?,
                valid_to: row.valid_to.map(|at| time("posting", "valid_to", at)).transpose()?,
            })
        });
        facts.collect()
    }

    /// Sessions of an account: when each began and when it ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_facts(&self, id: AccountId) -> Result<Vec<(Timestamp, Timestamp)>, StoreError> {
        let found = session::Entity::find().filter(session::Column::Account.eq(id.0));
        let rows = found.order_by_asc(session::Column::CreatedAt).all(self.read()).await?;
        let facts = rows.into_iter().map(|row| {
            Ok((time("session", "created_at", row.created_at)?, time("session", "expires_at", row.expires_at)?))
        });
        facts.collect()
    }

    /// Hazards that an account reported.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards_reported(&self, id: AccountId) -> Result<Vec<HazardId>, StoreError> {
        let found = hazard::Entity::find().select_only().column(hazard::Column::Id);
        let ids: Vec<uuid::Uuid> = found
            .filter(hazard::Column::Reporter.eq(id.0))
            .order_by_asc(hazard::Column::ReportedAt)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(ids.into_iter().map(HazardId).collect())
    }

    /// How many entries of each kind an account caused.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_kinds_by(&self, id: AccountId) -> Result<Vec<(String, i64)>, StoreError> {
        let counted = journal::Entity::find()
            .select_only()
            .column(journal::Column::Kind)
            .column_as(journal::Column::Seq.count(), "n")
            .filter(journal::Column::Actor.eq(id.0))
            .group_by(journal::Column::Kind)
            .order_by_asc(journal::Column::Kind);
        Ok(counted.into_tuple().all(self.read()).await?)
    }
}

fn facts(row: account::Model) -> Result<AccountFacts, StoreError> {
    Ok(AccountFacts {
        id: AccountId(row.id),
        login: row.login,
        names: names("account", &row.names)?,
        created_at: time("account", "created_at", row.created_at)?,
        disabled_at: row.disabled_at.map(|at| time("account", "disabled_at", at)).transpose()?,
    })
}
