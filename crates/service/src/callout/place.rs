//! The calls of a round, written down: one for each post that is called.

use std::collections::HashSet;

use domain::callout::Call;
use domain::id::CallId;
use domain::journal::{Kind, NewEntry};
use domain::unit::Unit;
use futures::future::try_join_all;
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, CallRow, Callout};
use store::journal;
use uuid::Uuid;

use super::order::{Nearness, priority};
use super::posts::CalledPost;
use crate::{Service, ServiceError};

/// Calls that are written down in one transaction: well below the second for which a tail may wait.
const CHUNK: usize = 5_000;

/// Transactions at once: one is made ready here while another is on its way through the database.
const AT_ONCE: usize = 2;

impl Service {
    /// Writes down the calls of the oldest round that lacks some; says how many. Nothing is lost when it breaks off:
    /// what is there stays, and the next look writes the rest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_calls(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let Some(round) = self.calls().unplaced_callout().await? else { return Ok(0) };
        self.refresh_tree().await?;
        let nearness = self.nearness(&round, now).await?;
        let calls = self.calls_for(&round, nearness, now).await?;
        let total = calls.len();
        for some in calls.chunks(CHUNK * AT_ONCE) {
            try_join_all(some.chunks(CHUNK).map(|chunk| self.place_chunk(&round, chunk, now))).await?;
        }
        let write = self.calls().write().await?;
        if total >= CHUNK {
            callout::count_for_plans(&write).await?;
        }
        callout::placed(&write, round.id, u32::try_from(total).unwrap_or(u32::MAX), now).await?;
        self.place_outlets(&write, (&round, nearness), &calls, now).await?;
        let payload = json!({ "callout": round.id, "calls": total });
        let entry = NewEntry { payload, ..NewEntry::about(Kind::CalloutPlaced, round.id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        // A round without anybody is one too: the board says that nobody is there.
        Ok(total.max(1))
    }

    async fn place_chunk(&self, round: &Callout, chunk: &[CallRow], now: Timestamp) -> Result<(), ServiceError> {
        let write = self.calls().write().await?;
        callout::place(&write, chunk).await?;
        let payload = json!({ "callout": round.id, "placed": chunk.len() });
        let entry = NewEntry { payload, ..NewEntry::about(Kind::CalloutPlaced, round.id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }

    async fn calls_for(
        &self,
        round: &Callout,
        nearness: Nearness,
        now: Timestamp,
    ) -> Result<Vec<CallRow>, ServiceError> {
        let tree = self.tree();
        let mut calls = Vec::new();
        for (_, path) in callout::units(self.calls().read(), round.id).await? {
            let posts = self.posts_called(self.calls(), &path, now).await?;
            let call = |post: &CalledPost| Some(new_call(round, nearness, tree.by_id(post.unit)?, post, now));
            calls.extend(posts.iter().filter_map(call));
        }
        calls.sort_by_key(|call| call.priority);
        let mut seen = HashSet::new();
        calls.retain(|call| seen.insert((call.unit, call.post.0)));
        Ok(calls)
    }
}

fn new_call(round: &Callout, nearness: Nearness, unit: &Unit, called: &CalledPost, now: Timestamp) -> CallRow {
    CallRow {
        id: CallId(Uuid::now_v7()),
        callout: round.id,
        unit: unit.id,
        number: unit.number,
        path: unit.path.clone(),
        post: called.post,
        deputy: called.deputy,
        leader: called.leader,
        call: Call::new(),
        priority: priority(round.colour, nearness, unit.kind),
        next_at: Some(now),
        how: None,
        reported_by: None,
        changed_at: now,
    }
}
