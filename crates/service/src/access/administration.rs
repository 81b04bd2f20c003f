//! Administration of accounts: by the operator at the machine, or by a person who may and has just shown so.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Permission, Target};
use domain::id::{AccountId, PostingId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::unit::UnitPath;
use jiff::Timestamp;
use serde_json::json;
use store::access_change::{self, What};
use store::account::PostingRow;
use store::{account, device, journal};
use uuid::Uuid;

use super::session::{about, end_all};
use super::{AccessRefusal, SETTLES_AFTER, Session, recently_authenticated};
use crate::account::{NewPosting, entry};
use crate::{Once, Service, ServiceError};

/// On whose word an account is administered.
#[derive(Debug, Clone, Copy)]
pub enum Authority<'a> {
    /// The operator, who has the machine.
    Operator,
    /// A person with the permission for the place and a recent sign-in.
    Person(&'a Session),
}

/// An account in a list.
#[derive(Debug, Clone)]
pub struct AccountListing {
    /// Identity.
    pub id: AccountId,
    /// Sign-in name.
    pub login: String,
    /// Shown names.
    pub names: Names,
    /// Whether it was disabled.
    pub disabled: bool,
    /// Whether its owner has set a password.
    pub password_set: bool,
    /// Whether it has a confirmed second factor.
    pub second_factor: bool,
    /// What it holds or will hold.
    pub postings: Vec<HeldPosting>,
}

/// A posting with its dates.
#[derive(Debug, Clone)]
pub struct HeldPosting {
    /// The posting.
    pub posting: PostingRow,
    /// Since when.
    pub from: Timestamp,
    /// Until when; no end when none.
    pub to: Option<Timestamp>,
}

impl Authority<'_> {
    /// Under whose name requests are kept.
    pub(super) fn name(self) -> String {
        match self {
            Self::Operator => "operator".to_owned(),
            Self::Person(session) => session.actor.account.to_string(),
        }
    }
}

impl Service {
    /// Every account, or those with a posting where the person administers accounts.
    ///
    /// # Errors
    /// When the person administers accounts nowhere.
    pub async fn accounts(&self, by: Authority<'_>, now: Timestamp) -> Result<Vec<AccountListing>, ServiceError> {
        let scope = match by {
            Authority::Operator => None,
            Authority::Person(session) => {
                let scope = session.actor.scope(self.titles(), Permission::ManageAccounts);
                if scope.is_empty() {
                    return Err(ServiceError::Forbidden(Permission::ManageAccounts));
                }
                Some(scope)
            }
        };
        let tree = self.tree();
        let mut postings: BTreeMap<AccountId, Vec<HeldPosting>> = BTreeMap::new();
        for (posting, from, to) in self.store().postings_not_ended(now).await? {
            postings.entry(posting.account).or_default().push(HeldPosting { posting, from, to });
        }
        let factors: BTreeSet<AccountId> = self.store().accounts_with_factor().await?.into_iter().collect();
        let mut listing = Vec::new();
        for (account, disabled) in self.store().accounts().await? {
            let mut held = postings.remove(&account.id).unwrap_or_default();
            if let Some(scope) = &scope {
                held.retain(|held| {
                    tree.by_id(held.posting.unit).is_some_and(|unit| scope.covers(&Target::at(&unit.path)))
                });
                if held.is_empty() {
                    continue;
                }
            }
            listing.push(AccountListing {
                second_factor: factors.contains(&account.id),
                id: account.id,
                password_set: !account.password_hash.is_empty(),
                login: account.login,
                names: account.names,
                disabled,
                postings: held,
            });
        }
        Ok(listing)
    }

    /// Where an account holds postings, or will.
    pub(super) async fn units_of(&self, id: AccountId, now: Timestamp) -> Result<Vec<UnitId>, ServiceError> {
        let postings = self.store().postings_not_ended(now).await?;
        Ok(postings.iter().filter(|(row, ..)| row.account == id).map(|(row, ..)| row.unit).collect())
    }

