//! Answers: each item once, a photograph of what failed, and `not_applicable` only where that may be.

use inspection::{Answer, Checklist, Verdict};
use proptest::prelude::*;

use crate::common::{checklist, codes, shipped};

/// Every item of the list passed.
pub(crate) fn all_passed(list: &Checklist) -> Vec<Answer> {
    let passed = |item: &inspection::checklist::Item| Answer {
        item: item.id.clone(),
        verdict: Verdict::Pass,
        photos: Vec::new(),
        note: String::new(),
    };
    list.items.iter().map(passed).collect()
}

/// What is said of the answers to the stairwell's list after a change.
fn changed(change: impl FnOnce(&mut Vec<Answer>)) -> Vec<(&'static str, String)> {
    let list = checklist("stairwell_ebike");
    let mut answers = all_passed(&list);
    change(&mut answers);
    codes(list.check_answers(&answers))
}

#[test]
fn every_shipped_checklist_can_be_passed() {
    for list in shipped() {
        assert_eq!(list.check_answers(&all_passed(&list)), Ok(()), "{}", list.id);
    }
}

#[test]
fn what_failed_needs_a_photograph() {
    let without = changed(|answers| answers[0].verdict = Verdict::Fail);
    assert_eq!(without, [("photo_required", "/answers/0/photos".to_owned())]);
}

#[test]
fn a_smell_of_gas_needs_no_photograph() {
    let list = checklist("gas");
    let mut answers = all_passed(&list);
    answers[0].verdict = Verdict::Fail;
    assert_eq!((answers[0].item.as_str(), list.check_answers(&answers)), ("smell", Ok(())));
}

#[test]
fn what_always_applies_is_answered_by_pass_or_fail() {
    let not = changed(|answers| answers[0].verdict = Verdict::NotApplicable);
    assert_eq!(not, [("item_applies", "/answers/0/verdict".to_owned())]);
}

#[test]
fn an_item_is_answered_once() {
    assert_eq!(changed(|answers| drop(answers.pop())), [("item_unanswered", "/answers".to_owned())]);
    let twice = changed(|answers| answers.push(answers[2].clone()));
    assert_eq!(twice, [("listed_twice", "/answers/8/item".to_owned())]);
}

#[test]
fn an_item_of_another_version_is_refused() {
    let unknown = changed(|answers| {
        let mut other = answers[0].clone();
        other.item = "no_longer_asked".to_owned();
        answers.push(other);
    });
    assert_eq!(unknown, [("item_unknown", "/answers/8/item".to_owned())]);
}

#[test]
fn a_note_may_have_lines_and_an_end() {
    let list = checklist("lift");
    let mut answers = all_passed(&list);
    answers[0].note = "第一行\n第二行".to_owned();
    assert_eq!(list.check_answers(&answers), Ok(()));
    answers[0].note = "水".repeat(1_001);
    assert_eq!(codes(list.check_answers(&answers)), [("out_of_range", "/answers/0/note".to_owned())]);
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![Just(Verdict::Pass), Just(Verdict::Fail), Just(Verdict::NotApplicable)]
}

proptest! {
    /// Answers are taken exactly where no failed item lacks the photograph that it asks for, and none is left out that
    /// always applies.
    #[test]
    fn answers_are_taken_exactly_where_the_items_allow_them(
        given in prop::collection::vec((verdict(), any::<bool>()), 9),
    ) {
        let list = checklist("garage_before_flood");
        prop_assert_eq!(list.items.len(), given.len());
        let mut answers = all_passed(&list);
        let mut allowed = true;
        for ((answer, item), (verdict, photo)) in answers.iter_mut().zip(&list.items).zip(given) {
            answer.verdict = verdict;
            answer.photos = if photo { vec!["photo".to_owned()] } else { Vec::new() };
            allowed &= verdict != Verdict::Fail || photo || !item.photo_on_fail;
            allowed &= verdict != Verdict::NotApplicable || item.may_not_apply;
        }
        prop_assert_eq!(list.check_answers(&answers).is_ok(), allowed);
    }
}
