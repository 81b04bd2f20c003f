//! Loudspeakers and sirens: signed commands over MQTT 5.
//!
//! For each command a connection of its own: connect, subscribe to the receipt, wait for SubAck (a publish that
//! overtakes its subscription would lose the receipt), publish, wait for the speaker. The broker keeps nothing
//! (clean start, not retained, expiring), so that nothing plays later by itself. A receipt counts when it comes live
//! and repeats id and nonce of this very command; everything else at that topic is old or not meant.

use std::path::PathBuf;
use std::time::Duration;

use domain::message::MessageState;
use rumqttc::{
    AsyncClient, Event, MqttOptions, Packet, PubAckReason, PublishOptions, PublishProperties, QoS, SubscribeReasonCode,
    TlsConfiguration, Transport,
};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use crate::outlet::{Command, OutletCall, OutletError};
use crate::{Receipt, SendError};

/// How long a command may be played, seconds; the longest that a speaker may believe.
pub const EXPIRES_S: u32 = 60;

/// How long a connection and the broker's word are waited for.
const BROKER: Duration = Duration::from_secs(10);

/// How long the speaker's receipt is waited for.
const RECEIPT: Duration = Duration::from_secs(15);

/// Most of a receipt that is read.
const RECEIPT_MAX: usize = 4_096;

/// The broker of the loudspeakers, with an account that no sensor has.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Broker {
    /// Its name.
    pub host: String,
    /// Its port; 8883, or 1883 without TLS, when missing.
    #[serde(default)]
    pub port: Option<u16>,
    /// Whether the connection is TLS; without it no password is sent.
    #[serde(default = "yes")]
    pub tls: bool,
    /// Certificates that are believed (PEM); the system's when missing.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The account.
    #[serde(default)]
    pub user: Option<String>,
    /// Its password.
    #[serde(default)]
    pub password: Option<String>,
    /// Whether loudspeakers play at orange too; at red alone when missing.
    #[serde(default)]
    pub at_orange: bool,
}

fn yes() -> bool {
    true
}

/// Shows no password.
impl std::fmt::Debug for Broker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Broker").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why a description of a broker cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the broker of `[loudspeakers]`: {0}")]
pub struct BrokerError(String);

/// The way to loudspeakers.
pub struct Speakers {
    broker: Broker,
    transport: Transport,
}

impl std::fmt::Debug for Speakers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Speakers").field("broker", &self.broker).finish_non_exhaustive()
    }
}

/// What a speaker answers.
#[derive(Deserialize)]
struct Played {
    id: String,
    nonce: String,
    state: String,
}

/// How far a command has come.
enum Step {
    Connecting,
    Subscribing,
    Publishing,
    Listening,
}

impl Speakers {
    /// Takes the description; nothing is connected yet.
    ///
    /// # Errors
    /// When TLS cannot be set up, or a password would travel without it.
    pub fn new(broker: Broker) -> Result<Self, BrokerError> {
        crate::install_tls();
        let wrong = |what: String| BrokerError(what);
        if !broker.tls && broker.password.is_some() {
            return Err(wrong("a password is not sent without TLS".to_owned()));
        }
        let transport = match (&broker.ca_file, broker.tls) {
            (_, false) => Transport::tcp(),
            (Some(file), true) => {
                let ca = std::fs::read(file)
                    .map_err(|error| wrong(format!("`{}` cannot be read: {error}", file.display())))?;
                Transport::tls_with_config(TlsConfiguration::Simple { ca, alpn: None, client_auth: None })
            }
            (None, true) => {
                let tls = TlsConfiguration::try_default_rustls().map_err(|error| wrong(error.to_string()))?;
                Transport::tls_with_config(tls)
            }
        };
        Ok(Self { broker, transport })
    }

    /// Plays a command at one speaker: delivered when the speaker says so, sent when only the broker did.
    pub(crate) async fn play(&self, call: &OutletCall) -> Result<Receipt, OutletError> {
        let Some(command) = &call.command else {
            return Err(SendError::Permanent("a loudspeaker takes signed commands alone".to_owned()).into());
        };
        Ok(self.converse(call, command).await?)
    }

