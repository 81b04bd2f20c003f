//! From the walk over the document to the elements of an alert, and whether each stands where it may.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use crate::element::{El, Part, Version};
use crate::limits::ALERT_ELEMENTS_MAX;
use crate::reason::Reason;
use crate::report::{Report, shown};
use crate::scan::{Fault, Scan, Space, Step};
use crate::tree::{Node, Tree};

/// An element that is open: its index, what may stand in it, where in that list the reader is, what it has seen.
struct Frame {
    index: usize,
    parts: Option<&'static [Part]>,
    rank: usize,
    seen: u32,
}

/// Reads the rest of an `alert` that was just opened.
///
/// # Errors
/// When the document cannot be read on.
pub(crate) fn read<'a>(scan: &mut Scan<'a>, version: Version, report: &mut Report) -> Result<Tree<'a>, Fault> {
    let mut shape = Shape {
        tree: Tree { version, nodes: Vec::with_capacity(64), signed: false },
        frames: Vec::with_capacity(8),
        report,
    };
    shape.open(El::Alert, 0);
    while let Some(frame) = shape.frames.len().checked_sub(1) {
        match scan.next()? {
            Step::Open(space, start) => {
                if !shape.enter(frame, space, &start)? {
                    scan.skip()?;
                }
            }
            Step::Text(text) => shape.text(frame, text),
            Step::Close => shape.close(frame),
            Step::End => break,
        }
    }
    Ok(shape.tree)
}

struct Shape<'a, 'r> {
    tree: Tree<'a>,
    frames: Vec<Frame>,
    report: &'r mut Report,
}

impl<'a> Shape<'a, '_> {
    fn open(&mut self, el: El, parent: usize) {
        let index = self.tree.nodes.len();
        self.tree.nodes.push(Node { el, parent: parent as u32, end: index as u32 + 1, text: Cow::Borrowed("") });
        self.frames.push(Frame { index, parts: el.parts(self.tree.version), rank: 0, seen: 0 });
    }

    /// Whether the element is one to read.
    fn enter(&mut self, frame: usize, space: Space, start: &BytesStart) -> Result<bool, Fault> {
        let name = start.local_name();
        let name = name.as_ref();
        let Frame { index, parts, rank, seen } = self.frames[frame];
        if space == Space::Signature && index == 0 && name == "Signature" {
            self.tree.signed = true;
            return Ok(false);
        }
        let parts = parts.filter(|_| space == Space::Cap(self.tree.version)).unwrap_or_default();
        // Elements mostly come in order: the next one is at the present place of the list or behind it.
        let found = (rank..parts.len()).chain(0..rank.min(parts.len())).find(|&at| parts[at].el.name() == name);
        if found.is_some_and(|at| parts[at].el == El::Password) {
            self.say_inside(Reason::PasswordDeprecated, index, name, || {
                "a password in a message protects nothing and is not read; leave the element out".to_owned()
            });
        }
        let Some(at) = found.filter(|&at| parts[at].is_known(self.tree.version)) else {
            self.unsupported(index, name, space);
            return Ok(false);
        };
        let part = &parts[at];
        if seen & (1 << at) != 0 && !part.many {
            self.say_inside(Reason::DuplicateElement, index, name, || {
                format!("`{name}` stands here again and is not read; leave one out")
            });
            return Ok(false);
        }
        if self.tree.nodes.len() >= ALERT_ELEMENTS_MAX {
            let message = format!("the alert has over {ALERT_ELEMENTS_MAX} elements");
            return Err(Fault::new(Reason::TooManyElements, message));
        }
        self.open(part.el, index);
        let new = self.tree.nodes.len() - 1;
        self.tree.nodes[index].end = new as u32 + 1;
        if at < rank {
            self.say(Reason::InvalidSequence, new, || {
                format!("`{name}` stands behind `{}`; it comes before it", parts[rank].el.name())
            });
        }
        let frame = &mut self.frames[frame];
        frame.rank = rank.max(at);
        frame.seen |= 1 << at;
        Ok(true)
    }

    fn unsupported(&mut self, index: usize, name: &str, space: Space) {
        let version = self.tree.version;
        let around = self.tree.nodes[index].el.name();
        let name = &shown(name);
        self.say_inside(Reason::UnsupportedElement, index, name, || match space {
            Space::Cap(other) if other != version => {
                format!(
                    "`{name}` belongs to CAP {}, the alert to {}; use one version",
                    other.number(),
                    version.number()
                )
            }
            Space::Cap(_) => {
                format!("CAP {} has no `{name}` in `{around}`; leave it out or move it", version.number())
            }
            _ => format!("`{name}` in `{around}` is not of CAP's namespace `{}`", version.namespace()),
        });
    }

    fn text(&mut self, frame: usize, text: Cow<'a, str>) {
        let Frame { index, parts, .. } = self.frames[frame];
        if parts.is_none() {
            let held = &mut self.tree.nodes[index].text;
            if held.is_empty() { *held = text } else { held.to_mut().push_str(&text) }
        } else if !text.trim().is_empty() {
            self.say(Reason::TextBetweenElements, index, || {
                format!("the text `{}` stands between elements; put it into one", shown(&text))
            });
        }
    }

    fn close(&mut self, frame: usize) {
        let Frame { index, parts, seen, .. } = self.frames[frame];
        let version = self.tree.version;
        let missing = |(at, part): &(usize, &Part)| seen & (1 << at) == 0 && part.is_needed(version);
        for (_, part) in parts.unwrap_or_default().iter().enumerate().filter(missing) {
            let name = part.el.name();
            self.say_inside(Reason::MissingRequiredElement, index, name, || {
                format!("`{name}` is missing; CAP {} needs it there", version.number())
            });
        }
        self.frames.pop();
        let end = self.tree.nodes.len() as u32;
        self.tree.nodes[index].end = end;
    }

    /// Something about an element inside that is not kept or not there.
    fn say_inside(&mut self, reason: Reason, index: usize, name: &str, message: impl FnOnce() -> String) {
        let tree = &self.tree;
        self.report.add(reason, || format!("{}/{name}", tree.path(index)), message);
    }

    fn say(&mut self, reason: Reason, index: usize, message: impl FnOnce() -> String) {
        let tree = &self.tree;
        self.report.add(reason, || tree.path(index), message);
    }
}
