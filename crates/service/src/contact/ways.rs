//! By which ways people can be reached.

use std::collections::HashMap;

use domain::contact::ContactKind;
use domain::id::AccountId;
use domain::message::Channel;
use store::Store;

use super::{cell, way_out};
use crate::{Service, ServiceError};

/// What a way needs to know of somebody.
pub(crate) fn reaches(channel: Channel) -> ContactKind {
    match channel {
        Channel::Sms | Channel::Voice => ContactKind::Phone,
        Channel::Mail => ContactKind::Email,
    }
}

impl Service {
    /// Under which number or address people can be reached, by way.
    pub(crate) async fn ways_to(
        &self,
        from: &Store,
        whose: &[AccountId],
        channels: &[Channel],
    ) -> Result<HashMap<(AccountId, Channel), String>, ServiceError> {
        let mut found = HashMap::new();
        for row in from.contacts_of(whose).await? {
            let Some(kind) = ContactKind::from_word(&row.kind) else { continue };
            // One number that cannot be read must not silence all others.
            let plain = match self.keyring()?.decrypt(cell(row.account, kind), &row.sealed) {
                Ok(plain) => plain,
                Err(error) => {
                    tracing::error!(account = %row.account, %error, "a contact cannot be read");
                    continue;
                }
            };
            let Some(to) = way_out(kind, plain) else { continue };
            for &channel in channels.iter().filter(|channel| reaches(**channel) == kind) {
                found.insert((row.account, channel), to.clone());
            }
        }
        Ok(found)
    }
}
