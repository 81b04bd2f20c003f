//! The messages that a message is about.

use super::Judge;
use crate::alert::Reference;
use crate::element::{El, Version};
use crate::moment;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn check(judge: &mut Judge, index: usize, value: &str) {
    let tree = judge.tree;
    let own = (tree.value(0, El::Sender), tree.value(0, El::Identifier));
    let sent = tree.value(0, El::Sent).and_then(|text| moment::read(text, tree.version).ok());
    for text in value.split_whitespace() {
        let Some(reference) = Reference::read(text, tree.version) else {
            let form = if tree.version == Version::V10 { "identifier/sender" } else { "sender,identifier,sent" };
            judge.say(Reason::InvalidReferences, index, || {
                format!("`{}` is not of the form `{form}`; put white space between several", shown(text))
            });
            continue;
        };
        if own == (Some(&*reference.sender), Some(&*reference.identifier)) {
            judge.say(Reason::CircularReference, index, || {
                format!("`{}` is the message itself; refer to earlier ones", shown(text))
            });
        } else if sent.zip(reference.sent).is_some_and(|(sent, other)| other.at > sent.moment.at) {
            judge.say(Reason::PostdatedReference, index, || {
                format!("`{}` was sent later than this message; refer to earlier ones", shown(text))
            });
        }
    }
}
