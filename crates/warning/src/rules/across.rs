//! What only the message as a whole shows.

use std::collections::HashMap;

use super::Judge;
use crate::element::El;
use crate::kinds::Scope;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn check(judge: &mut Judge) {
    scope(judge);
    languages(judge);
}

/// A restricted message names its restriction and no other does; a private one names its recipients.
fn scope(judge: &mut Judge) {
    let tree = judge.tree;
    let Some(scope) = tree.value(0, El::Scope).and_then(|word| Scope::known(word, tree.version)) else { return };
    let restriction = tree.value(0, El::Restriction);
    match (scope, restriction) {
        (Scope::Restricted, None) => judge.missing(Reason::RestrictionScopeMismatch, 0, "restriction", || {
            "the scope is `Restricted`, but nothing says to whom; add `restriction`".to_owned()
        }),
        (Scope::Public | Scope::Private, Some(text)) => {
            judge.missing(Reason::RestrictionScopeMismatch, 0, "restriction", || {
                format!(
                    "there is a restriction, `{}`, but the scope is `{}`; one of them is wrong",
                    shown(text),
                    scope.word()
                )
            });
        }
        _ => {}
    }
    if scope == Scope::Private && tree.value(0, El::Addresses).is_none() {
        judge.missing(Reason::RestrictionScopeMismatch, 0, "addresses", || {
            "the scope is `Private`, but nobody is addressed; add `addresses`".to_owned()
        });
    }
}

/// Text that claims to be in two languages is in one of them at most.
fn languages(judge: &mut Judge) {
    let tree = judge.tree;
    if tree.all(0, El::Info).nth(1).is_none() {
        return;
    }
    let mut seen: HashMap<(&str, &str), &str> = HashMap::new();
    for info in tree.all(0, El::Info) {
        let language = tree.value(info, El::Language).unwrap_or("en-US");
        for el in [El::Headline, El::Description, El::Instruction] {
            let Some(index) = tree.first(info, el) else { continue };
            let text = tree.nodes[index].value();
            if text.is_empty() {
                continue;
            }
            let first = *seen.entry((el.name(), text)).or_insert(language);
            if !primary(first).eq_ignore_ascii_case(primary(language)) {
                judge.say(Reason::SameTextInDifferentLanguages, index, || {
                    format!(
                        "`{}` is said to be in `{}` here and in `{}` before; translate it",
                        shown(text),
                        shown(language),
                        shown(first)
                    )
                });
            }
        }
    }
}

/// `zh` of `zh-CN`.
fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}
