//! A contract allows so many messages a second: life-safety messages take their turns first.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::message::Channel;
use futures::future::BoxFuture;
use tokio::time::Instant;

use crate::{Carrier, Outgoing, Receipt, SendError};

/// A carrier that never sends faster than its contract allows.
#[derive(Debug)]
pub struct Paced {
    inner: Arc<dyn Carrier>,
    per_second: NonZeroU32,
    turns: Mutex<Turns>,
}

#[derive(Debug)]
struct Turns {
    /// When the next message may leave.
    next: Instant,
    /// Life-safety messages that wait.
    urgent: u32,
}

/// Counts a life-safety message for as long as it waits, also when whoever waits goes away.
struct Waiting<'a>(&'a Paced);

impl<'a> Waiting<'a> {
    fn new(paced: &'a Paced) -> Self {
        paced.turns().urgent += 1;
        Self(paced)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut turns = self.0.turns();
        turns.urgent = turns.urgent.saturating_sub(1);
    }
}

impl Paced {
    /// Slows a carrier down.
    pub fn new(inner: Arc<dyn Carrier>, per_second: NonZeroU32) -> Self {
        Self { inner, per_second, turns: Mutex::new(Turns { next: Instant::now(), urgent: 0 }) }
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn. Messages of one kind take turns as they come to look; of two kinds, the urgent ones first.
    async fn turn(&self, urgent: bool) {
        let gap = Duration::from_secs(1) / self.per_second.get();
        let _waiting = urgent.then(|| Waiting::new(self));
        loop {
            let wait = {
                let mut turns = self.turns();
                let now = Instant::now();
                let free = turns.next <= now && (urgent || turns.urgent == 0);
                if free {
                    turns.next = now + gap;
                    return;
                }
                turns.next.saturating_duration_since(now).max(gap.min(Duration::from_millis(5)))
            };
            tokio::time::sleep(wait).await;
        }
    }
}

impl Carrier for Paced {
    fn channel(&self) -> Channel {
        self.inner.channel()
    }

    fn per_second(&self) -> Option<u32> {
        Some(self.per_second.get())
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async move {
            self.turn(message.urgent).await;
            self.inner.send(message).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Recording;
    use uuid::Uuid;

    fn message(number: u8, urgent: bool) -> Outgoing {
        let text = String::new;
        Outgoing { id: Uuid::from_bytes([number; 16]), to: text(), subject: text(), text: text(), urgent }
    }

    #[tokio::test]
    async fn a_contract_is_kept_and_urgent_messages_overtake_all_others() {
        let recording = Arc::new(Recording::new(Channel::Sms));
        let paced = Paced::new(recording.clone(), NonZeroU32::new(20).expect("a rate"));
        let began = Instant::now();
        let messages: Vec<_> = (0..8).map(|number| message(number, number >= 4)).collect();
        // The first one leaves before any urgent one has come.
        paced.send(&messages[0]).await.expect("recorded");
        futures::future::join_all(messages[1..].iter().map(|message| paced.send(message))).await;
        assert!(began.elapsed() >= Duration::from_millis(350), "seven gaps");
        let order: Vec<u8> = recording.messages().iter().map(|message| message.id.as_bytes()[0]).collect();
        assert_eq!(order[0], 0);
        assert!(order[1..5].iter().all(|number| *number >= 4), "{order:?}");
    }
}
