//! An alert as XML of CAP 1.2.

use std::fmt::{Display, Write};

use quick_xml::escape::{escape, partial_escape};

use crate::alert::{Alert, Area, Info, Pair, Reference, Resource};
use crate::element::Version;
use crate::geometry;

/// The alert as a document of CAP 1.2, whatever version it came in.
///
/// What 1.2 needs and an older message lacks is filled in as little as may be: the category `Other`, the media type
/// `application/octet-stream`, and for a reference without a moment the moment of the message itself. Parts of a second
/// are cut off. A colour in place of the severity becomes that severity. A signature is not written: it would not be of this document. Characters that XML cannot hold are left
/// out. [`check`](crate::check) tells whether the document is valid; it is where the alert was read without errors.
pub fn write(alert: &Alert) -> String {
    let mut xml = Xml::begin();
    xml.inside("alert", &format!(" xmlns=\"{}\"", Version::V12.namespace()), |xml| {
        xml.leaf("identifier", &alert.identifier);
        xml.leaf("sender", &alert.sender);
        xml.leaf("sent", alert.sent);
        xml.leaf("status", alert.status.word());
        xml.leaf("msgType", alert.msg_type.word());
        xml.some("source", alert.source.as_ref());
        xml.leaf("scope", alert.scope.word());
        xml.some("restriction", alert.restriction.as_ref());
        xml.some("addresses", words(&alert.addresses));
        xml.each("code", &alert.codes);
        xml.some("note", alert.note.as_ref());
        let references: Vec<String> = alert.references.iter().map(|one| reference(one, alert)).collect();
        xml.some("references", Some(references.join(" ")).filter(|text| !text.is_empty()));
        xml.some("incidents", words(&alert.incidents));
        alert.infos.iter().for_each(|one| info(xml, one));
    });
    xml.out
}

fn reference(reference: &Reference, alert: &Alert) -> String {
    format!("{},{},{}", reference.sender, reference.identifier, reference.sent.unwrap_or(alert.sent))
}

/// With quotes around those that have white space inside.
fn words(words: &[String]) -> Option<String> {
    let quoted = |word: &String| match word.contains(char::is_whitespace) {
        true => format!("\"{word}\""),
        false => word.clone(),
    };
    Some(words.iter().map(quoted).collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

fn info(xml: &mut Xml, info: &Info) {
    xml.inside("info", "", |xml| {
        xml.leaf("language", &info.language);
        if info.categories.is_empty() {
            xml.leaf("category", "Other");
        }
        info.categories.iter().for_each(|one| xml.leaf("category", one.word()));
        xml.leaf("event", &info.event);
        info.response_types.iter().for_each(|one| xml.leaf("responseType", one.word()));
        xml.leaf("urgency", info.urgency.word());
        xml.leaf("severity", info.severity.word());
        xml.leaf("certainty", info.certainty.word());
        xml.some("audience", info.audience.as_ref());
        xml.pairs("eventCode", &info.event_codes);
        xml.some("effective", info.effective);
        xml.some("onset", info.onset);
        xml.some("expires", info.expires);
        xml.some("senderName", info.sender_name.as_ref());
        xml.some("headline", info.headline.as_ref());
        xml.some("description", info.description.as_ref());
        xml.some("instruction", info.instruction.as_ref());
        xml.some("web", info.web.as_ref());
        xml.some("contact", info.contact.as_ref());
        xml.pairs("parameter", &info.parameters);
        info.resources.iter().for_each(|one| resource(xml, one));
        info.areas.iter().for_each(|one| area(xml, one));
    });
}

fn resource(xml: &mut Xml, resource: &Resource) {
    xml.inside("resource", "", |xml| {
        xml.leaf("resourceDesc", &resource.desc);
        xml.leaf("mimeType", resource.mime_type.as_deref().unwrap_or("application/octet-stream"));
        xml.some("size", resource.size);
        xml.some("uri", resource.uri.as_ref());
        xml.some("derefUri", resource.deref_uri.as_ref());
        xml.some("digest", resource.digest.as_ref());
    });
}

fn area(xml: &mut Xml, area: &Area) {
    xml.inside("area", "", |xml| {
        xml.leaf("areaDesc", &area.desc);
        for ring in &area.polygons {
            let corners: Vec<String> = ring.iter().chain(ring.first()).map(|p| geometry::written(*p)).collect();
            xml.leaf("polygon", corners.join(" "));
        }
        for circle in &area.circles {
            xml.leaf("circle", format!("{} {}", geometry::written(circle.centre), circle.radius_km));
        }
        xml.pairs("geocode", &area.geocodes);
        xml.some("altitude", area.altitude_ft);
        xml.some("ceiling", area.ceiling_ft);
    });
}

/// Whether XML can hold it.
fn is_written(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

pub(crate) struct Xml {
    pub(crate) out: String,
    depth: usize,
}

impl Xml {
    pub(crate) fn begin() -> Self {
        let mut out = String::with_capacity(4096);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self { out, depth: 0 }
    }

    /// An element with attributes alone.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let indent = self.depth * 2;
        let _ = write!(self.out, "{:indent$}<{name}", "");
        for (name, value) in attributes {
            let value: String = value.chars().filter(|&c| is_written(c)).collect();
            let _ = write!(self.out, " {name}=\"{}\"", escape(value.as_str()));
        }
        self.out.push_str("/>\n");
    }

    pub(crate) fn inside(&mut self, name: &str, attributes: &str, content: impl FnOnce(&mut Self)) {
        let indent = self.depth * 2;
        let _ = writeln!(self.out, "{:indent$}<{name}{attributes}>", "");
        self.depth += 1;
        content(self);
        self.depth -= 1;
        let _ = writeln!(self.out, "{:indent$}</{name}>", "");
    }

    pub(crate) fn leaf(&mut self, name: &str, value: impl Display) {
        let text: String = value.to_string().chars().filter(|&c| is_written(c)).collect();
        // As itself, a carriage return would come back as a line feed.
        let text = partial_escape(text.as_str()).replace('\r', "&#13;");
        let indent = self.depth * 2;
        let _ = writeln!(self.out, "{:indent$}<{name}>{text}</{name}>", "");
    }

    fn some(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.leaf(name, value);
        }
    }

    fn each(&mut self, name: &str, values: &[String]) {
        values.iter().for_each(|value| self.leaf(name, value));
    }

    fn pairs(&mut self, name: &str, pairs: &[Pair]) {
        for pair in pairs {
            self.inside(name, "", |xml| {
                xml.leaf("valueName", &pair.name);
                xml.leaf("value", &pair.value);
            });
        }
    }
}
