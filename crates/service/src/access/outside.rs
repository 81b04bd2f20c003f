//! Signing in by an outside service (OpenID Connect).
//!
//! The service vouches for an identity, a pair of issuer and subject. An administrator has linked it to an account
//! beforehand: signing in makes nobody, and an e-mail address links nobody. From there on it is the one way in
//! ([`Service::open_session`]): a new session, a known browser, the journal. An account with a second factor shows its
//! code here, unless the outside service says that it saw a second factor itself.

use std::fmt::Debug;

use domain::id::AccountId;
use domain::journal::Kind;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;
use store::access_change::{self, What};
use store::outside::{self, Link, Waiting};
use store::{StoreError, account, journal, second_factor, throttle};

use super::session::end_all;
use super::sign_in::{Shown, hash};
use super::{AccessRefusal, Authority, SignedIn, lanes};
use crate::account::entry;
use crate::{Service, ServiceError, secret};

/// How long a sign-in may take from its beginning, and how long it waits for a code.
pub const SIGN_IN_LASTS: SignedDuration = SignedDuration::from_mins(10);

/// Longest issuer or subject; the standard allows 255 characters for a subject.
const IDENTITY_MAX_CHARS: usize = 255;

/// What binds one sign-in to one browser: a secret that its cookie holds. State, nonce and code verifier are hashes
/// of it, so nothing is stored while a stranger is away at the other service.
#[derive(Debug, Clone)]
pub struct Round(String);

impl Round {
    /// A new one: 256 random bits.
    pub fn begin() -> Self {
        Self(secret::token() + &secret::token())
    }

    /// The one of this cookie.
    pub fn of(secret: String) -> Self {
        Self(secret)
    }

    /// The secret for the cookie.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Comes back with the answer.
    pub fn state(&self) -> String {
        self.part(b"state")
    }

    /// Comes back inside the signed token.
    pub fn nonce(&self) -> String {
        self.part(b"nonce")
    }

    /// Shown when the code is exchanged (PKCE).
    pub fn verifier(&self) -> String {
        self.part(b"verifier")
    }

    fn part(&self, what: &[u8]) -> String {
        secret::hex(&secret::sha256(&[what, b"\0", self.0.as_bytes()]))
    }
}

/// Whom the outside service vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideIdentity {
    /// The service.
    pub issuer: String,
    /// Who it is there.
    pub subject: String,
    /// Whether the service saw a second factor.
    pub second_factor: bool,
    /// When it saw the person; none when it does not say.
    pub authenticated_at: Option<Timestamp>,
}

/// Why the outside service brings nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or not as the standard says. The text is for the log.
    #[error("the outside sign-in service cannot be used: {0}")]
    Unavailable(String),
    /// It refuses, or what it says cannot be trusted. The text is for the log.
    #[error("the outside sign-in was refused: {0}")]
    Refused(String),
}

/// An outside sign-in service.
pub trait IdentityProvider: Debug + Send + Sync {
    /// What the button says.
    fn label(&self) -> &str;

    /// Where the browser is sent. `fresh` asks the person to sign in there again.
    fn address<'a>(
        &'a self,
        round: &'a Round,
        fresh: bool,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<String, ProviderError>>;

    /// Exchanges the code that came back, and checks the token.
    fn identity<'a>(
        &'a self,
        round: &'a Round,
        code: String,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<OutsideIdentity, ProviderError>>;
}

/// A link as its owner or an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutsideLink {
    /// The outside service.
    pub issuer: String,
    /// Who it is there.
    pub subject: String,
    /// Since when.
    pub linked_at: Timestamp,
}

/// How far a sign-in came.
#[derive(Debug)]
pub enum OutsideSignIn {
    /// The session has begun.
    Signed(Box<SignedIn>),
    /// The code of the second factor is missing: it comes with this secret.
    CodeNeeded(String),
}

impl Service {
    /// Begins a session for whom the outside service vouched.
    ///
    /// # Errors
    /// [`AccessRefusal::IdentityUnlinked`] when no account in use is linked.
    pub async fn sign_in_outside(
        &self,
        identity: &OutsideIdentity,
        device: Option<&str>,
        now: Timestamp,
    ) -> Result<OutsideSignIn, ServiceError> {
        check(&identity.issuer, &identity.subject).map_err(|_| AccessRefusal::IdentityUnlinked)?;
        let write = self.store().write().await?;
        let unlinked = ServiceError::from(AccessRefusal::IdentityUnlinked);
        let Some(id) = outside::owner(&write, &identity.issuer, &identity.subject).await? else { return Err(unlinked) };
        // A disabled account cannot be held.
        let Some(account) = account::hold(&write, id).await? else { return Err(unlinked) };
        // Taken away while it was waited for: then it opens nothing any more.
        if outside::owner(&write, &identity.issuer, &identity.subject).await? != Some(id) {
            return Err(unlinked);
        }
        let at = identity.authenticated_at.unwrap_or(Timestamp::UNIX_EPOCH).min(now);
        let own_factor = second_factor::of(write.tx(), id).await?.is_some_and(|factor| factor.confirmed);
        if own_factor && !identity.second_factor {
            let secret = secret::token() + &secret::token();
            let waiting = Waiting {
                secret_hash: hash(&secret),
                account: id,
                authenticated_at: at,
                expires_at: now.checked_add(SIGN_IN_LASTS).unwrap_or(now),
            };
            outside::wait(&write, &waiting).await?;
            write.commit().await?;
            return Ok(OutsideSignIn::CodeNeeded(secret));
        }
        let shown = Shown { how: "oidc", second_factor: identity.second_factor, at };
        let signed = self.open_session(write, account, device.map(hash), shown, now).await?;
        Ok(OutsideSignIn::Signed(Box::new(signed)))
    }

