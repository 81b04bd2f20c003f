//! How many calls stand where: what the board adds up along the tree.

use serde::Serialize;

use super::{CallState, Step};

/// Calls by where they stand. Each call is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// All of them.
    pub posts: u32,
    /// Nothing has left yet.
    pub pending: u32,
    /// Sent, no answer, not escalated.
    pub silent: u32,
    /// No channel reaches the phone.
    pub unreached: u32,
    /// No answer, and the unit above has it on its list.
    pub escalated: u32,
    /// 已收到 and not yet on post.
    pub received: u32,
    /// 已到岗.
    pub on_post: u32,
    /// Ended before an answer.
    pub ended: u32,
    /// People moved.
    pub moved: u64,
}

impl Counts {
    /// Counts `calls` calls that stand alike.
    pub fn add_calls(&mut self, state: CallState, step: Step, calls: u32, moved: u64) {
        self.posts += calls;
        self.moved += moved;
        let place = match state {
            CallState::Pending => &mut self.pending,
            // Where the network is at fault that is said first, whoever has been told meanwhile.
            CallState::Unreached => &mut self.unreached,
            CallState::Sent if step >= Step::Parent => &mut self.escalated,
            CallState::Sent => &mut self.silent,
            CallState::Received => &mut self.received,
            CallState::OnPost => &mut self.on_post,
            CallState::Ended => &mut self.ended,
        };
        *place += calls;
    }

    /// These and the others.
    pub fn plus(&self, other: &Self) -> Self {
        self.each(other, |a, b| a.saturating_add(b), |a, b| a.saturating_add(b))
    }

    /// These without the others, which are part of them.
    pub fn minus(&self, other: &Self) -> Self {
        self.each(other, |a, b| a.saturating_sub(b), |a, b| a.saturating_sub(b))
    }

    /// Without an answer, for whatever reason.
    pub fn unanswered(&self) -> u32 {
        self.pending + self.silent + self.unreached + self.escalated
    }

    fn each(&self, other: &Self, calls: impl Fn(u32, u32) -> u32, people: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            posts: calls(self.posts, other.posts),
            pending: calls(self.pending, other.pending),
            silent: calls(self.silent, other.silent),
            unreached: calls(self.unreached, other.unreached),
            escalated: calls(self.escalated, other.escalated),
            received: calls(self.received, other.received),
            on_post: calls(self.on_post, other.on_post),
            ended: calls(self.ended, other.ended),
            moved: people(self.moved, other.moved),
        }
    }
}
