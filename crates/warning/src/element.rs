//! The elements that CAP knows: which stands in which, in what order, how often, since which version.
//!
//! Source: the schemas of CAP 1.0, 1.1 and 1.2.

use serde::{Deserialize, Serialize};

/// A version of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Version {
    /// CAP 1.0 of 2004.
    #[serde(rename = "1.0")]
    V10,
    /// CAP 1.1 of 2005.
    #[serde(rename = "1.1")]
    V11,
    /// CAP 1.2 of 2010.
    #[serde(rename = "1.2")]
    V12,
}

impl Version {
    /// Every version.
    pub const ALL: [Self; 3] = [Self::V10, Self::V11, Self::V12];

    /// The XML namespace.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::V10 => "http://www.incident.com/cap/1.0",
            Self::V11 => "urn:oasis:names:tc:emergency:cap:1.1",
            Self::V12 => "urn:oasis:names:tc:emergency:cap:1.2",
        }
    }

    /// The number, such as `1.2`.
    pub fn number(self) -> &'static str {
        match self {
            Self::V10 => "1.0",
            Self::V11 => "1.1",
            Self::V12 => "1.2",
        }
    }
}

macro_rules! elements {
    ($($name:ident = $word:literal),+ $(,)?) => {
        /// An element of CAP.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum El { $($name),+ }

        impl El {
            /// Its name in XML.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

elements! {
    Alert = "alert", Identifier = "identifier", Sender = "sender", Sent = "sent", Status = "status", MsgType = "msgType",
    Password = "password", Source = "source", Scope = "scope", Restriction = "restriction", Addresses = "addresses",
    Code = "code", Note = "note", References = "references", Incidents = "incidents",
    Info = "info", Language = "language", Category = "category", Event = "event", ResponseType = "responseType",
    Urgency = "urgency", Severity = "severity", Certainty = "certainty", Audience = "audience", EventCode = "eventCode",
    Effective = "effective", Onset = "onset", Expires = "expires", SenderName = "senderName", Headline = "headline",
    Description = "description", Instruction = "instruction", Web = "web", Contact = "contact", Parameter = "parameter",
    Resource = "resource", ResourceDesc = "resourceDesc", MimeType = "mimeType", Size = "size", Uri = "uri",
    DerefUri = "derefUri", Digest = "digest",
    Area = "area", AreaDesc = "areaDesc", Polygon = "polygon", Circle = "circle", Geocode = "geocode",
    Altitude = "altitude", Ceiling = "ceiling", ValueName = "valueName", Value = "value",
}

/// An element at its place inside another.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) el: El,
    /// Whether it may stand there more than once.
    pub(crate) many: bool,
    /// From which version on it must be there.
    pub(crate) needed: Option<Version>,
    pub(crate) since: Version,
    pub(crate) last: Version,
}

use Version::{V10, V11, V12};

const fn may(el: El) -> Part {
    Part { el, many: false, needed: None, since: V10, last: V12 }
}

const fn must(el: El) -> Part {
    Part { needed: Some(V10), ..may(el) }
}

const fn any(el: El) -> Part {
    Part { many: true, ..may(el) }
}

const ALERT: &[Part] = &[
    must(El::Identifier),
    must(El::Sender),
    must(El::Sent),
    must(El::Status),
    must(El::MsgType),
    Part { last: V10, ..may(El::Password) },
    may(El::Source),
    Part { needed: Some(V11), ..may(El::Scope) },
    may(El::Restriction),
    may(El::Addresses),
    any(El::Code),
    may(El::Note),
    may(El::References),
    may(El::Incidents),
    any(El::Info),
];

const INFO: &[Part] = &[
    may(El::Language),
    Part { needed: Some(V11), ..any(El::Category) },
    must(El::Event),
    Part { since: V11, ..any(El::ResponseType) },
    must(El::Urgency),
    must(El::Severity),
    must(El::Certainty),
    may(El::Audience),
    any(El::EventCode),
    may(El::Effective),
    may(El::Onset),
    may(El::Expires),
    may(El::SenderName),
    may(El::Headline),
    may(El::Description),
    may(El::Instruction),
    may(El::Web),
    may(El::Contact),
    any(El::Parameter),
    any(El::Resource),
    any(El::Area),
];

const RESOURCE: &[Part] = &[
    must(El::ResourceDesc),
    Part { needed: Some(V12), ..may(El::MimeType) },
    may(El::Size),
    may(El::Uri),
    Part { since: V11, ..may(El::DerefUri) },
    may(El::Digest),
];

const AREA: &[Part] =
    &[must(El::AreaDesc), any(El::Polygon), any(El::Circle), any(El::Geocode), may(El::Altitude), may(El::Ceiling)];

const PAIR: &[Part] = &[must(El::ValueName), must(El::Value)];

impl El {
    /// What stands in it, in order; nothing for an element that holds text. CAP 1.0 writes `name=value` where later
    /// versions have two elements.
    pub(crate) fn parts(self, version: Version) -> Option<&'static [Part]> {
        match self {
            Self::Alert => Some(ALERT),
            Self::Info => Some(INFO),
            Self::Resource => Some(RESOURCE),
            Self::Area => Some(AREA),
            Self::EventCode | Self::Parameter | Self::Geocode => (version > V10).then_some(PAIR),
            _ => None,
        }
    }
}

impl Part {
    pub(crate) fn is_needed(&self, version: Version) -> bool {
        self.needed.is_some_and(|since| version >= since)
    }

    pub(crate) fn is_known(&self, version: Version) -> bool {
        (self.since..=self.last).contains(&version)
    }
}
