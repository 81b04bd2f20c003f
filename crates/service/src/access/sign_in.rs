//! Signing in: name, password, perhaps a code; within the budgets of tries.

use domain::access::{Actor, Limits};
use domain::id::AccountId;
use domain::journal::Kind;
use jiff::Timestamp;
use serde_json::json;
use store::account::Account;
use store::session::SessionRow;
use store::{Write, account, device, journal, second_factor, session, throttle};
use uuid::Uuid;

use super::{AccessRefusal, lanes};
use crate::account::{NOBODY, SESSION_LENGTH, entry, is_login};
use crate::{Service, ServiceError, secret};

/// What somebody shows to sign in, and where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    /// Sign-in name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Code of the second factor, or a recovery code.
    pub code: Option<String>,
    /// The secret that this browser was given at an earlier sign-in.
    pub device: Option<String>,
    /// The network that the request comes from, if the server knows it.
    pub network: Option<String>,
}

impl Attempt {
    /// Name and password from nowhere in particular.
    pub fn new(login: &str, password: &str) -> Self {
        Self { login: login.to_owned(), password: password.to_owned(), ..Self::default() }
    }
}

/// A session that has just begun. The secrets go to the client and are kept nowhere else.
#[derive(Debug)]
pub struct SignedIn {
    /// The secret of the session.
    pub token: String,
    /// The secret by which this browser is known from now on; none when it keeps the one that it has.
    pub device: Option<String>,
    /// When the session ends.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub actor: Actor,
}

impl Service {
    /// Begins a session.
    ///
    /// # Errors
    /// [`ServiceError::SignInFailed`] whether the name or the password is wrong: which, is nobody's business.
    /// [`AccessRefusal`] when the budget is spent, or a code is missing or wrong.
    pub async fn sign_in(&self, attempt: &Attempt, now: Timestamp) -> Result<SignedIn, ServiceError> {
        let login = attempt.login.trim().to_lowercase();
        // A name that nobody can have is not looked for: PostgreSQL fails at some characters.
        let found = if is_login(&login) { self.store().account_by_login(&login).await? } else { None };
        let shown = attempt.device.as_deref().map(hash);
        let known = match (&found, &shown) {
            (Some(account), Some(device)) if self.store().knows_device(account.id, device).await? => {
                Some((account.id, device.as_slice()))
            }
            _ => None,
        };
        let mut lanes = lanes::sign_in(&login, known, attempt.network.as_deref());
        self.spend(&lanes, now).await?;

        // An unknown name costs the same time as a wrong password.
        let stored = found.as_ref().map_or(NOBODY, |account| account.password_hash.as_str()).to_owned();
        let matches = self.password_matches(&attempt.password, stored).await?;
        let found = found.filter(|_| matches).ok_or(ServiceError::SignInFailed)?;

        let write = self.store().write().await?;
        // Disabled or given another password meanwhile: then this one opens nothing any more.
        let held = account::hold(&write, found.id).await?.filter(|held| held.password_hash == found.password_hash);
        let account = held.ok_or(ServiceError::SignInFailed)?;
        let second_factor = second_factor::of(write.tx(), account.id).await?.is_some_and(|factor| factor.confirmed);
        if second_factor {
            let Some(code) = &attempt.code else {
                throttle::give_back(&write, &lanes).await?;
                write.commit().await?;
                return Err(AccessRefusal::SecondFactorRequired.into());
            };
            let lane = lanes::factor(account.id, known.map(|(_, device)| device));
            if let Err(retry_after_s) = throttle::spend(&write, std::slice::from_ref(&lane), now).await? {
                return Err(AccessRefusal::TooManyAttempts { retry_after_s }.into());
            }
            if !self.use_code(&write, account.id, code, now).await? {
                // The spent try stays spent.
                write.commit().await?;
                return Err(AccessRefusal::SecondFactorInvalid.into());
            }
            lanes.push(lane);
        }
        throttle::give_back(&write, &lanes).await?;
        self.open_session(write, account, shown, Shown { how: "password", second_factor, at: now }, now).await
    }

    /// The one way in: a new session, a browser that is known from now on, the journal entry, the commit.
    pub(super) async fn open_session(
        &self,
        write: Write,
        account: Account,
        device: Option<Vec<u8>>,
        shown: Shown,
        now: Timestamp,
    ) -> Result<SignedIn, ServiceError> {
        // A secret that was given out here serves every account of this browser; a made-up one serves none.
        let (device_hash, fresh) = match device {
            Some(device) if device::gave(write.tx(), &device).await? => (device, None),
            _ => {
                let fresh = secret::token() + &secret::token();
                (hash(&fresh), Some(fresh))
            }
        };
        device::remember(&write, account.id, &device_hash, now).await?;
        let (token, row) = begin_shown(&write, account.id, shown, now).await?;
        let mut signed = entry(Kind::SignedIn, account.id.0, Some(account.id), now);
        signed.payload = json!({ "how": shown.how });
        journal::append(&write, &[signed]).await?;
        write.commit().await?;
        let actor = self.actor(account, self.limits(shown.second_factor), now).await?;
        Ok(SignedIn { token, device: fresh, expires_at: row.expires_at, actor })
    }

    /// What a session without a second factor is held to.
    pub(super) fn limits(&self, second_factor: bool) -> Limits {
        Limits { without_factor: !second_factor && !self.inner.options.factor_exempt, only: None }
    }
}

/// What was shown to begin a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// The word in the journal.
    pub(super) how: &'static str,
    /// Whether a second factor was among it.
    pub(super) second_factor: bool,
    /// When.
    pub(super) at: Timestamp,
}

/// Writes a new session of somebody who has just shown a password; gives its token.
pub(super) async fn begin(
    write: &Write,
    account: AccountId,
    second_factor: bool,
    now: Timestamp,
) -> Result<(String, SessionRow), ServiceError> {
    begin_shown(write, account, Shown { how: "password", second_factor, at: now }, now).await
}

async fn begin_shown(
    write: &Write,
    account: AccountId,
    shown: Shown,
    now: Timestamp,
) -> Result<(String, SessionRow), ServiceError> {
    let token = secret::token() + &secret::token();
    let row = SessionRow {
        token_hash: hash(&token),
        id: Uuid::new_v4(),
        account,
        second_factor: shown.second_factor,
        created_at: now,
        authenticated_at: shown.at.min(now),
        last_seen_at: full_hour(now),
        expires_at: now.checked_add(SESSION_LENGTH).unwrap_or(now),
    };
    session::insert(write, &row).await?;
    Ok((token, row))
}

/// The hash under which a secret is kept.
pub(super) fn hash(secret: &str) -> Vec<u8> {
    secret::sha256(&[secret.as_bytes()])
}

/// When somebody was last there is kept in full hours: it is for recognising a session, not a person's day.
pub(super) fn full_hour(at: Timestamp) -> Timestamp {
    let ms = at.as_millisecond();
    Timestamp::from_millisecond(ms - ms.rem_euclid(3_600_000)).unwrap_or(at)
}
