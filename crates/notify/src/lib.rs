//! Messages that leave the house: one trait, one file for each way.
//!
//! A [`Carrier`] takes one message to one recipient and says what became of it. It keeps nothing and
//! repeats nothing: states, repetitions and time limits are the caller's. Errors that it gives hold no
//! address and no text, because they end in a table and a log.
//!
//! An exercise is carried by [`recording`] carriers alone: [`Carriers::of`] sees to it.

mod carriers;
pub mod fetch;
pub mod mail;
pub mod order;
pub mod outgoing;
pub mod outlet;
pub mod pace;
pub mod recording;
mod robot;
pub mod smpp;
pub mod sms;
pub mod speaker;
mod text;

use domain::message::{Channel, MessageState};
use futures::future::BoxFuture;
use uuid::Uuid;

pub use carriers::Carriers;
pub use text::{Texts, TextsError};

/// One message to one recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The same message has the same id each time: a carrier may recognise a repetition by it.
    pub id: Uuid,
    /// Phone number in E.164 form, or e-mail address.
    pub to: String,
    /// Subject, for ways that have one.
    pub subject: String,
    /// The text.
    pub text: String,
    /// Whether lives hang on it: where a contract is slow, it goes before all others.
    pub urgent: bool,
}

/// Shows neither address nor text.
impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What a carrier answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Where the message stands now.
    pub state: MessageState,
    /// The carrier's own id for it.
    pub carrier_id: Option<String>,
}

/// Why a message did not go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Trying later may help.
    #[error("{0}")]
    Temporary(String),
    /// Trying again would not help.
    #[error("{0}")]
    Permanent(String),
}

/// A way out.
pub trait Carrier: std::fmt::Debug + Send + Sync {
    /// Which way it is.
    fn channel(&self) -> Channel;

    /// Messages a second that its contract allows; none where nothing was said.
    fn per_second(&self) -> Option<u32> {
        None
    }

    /// Hands one message over.
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>>;
}

/// Makes ring the one TLS provider of this process; a second call changes nothing.
pub fn install_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
