//! Looking at hazards: lists in scope, one hazard with all that explains it, the follow link.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Scope};
use domain::deadline::Deadline;
use domain::hazard::{Action, EventKind, State};
use domain::id::{BodyId, HazardId, PostingId, TextId};
use domain::notice::NoticeKind;
use jiff::Timestamp;
use store::account::PostingRow;
use store::hazard::Stored;
use store::journal::Entry;

use super::act::Caller;
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
    /// A body that was named without becoming the responsible one: who was called, asked or is said to be responsible.
    pub named: Option<BodyId>,
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
    /// The notice that this actor may issue about it now.
    pub notice: Option<NoticeKind>,
}

/// What the follow link shows: no person, no text of others.
#[derive(Debug)]
pub struct FollowView {
    /// The hazard.
    pub stored: Stored,
    /// The hazard that it is part of, whose course is the reporter's too.
    pub master: Option<Stored>,
    /// What happened, the oldest first.
    pub timeline: Vec<TimelineLine>,
}

impl Service {
    /// The rows that the actor may list.
    pub fn hazard_scope(&self, actor: &Actor) -> Scope {
        actor.scope(self.titles(), Permission::ViewHazards)
    }

    /// What the actor has reported, wherever it is: whoever reported something may see how it stands.
    pub fn own_reports(&self, actor: &Actor) -> Scope {
        Scope::reported_by(actor.account)
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
        let notice = self.notice_offered(actor, &stored);
        Ok(Detail { stored, description, timeline, deadlines, actions, notice })
    }

    /// The hazard behind a follow secret.
    ///
    /// # Errors
    /// When there is none.
    pub async fn follow(&self, secret: &str) -> Result<FollowView, ServiceError> {
        let hash = secret::sha256(&[secret.as_bytes()]);
        let stored = self.store().hazard_by_follow(&hash).await?.ok_or(ServiceError::NotFound("report"))?;
        let mut timeline = self.timeline(stored.hazard.id, None).await?;
        let master = match stored.hazard.merged_into {
            Some(id) => self.store().hazard(id).await?,
            None => None,
        };
        if let Some(master) = &master {
            let merged = timeline.last().map_or(Timestamp::MIN, |line| line.recorded_at);
            let since = self.timeline(master.hazard.id, None).await?;
            timeline.extend(since.into_iter().filter(|line| line.recorded_at > merged));
        }
        Ok(FollowView { stored, master, timeline })
    }

    /// Every action that the state allows. One of the main path says why this actor cannot take it; the others
    /// are offered only where she can.
    fn offers(&self, actor: &Actor, stored: &Stored) -> Vec<ActionOffer> {
        let hazard = &stored.hazard;
        let possible =
            Action::ALL.into_iter().filter(|&action| domain::hazard::next(hazard.standing(), action).is_some());
        let offers = possible.map(|action| {
            let refused = match self.doer(Caller::Actor(actor), action, hazard) {
                Err(_) => Some("forbidden"),
                Ok((doer, _)) => hazard.check(action, doer).err().map(|refusal| refusal.code()),
            };
            ActionOffer { action, refused }
        });
        offers.filter(|offer| offer.action.is_main() || offer.refused.is_none()).collect()
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
        named: entry.payload.get("named").and_then(|id| id.as_str()?.parse().ok()).map(BodyId),
        posting: entry.posting.and_then(|id| postings.get(&PostingId(id)).cloned()),
        note: shown.and_then(|id| texts?.get(&id).cloned()),
    })
}
