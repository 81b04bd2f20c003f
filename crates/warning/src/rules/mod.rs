//! What makes a message wrong, beyond the shape of its elements: one file per sort of rule.

mod across;
mod area;
mod blank;
mod identity;
mod language;
mod references;
mod resource;
mod text;
mod time;
pub(crate) mod uri;
mod words;

use crate::element::{El, Version};
use crate::profile::Profile;
use crate::reason::Reason;
use crate::report::{Report, shown};
use crate::tree::Tree;
use crate::{pair, profile};

/// Judges every element on its own, then the message as a whole.
pub(crate) fn check(tree: &Tree, profile: Option<Profile>, report: &mut Report) {
    let mut judge = Judge { tree, report };
    for index in 0..tree.nodes.len() {
        element(&mut judge, index, profile);
    }
    across::check(&mut judge);
    if let Some(profile) = profile {
        profile::check(&mut judge, profile);
    }
}

fn element(judge: &mut Judge, index: usize, profile: Option<Profile>) {
    let tree = judge.tree;
    let (el, value) = (tree.nodes[index].el, tree.nodes[index].value());
    if el.parts(tree.version).is_none() {
        if value.is_empty() {
            return blank::check(judge, index);
        }
        text::characters(judge, index, value);
    }
    match el {
        El::Identifier | El::Sender => identity::check(judge, index, value),
        El::Sent | El::Effective | El::Onset | El::Expires => time::check(judge, index, value),
        El::Status
        | El::MsgType
        | El::Scope
        | El::Category
        | El::ResponseType
        | El::Urgency
        | El::Severity
        | El::Certainty => words::check(judge, index, value, profile),
        El::References => references::check(judge, index, value),
        El::Language => language::check(judge, index, value),
        El::Event | El::SenderName | El::Headline | El::Description | El::Instruction | El::Contact | El::AreaDesc => {
            text::html(judge, index, value);
        }
        El::Web => resource::web(judge, index, value),
        El::MimeType => resource::mime_type(judge, index, value),
        El::Size => resource::size(judge, index, value),
        El::Uri => resource::uri(judge, index, value),
        El::DerefUri => resource::deref_uri(judge, index, value),
        El::Polygon => area::polygon(judge, index, value),
        El::Circle => area::circle(judge, index, value),
        El::Altitude | El::Ceiling => area::height(judge, index, value),
        El::Area => area::range(judge, index),
        El::EventCode | El::Parameter | El::Geocode
            if tree.version == Version::V10 && pair::read(tree, index).is_none() =>
        {
            judge.say(Reason::InvalidValue, index, || {
                format!("`{}` is not of the form `name=value`, as CAP 1.0 writes it", shown(value))
            });
        }
        _ => {}
    }
}

/// A message under judgement, and what was found.
pub(crate) struct Judge<'t, 'r> {
    pub(crate) tree: &'t Tree<'t>,
    pub(crate) report: &'r mut Report,
}

impl Judge<'_, '_> {
    /// Something is wrong with the element.
    pub(crate) fn say(&mut self, reason: Reason, index: usize, message: impl FnOnce() -> String) {
        let tree = self.tree;
        self.report.add(reason, || tree.path(index), message);
    }

    /// Something is wrong with an element that is not there: `name` inside the element.
    pub(crate) fn missing(&mut self, reason: Reason, index: usize, name: &str, message: impl FnOnce() -> String) {
        let tree = self.tree;
        self.report.add(reason, || format!("{}/{name}", tree.path(index)), message);
    }
}
