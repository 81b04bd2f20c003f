//! Messages of one's own: whoever writes one says what it says, and everything else stays unsaid.

use crate::alert::{Alert, Area, Info, Pair};
use crate::element::Version;
use crate::kinds::{Certainty, MsgType, Scope, Severity, Status, Urgency};
use crate::moment::Moment;

impl Alert {
    /// A first message of CAP 1.2 to the public, about nothing yet. Identifier and sender without spaces, commas, `<`, `&`.
    pub fn new(identifier: String, sender: String, sent: Moment) -> Self {
        Self {
            version: Version::V12,
            identifier,
            sender,
            sent,
            status: Status::Actual,
            msg_type: MsgType::Alert,
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: Vec::new(),
            codes: Vec::new(),
            note: None,
            references: Vec::new(),
            incidents: Vec::new(),
            infos: Vec::new(),
            signed: false,
        }
    }
}

impl Info {
    /// What is warned of, in `language` (a tag of RFC 3066); CAP wants at least one category too.
    pub fn new(language: &str, event: &str) -> Self {
        Self {
            language: language.to_owned(),
            categories: Vec::new(),
            event: event.to_owned(),
            response_types: Vec::new(),
            urgency: Urgency::Unknown,
            severity: Severity::Unknown,
            stated_colour: None,
            certainty: Certainty::Unknown,
            audience: None,
            event_codes: Vec::new(),
            effective: None,
            onset: None,
            expires: None,
            sender_name: None,
            headline: None,
            description: None,
            instruction: None,
            web: None,
            contact: None,
            parameters: Vec::new(),
            resources: Vec::new(),
            areas: Vec::new(),
        }
    }
}

impl Area {
    /// An area named by `codes` of the list `list`, without a form.
    pub fn coded<'a>(desc: String, list: &str, codes: impl IntoIterator<Item = &'a str>) -> Self {
        let pair = |code: &str| Pair { name: list.to_owned(), value: code.to_owned() };
        Self {
            desc,
            polygons: Vec::new(),
            circles: Vec::new(),
            geocodes: codes.into_iter().map(pair).collect(),
            altitude_ft: None,
            ceiling_ft: None,
        }
    }
}
