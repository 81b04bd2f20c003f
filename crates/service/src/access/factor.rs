//! The second factor: a time-based code (RFC 6238), and recovery codes for a lost phone.
//!
//! Enrolling gives a secret; a code from it proves that the phone has it; from then on sign-in asks for
//! one. A code opens once: the time step that it belongs to is kept, and no earlier one counts again.

use domain::id::AccountId;
use domain::journal::Kind;
use jiff::Timestamp;
use store::access_change::{self, What};
use store::{Write, account, journal, second_factor, throttle};
use totp_rs::{Builder, Secret, Totp};

use super::session::{about, end_all};
use super::sign_in::{begin, hash};
use super::{AccessRefusal, Session, SignedIn, lanes, recently_authenticated};
use crate::{Service, ServiceError, secret};

const TABLE: &str = "second_factor";
const COLUMN: &str = "secret";

/// Recovery codes given with a factor.
const CODES: usize = 10;

/// A factor that waits for its first code. Shown once.
#[derive(Debug)]
pub struct Enrolment {
    /// The secret, for typing it in.
    pub secret: String,
    /// The same as an address for a QR code.
    pub uri: String,
}

impl Service {
    /// Makes a secret for the account of this session. Nothing asks for it before a code has proved it.
    ///
    /// # Errors
    /// When the password was not shown lately, a factor is there, or the installation has no keys.
    pub async fn enrol_factor(&self, session: &Session, now: Timestamp) -> Result<Enrolment, ServiceError> {
        recently_authenticated(session, now)?;
        let id = session.actor.account;
        let bytes: [u8; 20] = rand::random();
        let sealed = self.factor_keys()?.seal(TABLE, COLUMN, id.0, &bytes)?;
        let secret = Secret::new_stack(bytes);
        let base32 = secret.to_base32();
        let totp = Builder::new()
            .with_secret(secret)
            .with_account_name(session.actor.login.clone())
            .with_issuer(Some("Bridgehead"))
            .build()
            .map_err(internal)?;
        let uri = totp.to_url().map_err(internal)?;
        let write = self.store().write().await?;
        if !second_factor::enrol(&write, id, sealed).await? {
            return Err(AccessRefusal::FactorExists.into());
        }
        write.commit().await?;
        Ok(Enrolment { secret: base32, uri })
    }

    /// Proves the factor with a first code. Every session ends; the one that asked goes on under a new token.
    /// Gives the recovery codes: they are shown once.
    ///
    /// # Errors
    /// When the code is wrong, nothing waits for one, or the budget is spent.
    pub async fn confirm_factor(
        &self,
        session: &Session,
        code: &str,
        now: Timestamp,
    ) -> Result<(SignedIn, Vec<String>), ServiceError> {
        recently_authenticated(session, now)?;
        let id = session.actor.account;
        let lanes = [lanes::session(id, session.id)];
        self.spend(&lanes, now).await?;
        let write = self.store().write().await?;
        let held = account::hold(&write, id).await?.ok_or(ServiceError::SignInFailed)?;
        let row = second_factor::of(write.tx(), id).await?.ok_or(AccessRefusal::FactorMissing)?;
        if row.confirmed {
            return Err(AccessRefusal::FactorExists.into());
        }
        let step = self.totp(id, &row.secret)?.check(code.trim(), seconds(now));
        let step = step.and_then(|step| i64::try_from(step).ok()).ok_or(AccessRefusal::SecondFactorInvalid)?;
        if !second_factor::use_step(&write, id, &row.secret, step).await? {
            return Err(AccessRefusal::SecondFactorInvalid.into());
        }
        let codes: Vec<String> = (0..CODES).map(|_| recovery_code()).collect();
        let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash(&plain(code))).collect();
        second_factor::confirm(&write, id, &hashes, now).await?;
        end_all(&write, id, false, now).await?;
        access_change::record(&write, id, What::Factor, Some(id), now).await?;
        throttle::give_back(&write, &lanes).await?;
        let (token, row) = begin(&write, id, true, now).await?;
        journal::append(&write, &[about(Kind::FactorSet, id, Some(id), now)]).await?;
        write.commit().await?;
        let actor = self.actor(held, self.limits(true), now).await?;
        Ok((SignedIn { token, device: None, expires_at: row.expires_at, actor }, codes))
    }

    /// Takes the own factor away. Every session ends; the one that asked goes on under a new token.
    ///
    /// # Errors
    /// When password and code were not shown lately, or there is no factor.
    pub async fn remove_factor(&self, session: &Session, now: Timestamp) -> Result<SignedIn, ServiceError> {
        recently_authenticated(session, now)?;
        let id = session.actor.account;
        let write = self.store().write().await?;
        let held = account::hold(&write, id).await?.ok_or(ServiceError::SignInFailed)?;
        take_away(&write, id, Some(id), now).await?;
        let (token, row) = begin(&write, id, false, now).await?;
        write.commit().await?;
        let actor = self.actor(held, self.limits(false), now).await?;
        Ok(SignedIn { token, device: None, expires_at: row.expires_at, actor })
    }

    /// Takes a factor away for an owner who lost phone and recovery codes, on behalf of the operator.
    ///
    /// # Errors
    /// When there is no such account, or it has no factor.
    pub async fn remove_factor_of(&self, login: &str, now: Timestamp) -> Result<(), ServiceError> {
        let account = self.store().account_by_login(login).await?.ok_or(ServiceError::NotFound("account"))?;
        let write = self.store().write().await?;
        account::hold(&write, account.id).await?.ok_or(ServiceError::NotFound("account"))?;
        take_away(&write, account.id, None, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// Uses up a code of a confirmed factor, or a recovery code; says whether it was good.
    pub(super) async fn use_code(
        &self,
        write: &Write,
        account: AccountId,
        code: &str,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let code = plain(code);
        if code.len() > 6 {
            return Ok(second_factor::use_code(write, account, &hash(&code), now).await?);
        }
        let row = second_factor::of(write.tx(), account).await?.filter(|row| row.confirmed);
        let Some(row) = row else { return Ok(false) };
        let step = self.totp(account, &row.secret)?.check(&code, seconds(now));
        let Some(step) = step.and_then(|step| i64::try_from(step).ok()) else { return Ok(false) };
        Ok(second_factor::use_step(write, account, &row.secret, step).await?)
    }

    fn totp(&self, account: AccountId, sealed: &[u8]) -> Result<Totp, ServiceError> {
        let secret = self.factor_keys()?.open(TABLE, COLUMN, account.0, sealed)?;
        Builder::new().with_secret(Secret::new(secret.into_boxed_slice())).build().map_err(internal)
    }
}

async fn take_away(
    write: &Write,
    account: AccountId,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    if !second_factor::remove(write, account).await? {
        return Err(AccessRefusal::FactorMissing.into());
    }
    end_all(write, account, false, now).await?;
    access_change::record(write, account, What::Factor, by, now).await?;
    journal::append(write, &[about(Kind::FactorRemoved, account, by, now)]).await?;
    Ok(())
}

/// 80 random bits in groups that can be copied by hand.
fn recovery_code() -> String {
    let text = secret::token();
    let groups: Vec<&str> = (0..5).filter_map(|group| text.get(group * 4..group * 4 + 4)).collect();
    groups.join("-")
}

/// A code as it is compared: without what people put between its groups.
fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase()
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or_default()
}

fn internal(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Internal(error.to_string())
}
