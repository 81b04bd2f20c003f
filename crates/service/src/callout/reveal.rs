//! Whose post it is, and the number: with a reason, and in the journal.

use domain::access::{Permission, Target};
use domain::contact::ContactKind;
use domain::id::CallId;
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use jiff::Timestamp;
use serde_json::json;
use store::journal;

use crate::access::Session;
use crate::contact::given_reason;
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
        let target = Target::at(&call.path);
        let posting = self.require(&session.actor, Permission::UnmaskContact, &target)?;
        let reason = given_reason(reason)?;
        let round = self.store().callout(call.callout).await?.ok_or_else(missing)?;
        if round.ended.is_some() {
            return Err(ServiceError::Call(domain::callout::CallRefusal::Ended));
        }
        let whose = call.post.1;
        let names = self.store().account(whose).await?.ok_or_else(missing)?.names;
        let phone = self.plain_contact(whose, ContactKind::Phone).await?;
        let write = self.store().write().await?;
        let reason = keep_text(&write, whose.0, "unmask_reason", reason).await?;
        let by = By { account: Some(session.actor.account), posting: Some(posting.id) };
        let revealed = NewEntry {
            unit: Some((call.unit, call.path.clone())),
            by,
            payload: json!({ "callout": call.callout, "reason": reason }),
            ..NewEntry::about(Kind::CallRevealed, id.0, now)
        };
        journal::append(&write, &[revealed]).await?;
        if phone.is_some() {
            let contact = (whose, ContactKind::Phone);
            self.write_view_down(&write, &session.actor, by, contact, reason, now).await?;
        }
        write.commit().await?;
        Ok(Revealed { names, phone })
    }
}
