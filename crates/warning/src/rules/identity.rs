//! Who sent it, and what it is called: together they tell messages apart, and `references` lists them with spaces and
//! commas between.

use super::Judge;
use crate::element::El;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn check(judge: &mut Judge, index: usize, value: &str) {
    let wrong = value.chars().find(|c| c.is_whitespace() || matches!(c, ',' | '<' | '&'));
    let Some(wrong) = wrong else { return };
    let el = judge.tree.nodes[index].el;
    let reason = if el == El::Sender { Reason::InvalidSender } else { Reason::InvalidIdentifier };
    judge.say(reason, index, || {
        let what = if wrong.is_whitespace() { "a space".to_owned() } else { format!("`{wrong}`") };
        format!("`{}` has {what} in it; leave out spaces, commas, `<` and `&`", shown(value))
    });
}
