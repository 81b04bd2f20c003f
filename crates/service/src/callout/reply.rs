//! Answers that come back through a carrier: a text message, or a key pressed in a voice call.

use domain::access::Actor;
use domain::callout::{How, Report};
use domain::contact::ContactKind;
use domain::id::CallId;
use domain::message::{Channel, MessageState};
use jiff::Timestamp;
use store::callout::{self, Attempt, CallRow};

use super::Reporting;
use crate::{Service, ServiceError};

impl Service {
    /// Takes an answer from a phone to every open call of its owner; gives those calls. The carrier's account needs
    /// the permission to hand warnings in.
    ///
    /// # Errors
    /// When the actor may not, the text says nothing that is known, or nobody with this number is called.
    pub async fn reply_from(
        &self,
        actor: &Actor,
        channel: Channel,
        phone: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<Vec<CallRow>, ServiceError> {
        self.may_receive(actor)?;
        let unclear = || {
            let detail = "the answer must be 1 (已收到), 2 (已到岗) or 3 and a number (已转移)";
            ServiceError::invalid("text", "reply_unclear", detail)
        };
        let report = Report::read(text).ok_or_else(unclear)?;
        let rounds: Vec<_> = self.store().open_callouts().await?.iter().map(|round| round.id).collect();
        let mut after = Vec::new();
        for account in self.accounts_by_contact(ContactKind::Phone, phone).await? {
            for call in self.store().calls_of(account, &rounds).await? {
                after.push(self.report_as_post(reporting(call.id, report, channel), now).await?);
            }
        }
        if after.is_empty() { Err(ServiceError::NotFound("call")) } else { Ok(after) }
    }

    /// A carrier's later word about an attempt: delivered, or failed. Says whether something changed.
    ///
    /// # Errors
    /// When the actor may not, or no attempt has this id of this carrier.
    pub async fn attempt_reported(
        &self,
        actor: &Actor,
        channel: Channel,
        carrier_id: &str,
        state: MessageState,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        self.may_receive(actor)?;
        let found = callout::by_carrier_id(self.store().read(), channel, carrier_id).await?;
        let before = found.ok_or(ServiceError::NotFound("attempt"))?;
        if !before.state.may_become(state) {
            return Ok(false);
        }
        let write = self.store().write().await?;
        callout::end_attempts(&write, &[Attempt { state, changed_at: now, ..before }]).await?;
        write.commit().await?;
        Ok(true)
    }
}

fn reporting(call: CallId, report: Report, channel: Channel) -> Reporting {
    let how = match channel {
        Channel::Voice => How::Voice,
        Channel::Sms | Channel::Mail => How::Sms,
    };
    Reporting { call, report, how }
}
