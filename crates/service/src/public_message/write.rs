//! Writing: begin, write anew, hand in, and the message that ends another.

use domain::access::{Actor, Permission};
use domain::id::{AccountId, PostingId, PublicMessageId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::public_message::text::LANGUAGES;
use domain::public_message::{Audience, Command, Content, Doer, PublicKind, PublicMessage, PublicState, Said};
use domain::unit::UnitPath;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::public_message::{self, StoredMessage};
use store::{StoreError, journal};
use uuid::Uuid;

use super::NewPublicMessage;
use super::compose::{common, too_long};
use crate::access::Session;
use crate::hazard::keep_text;
use crate::{Once, Service, ServiceError, secret};

/// How long the word counts that a message was taken back or a danger is over.
const END_COUNTS: SignedDuration = SignedDuration::from_hours(6);

impl Service {
    /// Begins a message.
    ///
    /// # Errors
    /// When the actor may not write for its units, something in it cannot be said, or id or key was used for
    /// something else.
    pub async fn draft_public_message(
        &self,
        actor: &Actor,
        new: NewPublicMessage,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let step = async {
            let stored = self.new_message(actor, new, now).await?;
            self.keep_new(actor, stored, once, Kind::PublicDrafted, now).await
        };
        self.message_once(actor, once, step).await
    }

    /// A new message, checked and not kept yet.
    async fn new_message(
        &self,
        actor: &Actor,
        new: NewPublicMessage,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let paths = self.message_paths(&new.content)?;
        let posting = self.message_posting(actor, Permission::DraftPublic, new.kind, &paths)?;
        self.check_content(new.kind, &new.content, &paths, now).await?;
        Ok(begun(actor.account, posting.id, new, paths, now))
    }

    async fn keep_new(
        &self,
        actor: &Actor,
        stored: StoredMessage,
        once: &Once,
        kind: Kind,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let write = self.store().write().await?;
        if !once.keep(&write, &actor.account.to_string(), stored.message.id.0).await? {
            drop(write);
            return self.message_meanwhile(actor, once).await;
        }
        public_message::insert(&write, &stored).await.map_err(|error| match error {
            StoreError::Duplicate(_) => ServiceError::Exists("message"),
            error => error.into(),
        })?;
        let by = By { account: Some(actor.account), posting: Some(stored.author_posting) };
        journal::append(&write, &[self.message_entry(kind, &stored, by, Some(once), now)]).await?;
        write.commit().await?;
        Ok(stored)
    }

    /// Writes a draft or a refused message anew.
    ///
    /// # Errors
    /// When the actor is not its author, or as [`draft_public_message`](Self::draft_public_message).
    pub async fn edit_public_message(
        &self,
        actor: &Actor,
        version: i32,
        new: NewPublicMessage,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        self.message_once(actor, once, self.write_anew(actor, version, new, once, now)).await
    }

    async fn write_anew(
        &self,
        actor: &Actor,
        version: i32,
        new: NewPublicMessage,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let before = self.known_message(actor, new.id).await?;
        same_version(version, &before)?;
        let kind = before.message.kind;
        if kind != new.kind {
            return Err(ServiceError::invalid("kind", "message_kind", "a message keeps its kind: write another one"));
        }
        let fresh = self.new_message(actor, new, now).await?;
        let doer = Doer { account: actor.account, settled: false, fresh: false };
        let message = before.message.apply(&Command::Edit, doer)?;
        let after = StoredMessage { message, content: fresh.content, paths: fresh.paths, decided: None, ..before };
        let write = self.store().write().await?;
        if !once.keep(&write, &actor.account.to_string(), after.message.id.0).await? {
            drop(write);
            return self.message_meanwhile(actor, once).await;
        }
        public_message::update(&write, &after, None).await?;
        public_message::replace_units(&write, &after).await?;
        let by = By { account: Some(actor.account), posting: Some(after.author_posting) };
        journal::append(&write, &[self.message_entry(Kind::PublicEdited, &after, by, Some(once), now)]).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Hands a draft in: a second person decides. What contradicts something open there is stopped here.
    ///
    /// # Errors
    /// When the session is not its author's or not fresh, or the message cannot go out.
    pub async fn submit_public_message(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        self.message_once(&session.actor, once, self.hand_in(session, id, version, once, now)).await
    }

    async fn hand_in(
        &self,
        session: &Session,
        id: PublicMessageId,
        version: i32,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let actor = &session.actor;
        let before = self.known_message(actor, id).await?;
        same_version(version, &before)?;
        let posting = self.message_posting(actor, Permission::DraftPublic, before.message.kind, &before.paths)?.clone();
        let doer = self.message_doer(session, now).await?;
        let message = before.message.apply(&Command::Submit, doer)?;
        self.check_content(message.kind, &before.content, &before.paths, now).await?;
        let issuer = self.message_issuer(&posting);
        let texts = self.message_texts(message.kind, &before.content, &issuer, now).await?;
        too_long(&self.warnings()?.public.templates, &before.content, &texts)?;
        self.refuse_contradictions(&before.content, &before.paths).await?;
        let after = StoredMessage { message, submitted_at: Some(now), ..before };
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        let entry = self.message_entry(Kind::PublicSubmitted, &after, by, Some(once), now);
        self.keep_step(actor, after, once, entry, None).await
    }

    /// Writes and hands in the message that takes a published one back, or says that the danger is over.
    ///
    /// # Errors
    /// When the actor may not write for its units, or it is not in force.
    pub async fn end_public_message(
        &self,
        session: &Session,
        about: PublicMessageId,
        new: PublicMessageId,
        kind: PublicKind,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        self.message_once(&session.actor, once, self.write_end(session, about, new, kind, once, now)).await
    }

    async fn write_end(
        &self,
        session: &Session,
        about: PublicMessageId,
        new: PublicMessageId,
        kind: PublicKind,
        once: &Once,
        now: Timestamp,
    ) -> Result<StoredMessage, ServiceError> {
        let actor = &session.actor;
        let other = self.known_message(actor, about).await?;
        if other.message.state != PublicState::Published {
            return Err(domain::public_message::PublicRefusal::State(other.message.state).into());
        }
        let templates = &self.warnings()?.public.templates;
        let over = templates.hazard(&other.content.hazard).map(|hazard| hazard.over.clone());
        let action = match kind {
            PublicKind::AllClear => over.unwrap_or_default(),
            _ => templates.withdrawn.clone(),
        };
        let said = other.content.said.iter().map(|said| Said { audience: said.audience, action: action.clone() });
        let content = Content {
            said: said.collect(),
            detail: Names::default(),
            advice: Vec::new(),
            warning: None,
            about: Some(about),
            expires_at: now.saturating_add(END_COUNTS).unwrap_or(now),
            ..other.content
        };
        let drafted = self.new_message(actor, NewPublicMessage { id: new, kind, content }, now).await?;
        let doer = self.message_doer(session, now).await?;
        // A message that is handed in the moment it is written: both steps of its author in one.
        let message = PublicMessage { version: 1, ..drafted.message.apply(&Command::Submit, doer)? };
        let stored = StoredMessage { message, submitted_at: Some(now), ..drafted };
        self.keep_new(actor, stored, once, Kind::PublicSubmitted, now).await
    }

    /// Keeps one step of a message, perhaps with a text that is kept beside it: the name of its field, and its words.
    pub(super) async fn keep_step(
        &self,
        actor: &Actor,
        after: StoredMessage,
        once: &Once,
        mut entry: NewEntry,
        note: Option<(&'static str, &str)>,
    ) -> Result<StoredMessage, ServiceError> {
        let write = self.store().write().await?;
        if !once.keep(&write, &actor.account.to_string(), after.message.id.0).await? {
            drop(write);
            return self.message_meanwhile(actor, once).await;
        }
        public_message::update(&write, &after, None).await?;
        if let Some((field, words)) = note {
            entry.payload["note"] = json!(keep_text(&write, after.message.id.0, field, words).await?);
        }
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Takes a step unless its request came before. A parallel one that was faster leaves another version behind, at
    /// which the step is refused: it was taken all the same.
    pub(super) async fn message_once(
        &self,
        actor: &Actor,
        once: &Once,
        step: impl Future<Output = Result<StoredMessage, ServiceError>>,
    ) -> Result<StoredMessage, ServiceError> {
        let who = actor.account.to_string();
        let made = match self.made_before(&who, once).await? {
            Some(made) => made,
            None => match step.await {
                Ok(stored) => return Ok(stored),
                Err(refused) => self.made_or_refused(&who, once, refused).await?,
            },
        };
        self.message_made(made).await
    }

    /// The message as the parallel request left it that was faster.
    pub(super) async fn message_meanwhile(&self, actor: &Actor, once: &Once) -> Result<StoredMessage, ServiceError> {
        self.message_made(self.made_meanwhile(&actor.account.to_string(), once).await?).await
    }

    async fn message_made(&self, id: Uuid) -> Result<StoredMessage, ServiceError> {
        let found = public_message::find(self.store().read(), PublicMessageId(id)).await?;
        found.ok_or(ServiceError::NotFound("message"))
    }

    /// What the journal tells about one step: no texts, the hash of them.
    pub(super) fn message_entry(
        &self,
        kind: Kind,
        stored: &StoredMessage,
        by: By,
        once: Option<&Once>,
        now: Timestamp,
    ) -> NewEntry {
        let (message, content) = (&stored.message, &stored.content);
        let place = common(&stored.paths).and_then(|path| {
            let number = path.numbers().last()?;
            let id = self.tree().by_number(number)?.id;
            Some((id, path))
        });
        let payload = json!({
            "kind": message.kind,
            "state": message.state,
            "hazard": content.hazard,
            "colour": content.colour,
            "units": content.units,
            "warning": content.warning,
            "about": content.about,
            "expires_at": content.expires_at.as_millisecond(),
            "glass": message.glass,
            "oral": message.oral.map(|oral| json!({ "posting": oral.posting, "way": oral.way, "at": oral.at.as_millisecond() })),
            "verdict": message.review.map(|review| review.verdict),
            "identifier": stored.published.as_ref().map(|published| &published.identifier),
            "text": text_hash(stored),
            "version": message.version,
        });
        NewEntry { unit: place, by, command: once.map(Once::key), payload, ..NewEntry::about(kind, message.id.0, now) }
    }
}

/// A message that nobody has handed in.
pub(super) fn begun(
    author: AccountId,
    posting: PostingId,
    new: NewPublicMessage,
    paths: Vec<UnitPath>,
    now: Timestamp,
) -> StoredMessage {
    StoredMessage {
        message: PublicMessage::draft(new.id, new.kind, author),
        content: new.content,
        paths,
        salt: secret::salt().to_vec(),
        author_posting: posting,
        created_at: now,
        submitted_at: None,
        decided: None,
        reviewed: None,
        published: None,
        ended: None,
    }
}

pub(super) fn same_version(given: i32, stored: &StoredMessage) -> Result<(), ServiceError> {
    let current = stored.message.version;
    if given == current { Ok(()) } else { Err(ServiceError::VersionConflict { given, current }) }
}

/// A salted hash of all texts, in a fixed order.
fn text_hash(stored: &StoredMessage) -> Value {
    let mut parts: Vec<Vec<u8>> = vec![stored.salt.clone()];
    let mut add = |text: &str| parts.push(format!("{text}\0").into_bytes());
    for said in &stored.content.said {
        add(Audience::word(said.audience));
        LANGUAGES.iter().for_each(|language| add(said.action.best(language)));
    }
    stored.content.detail.0.values().for_each(|text| add(text));
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    json!(secret::hex(&secret::sha256(&parts)))
}
