//! Bodies: departments, property companies, committees.

use std::collections::HashMap;

use domain::body::Body;
use domain::id::{BodyId, ImportId, UnitId};
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::{import, journal};
use uuid::Uuid;

use crate::exchange::BodyRow;
use crate::{Service, ServiceError};

impl Service {
    /// Makes or replaces bodies, on behalf of the operator; all rows or none. Says how many.
    ///
    /// # Errors
    /// When a unit code is unknown, or the database fails.
    pub async fn import_bodies(&self, file: &str, rows: Vec<BodyRow>, now: Timestamp) -> Result<usize, ServiceError> {
        let tree = self.tree();
        let known: HashMap<String, BodyId> = self.bodies().iter().map(|body| (body.code.clone(), body.id)).collect();
        let mut bodies = Vec::with_capacity(rows.len());
        for new in rows {
            let mut jurisdiction: Vec<UnitId> = Vec::with_capacity(new.jurisdiction.len());
            for code in &new.jurisdiction {
                let Some(unit) = tree.by_code(code) else {
                    let detail = format!("row {}: `jurisdiction` names `{code}`, which is no present unit", new.row);
                    return Err(ServiceError::invalid("jurisdiction", "unit_unknown", detail));
                };
                jurisdiction.push(unit.id);
            }
            jurisdiction.sort_unstable();
            jurisdiction.dedup();
            let id = known.get(&new.code).copied().unwrap_or_else(|| BodyId(Uuid::now_v7()));
            bodies.push(Body { id, code: new.code, kind: new.kind, names: new.names, jurisdiction });
        }
        let id = ImportId(Uuid::now_v7());
        let write = self.store().write().await?;
        import::begin(&write, id, "bodies", file, now).await?;
        store::body::save(&write, &bodies).await?;
        import::finish(&write, id, bodies.len() as u64, now).await?;
        let entry =
            NewEntry { payload: json!({ "rows": bodies.len() }), ..NewEntry::about(Kind::BodiesImported, id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        self.refresh_bodies().await?;
        Ok(bodies.len())
    }
}