    async fn converse(&self, call: &OutletCall, command: &Command) -> Result<Receipt, SendError> {
        let later = |what: &str| SendError::Temporary(what.to_owned());
        let (client, mut events) = AsyncClient::builder(self.options(call)).capacity(10).build();
        let receipt = format!("{}/receipt", call.address);
        let (mut step, mut until) = (Step::Connecting, Instant::now() + BROKER);
        loop {
            let event = match (timeout_at(until, events.poll()).await, &step) {
                (Ok(Ok(Event::Incoming(packet))), _) => packet,
                (Ok(Ok(_)), _) => continue,
                // The broker took it; whether it was heard is not known, and it is not played a second time for that.
                (Ok(Err(_)) | Err(_), Step::Listening) => return Ok(sent(MessageState::Sent, command)),
                (Ok(Err(_)), _) => return Err(later("the broker cannot be reached, or refuses the account")),
                (Err(_), _) => return Err(later("the broker did not answer in time")),
            };
            let queued = |_| later("the broker's connection ended");
            match (event, &step) {
                (Packet::ConnAck(_), Step::Connecting) => {
                    client.subscribe(receipt.clone(), QoS::AtLeastOnce).await.map_err(queued)?;
                    step = Step::Subscribing;
                }
                (Packet::SubAck(answer), Step::Subscribing) => {
                    let taken = |code: &SubscribeReasonCode| matches!(code, SubscribeReasonCode::Success(_));
                    if !answer.return_codes.iter().all(taken) {
                        return Err(later("the broker does not let this account read receipts"));
                    }
                    let expiry =
                        PublishProperties { message_expiry_interval: Some(EXPIRES_S), ..PublishProperties::default() };
                    let options = PublishOptions::new(QoS::AtLeastOnce).properties(expiry);
                    client.publish(call.address.clone(), command.payload.clone(), options).await.map_err(queued)?;
                    step = Step::Publishing;
                }
                (Packet::PubAck(answer), Step::Publishing) => match answer.reason {
                    PubAckReason::Success => (step, until) = (Step::Listening, Instant::now() + RECEIPT),
                    PubAckReason::NoMatchingSubscribers => return Err(later("no loudspeaker listens at its topic")),
                    PubAckReason::NotAuthorized => return Err(later("the broker does not let this account speak")),
                    _ => return Err(later("the broker did not take the command")),
                },
                // A quick speaker may answer before the broker has said that it took the command.
                (Packet::Publish(answer), Step::Publishing | Step::Listening) => {
                    let live = !answer.retain && answer.topic == receipt.as_bytes();
                    match said(&answer.payload, call, command).filter(|_| live).as_deref() {
                        Some("played") => return Ok(sent(MessageState::Delivered, command)),
                        Some(_) => {
                            return Err(SendError::Permanent("the loudspeaker refused the command".to_owned()));
                        }
                        None => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn options(&self, call: &OutletCall) -> MqttOptions {
        let port = self.broker.port.unwrap_or(if self.broker.tls { 8883 } else { 1883 });
        let broker = rumqttc::Broker::tcp(self.broker.host.clone(), port);
        let mut options = MqttOptions::new(format!("bridgehead-{}", call.id.simple()), broker);
        options.set_transport(self.transport.clone()).set_keep_alive(10);
        match (&self.broker.user, &self.broker.password) {
            (Some(user), Some(password)) => {
                options.set_credentials(user.clone(), password.clone());
            }
            (Some(user), None) => {
                options.set_username(user.clone());
            }
            _ => {}
        }
        options
    }
}

fn sent(state: MessageState, command: &Command) -> Receipt {
    Receipt { state, carrier_id: Some(command.nonce.clone()) }
}

/// What a receipt says, where it is one for this command.
fn said(payload: &[u8], call: &OutletCall, command: &Command) -> Option<String> {
    let read: Played = serde_json::from_slice(payload.get(..payload.len().min(RECEIPT_MAX))?).ok()?;
    (read.id == call.id.to_string() && read.nonce == command.nonce).then_some(read.state)
}
