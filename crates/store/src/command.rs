//! Commands seen: a repeated request is recognised and does nothing twice.

use domain::id::CommandId;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Insert};
use uuid::Uuid;

use crate::entity::command;
use crate::{Rows, StoreError, Write};

/// A command that was carried out before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
    /// The thing that it changed or made.
    pub subject: Uuid,
}

/// The command that `actor` sent under `key`, if any.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &impl ConnectionTrait, actor: &str, key: CommandId) -> Result<Option<Seen>, StoreError> {
    let row = command::Entity::find_by_id((actor.to_owned(), key.0)).one(db).await?;
    Ok(row.map(|row| Seen { body_hash: row.body_hash, subject: row.subject }))
}

/// Records the command in its own transaction.
///
/// # Errors
/// [`StoreError::Duplicate`] when a parallel request was faster.
pub async fn record(
    write: &Write,
    actor: &str,
    key: CommandId,
    body_hash: &[u8],
    subject: Uuid,
) -> Result<(), StoreError> {
    let insert = insert(actor, key, body_hash, subject);
    insert.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Records the command with the rows that it brings in.
pub fn record_with(rows: &mut Rows, actor: &str, key: CommandId, body_hash: &[u8], subject: Uuid) {
    rows.add(insert(actor, key, body_hash, subject));
}

fn insert(actor: &str, key: CommandId, body_hash: &[u8], subject: Uuid) -> Insert<command::ActiveModel> {
    command::Entity::insert(command::ActiveModel {
        actor: Set(actor.to_owned()),
        key: Set(key.0),
        body_hash: Set(body_hash.to_vec()),
        subject: Set(subject),
    })
}
