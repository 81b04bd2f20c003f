//! Insider browsing: whoever sees very many contacts in full is noticed by those above, and by the auditor.
//!
//! Nothing is stopped: at a duty desk in a flood, thirty calls in an hour are the work. The notice stands in the
//! journal; those who read it there, and the coordinator above, get a message each, once an hour.

use std::collections::BTreeSet;

use domain::access::{Actor, Permission, Posting, Reach};
use domain::contact::ContactKind;
use domain::id::{AccountId, PostingId};
use domain::job::Job;
use domain::journal::{Kind, NewEntry};
use domain::message::Channel;
use domain::names::Names;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::message::Message;
use store::{Write, journal};

use super::way_out;
use crate::{Service, ServiceError};

/// Views within an hour that need no explanation.
pub const VIEWS_PER_HOUR: u64 = 20;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A message about somebody who sees very many contacts. It names a post, not a person.
#[derive(Debug)]
pub struct BrowsingNotice {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number or a mail address.
    pub to: String,
    /// Title of the post.
    pub title: Names,
    /// The unit of the post.
    pub unit: Names,
}

impl Service {
    /// The notice that follows from an unmasking under this posting, in its transaction; none below the limit, and
    /// none within an hour of the last one.
    pub(crate) async fn browsing(
        &self,
        write: &Write,
        actor: &Actor,
        posting: Option<PostingId>,
        now: Timestamp,
    ) -> Result<Option<NewEntry>, ServiceError> {
        let since = now.saturating_sub(HOUR).unwrap_or(now);
        let views = journal::unmaskings_by(write, actor.account, since).await?;
        let kind = Kind::BrowsingNoticed;
        if views <= VIEWS_PER_HOUR || journal::happened(write, &kind.word(), actor.account.0, since).await? {
            return Ok(None);
        }
        let posting = actor.postings.iter().find(|held| Some(held.id) == posting);
        let recipients = match posting {
            Some(posting) => self.overseers(actor.account, posting, now).await?,
            None => BTreeSet::new(),
        };
        let payload = json!({
            "views": views,
            "posting": posting.map(|posting| posting.id),
            "recipients": recipients,
        });
        Ok(Some(NewEntry { payload, ..NewEntry::about(kind, actor.account.0, now) }))
    }

    /// Who reads the journal there, and who coordinates in the nearest unit above.
    async fn overseers(
        &self,
        viewer: AccountId,
        posting: &Posting,
        now: Timestamp,
    ) -> Result<BTreeSet<AccountId>, ServiceError> {
        let tree = self.tree();
        let mut recipients = BTreeSet::new();
        let mut above = Vec::new();
        for (row, from, _) in self.store().postings_not_ended(now).await? {
            let Some(unit) = tree.by_id(row.unit) else { continue };
            if row.account == viewer || from > now || !unit.path.contains(&posting.path) {
                continue;
            }
            let has = |permission| self.titles().reach(&row.title, permission) == Some(Reach::Subtree);
            if has(Permission::ReadJournal) {
                recipients.insert(row.account);
            }
            if has(Permission::CoordinateHazard) && unit.path != posting.path {
                above.push((unit.path.as_str().len(), row.account));
            }
        }
        let nearest = above.iter().map(|(length, _)| *length).max();
        recipients.extend(above.into_iter().filter(|(length, _)| Some(*length) == nearest).map(|(_, account)| account));
        Ok(recipients)
    }

    /// The message of such a notice to one recipient, written down as being sent; `None` when it went already, is too
    /// late, or the recipient left neither number nor address.
    ///
    /// # Errors
    /// When the database fails or the contact cannot be read.
    pub async fn begin_browsing_notice(
        &self,
        job: &Job,
        cause_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<BrowsingNotice>, ServiceError> {
        let Job::BrowsingNotice { viewer, posting, recipient, .. } = job else {
            return Err(ServiceError::Internal(format!("the job `{}` is no such notice", job.word())));
        };
        let Some((channel, to)) = self.way_to(*recipient).await? else {
            tracing::warn!(account = %recipient.0, "no contact: the notice stands in the journal alone");
            return Ok(None);
        };
        let postings = self.store().postings_by_id(&[*posting]).await?;
        let held = postings.first().ok_or(ServiceError::NotFound("posting"))?;
        let title = self.titles().get(&held.title).map(|title| title.names.clone()).unwrap_or_default();
        let unit = self.tree().by_id(held.unit).map(|unit| unit.names.clone()).unwrap_or_default();
        let message = self.begin_message(job, channel, Some(viewer.0), cause_at, now).await?;
        Ok(message.map(|message| BrowsingNotice { message, to, title, unit }))
    }

    /// How an account is reached: its phone, else its mailbox.
    pub(crate) async fn way_to(&self, account: AccountId) -> Result<Option<(Channel, String)>, ServiceError> {
        for (kind, channel) in [(ContactKind::Phone, Channel::Sms), (ContactKind::Email, Channel::Mail)] {
            let plain = self.plain_contact(account, kind).await?;
            if let Some(to) = plain.and_then(|plain| way_out(kind, plain)) {
                return Ok(Some((channel, to)));
            }
        }
        Ok(None)
    }
}
