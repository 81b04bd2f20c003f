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

/// Most bytes of a carrier's id.
const ID_MAX: usize = 200;

/// What a carrier says later about one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// By which way it went.
    pub channel: Channel,
    /// The carrier's id of it.
    pub carrier_id: String,
    /// Where it stands.
    pub state: MessageState,
}

impl Service {
    /// Takes an answer from a phone to every open call of its owner; gives those calls, none where it answered a test of
    /// the chain or for a home alone. The carrier's account needs the permission to hand warnings in.
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
        self.reply_by_carrier(channel, phone, text, now).await
    }

    /// The same for an answer that a carrier of this process heard by itself, over a session that it authenticated.
    ///
    /// # Errors
    /// When the text says nothing that is known, or nobody with this number is called.
    pub async fn reply_by_carrier(
        &self,
        channel: Channel,
        phone: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<Vec<CallRow>, ServiceError> {
        // Whatever it says, it has come by this way: a test of the chain needs no more.
        let tested = self.heard_from(channel, phone, now).await?;
        let report = Report::read(text);
        let mut after = Vec::new();
        if let Some(report) = report {
            let rounds: Vec<_> = self.store().open_callouts().await?.iter().map(|round| round.id).collect();
            for account in self.accounts_by_contact(ContactKind::Phone, phone).await? {
                for call in self.store().calls_of(account, &rounds).await? {
                    after.push(self.report_as_post(reporting(call.id, report, channel), now).await?.call);
                }
            }
        }
        // Whoever is on duty answers for the post; nobody leaves home by the same key.
        let residents = if after.is_empty() { self.resident_said(phone, text, now).await? } else { 0 };
        if !after.is_empty() || tested > 0 || residents > 0 {
            return Ok(after);
        }
        if report.is_some() {
            return Err(ServiceError::NotFound("call"));
        }
        let detail = "the answer must be 1 (已收到), 2 (已到岗) or 3 and a number (已转移)";
        Err(ServiceError::invalid("text", "reply_unclear", detail))
    }

    /// Takes what a carrier says later about messages, posted by its account; says how many changed something, and
    /// how many nobody here knows.
    ///
    /// # Errors
    /// When the actor may not hand them in, or the database fails.
    pub async fn take_delivery_reports(
        &self,
        actor: &Actor,
        reports: &[DeliveryReport],
        now: Timestamp,
    ) -> Result<(usize, usize), ServiceError> {
        self.may_receive(actor)?;
        let (mut changed, mut unknown) = (0, 0);
        for report in reports {
            match self.carrier_reported(report, now).await {
                Ok(true) => changed += 1,
                Ok(false) => {}
                Err(ServiceError::NotFound(_)) => unknown += 1,
                Err(error) => return Err(error),
            }
        }
        Ok((changed, unknown))
    }

    /// A carrier's later word about a message: to somebody who is called, or any other that left here. Reports may
    /// come twice, or overtake each other: one that leads backwards changes nothing. Says whether something changed.
    ///
    /// # Errors
    /// When no message has this id of this carrier.
    pub async fn carrier_reported(&self, report: &DeliveryReport, now: Timestamp) -> Result<bool, ServiceError> {
        let DeliveryReport { channel, carrier_id, state } = report;
        // No carrier gave such an id, and not every database takes each character.
        if carrier_id.is_empty() || carrier_id.len() > ID_MAX || carrier_id.contains(char::is_control) {
            return Err(ServiceError::NotFound("message"));
        }
        if callout::by_carrier_id(self.calls().read(), *channel, carrier_id).await?.is_none() {
            if let Some(changed) = self.resident_call_reported(report, now).await? {
                return Ok(changed);
            }
            return match self.test_message_reported(report, now).await? {
                Some(changed) => Ok(changed),
                None => self.message_reported(*channel, carrier_id, *state, now).await,
            };
        }
        let write = self.calls().write().await?;
        // Read again while nobody else can write: two reports at once must not lead backwards.
        let held = callout::hold_by_carrier_id(&write, *channel, carrier_id).await?;
        let Some(before) = held.filter(|attempt| attempt.state.may_become(*state)) else { return Ok(false) };
        callout::end_attempts(&write, &[Attempt { state: *state, changed_at: now, ..before }]).await?;
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
