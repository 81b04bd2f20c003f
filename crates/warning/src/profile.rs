//! Rules beyond CAP itself that a city may ask of its sources.

use crate::element::El;
use crate::kinds::MsgType;
use crate::moment;
use crate::reason::Reason;
use crate::report::shown;
use crate::rules::Judge;

/// Longest headline that fits where headlines are shown, characters (CAP 1.2, 3.2.2: 160 on some displays).
const HEADLINE_MAX: usize = 160;

domain::words! {
    /// A named set of further rules.
    Profile {
        /// Every further rule.
        Strict = "strict",
        /// Messages of the Chinese warning network: a colour may stand in place of the severity; what happens, where,
        /// and which message an update is about must be said (domain reference 5.6).
        China = "china",
        /// What is taken in here: no further rule, and a colour may stand in place of the severity. A message that says
        /// less than a profile asks for warns all the same.
        Lenient = "lenient",
    }
}

impl Profile {
    /// The rules that it adds.
    pub fn rules(self) -> &'static [Reason] {
        use Reason as R;
        match self {
            Self::Strict => &[
                R::UpdateOrCancelMustReference,
                R::CategoriesMustMatch,
                R::EventCodesMustMatch,
                R::InfoRequired,
                R::DescriptionRequired,
                R::WebRequired,
                R::ExpiresRequired,
                R::AreaRequired,
                R::EffectiveNotAfterExpires,
                R::HeadlineTooLong,
            ],
            Self::China => &[R::UpdateOrCancelMustReference, R::InfoRequired, R::DescriptionRequired, R::AreaRequired],
            Self::Lenient => &[],
        }
    }
}

pub(crate) fn check(judge: &mut Judge, profile: Profile) {
    for &rule in profile.rules() {
        match rule {
            Reason::UpdateOrCancelMustReference => references(judge),
            Reason::InfoRequired => {
                if judge.tree.first(0, El::Info).is_none() {
                    judge.missing(rule, 0, "info", || "there is no `info`; say what is warned of".to_owned());
                }
            }
            Reason::CategoriesMustMatch => matching(judge, rule, El::Category),
            Reason::EventCodesMustMatch => matching(judge, rule, El::EventCode),
            _ => each_info(judge, rule),
        }
    }
}

fn references(judge: &mut Judge) {
    let tree = judge.tree;
    let word = tree.value(0, El::MsgType).unwrap_or_default();
    let needs = [MsgType::Update, MsgType::Cancel].iter().any(|kind| kind.word() == word);
    if needs && tree.value(0, El::References).is_none() {
        judge.missing(Reason::UpdateOrCancelMustReference, 0, "references", || {
            format!("a message of type `{word}` says in `references` which ones it is about")
        });
    }
}

fn each_info(judge: &mut Judge, rule: Reason) {
    let tree = judge.tree;
    for info in tree.all(0, El::Info) {
        let needed = match rule {
            Reason::DescriptionRequired => El::Description,
            Reason::WebRequired => El::Web,
            Reason::ExpiresRequired => El::Expires,
            Reason::AreaRequired => El::Area,
            Reason::EffectiveNotAfterExpires => {
                effective(judge, info);
                continue;
            }
            _ => {
                headline(judge, info);
                continue;
            }
        };
        let there = tree.first(info, needed).is_some_and(|at| needed == El::Area || !tree.nodes[at].value().is_empty());
        if !there {
            judge.missing(rule, info, needed.name(), || {
                format!("`{}` is missing; this profile needs it", needed.name())
            });
        }
    }
}

fn effective(judge: &mut Judge, info: usize) {
    let tree = judge.tree;
    let moment = |el| {
        let text = tree.value(info, el)?;
        Some((text, moment::read(text, tree.version).ok()?.moment))
    };
    let Some(((begin, from), (end, to))) = moment(El::Effective).zip(moment(El::Expires)) else { return };
    if from.at > to.at
        && let Some(at) = tree.first(info, El::Effective)
    {
        judge.say(Reason::EffectiveNotAfterExpires, at, || {
            format!("it begins at `{}` and ends before, at `{}`", shown(begin), shown(end))
        });
    }
}

fn headline(judge: &mut Judge, info: usize) {
    let Some(at) = judge.tree.first(info, El::Headline) else { return };
    let count = judge.tree.nodes[at].value().chars().count();
    if count > HEADLINE_MAX {
        judge.say(Reason::HeadlineTooLong, at, || {
            format!("the headline has {count} characters; at most {HEADLINE_MAX} are shown everywhere")
        });
    }
}

/// All infos have the same set of these as the first one.
fn matching(judge: &mut Judge, rule: Reason, el: El) {
    let tree = judge.tree;
    let set = |info: usize| {
        let mut texts: Vec<Vec<&str>> = tree
            .all(info, el)
            .map(|index| (index..tree.nodes[index].end as usize).map(|at| tree.nodes[at].value()).collect())
            .collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let mut infos = tree.all(0, El::Info);
    let Some(first) = infos.next().map(set) else { return };
    for info in infos.filter(|&info| set(info) != first) {
        judge.say(rule, info, || format!("its `{}` differ from those of the first info", el.name()));
    }
}
