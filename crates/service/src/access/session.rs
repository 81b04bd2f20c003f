//! Sessions in force: who is behind one, listing, ending, showing the password again.

use domain::access::Actor;
use domain::id::AccountId;
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::Write;
use store::{account, api_token, journal, outside, reset_link, second_factor, session, throttle};
use uuid::Uuid;

use super::sign_in::{full_hour, hash};
use super::{AccessRefusal, Session, TOKEN_PREFIX, lanes};
use crate::account::entry;
use crate::{Service, ServiceError};

/// One session in its owner's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionListing {
    /// Its name.
    pub id: Uuid,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, in full hours.
    pub last_seen_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

impl Service {
    /// The session with this token; `None` when it has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_of(&self, token: &str, now: Timestamp) -> Result<Option<Session>, ServiceError> {
        let Some(found) = self.store().signed_in(&hash(token), now).await? else { return Ok(None) };
        let row = found.session;
        if row.last_seen_at < full_hour(now) {
            self.note_seen(&row.token_hash, full_hour(now)).await;
        }
        let actor = self.actor_with(found.account, found.postings, self.limits(row.second_factor));
        Ok(Some(Session {
            id: row.id,
            actor,
            second_factor: row.second_factor,
            authenticated_at: row.authenticated_at,
            ends_at: row.expires_at,
            token_hash: row.token_hash,
        }))
    }

    /// Who is behind the token of a session or of a program, and when it ends; `None` when it has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn actor_of(&self, token: &str, now: Timestamp) -> Result<Option<(Actor, Timestamp)>, ServiceError> {
        if token.starts_with(TOKEN_PREFIX) {
            return self.token_actor(token, now).await;
        }
        Ok(self.session_of(token, now).await?.map(|session| (session.actor, session.ends_at)))
    }

    /// The sessions of the account, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(&self, of: &Session, now: Timestamp) -> Result<Vec<SessionListing>, ServiceError> {
        let rows = self.store().sessions(of.actor.account, now).await?;
        let listing = rows.into_iter().map(|row| SessionListing {
            id: row.id,
            current: row.id == of.id,
            second_factor: row.second_factor,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            ends_at: row.expires_at,
        });
        Ok(listing.collect())
    }

    /// Ends one session of the own account.
    ///
    /// # Errors
    /// When there is none with this id.
    pub async fn revoke_session(&self, by: &Session, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        let account = by.actor.account;
        let write = self.store().write().await?;
        if !session::delete_of(&write, account, id).await? {
            return Err(ServiceError::NotFound("session"));
        }
        let mut revoked = entry(Kind::SessionRevoked, account.0, Some(account), now);
        revoked.payload = json!({ "session": id });
        journal::append(&write, &[revoked]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends the session with this token. A session that has ended already is no error.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, token: &str, now: Timestamp) -> Result<(), ServiceError> {
        let Some(row) = self.store().session(&hash(token), now).await? else { return Ok(()) };
        let write = self.store().write().await?;
        if session::delete(&write, &row.token_hash).await? {
            let out = entry(Kind::SignedOut, row.account.0, Some(row.account), now);
            journal::append(&write, &[out]).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Takes the password again, and the code where there is a factor: what asks for a recent sign-in may follow.
    ///
    /// # Errors
    /// When either is wrong or missing, or the budget is spent.
    pub async fn confirm_session(
        &self,
        session: &Session,
        password: &str,
        code: Option<&str>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let id = session.actor.account;
        let lanes = [lanes::session(id, session.id)];
        self.spend(&lanes, now).await?;
        let found = self.store().account(id).await?.ok_or(ServiceError::SignInFailed)?;
        if !self.password_matches(password, found.password_hash.clone()).await? {
            return Err(ServiceError::SignInFailed);
        }
        let write = self.store().write().await?;
        let held = account::hold(&write, id).await?.filter(|held| held.password_hash == found.password_hash);
        held.ok_or(ServiceError::SignInFailed)?;
        if second_factor::of(write.tx(), id).await?.is_some_and(|factor| factor.confirmed) {
            let Some(code) = code else {
                throttle::give_back(&write, &lanes).await?;
                write.commit().await?;
                return Err(AccessRefusal::SecondFactorRequired.into());
            };
            if !self.use_code(&write, id, code, now).await? {
                return Err(AccessRefusal::SecondFactorInvalid.into());
            }
        }
        if !session::confirm(&write, &session.token_hash, now).await? {
            return Err(ServiceError::NotFound("session"));
        }
        throttle::give_back(&write, &lanes).await?;
        write.commit().await?;
        Ok(())
    }

    async fn note_seen(&self, token_hash: &[u8], at: Timestamp) {
        let (service, hash) = (self.clone(), token_hash.to_vec());
        let noted = async move {
            let write = service.store().write().await?;
            session::seen(&write, &hash, at).await?;
            write.commit().await
        };
        // In a task of its own: the question that it goes along with may be aborted at any moment.
        match tokio::spawn(noted).await {
            Ok(Ok(())) => {}
            // A reader is not refused because a note about it cannot be written.
            Ok(Err(error)) => tracing::warn!(%error, "when a session was last used could not be noted"),
            Err(error) => tracing::warn!(%error, "when a session was last used could not be noted"),
        }
    }
}

/// Ends whatever opens the account: sessions, reset links, and tokens where `tokens` says so.
pub(super) async fn end_all(
    write: &Write,
    account: AccountId,
    tokens: bool,
    now: Timestamp,
) -> Result<(), ServiceError> {
    session::delete_all(write, account).await?;
    reset_link::delete_all(write, account).await?;
    outside::drop_waiting_of(write, account).await?;
    if tokens {
        api_token::revoke_all(write, account, now).await?;
    }
    Ok(())
}

/// An entry about an account, by itself or by somebody else.
pub(super) fn about(kind: Kind, account: AccountId, by: Option<AccountId>, now: Timestamp) -> NewEntry {
    entry(kind, account.0, by, now)
}
