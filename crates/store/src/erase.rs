//! Erasing: values go, rows stay where others refer to them.

use domain::id::{AccountId, TextId};
use domain::names::Names;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::entity::{account, free_text, hazard, posting, session};
use crate::entity_access::{
    api_token, known_device, outside_identity, outside_waiting, recovery_code, reset_link, saved_view, second_factor,
};
use crate::value::names_text;
use crate::{Store, StoreError, Write, contact, paper, report_contact};

/// Destroys texts and their salts, so that the hashes in the journal tell nothing any more; says how many.
///
/// # Errors
/// When the database fails.
pub async fn texts(write: &Write, ids: &[TextId]) -> Result<u64, StoreError> {
    let mut erased = 0;
    for chunk in ids.chunks(10_000) {
        let result = free_text::Entity::update_many()
            .set(free_text::ActiveModel { value: Set(None), salt: Set(None), ..Default::default() })
            .filter(free_text::Column::Id.is_in(chunk.iter().map(|id| id.0)))
            .filter(free_text::Column::Value.is_not_null())
            .exec(write.tx())
            .await?;
        erased += result.rows_affected;
    }
    Ok(erased)
}

/// Takes everything from an account that tells who it was, and ends what it holds. Its id stays, because the
/// journal refers to it.
///
/// # Errors
/// When the database fails.
pub async fn account(write: &Write, id: AccountId, names: &Names, now: Timestamp) -> Result<(), StoreError> {
    let tx = write.tx();
    let bare = account::ActiveModel {
        login: Set(format!("erased-{}", id.0.simple())),
        names: Set(names_text(names)),
        // No password has an empty hash.
        password_hash: Set(String::new()),
        disabled_at: Set(Some(now.as_millisecond())),
        ..Default::default()
    };
    account::Entity::update_many().set(bare).filter(account::Column::Id.eq(id.0)).exec(tx).await?;
    session::Entity::delete_many().filter(session::Column::Account.eq(id.0)).exec(tx).await?;
    // Everything that could open it, and every browser that it was used in.
    known_device::Entity::delete_many().filter(known_device::Column::Account.eq(id.0)).exec(tx).await?;
    second_factor::Entity::delete_many().filter(second_factor::Column::Account.eq(id.0)).exec(tx).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::Account.eq(id.0)).exec(tx).await?;
    reset_link::Entity::delete_many().filter(reset_link::Column::Account.eq(id.0)).exec(tx).await?;
    outside_identity::Entity::delete_many().filter(outside_identity::Column::Account.eq(id.0)).exec(tx).await?;
    outside_waiting::Entity::delete_many().filter(outside_waiting::Column::Account.eq(id.0)).exec(tx).await?;
    api_token::Entity::delete_many().filter(api_token::Column::Account.eq(id.0)).exec(tx).await?;
    paper::row::Entity::delete_many().filter(paper::row::Column::Account.eq(id.0)).exec(tx).await?;
    saved_view::Entity::delete_many().filter(saved_view::Column::Account.eq(id.0)).exec(tx).await?;
    report_contact::delete_of_reporter(write, id.0).await?;
    contact::row::Entity::delete_many().filter(contact::row::Column::Account.eq(id.0)).exec(tx).await?;
    let in_force =
        Condition::any().add(posting::Column::ValidTo.is_null()).add(posting::Column::ValidTo.gt(now.as_millisecond()));
    posting::Entity::update_many()
        .set(posting::ActiveModel { valid_to: Set(Some(now.as_millisecond())), ..Default::default() })
        .filter(posting::Column::Account.eq(id.0))
        .filter(in_force)
        .exec(tx)
        .await?;
    Ok(())
}

impl Store {
    /// What an erased account leaves to be erased: the descriptions of its reports, and the texts about it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn texts_of_account(&self, id: AccountId) -> Result<Vec<TextId>, StoreError> {
        let reported = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::Reporter.eq(id.0))
            .into_query();
        let described = Condition::all()
            .add(free_text::Column::Subject.in_subquery(reported))
            .add(free_text::Column::Field.eq("description"));
        let rows: Vec<Uuid> = free_text::Entity::find()
            .select_only()
            .column(free_text::Column::Id)
            .filter(Condition::any().add(described).add(free_text::Column::Subject.eq(id.0)))
            .filter(free_text::Column::Value.is_not_null())
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(TextId).collect())
    }

    /// Texts about restricted hazards that were closed at or before `closed`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn restricted_texts_closed_by(&self, closed: Timestamp, limit: u64) -> Result<Vec<TextId>, StoreError> {
        // The words of the partial index.
        let old = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(Expr::cust("restricted"))
            .filter(hazard::Column::ClosedAt.lte(closed.as_millisecond()))
            .into_query();
        let rows: Vec<Uuid> = free_text::Entity::find()
            .select_only()
            .column(free_text::Column::Id)
            .filter(free_text::Column::Subject.in_subquery(old))
            .filter(free_text::Column::Value.is_not_null())
            .limit(limit)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(TextId).collect())
    }

    /// The given texts that still stand, with their salts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn salted_texts(&self, ids: &[TextId]) -> Result<Vec<(TextId, String, Vec<u8>)>, StoreError> {
        let mut texts = Vec::new();
        for chunk in ids.chunks(10_000) {
            let found = free_text::Entity::find().filter(free_text::Column::Id.is_in(chunk.iter().map(|id| id.0)));
            for row in found.all(self.read()).await? {
                texts.extend(row.value.map(|value| (TextId(row.id), value, row.salt.unwrap_or_default())));
            }
        }
        Ok(texts)
    }

    /// What a text is about and which field it is; `None` when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn text_subject(&self, id: TextId) -> Result<Option<(Uuid, String)>, StoreError> {
        let row = free_text::Entity::find_by_id(id.0).one(self.read()).await?;
        Ok(row.map(|row| (row.subject, row.field)))
    }
}
