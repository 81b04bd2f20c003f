//! Deciding: publish, refuse, publish alone, judge afterwards, sign.

use domain::access::Permission;
use domain::id::{AccountId, PostingId, PublicMessageId};
use domain::job::{Alert, NewJob};
use domain::journal::{By, Kind};
use domain::public_message::{Command, PublicState, ReviewVerdict};
use jiff::Timestamp;
use store::public_message::{self, Published, StoredMessage};
use store::{StoreError, job};

use super::cap::{Out, document};
use super::write::{begun, same_version};
use super::{NewPublicMessage, OralReport};
use crate::access::Session;
use crate::{Once, Service, ServiceError};

/// Longest reason or note, in characters.
const NOTE_MAX_CHARS: usize = 500;

impl Service {
    /// Publishes what somebody else handed in, perhaps on a decision by word of mouth.
    ///
    /// # Errors
    /// When the session may not publish there, is the author's or not fresh, or the message cannot go out any more.
    pub async fn approve_public_message(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
        oral: Option<OralReport>,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let step = async {
            let (before, posting) = self.begin_step(session, id, version).await?;
            let doer = self.message_doer(session, now).await?;
            let oral = self.oral(&before, oral, now).await?;
            let message = before.message.apply(&Command::Approve { oral }, doer)?;
            let after = StoredMessage { message, decided: Some((posting, now)), ..before };
            self.publish(session, after, Kind::PublicPublished, posting, once, now).await
        };
        self.message_once(&session.actor, once, step).await
    }

    /// Refuses what somebody else handed in, with a reason.
    ///
    /// # Errors
    /// As [`approve_public_message`](Self::approve_public_message), or without a reason.
    pub async fn reject_public_message(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
        reason: &str,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let step = async {
            let (before, posting) = self.begin_step(session, id, version).await?;
            is_note(reason, true)?;
            let message = before.message.apply(&Command::Reject, self.message_doer(session, now).await?)?;
            let after = StoredMessage { message, decided: Some((posting, now)), ..before };
            let by = By { account: Some(session.actor.account), posting: Some(posting) };
            let entry = self.message_entry(Kind::PublicRejected, &after, by, Some(once), now);
            self.keep_step(&session.actor, after, once, entry, Some(("reason", reason))).await
        };
        self.message_once(&session.actor, once, step).await
    }

    /// Judges afterwards what one person sent alone.
    ///
    /// # Errors
    /// As [`approve_public_message`](Self::approve_public_message), or where nobody sent it alone.
    pub async fn review_public_message(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
        judged: (ReviewVerdict, &str),
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let step = async {
            let (before, posting) = self.begin_step(session, id, version).await?;
            let (verdict, note) = judged;
            is_note(note, verdict == ReviewVerdict::Unjustified)?;
            let doer = self.message_doer(session, now).await?;
            let message = before.message.apply(&Command::Review { verdict }, doer)?;
            let after = StoredMessage { message, reviewed: Some((posting, now)), ..before };
            let by = By { account: Some(session.actor.account), posting: Some(posting) };
            let entry = self.message_entry(Kind::PublicReviewed, &after, by, Some(once), now);
            self.keep_step(&session.actor, after, once, entry, Some(("review", note))).await
        };
        self.message_once(&session.actor, once, step).await
    }

    /// Signs the own decision by word of mouth.
    ///
    /// # Errors
    /// When it is not the actor's, or was signed.
    pub async fn sign_public_message(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let step = async {
            let (before, _) = self.begin_step(session, id, version).await?;
            let doer = self.message_doer(session, now).await?;
            let message = before.message.apply(&Command::Sign { at: now }, doer)?;
            let posting = message.oral.map(|oral| oral.posting);
            let after = StoredMessage { message, ..before };
            let by = By { account: Some(session.actor.account), posting };
            let entry = self.message_entry(Kind::PublicSigned, &after, by, Some(once), now);
            self.keep_step(&session.actor, after, once, entry, None).await
        };
        self.message_once(&session.actor, once, step).await
    }

