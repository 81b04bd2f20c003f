//! Bodies and their jurisdictions.

use std::collections::HashMap;

use domain::body::{Body, BodyKind};
use domain::id::{BodyId, UnitId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{body, body_jurisdiction};
use crate::value::{names, names_text};
use crate::{Store, StoreError, Write};

/// Makes or replaces bodies (known by id) with their jurisdictions.
///
/// # Errors
/// When the database fails.
pub async fn save(write: &Write, bodies: &[Body]) -> Result<(), StoreError> {
    let db = write.tx();
    for chunk in bodies.chunks(1_000) {
        let rows = chunk.iter().map(|new| body::ActiveModel {
            id: Set(new.id.0),
            code: Set(new.code.clone()),
            kind: Set(new.kind.word().to_owned()),
            names: Set(names_text(&new.names)),
        });
        let replace = OnConflict::column(body::Column::Id)
            .update_columns([body::Column::Code, body::Column::Kind, body::Column::Names])
            .to_owned();
        body::Entity::insert_many(rows)
            .on_conflict(replace)
            .exec_without_returning(db)
            .await
            .map_err(StoreError::from_insert)?;
        body_jurisdiction::Entity::delete_many()
            .filter(body_jurisdiction::Column::Body.is_in(chunk.iter().map(|body| body.id.0)))
            .exec(db)
            .await?;
        let rows: Vec<_> = chunk
            .iter()
            .flat_map(|body| body.jurisdiction.iter().map(|unit| (body.id, *unit)))
            .map(|(body, unit)| body_jurisdiction::ActiveModel { body: Set(body.0), unit: Set(unit.0) })
            .collect();
        for rows in rows.chunks(5_000) {
            body_jurisdiction::Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
        }
    }
    Ok(())
}

impl Store {
    /// Every body, by code. A city has some thousands: they fit in memory.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bodies(&self) -> Result<Vec<Body>, StoreError> {
        let mut jurisdictions: HashMap<_, Vec<UnitId>> = HashMap::new();
        for row in body_jurisdiction::Entity::find().all(self.read()).await? {
            jurisdictions.entry(row.body).or_default().push(UnitId(row.unit));
        }
        let rows = body::Entity::find().order_by_asc(body::Column::Code).all(self.read()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Body {
                    id: BodyId(row.id),
                    kind: BodyKind::from_word(&row.kind)
                        .ok_or_else(|| StoreError::damaged("body", "kind", row.kind.clone()))?,
                    names: names("body", &row.names)?,
                    jurisdiction: jurisdictions.remove(&row.id).unwrap_or_default(),
                    code: row.code,
                })
            })
            .collect()
    }
}
