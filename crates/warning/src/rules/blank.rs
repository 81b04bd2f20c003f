//! Elements without content: harmless where they are optional.

use super::Judge;
use crate::element::El;
use crate::kinds::MsgType;
use crate::reason::Reason;

pub(super) fn check(judge: &mut Judge, index: usize) {
    let tree = judge.tree;
    let el = tree.nodes[index].el;
    let reason = match el {
        El::Identifier => Reason::InvalidIdentifier,
        El::Sender => Reason::InvalidSender,
        El::Sent => Reason::InvalidDate,
        El::Status | El::MsgType | El::Scope | El::Category | El::Urgency | El::Severity | El::Certainty => {
            Reason::InvalidEnumValue
        }
        El::Event | El::ValueName | El::ResourceDesc => Reason::InvalidValue,
        El::AreaDesc => Reason::InvalidArea,
        El::References if refers(tree.value(0, El::MsgType)) => {
            return judge.say(Reason::InvalidReferences, index, || {
                "`references` is empty, but a message of this type says which ones it is about".to_owned()
            });
        }
        _ => Reason::EmptyElement,
    };
    judge.say(reason, index, || match reason {
        Reason::EmptyElement => format!("`{}` is empty; leave it out", el.name()),
        _ => format!("`{}` is empty; fill it in", el.name()),
    });
}

/// Whether a message of this type is about others.
fn refers(word: Option<&str>) -> bool {
    word.is_some_and(|word| word != MsgType::Alert.word())
}
