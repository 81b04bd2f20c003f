//! E-mail over SMTP.

use std::time::Duration;

use domain::message::{Channel, MessageState};
use futures::future::BoxFuture;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::{Carrier, Outgoing, Receipt, SendError};

/// How long one step of the conversation may take.
const TIME_MAX: Duration = Duration::from_secs(20);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// TLS from the first byte (port 465).
    #[default]
    Tls,
    /// TLS after STARTTLS, which must succeed (port 587).
    Starttls,
    /// None: only for a relay on the same machine.
    None,
}

/// The mail server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port; 465, 587 or 25 by the protection when missing.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub protection: Protection,
    /// Name to sign in with.
    #[serde(default)]
    pub user: Option<String>,
    /// Its password.
    #[serde(default)]
    pub password: Option<String>,
    /// Who writes, such as `Bridgehead <duty@example.org>`.
    pub from: String,
}

/// Shows no password.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why a description of a mail server cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mail server: {0}")]
pub struct ServerError(String);

/// A carrier over a mail server.
#[derive(Debug)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

impl Mail {
    /// Takes the description; nothing is connected yet.
    ///
    /// # Errors
    /// When the sender is no address or TLS cannot be set up.
    pub fn new(server: &Server) -> Result<Self, ServerError> {
        crate::install_tls();
        let from: Mailbox = server.from.parse().map_err(|_| ServerError("`from` is no address".to_owned()))?;
        let failed = |error: lettre::transport::smtp::Error| ServerError(error.to_string());
        type Transport = AsyncSmtpTransport<Tokio1Executor>;
        let mut builder = match server.protection {
            Protection::Tls => Transport::relay(&server.host).map_err(failed)?,
            Protection::Starttls => Transport::starttls_relay(&server.host).map_err(failed)?,
            Protection::None => Transport::builder_dangerous(&server.host),
        };
        if let Some(port) = server.port {
            builder = builder.port(port);
        }
        if let Some((user, password)) = server.user.clone().zip(server.password.clone()) {
            if server.protection == Protection::None {
                return Err(ServerError("a password is not sent without TLS".to_owned()));
            }
            builder = builder.credentials(Credentials::new(user, password));
        }
        let domain = from.email.domain().to_owned();
        Ok(Self { transport: builder.timeout(Some(TIME_MAX)).build(), from, domain })
    }

    async fn hand_over(&self, message: &Outgoing) -> Result<Receipt, SendError> {
        // Whatever is wrong with it, the address does not stand in the error.
        let unfit = |what: &str| SendError::Permanent(what.to_owned());
        let to: Mailbox = message.to.parse().map_err(|_| unfit("the recipient's address is none"))?;
        let mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&message.subject)
            // The same message, the same id: mail programs show a repetition once.
            .message_id(Some(format!("<{}@{}>", message.id, self.domain)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .map_err(|_| unfit("the message cannot be written"))?;
        match self.transport.send(mail).await {
            Ok(answer) => {
                let carrier_id = answer.message().find_map(queue_id);
                Ok(Receipt { state: MessageState::QueuedRemotely, carrier_id })
            }
            Err(error) if error.is_permanent() => Err(SendError::Permanent(told(&error))),
            Err(error) => Err(SendError::Temporary(told(&error))),
        }
    }
}

impl Carrier for Mail {
    fn channel(&self) -> Channel {
        Channel::Mail
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(message))
    }
}

/// The code alone: servers repeat the address in their sentence.
fn told(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None => "the mail server cannot be reached".to_owned(),
    }
}

/// The id under which the server queued it, where it says so.
fn queue_id(line: &str) -> Option<String> {
    let (_, id) = line.rsplit_once("queued as ")?;
    let id: String = id.chars().take_while(char::is_ascii_alphanumeric).take(100).collect();
    (!id.is_empty()).then_some(id)
}
