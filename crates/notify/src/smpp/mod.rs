//! Text messages by SMPP 3.4: one bound session, over which messages go out and receipts and answers come in.
//!
//! The session is made when it is first needed and kept; when it breaks, the next try waits longer each time. A
//! message whose response does not come counts as not taken and is asked for again, under the same reference. What
//! the message centre delivers to us is confirmed only when it is written down ([`Incoming::taken`]); the centre
//! gives it again otherwise. Plain TCP, as the protocol has it: the way to the centre must be a private line or a
//! tunnel.

mod inbound;
mod parts;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::message::{Channel, MessageState};
use futures::future::BoxFuture;
use futures::{Stream, StreamExt};
use rusmpp::pdus::{BindTransceiver, DeliverSmResp, SubmitSm};
use rusmpp::tlvs::MessageSubmissionRequestTlvValue;
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass, InterfaceVersion, Npi, RegisteredDelivery, Ton, UserMessageReference};
use rusmpp::{CommandStatus, Pdu};
use rusmppc::{Client, ConnectionBuilder, Event};
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, Semaphore, mpsc};
use tokio::time::{Instant, timeout};

use crate::outgoing::Reach;
use crate::{Carrier, Outgoing, Receipt, SendError};

pub use inbound::{Incoming, Word};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// How long the centre may take to answer.
const ANSWER: Duration = Duration::from_secs(15);

/// First pause after a failed connection, doubled with each further one, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Deliveries that wait to be written down; then the centre has to wait too.
const WAITING: usize = 256;

/// The message centre, and this installation's place at it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Its name or address.
    pub host: String,
    /// Its port.
    #[serde(default = "port")]
    pub port: u16,
    /// Name to bind with, at most 15 letters.
    pub system_id: String,
    /// Its password, at most 8 letters.
    pub password: String,
    /// What the contract gives, mostly nothing.
    #[serde(default)]
    pub system_type: String,
    /// The number that messages come from (接入号).
    pub source: String,
    /// Messages on their way without an answer.
    #[serde(default = "window")]
    pub window: usize,
    /// Seconds between two looks whether the centre is still there.
    #[serde(default = "enquire")]
    pub enquire_s: u64,
}

fn port() -> u16 {
    2775
}

fn window() -> usize {
    10
}

fn enquire() -> u64 {
    30
}

/// Shows no password.
impl std::fmt::Debug for Centre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Centre").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why a description of a centre cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the SMPP centre: {0}")]
pub struct CentreError(String);

/// A carrier over a bound session. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Smpp(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    centre: Centre,
    reach: Reach,
    bind: BindTransceiver,
    source: COctetString<1, 21>,
    session: Mutex<Session>,
    window: Semaphore,
    sender: mpsc::Sender<Incoming>,
    receiver: Mutex<mpsc::Receiver<Incoming>>,
}

#[derive(Debug, Default)]
struct Session {
    client: Option<Client>,
    pause: Duration,
    not_before: Option<Instant>,
}

impl Smpp {
    /// Takes the description; nothing is connected yet.
    ///
    /// # Errors
    /// When a name is longer than the protocol allows, or the window is none.
    pub fn new(reach: Reach, centre: Centre) -> Result<Self, CentreError> {
        let long =
            |what: &str, max: usize| CentreError(format!("`{what}` has more than {max} letters, or is no ASCII"));
        let bind = BindTransceiver::builder()
            .system_id(COctetString::from_string(centre.system_id.clone()).map_err(|_| long("system_id", 15))?)
            .password(COctetString::from_string(centre.password.clone()).map_err(|_| long("password", 8))?)
            .system_type(COctetString::from_string(centre.system_type.clone()).map_err(|_| long("system_type", 12))?)
            .interface_version(InterfaceVersion::Smpp3_4)
            .build();
        let source = COctetString::from_string(centre.source.clone()).map_err(|_| long("source", 20))?;
        if !(1..=1_000).contains(&centre.window) {
            return Err(CentreError("`window` must be 1 to 1,000".to_owned()));
        }
        let (sender, receiver) = mpsc::channel(WAITING);
        let window = Semaphore::new(centre.window);
        let (session, receiver) = (Mutex::default(), Mutex::new(receiver));
        Ok(Self(Arc::new(Inner { centre, reach, bind, source, session, window, sender, receiver })))
    }

    /// The next receipt or answer. Keeps the session up while it waits: without one nothing can come.
    pub async fn incoming(&self) -> Incoming {
        let mut receiver = self.0.receiver.lock().await;
        loop {
            let ended = async {
                match self.0.session().await {
                    Ok(client) => client.closed().await,
                    Err(_) => tokio::time::sleep(PAUSE.0).await,
                }
            };
            tokio::select! {
                biased;
                Some(incoming) = receiver.recv() => return incoming,
                () = ended => {}
            }
        }
    }
}

impl Inner {
    /// The session, made anew where it broke.
    async fn session(&self) -> Result<Client, SendError> {
        let mut session = self.session.lock().await;
        if let Some(client) = session.client.as_ref().filter(|client| client.is_active()) {
            return Ok(client.clone());
        }
        if session.not_before.is_some_and(|at| Instant::now() < at) {
            return Err(SendError::Temporary("the SMSC cannot be reached; it is tried again shortly".to_owned()));
        }
        match self.connect().await {
            Ok(client) => {
                *session = Session { client: Some(client.clone()), ..Session::default() };
                Ok(client)
            }
            Err(error) => {
                let pause = (session.pause * 2).clamp(PAUSE.0, PAUSE.1);
                *session = Session { client: None, pause, not_before: Some(Instant::now() + pause) };
                Err(error)
            }
        }
    }

