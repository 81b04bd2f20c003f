//! Accounts and their postings. Sign-in and sessions are in [`crate::access`].

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use domain::access::{Actor, Limits, Posting};
use domain::id::{AccountId, BodyId, PostingId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::access_change::{self, What};
use store::account::{Account, PostingRow};
use store::{StoreError, account, device, journal, outside, reset_link, session, throttle};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// How long a session lasts.
pub const SESSION_LENGTH: SignedDuration = SignedDuration::from_hours(12);

/// How long a browser stays known after its last sign-in.
const DEVICE_KNOWN: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Shortest password accepted, in characters.
pub const PASSWORD_MIN_CHARS: usize = 10;

const LOGIN_MAX_CHARS: usize = 64;

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Sign-in name: lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// Password hash in PHC form, from [`Service::hash_password`].
    pub password_hash: String,
}

/// A new posting.
#[derive(Debug, Clone)]
pub struct NewPosting {
    /// A key of the titles table.
    pub title: String,
    /// Where.
    pub unit: UnitId,
    /// For which body.
    pub body: Option<BodyId>,
}

impl Service {
    /// Hashes a password (argon2id, parameters of the library's default).
    ///
    /// # Errors
    /// When it is too short, or the hash fails.
    pub async fn hash_password(&self, password: &str) -> Result<String, ServiceError> {
        if password.chars().count() < PASSWORD_MIN_CHARS {
            let detail = format!("the password has fewer than {PASSWORD_MIN_CHARS} characters");
            return Err(ServiceError::invalid("password", "password_too_short", detail));
        }
        let password = password.to_owned();
        self.hashing(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await?
            .map_err(|error| ServiceError::Internal(error.to_string()))
    }

    /// Makes an account with its postings, on behalf of the operator.
    ///
    /// # Errors
    /// When the sign-in name is malformed or taken, or a title or unit does not exist.
    pub async fn create_account(
        &self,
        new: NewAccount,
        postings: &[NewPosting],
        now: Timestamp,
    ) -> Result<(AccountId, Vec<PostingId>), ServiceError> {
        if !is_login(&new.login) {
            let detail =
                format!("`{}` is not a sign-in name: use lower-case letters, digits, `.`, `-`, `_`", new.login);
            return Err(ServiceError::invalid("login", "login_invalid", detail));
        }
        let tree = self.tree();
        let id = AccountId(Uuid::now_v7());
        let write = self.store().write().await?;
        let row = Account { id, login: new.login, names: new.names, password_hash: new.password_hash };
        account::insert(&write, &row, now).await.map_err(|error| match error {
            StoreError::Duplicate(_) => ServiceError::Exists("sign-in name"),
            other => other.into(),
        })?;
        let mut entries = vec![entry(Kind::AccountCreated, id.0, None, now)];
        let mut ids = Vec::new();
        for posting in postings {
            if self.titles().get(&posting.title).is_none() {
                let detail = format!("there is no title `{}`", posting.title);
                return Err(ServiceError::invalid("title", "title_unknown", detail));
            }
            let unit = tree.by_id(posting.unit).ok_or(ServiceError::NotFound("unit"))?;
            let row = PostingRow {
                id: PostingId(Uuid::now_v7()),
                account: id,
                title: posting.title.clone(),
                unit: unit.id,
                body: posting.body,
            };
            account::insert_posting(&write, &row, now, None).await?;
            let mut given = entry(Kind::PostingGiven, row.id.0, None, now);
            given.unit = Some((unit.id, unit.path.clone()));
            given.body = posting.body;
            given.payload = json!({ "account": id, "title": posting.title });
            entries.push(given);
            ids.push(row.id);
        }
        // What is new must settle too before it may approve anything.
        access_change::record(&write, id, What::Password, None, now).await?;
        if !ids.is_empty() {
            access_change::record(&write, id, What::Posting, None, now).await?;
        }
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok((id, ids))
    }

    /// Whether the password belongs to the hash.
    pub(crate) async fn password_matches(&self, password: &str, hash: String) -> Result<bool, ServiceError> {
        let password = password.to_owned();
        self.hashing(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    /// The account behind a sign-in name, for work that the operator does in its name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn actor_by_login(&self, login: &str, now: Timestamp) -> Result<Actor, ServiceError> {
        let account = self.store().account_by_login(login).await?.ok_or(ServiceError::NotFound("account"))?;
        self.actor(account, Limits::default(), now).await
    }

    /// Forgets sessions that have ended, and with them reset links, budgets that are full again, and browsers
    /// that were not used for half a year. Says how many sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_ended_sessions(&self, now: Timestamp) -> Result<u64, ServiceError> {
        let write = self.store().write().await?;
        let forgotten = session::delete_expired(&write, now).await?;
        reset_link::forget(&write, now).await?;
        outside::forget_waiting(&write, now).await?;
        let before = now.checked_sub(DEVICE_KNOWN).unwrap_or(now);
        device::forget_unused(&write, before).await?;
        write.commit().await?;
        // Apart: a sign-in at this moment holds lanes, and must not wait for all of the above.
        let write = self.store().write().await?;
        throttle::forget(&write, now).await?;
        write.commit().await?;
        Ok(forgotten)
    }

    /// The account with its postings in force. A posting whose unit has ended counts for nothing.
    pub(crate) async fn actor(&self, account: Account, limits: Limits, now: Timestamp) -> Result<Actor, ServiceError> {
        let postings = self.store().postings(account.id, now).await?;
        Ok(self.actor_with(account, postings, limits))
    }

    /// The same with its postings at hand.
    pub(crate) fn actor_with(&self, account: Account, postings: Vec<PostingRow>, limits: Limits) -> Actor {
        let tree = self.tree();
        let postings = postings
            .into_iter()
            .filter_map(|row| {
                let unit = tree.by_id(row.unit).filter(|unit| unit.valid_to.is_none())?;
                Some(Posting { id: row.id, title: row.title, unit: row.unit, path: unit.path.clone(), body: row.body })
            })
            .collect();
        Actor { account: account.id, login: account.login, names: account.names, postings, limits }
    }

    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ServiceError> {
        let failed = |error: &dyn std::fmt::Display| ServiceError::Internal(error.to_string());
        let _turn = self.inner.hashing.acquire().await.map_err(|error| failed(&error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}

/// Whether an account can have this sign-in name.
pub(crate) fn is_login(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    !text.is_empty() && text.len() <= LOGIN_MAX_CHARS && text.chars().all(allowed)
}

/// A hash that no password has: its salt and output are zeros of the default parameters.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(crate) fn entry(kind: Kind, subject: Uuid, by: Option<AccountId>, now: Timestamp) -> NewEntry {
    NewEntry { by: By { account: by, posting: None }, ..NewEntry::about(kind, subject, now) }
}
