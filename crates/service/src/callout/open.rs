//! Beginning a round of calls.

use domain::access::{Actor, Permission, Target};
use domain::callout::Ending;
use domain::id::{CalloutId, UnitId, WarningId};
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::unit::UnitPath;
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, Callout};
use store::warning::Warning;
use store::{Write, journal};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// What a round is begun for.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The warning.
    pub warning: &'a Warning,
    /// Its units.
    pub units: &'a [(UnitId, UnitPath)],
    /// Who begins it; none when the warning does by itself.
    pub by: Option<By>,
    /// Now.
    pub now: Timestamp,
}

impl Service {
    /// Begins calls for a warning that does not start them by itself (启动叫应).
    ///
    /// # Errors
    /// When the actor may not for each of its units, it is over, has no colour, is not meant for real, or its calls
    /// go on already.
    pub async fn start_callout(&self, actor: &Actor, id: WarningId, now: Timestamp) -> Result<Callout, ServiceError> {
        let sheet = self.show_warning(actor, id).await?;
        let mut by = None;
        for (_, path) in &sheet.units {
            let target = Target::at(path);
            let posting = self.require(actor, Permission::RunCallout, &target)?;
            by = Some(By { account: Some(actor.account), posting: Some(posting.id) });
        }
        let over = sheet.warning.ended.is_some() || sheet.warning.expires_at.is_some_and(|end| end <= now);
        if over || by.is_none() || sheet.warning.colour.is_none() || !self.counts_here(&sheet.warning) {
            return Err(ServiceError::CalloutRefused(
                "this warning is over, for no unit here, without a colour, or a test",
            ));
        }
        let write = self.store().write().await?;
        if callout::of_warning(write.tx(), id).await?.iter().any(|round| round.ended.is_none()) {
            return Err(ServiceError::CalloutOpen);
        }
        let mut entries = Vec::new();
        let opening = Opening { warning: &sheet.warning, units: &sheet.units, by, now };
        let round = self.open_round(&write, opening, &mut entries).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(round)
    }

    /// The round for a warning that took the place of others. Unchanged or weaker, for no unit more: the calls go on
    /// under the new warning and nobody is rung again. Otherwise a new round begins and the old ones end.
    pub(crate) async fn follow_or_open(
        &self,
        write: &Write,
        opening: Opening<'_>,
        replaced: &[Warning],
        entries: &mut Vec<NewEntry>,
    ) -> Result<Callout, ServiceError> {
        for old in replaced {
            for round in callout::of_warning(write.tx(), old.id).await? {
                let units = callout::units(write.tx(), round.id).await?;
                let inside = |path: &UnitPath| units.iter().any(|(_, above)| above.contains(path));
                let weaker = opening.warning.colour <= Some(round.colour);
                if round.ended.is_none() && weaker && opening.units.iter().all(|(_, path)| inside(path)) {
                    callout::follow(write, round.id, opening.warning.id).await?;
                    return Ok(Callout { warning: Some(opening.warning.id), ..round });
                }
            }
        }
        self.end_rounds(write, replaced, Ending::Superseded, opening.now, entries).await?;
        self.open_round(write, opening, entries).await
    }

    async fn open_round(
        &self,
        write: &Write,
        opening: Opening<'_>,
        entries: &mut Vec<NewEntry>,
    ) -> Result<Callout, ServiceError> {
        let Opening { warning, units, by, now } = opening;
        let colour = warning.colour.ok_or_else(|| ServiceError::Internal("a round without a colour".to_owned()))?;
        let round = Callout {
            id: CalloutId(Uuid::now_v7()),
            warning: Some(warning.id),
            colour,
            plan: self.warnings()?.plan.version.clone(),
            opened_at: now,
            opened_by: by.and_then(|by| by.account),
            placed_at: None,
            calls: 0,
            ended: None,
        };
        callout::open(write, &round, units).await?;
        let payload = json!({ "callout": round.id, "warning": warning.id, "colour": colour, "plan": round.plan });
        entries.push(NewEntry {
            by: by.unwrap_or_default(),
            cause: Some(Cause::Warning(warning.id)),
            payload,
            ..NewEntry::about(Kind::CalloutOpened, round.id.0, now)
        });
        Ok(round)
    }

    /// Ends the open rounds of warnings, in the transaction that ended these.
    pub(crate) async fn end_rounds(
        &self,
        write: &Write,
        warnings: &[Warning],
        ending: Ending,
        now: Timestamp,
        entries: &mut Vec<NewEntry>,
    ) -> Result<(), ServiceError> {
        for warning in warnings {
            for round in callout::of_warning(write.tx(), warning.id).await? {
                if callout::end(write, round.id, ending, now).await? {
                    let payload = json!({ "callout": round.id, "ending": ending });
                    let cause = Some(Cause::Warning(warning.id));
                    entries.push(NewEntry { cause, payload, ..NewEntry::about(Kind::CalloutEnded, round.id.0, now) });
                }
            }
        }
        Ok(())
    }
}