    /// Goes on with a sign-in that waits for the code of the second factor.
    ///
    /// # Errors
    /// [`AccessRefusal`] when the code is wrong, the budget is spent, or nothing waits.
    pub async fn finish_outside(
        &self,
        secret: &str,
        code: &str,
        device: Option<&str>,
        now: Timestamp,
    ) -> Result<SignedIn, ServiceError> {
        let expired = || ServiceError::from(AccessRefusal::OutsideExpired);
        let waiting = self.store().outside_waiting(&hash(secret), now).await?.ok_or_else(expired)?;
        let device = device.map(hash);
        let known = match &device {
            Some(device) if self.store().knows_device(waiting.account, device).await? => Some(device.as_slice()),
            _ => None,
        };
        let lane = lanes::factor(waiting.account, known);
        let write = self.store().write().await?;
        let account = account::hold(&write, waiting.account).await?.ok_or_else(expired)?;
        if let Err(retry_after_s) = throttle::spend(&write, std::slice::from_ref(&lane), now).await? {
            return Err(AccessRefusal::TooManyAttempts { retry_after_s }.into());
        }
        if !self.use_code(&write, account.id, code, now).await? {
            // The spent try stays spent.
            write.commit().await?;
            return Err(AccessRefusal::SecondFactorInvalid.into());
        }
        throttle::give_back(&write, &[lane]).await?;
        // One code, one session.
        if !outside::drop_waiting(&write, &waiting.secret_hash).await? {
            return Err(expired());
        }
        let shown = Shown { how: "oidc", second_factor: true, at: waiting.authenticated_at };
        self.open_session(write, account, device, shown, now).await
    }

    /// Links an outside identity to an account. What opens an account has changed then, so everything that is open ends.
    ///
    /// # Errors
    /// When it is linked already, malformed, or the person may not.
    pub async fn link_identity(
        &self,
        by: Authority<'_>,
        to: AccountId,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        check(issuer, subject)?;
        let by = self.authorised(by, to, &[], now)?;
        let write = self.store().write().await?;
        account::hold(&write, to).await?.ok_or(ServiceError::NotFound("account"))?;
        let link = Link { issuer: issuer.to_owned(), subject: subject.to_owned(), account: to, linked_at: now };
        outside::link(&write, &link).await.map_err(|error| match error {
            StoreError::Duplicate(_) => ServiceError::Exists("outside identity"),
            other => other.into(),
        })?;
        end_all(&write, to, false, now).await?;
        access_change::record(&write, to, What::Identity, by.account, now).await?;
        let mut linked = entry(Kind::IdentityLinked, to.0, None, now);
        linked.by = by;
        // Not the subject: who somebody is elsewhere is personal.
        linked.payload = json!({ "issuer": issuer });
        journal::append(&write, &[linked]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes a link away; every session of the account ends.
    ///
    /// # Errors
    /// When the account does not have it, or the person may not.
    pub async fn unlink_identity(
        &self,
        by: Authority<'_>,
        from: AccountId,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        check(issuer, subject)?;
        let by = self.authorised(by, from, &[], now)?;
        let write = self.store().write().await?;
        account::hold(&write, from).await?.ok_or(ServiceError::NotFound("account"))?;
        if !outside::unlink(&write, from, issuer, subject).await? {
            return Err(ServiceError::NotFound("outside identity"));
        }
        end_all(&write, from, false, now).await?;
        access_change::record(&write, from, What::Identity, by.account, now).await?;
        let mut taken = entry(Kind::IdentityUnlinked, from.0, None, now);
        taken.by = by;
        taken.payload = json!({ "issuer": issuer });
        journal::append(&write, &[taken]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Who the account is at outside services.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outside_identities(&self, account: AccountId) -> Result<Vec<OutsideLink>, ServiceError> {
        let links = self.store().outside_links(account).await?.into_iter();
        let shown =
            links.map(|link| OutsideLink { issuer: link.issuer, subject: link.subject, linked_at: link.linked_at });
        Ok(shown.collect())
    }
}

/// Refuses what no service gives, and what PostgreSQL cannot store.
fn check(issuer: &str, subject: &str) -> Result<(), ServiceError> {
    for (field, text) in [("issuer", issuer), ("subject", subject)] {
        let fits = !text.is_empty() && text.chars().count() <= IDENTITY_MAX_CHARS && !text.contains(char::is_control);
        if !fits {
            let detail = format!("`{field}` must have 1 to {IDENTITY_MAX_CHARS} characters, none of them a control");
            return Err(ServiceError::invalid(field, "identity_invalid", detail));
        }
    }
    Ok(())
}
