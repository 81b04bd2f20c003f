//! A carrier that keeps what it is given and sends nothing: for exercises and tests.

use std::sync::{Mutex, PoisonError};

use domain::message::{Channel, MessageState};
use futures::future::BoxFuture;

use crate::{Carrier, Outgoing, Receipt, SendError};

/// Most messages kept; the oldest go.
const KEPT: usize = 10_000;

/// Records messages.
#[derive(Debug)]
pub struct Recording {
    channel: Channel,
    messages: Mutex<Vec<Outgoing>>,
}

impl Recording {
    /// A recorder in place of a channel's carrier.
    pub fn new(channel: Channel) -> Self {
        Self { channel, messages: Mutex::new(Vec::new()) }
    }

    /// What it was given, the oldest first.
    pub fn messages(&self) -> Vec<Outgoing> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Carrier for Recording {
    fn channel(&self) -> Channel {
        self.channel
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async move {
            let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
            if messages.len() >= KEPT {
                messages.remove(0);
            }
            messages.push(message.clone());
            Ok(Receipt { state: MessageState::Sent, carrier_id: Some(message.id.to_string()) })
        })
    }
}
