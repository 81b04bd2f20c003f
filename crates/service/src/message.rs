//! Messages that leave the house: written down before they go, so that they go once.
//!
//! A job asks for its message. The message's key says whether it was sent already; its row says
//! *sending* before the carrier is asked, so that a worker that dies in between leaves a trace. Nobody
//! can know whether the carrier had taken it: it is sent again, under the same id.

use domain::contact::ContactKind;
use domain::id::AccountId;
use domain::job::Job;
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use store::message::Message;
use store::{StoreError, message};
use uuid::Uuid;

use crate::contact::way_out;
use crate::{Service, ServiceError};

/// A message that has not gone by then is of no use any more.
const USEFUL_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What a carrier answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Where the message stands now.
    pub state: MessageState,
    /// The carrier's id for it.
    pub carrier_id: Option<String>,
    /// What went wrong; no address in it.
    pub error: Option<String>,
}

impl Service {
    /// Writes the message of a job down as being sent; `None` when it went already or is too late.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_message(
        &self,
        job: &Job,
        channel: Channel,
        subject: Option<Uuid>,
        cause_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Message>, ServiceError> {
        let new = Message {
            id: Uuid::now_v7(),
            key: job.key(),
            channel,
            subject,
            state: MessageState::Pending,
            attempts: 0,
            carrier_id: None,
            error: None,
            expires_at: cause_at.saturating_add(USEFUL_FOR).unwrap_or(cause_at),
        };
        let write = self.store().write().await?;
        let mut message = message::open(&write, &new, now).await?;
        let before = message.state;
        if !before.is_to_send() {
            return Ok(None);
        }
        let late = message.expires_at <= now;
        if late {
            message.state = MessageState::FailedPermanent;
            message.error = Some("it was too late to be of use".to_owned());
        } else {
            message.state = MessageState::Sending;
            message.attempts += 1;
        }
        message::update(&write, before, &message, now).await?;
        write.commit().await?;
        Ok((!late).then_some(message))
    }

    /// The same for a text to the phone of an account, with the number as a carrier takes it; `None` also where the
    /// account left none.
    pub(crate) async fn begin_text(
        &self,
        job: &Job,
        (recipient, subject): (AccountId, Uuid),
        cause_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<(Message, String)>, ServiceError> {
        let phone = self.plain_contact(recipient, ContactKind::Phone).await?;
        let Some(to) = phone.and_then(|phone| way_out(ContactKind::Phone, phone)) else { return Ok(None) };
        let message = self.begin_message(job, Channel::Sms, Some(subject), cause_at, now).await?;
        Ok(message.map(|message| (message, to)))
    }

    /// Writes the carrier's answer down.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_message(&self, message: &Message, outcome: Outcome, now: Timestamp) -> Result<(), ServiceError> {
        let after = Message {
            state: outcome.state,
            carrier_id: outcome.carrier_id.or_else(|| message.carrier_id.clone()),
            error: outcome.error,
            ..message.clone()
        };
        let write = self.store().write().await?;
        message::update(&write, message.state, &after, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// A carrier's later report about a message, such as its delivery. Reports may come twice, or
    /// overtake each other: one that leads backwards changes nothing. Says whether something changed.
    ///
    /// # Errors
    /// When no message has this id of this carrier.
    pub async fn message_reported(
        &self,
        channel: Channel,
        carrier_id: &str,
        state: MessageState,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let found = message::by_carrier_id(self.store().read(), channel, carrier_id).await?;
        let before = found.ok_or(ServiceError::NotFound("message"))?;
        if !before.state.may_become(state) {
            return Ok(false);
        }
        let after = Message { state, ..before.clone() };
        let write = self.store().write().await?;
        match message::update(&write, before.state, &after, now).await {
            Err(StoreError::Stale) => Ok(false),
            other => {
                other?;
                write.commit().await?;
                Ok(true)
            }
        }
    }

    /// Every message about one thing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn messages_about(&self, subject: Uuid) -> Result<Vec<Message>, ServiceError> {
        Ok(message::about(self.store().read(), subject).await?)
    }

    /// Puts a message to the operator's own address into the queue, to prove the whole way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_test_message(&self, channel: Channel, now: Timestamp) -> Result<String, ServiceError> {
        let job = Job::TestMessage { channel, test: Uuid::now_v7() };
        let key = job.key();
        let write = self.store().write().await?;
        store::job::insert(&write, &[domain::job::NewJob { job, not_before: now }], now).await?;
        write.commit().await?;
        Ok(key)
    }

    /// The message with this key, once its job has been begun.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message(&self, key: &str) -> Result<Option<Message>, ServiceError> {
        Ok(message::by_key(self.store().read(), key).await?)
    }
}
