//! An alert in memory. Texts have no white space around them; what a message left out or left empty is `None`.

use domain::unit::boundary::Ring;
use serde::{Deserialize, Serialize};

use crate::colour::WarningColour;
use crate::element::Version;
use crate::geometry::Circle;
use crate::kinds::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use crate::moment::{self, Moment};

/// One message of the Common Alerting Protocol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The version that it was written in.
    pub version: Version,
    /// What its sender calls it; without spaces, commas, `<`, `&`.
    pub identifier: String,
    /// Who sent it; without spaces, commas, `<`, `&`. Sender and identifier together are unique.
    pub sender: String,
    /// When it was sent.
    pub sent: Moment,
    /// How it is to be handled.
    pub status: Status,
    /// What it does.
    pub msg_type: MsgType,
    /// Where its content comes from, such as an operator or a device.
    pub source: Option<String>,
    /// For whom it is. CAP 1.0 may leave it out; it counts as public then.
    pub scope: Scope,
    /// To whom a restricted message may go.
    pub restriction: Option<String>,
    /// To whom a private message goes, by name or address.
    pub addresses: Vec<String>,
    /// Codes for special handling.
    pub codes: Vec<String>,
    /// Why it was sent; with a cancellation or an error, what happened.
    pub note: Option<String>,
    /// The earlier messages that it is about.
    pub references: Vec<Reference>,
    /// Names of the incidents that it belongs to.
    pub incidents: Vec<String>,
    /// What is warned of, in one or several languages or parts.
    pub infos: Vec<Info>,
    /// Whether it carried a signature. The signature was not checked.
    pub signed: bool,
}

/// Another message, as `references` names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// Its sender.
    pub sender: String,
    /// Its identifier.
    pub identifier: String,
    /// When it was sent; CAP 1.0 does not say.
    pub sent: Option<Moment>,
}

impl Reference {
    /// From `sender,identifier,sent`; in CAP 1.0 from `identifier/sender`.
    pub(crate) fn read(text: &str, version: Version) -> Option<Self> {
        if version == Version::V10 {
            let (identifier, sender) =
                text.split_once('/').filter(|(id, sender)| !id.is_empty() && !sender.is_empty())?;
            return Some(Self { sender: sender.to_owned(), identifier: identifier.to_owned(), sent: None });
        }
        let mut parts = text.split(',');
        let (sender, identifier, sent) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && !sender.is_empty() && !identifier.is_empty();
        let sent = moment::read(sent, version).ok()?.moment;
        whole.then(|| Self { sender: sender.to_owned(), identifier: identifier.to_owned(), sent: Some(sent) })
    }
}

/// What is warned of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Info {
    /// Language tag of its texts (RFC 3066); `en-US` where the message does not say.
    pub language: String,
    /// What sort of event it is; at least one, except in CAP 1.0.
    pub categories: Vec<Category>,
    /// The event, in words.
    pub event: String,
    /// What people are asked to do.
    pub response_types: Vec<ResponseType>,
    /// How soon to act.
    pub urgency: Urgency,
    /// How bad it is.
    pub severity: Severity,
    /// The colour, where the message names one in place of its severity, as the Chinese profile does.
    pub stated_colour: Option<WarningColour>,
    /// How sure it is.
    pub certainty: Certainty,
    /// For whom it is meant, in words.
    pub audience: Option<String>,
    /// Codes of the event in several lists.
    pub event_codes: Vec<Pair>,
    /// From when the information counts; from `sent` on where the message does not say.
    pub effective: Option<Moment>,
    /// When the event is expected to begin.
    pub onset: Option<Moment>,
    /// Until when the information counts.
    pub expires: Option<Moment>,
    /// The issuing body, in words.
    pub sender_name: Option<String>,
    /// One line.
    pub headline: Option<String>,
    /// What happens.
    pub description: Option<String>,
    /// What to do.
    pub instruction: Option<String>,
    /// Full address for further reading. Never fetched.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Further values of the issuer's own.
    pub parameters: Vec<Pair>,
    /// Files beside the message.
    pub resources: Vec<Resource>,
    /// Where it is.
    pub areas: Vec<Area>,
}

/// A value in a list that its name tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Name of the list, such as `SAME`.
    pub name: String,
    /// The value; may be empty.
    pub value: String,
}

/// A file beside the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What it is, in words.
    pub desc: String,
    /// Media type; older versions may leave it out.
    pub mime_type: Option<String>,
    /// Size in bytes, as the message says.
    pub size: Option<u64>,
    /// Its address. Never fetched.
    pub uri: Option<String>,
    /// The content itself, base64.
    pub deref_uri: Option<String>,
    /// SHA-1 of the content, as the message says.
    pub digest: Option<String>,
}

/// Where it is. All of it together: what any polygon, circle or code covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// In words.
    pub desc: String,
    /// Rings in WGS-84, the first position not repeated; at least three positions.
    pub polygons: Vec<Ring>,
    /// Circles.
    pub circles: Vec<Circle>,
    /// Codes of places in several lists.
    pub geocodes: Vec<Pair>,
    /// Lower end in feet above mean sea level; the only height where there is no ceiling.
    pub altitude_ft: Option<f64>,
    /// Upper end in feet above mean sea level.
    pub ceiling_ft: Option<f64>,
}

/// Where an alert is, all areas of all infos together, each place once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places<'a> {
    /// Codes.
    pub geocodes: Vec<&'a Pair>,
    /// Rings, as in [`Area::polygons`].
    pub polygons: Vec<&'a Ring>,
    /// Circles.
    pub circles: Vec<&'a Circle>,
}

impl Alert {
    /// Where it is. Infos in several languages repeat their areas; here each place stands once.
    pub fn places(&self) -> Places<'_> {
        let mut places = Places::default();
        let mut codes = std::collections::HashSet::new();
        let mut rings = std::collections::HashSet::new();
        for area in self.infos.iter().flat_map(|info| &info.areas) {
            places.geocodes.extend(area.geocodes.iter().filter(|pair| codes.insert((&pair.name, &pair.value))));
            places.polygons.extend(area.polygons.iter().filter(|ring| rings.insert(*ring)));
            for circle in &area.circles {
                if !places.circles.contains(&circle) {
                    places.circles.push(circle);
                }
            }
        }
        places
    }

    /// Until when the last of its infos counts; `None` where one never ends or there is none.
    pub fn expires(&self) -> Option<Moment> {
        let ends: Option<Vec<Moment>> = self.infos.iter().map(|info| info.expires).collect();
        ends?.into_iter().max_by_key(|end| end.at)
    }
}
