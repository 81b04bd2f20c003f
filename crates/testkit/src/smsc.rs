//! A message centre on a real socket: writes down each message before it answers, gives receipts and answers of
//! phones, and can be throttled or slow.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use rusmpp::pdus::{BindTransceiverResp, DeliverSm, SubmitSm, SubmitSmResp};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass, Npi, Ton};
use rusmpp::{Command, CommandStatus, Pdu};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio_util::codec::Framed;

/// One message as it came, its parts joined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken {
    /// The number, without `+`.
    pub to: String,
    /// The text.
    pub text: String,
    /// Its reference: the same message has the same each time.
    pub reference: String,
}

#[derive(Debug, Default)]
struct Log {
    taken: Vec<Taken>,
    joining: BTreeMap<(String, String), String>,
    throttled: u32,
    confirmed: u32,
    ids: BTreeMap<String, String>,
}

/// The centre; it ends with the runtime that started it.
#[derive(Debug)]
pub struct Smsc {
    /// Where it listens; it binds `city` with the password `secret`.
    pub port: u16,
    log: Arc<Mutex<Log>>,
    deliver: broadcast::Sender<DeliverSm>,
}

impl Smsc {
    /// Listens on a free port, refuses the first messages, and takes its time before each answer.
    pub async fn start(throttled: u32, pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let log = Arc::new(Mutex::new(Log { throttled, ..Log::default() }));
        let (deliver, _) = broadcast::channel(100);
        let (seen, sender) = (log.clone(), deliver.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, seen.clone(), sender.subscribe(), pause));
            }
        });
        Self { port, log, deliver }
    }

    /// The messages so far, the oldest first.
    pub fn taken(&self) -> Vec<Taken> {
        self.log.lock().expect("the log").taken.clone()
    }

    /// Deliveries that were confirmed to it.
    pub fn confirmed(&self) -> u32 {
        self.log.lock().expect("the log").confirmed
    }

    /// Says that the message to this number arrived.
    pub fn receipt(&self, to: &str) {
        let id = self.log.lock().expect("the log").ids.get(to).expect("a message to it").clone();
        let text =
            format!("id:{id} sub:001 dlvrd:001 submit date:2107200800 done date:2107200801 stat:DELIVRD err:000 text:");
        self.say(to, 0x04, DataCoding::McSpecific, text.into_bytes());
    }

    /// An answer of a phone, in UCS-2.
    pub fn answer(&self, from: &str, text: &str) {
        let bytes = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.say(from, 0, DataCoding::Ucs2, bytes);
    }

    fn say(&self, from: &str, class: u8, coding: DataCoding, text: Vec<u8>) {
        let delivery = DeliverSm::builder()
            .source_addr_ton(Ton::International)
            .source_addr_npi(Npi::Isdn)
            .source_addr(COctetString::from_string(from.to_owned()).expect("a number"))
            .esm_class(EsmClass::from(class))
            .data_coding(coding)
            .short_message(OctetString::from_vec(text).expect("a text"))
            .build();
        self.deliver.send(delivery).expect("somebody is bound");
    }
}

async fn converse(
    stream: TcpStream,
    log: Arc<Mutex<Log>>,
    mut deliveries: broadcast::Receiver<DeliverSm>,
    pause: Duration,
) -> Option<()> {
    let mut framed = Framed::new(stream, CommandCodec::new());
    let (mut bound, mut sequence) = (false, 1_000);
    loop {
        let command = tokio::select! {
            command = framed.next() => command?.ok()?,
            Ok(delivery) = deliveries.recv(), if bound => {
                sequence += 1;
                framed.send(Command::new(CommandStatus::EsmeRok, sequence, delivery)).await.ok()?;
                continue;
            }
        };
        let number = command.sequence_number();
        let (status, answer): (_, Pdu) = match command.pdu()? {
            Pdu::BindTransceiver(bind) => {
                bound = bind.system_id.as_str() == "city" && bind.password.as_str() == "secret";
                let status = if bound { CommandStatus::EsmeRok } else { CommandStatus::EsmeRbindfail };
                (status, BindTransceiverResp::default().into())
            }
            Pdu::SubmitSm(message) => {
                let (status, id) = take(&log, message);
                tokio::time::sleep(pause).await;
                let id = COctetString::from_string(id).expect("an id");
                (status, SubmitSmResp::builder().message_id(id).build().into())
            }
            Pdu::EnquireLink => (CommandStatus::EsmeRok, Pdu::EnquireLinkResp),
            Pdu::DeliverSmResp(_) => {
                log.lock().expect("the log").confirmed += 1;
                continue;
            }
            _ => continue,
        };
        framed.send(Command::new(status, number, answer)).await.ok()?;
    }
}

fn take(log: &Mutex<Log>, message: &SubmitSm) -> (CommandStatus, String) {
    let mut log = log.lock().expect("the log");
    if log.throttled > 0 {
        log.throttled -= 1;
        return (CommandStatus::EsmeRthrottled, String::new());
    }
    assert_eq!(message.data_coding, DataCoding::Ucs2);
    let (to, bytes) = (message.destination_addr.as_str().to_owned(), message.short_message().as_ref());
    let joined = u8::from(message.esm_class) & 0x40 != 0;
    let (text, last) = if joined {
        assert_eq!(&bytes[..3], &[5, 0, 3], "a header of a part");
        (&bytes[6..], bytes[4] == bytes[5])
    } else {
        (bytes, true)
    };
    assert!(bytes.len() <= 140, "{} bytes", bytes.len());
    let units: Vec<u16> = text.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    let reference = format!("{:?}", message.tlvs());
    let whole = log.joining.entry((to.clone(), reference.clone())).or_default();
    whole.push_str(&String::from_utf16(&units).expect("whole letters"));
    if !last {
        return (CommandStatus::EsmeRok, "part".to_owned());
    }
    let text = log.joining.remove(&(to.clone(), reference.clone())).unwrap_or_default();
    let id = format!("m{}", log.taken.len());
    log.ids.insert(to.clone(), id.clone());
    log.taken.push(Taken { to, text, reference });
    (CommandStatus::EsmeRok, id)
}
