//! Messages for the public, the units that they are for, and what speaks against them.

mod risk;
mod row;

use domain::access::Scope;
use domain::id::{PostingId, PublicMessageId, UnitId};
use domain::names::Names;
use domain::public_message::{Audience, Content, PublicMessage, PublicState};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use serde::{Deserialize, Serialize};

use crate::account::PostingRow;
use crate::entity::posting;
use crate::entity_public::public_message::{Column, Entity};
use crate::entity_public::public_message_unit as area;
use crate::filter::touching;
use crate::{Store, StoreError, Write};

/// A text as it goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// For whom.
    pub audience: Audience,
    /// The whole message, by language.
    pub text: Names,
}

/// What went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// When.
    pub at: Timestamp,
    /// The words.
    pub texts: Vec<Text>,
    /// Who says so.
    pub issuer: Names,
    /// CAP sender.
    pub sender: String,
    /// CAP identifier.
    pub identifier: String,
}

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMessage {
    /// Its way.
    pub message: PublicMessage,
    /// What it says.
    pub content: Content,
    /// Where its units are now, in the order of [`Content::units`].
    pub paths: Vec<UnitPath>,
    /// Salt of the hash that the journal holds of its texts.
    pub salt: Vec<u8>,
    /// The author's post.
    pub author_posting: PostingId,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// The post that published or refused it, and when.
    pub decided: Option<(PostingId, Timestamp)>,
    /// The post that judged it afterwards, and when.
    pub reviewed: Option<(PostingId, Timestamp)>,
    /// What went out.
    pub published: Option<Published>,
    /// When it ended, and by which other message.
    pub ended: Option<(Timestamp, Option<PublicMessageId>)>,
}

/// Which messages are asked for.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Only those in these states; all where empty.
    pub states: Vec<PublicState>,
    /// Only those that one person sent and nobody judged yet.
    pub unreviewed: bool,
    /// Only those begun before this one.
    pub before: Option<(Timestamp, PublicMessageId)>,
    /// At most so many.
    pub limit: u64,
}

/// Puts a message in.
///
/// # Errors
/// [`StoreError::Duplicate`] when the id is taken.
pub async fn insert(write: &Write, new: &StoredMessage) -> Result<(), StoreError> {
    let row = row::active(new, None)?;
    Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    insert_units(write, new).await
}

async fn insert_units(write: &Write, new: &StoredMessage) -> Result<(), StoreError> {
    let rows = new.content.units.iter().zip(&new.paths).map(|(unit, path)| area::ActiveModel {
        message: Set(new.message.id.0),
        unit: Set(unit.0),
        path: Set(path.as_str().to_owned()),
    });
    area::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Writes a message back after one step; `document` is its CAP message, where it has just got one.
///
/// # Errors
/// [`StoreError::Stale`] when the row is no longer at the version before; [`StoreError::Duplicate`] when its
/// identifier is taken.
pub async fn update(write: &Write, after: &StoredMessage, document: Option<&[u8]>) -> Result<(), StoreError> {
    let result = Entity::update_many()
        .set(row::active(after, document)?)
        .filter(Column::Id.eq(after.message.id.0))
        .filter(Column::Version.eq(after.message.version - 1))
        .exec(write.tx())
        .await
        .map_err(StoreError::from_insert)?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Sets the units of a message that is written anew.
///
/// # Errors
/// When the database fails.
pub async fn replace_units(write: &Write, after: &StoredMessage) -> Result<(), StoreError> {
    area::Entity::delete_many().filter(area::Column::Message.eq(after.message.id.0)).exec(write.tx()).await?;
    insert_units(write, after).await
}

/// A message.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &impl ConnectionTrait, id: PublicMessageId) -> Result<Option<StoredMessage>, StoreError> {
    let rows = Entity::find_by_id(id.0).all(db).await?;
    Ok(row::fill(db, rows).await?.pop())
}

/// Identifiers of a sender that begin so.
///
/// # Errors
/// When the database fails.
pub async fn identifiers(db: &impl ConnectionTrait, sender: &str, begin: &str) -> Result<Vec<String>, StoreError> {
    let found = Entity::find()
        .select_only()
        .column(Column::Identifier)
        .filter(Column::Sender.eq(sender))
        .filter(Column::Identifier.starts_with(begin));
    Ok(found.into_tuple().all(db).await?)
}

impl Store {
    /// Messages that touch the scope, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_messages(&self, scope: &Scope, page: &Page) -> Result<Vec<StoredMessage>, StoreError> {
        let mut query = Entity::find().filter(for_scope(scope));
        if !page.states.is_empty() {
            query = query.filter(Column::State.is_in(page.states.iter().map(|state| state.word())));
        }
        if page.unreviewed {
            query = query.filter(Column::Glass.eq(true)).filter(Column::Verdict.is_null());
        }
        if let Some((at, id)) = page.before {
            let at = at.as_millisecond();
            let same = Condition::all().add(Column::CreatedAt.eq(at)).add(Column::Id.lt(id.0));
            query = query.filter(Condition::any().add(Column::CreatedAt.lt(at)).add(same));
        }
        let query = query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(page.limit);
        row::fill(self.read(), query.all(self.read()).await?).await
    }

    /// Messages in force, the latest first; 500 at most.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_messages_in_force(&self, now: Timestamp) -> Result<Vec<StoredMessage>, StoreError> {
        let query = Entity::find()
            .filter(Column::State.eq(PublicState::Published.word()))
            .filter(Column::ExpiresAt.gt(now.as_millisecond()))
            .order_by_desc(Column::PublishedAt)
            .order_by_desc(Column::Id)
            .limit(500);
        row::fill(self.read(), query.all(self.read()).await?).await
    }

    /// Messages whose time is over and which nothing has ended yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_messages_over(&self, now: Timestamp, limit: u64) -> Result<Vec<StoredMessage>, StoreError> {
        let query = Entity::find()
            .filter(Column::State.eq(PublicState::Published.word()))
            .filter(Column::ExpiresAt.lte(now.as_millisecond()))
            .order_by_asc(Column::ExpiresAt)
            .limit(limit);
        row::fill(self.read(), query.all(self.read()).await?).await
    }

    /// The CAP message of one that was published.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_message_document(&self, id: PublicMessageId) -> Result<Option<Vec<u8>>, StoreError> {
        let found = Entity::find_by_id(id.0).select_only().column(Column::Document);
        let found: Option<Option<Vec<u8>>> = found.into_tuple().one(self.read()).await?;
        Ok(found.flatten())
    }

    /// Posts in these units that are held now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn postings_at(&self, units: &[UnitId], now: Timestamp) -> Result<Vec<PostingRow>, StoreError> {
        let rows = posting::Entity::find()
            .filter(posting::Column::Unit.is_in(units.iter().map(|id| id.0)))
            .order_by_asc(posting::Column::ValidFrom)
            .order_by_asc(posting::Column::Id)
            .all(self.read())
            .await?;
        let held = rows.into_iter().filter(|row| crate::account::in_force(row, now));
        Ok(held.map(crate::account::posting_from_row).collect())
    }
}

/// Messages for a unit in the scope, above it or below it.
fn for_scope(scope: &Scope) -> Condition {
    let there = touching(area::Column::Path, scope);
    let of = area::Entity::find().select_only().column(area::Column::Message).filter(there).into_query();
    Condition::all().add(Column::Id.in_subquery(of))
}
