//! What the message centre delivers to us: receipts for what we sent, and answers of phones.

use domain::message::MessageState;
use rusmpp::CommandStatus;
use rusmpp::pdus::{DeliverSm, DeliverSmResp};
use rusmpp::tlvs::TlvValue;
use rusmpp::values::{DataCoding, MessageState as Theirs, MessageType, Ton};
use rusmppc::Client;
use rusmppc::error::Error;

/// What a delivery says.
#[derive(Clone, PartialEq, Eq)]
pub enum Word {
    /// A message arrived, or will not.
    Receipt {
        /// The centre's id of it.
        carrier_id: String,
        /// Where it stands.
        state: MessageState,
    },
    /// A phone answered.
    Reply {
        /// Its number.
        from: String,
        /// What it says.
        text: String,
    },
}

/// Shows neither number nor text.
impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Receipt { state, .. } => f.debug_struct("Receipt").field("state", state).finish_non_exhaustive(),
            Self::Reply { .. } => f.write_str("Reply"),
        }
    }
}

/// A delivery that waits to be confirmed.
#[derive(Debug)]
pub struct Incoming {
    /// What it says.
    pub word: Word,
    pub(super) client: Client,
    pub(super) sequence: u32,
}

impl Incoming {
    /// It is written down: the centre may forget it.
    pub async fn taken(self) {
        let _ = self.client.deliver_sm_resp(self.sequence, DeliverSmResp::default()).await;
    }

    /// It could not be written down: the centre gives it again.
    pub async fn later(self) {
        let answer = self.client.status(CommandStatus::EsmeRxTAppn);
        let _ = answer.deliver_sm_resp(self.sequence, DeliverSmResp::default()).await;
    }
}

/// Reads a delivery; `None` when it is neither a final receipt nor an answer.
pub(super) fn read(delivered: &DeliverSm) -> Option<Word> {
    if delivered.esm_class.message_type == MessageType::ShortMessageContainsMCDeliveryReceipt {
        return receipt(delivered);
    }
    if delivered.esm_class.message_type != MessageType::Default {
        return None;
    }
    Some(Word::Reply { from: number(delivered)?, text: text(delivered)? })
}

/// The fields where the centre has them, else the text that all centres write alike.
fn receipt(delivered: &DeliverSm) -> Option<Word> {
    let fields = || delivered.tlvs().iter().filter_map(|tlv| tlv.value());
    let id = fields().find_map(|value| match value {
        TlvValue::ReceiptedMessageId(id) => Some(id.as_str().to_owned()),
        _ => None,
    });
    let state = fields().find_map(|value| match value {
        TlvValue::MessageState(state) => Some(*state),
        _ => None,
    });
    let text = String::from_utf8_lossy(body(delivered)).into_owned();
    let after = |mark: &str| Some(text.split_once(mark)?.1.split(' ').next()?.to_owned());
    let state = match state {
        Some(Theirs::Delivered) => MessageState::Delivered,
        Some(Theirs::Expired | Theirs::Deleted | Theirs::Undeliverable | Theirs::Rejected) => {
            MessageState::FailedPermanent
        }
        Some(_) => return None,
        None => match after("stat:")?.as_str() {
            "DELIVRD" => MessageState::Delivered,
            "EXPIRED" | "DELETED" | "UNDELIV" | "REJECTD" => MessageState::FailedPermanent,
            _ => return None,
        },
    };
    let carrier_id = id.or_else(|| after("id:")).filter(|id| !id.is_empty())?;
    Some(Word::Receipt { carrier_id, state })
}

/// With its `+`, where the centre says that it is international or it cannot be anything else.
fn number(delivered: &DeliverSm) -> Option<String> {
    let plain = delivered.source_addr.as_str();
    let digits = plain.strip_prefix('+').unwrap_or(plain);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mainland = digits.len() == 13 && digits.starts_with("86");
    let international = delivered.source_addr_ton == Ton::International || mainland || plain.starts_with('+');
    Some(if international { format!("+{digits}") } else { digits.to_owned() })
}

fn text(delivered: &DeliverSm) -> Option<String> {
    let bytes = body(delivered);
    // Bit 6: a header stands before the text; an answer of one digit has none.
    let bytes = if u8::from(delivered.esm_class) & 0x40 == 0 {
        bytes
    } else {
        bytes.get(1 + usize::from(*bytes.first()?)..)?
    };
    match delivered.data_coding {
        DataCoding::Ucs2 => {
            let units: Vec<u16> =
                bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes)).collect();
            Some(String::from_utf16_lossy(&units))
        }
        // Digits and Latin letters stand at the same place in all others.
        _ => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
    }
}

fn body(delivered: &DeliverSm) -> &[u8] {
    let payload = delivered.tlvs().iter().find_map(|tlv| match tlv.value() {
        Some(TlvValue::MessagePayload(payload)) => Some(payload.value.as_ref()),
        _ => None,
    });
    payload.unwrap_or_else(|| delivered.short_message().as_ref())
}

/// What kind of failure it is, without what it says.
pub(super) fn kind(error: &Error) -> &'static str {
    match error {
        Error::Connect(_) | Error::Io(_) => "io",
        Error::ConnectionClosed | Error::ConnectionClosedByPeer => "closed",
        Error::EnquireLinkTimeout { .. } | Error::ResponseTimeout { .. } => "timeout",
        _ => "protocol",
    }
}
