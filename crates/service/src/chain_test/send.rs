//! Messages of tests leave: claimed, sent by the worker, written back. Real calls come first.

use std::collections::HashMap;

use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use store::chain_test::{self, TestMessage};
use uuid::Uuid;

use crate::message::Outcome;
use crate::{Service, ServiceError};

/// How long a worker may take over what it claimed.
const LEASE: SignedDuration = SignedDuration::from_secs(120);

/// How soon a message is sent again that did not go for the moment.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// How often a message is tried.
const TRIES_MAX: i16 = 5;

/// What the links of tests are for.
const PURPOSE: &str = "chain_test_link";

/// A message of a test on its way.
#[derive(Clone)]
pub struct TestSending {
    /// As it is written down.
    pub message: TestMessage,
    /// Phone number or mail address; none where it has gone since the test was begun.
    pub to: Option<String>,
    /// What stands behind the `#` of the link in it.
    pub link: String,
}

/// Shows no address and no link.
impl std::fmt::Debug for TestSending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestSending").field("message", &self.message).finish_non_exhaustive()
    }
}

impl Service {
    /// Claims messages of tests that are due; none while a round of calls is open, or the database is held.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_test_messages(&self, limit: u64, now: Timestamp) -> Result<Vec<TestSending>, ServiceError> {
        let open = self.store().open_chain_tests().await?.iter().any(|test| test.placed_at.is_some());
        if !open || self.is_held().await? || !self.store().open_callouts().await?.is_empty() {
            return Ok(Vec::new());
        }
        if !self.store().has_due_test_message(now).await? {
            return Ok(Vec::new());
        }
        let write = self.store().write().await?;
        let claimed = chain_test::claim(&write, now, LEASE, limit).await?;
        write.commit().await?;
        let whose: Vec<_> = claimed.iter().map(|message| message.account).collect();
        let addresses = self.ways_to(self.store(), &whose, &Channel::ALL).await?;
        let sending = |message: TestMessage| {
            let to = addresses.get(&(message.account, message.channel)).cloned();
            Ok(TestSending { to, link: self.chain_test_link(message.id)?, message })
        };
        claimed.into_iter().map(sending).collect()
    }

    /// Writes down what became of claimed messages. What was answered meanwhile stays answered.
    ///
    /// # Errors
    /// When the database fails; what is not written down is sent once more.
    pub async fn end_test_messages(&self, sent: &[(Uuid, Outcome)], now: Timestamp) -> Result<(), ServiceError> {
        let outcomes: HashMap<Uuid, &Outcome> = sent.iter().map(|(id, outcome)| (*id, outcome)).collect();
        let ids: Vec<_> = outcomes.keys().copied().collect();
        let write = self.store().write().await?;
        for before in chain_test::hold(&write, &ids).await? {
            let Some(outcome) = outcomes.get(&before.id) else { continue };
            let after = after(&before, outcome, now);
            chain_test::end(&write, &before, &after).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// What stands behind the `#` of the link in a message of a test.
    ///
    /// # Errors
    /// When there is no keyring.
    pub fn chain_test_link(&self, message: Uuid) -> Result<String, ServiceError> {
        self.link_to(PURPOSE, message)
    }

    /// The message that a link of a test stands in.
    pub(super) fn tested_by_link(&self, link: &str) -> Result<Option<Uuid>, ServiceError> {
        self.linked(PURPOSE, link)
    }
}

fn after(before: &TestMessage, outcome: &Outcome, now: Timestamp) -> TestMessage {
    let again = outcome.state == MessageState::FailedTemporary && before.answered_at.is_none();
    let last = before.tries >= TRIES_MAX || before.next_at.is_none();
    let next_at = (again && !last).then(|| now.saturating_add(AGAIN).unwrap_or(now));
    TestMessage {
        state: if again && last { MessageState::FailedPermanent } else { outcome.state },
        carrier_id: outcome.carrier_id.clone(),
        error: outcome.error.clone(),
        next_at,
        changed_at: now,
        ..before.clone()
    }
}
