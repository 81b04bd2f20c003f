//! Files of places: looked at first, each row with what is wrong, then taken in one transaction.

use std::collections::{HashMap, HashSet};

use domain::access::{Actor, Permission, Scope, Target};
use domain::geometry::check::error;
use domain::id::{BodyId, ImportId, PlaceId};
use domain::journal::{By, Kind, NewEntry};
use domain::place::{Place, PlaceFacts};
use domain::unit::row::{Finding, Severity};
use jiff::Timestamp;
use serde_json::json;
use store::place::PlaceRow as Stored;
use store::{import, journal};
use uuid::Uuid;

use super::{middle, standing_in};
use crate::exchange::PlaceRow;
use crate::{Service, ServiceError};

/// What a file of places would do.
#[derive(Debug)]
pub struct PlacePlan {
    places: Vec<Stored>,
    /// How many of them the register has not had.
    pub new: usize,
    /// What is wrong with rows.
    pub findings: Vec<Finding>,
}

impl PlacePlan {
    /// How many places it would make or replace.
    pub fn rows(&self) -> usize {
        self.places.len()
    }

    /// Whether it can be taken.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

impl Service {
    /// Makes or replaces places, on behalf of the operator; all rows or none. Says how many.
    ///
    /// # Errors
    /// When a unit, parent or body is unknown, or the database fails.
    pub async fn import_places(&self, file: &str, rows: Vec<PlaceRow>, now: Timestamp) -> Result<usize, ServiceError> {
        let plan = self.plan_places(None, rows).await?;
        if let Some(first) = plan.findings.into_iter().find(|finding| finding.severity == Severity::Error) {
            let detail = format!("row {}: {}", first.row, first.message);
            return Err(ServiceError::invalid(first.field, "unknown", detail));
        }
        self.write_places(By::default(), file, plan.places, now).await
    }

    /// What a file would do, as far as the actor may do it; nothing is written.
    ///
    /// # Errors
    /// When the actor manages places nowhere, or the database fails.
    pub async fn check_places(&self, actor: &Actor, rows: Vec<PlaceRow>) -> Result<PlacePlan, ServiceError> {
        let scope = actor.scope(self.titles(), Permission::ManagePlaces);
        if scope.is_empty() {
            return Err(ServiceError::Forbidden(Permission::ManagePlaces));
        }
        self.plan_places(Some(&scope), rows).await
    }

    /// Takes a sound plan; says how many places were made or replaced.
    ///
    /// # Errors
    /// When a row has an error, or the database fails.
    pub async fn take_places(
        &self,
        actor: &Actor,
        file: &str,
        plan: PlacePlan,
        now: Timestamp,
    ) -> Result<usize, ServiceError> {
        if !plan.is_sound() {
            let detail = "rows of the file have errors: mend them and send the whole file again";
            return Err(ServiceError::invalid("file", "import_refused", detail));
        }
        let posting = self.holder(actor, Permission::ManagePlaces)?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        self.write_places(by, file, plan.places, now).await
    }

    async fn plan_places(&self, scope: Option<&Scope>, rows: Vec<PlaceRow>) -> Result<PlacePlan, ServiceError> {
        let (tree, bodies) = (self.tree(), self.bodies());
        let bodies: HashMap<&str, BodyId> = bodies.iter().map(|body| (body.code.as_str(), body.id)).collect();
        let mut ids: HashMap<String, PlaceId> = self.store().place_ids().await?.into_iter().collect();
        let known = self.store().places_before().await?;
        let kinds = self.place_kinds()?;
        let mut new = HashSet::new();
        for row in &rows {
            ids.entry(row.code.clone()).or_insert_with(|| {
                let id = PlaceId(Uuid::now_v7());
                new.insert(id);
                id
            });
        }
        let (mut places, mut findings) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            let number = row.row;
            let mut unknown = |field: &'static str, value: &str| {
                let message = format!("`{field}` names `{value}`, which is not known");
                findings.push(error(number, field, value, "unknown", message));
            };
            let unit = match &row.unit_code {
                Some(code) => tree.by_code(code),
                None => standing_in(&tree, &row.geometry),
            };
            let parent = row.parent.as_deref().map(|code| ids.get(code).copied().ok_or(code));
            let body = row.body_code.as_deref().map(|code| bodies.get(code).copied().ok_or(code));
            let (Some(unit), Ok(parent), Ok(body)) = (unit, parent.transpose(), body.transpose()) else {
                if unit.is_none() {
                    unknown("unit", row.unit_code.as_deref().unwrap_or(""));
                }
                if let Some(Err(code)) = parent {
                    unknown("parent", code);
                }
                if let Some(Err(code)) = body {
                    unknown("responsible_body", code);
                }
                continue;
            };
            let Some(&id) = ids.get(&row.code) else { continue };
            let before = known.get(&id);
            let mut paths = [Some(&unit.path), before.map(|before| &before.path)].into_iter().flatten();
            if scope.is_some_and(|scope| !paths.all(|path| scope.covers(&Target::at(path)))) {
                let message = "the place stands, or would stand, where you manage no places";
                findings.push(error(number, "unit", &row.code, "forbidden", message.to_owned()));
                continue;
            }
            let facts =
                PlaceFacts { elevation_cm: row.elevation_cm, sill_cm: row.sill_cm, households: row.households, body };
            // A file that gives some fields says nothing of the others.
            let held = before.map(|before| before.fields.kept_for(kinds, &row.kind)).unwrap_or_default();
            let middle = middle(&row.geometry);
            let place = Place {
                id,
                code: row.code,
                kind: row.kind,
                names: row.names,
                parent,
                unit: unit.id,
                geometry: row.geometry,
                facts,
                fields: held.with(row.fields),
                retired_at: None,
                version: before.map_or(1, |before| before.version + 1),
            };
            places.push(Stored { place, path: unit.path.clone(), middle });
        }
        let new = places.iter().filter(|row| new.contains(&row.place.id)).count();
        Ok(PlacePlan { places, new, findings })
    }

    async fn write_places(
        &self,
        by: By,
        file: &str,
        places: Vec<Stored>,
        now: Timestamp,
    ) -> Result<usize, ServiceError> {
        let id = ImportId(Uuid::now_v7());
        let write = self.store().write().await?;
        import::begin(&write, id, "places", file, now).await?;
        store::place::save(&write, &places).await?;
        import::finish(&write, id, places.len() as u64, now).await?;
        let payload = json!({ "rows": places.len() });
        let entry = NewEntry { by, payload, ..NewEntry::about(Kind::PlacesImported, id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(places.len())
    }
}
