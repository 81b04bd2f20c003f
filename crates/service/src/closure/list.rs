//! Closures as they are shown: posts and units, no names.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Target};
use domain::id::{ClosureId, UnitId};
use domain::place::{ClosureState, Place};
use store::closure::{ClosureFilter, ClosureRow};

use crate::{Service, ServiceError};

/// Most closures on one page.
const PAGE_MAX: u64 = 500;

/// Most on a phone.
const OWN_MAX: u64 = 200;

/// A closure with its place and notes.
#[derive(Debug, Clone)]
pub struct ClosureSheet {
    /// The closure.
    pub row: ClosureRow,
    /// The place.
    pub place: Option<Place>,
    /// The note of whoever closed it.
    pub note: Option<String>,
}

impl Service {
    /// Closures that the actor sees, the earliest first.
    ///
    /// # Errors
    /// When the actor sees places nowhere, or there is no such unit for her.
    pub async fn list_closures(
        &self,
        actor: &Actor,
        unit: Option<UnitId>,
        states: Vec<ClosureState>,
        after: Option<ClosureId>,
        limit: u64,
    ) -> Result<Vec<ClosureSheet>, ServiceError> {
        let within = Some(self.place_area(actor, unit)?.path);
        let scope = actor.scope(self.titles(), Permission::ViewPlaces);
        let filter = ClosureFilter { scope, within, states, after, limit: limit.clamp(1, PAGE_MAX) };
        let rows = self.store().closures(&filter).await?;
        self.closure_sheets(rows).await
    }

    /// What the actor is to close, or has closed and may open again: what is to be closed first, the earliest due
    /// first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_closures(&self, actor: &Actor) -> Result<Vec<ClosureSheet>, ServiceError> {
        let scope = actor.scope(self.titles(), Permission::ClosePlaces);
        if scope.is_empty() {
            return Ok(Vec::new());
        }
        let states = vec![ClosureState::ToClose, ClosureState::Closed];
        let filter = ClosureFilter { scope, states, limit: OWN_MAX, ..ClosureFilter::default() };
        let mut rows = self.store().closures(&filter).await?;
        rows.sort_by_key(|row| (row.closure.state, row.due_at, row.id));
        self.closure_sheets(rows).await
    }

    /// One closure.
    ///
    /// # Errors
    /// When there is none for the actor.
    pub async fn closure_sheet(&self, row: ClosureRow) -> Result<ClosureSheet, ServiceError> {
        self.closure_sheets(vec![row]).await?.pop().ok_or(ServiceError::NotFound("closure"))
    }

    /// Which steps the actor may take.
    pub fn closure_rights(&self, actor: &Actor, row: &ClosureRow) -> (bool, bool) {
        let target = Target { body: row.body, ..Target::at(&row.path) };
        let may = |permission| actor.may(self.titles(), permission, &target).is_some();
        (may(Permission::ClosePlaces), may(Permission::OrderClosures))
    }

    async fn closure_sheets(&self, rows: Vec<ClosureRow>) -> Result<Vec<ClosureSheet>, ServiceError> {
        let places: Vec<_> = rows.iter().map(|row| row.place).collect();
        let places = self.store().places_by_id(&places).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
        let texts = self.store().texts(&ids).await?;
        let notes: HashMap<_, _> = texts
            .into_iter()
            .filter_map(|(id, texts)| {
                let note = texts.into_iter().find(|(_, field, _)| field == "closed_note");
                Some((id, note?.2))
            })
            .collect();
        let sheet = |row: ClosureRow| {
            let (place, note) = (places.get(&row.place).cloned(), notes.get(&row.id.0).cloned());
            ClosureSheet { row, place, note }
        };
        Ok(rows.into_iter().map(sheet).collect())
    }
}
