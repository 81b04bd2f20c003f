//! A person decides what a proposal comes to.

use domain::access::{Actor, Permission, Target};
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::reading::ProposalState;
use jiff::Timestamp;
use store::journal;
use store::proposal::{self, Proposal};
use uuid::Uuid;

use super::propose::entry;
use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::response::Asking;
use crate::{Service, ServiceError};

/// Most proposals in one answer.
const SHOWN: u64 = 200;

/// A proposal with the reason that was given when it was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalSheet {
    /// As it is kept.
    pub proposal: Proposal,
    /// The reason, where one was given and not erased.
    pub reason: Option<String>,
}

impl Service {
    /// Proposals for what the actor sees; the open ones alone, or all, the latest first.
    ///
    /// # Errors
    /// When the actor may see no warnings.
    pub async fn list_proposals(&self, actor: &Actor, open: bool) -> Result<Vec<ProposalSheet>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let mut found = self.store().proposals(&scope, open, SHOWN).await?;
        found.sort_by_key(|one| {
            let waits = one.state == ProposalState::Open;
            std::cmp::Reverse((waits, waits.then_some(one.colour), one.opened_at))
        });
        let decided: Vec<_> = found.iter().filter(|one| one.decided_at.is_some()).map(|one| one.id).collect();
        let mut texts = self.store().texts(&decided).await?;
        let sheet = |proposal: Proposal| {
            let reason = texts.remove(&proposal.id).and_then(|mut texts| texts.pop()).map(|(_, _, text)| text);
            ProposalSheet { proposal, reason }
        };
        Ok(found.into_iter().map(sheet).collect())
    }

    /// Decides on a proposal, with a reason. Where somebody acts on it, the plans say which responses it asks for, as for
    /// a warning of that colour: they are proposed, and those who decide on responses decide. Calls are begun by hand.
    ///
    /// # Errors
    /// When there is none where the actor may run calls, somebody else decided already, or there is no reason.
    pub async fn decide_proposal(
        &self,
        actor: &Actor,
        id: Uuid,
        taken: bool,
        reason: &str,
        now: Timestamp,
    ) -> Result<ProposalSheet, ServiceError> {
        let write = self.store().write().await?;
        let found = proposal::hold(&write, id).await?.ok_or(ServiceError::NotFound("proposal"))?;
        let posting = self.require(actor, Permission::RunCallout, &Target::at(&found.path))?;
        let reason = given_reason(reason)?;
        let state = if taken { ProposalState::Taken } else { ProposalState::Dismissed };
        if found.state != ProposalState::Open {
            // The answer to the first request may have been lost.
            let again = found.state == state && found.decided_by == Some(actor.account);
            let sheet = ProposalSheet { proposal: found, reason: Some(reason.to_owned()) };
            return if again { Ok(sheet) } else { Err(ServiceError::ProposalDecided) };
        }
        let decided = Proposal { state, decided_at: Some(now), decided_by: Some(actor.account), ..found };
        proposal::put(&write, &decided, false).await?;
        let held = keep_text(&write, id, "proposal_reason", reason).await?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        let mut told = NewEntry { by, ..entry(Kind::ProposalDecided, &decided, now) };
        if let Some(object) = told.payload.as_object_mut() {
            object.insert("reason".to_owned(), held.unwrap_or_default());
        }
        let mut entries = vec![told];
        if taken {
            let (hazard, colour, since) = (decided.hazard, decided.colour, decided.opened_at);
            let asking = Asking { hazard, colour, warning: None, cause: Cause::Proposal(decided.id), since };
            let units = [(decided.unit, decided.path.clone())];
            self.propose_responses(&write, asking, &units, now, &mut entries).await?;
        }
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(ProposalSheet { proposal: decided, reason: Some(reason.to_owned()) })
    }
}
