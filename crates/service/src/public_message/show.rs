//! Messages as they are shown: to those who write and decide, and to everybody.

use domain::access::{Actor, Permission, Scope};
use domain::id::PublicMessageId;
use domain::public_message::PublicState;
use jiff::Timestamp;
use store::account::PostingRow;
use store::public_message::{Page, StoredMessage};

use crate::{Service, ServiceError};

/// Most messages on one page.
const PAGE_MAX: u64 = 100;

/// Which messages are asked for.
#[derive(Debug, Clone, Default)]
pub struct MessagePage {
    /// Only those in these states; all where empty.
    pub states: Vec<PublicState>,
    /// Only those that one person sent and nobody judged yet.
    pub unreviewed: bool,
    /// Only those begun before this one.
    pub before: Option<(Timestamp, PublicMessageId)>,
    /// How many.
    pub limit: u64,
}

/// A message with what stands beside it.
#[derive(Debug, Clone)]
pub struct MessageSheet {
    /// The message.
    pub stored: StoredMessage,
    /// Posts of everybody who had a hand in it.
    pub posts: Vec<PostingRow>,
    /// Why it was refused; empty where it was not, or the text was erased.
    pub reason: String,
    /// What was noted when it was judged afterwards.
    pub review_note: String,
}

impl Service {
    /// Messages for units where the actor writes or decides, the latest first.
    ///
    /// # Errors
    /// When that is nowhere.
    pub async fn list_public_messages(
        &self,
        actor: &Actor,
        page: &MessagePage,
    ) -> Result<Vec<StoredMessage>, ServiceError> {
        let scope = self.message_scope(actor)?;
        let page = Page {
            states: page.states.clone(),
            unreviewed: page.unreviewed,
            before: page.before,
            limit: page.limit.clamp(1, PAGE_MAX + 1),
        };
        Ok(self.store().public_messages(&scope, &page).await?)
    }

    /// One message with what stands beside it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none for units where the actor writes or decides.
    pub async fn show_public_message(&self, actor: &Actor, id: PublicMessageId) -> Result<MessageSheet, ServiceError> {
        let stored = self.known_message(actor, id).await?;
        self.message_sheet(stored).await
    }

    /// What stands beside a message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_sheet(&self, stored: StoredMessage) -> Result<MessageSheet, ServiceError> {
        let oral = stored.message.oral.map(|oral| oral.posting);
        let decided = stored.decided.iter().chain(&stored.reviewed).map(|(posting, _)| *posting);
        let ids: Vec<_> = std::iter::once(stored.author_posting).chain(decided).chain(oral).collect();
        let posts = self.store().postings_by_id(&ids).await?;
        let texts = self.store().texts(&[stored.message.id.0]).await?.remove(&stored.message.id.0).unwrap_or_default();
        // A message may be refused more than once; the last reason counts.
        let text = |name: &str| {
            let mut all: Vec<_> = texts.iter().filter(|(_, field, _)| field == name).collect();
            all.sort_by_key(|(id, ..)| id.0);
            all.pop().map(|(_, _, value)| value.clone()).unwrap_or_default()
        };
        Ok(MessageSheet { posts, reason: text("reason"), review_note: text("review"), stored })
    }

    /// Messages in force, for everybody, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_warnings(&self, now: Timestamp) -> Result<Vec<StoredMessage>, ServiceError> {
        Ok(self.store().public_messages_in_force(now).await?)
    }

    /// The CAP message of one that went out, for everybody.
    ///
    /// # Errors
    /// When none went out under this id.
    pub async fn public_message_document(&self, id: PublicMessageId) -> Result<Vec<u8>, ServiceError> {
        self.store().public_message_document(id).await?.ok_or(ServiceError::NotFound("message"))
    }

    /// Everything in which the actor writes or decides.
    fn message_scope(&self, actor: &Actor) -> Result<Scope, ServiceError> {
        let mut scope = Scope::default();
        for permission in [Permission::DraftPublic, Permission::ApprovePublic, Permission::BreakGlass] {
            let part = actor.scope(self.titles(), permission);
            scope.subtrees.extend(part.subtrees);
            scope.bodies.extend(part.bodies);
        }
        if scope.is_empty() { Err(ServiceError::Forbidden(Permission::DraftPublic)) } else { Ok(scope) }
    }

    /// A message for units where the actor writes or decides.
    pub(super) async fn known_message(
        &self,
        actor: &Actor,
        id: PublicMessageId,
    ) -> Result<StoredMessage, ServiceError> {
        let scope = self.message_scope(actor)?;
        let found = store::public_message::find(self.store().read(), id).await?;
        let found = found.filter(|stored| stored.paths.iter().any(|path| scope.touches(path)));
        found.ok_or(ServiceError::NotFound("message"))
    }
}
