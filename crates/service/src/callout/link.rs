//! The link in the message of one call: whoever has it may say that the post received it and is there.
//!
//! Looking at it confirms nothing: link previews of messengers look too. Its secret is a keyed hash of the call, so
//! that nothing needs to be stored, and it ends with the round.

use domain::callout::{How, Report};
use domain::id::CallId;
use jiff::Timestamp;
use store::callout::CallRow;

use super::Reporting;
use super::list::MyCall;
use crate::{Service, ServiceError};

/// What the keyed hash is for.
const PURPOSE: &str = "call_link";

impl Service {
    /// What stands behind the `#` of the link of a call: its id and 128 bits that nobody can guess.
    ///
    /// # Errors
    /// When there is no keyring.
    pub fn call_link(&self, call: CallId) -> Result<String, ServiceError> {
        self.link_to(PURPOSE, call.0)
    }

    /// The call behind a link, without anything about persons. Changes nothing.
    ///
    /// # Errors
    /// When there is none.
    pub async fn linked_call(&self, link: &str) -> Result<MyCall, ServiceError> {
        let call = self.call_of_link(link).await?;
        let round = self.round_of_call(&call).await?;
        self.my_call(call, round).await
    }

    /// Takes a report by the button behind a link.
    ///
    /// # Errors
    /// When there is no such call, or the report cannot be taken.
    pub async fn report_by_link(&self, link: &str, report: Report, now: Timestamp) -> Result<MyCall, ServiceError> {
        let call = self.call_of_link(link).await?;
        let after = self.report_as_post(Reporting { call: call.id, report, how: How::Link }, now).await?;
        self.my_call(after.call, after.round).await
    }

    async fn call_of_link(&self, link: &str) -> Result<CallRow, ServiceError> {
        let missing = || ServiceError::NotFound("call");
        let id = CallId(self.linked(PURPOSE, link)?.ok_or_else(missing)?);
        self.store().call(id).await?.ok_or_else(missing)
    }
}
