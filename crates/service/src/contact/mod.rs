//! Contacts of accounts: encrypted, masked, found without reading any.

mod browsing;
mod unmask;
mod ways;

use domain::access::{Actor, Permission, Target};
use domain::contact::ContactKind;
use domain::id::AccountId;
use domain::journal::{By, Kind, NewEntry};
use domain::phone::Phone;
use jiff::Timestamp;
use serde_json::json;
use store::contact::{self, Contact};
use store::{Write, journal};

use crate::keyring::Cell;
use crate::{Service, ServiceError};

pub use browsing::{BrowsingNotice, VIEWS_PER_HOUR};
pub(crate) use unmask::given_reason;
pub use unmask::{REASON_CHARS, Unmasking};
pub(crate) use ways::reaches;

/// A contact as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Shown {
    /// What it is.
    pub kind: ContactKind,
    /// The value, or its mask.
    pub value: String,
    /// Whether it is masked.
    pub masked: bool,
    /// When it was set.
    pub changed_at: Timestamp,
}

/// The cell that a contact is encrypted for.
pub(crate) fn cell(account: AccountId, kind: ContactKind) -> Cell {
    Cell { table: "contact", column: kind.word(), row: account.0 }
}

/// A contact as carriers take it; `None` for a number that only the house itself can dial, which is no way out.
pub(crate) fn way_out(kind: ContactKind, plain: String) -> Option<String> {
    match kind {
        ContactKind::Phone => Phone::parse(&plain).ok().map(|phone| phone.as_str().to_owned()),
        ContactKind::Email => Some(plain),
    }
}

impl Service {
    /// Sets a contact of an account, or takes it away. People do it for themselves, administrators for those in
    /// their part of the tree; `None` as actor is the operator.
    ///
    /// # Errors
    /// When the value is no phone number or address, the actor may not, or there is no keyring.
    pub async fn set_contact(
        &self,
        actor: Option<&Actor>,
        account: AccountId,
        kind: ContactKind,
        value: Option<&str>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let normal = match value {
            None => None,
            Some(text) => Some(kind.normal(text).ok_or_else(|| {
                // The value itself is personal: it must not come back in an error, which others may log.
                let detail = format!("this is no {}", kind.word());
                ServiceError::invalid("contact", "contact_invalid", detail)
            })?),
        };
        if self.store().account(account).await?.is_none() {
            return Err(ServiceError::NotFound("account"));
        }
        let posting = match actor {
            Some(actor) if actor.account != account => {
                self.reach(actor, Permission::ManageAccounts, account, now).await?.posting
            }
            _ => None,
        };
        let write = self.store().write().await?;
        let told = match &normal {
            Some(normal) => self.keep_account_contact(&write, account, kind, normal, now).await?,
            None if contact::delete(&write, account, kind.word()).await? => contact_set(account, kind, false, now),
            None => return Ok(()),
        };
        let by = By { account: actor.map(|actor| actor.account), posting };
        journal::append(&write, &[NewEntry { by, ..told }]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Keeps a contact in its normal form, encrypted; gives the entry that tells of it.
    pub(crate) async fn keep_account_contact(
        &self,
        write: &Write,
        account: AccountId,
        kind: ContactKind,
        normal: &str,
        now: Timestamp,
    ) -> Result<NewEntry, ServiceError> {
        // Another process may have rotated: what is new must not lie under an old key.
        let keys = self.keyring()?.fresh();
        let row = Contact {
            account,
            kind: kind.word().to_owned(),
            sealed: keys.encrypt(cell(account, kind), normal)?,
            key: keys.current().to_owned(),
            lookup: keys.lookup(kind.word(), normal),
            changed_at: now,
        };
        contact::set(write, &row).await?;
        Ok(contact_set(account, kind, true, now))
    }

    /// Contacts of an account: whole for itself, masked for those who could unmask or manage it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for everybody else: whether there is such an account is not theirs to know.
    pub async fn contacts(
        &self,
        actor: &Actor,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<Shown>, ServiceError> {
        let own = actor.account == account;
        if !own {
            let unmask = self.reach(actor, Permission::UnmaskContact, account, now).await;
            if unmask.is_err() {
                self.reach(actor, Permission::ManageAccounts, account, now)
                    .await
                    .map_err(|_| ServiceError::NotFound("account"))?;
            }
        }
        self.shown_contacts(account, !own).await
    }

    /// Accounts with this phone number or address.
    ///
    /// # Errors
    /// When the value is none, there is no keyring, or the database fails.
    pub async fn accounts_by_contact(&self, kind: ContactKind, value: &str) -> Result<Vec<AccountId>, ServiceError> {
        let Some(normal) = kind.normal(value) else { return Ok(Vec::new()) };
        let lookup = self.keyring()?.keys().lookup(kind.word(), &normal);
        Ok(self.store().contact_accounts(kind.word(), &lookup).await?)
    }

    /// A contact of an account in full; `None` when it has none of this kind. Who may see it is the caller's to ask.
    pub(crate) async fn plain_contact(
        &self,
        account: AccountId,
        kind: ContactKind,
    ) -> Result<Option<String>, ServiceError> {
        let contacts = self.store().contacts(account).await?;
        let Some(row) = contacts.iter().find(|row| row.kind == kind.word()) else { return Ok(None) };
        Ok(Some(self.keyring()?.decrypt(cell(account, kind), &row.sealed)?))
    }

    /// Contacts, whole or masked.
    pub(crate) async fn shown_contacts(&self, account: AccountId, masked: bool) -> Result<Vec<Shown>, ServiceError> {
        let mut shown = Vec::new();
        for row in self.store().contacts(account).await? {
            let Some(kind) = ContactKind::from_word(&row.kind) else { continue };
            let plain = self.keyring()?.decrypt(cell(account, kind), &row.sealed)?;
            let value = if masked { kind.mask(&plain) } else { plain };
            shown.push(Shown { kind, value, masked, changed_at: row.changed_at });
        }
        Ok(shown)
    }

    /// The posting under which the actor may do it to another account: one that covers a unit where that account
    /// has a posting. An account without any stands at the top of the tree.
    async fn reach(
        &self,
        actor: &Actor,
        permission: Permission,
        account: AccountId,
        now: Timestamp,
    ) -> Result<By, ServiceError> {
        let tree = self.tree();
        let postings = self.store().postings(account, now).await?;
        let present = postings.iter().filter_map(|row| tree.by_id(row.unit));
        let mut units: Vec<_> = present.filter(|unit| unit.valid_to.is_none()).collect();
        if units.is_empty() {
            units.extend(tree.root());
        }
        for unit in units {
            let target = Target::at(&unit.path);
            if let Some(posting) = actor.may(self.titles(), permission, &target) {
                return Ok(By { account: Some(actor.account), posting: Some(posting.id) });
            }
        }
        Err(ServiceError::Forbidden(permission))
    }
}

fn contact_set(account: AccountId, kind: ContactKind, present: bool, now: Timestamp) -> NewEntry {
    let payload = json!({ "kind": kind.word(), "present": present });
    NewEntry { payload, ..NewEntry::about(Kind::ContactSet, account.0, now) }
}
