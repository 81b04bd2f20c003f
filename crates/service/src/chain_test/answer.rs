//! What proves that a way works: an answer by it, or its carrier's word that the message arrived.

use domain::contact::ContactKind;
use domain::message::Channel;
use jiff::Timestamp;
use store::chain_test::{self, TestMessage};

use crate::callout::DeliveryReport;
use crate::{Service, ServiceError};

impl Service {
    /// Takes anything that a phone says as the proof that this way leads to it, in each open test; says in how many.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn heard_from(
        &self,
        channel: Channel,
        phone: &str,
        now: Timestamp,
    ) -> Result<usize, ServiceError> {
        let tests: Vec<_> = self.store().open_chain_tests().await?.iter().map(|test| test.id).collect();
        if tests.is_empty() {
            return Ok(0);
        }
        let accounts = self.accounts_by_contact(ContactKind::Phone, phone).await?;
        let ids = chain_test::messages_to(self.store(), &tests, &accounts, channel).await?;
        if ids.is_empty() {
            return Ok(0);
        }
        let write = self.store().write().await?;
        let held = chain_test::hold(&write, &ids).await?;
        for message in held.iter().filter(|message| message.answered_at.is_none()) {
            chain_test::answer(&write, message, now).await?;
        }
        write.commit().await?;
        Ok(held.len())
    }

    /// Takes the press of the button behind a link of a test. Pressed twice changes nothing.
    ///
    /// # Errors
    /// When the link was not made here, or its test has ended.
    pub async fn answer_chain_test(&self, link: &str, now: Timestamp) -> Result<(), ServiceError> {
        let missing = || ServiceError::NotFound("chain_test");
        let id = self.tested_by_link(link)?.ok_or_else(missing)?;
        let write = self.store().write().await?;
        let message = chain_test::hold(&write, &[id]).await?.pop().ok_or_else(missing)?;
        let post = chain_test::tested(write.tx(), message.post).await?.ok_or_else(missing)?;
        let test = chain_test::by_id(write.tx(), post.test).await?.ok_or_else(missing)?;
        if test.ended_at.is_some() {
            return Err(missing());
        }
        if message.answered_at.is_none() {
            chain_test::answer(&write, &message, now).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// A carrier's later word about a message of a test; none where it is about none.
    pub(crate) async fn test_message_reported(
        &self,
        report: &DeliveryReport,
        now: Timestamp,
    ) -> Result<Option<bool>, ServiceError> {
        let DeliveryReport { channel, carrier_id, state } = report;
        if chain_test::by_carrier_id(self.store().read(), *channel, carrier_id).await?.is_none() {
            return Ok(None);
        }
        let write = self.store().write().await?;
        // Read again while nobody else can write: two reports at once must not lead backwards.
        let held = chain_test::hold_by_carrier_id(&write, *channel, carrier_id).await?;
        let Some(before) = held.filter(|message| message.state.may_become(*state)) else { return Ok(Some(false)) };
        let after = TestMessage { state: *state, changed_at: now, ..before.clone() };
        chain_test::end(&write, &before, &after).await?;
        write.commit().await?;
        Ok(Some(true))
    }
}
