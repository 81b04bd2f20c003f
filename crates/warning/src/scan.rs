//! A walk over the document, one step at a time, under limits. Everything that could make XML expensive or dangerous
//! is refused here, before anything is made of it: document types, entities, depth, sheer number.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use crate::element::Version;
use crate::limits::{ATTRIBUTES_MAX, DEPTH_MAX, ELEMENTS_MAX};
use crate::reason::Reason;
use crate::report::shown;

/// Why a document cannot be read on.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) reason: Reason,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(reason: Reason, message: String) -> Self {
        Self { reason, message }
    }
}

/// Whose element it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    Cap(Version),
    Signature,
    Atom,
    /// No namespace, as RSS has it.
    None,
    Other,
}

impl Space {
    fn of(result: &ResolveResult) -> Self {
        match result {
            ResolveResult::Bound(Namespace(name)) => match *name {
                "http://www.w3.org/2005/Atom" => Self::Atom,
                "http://www.w3.org/2000/09/xmldsig#" => Self::Signature,
                other => Version::ALL
                    .into_iter()
                    .rev()
                    .find(|version| version.namespace() == other)
                    .map_or(Self::Other, Self::Cap),
            },
            ResolveResult::Unbound => Self::None,
            ResolveResult::Unknown(_) => Self::Other,
        }
    }
}

/// One step over the document. Comments and processing instructions are passed over.
pub(crate) enum Step<'a> {
    Open(Space, BytesStart<'a>),
    Text(Cow<'a, str>),
    Close,
    End,
}

pub(crate) struct Scan<'a> {
    text: &'a str,
    reader: NsReader<&'a [u8]>,
    depth: usize,
    elements: usize,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { text, reader, depth: 0, elements: 0 }
    }

    /// How many elements stand open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn next(&mut self) -> Result<Step<'a>, Fault> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.malformed(self.reader.error_position(), &error.to_string())),
            };
            match event {
                Event::Start(start) => {
                    self.open(&start)?;
                    let space = Space::of(&self.reader.resolver().resolve_element(start.name()).0);
                    return Ok(Step::Open(space, start));
                }
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(Step::Close);
                }
                // Outside the outermost element there is only white space.
                Event::Text(text) if self.depth == 0 && text.trim().is_empty() => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if self.depth == 0 => {
                    return Err(self.malformed(self.reader.buffer_position(), "text outside the outermost element"));
                }
                Event::Text(text) => return Ok(Step::Text(text.xml10_content())),
                Event::CData(text) => return Ok(Step::Text(text.xml10_content())),
                Event::GeneralRef(entity) => return self.resolved(&entity).map(|c| Step::Text(Cow::Owned(c.into()))),
                Event::DocType(_) => {
                    let message = "the document has a document type definition (`<!DOCTYPE`); CAP needs none, and none \
                                   is read: leave it out";
                    return Err(Fault::new(Reason::DtdRefused, message.to_owned()));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.malformed(self.text.len() as u64, "the document ends before its elements do"));
                }
                Event::Eof => return Ok(Step::End),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {}
            }
        }
    }

    /// Passes over the rest of an element that was just opened.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of an element that was just opened, up to its end; what stands in elements inside is left out.
    pub(crate) fn text(&mut self) -> Result<String, Fault> {
        let outside = self.depth - 1;
        let mut out = String::new();
        while self.depth > outside {
            if let Step::Text(text) = self.next()?
                && self.depth == outside + 1
            {
                out.push_str(&text);
            }
        }
        out.truncate(out.trim_end().len());
        Ok(out.trim_start().to_owned())
    }

    fn open(&mut self, start: &BytesStart) -> Result<(), Fault> {
        self.depth += 1;
        self.elements += 1;
        if self.depth > DEPTH_MAX {
            let message = format!("elements stand more than {DEPTH_MAX} deep inside each other; CAP needs 5");
            return Err(Fault::new(Reason::TooDeep, message));
        }
        if self.elements > ELEMENTS_MAX {
            return Err(Fault::new(Reason::TooManyElements, format!("the document has over {ELEMENTS_MAX} elements")));
        }
        if start.attributes_raw().is_empty() {
            return Ok(());
        }
        // Counted before they are compared with each other, which takes the square of their number.
        if start.attributes().with_checks(false).take(ATTRIBUTES_MAX + 1).count() > ATTRIBUTES_MAX {
            let message = format!("an element has over {ATTRIBUTES_MAX} attributes");
            return Err(Fault::new(Reason::TooManyAttributes, message));
        }
        for attribute in start.attributes() {
            if let Err(error) = attribute {
                return Err(self.malformed(self.reader.buffer_position(), &error.to_string()));
            }
        }
        Ok(())
    }

    fn resolved(&self, entity: &quick_xml::events::BytesRef) -> Result<char, Fault> {
        let predefined = match &**entity {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => None,
        };
        if let Some(c) = predefined {
            return Ok(c);
        }
        match entity.resolve_char_ref() {
            Ok(Some(c)) => Ok(c),
            Ok(None) => {
                let message = format!(
                    "the entity `&{};` is not one of the five predefined ones; write the character itself",
                    shown(entity)
                );
                Err(Fault::new(Reason::EntityRefused, message))
            }
            Err(error) => Err(self.malformed(self.reader.buffer_position(), &error.to_string())),
        }
    }

    fn malformed(&self, position: u64, what: &str) -> Fault {
        let before = self.text.as_bytes().get(..position as usize).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::new(Reason::MalformedXml, format!("line {line}: {}", shown(what)))
    }
}
