//! Passwords: changed by their owner, or set by a link that the operator gives to the owner alone.

use domain::id::AccountId;
use domain::journal::Kind;
use jiff::{SignedDuration, Timestamp};
use store::access_change::{self, What};
use store::{account, journal, reset_link, throttle};

use super::session::{about, end_all};
use super::sign_in::{begin, hash};
use super::{AccessRefusal, Session, SignedIn, lanes};
use crate::{Service, ServiceError, secret};

/// How long a reset link works.
const LINK_LASTS: SignedDuration = SignedDuration::from_mins(30);

impl Service {
    /// Sets another password. Every session ends; the one that asked goes on under a new token.
    ///
    /// # Errors
    /// When the old password is wrong, the new one too short, or the budget is spent.
    pub async fn change_password(
        &self,
        session: &Session,
        old: &str,
        new: &str,
        now: Timestamp,
    ) -> Result<SignedIn, ServiceError> {
        let id = session.actor.account;
        let lanes = [lanes::session(id, session.id)];
        self.spend(&lanes, now).await?;
        let found = self.store().account(id).await?.ok_or(ServiceError::SignInFailed)?;
        if !self.password_matches(old, found.password_hash.clone()).await? {
            return Err(ServiceError::SignInFailed);
        }
        let new = self.hash_password(new).await?;
        let write = self.store().write().await?;
        let held = account::hold(&write, id).await?.filter(|held| held.password_hash == found.password_hash);
        let held = held.ok_or(ServiceError::SignInFailed)?;
        account::set_password(&write, id, &new).await?;
        end_all(&write, id, false, now).await?;
        access_change::record(&write, id, What::Password, Some(id), now).await?;
        throttle::give_back(&write, &lanes).await?;
        let (token, row) = begin(&write, id, session.second_factor, now).await?;
        journal::append(&write, &[about(Kind::PasswordChanged, id, Some(id), now)]).await?;
        write.commit().await?;
        let actor = self.actor(held, self.limits(row.second_factor), now).await?;
        Ok(SignedIn { token, device: None, expires_at: row.expires_at, actor })
    }

    /// Makes a link with which the owner sets a new password within 30 minutes. Only the operator can ask for
    /// one, and hands it to the owner alone: whoever has it has the account, up to its second factor.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn make_reset_link(&self, login: &str, now: Timestamp) -> Result<(String, Timestamp), ServiceError> {
        let account = self.store().account_by_login(login).await?.ok_or(ServiceError::NotFound("account"))?;
        self.make_link(account.id, LINK_LASTS, now).await
    }

    /// A link for this account; earlier ones end.
    pub(super) async fn make_link(
        &self,
        account: AccountId,
        lasts: SignedDuration,
        now: Timestamp,
    ) -> Result<(String, Timestamp), ServiceError> {
        let link = secret::token() + &secret::token();
        let expires_at = now.checked_add(lasts).unwrap_or(now);
        let write = self.store().write().await?;
        account::hold(&write, account).await?.ok_or(ServiceError::NotFound("account"))?;
        reset_link::replace(&write, account, hash(&link), expires_at).await?;
        journal::append(&write, &[about(Kind::ResetLinkMade, account, None, now)]).await?;
        write.commit().await?;
        Ok((link, expires_at))
    }

    /// Sets a new password by a link, once. Every session, token and link of the account ends; its second factor stays.
    ///
    /// # Errors
    /// When the link was used or has expired, or the password is too short.
    pub async fn reset_password(&self, link: &str, new: &str, now: Timestamp) -> Result<(), ServiceError> {
        let link = hash(link);
        let id = self.store().reset_account(&link, now).await?.ok_or(AccessRefusal::ResetLinkInvalid)?;
        let new = self.hash_password(new).await?;
        let write = self.store().write().await?;
        account::hold(&write, id).await?.ok_or(AccessRefusal::ResetLinkInvalid)?;
        if !reset_link::take(&write, &link, now).await? {
            return Err(AccessRefusal::ResetLinkInvalid.into());
        }
        account::set_password(&write, id, &new).await?;
        end_all(&write, id, true, now).await?;
        access_change::record(&write, id, What::Password, Some(id), now).await?;
        journal::append(&write, &[about(Kind::PasswordReset, id, Some(id), now)]).await?;
        write.commit().await?;
        Ok(())
    }
}
