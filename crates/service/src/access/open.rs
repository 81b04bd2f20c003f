//! Opening an account for somebody: with a title, and a link to the owner alone with which a password is set.

use domain::contact::ContactKind;
use domain::id::AccountId;
use domain::job::{Job, NewJob};
use domain::journal::{Kind, NewEntry};
use domain::names::Names;
use domain::unit::UnitPath;
use jiff::{SignedDuration, Timestamp};
use store::access_change::{self, What};
use store::account::Account;
use store::message::Message;
use store::{StoreError, account, job, journal};
use uuid::Uuid;

use super::administration::{given, held_by};
use super::{AccessRefusal, Authority};
use crate::account::{NewPosting, entry, is_login};
use crate::{Once, Service, ServiceError};

/// How long a new owner has to set a password.
const WELCOME_LASTS: SignedDuration = SignedDuration::from_hours(72);

/// Somebody who gets an account.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Sign-in name: lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// Phone number and mail address as they were written; one of them at least.
    pub contacts: Vec<(ContactKind, String)>,
    /// The first title.
    pub posting: NewPosting,
    /// Since when it is held, and until when.
    pub held: (Timestamp, Option<Timestamp>),
}

/// A message to the owner of a new account.
#[derive(Debug)]
pub struct Welcome {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number or a mail address.
    pub to: String,
    /// The sign-in name.
    pub login: String,
    /// The secret of the link that sets the password.
    pub secret: String,
}

impl Service {
    /// Opens an account that has no password yet, with its first title; its owner gets a link that sets one. The same
    /// request again changes nothing.
    ///
    /// # Errors
    /// When the sign-in name is malformed or taken, no contact is given or one is none, title, unit or body do not
    /// exist, the dates are wrong, or the person may not.
    pub async fn open_account(
        &self,
        by: Authority<'_>,
        new: NewPerson,
        once: &Once,
        now: Timestamp,
    ) -> Result<AccountId, ServiceError> {
        let who = by.name();
        if let Some(opened) = self.made_before(&who, once).await? {
            return Ok(AccountId(opened));
        }
        let id = AccountId(Uuid::now_v7());
        let (contacts, path) = self.check_person(&new, now)?;
        let by = self.authorised(by, id, &[new.posting.unit], now)?;
        let NewPerson { login, names, posting, held, .. } = new;
        let held_row = held_by(id, &posting);
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(AccountId);
        }
        let taken = |error| {
            if matches!(error, StoreError::Duplicate(_)) { ServiceError::Exists("sign-in name") } else { error.into() }
        };
        // No password has an empty hash: nobody gets in before the owner has set one.
        let row = Account { id, login, names, password_hash: String::new() };
        account::insert(&write, &row, now).await.map_err(taken)?;
        account::insert_posting(&write, &held_row, held.0, held.1).await?;
        let mut entries = vec![NewEntry { by, ..entry(Kind::AccountCreated, id.0, None, now) }];
        for (kind, normal) in &contacts {
            entries.push(NewEntry { by, ..self.keep_account_contact(&write, id, *kind, normal, now).await? });
        }
        entries.push(given(&held_row, path, held, by, now));
        // What is new must settle too before it may approve anything.
        access_change::record(&write, id, What::Password, by.account, now).await?;
        access_change::record(&write, id, What::Posting, by.account, now).await?;
        job::insert(&write, &[NewJob { job: Job::Welcome { account: id, again: None }, not_before: now }], now).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Sends the owner of an account that has no password yet another link; the one before works no more. The same key
    /// again sends nothing.
    ///
    /// # Errors
    /// When there is no such account, its owner has set a password, or the person may not.
    pub async fn send_welcome_again(
        &self,
        by: Authority<'_>,
        id: AccountId,
        once: &Once,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let who = by.name();
        if self.made_before(&who, once).await?.is_some() {
            return Ok(());
        }
        let units = self.units_of(id, now).await?;
        let by = self.authorised(by, id, &units, now)?;
        let owner = self.store().account(id).await?.ok_or(ServiceError::NotFound("account"))?;
        if !owner.password_hash.is_empty() {
            return Err(AccessRefusal::PasswordSet.into());
        }
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(drop);
        }
        let job = Job::Welcome { account: id, again: Some(now) };
        job::insert(&write, &[NewJob { job, not_before: now }], now).await?;
        journal::append(&write, &[NewEntry { by, ..entry(Kind::AccountLinkAsked, id.0, None, now) }]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Whether the account could be opened, but for whether the sign-in name is free and who wants it; gives the contacts
    /// in their normal form, and the path of the unit.
    pub(super) fn check_person(
        &self,
        new: &NewPerson,
        now: Timestamp,
    ) -> Result<(Vec<(ContactKind, String)>, UnitPath), ServiceError> {
        let contacts = checked(new)?;
        Ok((contacts, self.check_posting(&new.posting, new.held, now)?))
    }

    /// The message of such a job with a fresh link; `None` when it went already, or the account is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_welcome(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Welcome>, ServiceError> {
        let &Job::Welcome { account, .. } = job else { return Ok(None) };
        let Some(owner) = self.store().account(account).await? else { return Ok(None) };
        let Some((channel, to)) = self.way_to(account).await? else { return Ok(None) };
        let Some(message) = self.begin_message(job, channel, Some(account.0), created_at, now).await? else {
            return Ok(None);
        };
        let (secret, _) = self.make_link(account, WELCOME_LASTS, now).await?;
        Ok(Some(Welcome { message, to, login: owner.login, secret }))
    }
}

/// The contacts in their normal form.
fn checked(new: &NewPerson) -> Result<Vec<(ContactKind, String)>, ServiceError> {
    if !is_login(&new.login) {
        let detail = format!("`{}` is not a sign-in name: use lower-case letters, digits, `.`, `-`, `_`", new.login);
        return Err(ServiceError::invalid("login", "login_invalid", detail));
    }
    if new.contacts.is_empty() {
        let detail = "a phone number or a mail address is needed: the link that sets the password goes there";
        return Err(ServiceError::invalid("phone", "contact_required", detail));
    }
    let normal = new.contacts.iter().map(|(kind, text)| {
        // The value itself is personal: it must not come back in an error, which others may log.
        let invalid = || ServiceError::invalid(kind.word(), "contact_invalid", format!("this is no {}", kind.word()));
        Ok((*kind, kind.normal(text).ok_or_else(invalid)?))
    });
    normal.collect()
}
