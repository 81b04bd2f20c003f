//! What is said to outlets of units: work groups and loudspeakers.
//!
//! Apart from [`Carrier`](crate::Carrier): an outlet is no phone, nobody answers through it, and each has an address
//! and a secret of its own.

use std::sync::{Arc, Mutex, PoisonError};

use domain::outlet::OutletKind;
use domain::world::World;
use uuid::Uuid;

use crate::outgoing::Http;
use crate::speaker::Speakers;
use crate::{Receipt, SendError, robot};

/// Most calls that a recorder keeps; the oldest go.
const KEPT: usize = 10_000;

/// One message to one outlet.
#[derive(Clone, PartialEq, Eq)]
pub struct OutletCall {
    /// The same message has the same id each time.
    pub id: Uuid,
    /// What the outlet is.
    pub kind: OutletKind,
    /// Web address of a robot, or topic of a speaker.
    pub address: String,
    /// What a robot's requests are signed with.
    pub secret: Option<String>,
    /// The text; a speaker has it in its command.
    pub text: String,
    /// When it is said, UTC milliseconds: robots refuse what is old.
    pub at_ms: i64,
    /// For a speaker: the signed command and its nonce.
    pub command: Option<Command>,
}

/// A signed command to a loudspeaker.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// As it is published.
    pub payload: String,
    /// What a receipt must repeat.
    pub nonce: String,
}

/// Shows neither address nor secret nor text.
impl std::fmt::Debug for OutletCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutletCall").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Shows nothing of it.
impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Command")
    }
}

/// Why an outlet was not told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct OutletError {
    /// What went wrong, and whether trying later may help.
    pub error: SendError,
    /// Not to be tried again before, in seconds.
    pub after_s: Option<u32>,
}

impl From<SendError> for OutletError {
    fn from(error: SendError) -> Self {
        Self { error, after_s: None }
    }
}

/// The ways to outlets. The default is none: whatever is handed over stays here.
#[derive(Debug, Clone, Default)]
pub struct Outlets(Way);

#[derive(Debug, Clone, Default)]
enum Way {
    #[default]
    None,
    Live {
        http: Http,
        speakers: Option<Arc<Speakers>>,
    },
    Recording(Arc<Mutex<Vec<OutletCall>>>),
}

impl Outlets {
    /// The ways of a world: real in the live one; an exercise records, whatever is configured.
    pub fn of(world: World, http: Http, speakers: Option<Speakers>) -> Self {
        match world {
            World::Live => Self(Way::Live { http, speakers: speakers.map(Arc::new) }),
            World::Exercise { .. } => Self::recording(),
        }
    }

    /// Ways that record and send nothing.
    pub fn recording() -> Self {
        Self(Way::Recording(Arc::default()))
    }

    /// What a recorder was given, the oldest first.
    pub fn recorded(&self) -> Vec<OutletCall> {
        match &self.0 {
            Way::Recording(calls) => calls.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            _ => Vec::new(),
        }
    }

    /// Hands one message over.
    ///
    /// # Errors
    /// When the outlet did not take it.
    pub async fn send(&self, call: &OutletCall) -> Result<Receipt, OutletError> {
        let missing = |what: &str| OutletError::from(SendError::Permanent(what.to_owned()));
        match (&self.0, call.kind) {
            (Way::None, _) => Err(missing("this process tells outlets nothing")),
            (Way::Recording(calls), _) => {
                let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
                if calls.len() >= KEPT {
                    calls.remove(0);
                }
                calls.push(call.clone());
                Ok(Receipt { state: domain::message::MessageState::Sent, carrier_id: None })
            }
            (Way::Live { speakers: Some(speakers), .. }, OutletKind::Loudspeaker) => speakers.play(call).await,
            (Way::Live { .. }, OutletKind::Loudspeaker) => Err(missing("no broker for `[loudspeakers]` is configured")),
            (Way::Live { .. }, OutletKind::Radio | OutletKind::Satellite) => Err(missing("people speak over it")),
            (Way::Live { http, .. }, OutletKind::DingTalk | OutletKind::WeCom | OutletKind::Feishu) => {
                robot::tell(http, call).await
            }
        }
    }
}
