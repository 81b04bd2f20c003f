//! Which places close, and ordering it.

use domain::access::{Actor, Permission, Target};
use domain::colour::WarningColour;
use domain::id::{ClosureId, ResponseId, UnitId};
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::place::{Closure, Place, closes, is_hazard_word};
use domain::unit::UnitPath;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::closure::{self, ClosureRow};
use store::{Write, journal, place};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Longest time until a place must be closed.
const DUE_WITHIN: SignedDuration = SignedDuration::from_hours(72);

/// An order to close places.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The units, each with everything below it.
    pub units: &'a [(UnitId, UnitPath)],
    /// The hazard, a word such as `rainstorm`.
    pub hazard: &'a str,
    /// The colour of the warning.
    pub colour: WarningColour,
    /// The response behind it.
    pub cause: Option<ResponseId>,
    /// Until when places must be closed.
    pub due: Timestamp,
    /// Who orders it.
    pub by: By,
}

impl Service {
    /// Places of a unit and below it that close for a warning of this hazard and colour, by code. Nothing is written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_to_close(
        &self,
        path: &UnitPath,
        hazard: &str,
        colour: WarningColour,
    ) -> Result<Vec<Place>, ServiceError> {
        let kinds = self.place_kinds()?;
        let found = place::standing(self.store().read(), path, &kinds.closing(hazard, colour)).await?;
        let places: Vec<_> = found.into_iter().map(|(place, _)| place).collect();
        Ok(closes(kinds, &places, hazard, colour).cloned().collect())
    }

    /// Orders every place that closes for this hazard and colour to be closed, in the transaction of what caused it;
    /// a place that closes already keeps what it has. Gives what is new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_closures(
        &self,
        write: &Write,
        opening: Opening<'_>,
        now: Timestamp,
    ) -> Result<Vec<ClosureId>, ServiceError> {
        let kinds = self.place_kinds()?.closing(opening.hazard, opening.colour);
        let mut rows = Vec::new();
        for (_, path) in opening.units {
            for (place, path) in place::standing(write.tx(), path, &kinds).await? {
                rows.push(ClosureRow {
                    id: ClosureId(Uuid::now_v7()),
                    place: place.id,
                    unit: place.unit,
                    path,
                    body: place.facts.body,
                    hazard: opening.hazard.to_owned(),
                    colour: opening.colour,
                    cause: opening.cause.map(|response| response.0),
                    closure: Closure::new(),
                    due_at: opening.due,
                    opened_at: now,
                    opened_by: opening.by.account,
                    closed_by: None,
                    authorised_by: None,
                    reopened_by: None,
                });
            }
        }
        let new = closure::insert(write, &rows).await?;
        let entries: Vec<_> = rows
            .iter()
            .filter(|row| new.contains(&row.id))
            .map(|row| {
                let payload = json!({
                    "place": row.place,
                    "hazard": row.hazard,
                    "colour": row.colour,
                    "due_at": row.due_at.as_millisecond(),
                });
                let cause = opening.cause.map(Cause::Response);
                let unit = Some((row.unit, row.path.clone()));
                let about = NewEntry::about(Kind::ClosureOpened, row.id.0, now);
                NewEntry { unit, body: row.body, by: opening.by, cause, payload, ..about }
            })
            .collect();
        if !entries.is_empty() {
            journal::append(write, &entries).await?;
        }
        Ok(new)
    }

    /// Orders the places of a unit closed, by a person. Asked again it changes nothing.
    ///
    /// # Errors
    /// When the actor may not there, or hazard or time cannot be taken.
    pub async fn order_closures(
        &self,
        actor: &Actor,
        unit: UnitId,
        (hazard, colour): (&str, WarningColour),
        due: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<ClosureId>, ServiceError> {
        let path = self.tree().by_id(unit).map(|unit| unit.path.clone()).ok_or(ServiceError::NotFound("unit"))?;
        let posting = self.require(actor, Permission::OrderClosures, &Target::at(&path))?;
        if !is_hazard_word(hazard) {
            let detail = "`hazard` is a word such as `rainstorm`";
            return Err(ServiceError::invalid("hazard", "hazard_invalid", detail));
        }
        if due < now || due.duration_since(now) > DUE_WITHIN {
            let detail = "`due_at` must lie within the next 72 hours";
            return Err(ServiceError::invalid("due_at", "due_invalid", detail));
        }
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        let units = [(unit, path)];
        let opening = Opening { units: &units, hazard, colour, cause: None, due, by };
        let write = self.store().write().await?;
        let new = self.open_closures(&write, opening, now).await?;
        if !new.is_empty() {
            write.commit().await?;
        }
        Ok(new)
    }
}
