//! Tokens for programs: a part of what their owner may do, for a time. A token never exceeds its owner:
//! what it may do is worked out anew at each request from what the owner may do then.

use std::collections::BTreeSet;

use domain::access::{Actor, Limits, Permission, Posting};
use domain::id::UnitId;
use domain::journal::Kind;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::api_token::{self, TokenRow};
use store::journal;
use uuid::Uuid;

use super::sign_in::hash;
use super::{AccessRefusal, Session, recently_authenticated};
use crate::account::entry;
use crate::{Once, Service, ServiceError, secret};

/// How a token begins: it is told apart from a session, and found when it leaked into a file.
pub const TOKEN_PREFIX: &str = "bht_";

/// The longest that a token works.
pub const TOKEN_LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

const NAME_MAX_CHARS: usize = 64;

/// Tokens in force that one account can have.
const MOST: usize = 20;

/// What a new token shall be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it may do; each must be the owner's own.
    pub permissions: BTreeSet<Permission>,
    /// The subtree in which it works; everywhere its owner does, when none.
    pub unit: Option<UnitId>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Service {
    /// Makes a token; gives its secret, which is kept nowhere else. So the same request again, which makes no second
    /// one, cannot be answered with it.
    ///
    /// # Errors
    /// [`AccessRefusal::TokenMade`] when the request came before; when the password was not shown lately, the owner
    /// lacks a permission, or a value cannot be taken.
    pub async fn make_token(
        &self,
        session: &Session,
        new: NewToken,
        once: &Once,
        now: Timestamp,
    ) -> Result<(TokenRow, String), ServiceError> {
        recently_authenticated(session, now)?;
        let account = session.actor.account;
        let who = account.to_string();
        if let Some(id) = self.made_before(&who, once).await? {
            return Err(AccessRefusal::TokenMade { id }.into());
        }
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX_CHARS || name.chars().any(char::is_control) {
            let detail = format!("a name has 1 to {NAME_MAX_CHARS} characters, none of them a control character");
            return Err(ServiceError::invalid("name", "token_name_invalid", detail));
        }
        let lasts = new.expires_at.duration_since(now);
        if !lasts.is_positive() || lasts > TOKEN_LONGEST {
            let detail = "a token ends in the future, within a year";
            return Err(ServiceError::invalid("expires_at", "token_expiry_invalid", detail));
        }
        if new.permissions.is_empty() {
            let detail = "name at least one permission";
            return Err(ServiceError::invalid("permissions", "token_scope_empty", detail));
        }
        let held = session.actor.permissions(self.titles());
        if let Some(&missing) = new.permissions.iter().find(|permission| !held.contains(permission)) {
            return Err(ServiceError::Forbidden(missing));
        }
        if let Some(unit) = new.unit {
            self.tree().by_id(unit).filter(|unit| unit.valid_to.is_none()).ok_or(ServiceError::NotFound("unit"))?;
        }
        if self.store().tokens(account, now).await?.len() >= MOST {
            let detail = format!("an account has at most {MOST} tokens; revoke one first");
            return Err(ServiceError::invalid("name", "token_limit", detail));
        }
        let secret = format!("{TOKEN_PREFIX}{}{}", secret::token(), secret::token());
        let row = TokenRow {
            id: Uuid::new_v4(),
            account,
            name: name.to_owned(),
            permissions: new.permissions.iter().map(|permission| permission.word().to_owned()).collect(),
            unit: new.unit,
            created_at: now,
            expires_at: new.expires_at,
        };
        let write = self.store().write().await?;
        if !once.keep(&write, &who, row.id).await? {
            drop(write);
            let id = self.made_meanwhile(&who, once).await?;
            return Err(AccessRefusal::TokenMade { id }.into());
        }
        api_token::insert(&write, &row, hash(&secret)).await?;
        let mut made = entry(Kind::TokenMade, row.id, Some(account), now);
        made.payload = json!({
            "account": account,
            "permissions": row.permissions,
            "unit": row.unit,
            "expires_at": row.expires_at.as_millisecond(),
        });
        journal::append(&write, &[made]).await?;
        write.commit().await?;
        Ok((row, secret))
    }

    /// The tokens of the account that are in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&self, of: &Session, now: Timestamp) -> Result<Vec<TokenRow>, ServiceError> {
        Ok(self.store().tokens(of.actor.account, now).await?)
    }

    /// Revokes a token of the own account.
    ///
    /// # Errors
    /// When there is none with this id in force.
    pub async fn revoke_token(&self, by: &Session, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        let account = by.actor.account;
        let write = self.store().write().await?;
        if !api_token::revoke(&write, account, id, now).await? {
            return Err(ServiceError::NotFound("token"));
        }
        let mut revoked = entry(Kind::TokenRevoked, id, Some(account), now);
        revoked.payload = json!({ "account": account });
        journal::append(&write, &[revoked]).await?;
        write.commit().await?;
        Ok(())
    }

    /// The owner of a token, held to the token's scope.
    pub(super) async fn token_actor(
        &self,
        secret: &str,
        now: Timestamp,
    ) -> Result<Option<(Actor, Timestamp)>, ServiceError> {
        let Some(row) = self.store().token(&hash(secret), now).await? else { return Ok(None) };
        let Some(account) = self.store().account(row.account).await? else { return Ok(None) };
        let factor = self.store().factor(row.account).await?.is_some_and(|factor| factor.confirmed);
        let only = row.permissions.iter().filter_map(|word| Permission::from_word(word)).collect();
        let limits = Limits { only: Some(only), ..self.limits(factor) };
        let mut actor = self.actor(account, limits, now).await?;
        if let Some(unit) = row.unit {
            actor.postings = self.within(actor.postings, unit);
        }
        Ok(Some((actor, row.expires_at)))
    }

    /// The part of the postings that lies in the unit; nothing where the unit has ended.
    fn within(&self, postings: Vec<Posting>, unit: UnitId) -> Vec<Posting> {
        let tree = self.tree();
        let Some(top) = tree.by_id(unit).filter(|unit| unit.valid_to.is_none()) else { return Vec::new() };
        let inside = postings.into_iter().filter_map(|posting| {
            if top.path.contains(&posting.path) {
                Some(posting)
            } else if posting.path.contains(&top.path) {
                Some(Posting { unit: top.id, path: top.path.clone(), ..posting })
            } else {
                None
            }
        });
        inside.collect()
    }
}
