//! The phone number that a reporter leaves for status texts: sealed, used for nothing else, deleted.

use domain::id::HazardId;
use domain::job::{Job, NewJob};
use domain::journal::{Kind, NewEntry};
use domain::message::{Channel, StatusStep};
use domain::phone::Phone;
use jiff::Timestamp;
use store::message::Message;
use store::report_contact::{self, Contact};
use store::{Write, journal};

use crate::follow_end::FOLLOWED_AFTER_CLOSING;
use crate::{Service, ServiceError};

/// Most numbers deleted in one round.
const ROUND: u64 = 500;

/// Languages in which there are texts; the first one is taken for any other.
const LANGUAGES: [&str; 2] = ["zh", "en"];

/// A checked number with the language of its texts.
#[derive(Debug, Clone)]
pub(crate) struct Reachable {
    phone: Phone,
    language: &'static str,
}

/// A status text that must go out now.
#[derive(Debug)]
pub struct StatusText {
    /// Its row.
    pub message: Message,
    /// To whom.
    pub phone: Phone,
    /// Language tag.
    pub language: String,
    /// Number of the report, as people read it.
    pub number: String,
}

impl Service {
    /// Checks what a reporter left; `None` where nothing was left.
    pub(crate) fn reachable(
        &self,
        phone: Option<&str>,
        language: Option<&str>,
    ) -> Result<Option<Reachable>, ServiceError> {
        let Some(text) = phone.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        let phone =
            Phone::parse(text).map_err(|error| ServiceError::invalid("phone", "phone_invalid", error.to_string()))?;
        if self.keyring().is_err() {
            let detail = "this installation cannot keep phone numbers: it has no keys to seal them with";
            return Err(ServiceError::invalid("phone", "phone_unavailable", detail));
        }
        let tag = language.and_then(|tag| tag.split('-').next()).unwrap_or_default();
        let language = LANGUAGES.into_iter().find(|known| tag.eq_ignore_ascii_case(known)).unwrap_or(LANGUAGES[0]);
        Ok(Some(Reachable { phone, language }))
    }

    /// Keeps the number, sealed, in the transaction of the report.
    pub(crate) async fn keep_contact(
        &self,
        write: &Write,
        hazard: HazardId,
        reachable: &Reachable,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let secrets = self.keyring()?;
        let phone = secrets.seal("report_contact", "phone", hazard.0, reachable.phone.as_str().as_bytes())?;
        let contact = Contact { hazard, phone, language: reachable.language.to_owned() };
        report_contact::insert(write, &contact, now).await?;
        Ok(())
    }

    /// The status text of a job, written down as being sent; `None` when nobody asked for one, it went
    /// already, or it is too late.
    ///
    /// # Errors
    /// When the database fails or the number cannot be opened.
    pub async fn begin_status_text(
        &self,
        job: &Job,
        hazard: HazardId,
        cause_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<StatusText>, ServiceError> {
        let Some(contact) = self.store().report_contact(hazard).await? else { return Ok(None) };
        let secrets = self.keyring()?;
        let bytes = secrets.open("report_contact", "phone", hazard.0, &contact.phone)?;
        let phone = std::str::from_utf8(&bytes).ok().and_then(|text| Phone::parse(text).ok());
        let phone = phone.ok_or_else(|| ServiceError::Internal("a sealed number is no number".to_owned()))?;
        let stored = self.store().hazard(hazard).await?.ok_or(ServiceError::NotFound("hazard"))?;
        let year = self.zone().to_datetime(stored.hazard.reported_at).year();
        let number = format!("H-{year}-{:06}", stored.number);
        let message = self.begin_message(job, Channel::Sms, Some(hazard.0), cause_at, now).await?;
        Ok(message.map(|message| StatusText { message, phone, language: contact.language, number }))
    }

    /// Puts the same text into the queue for those whose reports are part of this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pass_status_on(
        &self,
        hazard: HazardId,
        step: StatusStep,
        round: u8,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let parts = self.store().contacts_of_parts(hazard).await?;
        if parts.is_empty() {
            return Ok(());
        }
        let job = |hazard| NewJob { job: Job::StatusSms { hazard, step, round }, not_before: now };
        let jobs: Vec<NewJob> = parts.into_iter().map(job).collect();
        let write = self.store().write().await?;
        store::job::insert(&write, &jobs, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// Deletes the numbers of reports that were closed 90 days ago or earlier, as long as the follow link lives; says how
    /// many. Safe to run in several processes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_contacts(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let closed = now.saturating_sub(FOLLOWED_AFTER_CLOSING).unwrap_or(now);
        let due = self.store().contacts_closed_by(closed, ROUND).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let write = self.store().write().await?;
        let mut entries = Vec::new();
        for hazard in due {
            if report_contact::delete(&write, hazard).await? {
                entries.push(NewEntry::about(Kind::ContactForgotten, hazard.0, now));
            }
        }
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(entries.len())
    }
}