    /// Break-glass: one person sends a fixed template to the own subtree while a red is in force. Everybody above is
    /// told by a message, the journal and the list of what waits to be judged.
    ///
    /// # Errors
    /// When the session may not, is not fresh, the text is no template, or no red is in force for each of the units.
    pub async fn break_glass(
        &self,
        session: &Session,
        new: NewPublicMessage,
        oral: Option<OralReport>,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let actor = &session.actor;
        let step = async {
            let paths = self.message_paths(&new.content)?;
            let posting = self.message_posting(actor, Permission::BreakGlass, new.kind, &paths)?.id;
            let fixed = self.warnings()?.public.templates.is_fixed(&new.content);
            let red = self.red_in_force(&paths, now).await?;
            let drafted = begun(actor.account, posting, new, paths, now);
            let doer = self.message_doer(session, now).await?;
            let oral = self.oral(&drafted, oral, now).await?;
            let message = drafted.message.apply(&Command::BreakGlass { fixed, red, oral }, doer)?;
            let after = StoredMessage { message, submitted_at: Some(now), ..drafted };
            self.publish(session, after, Kind::PublicGlassBroken, posting, once, now).await
        };
        self.message_once(actor, once, step).await
    }

    /// Everybody above hears of a broken glass.
    async fn glass_alerts(
        &self,
        after: &StoredMessage,
        by: AccountId,
        now: Timestamp,
    ) -> Result<Vec<NewJob>, ServiceError> {
        let mut alerts = Vec::new();
        for path in after.paths.iter().filter(|_| after.message.glass) {
            alerts.extend(self.alerts((Alert::GlassBroken, after.message.id.0), path, by, now).await?);
        }
        Ok(alerts)
    }

    /// What a decision is about, and under which posting it is taken.
    async fn begin_step(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
    ) -> Result<(StoredMessage, PostingId), ServiceError> {
        let actor = &session.actor;
        let before = self.known_message(actor, id).await?;
        let posting = self.message_posting(actor, Permission::ApprovePublic, before.message.kind, &before.paths)?.id;
        same_version(version, &before)?;
        Ok((before, posting))
    }

    /// Puts a message out: the words, the CAP message, and everything that follows, in one transaction.
    async fn publish(
        &self,
        session: &Session,
        after: StoredMessage,
        kind: Kind,
        posting: PostingId,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let actor = &session.actor;
        self.check_content(after.message.kind, &after.content, &after.paths, now).await?;
        self.refuse_contradictions(&after.content, &after.paths).await?;
        let held = actor.postings.iter().find(|held| held.id == posting);
        let issuer = held.map(|posting| self.message_issuer(posting)).unwrap_or_default();
        let texts = self.message_texts(after.message.kind, &after.content, &issuer, now).await?;
        super::compose::too_long(&self.warnings()?.public.templates, &after.content, &texts)?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let alerts = self.glass_alerts(&after, actor.account, now).await?;
        let mut tries = 0;
        loop {
            let sender = self.warnings()?.public.sender.clone();
            let identifier = self.next_identifier(&sender, after.message.id, now).await?;
            let published = Published { at: now, texts: texts.clone(), issuer: issuer.clone(), sender, identifier };
            let out = StoredMessage { published: Some(published), ..after.clone() };
            let text = document(self, Out { stored: &out, now }).await?;
            let write = self.store().write().await?;
            if !once.keep(&write, &actor.account.to_string(), out.message.id.0).await? {
                drop(write);
                return self.message_meanwhile(actor, once).await;
            }
            let done = async {
                if out.message.glass {
                    public_message::insert(&write, &StoredMessage { published: None, ..self.unsent(&out) }).await?;
                }
                public_message::update(&write, &out, Some(text.as_bytes())).await?;
                job::insert(&write, &alerts, now).await?;
                self.published(&write, &out, kind, by, once, now).await
            };
            match done.await {
                Ok(()) => {
                    write.commit().await?;
                    return Ok(out);
                }
                // Somebody took the identifier within the same second.
                Err(ServiceError::Store(StoreError::Duplicate(_))) if tries < 9 => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// A message before it goes out: the row that the step then changes.
    fn unsent(&self, out: &StoredMessage) -> StoredMessage {
        let message = domain::public_message::PublicMessage {
            state: PublicState::Draft,
            glass: false,
            oral: None,
            version: out.message.version - 1,
            ..out.message.clone()
        };
        StoredMessage { message, ..out.clone() }
    }
}

/// Whether a reason or note can be kept.
fn is_note(text: &str, required: bool) -> Result<(), ServiceError> {
    let length = text.trim().chars().count();
    if (required && length == 0) || length > NOTE_MAX_CHARS || !domain::hazard::is_text(text) {
        let detail = format!("say why, in 1 to {NOTE_MAX_CHARS} characters");
        return Err(ServiceError::invalid("note", "text_required", detail));
    }
    Ok(())
}
