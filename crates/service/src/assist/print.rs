//! Numbered lists on paper: of one building, while an activation is open, given back or destroyed afterwards.

use domain::access::{Actor, Permission};
use domain::assist::PrintEnd;
use domain::id::{PlaceId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::unit::Unit;
use jiff::Timestamp;
use serde_json::json;
use store::assist::{self, Print};
use store::{StoreError, journal};
use uuid::Uuid;

use super::Said;
use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Prints on one page.
const PRINTS: u64 = 200;

/// One line of a printed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedLine {
    /// What the entry says.
    pub said: Said,
}

/// A list as it goes onto paper.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedList {
    /// Its row.
    pub print: Print,
    /// The building.
    pub place: Names,
    /// The unit in which it stands.
    pub unit: Unit,
    /// How many households are thought to need help.
    pub estimated: Option<u32>,
    /// Its lines, by door.
    pub lines: Vec<PrintedLine>,
}

impl Service {
    /// Prints the list of one building under the next number. Each of its persons sees that it was printed.
    ///
    /// # Errors
    /// When no activation is open, the actor may not see the entries, or there is no reason.
    pub async fn print_assist(
        &self,
        actor: &Actor,
        place: PlaceId,
        reason: &str,
        now: Timestamp,
    ) -> Result<PrintedList, ServiceError> {
        let (place, unit) = self.building(place).await?;
        let posting = self.duty_right(actor, &unit.path, now).await?;
        if !self.is_activated(&unit.path, now).await? {
            return Err(ServiceError::NotActivated);
        }
        let reason = given_reason(reason)?;
        let estimated = self.store().assist_estimate(place.id).await?;
        let write = self.store().write().await?;
        let entries = assist::of_place(write.tx(), place.id, now).await?;
        let mut lines = Vec::with_capacity(entries.len());
        for entry in &entries {
            lines.push(PrintedLine { said: self.opened(entry)? });
        }
        lines.sort_by(|a, b| a.said.door.cmp(&b.said.door));
        let mut print = Print {
            id: Uuid::now_v7(),
            number: 0,
            place: place.id,
            unit: unit.id,
            path: unit.path.clone(),
            entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            posting: Some(posting),
            printed_at: now,
            closed: None,
        };
        print.number = match assist::add_print(&write, &print, actor.account).await {
            // Another one took the number: whoever asks again gets the next.
            Err(StoreError::Duplicate(_)) => return Err(StoreError::Stale.into()),
            other => other?,
        };
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let kept = keep_text(&write, print.id, "print_reason", reason).await?;
        let printed = NewEntry {
            unit: Some((unit.id, unit.path.clone())),
            by,
            payload: json!({ "number": print.number, "entries": print.entries, "reason": kept }),
            ..NewEntry::about(Kind::AssistPrinted, print.id, now)
        };
        journal::append(&write, &[printed]).await?;
        for entry in &entries {
            let held = keep_text(&write, entry.id.0, "view_reason", reason).await?;
            let payload = json!({ "reason": held, "print": print.number });
            self.write_assist_view(&write, actor, posting, &[entry], payload, now).await?;
        }
        write.commit().await?;
        Ok(PrintedList { print, place: place.names, unit, estimated, lines })
    }

    /// Writes down what became of a print.
    ///
    /// # Errors
    /// When the actor may not there, there is none, or it was written down before.
    pub async fn close_assist_print(
        &self,
        actor: &Actor,
        id: Uuid,
        how: PrintEnd,
        now: Timestamp,
    ) -> Result<Print, ServiceError> {
        let print = self.store().assist_print(id).await?.ok_or(ServiceError::NotFound("print"))?;
        let posting = self.require(actor, Permission::ReportEvacuation, &domain::access::Target::at(&print.path))?.id;
        let write = self.store().write().await?;
        if !assist::close_print(&write, id, how, now).await? {
            return Err(ServiceError::Exists("end of the print"));
        }
        let closed = NewEntry {
            unit: Some((print.unit, print.path.clone())),
            by: By { account: Some(actor.account), posting: Some(posting) },
            payload: json!({ "number": print.number, "how": how }),
            ..NewEntry::about(Kind::AssistPrintClosed, id, now)
        };
        journal::append(&write, &[closed]).await?;
        write.commit().await?;
        Ok(Print { closed: Some((how, now)), ..print })
    }

    /// Prints of a unit and below, the latest first: numbers and what became of them, nothing that stood on them.
    ///
    /// # Errors
    /// When the actor may not there, or there is no such unit.
    pub async fn assist_prints(&self, actor: &Actor, unit: UnitId) -> Result<Vec<Print>, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).ok_or(ServiceError::NotFound("unit"))?;
        self.require(actor, Permission::ReportEvacuation, &domain::access::Target::at(&unit.path))?;
        Ok(self.store().assist_prints(&unit.path, PRINTS).await?)
    }
}
