//! Values that are one of a fixed list of words.

use super::Judge;
use crate::colour::WarningColour;
use crate::element::{El, Version};
use crate::kinds::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use crate::profile::Profile;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn check(judge: &mut Judge, index: usize, value: &str, profile: Option<Profile>) {
    let tree = judge.tree;
    let (el, version) = (tree.nodes[index].el, tree.version);
    // As it stands: the schema allows no white space around these words.
    let text = &tree.nodes[index].text;
    macro_rules! among {
        ($kind:ty) => {
            (<$kind>::known(text, version).is_some(), <$kind>::words as fn(Version) -> Vec<&'static str>)
        };
    }
    let (known, words) = match el {
        El::Status => among!(Status),
        El::MsgType => among!(MsgType),
        El::Scope => among!(Scope),
        El::Category => among!(Category),
        El::ResponseType => among!(ResponseType),
        El::Urgency => among!(Urgency),
        El::Severity => among!(Severity),
        El::Certainty => among!(Certainty),
        _ => return,
    };
    if known {
        return;
    }
    if el == El::Certainty && value == Certainty::VERY_LIKELY {
        return judge.say(Reason::VeryLikelyDeprecated, index, || {
            "`Very Likely` is of CAP 1.0 and read as `Likely`; write that".to_owned()
        });
    }
    if el == El::Severity
        && matches!(profile, Some(Profile::China | Profile::Lenient))
        && WarningColour::from_word(value).is_some()
    {
        return judge.say(Reason::ColourAsSeverity, index, || {
            format!("`{value}` is a colour of the Chinese profile and no severity of CAP; it is read as one")
        });
    }
    judge.say(Reason::InvalidEnumValue, index, || {
        format!("`{}` is none of {}", shown(value), words(version).join(", "))
    });
}
