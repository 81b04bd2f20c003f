//! A unit that went dark: each of its posts that no phone reaches is somebody's task at once.
//!
//! Whoever of the unit itself is still reached goes to the doors. Where nobody is, the nearest unit above that can be
//! reached takes the radio: it is too far to go, and a network that is down here may be down there.

use std::collections::HashMap;

use domain::callout::{CallState, KnockWay};
use domain::id::{AccountId, CalloutId, PostingId, UnitId};
use domain::unit::{UnitPath, UnitTree};
use jiff::Timestamp;
use store::Write;
use store::callout::{self, CallRow, Knock};

use super::knock::knock;
use crate::{Service, ServiceError};

type Post = (PostingId, AccountId);

impl Service {
    /// Gives tasks for the unreached posts of a dark unit and of the units directly below it; a post further down gets
    /// one when the unit above it is dark. What was given before stays. Says which tasks are new.
    pub(super) async fn send_into_dark(
        &self,
        write: &Write,
        callout: CalloutId,
        (unit, path): (UnitId, &UnitPath),
        now: Timestamp,
    ) -> Result<Vec<Knock>, ServiceError> {
        let (tree, plan) = (self.tree(), &self.warnings()?.plan);
        let paths: Vec<_> =
            std::iter::once(path).chain(tree.children(unit).map(|below| &below.path)).cloned().collect();
        let calls = callout::calls_at(write.tx(), callout, &paths).await?;
        let dark: Vec<_> = calls.iter().filter(|call| call.call.state == CallState::Unreached).collect();
        let ids: Vec<_> = dark.iter().map(|call| call.id).collect();
        let known = callout::knocks_of(write.tx(), &ids).await?;
        let dark: Vec<_> = dark.into_iter().filter(|call| !known.contains_key(&call.id)).collect();
        if dark.is_empty() {
            return Ok(Vec::new());
        }
        let near: Vec<Post> =
            calls.iter().filter(|call| call.unit == unit && is_reached(call)).map(|call| call.post).collect();
        let far = self.reached_above(write, &tree, callout, path, now).await?;
        let mut turns: HashMap<KnockWay, usize> = HashMap::new();
        let mut knocks: Vec<Knock> = Vec::new();
        for call in dark {
            let (way, posts) =
                if call.unit == unit || near.is_empty() { (KnockWay::Radio, &far) } else { (KnockWay::Knock, &near) };
            let turn = turns.entry(way).or_default();
            // One after the other: nobody gets all doors while others have none.
            let owner = posts.iter().cycle().skip(*turn).take(posts.len()).find(|post| post.1 != call.post.1);
            if let Some(owner) = owner {
                *turn = (*turn + 1) % posts.len();
                knocks.push(knock(call, *owner, way, plan.task_time(way), now));
            }
        }
        callout::give_knocks(write, &knocks).await?;
        Ok(knocks)
    }

    /// The posts of the nearest unit above that can be reached: those called in the round, else whoever decides first.
    async fn reached_above(
        &self,
        write: &Write,
        tree: &UnitTree,
        callout: CalloutId,
        path: &UnitPath,
        now: Timestamp,
    ) -> Result<Vec<Post>, ServiceError> {
        for above in tree.lineage(path).into_iter().rev().filter(|unit| unit.path != *path) {
            let called = callout::calls_at(write.tx(), callout, std::slice::from_ref(&above.path)).await?;
            let reached: Vec<_> = called.iter().filter(|call| is_reached(call)).map(|call| call.post).collect();
            if !reached.is_empty() {
                return Ok(reached);
            }
            if called.is_empty()
                && let Some(first) = self.first_post_held(write, above, now).await?
            {
                return Ok(vec![first.post]);
            }
        }
        Ok(Vec::new())
    }
}

/// Whether the phone of a post is not known to be out of reach.
fn is_reached(call: &CallRow) -> bool {
    !matches!(call.call.state, CallState::Unreached | CallState::Ended)
}