    /// Disables an account: nothing opens it any more. What it did stays in the journal.
    ///
    /// # Errors
    /// When there is none in force, or the person may not administer every posting of it.
    pub async fn disable_account(&self, by: Authority<'_>, id: AccountId, now: Timestamp) -> Result<(), ServiceError> {
        let units = self.units_of(id, now).await?;
        let by = self.authorised(by, id, &units, now)?;
        let write = self.store().write().await?;
        account::hold(&write, id).await?.ok_or(ServiceError::NotFound("account"))?;
        account::disable(&write, id, now).await?;
        end_all(&write, id, true, now).await?;
        device::forget_all(&write, id).await?;
        let disabled = NewEntry { by, ..about(Kind::AccountDisabled, id, by.account, now) };
        journal::append(&write, &[disabled]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Gives a posting from a time on, perhaps with an end. The account signs in anew. The same request again changes
    /// nothing.
    ///
    /// # Errors
    /// When title, unit, body or account do not exist, the dates are wrong, or the person may not.
    pub async fn give_posting(
        &self,
        by: Authority<'_>,
        to_account: AccountId,
        new: &NewPosting,
        (from, to): (Timestamp, Option<Timestamp>),
        once: &Once,
        now: Timestamp,
    ) -> Result<PostingId, ServiceError> {
        let who = by.name();
        if let Some(given) = self.made_before(&who, once).await? {
            return Ok(PostingId(given));
        }
        let path = self.check_posting(new, (from, to), now)?;
        let by = self.authorised(by, to_account, &[new.unit], now)?;
        let row = held_by(to_account, new);
        let write = self.store().write().await?;
        if !once.keep(&write, &who, row.id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(PostingId);
        }
        account::hold(&write, to_account).await?.ok_or(ServiceError::NotFound("account"))?;
        account::insert_posting(&write, &row, from, to).await?;
        end_all(&write, to_account, false, now).await?;
        access_change::record(&write, to_account, What::Posting, by.account, now).await?;
        journal::append(&write, &[given(&row, path, (from, to), by, now)]).await?;
        write.commit().await?;
        Ok(row.id)
    }

    /// Sets the end of a posting, now or later. The account signs in anew.
    ///
    /// # Errors
    /// When there is none that lasts longer, or the person may not.
    pub async fn end_posting(
        &self,
        by: Authority<'_>,
        id: PostingId,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        if at < now {
            return Err(ServiceError::invalid("at", "posting_dates_invalid", "a posting cannot end in the past"));
        }
        let row = self.store().postings_by_id(&[id]).await?.pop().ok_or(ServiceError::NotFound("posting"))?;
        let by = self.authorised(by, row.account, &[row.unit], now)?;
        let write = self.store().write().await?;
        account::hold(&write, row.account).await?.ok_or(ServiceError::NotFound("account"))?;
        if !account::end_posting(&write, id, at).await? {
            return Err(ServiceError::NotFound("posting"));
        }
        end_all(&write, row.account, false, now).await?;
        access_change::record(&write, row.account, What::Posting, by.account, now).await?;
        let mut ended = entry(Kind::PostingEnded, id.0, None, now);
        ended.by = by;
        ended.unit = self.tree().by_id(row.unit).map(|unit| (unit.id, unit.path.clone()));
        ended.payload = json!({ "account": row.account, "at": at.as_millisecond() });
        journal::append(&write, &[ended]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Whether the account may not approve now: its password, factor or postings changed within the last
    /// 24 hours, or it changed somebody's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn approval_barred(&self, account: AccountId, now: Timestamp) -> Result<bool, ServiceError> {
        let since = now.checked_sub(SETTLES_AFTER).unwrap_or(now);
        Ok(self.store().access_changed_since(account, since).await?)
    }

    /// Who does it, if the authority reaches every one of the units; without any, the whole tree.
    pub(super) fn authorised(
        &self,
        by: Authority<'_>,
        account: AccountId,
        units: &[UnitId],
        now: Timestamp,
    ) -> Result<By, ServiceError> {
        let Authority::Person(session) = by else { return Ok(By::default()) };
        let actor = &session.actor;
        // Whoever may give postings could otherwise give themselves any.
        if actor.account == account {
            return Err(AccessRefusal::OwnAccount.into());
        }
        let tree = self.tree();
        let root = tree.root().map(|root| root.id);
        let asked = if units.is_empty() { root.as_slice() } else { units };
        let mut under = None;
        for unit in asked {
            let unit = tree.by_id(*unit).ok_or(ServiceError::NotFound("unit"))?;
            let target = Target::at(&unit.path);
            under = Some(self.require(actor, Permission::ManageAccounts, &target)?.id);
        }
        let posting = under.ok_or(ServiceError::Forbidden(Permission::ManageAccounts))?;
        recently_authenticated(session, now)?;
        Ok(By { account: Some(actor.account), posting: Some(posting) })
    }

    /// Whether title, unit, body and dates are such as can be; gives the unit's path.
    pub(super) fn check_posting(
        &self,
        new: &NewPosting,
        (from, to): (Timestamp, Option<Timestamp>),
        now: Timestamp,
    ) -> Result<UnitPath, ServiceError> {
        if self.titles().get(&new.title).is_none() {
            let detail = format!("there is no title `{}`", new.title);
            return Err(ServiceError::invalid("title", "title_unknown", detail));
        }
        if to.is_some_and(|to| to <= from || to <= now) {
            return Err(ServiceError::invalid(
                "to",
                "posting_dates_invalid",
                "a posting ends after it begins, later than now",
            ));
        }
        if let Some(body) = new.body {
            self.body(body).ok_or(ServiceError::NotFound("body"))?;
        }
        self.present(new.unit)
    }

    fn present(&self, unit: UnitId) -> Result<UnitPath, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).filter(|unit| unit.valid_to.is_none()).ok_or(ServiceError::NotFound("unit"))?;
        Ok(unit.path.clone())
    }
}

/// A posting as it is kept, for this account.
pub(super) fn held_by(account: AccountId, new: &NewPosting) -> PostingRow {
    PostingRow { id: PostingId(Uuid::now_v7()), account, title: new.title.clone(), unit: new.unit, body: new.body }
}

/// The entry about a posting that was given.
pub(super) fn given(
    row: &PostingRow,
    path: UnitPath,
    (from, to): (Timestamp, Option<Timestamp>),
    by: By,
    now: Timestamp,
) -> NewEntry {
    NewEntry {
        by,
        unit: Some((row.unit, path)),
        body: row.body,
        payload: json!({
            "account": row.account,
            "title": row.title,
            "from": from.as_millisecond(),
            "to": to.map(Timestamp::as_millisecond),
        }),
        ..entry(Kind::PostingGiven, row.id.0, None, now)
    }
}
