//! Whose post it is, and the number: with a reason, in the journal, and only after the sign-in was shown again.

use domain::access::{Permission, Target};
use domain::contact::ContactKind;
use domain::id::CallId;
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use jiff::Timestamp;
use serde_json::json;
use store::{account, journal};

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
        let whose = call.post.1;
        let names = self.store().account(whose).await?.ok_or_else(missing)?.names;
        let contacts = self.store().contacts(whose).await?;
        let phone = contacts.iter().find(|row| row.kind == ContactKind::Phone.word());
        let phone = match phone {
            Some(row) => Some(self.keyring()?.decrypt(cell(whose, ContactKind::Phone), &row.sealed)?),
            None => None,
        };
        let write = self.store().write().await?;
        // Two views at once would each not see the other, and both stay below the limit.
        account::hold(&write, session.actor.account).await?.ok_or(ServiceError::SignInFailed)?;
        let reason = keep_text(&write, whose.0, "unmask_reason", reason).await?;
        let by = By { account: Some(session.actor.account), posting: Some(posting.id) };
        let revealed = NewEntry {
            unit: Some((call.unit, call.path.clone())),
            by,
            payload: json!({ "callout": call.callout, "reason": reason }),
            ..NewEntry::about(Kind::CallRevealed, id.0, now)
        };
        // It is a contact seen in full like any other: its owner is shown it, and very many are noticed.
        let unmasked = NewEntry {
            by,
            payload: json!({ "kind": ContactKind::Phone.word(), "reason": reason }),
            ..NewEntry::about(Kind::ContactUnmasked, whose.0, now)
        };
        let seen = if phone.is_some() { vec![revealed, unmasked] } else { vec![revealed] };
        journal::append(&write, &seen).await?;
        if let Some(notice) = self.browsing(&write, &session.actor, Some(posting.id), now).await? {
            journal::append(&write, &[notice]).await?;
        }
        write.commit().await?;
        Ok(Revealed { names, phone })
    }
}