    async fn connect(&self) -> Result<Client, SendError> {
        let later = |what: &str| SendError::Temporary(what.to_owned());
        let place = (self.centre.host.as_str(), self.centre.port);
        let found = tokio::net::lookup_host(place).await.map_err(|_| later("the SMSC's name is not known"))?;
        let found: Vec<SocketAddr> = found.collect();
        if let Some(private) = found.iter().find(|address| !self.reach.allows(address.ip())) {
            let error = crate::outgoing::Unreachable::Private(private.ip());
            return Err(SendError::Permanent(error.to_string()));
        }
        let stream = timeout(CONNECT, TcpStream::connect(found.as_slice())).await;
        let stream = stream.ok().and_then(Result::ok).ok_or_else(|| later("the SMSC cannot be reached"))?;
        let _ = stream.set_nodelay(true);
        let (client, events) = ConnectionBuilder::new()
            .enquire_link_interval(Duration::from_secs(self.centre.enquire_s.clamp(1, 3_600)))
            .enquire_link_response_timeout(ANSWER)
            .response_timeout(ANSWER)
            // The library speaks 5.0 and bound as 3.4: what both know is all that is used here.
            .disable_interface_version_check()
            .connected(stream);
        client.bind_transceiver(self.bind.clone()).await.map_err(|error| refused("bind", &error))?;
        tokio::spawn(hear(client.clone(), events, self.sender.clone()));
        Ok(client)
    }

    async fn hand_over(&self, message: &Outgoing) -> Result<Receipt, SendError> {
        let to: String = message.to.strip_prefix('+').unwrap_or(&message.to).to_owned();
        let digits = to.bytes().all(|byte| byte.is_ascii_digit());
        let to = COctetString::from_string(to).ok().filter(|_| digits);
        let to = to.ok_or_else(|| SendError::Permanent("the recipient's number is none".to_owned()))?;
        // Both close only with the process.
        let _place = self.window.acquire().await;
        let client = self.session().await?;
        let (parts, reference) = parts::of(&message.text, message.id);
        let (count, mut carrier_id) = (parts.len(), None);
        for (at, part) in parts.into_iter().enumerate() {
            // One receipt for the whole: that of its last part.
            let last = at + 1 == count;
            let part = self.part(&to, part, count > 1, last, reference);
            let answer = client.submit_sm(part).await.map_err(|error| refused("submit_sm", &error))?;
            carrier_id = Some(answer.message_id().as_str().to_owned()).filter(|id| !id.is_empty());
        }
        Ok(Receipt { state: MessageState::QueuedRemotely, carrier_id })
    }

    fn part(&self, to: &COctetString<1, 21>, text: Vec<u8>, joined: bool, receipt: bool, reference: u16) -> SubmitSm {
        // Bit 6: a header stands before the text.
        let class = EsmClass::from(if joined { 0x40 } else { 0 });
        let text = OctetString::from_vec(text).unwrap_or_default();
        SubmitSm::builder()
            .source_addr_ton(Ton::Unknown)
            .source_addr_npi(Npi::Isdn)
            .source_addr(self.source.clone())
            .dest_addr_ton(Ton::International)
            .dest_addr_npi(Npi::Isdn)
            .destination_addr(to.clone())
            .esm_class(class)
            .registered_delivery(RegisteredDelivery::from(u8::from(receipt)))
            .data_coding(DataCoding::Ucs2)
            .short_message(text)
            .push_tlv(MessageSubmissionRequestTlvValue::UserMessageReference(UserMessageReference::new(reference)))
            .build()
    }
}

impl Carrier for Smpp {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.0.hand_over(message))
    }
}

/// Takes what the centre delivers, until the session ends.
async fn hear(client: Client, mut events: impl Stream<Item = Event> + Unpin, sender: mpsc::Sender<Incoming>) {
    while let Some(event) = events.next().await {
        let command = match event {
            Event::Incoming(command) => command,
            Event::Error(error) => {
                // Its text may hold a message.
                tracing::warn!(kind = inbound::kind(&error), "the SMPP session failed");
                continue;
            }
        };
        let sequence = command.sequence_number();
        match command.pdu() {
            Some(Pdu::DeliverSm(delivered)) => match inbound::read(delivered) {
                Some(word) => {
                    let incoming = Incoming { word, client: client.clone(), sequence };
                    if sender.send(incoming).await.is_err() {
                        break;
                    }
                }
                // Nothing that is used here: confirmed, so that it does not come again.
                None => drop(client.deliver_sm_resp(sequence, DeliverSmResp::default()).await),
            },
            Some(Pdu::Unbind) => {
                let _ = client.unbind_resp(sequence).await;
                let _ = client.close().await;
            }
            _ => {}
        }
    }
}

/// What went wrong, by its status alone: an answer may repeat number and text.
fn refused(what: &str, error: &rusmppc::error::Error) -> SendError {
    use CommandStatus as S;
    let rusmppc::error::Error::UnexpectedResponse { response } = error else {
        return SendError::Temporary(format!("the SMSC did not answer `{what}`"));
    };
    let status = response.status();
    let text = format!("the SMSC answered `{what}` with {:#010x}", u32::from(status));
    let later = matches!(
        status,
        S::EsmeRthrottled | S::EsmeRmsgqful | S::EsmeRsyserr | S::EsmeRxTAppn | S::EsmeRinvbndsts | S::EsmeRalybnd
    );
    // What is refused at the bind is mended by an operator, not by giving up.
    if later || what == "bind" { SendError::Temporary(text) } else { SendError::Permanent(text) }
}
