//! Messages for the public: written by one person, published by another.
//!
//! Before anything goes out it is held against what is open in the same units ([`guard`]); what goes out is put into
//! words and into a message of CAP once ([`compose`], [`cap`]) and never changed again. [`Service::published`] is where
//! everything that follows from a publication has its place.

mod cap;
mod compose;
mod decide;
mod end;
mod feed;
mod guard;
mod show;
mod write;

use domain::id::PublicMessageId;
use domain::names::Names;
use domain::public_message::advice::Conflict;
use domain::public_message::template::Templates;
use domain::public_message::{Content, OralWay, PublicKind};
use jiff::Timestamp;
use store::public_message::Text;

use crate::ServiceError;

pub use show::{MessagePage, MessageSheet};

/// What an installation sets about messages for the public.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Codes of the bodies that the law names for warnings of their own (发布预警). Empty: nobody here warns.
    pub competent_bodies: Vec<String>,
    /// Sender of CAP messages; no spaces, commas, `<` or `&`.
    pub sender: String,
    /// The fixed 14 digits of identifiers in the Chinese form (division, sector, unit, extension); else they are UUIDs.
    pub identifier_prefix: Option<String>,
    /// Where phones reach this installation.
    pub address: Option<String>,
    /// Templates.
    pub templates: Templates,
}

impl Settings {
    /// The shipped templates, and no competent body.
    ///
    /// # Errors
    /// When shipped data is damaged; a test holds that it is not.
    pub fn shipped() -> Result<Self, ServiceError> {
        let (sender, templates) = ("bridgehead".to_owned(), Templates::shipped()?);
        Ok(Self { competent_bodies: Vec::new(), sender, identifier_prefix: None, address: None, templates })
    }

    /// Whether sender and identifiers can stand in a message.
    ///
    /// # Errors
    /// With what cannot, and what it must look like.
    pub fn check(&self) -> Result<(), String> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || ",<&".contains(c);
        if self.sender.is_empty() || self.sender.contains(odd) {
            return Err(format!("`{}` cannot be a CAP sender: no spaces, commas, `<` or `&`", self.sender));
        }
        match &self.identifier_prefix {
            Some(prefix) if prefix.len() != 14 || !prefix.bytes().all(|byte| byte.is_ascii_digit()) => Err(format!(
                "`{prefix}` cannot begin an identifier: 14 digits do (division 6, sector 3, unit 3, extension 2)"
            )),
            _ => Ok(()),
        }
    }
}

/// A message that somebody writes.
#[derive(Debug, Clone)]
pub struct NewPublicMessage {
    /// Identity, chosen by the client.
    pub id: PublicMessageId,
    /// What it is.
    pub kind: PublicKind,
    /// What it says.
    pub content: Content,
}

/// A decision by word of mouth, as it is reported.
#[derive(Debug, Clone, Copy)]
pub struct OralReport {
    /// The post that decided.
    pub posting: domain::id::PostingId,
    /// By which way.
    pub way: OralWay,
    /// When it was said.
    pub at: Timestamp,
}

/// A message as it would go out.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The words.
    pub texts: Vec<Text>,
    /// Who says so.
    pub issuer: Names,
    /// What speaks against it.
    pub conflicts: Vec<Conflict>,
    /// What else is wrong, as field, code and sentence.
    pub problems: Vec<(&'static str, &'static str, String)>,
    /// Whether one person may send it now.
    pub glass: bool,
    /// How many live there.
    pub reach: Reach,
}

/// How many people live in some units, as far as counts are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// People.
    pub population: u64,
    /// Households.
    pub households: u64,
    /// Units without a count.
    pub uncounted: usize,
}
