//! Whose post it is, and the number: with a reason, in the journal, and only after the sign-in was shown again.

use domain::access::{Permission, Target};
use domain::contact::ContactKind;
use domain::id::CallId;
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use jiff::Timestamp;
use serde_json::json;
use store::journal;

use crate::access::Session;
use crate::contact::{REASON_CHARS, cell};
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Who is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// The name.
    pub names: Names,
    /// The phone number, where there is one.
    pub phone: Option<String>,
}

impl Service {
    /// Shows whose post a call is for, while its round goes on: a duty desk must be able to ring by hand. Unlike
    /// other views of contacts it asks for no fresh sign-in, which would cost minutes; every view is written down.
    ///
    /// # Errors
    /// When there is no such call where the actor may see contacts, its round has ended, or there is no reason.
    pub async fn reveal_call(
        &self,
        session: &Session,
        id: CallId,
        reason: &str,
        now: Timestamp,
    ) -> Result<Revealed, ServiceError> {
        let missing = || ServiceError::NotFound("call");
        let call = self.store().call(id).await?.ok_or_else(missing)?;
        let target = Target { path: &call.path, body: None, called: Vec::new(), restricted: false };
        let posting = self.require(&session.actor, Permission::UnmaskContact, &target)?;
        let reason = reason.trim();
        if !REASON_CHARS.contains(&reason.chars().count()) {
            let detail = format!("a reason must have {} to {} characters", REASON_CHARS.start(), REASON_CHARS.end());
            return Err(ServiceError::invalid("reason", "reason_required", detail));
        }
        let round = self.store().callout(call.callout).await?.ok_or_else(missing)?;
        if round.ended.is_some() {
            return Err(ServiceError::Call(domain::callout::CallRefusal::Ended));
        }
        let account = call.post.1;
        let names = self.store().account(account).await?.ok_or_else(missing)?.names;
        let contacts = self.store().contacts(account).await?;
        let phone = contacts.iter().find(|row| row.kind == ContactKind::Phone.word());
        let phone = match phone {
            Some(row) => Some(self.keyring()?.decrypt(cell(account, ContactKind::Phone), &row.sealed)?),
            None => None,
        };
        let write = self.store().write().await?;
        let reason = keep_text(&write, account.0, "unmask_reason", reason).await?;
        let entry = NewEntry {
            unit: Some((call.unit, call.path.clone())),
            by: By { account: Some(session.actor.account), posting: Some(posting.id) },
            payload: json!({ "callout": call.callout, "account": account, "reason": reason }),
            ..NewEntry::about(Kind::CallRevealed, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(Revealed { names, phone })
    }
}
