//! From the elements of a sound message to the [`Alert`]. Whatever the rules would have refused is left out here, so
//! that only a message without errors is complete.

use crate::alert::{Alert, Area, Info, Pair, Reference, Resource};
use crate::colour::WarningColour;
use crate::element::{El, Version};
use crate::kinds::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use crate::moment::{self, Moment};
use crate::tree::Tree;
use crate::{geometry, pair};

/// The alert; `None` where something that every alert has is missing or cannot be read.
pub(crate) fn alert(tree: &Tree) -> Option<Alert> {
    let at = At { tree, index: 0 };
    let version = tree.version;
    let scope = match tree.value(0, El::Scope) {
        Some(word) => Scope::known(word, version)?,
        None if version == Version::V10 => Scope::Public,
        None => return None,
    };
    Some(Alert {
        version,
        identifier: at.text(El::Identifier)?,
        sender: at.text(El::Sender)?,
        sent: at.moment(El::Sent)?,
        status: Status::known(tree.value(0, El::Status)?, version)?,
        msg_type: MsgType::known(tree.value(0, El::MsgType)?, version)?,
        source: at.text(El::Source),
        scope,
        restriction: at.text(El::Restriction),
        addresses: tree.value(0, El::Addresses).map(quoted).unwrap_or_default(),
        codes: at.texts(El::Code),
        note: at.text(El::Note),
        references: tree
            .value(0, El::References)
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|text| Reference::read(text, version))
            .collect(),
        incidents: tree.value(0, El::Incidents).map(quoted).unwrap_or_default(),
        infos: tree.all(0, El::Info).map(|index| info(At { tree, index })).collect::<Option<_>>()?,
        signed: tree.signed,
    })
}

fn info(at: At) -> Option<Info> {
    let (tree, index, version) = (at.tree, at.index, at.tree.version);
    Some(Info {
        language: at.text(El::Language).unwrap_or_else(|| "en-US".to_owned()),
        categories: at.each(El::Category, |word| Category::known(word, version)),
        event: at.text(El::Event)?,
        response_types: at.each(El::ResponseType, |word| ResponseType::known(word, version)),
        urgency: Urgency::known(tree.value(index, El::Urgency)?, version)?,
        severity: severity(tree.value(index, El::Severity)?, version)?,
        stated_colour: tree.value(index, El::Severity).and_then(WarningColour::from_word),
        certainty: certainty(tree.value(index, El::Certainty)?, version)?,
        audience: at.text(El::Audience),
        event_codes: at.pairs(El::EventCode),
        effective: at.moment(El::Effective),
        onset: at.moment(El::Onset),
        expires: at.moment(El::Expires),
        sender_name: at.text(El::SenderName),
        headline: at.text(El::Headline),
        description: at.text(El::Description),
        instruction: at.text(El::Instruction),
        web: at.text(El::Web),
        contact: at.text(El::Contact),
        parameters: at.pairs(El::Parameter),
        resources: tree.all(index, El::Resource).filter_map(|index| resource(At { tree, index })).collect(),
        areas: tree.all(index, El::Area).filter_map(|index| area(At { tree, index })).collect(),
    })
}

fn certainty(word: &str, version: Version) -> Option<Certainty> {
    if word == Certainty::VERY_LIKELY { Some(Certainty::Likely) } else { Certainty::known(word, version) }
}

/// The Chinese profile writes a colour; its severity is the one that the colour stands for.
fn severity(word: &str, version: Version) -> Option<Severity> {
    Severity::known(word, version).or_else(|| WarningColour::from_word(word).map(crate::colour::severity))
}

fn resource(at: At) -> Option<Resource> {
    Some(Resource {
        desc: at.text(El::ResourceDesc)?,
        mime_type: at.text(El::MimeType),
        size: at.tree.value(at.index, El::Size).and_then(|text| text.parse().ok()),
        uri: at.text(El::Uri),
        deref_uri: at.text(El::DerefUri),
        digest: at.text(El::Digest),
    })
}

fn area(at: At) -> Option<Area> {
    let number = |el| at.tree.value(at.index, el).and_then(geometry::decimal);
    Some(Area {
        desc: at.text(El::AreaDesc)?,
        polygons: at.each(El::Polygon, |text| geometry::polygon(text).ok()),
        circles: at.each(El::Circle, |text| geometry::circle(text).ok()),
        geocodes: at.pairs(El::Geocode),
        altitude_ft: number(El::Altitude),
        ceiling_ft: number(El::Ceiling),
    })
}

/// An element whose parts are read.
#[derive(Clone, Copy)]
struct At<'t> {
    tree: &'t Tree<'t>,
    index: usize,
}

impl At<'_> {
    fn text(self, el: El) -> Option<String> {
        self.tree.value(self.index, el).map(str::to_owned)
    }

    fn texts(self, el: El) -> Vec<String> {
        self.each(el, |text| Some(text.to_owned()))
    }

    fn each<T>(self, el: El, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let values = self.tree.all(self.index, el).map(|index| self.tree.nodes[index].value());
        values.filter(|value| !value.is_empty()).filter_map(read).collect()
    }

    fn moment(self, el: El) -> Option<Moment> {
        self.tree
            .value(self.index, el)
            .and_then(|text| moment::read(text, self.tree.version).ok())
            .map(|read| read.moment)
    }

    fn pairs(self, el: El) -> Vec<Pair> {
        let pairs = self.tree.all(self.index, el).filter_map(|index| pair::read(self.tree, index));
        pairs.map(|(name, value)| Pair { name: name.to_owned(), value: value.to_owned() }).collect()
    }
}

/// Words with white space between; those with white space inside stand in double quotes.
fn quoted(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, behind) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some((word, behind)) => (word, behind),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        if !word.trim().is_empty() {
            words.push(word.to_owned());
        }
        rest = behind.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_in_quotes_keep_their_spaces() {
        assert_eq!(quoted("\"address 1\" address2\n \"\" last"), ["address 1", "address2", "last"]);
        assert_eq!(quoted("\"open end"), ["\"open", "end"]);
        assert!(quoted("  ").is_empty());
    }
}
