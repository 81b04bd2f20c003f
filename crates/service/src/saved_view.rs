//! Views of the queue that a person saves for itself. Nobody else sees them, and no entry of the journal tells of
//! them: what somebody likes to look at is no matter of the office.

use domain::access::Actor;
use domain::id::AccountId;
use jiff::Timestamp;
use store::saved_view::{self, SavedView};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Most views of one account.
pub const VIEWS_MOST: usize = 50;

/// Longest name, characters.
pub const NAME_MAX_CHARS: usize = 40;

/// Longest search string, characters.
pub const QUERY_MAX_CHARS: usize = 1_000;

impl Service {
    /// The actor's own views, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saved_views(&self, of: AccountId) -> Result<Vec<SavedView>, ServiceError> {
        Ok(self.store().saved_views(of).await?)
    }

    /// Saves a view under the id that the client made; a repeated request changes nothing.
    ///
    /// # Errors
    /// When name or search string cannot be taken, another view has the name, or there are 50 already.
    pub async fn save_view(
        &self,
        actor: &Actor,
        id: Uuid,
        name: &str,
        query: &str,
        now: Timestamp,
    ) -> Result<SavedView, ServiceError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX_CHARS || name.chars().any(char::is_control) {
            let detail = format!("a name has 1 to {NAME_MAX_CHARS} characters, none of them a control character");
            return Err(ServiceError::invalid("name", "view_name_invalid", detail));
        }
        if query.chars().count() > QUERY_MAX_CHARS || query.chars().any(char::is_control) {
            let detail =
                format!("a search string has at most {QUERY_MAX_CHARS} characters, none of them a control character");
            return Err(ServiceError::invalid("query", "view_query_invalid", detail));
        }
        let view = SavedView { id, name: name.to_owned(), query: query.to_owned(), updated_at: now };
        let write = self.store().write().await?;
        let others = saved_view::hold(&write, actor.account).await?;
        let others: Vec<_> = others.iter().filter(|other| other.id != id).collect();
        if others.iter().any(|other| other.name == view.name) {
            let detail = format!("another of your views is called `{name}`");
            return Err(ServiceError::invalid("name", "view_name_taken", detail));
        }
        if others.len() >= VIEWS_MOST {
            let detail = format!("an account has at most {VIEWS_MOST} views; delete one first");
            return Err(ServiceError::invalid("id", "views_too_many", detail));
        }
        saved_view::put(&write, actor.account, &view).await?;
        write.commit().await?;
        Ok(view)
    }

    /// Takes an own view away.
    ///
    /// # Errors
    /// When the actor has none with this id.
    pub async fn delete_view(&self, actor: &Actor, id: Uuid) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if !saved_view::delete(&write, actor.account, id).await? {
            return Err(ServiceError::NotFound("saved view"));
        }
        write.commit().await?;
        Ok(())
    }
}
