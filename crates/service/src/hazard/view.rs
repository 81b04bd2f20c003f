//! Looking at hazards: lists in scope, one hazard with all that explains it, the follow link.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Scope};
use domain::deadline::Deadline;
use domain::hazard::{Action, EventKind, State};
use domain::id::{HazardId, PostingId, TextId};
use jiff::Timestamp;
use store::account::PostingRow;
use store::hazard::Stored;
use store::journal::Entry;

use crate::{Service, ServiceError, secret};

/// One line of a hazard's timeline. Names posts, not persons.
#[derive(Debug, Clone)]
pub struct TimelineLine {
    /// Sequence in the journal.
    pub seq: i64,
    /// What happened.
    pub event: EventKind,
    /// When it happened, by the device.
    pub happened_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// State before.
    pub from: Option<State>,
    /// State after.
    pub to: Option<State>,
    /// In which capacity it was done.
    pub posting: Option<PostingRow>,
    /// What was written, where it still stands.
    pub note: Option<String>,
}

/// An action that the state machine offers now.
#[derive(Debug, Clone, Copy)]
pub struct ActionOffer {
    /// The action.
    pub action: Action,
    /// Why this actor cannot take it; none when she can.
    pub refused: Option<&'static str>,
}

/// One hazard with all that explains it.
#[derive(Debug)]
pub struct Detail {
    /// The hazard.
    pub stored: Stored,
    /// What the reporter wrote.
    pub description: Option<String>,
    /// What happened, the oldest first.
    pub timeline: Vec<TimelineLine>,
    /// Its deadlines in the order in which they were opened.
    pub deadlines: Vec<Deadline>,
    /// What can be done next.
    pub actions: Vec<ActionOffer>,
}

/// What the follow link shows: no person, no text of others.
#[derive(Debug)]
pub struct FollowView {
    /// The hazard.
    pub stored: Stored,
    /// What happened, the oldest first.
    pub timeline: Vec<TimelineLine>,
}

impl Service {
    /// The rows that the actor may list.
    pub fn hazard_scope(&self, actor: &Actor) -> Scope {
        actor.scope(self.titles(), Permission::ViewHazards)
    }

    /// One hazard with timeline, deadlines and offered actions.
    ///
    /// # Errors
    /// When there is none that the actor may see.
    pub async fn hazard_detail(&self, actor: &Actor, id: HazardId) -> Result<Detail, ServiceError> {
        let stored = self.visible(actor, id).await?;
        let texts = self.store().texts(&[id.0]).await?.remove(&id.0).unwrap_or_default();
        let description = texts.iter().find(|(_, field, _)| field == "description").map(|(_, _, value)| value.clone());
        let texts: HashMap<TextId, String> = texts.into_iter().map(|(id, _, value)| (id, value)).collect();
        let timeline = self.timeline(id, Some(&texts)).await?;
        let deadlines = self.store().deadlines(id).await?;
        let actions = self.offers(actor, &stored);
        Ok(Detail { stored, description, timeline, deadlines, actions })
    }

    /// The hazard behind a follow secret.
    ///
    /// # Errors
    /// When there is none.
    pub async fn follow(&self, secret: &str) -> Result<FollowView, ServiceError> {
        let hash = secret::sha256(&[secret.as_bytes()]);
        let stored = self.store().hazard_by_follow(&hash).await?.ok_or(ServiceError::NotFound("report"))?;
        let timeline = self.timeline(stored.hazard.id, None).await?;
        Ok(FollowView { stored, timeline })
    }

    /// Every action that the state allows, with the reason where this actor cannot take it.
    fn offers(&self, actor: &Actor, stored: &Stored) -> Vec<ActionOffer> {
        Action::ALL
            .into_iter()
            .filter(|&action| domain::hazard::next(stored.hazard.state, action).is_some())
            .map(|action| {
                let allowed = actor.may(self.titles(), action.permission(), &stored.hazard.target()).is_some();
                let refused = match stored.hazard.check(action, actor.account) {
                    _ if !allowed => Some("forbidden"),
                    Err(refusal) => Some(refusal.code()),
                    Ok(_) => None,
                };
                ActionOffer { action, refused }
            })
            .collect()
    }

    async fn timeline(
        &self,
        id: HazardId,
        texts: Option<&HashMap<TextId, String>>,
    ) -> Result<Vec<TimelineLine>, ServiceError> {
        let entries = self.store().journal_of(id.0).await?;
        let ids: Vec<PostingId> = entries.iter().filter_map(|entry| entry.posting).map(PostingId).collect();
        let postings = self.store().postings_by_id(&ids).await?;
        let postings: HashMap<_, _> = postings.into_iter().map(|row| (row.id, row)).collect();
        Ok(entries.iter().filter_map(|entry| line(entry, &postings, texts)).collect())
    }
}

fn line(
    entry: &Entry,
    postings: &HashMap<PostingId, PostingRow>,
    texts: Option<&HashMap<TextId, String>>,
) -> Option<TimelineLine> {
    let event = EventKind::from_word(entry.kind.strip_prefix("hazard.")?)?;
    let state = |key: &str| entry.payload.get(key)?.as_str().and_then(State::from_word);
    let text = entry.payload.pointer("/text/id").and_then(|id| id.as_str()?.parse().ok()).map(TextId);
    // The reporter's own words stand at the top of the page, not in the first line.
    let shown = text.filter(|_| event != EventKind::Reported);
    Some(TimelineLine {
        seq: entry.cursor.seq,
        event,
        happened_at: entry.happened_at,
        recorded_at: entry.recorded_at,
        from: state("from"),
        to: state("to"),
        posting: entry.posting.and_then(|id| postings.get(&PostingId(id)).cloned()),
        note: shown.and_then(|id| texts?.get(&id).cloned()),
    })
}
