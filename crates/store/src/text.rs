//! Free text that can be redacted.

use std::collections::HashMap;

use domain::id::TextId;
use sea_orm::{ActiveValue::Set, EntityTrait, Insert, QueryFilter};
use uuid::Uuid;

use crate::entity::free_text;
use crate::filter::among;
use crate::{Rows, Store, StoreError, Write};

/// Keeps a text beside its subject.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    write: &Write,
    id: TextId,
    subject: Uuid,
    field: &str,
    value: &str,
    salt: &[u8],
) -> Result<(), StoreError> {
    row(id, subject, field, value, salt).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Keeps a text that comes in with its subject.
pub fn insert_with(rows: &mut Rows, id: TextId, subject: Uuid, field: &str, value: &str, salt: &[u8]) {
    rows.add(row(id, subject, field, value, salt));
}

fn row(id: TextId, subject: Uuid, field: &str, value: &str, salt: &[u8]) -> Insert<free_text::ActiveModel> {
    free_text::Entity::insert(free_text::ActiveModel {
        id: Set(id.0),
        subject: Set(subject),
        field: Set(field.to_owned()),
        value: Set(Some(value.to_owned())),
        salt: Set(Some(salt.to_vec())),
    })
}

impl Store {
    /// The texts of the given subjects that still stand, by subject: (text id, field, value).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn texts(&self, subjects: &[Uuid]) -> Result<HashMap<Uuid, Vec<(TextId, String, String)>>, StoreError> {
        let mut texts: HashMap<Uuid, Vec<_>> = HashMap::new();
        for chunk in subjects.chunks(10_000) {
            let rows =
                free_text::Entity::find().filter(among(free_text::Column::Subject, chunk)).all(self.read()).await?;
            for row in rows {
                if let Some(value) = row.value {
                    texts.entry(row.subject).or_default().push((TextId(row.id), row.field, value));
                }
            }
        }
        Ok(texts)
    }
}
